"""The token pair of a sign-in, the device that it is bound to, and stores that keep it."""

from __future__ import annotations

import base64
import json
import platform
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, TypeGuard

from ..secret import Secret


@dataclass(frozen=True, kw_only=True)
class TokenPair:
    """One sign-in. Its ``repr`` shows who and through which provider, never a token.

    Attributes:
        url: address of the project; its tokens are for no other server.
        provider: marker of the auth provider that issued the tokens; only it refreshes them.
        user: the login.
        access_token: the JWT that is sent with every request.
        refresh_token: one-time; exchanged for a new pair when the access token has ended.
        fingerprint: the device that the refresh token is bound to (docs/api/requests.md#requests-device).
    """

    url: str
    provider: str
    user: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    fingerprint: str = field(repr=False)

    def __post_init__(self) -> None:
        for name in ("access_token", "refresh_token"):
            object.__setattr__(self, name, Secret.of(getattr(self, name)))

    @property
    def expires_at(self) -> datetime | None:
        """When the access token expires (claim ``exp``), in UTC; None without that claim."""
        try:
            return datetime.fromtimestamp(_claims(self.access_token)["exp"], UTC)
        except (KeyError, TypeError, ValueError, OverflowError, OSError):
            return None

    @property
    def user_id(self) -> int | None:
        """The user's number (claim ``id``, docs/api/behaviour.md#behaviour-access-token); None without that claim."""
        number = _claims(self.access_token).get("id")
        return number if type(number) is int and 0 < number < 2**63 else None


class TokenStore(Protocol):
    """Where a sign-in is kept. ``save`` returns only when the pair is kept: the pair before it is already dead."""

    def load(self) -> TokenPair | None:
        """The sign-in that is kept; None if there is none."""

    def save(self, pair: TokenPair | None) -> None:
        """Keeps a sign-in in place of the one before; None forgets it."""


class MemoryTokens:
    """Keeps the sign-in in memory: it is gone with the kernel."""

    def __init__(self) -> None:
        self._pair: TokenPair | None = None

    def load(self) -> TokenPair | None:
        """The sign-in that is kept; None if there is none."""
        return self._pair

    def save(self, pair: TokenPair | None) -> None:
        """Keeps a sign-in in place of the one before; None forgets it."""
        self._pair = pair


@dataclass(frozen=True)
class Device:
    """What the API calls a device: the ``x-device-metadata`` header, whose fingerprint binds refresh tokens.

    Every ``Shop`` is a device of its own, because signing in again from the same fingerprint ends the other sign-in.
    """

    fingerprint: str = field(default_factory=lambda: f"UQ_{uuid.uuid4().hex}")

    def header(self) -> str:
        """The header's value: compact ASCII JSON (docs/api/requests.md#requests-device)."""
        info = {"os": platform.system() or "unknown", "browser": "oneentry-toolkit", "location": "en-US"}
        return json.dumps({"fingerprint": self.fingerprint, "deviceInfo": info}, separators=(",", ":"))


def _claims(token: str) -> Mapping[str, Any]:
    """Returns the claims of a JWT, whose signature only the server can check; empty for other tokens."""
    parts = token.split(".")
    try:
        claims = json.loads(base64.urlsafe_b64decode(f"{parts[1]}===")) if len(parts) == 3 else {}
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, Mapping) else {}


def is_token(value: Any) -> TypeGuard[str]:
    """Whether a header can carry it."""
    return isinstance(value, str) and value.isascii() and value.isprintable() and bool(value.strip())


def read_pair(answer: Any, *, url: str, provider: str, user: str, fingerprint: str) -> TokenPair:
    """The pair in an answer of ``auth``, ``oauth`` or ``refresh``.

    ``userIdentifier`` is a legacy member and may be absent; then ``user`` is kept (docs/api/auth.md#auth-sign-in).

    Raises:
        ValueError: one of the tokens is missing.
    """
    if not isinstance(answer, Mapping):
        raise ValueError("not a token pair")
    access, refresh = answer.get("accessToken"), answer.get("refreshToken")
    if not (is_token(access) and is_token(refresh)):
        raise ValueError("not a token pair")
    named = answer.get("userIdentifier")
    return TokenPair(
        url=url,
        provider=provider,
        user=named if isinstance(named, str) and named else user,
        access_token=access,
        refresh_token=refresh,
        fingerprint=fingerprint,
    )

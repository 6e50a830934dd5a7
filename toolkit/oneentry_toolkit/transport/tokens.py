"""The token pair of a sign-in, the device that it is bound to, and stores that keep it."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import platform
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeGuard

from ..errors import SettingsError
from .forks import ForkSafeLock


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


class FileTokens:
    """Keeps the sign-in in a file that only its owner can read (mode 0600), so that it outlives the kernel.

    Two kernels must not share one file: the refresh token is one-time, so the slower one would be signed out.

    Args:
        path: the file; made at a sign-in, removed at a sign-out.

    Raises:
        SettingsError: the file is not readable, is not such a file, or others may read it.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            self._path = Path(path).expanduser().absolute()  # it stays the same when the working folder changes
        except (TypeError, RuntimeError):
            raise SettingsError("FileTokens needs the path of a file.") from None
        except OSError:
            raise SettingsError(
                "FileTokens needs an absolute path here: the working folder is gone. Give one, or change to a folder "
                "that exists with os.chdir()."
            ) from None
        if self._path.is_dir() or not self._path.name:
            raise SettingsError(f"FileTokens needs the path of a file; {self._path} is a folder.")
        self._lock = ForkSafeLock()
        self._pair = self._read()

    def load(self) -> TokenPair | None:
        """The sign-in that is kept; None if there is none."""
        return self._pair

    def save(self, pair: TokenPair | None) -> None:
        """Keeps a sign-in in place of the one before; None forgets it."""
        with self._lock:
            # In memory first: if the disk is full, this kernel at least goes on with the living pair.
            before, self._pair = self._pair, pair
            try:
                if pair is None:
                    # Another kernel may have signed in through the same file; its sign-in is not ours to remove.
                    if before is None or self._read() in (None, before):
                        self._path.unlink(missing_ok=True)
                else:
                    self._write(json.dumps(asdict(pair)))
            except OSError as error:
                raise SettingsError(
                    f"The sign-in could not be kept in {self._path} ({error.strerror}). It still works in this kernel."
                ) from None

    def _write(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise

    def _read(self) -> TokenPair | None:
        try:
            if os.name == "posix" and self._path.stat().st_mode & 0o077:
                raise SettingsError(f"Others may read {self._path}, which holds a sign-in. Run: chmod 600 {self._path}")
            pair = TokenPair(**json.loads(self._path.read_text(encoding="utf-8")))
            if not all(isinstance(value, str) for value in asdict(pair).values()):
                raise TypeError
            if not (_is_token(pair.access_token) and _is_token(pair.refresh_token)):
                raise ValueError
            return pair
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SettingsError(f"{self._path} could not be read ({error.strerror}).") from None
        except (ValueError, TypeError):
            raise SettingsError(f"{self._path} does not hold a sign-in. Remove it, then sign in again.") from None


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


def _is_token(value: Any) -> TypeGuard[str]:
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
    if not (_is_token(access) and _is_token(refresh)):
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

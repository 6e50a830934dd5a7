"""Access tokens, refresh tokens and stored passwords."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import jwt

# About 15 ms: realistic, but fast enough for tests that sign in often.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 4096, 8, 1


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims of an access token.

    Attributes:
        user_id: The user.
        sign_in_id: The device's sign-in; the token is invalid once it has ended.
        generation: The sign-in's generation when the token was created.
    """

    user_id: int
    sign_in_id: str
    generation: int


def access_token(key: str, *, claims: Claims, provider: str, identifier: str, user_agent: str, lifetime_s: int) -> str:
    """Returns a signed JWT with the claims of the real platform and two more (`sid`, `gen`)."""
    issued = int(time.time())
    payload = {
        "id": claims.user_id,
        "authProviderIdentifier": provider,
        "userIdentifier": identifier,
        "userAgent": user_agent,
        "sid": claims.sign_in_id,
        "gen": claims.generation,
        "iat": issued,
        "exp": issued + lifetime_s,
    }
    return jwt.encode(payload, key, algorithm="HS256")


def read_access_token(key: str, token: str) -> Claims | None:
    """Returns the claims of a valid token; `None` if its signature or expiry is not valid."""
    found = _verified(key, token)
    return found[0] if found is not None and found[1] > time.time() else None


@lru_cache(maxsize=1024)  # verification is the slowest part of a read, and clients send one token many times
def _verified(key: str, token: str) -> tuple[Claims, int] | None:
    options: Any = {"require": ["exp", "iat"], "verify_exp": False, "verify_iat": False}
    try:
        payload = jwt.decode(token, key, algorithms=["HS256"], options=options)
    except (jwt.PyJWTError, ValueError):
        return None
    user_id, sign_in_id, generation = payload.get("id"), payload.get("sid"), payload.get("gen")
    expires = payload["exp"]
    if isinstance(user_id, int) and isinstance(sign_in_id, str) and isinstance(generation, int):
        return (Claims(user_id, sign_in_id, generation), expires) if isinstance(expires, int) else None
    return None


def signed_price(key: str, *, product_id: int, price: str, currency: str, storage: str, expires: int) -> str:
    """Returns a JWT of a product's price in one order storage, good until `expires` in the shop's seconds."""
    payload = {"productId": product_id, "price": price, "currency": currency, "storage": storage, "exp": expires}
    return jwt.encode(payload, key, algorithm="HS256")


def read_signed_price(key: str, token: str, *, product_id: int, storage: str) -> tuple[Decimal, int] | None:
    """Returns the price of a signed price and the second in which it expires; `None` if it is not of this product."""
    options: Any = {"require": ["exp"], "verify_exp": False}
    try:
        payload = jwt.decode(token, key, algorithms=["HS256"], options=options)
    except (jwt.PyJWTError, ValueError):
        return None
    if (payload.get("productId"), payload.get("storage")) != (product_id, storage):
        return None
    return Decimal(payload["price"]), payload["exp"]


def refresh_token() -> str:
    """Returns a new one-time token, `<13-digit epoch ms>-<uuid>`."""
    return f"{time.time_ns() // 1_000_000:013d}-{uuid.uuid4()}"


def digest(token: str) -> str:
    """Returns the digest of a refresh token that the database stores."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password: str, salt: bytes | None = None) -> str:
    """Hashes a password; only the scenario passes `salt`, since it has to be reproducible."""
    salt = os.urandom(16) if salt is None else salt
    return f"scrypt${salt.hex()}${_scrypt(password, salt).hex()}"


def password_matches(stored: str | None, password: str) -> bool:
    """Whether the password matches the stored one; False for an account without a password."""
    if stored is None:
        return False
    _, salt, expected = stored.split("$")
    return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt)), bytes.fromhex(expected))


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P, dklen=32)

"""The sign-in that threads share: one refresh at a time, and no request is repeated as another user."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable

from ..errors import OneEntryError, SignInExpiredError
from .forks import ForkSafeLock
from .tokens import TokenPair, TokenStore

EXPIRED = "Your sign-in has ended (signed out, replaced, password changed or too long ago). Sign in again."
LENT = "The access token that was handed over has ended. Fetch again in the notebook that is signed in."
FORKED = (
    "The access token has ended, and only the process that signed in renews it: this one was forked from it. "
    "Sign in again in this process."
)
REPLACED = "Another user signed in to this shop while the request was under way. Call again as the user you mean."


class _Guard(ForkSafeLock):
    """The lock of a token store.

    Attributes:
        forked: whether the sign-in was made before this process was forked.
    """

    forked = False

    def after_fork(self) -> None:
        super().after_fork()
        self.forked = True


# Shops may share one store, such as one shop a language: the lock belongs to what it protects.
_guards: weakref.WeakKeyDictionary[TokenStore, _Guard] = weakref.WeakKeyDictionary()


class SignIns:
    """The sign-in that is held, and its renewal.

    OneEntry's refresh tokens are one-time (docs/api/behaviour.md#behaviour-refresh-token): two refreshes at once would
    sign the user out. So the exchange happens under a lock. A thread that waited for it uses its outcome, be it a pair
    or an error.

    Args:
        tokens: where the pair is kept. A new pair is saved before it is used.
        refresh: exchanges a pair for a new one; raises ``SignInExpiredError`` when the server says it is dead.
    """

    def __init__(self, tokens: TokenStore, refresh: Callable[[TokenPair], TokenPair]) -> None:
        self._tokens = tokens
        self._refresh = refresh
        self._guard = _guards.setdefault(tokens, _Guard())
        self._failed: tuple[float, str, OneEntryError] | None = None

    def held(self) -> TokenPair | None:
        """The pair to send; None without a sign-in."""
        return self._tokens.load()

    def user_id(self) -> int | None:
        """The number of the signed-in user; None without a sign-in, and if the access token does not say."""
        pair = self._tokens.load()
        return None if pair is None else pair.user_id

    def keep(self, pair: TokenPair | None) -> None:
        """Keeps a new sign-in, or forgets the one that is held."""
        with self._guard:
            self._tokens.save(pair)
            self._guard.forked = False

    def renewed(self, used: TokenPair) -> TokenPair:
        """A pair newer than ``used``, which the server did not accept: another thread's, or one made now.

        Raises:
            SignInExpiredError: there is none to be had, or another user has signed in meanwhile.
            ConnectionFailedError, ApiError: the exchange failed; the pair is kept.
        """
        asked = time.monotonic()
        with self._guard:
            pair = self._tokens.load()
            if pair is None:
                raise SignInExpiredError(EXPIRED)
            if (pair.user, pair.provider) != (used.user, used.provider):
                raise SignInExpiredError(REPLACED)
            if pair.access_token != used.access_token:
                return pair
            if self._failed and self._failed[0] >= asked and self._failed[1] == pair.refresh_token:
                # Another thread tried while this one waited. A one-time token is not tried again right away.
                raise self._failed[2]
            if self._guard.forked:
                # A refresh token is one-time: using it here would end the parent's sign-in.
                raise SignInExpiredError(FORKED)
            if not pair.refresh_token:
                raise SignInExpiredError(LENT)
            try:
                fresh = self._refresh(pair)
            except SignInExpiredError:
                self._tokens.save(None)
                raise
            except OneEntryError as error:
                self._failed = (time.monotonic(), pair.refresh_token, error)
                raise
            self._tokens.save(fresh)
            return fresh

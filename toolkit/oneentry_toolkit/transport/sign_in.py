"""The sign-in that threads and processes share: one refresh at a time, and no request is repeated as another user."""

from __future__ import annotations

import dataclasses
import time
import uuid
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from ..errors import ConnectionFailedError, OneEntryError, ServerError, SignInExpiredError
from .forks import ForkSafeLock
from .kept_tokens import KeptTokens, LockedElsewhereError
from .tokens import MemoryTokens, TokenPair, TokenStore

EXPIRED = "Your sign-in has ended (signed out, replaced, password changed or too long ago). Sign in again."
LOST = (
    "Your sign-in has ended: the answer with its new tokens was lost, and the tokens before them work no more. "
    "Sign in again."
)
LENT = (
    "The access token that this worker was given has ended, and only the notebook that is signed in can renew it. "
    "Make the frame there again, shop.orders.dask_frame(), and compute it."
)
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


_lenders: weakref.WeakValueDictionary[str, SignIns] = weakref.WeakValueDictionary()
"""The sign-ins of this process whose access tokens were lent."""


class LentTokens(MemoryTokens):
    """The access token of a sign-in, lent to a worker, which cannot renew it without the lender.

    Args:
        pair: the sign-in without its refresh token.
        lender: name of the lender, which a worker in the lender's process finds; both from ``SignIns.lend``.
    """

    def __init__(self, pair: TokenPair, lender: str) -> None:
        super().__init__()
        self.save(pair)
        self.lender = lender


class BusyError(ConnectionFailedError):
    """Another process that uses the kept sign-in has been renewing it for too long."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(
            f"another process that uses it has been renewing it for {wait_s:g} s",
            operation="refresh",
            sent=False,
            timeout_s=wait_s,
        )


class SignIns:
    """The sign-in that is held, and its renewal.

    OneEntry's refresh tokens are one-time (docs/api/behaviour.md#behaviour-refresh-token): two refreshes at once would
    sign the user out. So the exchange happens under a lock, which other processes respect if the sign-in is kept where
    they can use it. A thread that waited for it uses its outcome, be it a pair or an error.

    Args:
        tokens: where the pair is kept. A new pair is saved before it is used.
        refresh: exchanges a pair for a new one; raises ``SignInExpiredError`` when the server says it is dead.
        wait_s: seconds to wait for another process that is renewing the sign-in.
    """

    def __init__(self, tokens: TokenStore, refresh: Callable[[TokenPair], TokenPair], *, wait_s: float = 60.0) -> None:
        self._tokens = tokens
        self._refresh = refresh
        self._wait_s = wait_s
        self._guard = _guards.setdefault(tokens, _Guard())
        self._failed: tuple[float, str, OneEntryError] | None = None
        self._name = uuid.uuid4().hex

    def held(self) -> TokenPair | None:
        """The pair to send; None without a sign-in."""
        return self._tokens.load()

    def user_id(self) -> int | None:
        """The number of the signed-in user; None without a sign-in, and if the access token does not say."""
        pair = self._tokens.load()
        return None if pair is None else pair.user_id

    def keep(self, pair: TokenPair) -> None:
        """Keeps a new sign-in."""
        with self._guard, self._exclusive(needed=False):
            self._tokens.save(pair)
            self._guard.forked = False

    def forget(self, ended: TokenPair) -> None:
        """Forgets a sign-in that has ended, unless another process has signed in as another user meanwhile."""
        with self._guard, self._exclusive(needed=False):
            held = self._tokens.load()
            if held is None or _whose(held) == _whose(ended):
                self._tokens.save(None)

    def newest(self) -> TokenPair | None:
        """The pair that is held, after another process may have renewed it; None without a sign-in.

        Raises:
            SettingsError: the place where it is kept cannot be read.
        """
        with self._guard, self._exclusive(needed=False):
            return self._tokens.load()

    def lend(self) -> tuple[TokenPair, str] | None:
        """What a worker needs for ``LentTokens``; None without a sign-in.

        A one-time refresh token in several hands would end the sign-in of all, so it is not lent.
        """
        pair = self._tokens.load()
        if pair is None:
            return None
        _lenders[self._name] = self
        return dataclasses.replace(pair, refresh_token=""), self._name

    def renewed(self, used: TokenPair) -> TokenPair:
        """A pair newer than ``used``, which the server did not accept: another thread's, or one made now.

        Raises:
            SignInExpiredError: there is none to be had, or another user has signed in meanwhile.
            ConnectionFailedError, ApiError: the exchange failed; the pair is kept.
            SettingsError: the place where it is kept cannot be read or written.
        """
        asked = time.monotonic()
        with self._guard:
            try:
                with self._exclusive():
                    return self._renewed(used, asked)
            except LockedElsewhereError:
                raise BusyError(self._wait_s) from None

    def _renewed(self, used: TokenPair, asked: float) -> TokenPair:
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
        if self._guard.forked and not isinstance(self._tokens, KeptTokens):
            # A refresh token is one-time: using it here would end the parent's sign-in.
            raise SignInExpiredError(FORKED)
        if not pair.refresh_token:
            fresh = self._lent_anew(pair)
            self._tokens.save(fresh)
            return fresh
        try:
            fresh = self._refresh(pair)
        except SignInExpiredError as error:
            self._tokens.save(None)
            if self._failed and self._failed[1] == pair.refresh_token and _may_have_arrived(self._failed[2]):
                raise SignInExpiredError(LOST) from error.__cause__
            raise
        except OneEntryError as error:
            self._failed = (time.monotonic(), pair.refresh_token, error)
            raise
        self._tokens.save(fresh)
        return fresh

    def _lent_anew(self, pair: TokenPair) -> TokenPair:
        """A newer access token from the lender of this one.

        Raises:
            SignInExpiredError: the lender is in another process, or its sign-in has ended.
            ConnectionFailedError, ApiError: the lender's exchange failed.
        """
        lender = _lenders.get(self._tokens.lender) if isinstance(self._tokens, LentTokens) else None
        if lender is None:
            raise SignInExpiredError(LENT)
        return dataclasses.replace(lender.renewed(pair), refresh_token="")

    def _exclusive(self, *, needed: bool = True) -> AbstractContextManager[None]:
        """Holds the lock between processes where the sign-in is kept, if it is kept where they can use it."""
        tokens = self._tokens
        return tokens.exclusive(self._wait_s, needed=needed) if isinstance(tokens, KeptTokens) else nullcontext()


def _may_have_arrived(error: OneEntryError) -> bool:
    """Whether a server may have carried out a request that failed so, with its answer lost."""
    return isinstance(error, ServerError) or getattr(error, "sent", False) is True


def _whose(pair: TokenPair) -> tuple[str, str, str]:
    return pair.user, pair.provider, pair.fingerprint

"""The bearer header, and one refresh at a time however many threads meet a 401."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator

import httpx

from .errors import SignInExpiredError
from .tokens import TokenPair, TokenStore

EXPIRED = "Your sign-in has ended (signed out, replaced, password changed or too long ago). Sign in again."


class BearerAuth(httpx.Auth):
    """Sends the access token; on 401 exchanges the refresh token and sends the same request once more.

    OneEntry's refresh tokens are one-time (reference, section 13.2): two refreshes at once would sign the user out.
    So the exchange happens under a lock, and whoever waited looks first whether it is still needed.

    Args:
        tokens: where the pair is kept. The new pair is saved before it is used.
        refresh: exchanges a pair for a new one; raises ``SignInExpiredError`` when the server says it is dead.
    """

    def __init__(self, tokens: TokenStore, refresh: Callable[[TokenPair], TokenPair]) -> None:
        self._tokens = tokens
        self._refresh = refresh
        self._lock = threading.Lock()

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Yields the request, and once more with a new token after a 401."""
        used = self._tokens.load()
        if used is None:
            yield request
            return
        request.headers["Authorization"] = f"Bearer {used.access_token}"
        response = yield request
        if response.status_code == httpx.codes.UNAUTHORIZED:
            fresh = self._renewed(used)
            request.headers["Authorization"] = f"Bearer {fresh.access_token}"
            yield request

    def _renewed(self, used: TokenPair) -> TokenPair:
        """A pair newer than ``used``: another thread's, or one made now."""
        with self._lock:
            held = self._tokens.load()
            if held is None:
                raise SignInExpiredError(EXPIRED)
            if held.access_token != used.access_token:
                return held
            try:
                fresh = self._refresh(held)
            except SignInExpiredError:
                self._tokens.save(None)
                raise
            self._tokens.save(fresh)
            return fresh

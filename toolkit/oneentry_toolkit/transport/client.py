"""The contract's operations as calls: an operation's name and arguments in, the decoded answer or an error out.

Requests go through httpx (``http``). Only the pages of lists are read through a page pool (``read_pool``) where that is
possible; see ``docs/decisions/0008-pages-at-once.md``.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, NoReturn

from ..errors import InputError
from ..secret import Secret, hide
from .failures import bad_body, no_thread
from .forks import register
from .http import HttpSender, Transport
from .messages import misfit, parse
from .operations import ENDPOINTS, Endpoint
from .pace import Pace, StoppedError
from .read_pool import Answer, RateLimit, ReadPool
from .refusals import refusal
from .retry import RetryPolicy
from .tokens import Device, TokenStore
from .unpacking import MAX_ANSWER_MB, MB, TooLargeError

_ISSUE_TOKENS = frozenset({"auth", "oauth"})

Submit = Callable[[Callable[[], bytes], Future[bytes]], object]
"""Runs a function in a thread, which sets the future to what the function returns or raises.

It raises ``RuntimeError`` if no thread can be started."""


class ApiClient:
    """Sends the contract's operations. Threads may share one.

    Args:
        url: the project's address, without ``/api/content``.
        app_token: sent as ``x-app-token`` with every request.
        tokens: the sign-in.
        device: what refresh tokens are bound to.
        timeout_s: seconds for each attempt, from connecting to the last byte of the answer.
        max_answer_mb: the highest size of an answer, unpacked, in megabytes.
        retry: what to try again.
        transport: an httpx transport to use instead of the network (tests).
        guest_id: makes this the client of a guest, who cannot sign in.

    Attributes:
        sender: sends through httpx. It does not keep this object alive, so a finalizer of this object may close it.
        sign_ins: the sign-in and its renewal.

    Raises:
        SettingsError: ``url`` or the proxy's address is malformed, or the certificates cannot be read.
    """

    def __init__(
        self,
        *,
        url: str,
        app_token: str,
        tokens: TokenStore,
        device: Device,
        timeout_s: float,
        max_answer_mb: float = MAX_ANSWER_MB,
        retry: RetryPolicy | None = None,
        transport: Transport | None = None,
        guest_id: str | None = None,
    ) -> None:
        self.url = url
        self.tokens = tokens
        self.device = device
        self.app_token = Secret(app_token)
        self.timeout_s = timeout_s
        self.max_answer_mb = max_answer_mb
        self.sender = HttpSender(
            url=url,
            app_token=self.app_token,
            tokens=tokens,
            device=device,
            timeout_s=timeout_s,
            max_answer_mb=max_answer_mb,
            retry=retry,
            transport=transport,
            guest_id=guest_id,
        )
        self.sign_ins = self.sender.sign_ins
        # A transport of the caller's, or a proxy, has to see every request.
        self._may_pool = transport is None and self.sender.proxy is None
        register(self)

    def after_fork(self) -> None:
        """Becomes a device of its own: signing in from the parent's would end the parent's sign-in."""
        self.device = self.sender.device = Device()

    @property
    def guest_id(self) -> str | None:
        """The guest that requests are made as, which a server may replace; None for no guest."""
        return self.sender.guest_id

    def check_may_sign_in(self) -> None:
        """Raises ``InputError`` for the client of a guest, whose cart would be out of reach after a sign-in."""
        if self.guest_id is not None:
            raise InputError(
                "This is the shop of a guest, which cannot sign in. Sign in to the shop that as_guest() was called on, "
                "then take the cart over: shop.cart.merge(guest.cart).",
                name="shop",
            )

    def __reduce__(self) -> NoReturn:
        raise InputError(
            "A shop and its parts cannot be pickled or copied: they hold connections and a sign-in. Call connect() in "
            "each process, with tokens=FileTokens(path) to keep the sign-in, and pass on what was read: orders, "
            "frames, lists.",
            name="shop",
        )

    def call(
        self,
        name: str,
        /,
        *args: Any,
        within_s: float | None = None,
        pace: Pace | None = None,
        **kwargs: Any,
    ) -> Any:
        """The JSON answer of an operation as plain values, fractions as ``Decimal``; None for an empty answer.

        Args:
            name: of the operation, such as ``create_order``.
            args, kwargs: its arguments, as ``Endpoint.build`` takes them.
            within_s: a shorter time limit, for all tries together.
            pace: what the request has to wait for if it is one of many; from ``pace``.

        Raises:
            InputError: an argument does not fit the contract.
            ConnectionFailedError: no answer came.
            ResponseFormatError: the answer is not JSON, or is larger than ``max_answer_mb``.
            ApiError: the server refused.
            SignInError: a sign-in is needed, or has ended.
            SettingsError: the client is closed.
        """
        return self.parse(name, self.raw(name, *args, within_s=within_s, pace=pace, **kwargs))

    def raw(
        self,
        name: str,
        /,
        *args: Any,
        within_s: float | None = None,
        pace: Pace | None = None,
        **kwargs: Any,
    ) -> bytes:
        """The body of an operation's answer, as it came.

        Raises:
            the errors of ``call``, except for answers that are not JSON.
        """
        endpoint = ENDPOINTS[name]
        built = self._build(endpoint, args, kwargs)
        return self.sender.send(endpoint, built, within_s=within_s, pace=pace)

    def parse(self, name: str, body: bytes) -> Any:
        """The plain values of an operation's answer, as ``call`` gives them.

        Raises:
            ResponseFormatError: the body is not JSON.
        """
        answer = parse(ENDPOINTS[name], body)
        return hide(answer) if name in _ISSUE_TOKENS else answer

    def pace(self, most: int) -> Pace:
        """The pace of a fetch that has at most so many requests under way, for ``call`` and ``fetch_page``."""
        return Pace(most, self.sender.retry)

    def page_pool(self, connections: int) -> ReadPool | None:
        """A pool of so many connections for ``fetch_page``, for the caller to close.

        None where pages have to go through httpx: behind a proxy, with a ``transport``, in a process whose threads
        gevent has replaced, and when the client is closed.
        """
        if not self._may_pool or self.sender.is_closed or _has_green_threads():
            return None
        return ReadPool(
            self.url,
            self.sender.headers,
            timeout_s=self.timeout_s,
            tls=lambda: self.sender.tls,
            count=connections,
            limit=int(self.max_answer_mb * MB),
        )

    def fetch_page(
        self,
        name: str,
        /,
        *args: Any,
        pool: ReadPool | None,
        pace: Pace,
        submit: Submit,
        stopped: Callable[[], bool],
        **kwargs: Any,
    ) -> Future[bytes]:
        """The body of a page of a list, as a future: ``call`` raises the errors that it may be set to.

        The page is read through the pool. Without a pool, and when the pool gives up, it is read through httpx.

        Args:
            name, args, kwargs: the operation and its arguments, as ``call`` takes them.
            pool: from ``page_pool``.
            pace: from ``pace``; shared by the pages of a list.
            submit: runs what waits for httpx.
            stopped: asked before each try; no further one is made when it gives True.

        Raises:
            InputError: an argument does not fit the contract.
        """
        endpoint = ENDPOINTS[name]
        built = self._build(endpoint, args, kwargs)
        page: Future[bytes] = Future()

        def through_httpx() -> None:
            try:
                submit(lambda: self.sender.send(endpoint, built, stopped=stopped, pace=pace), page)
            except RuntimeError:
                page.set_exception(no_thread(endpoint))

        def through_pool(pool: ReadPool, turn: int) -> None:
            def came(answer: Answer) -> None:
                if isinstance(answer, bytes):
                    pace.answered()
                    page.set_result(answer)
                    return
                if isinstance(answer, RateLimit):
                    pace.refused(turn, answer.retry_after_s)
                else:
                    pace.left()
                if isinstance(answer, TooLargeError):
                    page.set_exception(bad_body(endpoint, answer, limit_mb=self.max_answer_mb))
                elif isinstance(answer, RateLimit) and not self.sender.retry.waits(answer.retry_after_s):
                    secrets = () if pair is None else (pair.access_token, pair.refresh_token)
                    page.set_exception(
                        refusal(
                            endpoint,
                            status=answer.status,
                            headers=answer.headers,
                            body=answer.body,
                            signed_in=pair is not None,
                            secrets=(self.app_token, *secrets),
                        )
                    )
                else:
                    through_httpx()

            if stopped():
                pace.left()
                page.set_exception(StoppedError(endpoint.operation))
                return
            pool.ask(built["url"], built.get("params", {}), sent, came)

        if pool is None or not _is_poolable(built):
            through_httpx()
        else:
            pair = self.sign_ins.held() if endpoint.bearer else None
            bearer = {} if pair is None else {"Authorization": Secret(f"Bearer {pair.access_token}")}
            sent = built.get("headers", {}) | bearer
            pace.queue(functools.partial(through_pool, pool))
        return page

    def close(self) -> None:
        """Closes all connections, except for those of a ``page_pool``."""
        self.sender.close()

    def _build(self, endpoint: Endpoint, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return endpoint.build(
                *args, device=self._device_for(endpoint).header() if endpoint.device else "", **kwargs
            )
        except (TypeError, ValueError) as error:
            raise misfit(endpoint, error) from None

    def _device_for(self, endpoint: Endpoint) -> Device:
        pair = self.sign_ins.held() if endpoint.name == "logout" else None
        return self.device if pair is None else Device(pair.fingerprint)


def _has_green_threads() -> bool:
    """Whether gevent has replaced threads or sockets: its threads share one asyncio loop, and a pool needs its own."""
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and any(monkey.is_module_patched(name) for name in ("threading", "socket", "select"))


def _is_poolable(built: Mapping[str, Any]) -> bool:
    """Whether it is a GET whose query httpx and the page pool encode alike."""
    return built["method"] == "get" and all(type(value) in (str, int) for value in built.get("params", {}).values())

"""Requests sent through httpx, with retries, a renewed sign-in after a 401, and every failure as one of ``errors``."""

from __future__ import annotations

import ipaddress
import logging
import math
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import stamina

from ..errors import (
    ApiError,
    ConnectionFailedError,
    ResponseFormatError,
    SettingsError,
    SignInExpiredError,
)
from ..secret import secrets_in
from .failures import bad_body, empty_body, no_answer
from .forks import ForkSafeLock, keep, register
from .guests import is_guest_id
from .httpx_transport import HttpxTransport, find_proxy, make_tls
from .messages import encode, headers, misfit, parse
from .network import ends_at
from .operations import ENDPOINTS, Endpoint
from .pace import Pace, StoppedError
from .refusals import needs_user, not_renewed, refusal, renewed_late
from .retry import RetryPolicy, one_try_left_s
from .sign_in import EXPIRED, LOST, SignIns
from .tokens import Device, TokenPair, TokenStore, read_pair
from .unpacking import MAX_ANSWER_MB, MB, CodingError, TooLargeError, unpack

# stamina logs every retry as a warning; without a handler Python would print it into the cell.
logging.getLogger("stamina").addHandler(logging.NullHandler())

Transport = httpx.BaseTransport

_CLOSED = "This shop is closed. Call connect() again."


_REFUSAL_MAX = 1 << 20  # bytes of an answer that only becomes the text of an error
_DIGITS_MAX = 20


class _Limits(NamedTuple):
    """How long a call may take.

    Attributes:
        attempt_s: one request, from connecting to the last byte of its answer.
        end: all attempts together, by ``time.monotonic``.
    """

    attempt_s: float
    end: float


class _Opened(NamedTuple):
    tls: ssl.SSLContext
    own: HttpxTransport | None
    client: httpx.Client


class HttpSender:
    """An ``httpx.Client`` that sends the contract's operations. Threads may share one.

    Args:
        url, app_token, tokens, device, timeout_s, max_answer_mb, retry, transport, guest_id: as ``ApiClient`` takes
            them.

    Attributes:
        sign_ins: the sign-in and its renewal.
        is_loopback: whether the server is on this machine.
        retry: what is tried again.
        device: sent with every POST.
        headers: sent with every request.
        max_answer_mb: the highest size of an answer.
        guest_id: sent without a sign-in where it counts; None for no guest.
        proxy: that requests go through; None without.
        is_closed: whether ``close`` was called.

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
        self._url = url
        self._app_token = app_token
        self.device = device
        self._timeout_s = timeout_s
        self.max_answer_mb = max_answer_mb
        self.retry = retry or RetryPolicy()
        self._given = transport
        self.guest_id = guest_id
        # A renewal elsewhere takes up to two tries of the time limit.
        self.sign_ins = SignIns(tokens, self._refresh, wait_s=2 * timeout_s + 5)
        self.is_closed = False
        try:
            self.is_loopback = _is_loopback(url)
            # A proxy or certificates from the environment are not for a server on this machine.
            self.headers = headers(app_token, is_packed=not self.is_loopback)
            self.proxy = None if self.is_loopback else find_proxy(url)
            self._lock = ForkSafeLock()
            self._opened: _Opened | None = None
            self._open()
        except (httpx.InvalidURL, ValueError) as error:
            raise SettingsError(
                "ONEENTRY_URL is not an address. Give the project's address, such as https://my-shop.oneentry.cloud."
            ) from error
        register(self)

    @property
    def tls(self) -> ssl.SSLContext:
        """The TLS context; without certificates unless ``url`` is https."""
        return self._open().tls

    def _open(self) -> _Opened:
        """The client, which is made anew in a forked child.

        Raises:
            SettingsError: ``close`` was called.
        """
        with self._lock:
            self.check_open()
            if self._opened is None:
                # Reading certificates takes longer than a request, so it is done for https only.
                is_tls = urlsplit(self._url).scheme == "https"
                tls = make_tls(trust_env=not self.is_loopback) if is_tls else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                own = HttpxTransport(tls, self.proxy) if self._given is None else None
                client = httpx.Client(
                    base_url=self._url,
                    headers=self.headers,
                    timeout=_limits(self._timeout_s),
                    transport=own or self._given,
                    trust_env=False,
                )
                self._opened = _Opened(tls, own, client)
            return self._opened

    def check_open(self) -> None:
        """Raises ``SettingsError`` if ``close`` was called."""
        if self.is_closed:
            raise SettingsError(_CLOSED)

    def after_fork(self) -> None:
        """Leaves the connections to the parent; the next request opens others."""
        opened, self._opened = self._opened, None
        if opened is not None:
            # Cookies and certificates have locks, too: the whole client is made anew.
            keep(opened)
            if opened.own is not None:
                opened.own.forget()

    def close(self) -> None:
        """Closes all connections; every further request raises ``SettingsError``."""
        self.is_closed = True
        opened = self._opened
        if opened is not None:
            opened.client.close()

    def send(
        self,
        endpoint: Endpoint,
        built: Mapping[str, Any],
        *,
        within_s: float | None = None,
        stopped: Callable[[], bool] | None = None,
        pace: Pace | None = None,
    ) -> bytes:
        """The body of the answer to a request.

        Args:
            endpoint: the operation.
            built: the request, from ``Endpoint.build``.
            within_s, pace: as ``ApiClient.call`` takes them.
            stopped: asked before each try; no further one is made when it gives True.

        Raises:
            InputError: a value in the request cannot be sent.
            ConnectionFailedError, ResponseFormatError, ApiError, SignInError: as ``ApiClient.call`` raises them.
            SettingsError: ``close`` was called.
        """
        once_s = one_try_left_s()
        if once_s is not None:
            within_s = once_s if within_s is None else min(within_s, once_s)
        limits = _Limits(self._timeout_s, math.inf)
        if within_s is not None:
            within_s = max(0.001, within_s)
            limits = _Limits(min(self._timeout_s, within_s), time.monotonic() + within_s)
        try:
            request = self._request(built, limits.attempt_s)
        except (TypeError, ValueError, KeyError, AttributeError, httpx.InvalidURL) as error:
            raise misfit(endpoint, error) from None
        shared = pace if endpoint.repeatable and within_s is None else None

        def tries() -> bytes:
            for attempt in stamina.retry_context(
                on=lambda error: self._may_repeat(endpoint, error, limits.end, shared),
                attempts=self.retry.attempts if once_s is None else 1,
                timeout=self.retry.total_s if within_s is None else min(self.retry.total_s, within_s),
                wait_initial=self.retry.wait_initial_s,
                wait_max=self.retry.wait_max_s,
                wait_jitter=self.retry.wait_initial_s,
            ):
                with attempt, nullcontext() if shared is None else shared.turn(endpoint.operation):
                    if stopped is not None and stopped():
                        raise StoppedError(endpoint.operation)
                    return self._send_signed_in(endpoint, request, secrets_in(built.get("json")), limits)
            raise AssertionError("retry_context always returns or raises")

        while True:
            try:
                return tries()
            except ApiError as error:
                if shared is None or not shared.is_refusal(error, endpoint.operation) or not shared.goes_on(error):
                    raise

    def _refresh(self, pair: TokenPair) -> TokenPair:
        """A new pair for an old one.

        When the connection is cut before the answer has come, it is tried once more: if the token was spent, the new
        pair is lost in any case, and the server says so with 400 (docs/api/auth.md#auth-refresh). It keeps the time
        limit of ``connect()``, also within a call that has a shorter one.

        Raises:
            SignInExpiredError: the server does not accept the refresh token.
            ConnectionFailedError, ResponseFormatError, ApiError: the exchange failed.
        """
        endpoint = ENDPOINTS["refresh"]
        device = Device(pair.fingerprint).header()
        built = endpoint.build(pair.provider, body={"refreshToken": pair.refresh_token}, device=device)
        request, limits = self._request(built, self._timeout_s), _Limits(self._timeout_s, math.inf)
        is_cut = False
        try:
            try:
                body = self._send_signed_in(endpoint, request, secrets_in(built["json"]), limits)
            except ConnectionFailedError as error:
                is_cut = error.sent and error.timeout_s is None
                if not is_cut:
                    raise
                body = self._send_signed_in(endpoint, request, secrets_in(built["json"]), limits)
        except ApiError as error:
            if error.status in (400, 401):
                raise SignInExpiredError(LOST if is_cut else EXPIRED) from error
            raise
        try:
            return read_pair(
                parse(endpoint, body),
                url=self._url,
                provider=pair.provider,
                user=pair.user,
                fingerprint=pair.fingerprint,
            )
        except ValueError:
            del body  # it may hold one of the tokens, and tracebacks may show locals
            raise ResponseFormatError(
                "refresh answered without a token pair. Sign in again.", operation="refresh"
            ) from None

    def _may_repeat(self, endpoint: Endpoint, error: Exception, end: float, pace: Pace | None) -> bool | float:
        if pace is not None and pace.is_refusal(error, endpoint.operation):
            return False  # the pace decides, and not by the number of tries
        # A failed renewal of the sign-in is not a failure of this operation, and is never repeated.
        own = getattr(error, "operation", None) == endpoint.operation and not isinstance(error, StoppedError)
        wait_s = own and self.retry.decide(error, repeatable=endpoint.repeatable)
        return False if time.monotonic() + wait_s >= end else wait_s

    def _send_signed_in(
        self, endpoint: Endpoint, request: httpx.Request, secrets: tuple[str, ...], limits: _Limits
    ) -> bytes:
        """The body of the answer. After a 401, the request is sent once more with a renewed sign-in.

        Repeating it is safe: a request that is refused with 401 was not carried out.
        """
        pair = self.sign_ins.held() if endpoint.bearer else None
        if endpoint.owned and pair is None and self.guest_id is None:
            raise needs_user(endpoint, is_guest=False)
        response, body = self._send_once(endpoint, request, pair, limits)
        if pair is not None and response.status_code == httpx.codes.UNAUTHORIZED:
            try:
                pair = self.sign_ins.renewed(pair)
            except (ConnectionFailedError, ApiError, ResponseFormatError) as error:
                raise not_renewed(endpoint, error) from error
            if time.monotonic() >= limits.end:
                raise renewed_late(endpoint)
            response, body = self._send_once(endpoint, request, pair, limits)
        if response.is_success:
            if endpoint.repeatable and not body.strip() and response.status_code != httpx.codes.NO_CONTENT:
                raise empty_body(endpoint, response.status_code)
            return body
        # The sign-in that is held now may be another one than was sent.
        pairs = [one for one in (pair, self.sign_ins.held()) if one is not None]
        tokens = [token for one in pairs for token in (one.access_token, one.refresh_token)]
        guest = () if self.guest_id is None else (self.guest_id,)
        raise refusal(
            endpoint,
            status=response.status_code,
            headers=response.headers,
            body=body,
            signed_in=pair is not None,
            secrets=(self._app_token, *tokens, *secrets, *guest),
            is_guest=self.guest_id is not None,
        )

    def _send_once(
        self, endpoint: Endpoint, request: httpx.Request, pair: TokenPair | None, limits: _Limits
    ) -> tuple[httpx.Response, bytes]:
        """The whole answer to a request. The connection is back in httpx's pool when this returns."""
        request.headers.pop("Authorization", None)
        if pair is not None:
            request.headers["Authorization"] = f"Bearer {pair.access_token}"
        named = self.guest_id if endpoint.guest and pair is None else None
        if named is not None:
            request.headers["x-guest-id"] = named
        deadline = min(time.monotonic() + limits.attempt_s, limits.end)
        try:
            with ends_at(deadline):
                response = self._open().client.send(request, stream=True)
                minted = response.headers.get("x-guest-id")
                if named is not None and is_guest_id(minted):
                    self.guest_id = minted.lower()
                try:
                    return response, self._body(response, deadline)
                finally:
                    response.close()
        except (TooLargeError, CodingError, httpx.DecodingError, MemoryError) as error:
            raise bad_body(endpoint, error, limit_mb=self.max_answer_mb) from None
        except (httpx.RequestError, httpx.StreamError, httpx.InvalidURL, ValueError) as error:
            raise no_answer(
                endpoint,
                error,
                host=urlsplit(self._url).netloc,
                limit_s=limits.attempt_s,
                own_limit=limits.attempt_s == self._timeout_s,
            ) from _harmless(error)
        except RuntimeError:
            if self.is_closed:  # by another thread, meanwhile
                raise SettingsError(_CLOSED) from None
            raise

    def _body(self, response: httpx.Response, deadline: float) -> bytes:
        """The body of an answer, unpacked; of a refusal no more than fits into an error."""
        limit = int(self.max_answer_mb * MB)
        if response.is_stream_consumed:  # a transport of the caller's has read and unpacked it
            chunks, coding = iter((response.content,)), ""
        else:
            chunks, coding = _in_time(response, deadline), response.headers.get("content-encoding", "")
        if response.is_success:
            if _announced(response) > limit:
                raise TooLargeError
            return unpack(chunks, coding, limit)
        try:
            return unpack(chunks, coding, min(limit, _REFUSAL_MAX))
        except (TooLargeError, CodingError):
            return b""

    def _request(self, built: Mapping[str, Any], limit_s: float) -> httpx.Request:
        sent: dict[str, str] = {}
        if built["method"] == "post":
            # One rule file asks for it on every POST, another on four operations; on all does no harm
            # (docs/api/requests.md#requests-device).
            sent["x-device-metadata"] = self.device.header()
        return self._open().client.build_request(
            built["method"],
            built["url"],
            params=built.get("params"),
            headers=sent | built.get("headers", {}),
            content=encode(built["json"]) if "json" in built else None,
            files=built.get("files"),
            timeout=_limits(limit_s),
        )


def _in_time(response: httpx.Response, deadline: float) -> Iterator[bytes]:
    """The body as it comes. A transport of the caller's knows no deadline; what came whole counts, however late."""
    announced = _announced(response)
    for chunk in response.iter_raw():
        yield chunk
        if time.monotonic() > deadline and response.num_bytes_downloaded != announced:
            raise httpx.ReadTimeout("the answer took too long")


def _announced(response: httpx.Response) -> int:
    """The length of the body by its header; -1 if there is none that can be read."""
    value = response.headers.get("content-length", "")
    return int(value) if value.isdecimal() and len(value) < _DIGITS_MAX else -1


def _is_loopback(url: str) -> bool:
    """Whether an address is this machine's: loopback, or what stands for all of its addresses."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.rstrip(".") == "localhost"
    return address.is_loopback or address.is_unspecified


def _limits(limit_s: float) -> httpx.Timeout:
    return httpx.Timeout(limit_s, connect=min(10.0, limit_s))


def _harmless(error: Exception) -> Exception:
    """An error of httpx without its request, whose headers hold the tokens."""
    if isinstance(error, httpx.RequestError):
        error._request = None
    # The deeper causes repeat the same words and hold the same request.
    error.__cause__ = error.__context__ = None
    return error

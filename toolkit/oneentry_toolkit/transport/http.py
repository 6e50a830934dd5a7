"""Requests sent through httpx, with retries, a renewed sign-in after a 401, and every failure as one of ``errors``."""

from __future__ import annotations

import ipaddress
import logging
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import stamina

from ..errors import (
    ApiError,
    ConnectionFailedError,
    OneEntryError,
    ResponseFormatError,
    SettingsError,
    SignInExpiredError,
)
from .forks import ForkSafeLock, keep, register
from .httpx_transport import HttpxTransport, find_proxy
from .messages import LOOK_FIRST, encode, headers, misfit, parse
from .operations import ENDPOINTS, Endpoint
from .refusals import not_renewed, refusal
from .retry import RetryPolicy, one_try_left_s
from .sign_in import EXPIRED, SignIns
from .tokens import Device, TokenPair, TokenStore, read_pair

# stamina logs every retry as a warning; without a handler Python would print it into the cell.
logging.getLogger("stamina").addHandler(logging.NullHandler())

Transport = httpx.BaseTransport

_CLOSED = "This shop is closed. Call connect() again."


class _Opened(NamedTuple):
    tls: ssl.SSLContext
    own: HttpxTransport | None
    client: httpx.Client


class _StoppedError(ConnectionFailedError):
    """The caller has stopped waiting for the answer."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"{operation} was stopped. Call again.", operation=operation, sent=False)


class HttpSender:
    """An ``httpx.Client`` that sends the contract's operations. Threads may share one.

    Args:
        url, app_token, tokens, device, timeout_s, retry, transport: as ``ApiClient`` takes them.

    Attributes:
        sign_ins: the sign-in and its renewal.
        is_loopback: whether the server is on this machine.
        device: sent with every POST.
        proxy: that requests go through; None without.
        is_closed: whether ``close`` was called.

    Raises:
        SettingsError: ``url`` or the proxy's address is malformed.
        OSError: the certificates that the environment names cannot be read.
    """

    def __init__(
        self,
        *,
        url: str,
        app_token: str,
        tokens: TokenStore,
        device: Device,
        timeout_s: float,
        retry: RetryPolicy | None = None,
        transport: Transport | None = None,
    ) -> None:
        self._url = url
        self._app_token = app_token
        self.device = device
        self._timeout_s = timeout_s
        self._retry = retry or RetryPolicy()
        self._given = transport
        self.sign_ins = SignIns(tokens, self._refresh)
        self.is_closed = False
        try:
            self.is_loopback = _is_loopback(url)
            # A proxy or certificates from the environment are not for a server on this machine.
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
            if self.is_closed:
                raise SettingsError(_CLOSED)
            if self._opened is None:
                # Reading certificates takes longer than a request, so it is done for https only.
                is_tls = urlsplit(self._url).scheme == "https"
                tls = (
                    httpx.create_ssl_context(trust_env=not self.is_loopback)
                    if is_tls
                    else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                )
                own = HttpxTransport(tls, self.proxy) if self._given is None else None
                client = httpx.Client(
                    base_url=self._url,
                    headers=headers(self._app_token),
                    timeout=_limits(self._timeout_s),
                    transport=own or self._given,
                    trust_env=False,
                )
                self._opened = _Opened(tls, own, client)
            return self._opened

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
        secrets: Iterable[str] = (),
        within_s: float | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> bytes:
        """The body of the answer to a request.

        Args:
            endpoint: the operation.
            built: the request, from ``Endpoint.build``.
            secrets, within_s: as ``ApiClient.call`` takes them.
            stopped: asked before each try; no further one is made when it gives True.

        Raises:
            InputError: a value in the request cannot be sent.
            ConnectionFailedError, ResponseFormatError, ApiError, SignInError: as ``ApiClient.call`` raises them.
            SettingsError: ``close`` was called.
        """
        once_s = one_try_left_s()
        if once_s is not None:
            within_s = once_s if within_s is None else min(within_s, once_s)
        limit_s = self._timeout_s if within_s is None else max(0.001, min(self._timeout_s, within_s))
        total_s = self._retry.total_s if within_s is None else min(self._retry.total_s, limit_s)
        try:
            request = self._request(built, limit_s)
        except (TypeError, ValueError, KeyError, AttributeError, httpx.InvalidURL) as error:
            raise misfit(endpoint, error) from None
        for attempt in stamina.retry_context(
            on=lambda error: self._may_repeat(endpoint, error),
            attempts=self._retry.attempts if once_s is None else 1,
            timeout=total_s,
            wait_initial=self._retry.wait_initial_s,
            wait_max=self._retry.wait_max_s,
            wait_jitter=self._retry.wait_initial_s,
        ):
            with attempt:
                if stopped is not None and stopped():
                    raise _StoppedError(endpoint.operation)
                return self._send_signed_in(endpoint, request, tuple(secrets), limit_s)
        raise AssertionError("retry_context always returns or raises")

    def _refresh(self, pair: TokenPair) -> TokenPair:
        """A new pair for an old one. Never tried twice: the refresh token may be spent although no answer came.

        Raises:
            SignInExpiredError: the server does not accept the refresh token.
            ConnectionFailedError, ResponseFormatError, ApiError: the exchange failed.
        """
        endpoint = ENDPOINTS["refresh"]
        device = Device(pair.fingerprint).header()
        built = endpoint.build(pair.provider, body={"refreshToken": pair.refresh_token}, device=device)
        request = self._request(built, self._timeout_s)
        try:
            body = self._send_signed_in(endpoint, request, (pair.refresh_token,), self._timeout_s)
        except ApiError as error:
            if error.status in (400, 401):
                raise SignInExpiredError(EXPIRED) from error
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
            raise ResponseFormatError(
                "refresh answered without a token pair. Sign in again.", operation="refresh"
            ) from None

    def _may_repeat(self, endpoint: Endpoint, error: Exception) -> bool | float:
        # A failed renewal of the sign-in is not a failure of this operation, and is never repeated.
        own = getattr(error, "operation", None) == endpoint.operation and not isinstance(error, _StoppedError)
        return own and self._retry.decide(error, repeatable=endpoint.repeatable)

    def _send_signed_in(
        self, endpoint: Endpoint, request: httpx.Request, secrets: tuple[str, ...], limit_s: float
    ) -> bytes:
        """The body of the answer. After a 401, the request is sent once more with a renewed sign-in.

        Repeating it is safe: a request that is refused with 401 was not carried out.
        """
        pair = self.sign_ins.held() if endpoint.bearer else None
        response, body = self._send_once(endpoint, request, pair, limit_s)
        if pair is not None and response.status_code == httpx.codes.UNAUTHORIZED:
            try:
                pair = self.sign_ins.renewed(pair)
            except (ConnectionFailedError, ApiError, ResponseFormatError) as error:
                raise not_renewed(endpoint, error) from error
            response, body = self._send_once(endpoint, request, pair, limit_s)
        if response.is_success:
            return body
        # The sign-in that is held now may be another one than was sent.
        pairs = [one for one in (pair, self.sign_ins.held()) if one is not None]
        tokens = [token for one in pairs for token in (one.access_token, one.refresh_token)]
        raise refusal(
            endpoint,
            status=response.status_code,
            headers=response.headers,
            body=body,
            signed_in=pair is not None,
            secrets=(self._app_token, *tokens, *secrets),
        )

    def _send_once(
        self, endpoint: Endpoint, request: httpx.Request, pair: TokenPair | None, limit_s: float
    ) -> tuple[httpx.Response, bytes]:
        """The whole answer to a request. The connection is back in httpx's pool when this returns."""
        request.headers.pop("Authorization", None)
        if pair is not None:
            request.headers["Authorization"] = f"Bearer {pair.access_token}"
        deadline = time.monotonic() + limit_s
        try:
            response = self._open().client.send(request, stream=True)
            try:
                announced = int(response.headers.get("content-length", "-1") or -1)
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if time.monotonic() > deadline and response.num_bytes_downloaded != announced:
                        raise httpx.ReadTimeout("the answer took too long", request=request)
            finally:
                response.close()
        except (httpx.RequestError, httpx.StreamError, httpx.InvalidURL, ValueError) as error:
            raise self._no_answer(endpoint, error, limit_s) from _harmless(error)
        except RuntimeError:
            if self.is_closed:  # by another thread, meanwhile
                raise SettingsError(_CLOSED) from None
            raise
        return response, bytes(body)

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
            timeout=_limits(limit_s),
        )

    def _no_answer(self, endpoint: Endpoint, error: Exception, limit_s: float) -> OneEntryError:
        operation = endpoint.operation
        if isinstance(error, httpx.DecodingError):
            return ResponseFormatError(
                f"{operation} answered with bytes that cannot be decompressed. Try again; if it stays, ask the host.",
                operation=operation,
            )
        if isinstance(error, httpx.PoolTimeout):
            return ConnectionFailedError(
                f"{operation} was not sent: all connections were busy for {limit_s:g} s. Use fewer threads at a time.",
                operation=operation,
                sent=False,
                timeout_s=limit_s,
            )
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol):
            why = f"{self._host} cannot be reached"
            if "CERTIFICATE" in str(error):
                why = f"the certificate of {self._host} is not trusted"
            return ConnectionFailedError(
                f"{operation} was not sent: {why}. Check the address (ONEENTRY_URL) and your network, then call again.",
                operation=operation,
                sent=False,
                timeout_s=limit_s if isinstance(error, httpx.TimeoutException) else None,
            )
        advice = "Call again." if endpoint.repeatable else LOOK_FIRST
        if isinstance(error, httpx.TimeoutException):
            return ConnectionFailedError(
                f"{operation} got no complete answer from {self._host} within {limit_s:g} s. {advice}",
                operation=operation,
                sent=True,
                timeout_s=limit_s,
            )
        return ConnectionFailedError(
            f"{operation} was cut off by {self._host} before its answer was complete. {advice}",
            operation=operation,
            sent=True,
        )

    @property
    def _host(self) -> str:
        return urlsplit(self._url).netloc


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _limits(limit_s: float) -> httpx.Timeout:
    return httpx.Timeout(limit_s, connect=min(10.0, limit_s))


def _harmless(error: Exception) -> Exception:
    """An error of httpx without its request, whose headers hold the tokens."""
    if isinstance(error, httpx.RequestError):
        error._request = None
    # The deeper causes repeat the same words and hold the same request.
    error.__cause__ = error.__context__ = None
    return error

"""The one door to the network: build a request, send it, turn what comes back into values or errors."""

from __future__ import annotations

import ipaddress
import logging
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import stamina

from .auth import EXPIRED, SignIns
from .connections import Connections
from .endpoints import ENDPOINTS, Endpoint
from .errors import (
    AccessDeniedError,
    ApiError,
    ConflictError,
    ConnectionFailedError,
    InputError,
    InvalidRequestError,
    NotFoundError,
    OneEntryError,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
    SettingsError,
    SignInExpiredError,
    SignInRequiredError,
)
from .retry import RetryPolicy, parse_retry_after
from .tokens import Device, TokenPair, TokenStore, read_pair

# stamina logs every retry as a warning; without a handler Python would print it into the cell.
logging.getLogger("stamina").addHandler(logging.NullHandler())

# Numbers with a fraction become Decimal at once, and Decimals are written as numbers: money never is a float.
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode

_LOOK_FIRST = "It may have been carried out: look before you call again, so that nothing is done twice."
_MESSAGE_MAX = 600
_SHORTEST_SECRET = 4  # a shorter one would blank out ordinary words


class _StoppedError(ConnectionFailedError):
    """Nobody waits for the answer any more."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"{operation} was stopped. Call again.", operation=operation, sent=False)


class Wire:
    """Sends the contract's operations. Threads may share one.

    Args:
        url: the project's address, without ``/api/content``.
        app_token: sent as ``x-app-token`` with every request.
        tokens: the sign-in.
        device: what refresh tokens are bound to.
        timeout_s: seconds to wait for a connection, for the next byte, and for the body of an answer as a whole.
        retry: what to try again.
        transport: another way to the server (tests).
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
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.url = url
        self.tokens = tokens
        self.device = device
        self.app_token = app_token
        self.timeout_s = timeout_s
        self._retry = retry or RetryPolicy()
        # A transport of the caller's, or a proxy, has to see every request.
        self._plain = transport is None and (_is_loopback(url) or not _has_proxy(url))
        self.sign_ins = SignIns(tokens, self._refresh)
        try:
            self.http = httpx.Client(
                base_url=url,
                headers={"x-app-token": app_token, "accept": "application/json", "user-agent": "oneentry-toolkit"},
                timeout=_limits(timeout_s),
                limits=httpx.Limits(max_connections=32, max_keepalive_connections=32, keepalive_expiry=4.0),
                transport=transport,
                # A proxy from the environment is for the world outside, never for this machine's own sandbox.
                trust_env=not _is_loopback(url),
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise SettingsError(
                "ONEENTRY_URL is not an address. Give the project's address, such as https://my-shop.oneentry.cloud."
            ) from error

    def call(
        self, name: str, /, *args: Any, secrets: Iterable[str] = (), within_s: float | None = None, **kwargs: Any
    ) -> Any:
        """Calls an operation and gives its JSON answer as plain values; None for an empty answer.

        Fractions are ``Decimal``. ``secrets`` are values in the request that no error may show; ``within_s`` is a
        shorter time limit, for all tries together.

        Raises:
            InputError, ConnectionFailedError, ResponseFormatError, ApiError, SignInError: see ``errors``.
        """
        return self.parse(name, self.raw(name, *args, secrets=secrets, within_s=within_s, **kwargs))

    def raw(
        self,
        name: str,
        /,
        *args: Any,
        secrets: Iterable[str] = (),
        within_s: float | None = None,
        stopped: Callable[[], bool] | None = None,
        **kwargs: Any,
    ) -> bytes:
        """Calls an operation and gives the body of its answer as it came. Raises as ``call`` does.

        Nothing is sent any more, not for the first time and not again, once ``stopped`` says so.
        """
        endpoint = ENDPOINTS[name]
        if self.http.is_closed:
            raise SettingsError("This shop is closed. Call connect() again.")
        limit_s = self.timeout_s if within_s is None else max(0.001, min(self.timeout_s, within_s))
        total_s = self._retry.total_s if within_s is None else min(self._retry.total_s, limit_s)
        try:
            built = endpoint.build(*args, device=self.device.header() if endpoint.device else "", **kwargs)
            content = _encode(built["json"]) if "json" in built else None
            request = self._request(built, content, limit_s)
        except (TypeError, ValueError, KeyError, AttributeError, httpx.InvalidURL) as error:
            raise InputError(
                f"{endpoint.operation} was not sent: a value does not fit the contract ({type(error).__name__}). "
                f"See help(shop.api.{endpoint.name}).",
                name=endpoint.name,
            ) from None
        for attempt in stamina.retry_context(
            on=lambda error: self._may_repeat(endpoint, error),
            attempts=self._retry.attempts,
            timeout=total_s,
            wait_initial=self._retry.wait_initial_s,
            wait_max=self._retry.wait_max_s,
            wait_jitter=self._retry.wait_initial_s,
        ):
            with attempt:
                if stopped is not None and stopped():
                    raise _StoppedError(endpoint.operation)
                return self._send(endpoint, request, tuple(secrets), limit_s)
        raise AssertionError("retry_context always returns or raises")

    def connections(self) -> Connections | None:
        """Plain connections for ``page``, for the caller to close; None where httpx would go another way."""
        if not self._plain or self.http.is_closed:
            return None
        headers = {key: self.http.headers[key] for key in ("x-app-token", "accept", "user-agent")}
        # On this machine, compressing costs more than it saves.
        headers["accept-encoding"] = "identity" if _is_loopback(self.url) else "gzip"
        return Connections(self.url, headers, timeout_s=self.timeout_s, tls=_tls)

    def page(
        self,
        connections: Connections | None,
        name: str,
        /,
        *args: Any,
        stopped: Callable[[], bool] | None = None,
        **kwargs: Any,
    ) -> bytes:
        """As ``raw``, over a plain connection where that goes well. For operations that read."""
        if connections is not None:
            endpoint = ENDPOINTS[name]
            built = endpoint.build(*args, device=self.device.header() if endpoint.device else "", **kwargs)
            pair = self.sign_ins.held() if endpoint.bearer else None
            bearer = {} if pair is None else {"Authorization": f"Bearer {pair.access_token}"}
            body = connections.get(built["url"], built.get("params") or {}, {**built.get("headers", {}), **bearer})
            if body is not None:
                return body
        return self.raw(name, *args, stopped=stopped, **kwargs)

    def parse(self, name: str, body: bytes) -> Any:
        """The plain values of an operation's answer, as ``call`` gives them."""
        return self._parse(ENDPOINTS[name], body)

    def _may_repeat(self, endpoint: Endpoint, error: Exception) -> bool | float:
        # A failed renewal of the sign-in is not a failure of this operation, and is never repeated.
        own = getattr(error, "operation", None) == endpoint.operation and not isinstance(error, _StoppedError)
        return own and self._retry.decide(error, repeatable=endpoint.repeatable)

    def _send(self, endpoint: Endpoint, request: httpx.Request, secrets: tuple[str, ...], limit_s: float) -> bytes:
        """Sends a request, and once more with a renewed sign-in after a 401: that one was not carried out."""
        pair = self.sign_ins.held() if endpoint.bearer else None
        response, body = self._exchange(endpoint, request, pair, limit_s)
        if pair is not None and response.status_code == httpx.codes.UNAUTHORIZED:
            try:
                pair = self.sign_ins.renewed(pair)
            except (ConnectionFailedError, ApiError, ResponseFormatError) as error:
                raise _not_renewed(endpoint, error) from error
            response, body = self._exchange(endpoint, request, pair, limit_s)
        if response.is_success:
            return body
        raise self._refusal(endpoint, response, body, pair, secrets)

    def _exchange(
        self, endpoint: Endpoint, request: httpx.Request, pair: TokenPair | None, limit_s: float
    ) -> tuple[httpx.Response, bytes]:
        """One request and its whole answer. The connection is free again when this returns."""
        request.headers.pop("Authorization", None)
        if pair is not None:
            request.headers["Authorization"] = f"Bearer {pair.access_token}"
        deadline = time.monotonic() + limit_s
        try:
            response = self.http.send(request, stream=True)
            try:
                announced = int(response.headers.get("content-length", "-1") or -1)
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if time.monotonic() > deadline and response.num_bytes_downloaded != announced:
                        raise httpx.ReadTimeout("the answer took too long", request=request)
            finally:
                response.close()
        except (httpx.RequestError, httpx.StreamError, ValueError) as error:
            raise self._no_answer(endpoint, error, limit_s) from _harmless(error)
        return response, bytes(body)

    def _request(self, built: Mapping[str, Any], content: bytes | None, limit_s: float) -> httpx.Request:
        headers = dict(built.get("headers") or {})
        if built["method"].upper() == "POST":
            # One rule file asks for it on every POST, another on four operations; on all does no harm (section 1.3).
            headers["x-device-metadata"] = self.device.header()
        if content is not None:
            headers["Content-Type"] = "application/json"
        return self.http.build_request(
            built["method"],
            built["url"],
            params=built.get("params"),
            headers=headers,
            content=content,
            timeout=_limits(limit_s),
        )

    def _refresh(self, pair: TokenPair) -> TokenPair:
        """Exchanges a pair for a new one. Never tried twice: the token may be spent although no answer came."""
        endpoint = ENDPOINTS["refresh"]
        device = Device(pair.fingerprint).header()
        built = endpoint.build(pair.provider, body={"refreshToken": pair.refresh_token}, device=device)
        request = self._request(built, _encode(built["json"]), self.timeout_s)
        request.headers["x-device-metadata"] = device
        try:
            body = self._send(endpoint, request, (pair.refresh_token,), self.timeout_s)
        except ApiError as error:
            if error.status in (400, 401):
                raise SignInExpiredError(EXPIRED) from error
            raise
        try:
            return read_pair(
                self._parse(endpoint, body),
                url=self.url,
                provider=pair.provider,
                user=pair.user,
                fingerprint=pair.fingerprint,
            )
        except ValueError:
            raise ResponseFormatError(
                "refresh answered without a token pair. Sign in again.", operation="refresh"
            ) from None

    def _parse(self, endpoint: Endpoint, body: bytes) -> Any:
        if not body.strip():
            return None
        try:
            return _decode(body)
        except (ValueError, RecursionError, ArithmeticError):  # an exponent of twenty digits is no Decimal
            done = "" if endpoint.repeatable else f" {_LOOK_FIRST}"
            raise ResponseFormatError(
                f"{endpoint.operation} answered with something that is not JSON{_looks_like(body)}. "
                f"Check that ONEENTRY_URL is the address of a OneEntry project.{done}",
                operation=endpoint.operation,
            ) from None

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
        advice = "Call again." if endpoint.repeatable else _LOOK_FIRST
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

    def _refusal(
        self,
        endpoint: Endpoint,
        response: httpx.Response,
        body: bytes,
        pair: TokenPair | None,
        secrets: tuple[str, ...],
    ) -> OneEntryError:
        status, operation = response.status_code, endpoint.operation
        if endpoint.bearer and (status == 401 or (status == 500 and endpoint.user)) and pair is None:
            # Some instances answer 500 to a user route without a bearer (reference, section 4.2).
            return SignInRequiredError(
                f"{operation} needs a signed-in user. Sign in first: shop.users.sign_in(login, password)."
            )
        if endpoint.bearer and status == 401:
            return SignInExpiredError(EXPIRED)
        message = self._without_secrets(_server_message(body), secrets)
        said = f": {message.rstrip('.')}" if message else _looks_like(body)
        text, kind = _refusal_text(endpoint, status, said, message, pair is not None)
        if 300 <= status < 400:
            text += _pointing_to(response.headers.get("location", ""))
        request_id = response.headers.get("x-request-id")
        error = kind(text, status=status, operation=operation, message=message, request_id=request_id)
        if isinstance(error, RateLimitedError | ServerError):
            error.retry_after_s = parse_retry_after(response.headers.get("retry-after"))
            if isinstance(error, RateLimitedError) and error.retry_after_s is not None:
                error.args = (f"{text} It asks to wait {error.retry_after_s:g} s.",)
        return error

    def _without_secrets(self, message: str, secrets: tuple[str, ...]) -> str:
        pair = self.sign_ins.held()
        held = (pair.access_token, pair.refresh_token) if pair else ()
        for secret in (self.app_token, *held, *secrets):
            if len(secret) >= _SHORTEST_SECRET:
                message = message.replace(secret, "***")
        return message[:_MESSAGE_MAX]

    @property
    def _host(self) -> str:
        return urlsplit(self.url).netloc


def _not_renewed(endpoint: Endpoint, error: ConnectionFailedError | ApiError | ResponseFormatError) -> OneEntryError:
    """The error for a request whose sign-in could not be renewed: it was refused with 401, so nothing was done."""
    text = f"{endpoint.operation} was not carried out, because your sign-in could not be renewed just now"
    if isinstance(error, ConnectionFailedError):
        return ConnectionFailedError(
            f"{text} (no answer). Call again.", operation="refresh", sent=False, timeout_s=error.timeout_s
        )
    if isinstance(error, ApiError):
        return type(error)(
            f"{text} ({error.status}). Call again later.",
            status=error.status,
            operation="refresh",
            message=error.message,
            request_id=error.request_id,
        )
    return ResponseFormatError(f"{text} (no token pair came). Sign in again.", operation="refresh")


def _pointing_to(location: str) -> str:
    try:
        target = urlsplit(location)
    except ValueError:
        return ""
    return f" It points to {target.scheme}://{target.hostname}." if target.hostname else ""


def _limits(limit_s: float) -> httpx.Timeout:
    return httpx.Timeout(limit_s, connect=min(10.0, limit_s))


def _refusal_text(
    endpoint: Endpoint, status: int, said: str, message: str, signed_in: bool
) -> tuple[str, type[ApiError]]:
    """What happened and what to do next, and the error class for it."""
    operation = endpoint.operation
    match status:
        case 400 | 422:
            return f"{operation} was refused ({status}){said}. Correct what is named and call again.", (
                InvalidRequestError
            )
        case 403 if message.startswith("Resource is closed"):
            return (
                f"{operation} was refused (403){said}. Check ONEENTRY_APP_TOKEN: "
                "a missing or wrong app token looks like a closed project.",
                AccessDeniedError,
            )
        case 403:
            first = "" if signed_in else "Sign in first if only users may do this; else the"
            return (
                f"{operation} was refused (403){said}. {first or 'The'} project's owner must allow it "
                "for your user group in the admin panel.",
                AccessDeniedError,
            )
        case 404:
            return f"{operation} found nothing (404){said}. Check the id or marker; it may not be yours.", NotFoundError
        case 405:
            return f"{operation} was refused (405){said}. The project's tariff does not include it.", ApiError
        case 409:
            return f"{operation} was refused (409){said}. Read it again, then decide.", ConflictError
        case 429:
            return f"{operation} was refused for now (429){said}. Wait before you call again.", RateLimitedError
        case _ if status >= 500:
            advice = "Try again later." if endpoint.repeatable else _LOOK_FIRST
            return f"{operation} failed on the server ({status}){said}. {advice}", ServerError
        case _ if 300 <= status < 400:
            return f"{operation} was redirected ({status}). Set ONEENTRY_URL to the address that answers.", ApiError
    return f"{operation} was refused ({status}){said}. Check the address and the values, then call again.", ApiError


def _server_message(body: bytes) -> str:
    """The envelope's ``message``, a string or an array of strings (reference, section 4.1); else nothing."""
    try:
        envelope = _decode(body)
    except (ValueError, RecursionError, ArithmeticError):
        return ""
    message = envelope.get("message") if isinstance(envelope, dict) else None
    if isinstance(message, list):
        return "; ".join(part for part in message if isinstance(part, str))
    return message if isinstance(message, str) else ""


def _looks_like(body: bytes) -> str:
    start = body.lstrip()[:200].lower()
    if not start:
        return " (an empty answer)"
    return " (a web page)" if start.startswith((b"<!doctype", b"<html", b"<head", b"<")) else ""


def _harmless(error: Exception) -> Exception:
    """The cause without its request, whose headers hold the tokens."""
    if isinstance(error, httpx.RequestError):
        error._request = None
    # The deeper causes repeat the same words and hold the same request.
    error.__cause__ = error.__context__ = None
    return error


def _has_proxy(url: str) -> bool:
    parts = urlsplit(url)
    proxies = urllib.request.getproxies()
    return (parts.scheme in proxies or "all" in proxies) and not urllib.request.proxy_bypass(parts.hostname or "")


def _tls() -> ssl.SSLContext:
    """What httpx trusts."""
    return httpx.create_ssl_context()


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

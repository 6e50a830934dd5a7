"""The careful door to the network: httpx, every failure as one clear error, tries again, renewed sign-ins.

Imported when it is first needed, because it and what it stands on take longer to import than a first page to arrive:
see ``docs/decisions/0012-a-quick-start.md``.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import stamina

from ..errors import (
    AccessDeniedError,
    ApiError,
    ConflictError,
    ConnectionFailedError,
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
from .messages import LOOK_FIRST, decode, encode, headers, looks_like, misfit, parse
from .operations import ENDPOINTS, Endpoint
from .retry import RetryPolicy, parse_retry_after
from .sign_in import EXPIRED, SignIns
from .tokens import Device, TokenPair, read_pair

# stamina logs every retry as a warning; without a handler Python would print it into the cell.
logging.getLogger("stamina").addHandler(logging.NullHandler())

Transport = httpx.BaseTransport

_MESSAGE_MAX = 600
_SHORTEST_SECRET = 4  # a shorter one would blank out ordinary words


class _StoppedError(ConnectionFailedError):
    """Nobody waits for the answer any more."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"{operation} was stopped. Call again.", operation=operation, sent=False)


class HttpSender:
    """Carries requests to the server and their answers back. Threads may share one.

    Args:
        url, app_token, device, timeout_s, retry, transport: as ``ApiClient`` takes them.
        sign_ins: who is signed in.
        trust_env: whether a proxy and certificates from the environment count.

    Attributes:
        http: its connections, for whoever closes them.

    Raises:
        SettingsError: ``url`` is not an address.
    """

    def __init__(
        self,
        *,
        url: str,
        app_token: str,
        device: Device,
        timeout_s: float,
        sign_ins: SignIns,
        retry: RetryPolicy | None,
        transport: Transport | None,
        trust_env: bool,
    ) -> None:
        self._url = url
        self._app_token = app_token
        self._device = device
        self._timeout_s = timeout_s
        self._sign_ins = sign_ins
        self._retry = retry or RetryPolicy()
        try:
            self.http = httpx.Client(
                base_url=url,
                headers=headers(app_token),
                timeout=_limits(timeout_s),
                limits=httpx.Limits(max_connections=32, max_keepalive_connections=32, keepalive_expiry=4.0),
                transport=transport,
                trust_env=trust_env,
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise SettingsError(
                "ONEENTRY_URL is not an address. Give the project's address, such as https://my-shop.oneentry.cloud."
            ) from error

    def carry(
        self,
        endpoint: Endpoint,
        built: Mapping[str, Any],
        content: bytes | None,
        *,
        secrets: Iterable[str] = (),
        within_s: float | None = None,
        stopped: Callable[[], bool] | None = None,
        tried: int = 0,
    ) -> bytes:
        """The body of the answer to a built request, as ``ApiClient.raw`` gives it.

        ``content`` is what goes as JSON, ``tried`` how often it was asked already, which counts.
        """
        limit_s = self._timeout_s if within_s is None else max(0.001, min(self._timeout_s, within_s))
        total_s = self._retry.total_s if within_s is None else min(self._retry.total_s, limit_s)
        try:
            request = self._request(built, content, limit_s)
        except (TypeError, ValueError, KeyError, AttributeError, httpx.InvalidURL) as error:
            raise misfit(endpoint, error) from None
        for attempt in stamina.retry_context(
            on=lambda error: self._may_repeat(endpoint, error),
            attempts=max(1, self._retry.attempts - tried),
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

    def refresh(self, pair: TokenPair) -> TokenPair:
        """Exchanges a pair for a new one. Never tried twice: the token may be spent although no answer came."""
        endpoint = ENDPOINTS["refresh"]
        device = Device(pair.fingerprint).header()
        built = endpoint.build(pair.provider, body={"refreshToken": pair.refresh_token}, device=device)
        request = self._request(built, encode(built["json"]), self._timeout_s)
        request.headers["x-device-metadata"] = device
        try:
            body = self._send(endpoint, request, (pair.refresh_token,), self._timeout_s)
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

    def _send(self, endpoint: Endpoint, request: httpx.Request, secrets: tuple[str, ...], limit_s: float) -> bytes:
        """Sends a request, and once more with a renewed sign-in after a 401: that one was not carried out."""
        pair = self._sign_ins.held() if endpoint.bearer else None
        response, body = self._exchange(endpoint, request, pair, limit_s)
        if pair is not None and response.status_code == httpx.codes.UNAUTHORIZED:
            try:
                pair = self._sign_ins.renewed(pair)
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
        except (httpx.RequestError, httpx.StreamError, httpx.InvalidURL, ValueError) as error:
            raise self._no_answer(endpoint, error, limit_s) from _harmless(error)
        return response, bytes(body)

    def _request(self, built: Mapping[str, Any], content: bytes | None, limit_s: float) -> httpx.Request:
        headers = dict(built.get("headers") or {})
        if built["method"].upper() == "POST":
            # One rule file asks for it on every POST, another on four operations; on all does no harm
            # (docs/api/requests.md#requests-device).
            headers["x-device-metadata"] = self._device.header()
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
            # Some instances answer 500 to a user route without a bearer (docs/api/requests.md#requests-500).
            return SignInRequiredError(
                f"{operation} needs a signed-in user. Sign in first: shop.users.sign_in(login, password)."
            )
        if endpoint.bearer and status == 401:
            return SignInExpiredError(EXPIRED)
        sent = (pair.access_token, pair.refresh_token) if pair else ()  # which may have been renewed meanwhile
        message = self._without_secrets(_server_message(body), (*sent, *secrets))
        said = f": {message.rstrip('.')}" if message else looks_like(body)
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
        pair = self._sign_ins.held()
        held = (pair.access_token, pair.refresh_token) if pair else ()
        for secret in (self._app_token, *held, *secrets):
            if len(secret) >= _SHORTEST_SECRET:
                message = message.replace(secret, "***")
        return message[:_MESSAGE_MAX]

    @property
    def _host(self) -> str:
        return urlsplit(self._url).netloc


def _not_renewed(endpoint: Endpoint, error: ConnectionFailedError | ApiError | ResponseFormatError) -> OneEntryError:
    """The error for a request whose sign-in could not be renewed: it was refused with 401, so nothing was done."""
    text = f"{endpoint.operation} was not carried out, because your sign-in could not be renewed just now"
    if isinstance(error, ConnectionFailedError):
        return ConnectionFailedError(
            f"{text} (no answer). Call again.", operation="refresh", sent=False, timeout_s=error.timeout_s
        )
    if isinstance(error, ApiError):
        passed_on = type(error)(
            f"{text} ({error.status}). Call again later.",
            status=error.status,
            operation="refresh",
            message=error.message,
            request_id=error.request_id,
        )
        if isinstance(error, RateLimitedError | ServerError) and isinstance(passed_on, RateLimitedError | ServerError):
            passed_on.retry_after_s = error.retry_after_s
        return passed_on
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
            advice = "Try again later." if endpoint.repeatable else LOOK_FIRST
            return f"{operation} failed on the server ({status}){said}. {advice}", ServerError
        case _ if 300 <= status < 400:
            return f"{operation} was redirected ({status}). Set ONEENTRY_URL to the address that answers.", ApiError
    return f"{operation} was refused ({status}){said}. Check the address and the values, then call again.", ApiError


def _server_message(body: bytes) -> str:
    """The envelope's ``message``, text or an array (docs/api/requests.md#requests-error-envelope); else nothing."""
    try:
        envelope = decode(body)
    except (ValueError, RecursionError, ArithmeticError):
        return ""
    message = envelope.get("message") if isinstance(envelope, dict) else None
    if isinstance(message, list):
        return "; ".join(part for part in message if isinstance(part, str))
    return message if isinstance(message, str) else ""


def _harmless(error: Exception) -> Exception:
    """The cause without its request, whose headers hold the tokens."""
    if isinstance(error, httpx.RequestError):
        error._request = None
    # The deeper causes repeat the same words and hold the same request.
    error.__cause__ = error.__context__ = None
    return error

"""What a failed answer becomes: an error class, and a text that says what to do next and shows no secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

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
    SignInExpiredError,
    SignInRequiredError,
)
from ..secret import MASK, SHORTEST
from .messages import LOOK_FIRST, decode, looks_like
from .operations import Endpoint
from .retry import parse_retry_after
from .sign_in import EXPIRED, BusyError

E = TypeVar("E", bound=ApiError)

UNANSWERED = frozenset({408, 425})
"""What gateways answer when they gave a request up: unlike with other refusals, a server may have carried it out."""

_MESSAGE_MAX = 600


def refusal(
    endpoint: Endpoint,
    *,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    signed_in: bool,
    secrets: Sequence[str],
    is_guest: bool = False,
) -> OneEntryError:
    """The error for an answer whose status is not 2xx.

    Args:
        endpoint: the operation.
        status, headers, body: of the answer; ``headers`` ignores case.
        signed_in: whether an access token was sent.
        secrets: values that are masked where the server repeats them, its request id included.
        is_guest: whether the shop is a guest's.
    """
    operation = endpoint.operation
    if endpoint.bearer and (status == 401 or (status == 500 and endpoint.user)) and not signed_in:
        # Some instances answer 500 to a user route without a bearer (docs/api/requests.md#requests-500).
        return needs_user(endpoint, is_guest=is_guest)
    if endpoint.bearer and status == 401:
        return SignInExpiredError(EXPIRED)
    message = _without_secrets(_server_message(body), secrets)
    said = f": {message.rstrip('.')}" if message else looks_like(body)
    text, kind = _text_and_class(endpoint, status, said, message, signed_in)
    if 300 <= status < 400:
        text += _redirect_target(headers.get("location", ""))
    request_id = headers.get("x-request-id")
    if request_id is not None:
        request_id = _without_secrets(request_id, secrets)
    error = kind(text, status=status, operation=operation, message=message, request_id=request_id)
    if isinstance(error, RateLimitedError | ServerError):
        error.retry_after_s = parse_retry_after(headers.get("retry-after"))
        if isinstance(error, RateLimitedError) and error.retry_after_s:
            error.args = (f"{text} It asks to wait {error.retry_after_s:g} s.",)
    return error


def advised(error: E, advice: str) -> E:
    """Returns an error of the server with its own words and what to do next, for a caller that knows more of it.

    Args:
        error: the refusal.
        advice: what to do, as a sentence.
    """
    said = f": {error.message.rstrip('.')}" if error.message else ""
    known = type(error)(
        f"{error.operation} was refused ({error.status}){said}. {advice}",
        status=error.status,
        operation=error.operation,
        message=error.message,
        request_id=error.request_id,
    )
    known.__dict__.update({name: value for name, value in error.__dict__.items() if name not in known.__dict__})
    return known


def needs_user(endpoint: Endpoint, *, is_guest: bool) -> SignInRequiredError:
    """The error for a request without a sign-in: the server refused it, or its result would be lost."""
    if is_guest:
        return SignInRequiredError(
            f"{endpoint.operation} needs a signed-in user, and this is the shop of a guest. Sign in to the shop that "
            "as_guest() was called on."
        )
    or_guest = " Or be a guest: shop.as_guest()." if endpoint.owned else ""
    return SignInRequiredError(
        f"{endpoint.operation} needs a signed-in user. Sign in first: shop.users.sign_in(login, password).{or_guest}"
    )


def not_renewed(endpoint: Endpoint, error: ConnectionFailedError | ApiError | ResponseFormatError) -> OneEntryError:
    """The error for a request that was refused with 401, when renewing the sign-in failed with ``error``."""
    text = f"{endpoint.operation} was not carried out, because your sign-in could not be renewed just now"
    if isinstance(error, ConnectionFailedError):
        why = str(error) if isinstance(error, BusyError) else "no answer"
        return ConnectionFailedError(
            f"{text} ({why}). Call again.", operation="refresh", sent=False, timeout_s=error.timeout_s
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
    return ResponseFormatError(f"{text} (no token pair came). Sign in again.", operation="refresh", sent=False)


def renewed_late(endpoint: Endpoint) -> ConnectionFailedError:
    """The error for a request that was refused with 401, when renewing the sign-in took all the time of the call."""
    return ConnectionFailedError(
        f"{endpoint.operation} was not carried out: your sign-in was renewed, which took longer than this call may "
        "take. Call again.",
        operation=endpoint.operation,
        sent=False,
    )


def _text_and_class(
    endpoint: Endpoint, status: int, said: str, message: str, signed_in: bool
) -> tuple[str, type[ApiError]]:
    """What happened and what to do next, and the error class."""
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
        case 407:
            return (
                f"{operation} was not sent on (407): the proxy wants a login{said}. Check HTTPS_PROXY, HTTP_PROXY, "
                "ALL_PROXY and NO_PROXY, then call connect() again.",
                ApiError,
            )
        case _ if status in UNANSWERED:
            advice = "Call again later." if endpoint.repeatable else LOOK_FIRST
            return f"{operation} was not completed ({status}){said}. {advice}", ApiError
        case 409:
            return f"{operation} was refused (409){said}. Read it again, then decide.", ConflictError
        case 429:
            return f"{operation} was refused for now (429){said}. Wait before you call again.", RateLimitedError
        case _ if status >= 500:
            advice = "Try again later." if endpoint.repeatable else LOOK_FIRST
            return f"{operation} failed on the server ({status}){said}. {advice}", ServerError
        case 304:
            return (
                f"{operation} was answered with 304 (not modified), which only a cache between you and the server "
                "does. Call again; if it stays so, ask the project's host.",
                ApiError,
            )
        case _ if 300 <= status < 400:
            return f"{operation} was redirected ({status}). Set ONEENTRY_URL to the address that answers.", ApiError
    return f"{operation} was refused ({status}){said}. Check the address and the values, then call again.", ApiError


def _server_message(body: bytes) -> str:
    """The envelope's ``message``, a string or an array of strings; else an empty text.

    Source: docs/api/requests.md#requests-error-envelope.
    """
    try:
        envelope = decode(body)
    except (ValueError, RecursionError, ArithmeticError):
        return ""
    message = envelope.get("message") if isinstance(envelope, dict) else None
    if isinstance(message, list):
        return "; ".join(part for part in message if isinstance(part, str))
    return message if isinstance(message, str) else ""


def _without_secrets(message: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        if len(secret) >= SHORTEST:
            message = message.replace(secret, MASK)
    return message[:_MESSAGE_MAX]


def _redirect_target(location: str) -> str:
    """The scheme, host and port that a redirect names, as a sentence; empty if it names no host."""
    try:
        target = urlsplit(location)
    except ValueError:
        return ""
    place = target.netloc.rpartition("@")[2]  # without a login
    return f" It points to {f'{target.scheme}://' if target.scheme else ''}{place}." if place else ""

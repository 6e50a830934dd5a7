"""What a request without a usable answer becomes: an error that says whether it was sent, and which limit it met."""

from __future__ import annotations

import httpx

from ..errors import ConnectionFailedError, OneEntryError, ResponseFormatError
from .messages import LOOK_FIRST
from .operations import Endpoint
from .unpacking import CodingError, TooLargeError

_RAISE_TIME = "Raise the limit with connect(timeout_s=...) if the server needs longer."


def no_answer(endpoint: Endpoint, error: Exception, *, host: str, limit_s: float, own_limit: bool) -> OneEntryError:
    """The error for a request that was not sent, or that has no whole answer.

    Args:
        endpoint: the operation.
        error: an error of httpx, or one that sending raised.
        host: of the server.
        limit_s: the seconds that the attempt had.
        own_limit: whether that is the limit of ``connect()``, and not one of a single call.
    """
    operation = endpoint.operation
    if isinstance(error, httpx.PoolTimeout):
        return ConnectionFailedError(
            f"{operation} was not sent: all connections were busy for {limit_s:g} s. Use fewer threads at a time.",
            operation=operation,
            sent=False,
            timeout_s=limit_s,
        )
    if isinstance(error, httpx.ProxyError):
        return ConnectionFailedError(
            f"{operation} was not sent: the proxy refused to connect to {host}. Check HTTPS_PROXY, HTTP_PROXY, "
            "ALL_PROXY and NO_PROXY, then call connect() again.",
            operation=operation,
            sent=False,
        )
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol):
        why = f"{host} cannot be reached"
        if "CERTIFICATE" in str(error):
            why = f"the certificate of {host} is not trusted"
        return ConnectionFailedError(
            f"{operation} was not sent: {why}. Check the address (ONEENTRY_URL) and your network, then call again.",
            operation=operation,
            sent=False,
            timeout_s=limit_s if isinstance(error, httpx.TimeoutException) else None,
        )
    advice = "Call again." if endpoint.repeatable else LOOK_FIRST
    if isinstance(error, httpx.TimeoutException):
        return ConnectionFailedError(
            f"{operation} got no complete answer from {host} within {limit_s:g} s. {advice}"
            f"{f' {_RAISE_TIME}' if own_limit else ''}",
            operation=operation,
            sent=True,
            timeout_s=limit_s,
        )
    return ConnectionFailedError(
        f"{operation} was cut off by {host} before its answer was complete. {advice}",
        operation=operation,
        sent=True,
    )


def no_thread(endpoint: Endpoint) -> ConnectionFailedError:
    """The error for a request that needs a thread where the process has none left."""
    return ConnectionFailedError(
        f"{endpoint.operation} was not sent: no more threads can be started. End other threads or raise the limit of "
        "this process, then call again.",
        operation=endpoint.operation,
        sent=False,
    )


def bad_body(endpoint: Endpoint, error: Exception, *, limit_mb: float) -> ResponseFormatError:
    """The error for an answer that is too large, or that cannot be unpacked.

    Args:
        endpoint: the operation.
        error: what ``unpack`` raised.
        limit_mb: the highest size of an answer.
    """
    operation = endpoint.operation
    done = "" if endpoint.repeatable else f" {LOOK_FIRST}"
    if isinstance(error, TooLargeError):
        text = (
            f"{operation} answered with more than {limit_mb:g} MB, the limit of one answer. Ask for fewer items at "
            "a time (page_size), or raise the limit with connect(max_answer_mb=...)."
        )
    elif isinstance(error, CodingError):
        text = (
            f"{operation} answered with bytes that cannot be decompressed ({error}). "
            "Call again; if it stays, ask the project's host."
        )
    else:
        text = (
            f"{operation} answered with more than fits into the memory that is free. Ask for fewer items at a time "
            "(page_size)."
        )
    return ResponseFormatError(f"{text}{done}", operation=operation)


def empty_body(endpoint: Endpoint, status: int) -> ResponseFormatError:
    """The error for a read that was answered with success and no body, as a gateway does that lost it.

    Args:
        endpoint: the operation.
        status: of the answer.
    """
    return ResponseFormatError(
        f"{endpoint.operation} answered with success ({status}) and an empty body, which says nothing. "
        "Call again; if it stays so, ask the project's host.",
        operation=endpoint.operation,
    )

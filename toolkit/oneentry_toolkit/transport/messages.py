"""Headers, the JSON encoder and decoder, and errors for values and answers that do not fit. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from ..errors import InputError, ResponseFormatError
from ..secret import Secret
from .depth import flattened, is_deep
from .halves import whole
from .operations import Endpoint


def open_secret(value: Any) -> str:
    """Opens a secret, for the body of a request. Raises ``TypeError`` for other types."""
    if isinstance(value, Secret):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


# Numbers with a fraction become Decimal at once, and Decimals are written as numbers: money never is a float.
decode = msgspec.json.Decoder(float_hook=Decimal).decode
encode = msgspec.json.Encoder(decimal_format="number", enc_hook=open_secret).encode

LOOK_FIRST = "It may have been carried out: look before you call again, so that nothing is done twice."


def headers(app_token: str, *, is_packed: bool) -> dict[str, str]:
    """The headers of every request; ``is_packed`` asks for gzip, which costs more than it saves on one machine."""
    return {
        "x-app-token": app_token,
        "accept": "application/json",
        "accept-encoding": "gzip" if is_packed else "identity",
        "user-agent": "oneentry-toolkit",
    }


def parse(endpoint: Endpoint, body: bytes) -> Any:
    """The plain values of an answer; None for an empty one. Values below ``depth.LEVELS`` are JSON text.

    Raises:
        ResponseFormatError: it is not JSON.
    """
    if not body.strip():
        return None
    done = "" if endpoint.repeatable else f" {LOOK_FIRST}"
    try:
        return _plain(body)
    except MemoryError:
        raise ResponseFormatError(
            f"{endpoint.operation} answered with more than fits into the memory that is free. Ask for fewer items at a "
            f"time (page_size).{done}",
            operation=endpoint.operation,
        ) from None
    except (ValueError, RecursionError, ArithmeticError):  # an exponent of twenty digits is no Decimal
        raise ResponseFormatError(
            f"{endpoint.operation} answered with something that is not JSON{looks_like(body)}. "
            f"Check that ONEENTRY_URL is the address of a OneEntry project.{done}",
            operation=endpoint.operation,
        ) from None


def _plain(body: bytes) -> Any:
    try:
        value = decode(body)
    except (msgspec.DecodeError, RecursionError):
        body = flattened(whole(body))
        value = decode(body)
    return decode(flattened(body)) if is_deep(value) else value


def looks_like(body: bytes) -> str:
    """What a body without JSON seems to be, in brackets; an empty text if that is unknown."""
    start = body.lstrip()[:200].lower()
    if not start:
        return " (an empty answer)"
    return " (a web page)" if start.startswith((b"<!doctype", b"<html", b"<head", b"<")) else ""


def misfit(endpoint: Endpoint, error: Exception) -> InputError:
    """The error for a value that cannot be sent; it never quotes the value."""
    return InputError(
        f"{endpoint.operation} was not sent: a value does not fit the contract ({type(error).__name__}). "
        f"See help(shop.api.{endpoint.name}).",
        name=endpoint.name,
    )

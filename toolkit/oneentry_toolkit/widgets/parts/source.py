"""Source of a widget: a shop, or a checkout and its shop."""

from __future__ import annotations

from typing import Any

from ...errors import InputError


def flow_of(source: Any, widget: str) -> Any:
    """Returns the checkout that a widget is made over.

    Raises:
        InputError: ``source`` is something else, such as a shop.
    """
    shop, flow = source_of(source)
    if flow is None:
        raise InputError(
            f"{widget} needs a checkout, not a {type(shop).__name__}: {widget}(shop.checkout()).",
            name="flow",
        )
    return flow


def signed_in_source_of(source: Any, widget: str) -> tuple[Any, Any]:
    """Returns what ``source_of`` does, for a widget whose user signs in.

    Raises:
        InputError: ``source`` is neither a shop nor a flow, or is the shop of a guest.
    """
    shop, flow = source_of(source)
    if getattr(shop, "guest_id", None) is not None:
        raise InputError(
            f"{widget} is for a user who signs in, and this is the shop of a guest. Pass the shop that as_guest() was "
            "called on.",
            name="source",
        )
    return shop, flow


def source_of(source: Any) -> tuple[Any, Any]:
    """Returns the shop and the flow; the flow is None if ``source`` is a shop.

    Raises:
        InputError: ``source`` is neither a shop nor a flow.
    """
    if hasattr(source, "snapshot") and hasattr(source, "subscribe"):
        return source.shop, source
    if hasattr(source, "users") and hasattr(source, "orders"):
        return source, None
    raise InputError(
        "A widget is made over a shop (connect()) or over a checkout (shop.checkout()), "
        f"not over a {type(source).__name__}.",
        name="source",
    )

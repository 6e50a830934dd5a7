"""Source of a widget: a shop, or a checkout and its shop."""

from __future__ import annotations

from typing import Any

from ...errors import InputError


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

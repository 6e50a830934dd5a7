"""Conditions of product lists and counts: checked before they are sent."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ..errors import InputError
from ..values.arguments import check_items

_TEXTS = ("attributeMarker", "statusMarker", "title")
_MEMBERS = ("attributeMarker", "conditionMarker", "conditionValue", "statusMarker", "title", "pageUrls", "isNested")
_CONDITIONS = ("in", "nin", "eq", "neq", "mth", "lth", "exs", "nexs")


def encode_filters(filters: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Returns conditions as they are sent.

    Raises:
        InputError: one is not a condition that the API has (docs/api/products.md#products-filter).
    """
    found = check_items(filters, "filters")
    if not all(isinstance(one, Mapping) for one in found):
        raise InputError(
            'filters must be a list of conditions, such as [{"attributeMarker": "price", "conditionMarker": "mth", '
            '"conditionValue": 100}].',
            name="filters",
        )
    return [encode_filter(one, f"filters[{place}]") for place, one in enumerate(found)]


def encode_filter(condition: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Returns a condition as it is sent.

    Args:
        condition: members and their values.
        where: the argument, for messages.

    Raises:
        InputError: it is not a condition that the API has.
    """
    if not isinstance(condition, Mapping):
        raise InputError(f'{where} must be a condition, such as {{"statusMarker": "in_stock"}}.', name=where)
    for member, value in condition.items():
        if member not in _MEMBERS:
            raise _unknown_member(member, where)
        wanted = _misfit(member, value)
        if wanted is not None:
            raise InputError(f"{member} of {where} must be {wanted}.", name=member)
    return dict(condition)


def _misfit(member: str, value: Any) -> str | None:
    """Returns what a member must be; None if the value fits."""
    if member in _TEXTS and not isinstance(value, str):
        return "text"
    if member == "conditionMarker" and value not in _CONDITIONS:
        return f"one of {', '.join(_CONDITIONS)}"
    if member == "pageUrls" and not (isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)):
        return 'a list of markers of pages, such as ["coffee"]'
    if member == "isNested" and not isinstance(value, bool):
        return "True or False"
    if member == "conditionValue" and isinstance(value, float | Decimal) and not math.isfinite(value):
        return "text, a finite number or None"  # JSON would have null for it, which matches what has no value
    return None


def _unknown_member(member: object, where: str) -> InputError:
    close = difflib.get_close_matches(str(member), _MEMBERS, n=1)
    hint = f" Did you mean '{close[0]}'?" if close else ""
    return InputError(
        f"{where} has '{member}', which no condition has, and a server that leaves it out answers with other products "
        f"than you asked for (docs/api/products.md#products-filter).{hint} A condition has: {', '.join(_MEMBERS)}. "
        "For a member of a newer server, use shop.api.",
        name=str(member),
    )

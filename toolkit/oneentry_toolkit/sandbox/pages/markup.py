"""HTML templates: values are escaped unless they are `Safe`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from html import escape
from importlib import resources
from string import Template

from ..data.money import decimals, minor_unit

_NOT_FOR_HTML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


class Safe(str):
    """HTML that is already escaped; only this module creates it."""

    __slots__ = ()


NOTHING = Safe("")


def safe(value: object) -> Safe:
    """Escapes a value for element content and double-quoted attributes."""
    if isinstance(value, Safe):
        return value
    return Safe(escape(str(value).translate(_NOT_FOR_HTML), quote=True))


def render(name: str, /, **values: object) -> Safe:
    """Renders a template of the folder `templates` with its `$names` replaced.

    Args:
        name: The template's file name without `.html`.
        values: Values of the names; escaped unless `Safe`.
    """
    return Safe(_template(name).substitute({key: safe(value) for key, value in values.items()}))


def join(parts: Iterable[Safe]) -> Safe:
    """Concatenates HTML."""
    return Safe("".join(parts))


def money(value: Decimal, currency: str) -> str:
    """Formats an amount with the decimals of its currency, or more: `1,340.00 USD`, `1,340 JPY`."""
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{abs(value):,.{max(minor_unit(currency), decimals(value))}f} {currency}"


@cache
def _template(name: str) -> Template:
    file = resources.files(__package__).joinpath("templates", f"{name}.html")
    return Template(file.read_text("utf-8").rstrip("\n"))

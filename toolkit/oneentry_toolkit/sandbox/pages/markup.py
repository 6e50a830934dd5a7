"""HTML from templates: whatever is put into one is escaped, unless it is HTML of our own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from html import escape
from importlib import resources
from string import Template

from ..data.money import cents

_NOT_FOR_HTML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


class Safe(str):
    """HTML that needs no escaping any more; only this module's functions make it."""

    __slots__ = ()


NOTHING = Safe("")


def safe(value: object) -> Safe:
    """A value as HTML text, fit for an element's content and for an attribute in double quotes."""
    if isinstance(value, Safe):
        return value
    return Safe(escape(str(value).translate(_NOT_FOR_HTML), quote=True))


def render(name: str, /, **values: object) -> Safe:
    """A template of the folder `templates` with its `$names` filled in.

    Args:
        name: The template's file name without `.html`.
        values: What the names stand for; escaped, unless it is `Safe`.
    """
    return Safe(_template(name).substitute({key: safe(value) for key, value in values.items()}))


def join(parts: Iterable[Safe]) -> Safe:
    """Pieces of HTML, one after the other."""
    return Safe("".join(parts))


def money(value: Decimal, currency: str) -> str:
    """An amount for people, such as `1,340.00 USD`."""
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{cents(abs(value)):,f} {currency}"


@cache
def _template(name: str) -> Template:
    file = resources.files(__package__).joinpath("templates", f"{name}.html")
    return Template(file.read_text("utf-8").rstrip("\n"))

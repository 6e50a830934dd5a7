"""What the methods that read orders take: one declaration for all of them, and the decision what fits."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

if TYPE_CHECKING:
    pass

F = TypeVar("F", bound=Callable[..., Any])


class ListOptions(TypedDict, total=False):
    """How many of a list, and how to fetch them."""

    max_items: int | None
    strict: bool
    page_size: int
    workers: int
    progress: bool | None


class OrderFilters(TypedDict, total=False):
    """Which orders."""

    status: str | Iterable[str] | None
    paid: bool | None
    created_after: datetime | date | str | None
    created_before: datetime | date | str | None
    max_items: int | None
    strict: bool


class FetchOptions(OrderFilters, total=False):
    """Which orders, and how to fetch them."""

    page_size: int
    workers: int
    progress: bool | None


class ExportOptions(TypedDict, total=False):
    """How to fetch a whole list."""

    strict: bool
    page_size: int
    workers: int
    progress: bool | None


class SpanOptions(TypedDict, total=False):
    """How a whole list is cut into parts and fetched."""

    partition_size: int
    page_size: int
    workers: int


DEFAULTS: Mapping[str, Any] = {"strict": False, "partition_size": 10_000, "page_size": 1000, "workers": 8}
"""Where they are not None."""

_MEANING = {
    "status": "marker of a status, or several.",
    "paid": "only paid ones, or only those that are not.",
    "created_after, created_before": (
        "from this moment on, and up to but without that one.\n"
        "    A ``datetime``, a ``date`` or ISO text; without a zone it is UTC. Orders without a date fit neither."
    ),
    "max_items": "at most so many; None for all.",
    "strict": "raise instead of warning when the server gives fewer than it says there are.",
    "partition_size": "orders in a partition.",
    "page_size": "how many to ask for at a time; a server that gives fewer is followed.",
    "workers": "pages to fetch at a time, up to 32.",
    "progress": "show a bar, or none; None shows one to people who wait longer than a second.",
}


def takes(options: type) -> Callable[[F], F]:
    """Gives a method with ``**options`` the signature that people see, and says in its docstring what they mean.

    The docstring marks the place with ``{options}``. An unknown name is a ``TypeError`` that names the method and the
    nearest option.
    """
    names = _all_names(options)
    lines = [
        f"{name}: {meaning}" for name, meaning in _MEANING.items() if all(part in names for part in name.split(", "))
    ]

    def decorate(function: F) -> F:
        plain = inspect.signature(function)
        kept = [one for one in plain.parameters.values() if one.kind is not one.VAR_KEYWORD]
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=DEFAULTS.get(name), annotation=hint)
            for name, hint in names.items()
        ]
        signature = plain.replace(parameters=[*kept, *added])

        @functools.wraps(function)
        def method(*args: Any, **kwargs: Any) -> Any:
            unknown = next((name for name in kwargs if name not in signature.parameters), None)
            if unknown is not None:
                raise TypeError(_unknown_option(function.__qualname__, unknown, list(signature.parameters)[1:]))
            try:
                signature.bind(*args, **kwargs)
            except TypeError as error:
                raise TypeError(f"{function.__qualname__}(): {error}") from None
            return function(*args, **kwargs)

        indented = re.compile(r"^( *)\{options\}$", re.M)
        text = "\n".join(lines).split("\n")
        method.__doc__ = indented.sub(lambda at: "\n".join(at[1] + line for line in text), function.__doc__ or "")
        method.__signature__ = signature  # type: ignore[attr-defined]
        return method  # type: ignore[return-value]

    return decorate


def _unknown_option(method: str, name: str, known: list[str]) -> str:
    import difflib

    # What was meant shares a beginning more often than an ending: created_since, created_after.
    alike = [one for one in known if one.split("_")[0] == name.split("_")[0]]
    close = difflib.get_close_matches(name, known, n=1) or difflib.get_close_matches(name, alike, n=1, cutoff=0)
    hint = f" Did you mean '{close[0]}'?" if close else ""
    return f"{method}() has no option '{name}'.{hint} It takes: {', '.join(known)}."


def _all_names(options: type) -> dict[str, str]:
    found: dict[str, str] = {}
    for base in reversed(getattr(options, "__orig_bases__", ())):
        if base is not TypedDict:
            found |= _all_names(base)
    return found | {name: getattr(hint, "__forward_arg__", str(hint)) for name, hint in options.__annotations__.items()}

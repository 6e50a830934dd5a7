"""Keyword options of the methods that read lists, and the signatures made from them."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


class ListOptions(TypedDict, total=False):
    """Limits of a list, and how to fetch it."""

    max_items: int | None
    strict: bool
    page_size: int
    workers: int
    progress: bool | None


class OrderFilters(TypedDict, total=False):
    """Filters of orders."""

    status: str | Iterable[str] | None
    paid: bool | None
    created_after: datetime | date | str | None
    created_before: datetime | date | str | None
    max_items: int | None
    strict: bool


class FetchOptions(OrderFilters, total=False):
    """Filters of orders, and how to fetch them."""

    page_size: int
    workers: int
    progress: bool | None


class SubmissionFilters(TypedDict, total=False):
    """Filters of form submissions."""

    entity: int | str | None
    config_id: int | None
    status: str | Iterable[str] | None
    author: str | None
    answers_to: Any
    created_after: datetime | date | str | None
    created_before: datetime | date | str | None
    max_items: int | None
    strict: bool


class ExportOptions(TypedDict, total=False):
    """How to fetch a complete list."""

    strict: bool
    page_size: int
    workers: int
    progress: bool | None


class SpanOptions(TypedDict, total=False):
    """How to partition and fetch a complete list."""

    partition_size: int
    page_size: int
    workers: int


DEFAULTS: Mapping[str, Any] = {"strict": False, "partition_size": 10_000, "page_size": 1000, "workers": 8}
"""Defaults other than None."""

_MEANING = {
    "entity": "what they are about: marker of a page, or number of a product.",
    "config_id": "number of a configuration of the form.",
    "status": "marker of a status, or several.",
    "author": "login of who sent them.",
    "answers_to": "a submission, or its number: only answers to it; 0 for those that answer none.",
    "paid": "True for paid orders only, False for unpaid orders only.",
    "created_after, created_before": (
        "start (inclusive) and end (exclusive) of the time.\n"
        "    A ``datetime``, a ``date`` or ISO text; without a zone it is UTC. Records without a date never match."
    ),
    "max_items": "maximum number of items; None for all.",
    "strict": (
        "raise instead of warning when the server returns fewer items than its total, or when an item or a member\n"
        "    of it could not be read."
    ),
    "partition_size": "orders in a partition.",
    "page_size": "items per request; a server that returns fewer is handled.",
    "workers": "pages to fetch in parallel, up to 32.",
    "progress": "whether to show a progress bar; None shows one in notebooks and terminals after a second.",
}


def takes(options: type) -> Callable[[F], F]:
    """Decorates a method with ``**options``: sets its signature and documents the options in its docstring.

    ``{options}`` in the docstring is replaced. An unknown name raises a ``TypeError`` that names the method and the
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

    # Compare beginnings: the intended name shares its beginning more often than its end (created_since).
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

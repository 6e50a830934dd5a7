"""``frame.attrs``: whose records a frame has (``user``), and the facts of the fetch that it comes from (``fetch``)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ..lists.plan import Report
from ..values.times import wire_time
from ..values.unreadable import KEPT

OLD_KEYS = frozenset({"total", "pages", "repeats_dropped", "cap_met", "fetched_at", "currencies"})
"""Keys of ``attrs`` itself in 0.1; they go with the next release."""


class FrameAttrs(dict[Any, Any]):
    """``attrs`` of a new frame: reading an old key warns.

    pandas copies ``attrs`` as a plain ``dict``: frames that are made of this one have the old keys without a warning.
    """

    def __getitem__(self, key: Any) -> Any:
        _warn(key)
        return super().__getitem__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        """Returns the value of a key, else ``default``."""
        _warn(key)
        return super().get(key, default)


def _warn(key: Any) -> None:
    if key in OLD_KEYS:
        warnings.warn(
            f'frame.attrs["{key}"] goes with the next release: use frame.attrs["fetch"]["{key}"].',
            DeprecationWarning,
            stacklevel=3,
        )


def attrs_of(report: Report | None, currencies: list[str] | None) -> FrameAttrs:
    """Returns the ``attrs`` of a frame: ``fetch``, and ``user`` if the report names one.

    ``user`` stays true whatever rows are kept, so it is no fact of the fetch.

    Args:
        report: statistics of the fetch; None if there is none.
        currencies: that occur in the frame; None if it has no such column.
    """
    facts: dict[str, Any] = {}
    if report is not None:
        facts |= {**report.facts(), "fetched_at": wire_time(datetime.now(UTC))}
    if currencies is not None:
        facts["currencies"] = currencies
    old = {key: value for key, value in facts.items() if key in OLD_KEYS}
    user = {} if report is None or report.user is None else {"user": report.user}
    return FrameAttrs({**user, "fetch": facts, **old} if facts else {})


def joined_attrs(
    fetches: Sequence[Mapping[str, Any]], users: Sequence[int], failed: Sequence[Mapping[str, Any]]
) -> dict[Any, Any]:
    """Returns the ``attrs`` of a frame with the records of several users.

    Args:
        fetches: ``attrs["fetch"]`` of the frames of the users.
        users: their numbers.
        failed: ``user`` and ``problem`` of each user whose records are missing.
    """
    totals = [facts["total"] for facts in fetches]
    pairs = zip(users, fetches, strict=True)
    facts: dict[str, Any] = {
        "total": None if None in totals else sum(totals),
        **{name: sum(facts[name] for facts in fetches) for name in ("pages", "repeats_dropped")},
        "cap_met": any(facts["cap_met"] for facts in fetches),
        **{name: sum(facts[name] for facts in fetches) for name in ("unreadable", "set_aside")},
        "details": [{"user": user, **one} for user, facts in pairs for one in facts["details"]][:KEPT],
        "fetched_at": min(facts["fetched_at"] for facts in fetches),
        "currencies": sorted({name for facts in fetches for name in facts["currencies"]}),
        "failed": list(failed),
    }
    return {"users": list(users), "fetch": facts}


def current(attrs: Any) -> dict[Any, Any]:
    """Returns ``attrs`` without the old keys that are in ``attrs["fetch"]`` too."""
    facts = dict(attrs).get("fetch")
    known = OLD_KEYS & facts.keys() if isinstance(facts, dict) else frozenset()
    return {key: value for key, value in dict(attrs).items() if key not in known}

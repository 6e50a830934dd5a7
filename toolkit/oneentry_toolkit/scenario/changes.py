"""What differs between two scenarios."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_ABSENT = object()
_ORDERED = ("fields", "options", "statuses", "attributes")  # a new order has the first status
_SHOWN = 60
_BEFORE = 20
_MADE_UP = ("users", "starts", "groups")
_FOR_USERS = ("currency", "discount_rules")  # told only to a signed-in user
_UNKNOWN_IF_UNREAD = {"products": ("products", "pages", "product_statuses", "blocks"), "blocks": ("blocks",)}


@dataclass(frozen=True)
class ScenarioChange:
    """A difference between two scenarios.

    Attributes:
        path: names of the part and of those around it, such as ``("forms", "checkout", "fields", "phone")``.
        kind: ``added``, ``removed``, ``renamed``, ``changed`` or ``reordered``.
        before: what was there; None for what was added, the names in their order for what was reordered.
        after: what is there now; the new name of what was renamed, None for what was removed.
    """

    path: tuple[str, ...]
    kind: str
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        where = ".".join(self.path)
        if self.kind == "renamed":
            return f"{where}: renamed to {self.after}"
        if self.kind == "changed":
            before, after = _shown(self.before, self.after)
            return f"{where}: {before} became {after}"
        if self.kind == "reordered":
            return f"{where}: now in the order {', '.join(self.after)}"
        return f"{where}: {self.kind}"


def changes(before: Mapping[str, Any], after: Mapping[str, Any], *, unread: set[str]) -> Sequence[ScenarioChange]:
    """Returns the differences, in the order of the first scenario.

    Args:
        before, after: the scenarios, as ``Scenario.data``.
        unread: sections that were not read as a whole in one of them: only what both have is compared.
    """
    if not ("discount_rules" in before and "discount_rules" in after):
        # Without a sign-in there is no preview, which tells the rules and which discounts need a coupon.
        before, after = _without_coupon_only(before), _without_coupon_only(after)
    partly = {name for section in unread for name in _UNKNOWN_IF_UNREAD.get(section, (section,))}
    found: list[ScenarioChange] = []
    for name in dict.fromkeys([*before, *after]):
        if name not in _MADE_UP and (name not in _FOR_USERS or (name in before and name in after)):
            one, other = (_keyed(side.get(name, {})) for side in (before, after))
            found += _compared((name,), one, other, both_only=name in partly)
    return found


def _without_coupon_only(data: Mapping[str, Any]) -> dict[str, Any]:
    discounts = {
        marker: {name: value for name, value in one.items() if name != "coupon_only"}
        for marker, one in data.get("discounts", {}).items()
    }
    return {**data, "discounts": discounts}


def _compared(path: tuple[str, ...], before: Any, after: Any, *, both_only: bool = False) -> Iterator[ScenarioChange]:
    if not (isinstance(before, dict) and isinstance(after, dict)):
        if before != after:
            yield ScenarioChange(path, "changed", before, after)
        return
    renamed: dict[str, str] = {} if both_only else _renamed(before, after)
    if path[-1] in _ORDERED:
        yield from _reordered(path, [renamed.get(str(name), str(name)) for name in before], list(after))
    for name in dict.fromkeys([*before, *after]):
        here = (*path, str(name))
        one, other = before.get(name, _ABSENT), after.get(name, _ABSENT)
        if name in renamed:
            yield ScenarioChange(here, "renamed", name, renamed[name])
            yield from _compared((*path, str(renamed[name])), before[name], after[renamed[name]])
        elif one is _ABSENT:
            if name not in renamed.values() and not both_only:
                yield ScenarioChange(here, "added", None, other)
        elif other is _ABSENT:
            if not both_only:
                yield ScenarioChange(here, "removed", one, None)
        elif _has_id(one) == _has_id(other) or path == ("pages",):  # what stands in for something unread has no id
            yield from _compared(here, _keyed(one), _keyed(other))


def _reordered(path: tuple[str, ...], before: list[str], after: list[str]) -> Iterator[ScenarioChange]:
    """Yields a change if what both have is in another order."""
    one, other = [name for name in before if name in after], [name for name in after if name in before]
    if one != other:
        yield ScenarioChange(path, "reordered", one, other)


def _renamed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Returns the new name of each part whose name alone has changed: it has the same id, or the same content."""
    gone = {name: one for name, one in before.items() if name not in after and isinstance(one, dict) and one}
    come = {name: one for name, one in after.items() if name not in before and isinstance(one, dict) and one}
    found: dict[str, str] = {}
    for name, one in gone.items():
        for new, other in come.items():
            if new not in found.values() and (one["id"] == other.get("id") if "id" in one else one == other):
                found[name] = new
                break
    return found


def _has_id(value: Any) -> bool:
    return isinstance(value, dict) and "id" in value


def _keyed(value: Any) -> Any:
    """Returns a list of things with ids, or with values, as a map of them."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for name in ("id", "value"):
            if all(isinstance(one.get(name), (str, int, float)) for one in value):
                return {str(one[name]): one for one in value}
    return value


def _shown(*values: Any) -> list[str]:
    """Returns values as text; of long ones the part where they differ."""
    texts = [json.dumps(value, ensure_ascii=False) for value in values]
    same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    start = same - _BEFORE if same > _SHOWN // 2 and any(len(text) > _SHOWN for text in texts) else 0
    return [_cut(text, start) for text in texts]


def _cut(text: str, start: int) -> str:
    shown = text[start:]
    shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 3]}..."
    return f"...{shown}" if start else shown

"""How far a list can be read, from a few of its items: for plans that are made before the list is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..errors import ApiError
from .plan import is_past_end

_TIMES = 3  # a list that shrinks is looked at again


@dataclass(frozen=True)
class Reach:
    """How far a list can be read.

    Attributes:
        total: what the server says; None if it says nothing that holds.
        given: number of items from the beginning that can be read.
        first, last: what identifies the first and the last of them; None if it is not known.
    """

    total: int | None
    given: int
    first: int | None = None
    last: int | None = None

    @property
    def repeats(self) -> bool:
        """Whether the server gave the first item again at the end of the list."""
        return self.given > 1 and self.first is not None and self.first == self.last


def find_reach(fetch: Callable[[int, int], tuple[int, int | None]]) -> Reach:
    """Returns how far a list can be read, with two requests if its total is true.

    Otherwise the end is searched for: the number of requests grows with the logarithm of what can be read, not of the
    total.

    Args:
        fetch: returns the number of items on the page at an offset, up to a limit, and its total.
    """

    def look(offset: int, limit: int) -> tuple[int, int | None]:
        try:
            return fetch(offset, limit)
        except ApiError as error:
            if not is_past_end(error, offset):
                raise
            return 0, None

    count, total = fetch(0, 1)
    if total is None:
        return Reach(None, count)
    if not count:
        return Reach(max(0, total), 0)
    for _ in range(_TIMES):
        found, said = look(max(0, total - 1), 2)
        if found == 1:
            return Reach(total, total)
        if found:
            return Reach(None, total + 1)  # there are more than the total says, or the offset is ignored
        if said is None or said >= total:
            break
        total = said  # it has shrunk since
    end = 1  # no item from here on
    while look(end, 1)[0] and end < total:
        end *= 2
    first, end = end // 2, min(end, total)
    while end - first > 1:
        middle = (first + end) // 2
        if look(middle, 1)[0]:
            first = middle
        else:
            end = middle
    return Reach(total, end)

"""How far a list can be read, found with few requests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from oneentry_toolkit import InvalidRequestError
from oneentry_toolkit.lists.reach import Reach, find_reach

Fetch = Callable[[int, int], tuple[int, int | None]]


def server(given: int, total: int | None, *, rejects: bool = False) -> tuple[Fetch, list[int]]:
    asked: list[int] = []

    def fetch(offset: int, limit: int) -> tuple[int, int | None]:
        asked.append(offset)
        if rejects and offset >= given:
            raise InvalidRequestError("offset", status=400, operation="listOrders")
        return max(0, min(limit, given - offset)), total

    return fetch, asked


@pytest.mark.parametrize(
    ("given_count", "first", "last", "repeats"),
    [(1, 7, 7, False), (2, 7, 7, True), (2, 7, 6, False), (2, None, None, False), (0, None, None, False)],
)
def test_a_list_of_one_does_not_repeat_itself(
    given_count: int, first: int | None, last: int | None, repeats: bool
) -> None:
    assert Reach(given_count, given_count, first, last).repeats is repeats


@given(st.integers(0, 10**7))
def test_a_true_total_takes_two_requests(count: int) -> None:
    fetch, asked = server(count, count)
    assert find_reach(fetch) == Reach(count, count)
    assert len(asked) <= 2


@given(st.integers(1, 10**5), st.sampled_from([10**6, 10**15, 2**63, 10**30]), st.booleans())
def test_the_end_before_a_total_is_found_by_halving(count: int, total: int, rejects: bool) -> None:
    fetch, asked = server(count, total, rejects=rejects)
    assert find_reach(fetch) == Reach(total, count)
    assert len(asked) <= 2 + 2 * count.bit_length() + 1


@given(st.integers(2, 100), st.integers(0, 100))
def test_a_total_that_is_too_low_does_not_hold(count: int, total: int) -> None:
    fetch, _ = server(count, min(total, count - 1))
    assert find_reach(fetch).total is None


@pytest.mark.parametrize(
    ("given", "total", "expected"),
    [(0, 40, Reach(40, 0)), (0, -1, Reach(0, 0)), (3, None, Reach(None, 1)), (0, None, Reach(None, 0))],
)
def test_lists_without_items_or_total(given: int, total: int | None, expected: Reach) -> None:
    fetch, asked = server(given, total)
    assert find_reach(fetch) == expected
    assert asked == [0]


def test_a_server_that_ignores_the_offset_has_no_total_that_holds() -> None:
    assert find_reach(lambda _offset, limit: (limit, 40)).total is None


def test_a_list_that_shrinks_is_looked_at_again() -> None:
    counts = iter([50, 48, 48])

    def fetch(offset: int, limit: int) -> tuple[int, int | None]:
        count = next(counts)
        return max(0, min(limit, count - offset)), count

    assert find_reach(fetch) == Reach(48, 48)


def test_other_errors_are_raised() -> None:
    def fetch(offset: int, _limit: int) -> tuple[int, int | None]:
        raise InvalidRequestError("offset", status=400 if offset == 0 else 422, operation="listOrders")

    with pytest.raises(InvalidRequestError):
        find_reach(fetch)

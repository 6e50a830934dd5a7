"""Several pages at once, from a shop that does not stand still."""

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, strategies as st

from oneentry_toolkit import InvalidRequestError
from oneentry_toolkit.lists.plan import PagePlan, Report
from oneentry_toolkit.lists.read_all import walk


@dataclass
class Shop:
    """A list that may move after each answer, and a server with habits.

    Attributes:
        arrive, leave: how probable it is that an order comes, or goes, after an answer.
        page_cap, list_cap: silent limits of a page and of the whole list.
        short: how probable it is that a page has only half of what it could.
        throughout: what was there from the first to the last moment.
    """

    ids: list[int]
    rng: random.Random
    newest_first: bool = True
    arrive: float = 0
    leave: float = 0
    page_cap: int | None = None
    list_cap: int | None = None
    short: float = 0
    ignores_offset: bool = False
    says_total: bool = True
    requests: int = 0
    arrived: int = 0
    throughout: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.throughout = set(self.ids)

    def answer(self, offset: int, limit: int) -> tuple[list[int], int | None]:
        self.requests += 1
        assert self.requests < 5000, "it does not end"
        start = 0 if self.ignores_offset else offset
        end = min(start + min(limit, self.page_cap or limit), len(self.ids) if self.list_cap is None else self.list_cap)
        items = self.ids[start:end]
        if self.rng.random() < self.short:
            items = items[: (len(items) + 1) // 2]
        found = items, len(self.ids) if self.says_total else None
        self._move()
        return found

    def _move(self) -> None:
        if self.rng.random() < self.arrive:
            self.arrived += 1
            self.ids.insert(0 if self.newest_first else len(self.ids), 10_000 + self.arrived)
        if self.ids and self.rng.random() < self.leave:
            self.throughout.discard(self.ids.pop(self.rng.randrange(len(self.ids))))


@dataclass(eq=False)
class Asked:
    """A page that is under way, or has come."""

    offset: int
    limit: int
    items: list[int] | None = None
    total: int | None = None
    at: int = 0
    told: bool = False
    rejected: bool = False


def read(
    shop: Shop, *, page_size: int, workers: int = 1, group: int = 1, max_items: int | None = None
) -> tuple[list[int], Report]:
    """Follows a course as ``stream`` does: so many pages at once, answered in any order, taken in the list's order."""
    report = Report()
    course = PagePlan(report, page_size=page_size, max_items=max_items)
    coming: list[Asked] = []
    held: list[Asked] = []
    found: dict[int, None] = {}
    clock = 0
    while True:
        while len(coming) < workers and (page := course.ask()):
            coming.append(Asked(*page))
        if held and (len(held) >= group or not coming):
            for one in held:
                if not one.told:
                    course.answered(one.offset, one.limit, len(one.items or ()), one.total, at=one.at)
            for one in held:
                before = len(found)
                found |= dict.fromkeys(one.items or ())
                course.learnt(one.limit, len(one.items or ()), len(found) - before)
            held = []
        elif coming:
            while coming[0].items is None:
                one = shop.rng.choice([one for one in coming if one.items is None])
                clock += 1
                one.at = clock
                try:
                    one.items, one.total = shop.answer(one.offset, one.limit)
                except InvalidRequestError:
                    one.items, one.rejected = [], True
            first = coming.pop(0)
            if first.rejected:
                course.refused(first.offset, first.limit, at=first.at)
                continue
            if course.alone:
                first.told = True
                course.answered(first.offset, first.limit, len(first.items or ()), first.total, at=first.at)
            held.append(first)
        else:
            return list(found), report


SEEDS = st.integers(0, 2**32 - 1)
WAYS = st.fixed_dictionaries(
    {"page_size": st.integers(1, 25), "workers": st.sampled_from([1, 2, 4, 8]), "group": st.integers(1, 4)}
)


def shop_of(count: int, seed: int, *, newest_first: bool = True, **habits: Any) -> Shop:
    ids = list(range(count))
    return Shop(ids[::-1] if newest_first else ids, random.Random(seed), newest_first, **habits)


def needed(count: int, page_size: int, max_items: int | None = None) -> int:
    """Requests for a list: one more than its pages if the last of them does not show that it is the last."""
    if max_items is not None and max_items <= count:
        return -(-max_items // page_size)
    full = count % page_size == 0 or (count < min(page_size, max_items or page_size) and count in (10, 20))
    return -(-count // page_size) + full


@given(st.integers(0, 60), SEEDS, WAYS, st.none() | st.integers(1, 70))
def test_parallel_pages_read_a_static_list_with_no_request_but_one_after_a_full_page(
    count: int, seed: int, way: dict[str, Any], max_items: int | None
) -> None:
    shop = shop_of(count, seed)
    found, report = read(shop, **way, max_items=max_items)
    wanted = count if max_items is None else min(count, max_items)
    assert found[:wanted] == list(range(count))[::-1][:wanted]
    assert (report.repeats, report.capped, report.complete, report.total) == (0, False, True, count)
    assert shop.requests == report.pages == needed(count, way["page_size"], max_items)


@given(st.integers(0, 60), SEEDS, WAYS, st.booleans(), st.sampled_from([0.05, 0.3]), st.none() | st.integers(3, 9))
def test_parallel_pages_with_arrivals_are_complete_or_reported(
    count: int, seed: int, way: dict[str, Any], newest_first: bool, rate: float, page_cap: int | None
) -> None:
    """In bounded time."""
    shop = shop_of(count, seed, newest_first=newest_first, arrive=rate, page_cap=page_cap)
    found, report = read(shop, **way)
    assert report.complete is False or shop.throughout <= set(found)
    assert report.capped is False
    size = min(way["page_size"], page_cap or 99)
    assert shop.requests <= 6 * (-(-(count + shop.arrived) // size) + 3)


@pytest.mark.parametrize("newest_first", [True, False])
def test_parallel_pages_read_all_orders_while_orders_arrive(newest_first: bool) -> None:
    """Eight parallel pages and an order at every third response."""
    for seed in range(200):
        shop = shop_of(1000, seed, newest_first=newest_first, arrive=0.3)
        found, report = read(shop, page_size=50, workers=8, group=3)
        assert shop.throughout <= set(found)
        assert report.complete


@given(st.integers(0, 60), SEEDS, WAYS, st.booleans(), st.sampled_from([0.05, 0.3]))
def test_parallel_pages_with_removals_are_complete_or_reported(
    count: int, seed: int, way: dict[str, Any], newest_first: bool, rate: float
) -> None:
    shop = shop_of(count, seed, newest_first=newest_first, leave=rate)
    found, report = read(shop, **way)
    assert report.complete is False or shop.throughout <= set(found)
    assert shop.requests <= 3 * (-(-count // way["page_size"]) + 2)


def test_list_that_shrinks_in_every_pass_is_reported_incomplete() -> None:
    slipped = 0
    for seed in range(300):
        shop = shop_of(50, seed, leave=0.3)
        found, report = read(shop, page_size=1 + seed % 4, workers=1 + seed % 5)
        if not shop.throughout <= set(found):
            slipped += 1
            assert not report.complete
    assert slipped


def test_removal_and_arrival_with_equal_total_may_skip_an_item() -> None:
    """An order goes and another comes between two answers: the total is the same, and one may slip by unseen.

    Only the server could say so. In a list with the newest first, an arrival shifts back what the removal shifted; in
    one with the oldest first, nothing does.
    """

    class Swaps(Shop):
        def _move(self) -> None:
            if self.requests == 1:
                self.ids.remove(0)
                self.ids.append(99)

    shop = Swaps([0, 1, 2, 3], random.Random(0), newest_first=False)
    found, report = read(shop, page_size=2)
    assert (found, report.complete) == ([0, 1, 3, 99], True)


@given(st.integers(0, 60), SEEDS, WAYS, st.integers(1, 20), st.sampled_from([0, 0.2]))
def test_cap_on_the_list_is_reported_with_its_reason(
    count: int, seed: int, way: dict[str, Any], cap: int, rate: float
) -> None:
    shop = shop_of(count, seed, list_cap=cap, arrive=rate)
    found, report = read(shop, **way)
    if len(shop.ids) > cap and not rate:
        assert (len(found), report.capped, report.complete) == (cap, True, False)
    assert report.complete is False or shop.throughout <= set(found)
    assert shop.requests <= 6 * (-(-(cap + shop.arrived) // way["page_size"]) + 3) + way["workers"]


@given(st.integers(0, 60), SEEDS, WAYS, st.integers(1, 20), st.sampled_from([0, 0.3]))
def test_short_pages_are_requested_again_from_their_end(
    count: int, seed: int, way: dict[str, Any], cap: int, short: float
) -> None:
    shop = shop_of(count, seed, page_cap=cap, short=short)
    found, report = read(shop, **way)
    assert sorted(found) == list(range(count))
    assert report.complete
    assert shop.requests <= 4 * count + 3


@given(st.integers(1, 200), SEEDS, WAYS, st.sampled_from([0, 0.3]))
def test_parallel_pages_end_if_the_server_ignores_offset(
    count: int, seed: int, way: dict[str, Any], rate: float
) -> None:
    shop = shop_of(count, seed, ignores_offset=True, arrive=rate)
    found, report = read(shop, **way)
    assert report.complete is False or shop.throughout <= set(found)
    assert rate or shop.requests <= 3 * (20 + 4 * way["workers"] * way["group"])


@given(st.integers(0, 60), SEEDS, WAYS, st.none() | st.integers(1, 20), st.sampled_from([0, 0.3]))
def test_lists_without_a_total_end_with_an_empty_page(
    count: int, seed: int, way: dict[str, Any], page_cap: int | None, short: float
) -> None:
    """However short the pages are. Ten items may be what a group with restricted rights gets."""
    shop = shop_of(count, seed, says_total=False, page_cap=page_cap, short=short)
    found, report = read(shop, **way)
    assert found == list(range(count))[::-1]
    if not short:
        assert shop.requests == -(-count // min(way["page_size"], page_cap or 99)) + 1
    assert (report.total, report.repeated) == (None, False)
    assert report.capped is (count == 10)
    assert report.complete is (count != 10)


@dataclass
class Odd(Shop):
    """A server whose totals are wrong, or that answers offsets beyond its reach in another way than with an empty page.

    Attributes:
        claims: the total of each page; "own" for the number of its items.
        beyond: what comes past the end: an empty page, a rejected offset, or the last page once more.
    """

    claims: int | str | None = None
    beyond: str = "empty"

    def answer(self, offset: int, limit: int) -> tuple[list[int], int | None]:
        items, total = super().answer(offset, limit)
        if not items and offset and self.ids:
            if self.beyond == "rejected":
                raise InvalidRequestError("maximum allowed data length", status=400, operation="listOrders")
            if self.beyond == "again":
                items = self.ids[-min(limit, self.page_cap or limit) :]
        return items, len(items) if self.claims == "own" else total if self.claims is None else int(self.claims)


@given(
    st.integers(0, 400), SEEDS, st.sampled_from([None, 10, 20, 100]), st.sampled_from([1, 3, 8]), st.integers(1, 4),
    st.sampled_from(["empty", "rejected"]),
)  # fmt: skip
def test_a_total_that_counts_the_page_cuts_nothing_short(
    count: int, seed: int, page_cap: int | None, workers: int, group: int, beyond: str
) -> None:
    shop = Odd(list(range(count)), random.Random(seed), page_cap=page_cap, claims="own", beyond=beyond)
    found, report = read(shop, page_size=100, workers=workers, group=group)
    assert sorted(found) == list(range(count))
    assert report.complete is (beyond == "empty" or count <= (page_cap or 100) or report.total is not None)
    assert shop.requests <= -(-count // (page_cap or 100)) + 2 * workers * group + 4


@given(
    st.integers(1, 60), SEEDS, WAYS, st.none() | st.integers(1, 20), st.sampled_from(["empty", "rejected", "again"]),
    st.sampled_from([40_000, 10**15, 2**63, 10**30]),
)  # fmt: skip
def test_a_total_beyond_reach_ends_within_a_round_and_is_reported(
    count: int, seed: int, way: dict[str, Any], page_cap: int | None, beyond: str, total: int
) -> None:
    """After an empty page, a rejected one or the last one again: the pages under way come, and no others."""
    shop = shop_of(count, seed)
    shop = Odd(shop.ids, shop.rng, page_cap=page_cap, claims=total, beyond=beyond)
    found, report = read(shop, **way)
    assert found == list(range(count))[::-1]
    assert (report.complete, report.total) == (False, total)
    assert (report.capped, report.repeated) == (beyond != "again", beyond == "again")
    step = min(way["page_size"], page_cap or 99)
    rows = 20 if beyond == "again" else 0
    assert shop.requests <= count + 2 + (way["workers"] + 2) * way["group"] + rows // min(step, count)


@given(st.integers(1, 60), SEEDS, WAYS, st.booleans())
def test_a_server_that_repeats_its_last_page_is_read_to_its_end(
    count: int, seed: int, way: dict[str, Any], says_total: bool
) -> None:
    shop = Odd(list(range(count)), random.Random(seed), says_total=says_total, beyond="again")
    found, report = read(shop, **way)
    assert sorted(found) == list(range(count))
    if says_total and count > way["page_size"]:
        assert report.complete
    assert shop.requests <= needed(count, way["page_size"]) + 2


@pytest.mark.parametrize("total", [True, False])
def test_a_resumed_list_ends_if_the_server_repeats_its_pages(total: bool) -> None:
    """What an earlier plan read comes again, as it must; more of it does not."""
    shop = Shop(list(range(100)), random.Random(0), ignores_offset=True, says_total=total)
    report = Report()
    course = PagePlan(report, page_size=20, got=200)
    while page := course.ask():
        items, said = shop.answer(*page)
        course.answered(*page, len(items), said if said is None else 1000, at=shop.requests)
        course.learnt(page[1], len(items), 0)
    assert shop.requests == 11
    assert report.complete is not total


def test_pages_past_the_end_may_be_dropped() -> None:
    report = Report()
    course = PagePlan(report, page_size=10)
    assert course.ask() == (0, 10)
    course.answered(0, 10, 10, 1000, at=0)
    assert [course.ask() for _ in range(3)] == [(10, 10), (20, 10), (30, 10)]
    assert not course.is_past(30)
    course.answered(20, 10, 0, 1000, at=1)
    assert [course.is_past(offset) for offset in (10, 20, 30)] == [False, True, True]
    course.answered(10, 10, 10, 1000, at=2)
    course.dropped(10)
    course.learnt(30, 20, 20)
    assert course.ask() is None
    assert (report.pages, report.capped, report.complete) == (3, True, False)


@given(SEEDS, WAYS, st.lists(st.none() | st.integers(-5, 90), min_size=1, max_size=8))
def test_wrong_totals_end_without_duplicates(seed: int, way: dict[str, Any], totals: list[int | None]) -> None:
    class Liar(Shop):
        def answer(self, offset: int, limit: int) -> tuple[list[int], int | None]:
            items, _ = super().answer(offset, limit)
            return items, self.rng.choice(totals)

    shop = Liar(list(range(40)), random.Random(seed))
    found, _ = read(shop, **way)
    assert set(found) <= set(range(40))


@given(st.integers(0, 60), SEEDS, WAYS, st.integers(0, 30), st.integers(0, 40))
def test_plan_reads_a_part_from_start_to_stop(
    count: int, seed: int, way: dict[str, Any], start: int, length: int
) -> None:
    shop = shop_of(count, seed, newest_first=False)
    report = Report()
    course = PagePlan(report, page_size=way["page_size"], start=start, stop=start + length)
    found: list[int] = []
    while page := course.ask():
        items, total = shop.answer(*page)
        course.answered(*page, len(items), total, at=shop.requests)
        course.learnt(page[1], len(items), len(items))
        found += items
    assert found == list(range(count))[start : start + length]


@pytest.mark.parametrize("total", [0, -1, 1, 99, 130, 249])
@pytest.mark.parametrize("workers", [1, 4])
@pytest.mark.parametrize("cap", [None, 30])
def test_too_low_totals_are_ignored_until_an_empty_page(total: int, workers: int, cap: int | None) -> None:
    class Modest(Shop):
        def answer(self, offset: int, limit: int) -> tuple[list[int], int | None]:
            return super().answer(offset, limit)[0], total

    shop = Modest(ids=list(range(250, 0, -1)), rng=random.Random(1), page_cap=cap)
    found, report = read(shop, page_size=100, workers=workers)
    assert found == list(range(250, 0, -1))
    assert (report.total, report.complete) == (None, True)


def test_unnamed_items_of_a_page_that_comes_again_are_not_new() -> None:
    """A server that ignores `offset` would never end otherwise."""
    for page in ([None, {"id": 9}, 5, {"id": 7}], [None, None], [{"id": None, "a": 1}] * 3, [{"id": 3}, "x"]):
        report = Report()
        found = [item for _, item in walk(lambda _offset, _limit, page=page: page, report, operation="x")]
        assert found == page


def test_unnamed_items_of_different_pages_are_all_kept() -> None:
    items = [{"id": f"order-{number}"} for number in range(250)]
    items[3:90] = [None] * 87
    found = list(
        walk(
            lambda offset, limit: {"items": items[offset : offset + limit], "total": len(items)},
            Report(),
            operation="x",
        )
    )
    assert found == list(enumerate(items))

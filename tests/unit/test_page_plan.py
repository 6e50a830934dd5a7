"""Pagination of lists."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from oneentry_toolkit import (
    AccessDeniedError,
    ApiError,
    InvalidRequestError,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
)
from oneentry_toolkit.lists.plan import Report
from oneentry_toolkit.lists.read_all import shortfall, walk


def collect(fetch: Any, **options: Any) -> tuple[list[int], Report]:
    report = Report()
    return [item["id"] for _, item in walk(fetch, report, operation="listOrders", **options)], report


def server(ids: list[int], *, cap: int | None = None, total: bool = True) -> Any:
    """A server with these items; `cap` is the silent one (docs/api/requests.md#requests-pages)."""
    calls = []

    def fetch(offset: int, limit: int) -> Any:
        calls.append((offset, limit))
        end = offset + limit if cap is None else min(offset + limit, cap)
        items = [{"id": one} for one in ids[offset:end]]
        return {"items": items, "total": len(ids)} if total else items

    fetch.calls = calls  # type: ignore[attr-defined]
    return fetch


@given(count=st.integers(0, 60), page_size=st.integers(1, 25), bare=st.booleans(), limit=st.none() | st.integers(1, 70))
def test_walk_yields_every_item_once(count: int, page_size: int, bare: bool, limit: int | None) -> None:
    """For all page sizes, with and without a total, up to ``max_items``."""
    ids = list(range(count))
    fetch = server(ids, total=not bare)
    assert collect(fetch, page_size=page_size, max_items=limit)[0] == ids[:limit]
    assert len(fetch.calls) <= count // page_size + 3


def test_silent_cap_is_reported_with_counts() -> None:
    found, report = collect(server(list(range(25)), cap=10), page_size=100)
    assert (len(found), report) == (10, Report(total=25, pages=2, capped=True, complete=False))
    assert shortfall(report, 10, "order") == (
        "The server gave 10 of 25 orders. A group with restricted read rights gets 10 at most; "
        "the project's owner can allow all in the admin panel."
    )


@pytest.mark.parametrize("status", [400, 404, 416, 422, 500])
def test_a_rejected_offset_ends_a_list_that_has_begun(status: int) -> None:
    """One project answers 400 beyond its silent cap; other errors are not about the offset."""

    def fetch(offset: int, limit: int) -> Any:
        if offset + limit > 10 and offset >= 10:
            raise ApiError("maximum allowed data length = 10", status=status, operation="listOrders")
        return {"items": [{"id": one} for one in range(offset, 10)], "total": 25}

    if status not in (422, 500):
        assert collect(fetch) == (list(range(10)), Report(total=25, pages=2, capped=True, complete=False))
    else:
        with pytest.raises(ApiError):
            collect(fetch)


@pytest.mark.parametrize("kind", [ServerError, AccessDeniedError, InvalidRequestError, RateLimitedError])
def test_a_failure_where_the_total_says_that_nothing_is_ends_the_list(kind: type[ApiError]) -> None:
    """The request after a full page is only made to be sure. A rate limit says nothing of the list."""

    def fetch(offset: int, limit: int) -> Any:
        if offset >= 20:
            raise kind("no", status=500, operation="listOrders")
        return {"items": [{"id": one} for one in range(offset, offset + limit)], "total": 20}

    if kind is RateLimitedError:
        with pytest.raises(RateLimitedError):
            collect(fetch, page_size=10)
    else:
        assert collect(fetch, page_size=10) == (list(range(20)), Report(total=20, pages=3))


def test_a_rejected_first_page_is_an_error() -> None:
    def fetch(_offset: int, _limit: int) -> Any:
        raise InvalidRequestError("limit", status=400, operation="listOrders")

    with pytest.raises(InvalidRequestError):
        collect(fetch)


def test_shortfall_of_a_list_that_ends_beyond_the_cap() -> None:
    assert shortfall(Report(total=40_000, capped=True, complete=False), 100, "order") == (
        "The server gave 100 of 40000 orders. The pages after them are empty: ask the project's owner about limits of "
        "the server and of your group."
    )


def test_walk_reads_all_items_of_a_server_that_caps_pages() -> None:
    ids = list(range(25))

    def fetch(offset: int, limit: int) -> Any:
        return {"items": [{"id": one} for one in ids[offset : offset + min(limit, 10)]], "total": 25}

    assert collect(fetch, page_size=100) == (ids, Report(total=25, pages=3))


@given(st.lists(st.integers(0, 29), max_size=5, unique=True), st.integers(1, 12))
def test_walk_reads_a_shrinking_list_again(gone: list[int], page_size: int) -> None:
    """Items that are removed between two pages shift others past the reader."""
    ids = list(range(30))
    leaving = list(gone)

    def fetch(offset: int, limit: int) -> Any:
        page = {"items": [{"id": one} for one in ids[offset : offset + limit]], "total": len(ids)}
        if leaving:
            ids.remove(leaving.pop())
        return page

    found, report = collect(fetch, page_size=page_size)
    assert len(found) == len(set(found))
    if not leaving:
        assert set(ids) <= set(found)
        assert report.complete


def test_walk_yields_no_duplicates_when_orders_arrive() -> None:
    """An order placed in between shifts the pages of a newest-first list; each order still comes once."""
    ids = list(range(30, 0, -1))

    def fetch(offset: int, limit: int) -> Any:
        page = {"items": [{"id": one} for one in ids[offset : offset + limit]], "total": len(ids)}
        ids.insert(0, len(ids) + 1)
        return page

    found, report = collect(fetch, page_size=10)
    assert set(range(1, 31)) <= set(found)
    assert len(found) == len(set(found))
    assert report.repeats > 0


@pytest.mark.parametrize(
    ("page_size", "total", "complete"),
    [(3, None, False), (3, 1000, False), (3, 3, False), (4, None, True), (4, 3, True)],
)
def test_walk_ends_if_the_server_ignores_offset(page_size: int, total: int | None, complete: bool) -> None:
    """It is complete if the server could have sent more on the first page, and did not."""
    page = [{"id": one} for one in range(3)]
    calls = []

    def fetch(offset: int, _limit: int) -> Any:
        calls.append(offset)
        return page if total is None else {"items": page, "total": total}

    found, report = collect(fetch, page_size=page_size)
    assert found == [0, 1, 2]
    assert (report.complete, report.repeated) == (complete, not complete)
    assert len(calls) <= 10
    if not complete:
        said = f"3 of {total} orders." if total else "3 orders and does not say how many there are."
        assert shortfall(report, 3, "order") == (
            f"The server gave {said} It answers with the same page again, so that no others can be read; ask its host."
        )


def test_items_that_come_twice_under_one_total_are_no_changed_list() -> None:
    """On one page or on two; what comes again when the list is read again does not count."""
    for ids, page_size in (([1, 2, 2, 3], 100), ([1, 2, 3, 1, 4], 2), ([n // 2 for n in range(250)], 100)):
        found, report = collect(server(ids), page_size=page_size)
        doubled = len(ids) - len(set(ids))
        assert (found, report.complete, report.doubled) == (list(dict.fromkeys(ids)), False, doubled)
        assert shortfall(report, len(found), "order", "of storage 'a'") == (
            f"The server gave {len(found)} of {len(ids)} orders of storage 'a'. Its total stayed the same, and "
            f"{doubled} came more than once, so others may be missing; read it again, and if it stays so, ask its host."
        )


@pytest.mark.parametrize("largest", [24, 10**6, 2**63])
def test_a_total_that_changes_is_reported_with_what_it_was(largest: int) -> None:
    """The first page of each pass says more than the others."""

    def fetch(offset: int, limit: int) -> Any:
        items = [{"id": one} for one in range(23)[offset : offset + min(limit, 10)]]
        return {"items": items, "total": largest if offset == 0 else 23}

    found, report = collect(fetch)
    assert (len(found), report.complete, report.totals) == (23, False, (23, largest))
    assert shortfall(report, 23, "order") == (
        f"The server gave 23 orders, and totals from 23 to {largest}. The list changed while it was read; read it "
        "again."
    )


@pytest.mark.parametrize("answer", ["text", 5, True, {"total": 3}, {"items": 5}, {"items": {"a": 1}}])
def test_read_page_rejects_other_responses(answer: Any) -> None:
    with pytest.raises(ResponseFormatError) as caught:
        collect(lambda _offset, _limit: answer)
    assert str(caught.value) == (
        "listOrders answered with something that is not a list. Check that ONEENTRY_URL is a OneEntry project."
    )


def test_read_page_accepts_totals_as_text_and_bare_arrays() -> None:
    ids = list(range(120))

    def text(offset: int, limit: int) -> Any:
        return {"items": [{"id": one} for one in ids[offset : offset + min(limit, 10)]], "total": "120"}

    def array(offset: int, limit: int) -> Any:
        return [{"id": one} for one in ids[offset : offset + min(limit, 50)]]

    assert collect(text)[0] == collect(array)[0] == ids


def test_walk_keeps_items_without_an_id() -> None:
    assert len(list(walk(lambda o, _: [{"id": {}}, {"id": []}, {}, 5] if o == 0 else [], Report(), operation="x"))) == 4


@pytest.mark.parametrize(("by_marker", "count"), [(False, 2), (True, 3)])
def test_walk_tells_items_apart_by_what_identifies_them(by_marker: bool, count: int) -> None:
    items = [{"id": 1, "identifier": "a"}, {"id": "1", "identifier": "b"}, {"identifier": "a"}]
    pages = [items, [*items, items[0]], []]
    found = walk(lambda _offset, _limit: pages.pop(0), Report(), operation="x", by_marker=by_marker)
    assert len(list(found)) == count

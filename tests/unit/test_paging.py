"""Walking lists."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from oneentry_toolkit import ResponseFormatError
from oneentry_toolkit.paging import Report, shortfall, walk


def collect(fetch: Any, **options: Any) -> tuple[list[int], Report]:
    report = Report()
    return [item["id"] for item in walk(fetch, report, operation="listOrders", **options)], report


def server(ids: list[int], *, cap: int | None = None, total: bool = True) -> Any:
    """A server with these items; `cap` is the silent one of the reference, section 5."""
    calls = []

    def fetch(offset: int, limit: int) -> Any:
        calls.append((offset, limit))
        end = offset + limit if cap is None else min(offset + limit, cap)
        items = [{"id": one} for one in ids[offset:end]]
        return {"items": items, "total": len(ids)} if total else items

    fetch.calls = calls  # type: ignore[attr-defined]
    return fetch


@given(count=st.integers(0, 60), page_size=st.integers(1, 25), bare=st.booleans(), limit=st.none() | st.integers(1, 70))
def test_every_item_once(count: int, page_size: int, bare: bool, limit: int | None) -> None:
    """Whatever the page size, with and without a total, up to `max_items`."""
    ids = list(range(count))
    fetch = server(ids, total=not bare)
    assert collect(fetch, page_size=page_size, max_items=limit)[0] == ids[:limit]
    assert len(fetch.calls) <= count // page_size + 2


def test_the_silent_cap_is_seen() -> None:
    """10 of 25 is said with the numbers, never silence."""
    found, report = collect(server(list(range(25)), cap=10), page_size=100)
    assert (len(found), report) == (10, Report(total=25, pages=2, capped=True, complete=False))
    assert shortfall(report, 10, "order") == (
        "The server gave 10 of 25 orders. A group with restricted read rights gets 10 at most; "
        "the project's owner can allow all in the admin panel."
    )


def test_a_server_that_caps_pages_but_not_offsets_gives_all() -> None:
    """The step is what came, not what was asked for."""
    ids = list(range(25))

    def fetch(offset: int, limit: int) -> Any:
        return {"items": [{"id": one} for one in ids[offset : offset + min(limit, 10)]], "total": 25}

    assert collect(fetch, page_size=100) == (ids, Report(total=25, pages=3))


@given(st.lists(st.integers(0, 29), max_size=5, unique=True), st.integers(1, 12))
def test_a_list_that_shrinks_is_read_again(gone: list[int], page_size: int) -> None:
    """Items that leave between two pages slip others past the reader; everything that stayed is there, once."""
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


def test_arrivals_while_walking_are_not_repeated() -> None:
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


@pytest.mark.parametrize("total", [True, False])
def test_a_server_that_ignores_offsets_ends(total: bool) -> None:
    """The same page again and again is no endless loop."""
    page = [{"id": one} for one in range(3)]

    def fetch(_offset: int, _limit: int) -> Any:
        return {"items": page, "total": 1000} if total else page

    found, report = collect(fetch, page_size=3)
    assert found == [0, 1, 2]
    assert report.complete is not total


@pytest.mark.parametrize("answer", [None, {}, {"items": None}, "text", 5, {"total": 3}])
def test_what_is_no_list_is_refused(answer: Any) -> None:
    """With the operation's name."""
    with pytest.raises(ResponseFormatError) as caught:
        collect(lambda _offset, _limit: answer)
    assert str(caught.value) == (
        "listOrders answered with something that is not a list. Check that ONEENTRY_URL is a OneEntry project."
    )


def test_totals_as_text_and_arrays_without_one() -> None:
    """`"25"` is 25; an array whose pages are shorter than asked for is read to its end."""
    ids = list(range(120))

    def text(offset: int, limit: int) -> Any:
        return {"items": [{"id": one} for one in ids[offset : offset + min(limit, 10)]], "total": "120"}

    def array(offset: int, limit: int) -> Any:
        return [{"id": one} for one in ids[offset : offset + min(limit, 50)]]

    assert collect(text)[0] == collect(array)[0] == ids


def test_items_without_a_usable_id() -> None:
    """Kept, each as its own."""
    assert len(list(walk(lambda o, _: [{"id": {}}, {"id": []}, {}, 5] if o == 0 else [], Report(), operation="x"))) == 4

"""Lists with odd records: what is missing or left out is named by number, place and storage, in list and frame."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.lists.read_all import hear_shortfalls
from oneentry_toolkit.values.answers import text_of

from .project import ACCOUNT, ENTRY, FORM, GONE, ORDER, ORDERS_OF, SESSION, STORAGE, Server, orders, said

pytestmark = pytest.mark.slow


def test_warnings_name_records_by_number_and_point_to_the_caller(shop: oe.Shop, server: Server) -> None:
    """A record without a number is named by its place in the whole list, whatever the pages are."""
    server.lists[ORDERS_OF] = orders(2500, at_1700={"products": GONE}, at_2100={"id": None}, at_2200="x")
    message = (
        "1 of 2500 orders could not be read in full: order 800: products[0].id is missing. These values are missing; "
        "`raw` has them as they came. 2 of 2500 orders had to be left out: items[2100] of storage 'orders': id is "
        "missing; items[2200] of storage 'orders': it is text where an object belongs. strict=True makes this an error."
    )
    for call in (shop.orders.list, shop.orders.frame, lambda: shop.orders.frames(page_size=70)):
        with pytest.warns(oe.UnreadableRecordWarning) as caught:
            call()
        assert [str(one.message) for one in caught] == [message]
        assert caught[0].filename == __file__
    frame, _ = said(shop.orders.frame)
    assert (len(frame), frame.attrs["fetch"]["unreadable"], frame.attrs["fetch"]["set_aside"]) == (2498, 1, 2)
    assert frame.attrs["fetch"]["details"][0] == {
        "id": 800, "place": 1700, "member": "products[0].id", "problem": "is missing", "set_aside": False,
    }  # fmt: skip


def test_strict_raises_with_the_record_and_its_place_in_the_whole_list(
    shop: oe.Shop, server: Server, tmp_path: Path
) -> None:
    server.lists[ORDERS_OF] = orders(2500, at_1700={"products": GONE}, at_2100={"id": None})
    calls: list[Callable[[], Any]] = [
        lambda: shop.orders.list(strict=True),
        lambda: shop.orders.frame(strict=True),
        lambda: shop.orders.frames(strict=True, page_size=70),
        lambda: shop.orders.to_parquet(tmp_path, strict=True),
    ]
    for call in calls:
        with pytest.raises(oe.ResponseFormatError, match=r"order 800, of which products\[0\]\.id is missing") as caught:
            call()
        assert caught.value.json_path == "$.items[1700].products[0].id"
    server.lists["/payments/sessions"] = [{**SESSION, "id": 7, "paymentAccountId": None}]
    for call in (lambda: shop.payments.list(strict=True), lambda: shop.payments.frame(strict=True)):
        with pytest.raises(oe.ResponseFormatError, match="payment session 7, of which paymentAccountId is missing"):
            call()


def test_strict_raises_for_products_and_prices(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """For a member that cannot be read, and for items that the server does not give; without it, both are a warning."""
    products: list[Callable[..., Any]] = [
        fresh.products.list, fresh.products.frame, lambda **options: fresh.products.related(7, **options),
        lambda **options: fresh.products.list(page="tea", **options),
    ]  # fmt: skip
    prices: list[Callable[..., Any]] = [
        lambda **options: fresh.products.prices("tea", **options),
        lambda **options: fresh.products.prices_frame("tea", **options),
    ]
    odd = {"items": [{"id": 2, "price": "1.00"}, {"id": 1, "price": "cheap"}], "total": 2}
    short = {"items": [{"id": one, "price": "1.00"} for one in range(10)], "total": 24}
    paths = ("/products/all", "/products/7/related", "/products/page/url/tea", "/products/page/tea/prices")
    for answer, error, text in (
        (odd, oe.ResponseFormatError, r"answered with (product|price) 1, of which price is text that is no amount"),
        (short, oe.IncompleteListError, "10 of 24 (product|price)s"),
    ):
        answers.update(dict.fromkeys(paths, answer))
        for call in (*products, *prices):
            with pytest.raises(error, match=text):
                call(strict=True)
            with pytest.warns(oe.OneEntryWarning):
                assert len(call()) == len(answer["items"])


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6, 7, 8])
def test_max_items_counts_records_that_are_left_out(shop: oe.Shop, server: Server, limit: int) -> None:
    server.lists[ORDERS_OF] = orders(8, at_1=5, at_2={"id": "x"}, at_4={"products": GONE}, at_6=None)
    found, warned = said(lambda: shop.orders.list(max_items=limit))
    frame, of_frame = said(lambda: shop.orders.frame(max_items=limit, page_size=3))
    assert [one.id for one in found] == frame["order_id"].tolist() == [
        number for place, number in enumerate(range(8, 0, -1)) if place < limit and place not in (1, 2, 6)
    ]  # fmt: skip
    assert of_frame == warned


def test_filters_report_all_records_that_were_looked_at(shop: oe.Shop, server: Server) -> None:
    """An order without a date might have been one of those that were asked for."""
    server.lists[ORDERS_OF] = orders(8, at_1=5, at_2={"createdDate": "Invalid date"}, at_3={"createdDate": None})
    found, warned = said(lambda: shop.orders.list(created_after="2025-01-01"))
    frame, of_frame = said(lambda: shop.orders.frame(created_after="2025-01-01"))
    assert [one.id for one in found] == frame["order_id"].tolist() == [8, 4, 3, 2, 1]
    assert of_frame == warned
    assert "1 of 8 orders could not be read in full: order 6" in warned[0]


def test_a_storage_without_a_marker_does_not_block_the_others(
    fresh: oe.Shop, server: Server, answers: dict[str, Any]
) -> None:
    """Nor does one without a number, of which nothing depends."""
    answers["/orders-storage"] = [{**STORAGE, "identifier": None}, {**STORAGE, "id": "x"}, None]
    server.lists[ORDERS_OF] = orders(3)
    found, warned = said(fresh.orders.list)
    assert len(found) == 3
    assert warned == [
        "1 of 3 storages could not be read in full: storage 'orders': id is text that is no whole number. These values "
        "are missing; `raw` has them as they came. 2 of 3 storages had to be left out: items[0]: identifier is "
        "missing; items[2]: it is null where an object belongs."
    ]


@pytest.mark.parametrize("marker", [None, ""])
def test_accounts_and_discounts_without_a_marker_are_named(
    fresh: oe.Shop, server: Server, answers: dict[str, Any], marker: Any
) -> None:
    """In a frame of sessions, the marker of such an account is missing."""
    answers["/payments/accounts"] = [{**ACCOUNT, "identifier": marker}, {**ACCOUNT, "id": 2, "identifier": "card"}]
    answers["/discounts"] = [{"id": 5, "identifier": marker, "type": "DISCOUNT"}]
    missing = "identifier is missing. These values are missing; `raw` has them as they came."
    accounts, warned = said(fresh.payments.accounts)
    assert [one.marker for one in accounts] == ["", "card"]
    assert warned == [f"1 of 2 payment accounts could not be read in full: payment account 1: {missing}"]
    discounts, warned = said(fresh.discounts.list)
    assert [one.marker for one in discounts] == [""]
    assert warned == [f"1 of 1 discount could not be read in full: discount 5: {missing}"]
    server.lists["/payments/sessions"] = [SESSION, {**SESSION, "id": 2, "paymentAccountId": 2}]
    frame, _ = said(fresh.payments.frame)
    assert frame["payment_account"].isna().tolist() == [True, False]


def test_what_a_marker_identifies_may_share_a_number(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    pair = [{"id": 2, "identifier": "new"}, {"id": "2", "identifier": "sent"}]
    answers["/orders-storage"] = [{**STORAGE, **one} for one in pair]
    answers["/orders-storage/marker/new/order-statuses"] = answers["/users-auth-providers"] = pair
    answers["/forms"] = [{**FORM, **one} for one in pair]
    for call in (
        fresh.orders.storages, lambda: fresh.orders.statuses("new"), fresh.users.providers, fresh.forms.list
    ):  # fmt: skip
        found, warned = said(call)
        assert [one.marker for one in found] == ["new", "sent"]
        assert warned == []
    assert repr(fresh.orders.statuses("new")).startswith("2 statuses\n")
    assert repr(fresh.orders.statuses("new")[:1]).startswith("1 status\n")


@pytest.mark.parametrize(
    ("given", "why"),
    [(10, "A group with restricted read rights gets 10 at most"), (30, "The list has no pages"), (50, None)],
)
def test_lists_without_pages_say_that_items_are_missing(
    fresh: oe.Shop, answers: dict[str, Any], given: int, why: str | None
) -> None:
    calls: dict[str, tuple[str, Callable[[], Any]]] = {
        "/discounts/bonus-balance/history": ("bonus movements", fresh.discounts.bonus_history),
        "/payments/accounts": ("payment accounts", fresh.payments.accounts),
        "/payments/sessions/order/7": ("payment sessions of order 7", lambda: fresh.payments.sessions_for(7)),
        "/products/ids": ("products", lambda: fresh.products.by_ids(range(1, 51))),
        "/products/quick/search": ("products", lambda: fresh.products.search("tea")),
        "/orders/7/refund": ("refund requests of order 7", lambda: fresh.refunds.list(7)),
    }
    for path, (nouns, call) in calls.items():
        record = SESSION if "sessions" in path else ACCOUNT if "accounts" in path else {}
        answers[path] = {"items": [{**record, "id": one} for one in range(1, given + 1)], "total": 50}
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert len(call()) == given
        said = [str(one.message) for one in caught if one.category is oe.IncompleteListWarning]
        assert said == [one for one in said if one.startswith(f"The server gave {given} of 50 {nouns}. {why}")]
        assert len(said) == (why is not None)


@pytest.mark.parametrize("nothing", [None, {}, [], {"items": None}, {"items": {}, "total": 0}, b""])
def test_null_an_empty_object_and_204_are_empty_lists(
    fresh: oe.Shop, server: Server, answers: dict[str, Any], tmp_path: Path, nothing: Any
) -> None:
    for path in (
        ORDERS_OF, "/payments/sessions", "/payments/sessions/order/7", "/products/all", "/products/ids", "/forms",
        "/products/quick/search", "/discounts", "/discounts/bonus-balance/history", "/orders/7/refund",
        "/users-auth-providers", "/orders-storage/marker/orders/order-statuses",
    ):  # fmt: skip
        answers[path] = nothing
    lists: list[Callable[[], Any]] = [
        fresh.orders.list, fresh.payments.list, lambda: fresh.payments.sessions_for(7), fresh.products.list,
        lambda: fresh.products.by_ids([1]), lambda: fresh.products.search("tea"), fresh.discounts.list,
        fresh.discounts.bonus_history, lambda: fresh.refunds.list(7), fresh.forms.list, fresh.users.providers,
        lambda: fresh.orders.statuses("orders"), fresh.orders.frame, fresh.orders.lines_frame, fresh.payments.frame,
        fresh.products.frame,
    ]  # fmt: skip
    for call in lists:
        found, warned = said(call)
        assert (len(found), warned) == (0, [])
    assert fresh.orders.to_parquet(tmp_path).orders == 0
    answers["/payments/accounts"] = nothing
    assert len(fresh.payments.accounts()) == 0
    answers["/orders-storage"] = nothing
    assert len(fresh.orders.storages()) == 0


def test_a_warning_says_of_which_storage_orders_are_missing(
    fresh: oe.Shop, server: Server, answers: dict[str, Any], tmp_path: Path
) -> None:
    """One storage of two gives ten orders of 25, and one of two statuses."""
    answers["/orders-storage"] = [STORAGE, {**STORAGE, "id": 2, "identifier": "bookings"}]
    server.lists[ORDERS_OF] = orders(25)
    answers["/orders-storage/marker/bookings/orders"] = {"items": orders(10), "total": 25}
    for call in (
        fresh.orders.list, fresh.orders.frame, fresh.orders.lines_frame, lambda: fresh.orders.to_parquet(tmp_path)
    ):  # fmt: skip
        with pytest.warns(oe.IncompleteListWarning) as caught:
            call()
        (text,) = [str(one.message) for one in caught]
        assert text.startswith("The server gave 10 of 25 orders of storage 'bookings'. ")
    with pytest.raises(oe.IncompleteListError, match="10 of 25 orders of storage 'bookings'"):
        fresh.orders.frame(strict=True)
    answers["/orders-storage/marker/bookings/order-statuses"] = {"items": [{"identifier": "new"}, {}], "total": 2}
    with pytest.warns(oe.UnreadableRecordWarning, match="^1 of 2 statuses of storage 'bookings' had to be left out"):
        fresh.orders.statuses("bookings")


@pytest.mark.parametrize("at", ["at_0", "at_24", "at_10"])
def test_dask_takes_a_list_with_a_record_without_a_number(fresh: oe.Shop, server: Server, at: str) -> None:
    """Also as its first or last one, by which a list that repeats itself is found."""
    server.lists[ORDERS_OF] = orders(25, **{at: {"id": None}})
    frame = fresh.orders.dask_frame("orders", partition_size=10)
    found, warned = said(lambda: frame.compute(scheduler="synchronous"))
    assert (len(found), len(warned)) == (24, 1)


def test_a_record_without_a_number_is_named_by_its_storage(
    fresh: oe.Shop, server: Server, answers: dict[str, Any], tmp_path: Path
) -> None:
    """Two storages have one at the same place."""
    answers["/orders-storage"] = [STORAGE, {**STORAGE, "id": 2, "identifier": "bookings"}]
    server.lists[ORDERS_OF] = orders(3, at_1=None)
    server.lists["/orders-storage/marker/bookings/orders"] = orders(3, at_1=None)
    odd = "it is null where an object belongs"
    text = (
        f"2 of 6 orders had to be left out: items[1] of storage 'orders': {odd}; items[1] of storage 'bookings': {odd}."
    )
    for call in (fresh.orders.list, fresh.orders.frame, lambda: fresh.orders.to_parquet(tmp_path)):
        _, warned = said(call)
        assert len(warned) == 1 and warned[0].startswith(text)
    with pytest.raises(oe.ResponseFormatError, match=r"answered with items\[1\] of storage 'orders', of which"):
        fresh.orders.frame(strict=True)


@pytest.mark.parametrize("levels", [150, 2000])
@pytest.mark.parametrize("member", ["more", "formData"])
def test_a_record_that_is_nested_deeply_is_kept_and_travels(
    fresh: oe.Shop, answers: dict[str, Any], tmp_path: Path, levels: int, member: str
) -> None:
    """Beyond what Python copies, pickles or compares, in a member that is read or not."""
    deep = "[" * levels + "]" * levels
    odd = (
        {**ORDER, "id": 2, "more": "@"}
        if member == "more"
        else {**ORDER, "id": 2, "formData": [ENTRY | {"value": "@"}]}
    )
    pages = {"items": [odd, {**ORDER, "id": 1}], "total": 2}
    answers[ORDERS_OF] = json.dumps(pages).replace('"@"', deep).encode()
    answers[f"{ORDERS_OF}/2"] = json.dumps(odd).replace('"@"', deep).encode()
    listing, warned = said(lambda: fresh.orders.list("orders"))
    frame, of_frame = said(lambda: fresh.orders.frame("orders", raw=True))
    assert [one.id for one in listing] == frame["order_id"].tolist() == [2, 1]
    assert warned == of_frame == []
    assert frame["form.name"].tolist() == [text_of(one.form["name"]) for one in listing]
    assert [json.loads(text)["id"] for text in frame["raw"]] == [2, 1]
    assert (fresh.orders.to_parquet(tmp_path, raw=True).orders, fresh.orders.get(2, "orders").id) == (2, 2)
    order = listing[0]
    assert pickle.loads(pickle.dumps(order)) == copy.deepcopy(order) == order
    assert dataclasses.asdict(order)["raw"] == order.raw
    assert len(repr(listing)) < 1_000 and pickle.dumps(frame)
    if member == "formData":
        with pytest.raises(oe.InputError, match=r"'formData\[0\]' of order 2 cannot be read"):
            fresh.orders.update(2, storage="orders", products={1: 1})


def test_half_an_emoji_in_one_record_costs_no_other(fresh: oe.Shop, answers: dict[str, Any], tmp_path: Path) -> None:
    """A text that was cut in JavaScript, in a member that is read, and in one that is not."""
    cut = "Tea \ud83d"
    odd = [{**ORDER, "id": 3, "more": cut}, {**ORDER, "id": 2, "formData": [ENTRY | {"value": cut}], "currency": cut}]
    answers[ORDERS_OF] = {"items": [*odd, {**ORDER, "id": 1}], "total": 3}
    answers[f"{ORDERS_OF}/2"] = odd[1]
    answers["/products/all"] = {"items": [{"id": 1, "localizeInfos": {"en_US": {"title": cut}}}, {"id": 2}], "total": 2}
    listing, frame = fresh.orders.list("orders"), fresh.orders.frame("orders", raw=True)
    assert [one.id for one in listing] == frame["order_id"].tolist() == [3, 2, 1]
    assert listing[1].form["name"] == frame["form.name"][1] == frame["currency"][1] == "Tea \ufffd"
    assert fresh.orders.get(2, "orders").currency == "Tea \ufffd"
    assert fresh.orders.to_parquet(tmp_path, raw=True).orders == 3
    assert [one.title for one in fresh.products.list()] == ["Tea \ufffd", None]


def test_records_without_a_number_on_a_page_that_comes_again_are_counted_once(
    fresh: oe.Shop, answers: dict[str, Any]
) -> None:
    """A server that ignores ``offset``, and says no total."""
    answers[ORDERS_OF] = orders(30, at_0=5, at_1=None, at_29={"id": "x"})
    with pytest.warns(oe.OneEntryWarning):
        found, frame = fresh.orders.list("orders"), fresh.orders.frame("orders")
    assert [one.id for one in found] == frame["order_id"].tolist() == list(range(28, 1, -1))
    assert found.fetch["set_aside"] == frame.attrs["fetch"]["set_aside"] == 3


def test_widgets_hear_what_could_not_be_read(fresh: oe.Shop, server: Server) -> None:
    """They have no line of the user's that a warning could point to."""
    server.lists[ORDERS_OF] = orders(3, at_1={"products": GONE})
    heard: list[str] = []
    with hear_shortfalls(heard.append):
        _, warned = said(fresh.orders.list)
    assert warned == []
    assert [one.partition(":")[0] for one in heard] == ["1 of 3 orders could not be read in full"]

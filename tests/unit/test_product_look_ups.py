"""Odd answers to the look-ups of products."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.resources.products import Products

from .conftest import MakeClient

TEA: dict[str, Any] = {"id": 1, "localizeInfos": {"en_US": {"title": "Tea"}}, "price": "2.50", "attributeValues": {}}


def products(make_client: MakeClient, answer: Any, status: int = 201) -> Products:
    return Products(make_client(lambda _: httpx.Response(status, json=answer)), "en_US")


@pytest.mark.parametrize("answer", [{}, [], {"items": None}])
def test_no_answer_is_an_empty_list(make_client: MakeClient, answer: Any) -> None:
    shop = products(make_client, answer)
    assert shop.list(page="tea") == shop.related(1) == shop.prices("tea") == shop.blocks(1) == shop.without_page() == []


def test_counts_as_text(make_client: MakeClient) -> None:
    shop = products(make_client, {"totalAll": "3", "totalInCategory": "2", "totalInCategoryWithNested": 2})
    found = shop.count(page=7)
    assert (found.total, found.on_page, found.with_nested) == (3, 2, 2)


def test_counts_without_those_of_the_page(make_client: MakeClient) -> None:
    shop = products(make_client, {"totalAll": 3})
    assert shop.count().total == 3
    with pytest.warns(oe.UnreadableRecordWarning, match="totalInCategory is missing"):
        found = shop.count(page="tea")
    assert (found.total, found.on_page, found.with_nested) == (3, None, None)


@pytest.mark.parametrize("answer", [None, [], {}, {"totalAll": None}, 3])
def test_no_counts_at_all(make_client: MakeClient, answer: Any) -> None:
    with pytest.raises(oe.ResponseFormatError, match="countProducts answered with"):
        products(make_client, answer).count()


def test_groups_keep_what_can_be_read_and_say_what_cannot(make_client: MakeClient) -> None:
    groups = [
        {"attrValue": "red", "items": [TEA, {"title": "no number"}, "x"], "productIds": ["1"], "total": 3},
        {"attrValue": ["a", 1], "items": [TEA | {"id": 2}], "total": 1},
    ]
    with pytest.warns(oe.OneEntryWarning) as caught:
        found = products(make_client, groups).without_page()
    assert [(one.value, [product.id for product in one.products], one.total) for one in found] == [
        ("red", [1], 3),
        (["a", 1], [2], 1),
    ]
    texts = [str(one.message) for one in caught]
    assert any("items[1].id is missing, items[2] is text where an object belongs" in text for text in texts)
    assert any(text.startswith("The server gave 2 of 4 products without a page.") for text in texts)
    assert repr(found[0]) == "<ProductGroup red: 1 of 3>"
    assert "<table>" in found._repr_html_()


def test_a_price_that_is_not_set_is_not_free(make_client: MakeClient) -> None:
    shop = products(make_client, {"items": [{"id": 1, "price": "24.90"}, {"id": 2, "price": None}], "total": 2}, 200)
    assert [one.price for one in shop.prices("tea")] == [Decimal("24.90"), None]
    assert repr(shop.prices("tea")[0]) == "<ProductPrice 1: 24.90>"
    frame = shop.prices_frame("tea")
    assert frame["price"].isna().tolist() == [False, True]
    assert frame["price"][0] == Decimal("24.90")


def test_what_is_sent(make_client: MakeClient) -> None:
    """The bodies of docs/api/products.md#products-routes: wrapped for lists, bare for counts, one for groups."""
    asked: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.path.removeprefix("/api/content/products"), request.content.decode()))
        return httpx.Response(200, json=counts if request.url.path.endswith("counts") else [])

    counts = {"totalAll": 0, "totalInCategory": 0, "totalInCategoryWithNested": 0}
    shop = Products(make_client(answer), "en_US")
    condition = {"title": "Tea"}
    shop.list(page="tea", filters=[condition])
    shop.list(page=7)
    shop.count(filters=[condition])
    shop.count(page=7)
    shop.without_page(condition)
    shop.without_page()
    assert asked == [
        ("/page/url/tea", '{"filter":[{"title":"Tea"}]}'),
        ("/page/7", '{"filter":[]}'),
        ("/all/counts", '[{"title":"Tea"}]'),
        ("/page/7/counts", "[]"),
        ("/empty-page", '{"title":"Tea"}'),
        ("/empty-page", "{}"),
    ]

"""Look-ups of a shop front: products by page, related ones, prices, counts and blocks."""

from __future__ import annotations

from decimal import Decimal

import pytest

import oneentry_toolkit as oe

DEAR = [{"attributeMarker": "price", "conditionMarker": "mth", "conditionValue": 100}]


@pytest.mark.parametrize("page", ["machines", 13])
def test_products_of_a_page(guest: oe.Shop, page: int | str) -> None:
    everything = guest.products.list()
    machines = guest.products.list(page=page)
    assert [one.id for one in machines] == [one.id for one in everything if one.categories == ("machines",)]
    assert machines.total == len(machines) > 1
    assert guest.products.list(page=page, max_items=1) == machines[:1]
    frame = guest.products.frame(page=page, filters=DEAR)
    assert frame["product_id"].tolist() == [one.id for one in machines if one.price is not None and one.price > 100]
    assert frame.attrs["fetch"]["total"] == len(frame)


def test_products_of_nested_pages_are_asked_for_by_filter(guest: oe.Shop) -> None:
    nested = [{"pageUrls": ["catalog"], "isNested": True}]
    assert guest.products.list(page="catalog") == []
    assert guest.products.list(filters=nested) == guest.products.list()


def test_counts_of_the_catalogue_and_of_a_page(guest: oe.Shop) -> None:
    products, dear = guest.products.list(), guest.products.list(filters=DEAR)
    whole = guest.products.count()
    assert (whole.total, whole.on_page, whole.with_nested) == (len(products), None, None)
    for page in ("catalog", 10):
        found = guest.products.count(page=page, filters=DEAR)
        assert (found.total, found.on_page, found.with_nested) == (len(dear), 0, len(dear))
    assert repr(whole) == f"<ProductCounts {len(products)}>"
    assert repr(found) == f"<ProductCounts {len(dear)}: 0 on the page, {len(dear)} with nested pages>"


def test_prices_are_exact(guest: oe.Shop) -> None:
    prices = guest.products.prices("machines")
    assert [(one.id, one.price) for one in prices] == [
        (one.id, one.price) for one in guest.products.list(page="machines")
    ]
    frame = guest.products.prices_frame("machines")
    found = frame["price"].astype(object)
    assert found.where(found.notna(), None).tolist() == [one.price for one in prices]
    assert frame["price"].sum() == sum((one.price or 0 for one in prices), Decimal())
    assert guest.products.prices_frame("machines", money="float")["price"].dtype == "float64"
    assert guest.products.prices_frame("catalog").dtypes.to_dict() == frame.dtypes.to_dict()


def test_related_products_and_blocks(guest: oe.Shop) -> None:
    assert [one.id for one in guest.products.related(14)] == [13, 15]
    assert [one.id for one in guest.products.related(14, max_items=1)] == [13]
    (block,) = guest.products.blocks(14)
    assert (block.id, block.marker, block.title, block.type) == (3289, "product_block", "You may also like", "product")
    assert block.raw["customSettings"]["productConfig"]["quantity"] == "9"
    assert guest.products.without_page() == []


def test_titles_are_in_the_language_of_the_shop(sandbox: oe.Sandbox) -> None:
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, lang="de_DE") as shop:
        titles = [one.title for one in shop.products.list(page="machines")]
        assert "Espressomaschine Bora" in titles
        assert "Espressomaschine Bora" in [one.title for one in shop.products.related(13)]


@pytest.mark.parametrize("page", ["nowhere", 999])
def test_a_page_that_does_not_exist(guest: oe.Shop, page: int | str) -> None:
    for look in (guest.products.list, guest.products.frame, guest.products.count):
        with pytest.raises(oe.NotFoundError, match="Page not found"):
            look(page=page)


def test_a_capped_page_says_what_is_missing() -> None:
    with (
        oe.Sandbox(page_cap=10) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
        pytest.warns(oe.IncompleteListWarning, match="The server gave 10 of 24 products"),
    ):
        assert len(shop.products.list(filters=[{"pageUrls": ["catalog"], "isNested": True}])) == 10

"""Choosing products."""

from __future__ import annotations

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.values.reader import Reader
from oneentry_toolkit.widgets import InlineRunner, ProductPicker
from oneentry_toolkit.widgets.product_picker import picture_of


def titles(picker: ProductPicker) -> list[str | None]:
    return [one.title for one in picker._page()]


def test_over_a_shop_the_basket_is_its_own(shop: oe.Shop, runner: InlineRunner) -> None:
    """What it holds is what `shop.orders.create` takes."""
    picker, told = ProductPicker(shop, runner=runner), []
    picker.on_change(lambda: told.append(dict(picker.products)))
    assert repr(picker) == "<ProductPicker: 24 products, 0 pieces in the basket>"
    quantity, add = picker._result_rows[1]
    quantity.value = 3
    add.click()
    add.click()
    assert picker.products == {2: 6}
    picker._basket_rows[2][2].value = 4
    assert picker.products == {2: 4}
    order = shop.orders.create("orders", products=picker.products, form={"name": "Ada"}, payment_account="cash")
    assert order.lines[0].quantity == 4
    picker._basket_rows[2][3].click()
    assert picker.products == {} and picker._basket.children == ()
    assert told == [{2: 3}, {2: 6}, {2: 4}, {}]


def test_over_a_checkout_the_basket_is_the_checkouts(shop: oe.Shop, runner: InlineRunner) -> None:
    """Changes of the checkout show in the picker; after the order is placed nothing can be changed."""
    flow = shop.checkout("orders")
    picker = ProductPicker(flow, runner=runner)
    picker._result_rows[0][1].click()
    assert picker.message == "1 x House blend, 1 kg is in the basket."
    flow.add(14, 2)
    assert picker.products == {1: 1, 14: 2}
    assert "Basket: 3 pieces" in picker._basket_title.value
    picker._basket_rows[14][2].value = 1
    assert flow.snapshot().lines[1].quantity == 1
    picker._basket_rows[1][3].click()
    assert picker.products == {14: 1}
    flow.fill(name="Ada")
    flow.pay_with("cash")
    flow.place()
    assert picker._result_rows[0][1].disabled and picker._basket_rows[14][3].disabled
    picker._result_rows[0][1].click()
    assert picker.products == {14: 1}
    picker.close()


def test_searching(shop: oe.Shop, runner: InlineRunner) -> None:
    """Results keep their prices; nothing found has a look of its own; nothing asked is the whole catalogue."""
    picker = ProductPicker(shop, runner=runner)
    picker._text.value = "mug"
    picker._search.click()
    assert titles(picker) == ["Stoneware mug"]
    assert "14.00, In stock" in picker._results.children[0].children[0].value
    picker._text.value = "<b>"
    picker._search.click()
    assert picker.message == "No product has “<b>” in its title."
    assert "oe-empty" in picker._note.value and "&lt;b&gt;" in picker._note.value
    picker._text.value = ""
    picker._search.click()
    assert len(picker._found) == 24


def test_turning_pages(shop: oe.Shop, runner: InlineRunner) -> None:
    picker = ProductPicker(shop, runner=runner)
    first = titles(picker)
    assert (picker._back.disabled, picker._next.disabled) == (True, False)
    for _ in range(3):
        picker._next.click()
    assert (picker._back.disabled, picker._next.disabled) == (False, True)
    assert "19 to 24 of 24 products" in picker._count.value
    picker._next.click()
    for _ in range(3):
        picker._back.click()
    assert titles(picker) == first


def test_a_price_that_is_not_set_is_not_free(shop: oe.Shop, runner: InlineRunner) -> None:
    picker = ProductPicker(shop, runner=runner)
    picker._text.value = "Maestral"
    picker._search.click()
    assert "price on request" in picker.text()


@pytest.mark.slow
def test_a_shop_that_fails(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    sandbox.add_fault(operation="listProducts", times=20, status=503)
    picker = ProductPicker(shop, runner=runner)
    assert "503" in picker.message and not picker._search.disabled
    sandbox.clear_faults()
    picker._search.click()
    assert len(picker._found) == 24


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ([{"filename": "a.png", "downloadLink": "https://x.example/a.png"}], "https://x.example/a.png"),
        ({"filename": "a.JPG", "downloadLink": "https://x.example/a", "previewLink": "https://x.example/p"},
         "https://x.example/p"),
        ([{"filename": "a.pdf", "downloadLink": "https://x.example/a.pdf"}], None),
        ([{"filename": "a.png", "downloadLink": "javascript:alert(1)"}], None),
        ([{"filename": "a.png", "downloadLink": "https://files.sandbox.invalid/a.png"}], None),
        ([{"filename": "a.png", "downloadLink": "http://[x"}], None),
        ([], None),
        (None, None),
        ("a.png", None),
    ],
)  # fmt: skip
def test_pictures(value: object, address: str | None) -> None:
    """Only what a browser may be sent to; the sandbox's addresses never resolve, so they are not asked for."""
    body = {"id": 1, "attributeValues": {"en_US": {"img": {"type": "image", "value": value}}}}
    product = oe.Product.read(Reader(body, operation="getProduct", lang="en_US"))
    assert picture_of(product) == address


def test_many_pieces(shop: oe.Shop, runner: InlineRunner) -> None:
    """The basket shows what the checkout has, up to the largest quantity there is."""
    flow = shop.checkout("orders")
    picker = ProductPicker(flow, runner=runner)
    flow.add(14, 12_345)
    assert picker._basket_rows[14][2].value == 12_345
    flow.set_quantity(14, 2_147_483_647)
    assert picker._basket_rows[14][2].value == 2_147_483_647
    assert flow.snapshot().lines[0].quantity == 2_147_483_647

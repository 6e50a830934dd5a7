"""Widgets as a user writes them: only type-checked, never run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_type

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import (
    BackgroundRunner,
    CheckoutApp,
    CheckoutForm,
    InlineRunner,
    OrdersExplorer,
    PaymentPanel,
    ProductPicker,
    RefundForm,
    Runner,
    SignInForm,
)

shop = oe.connect()
flow = shop.checkout("orders")
runner: Runner = BackgroundRunner()
inline = InlineRunner()
inline.start(lambda: None)
assert_type(inline.tick(), int)
assert_type(inline.failures, list[Exception])
assert_type(runner.wait(5), bool)


def upload(name: str, content: bytes) -> dict[str, Any]:
    return {"filename": name, "downloadLink": "https://example.org/file", "size": len(content)}


app = CheckoutApp(shop, storage="orders", embed=True, upload=upload, runner=runner)
assert_type(app.flow, oe.CheckoutFlow | None)
form = CheckoutForm(flow, upload=upload, runner=inline)
CheckoutForm(flow, upload=False)
assert_type(form.flow, oe.CheckoutFlow)
form.load()
explorer = OrdersExplorer(shop)
assert_type(explorer.orders, tuple[oe.Order, ...])
assert_type(explorer.order, oe.Order | None)
explorer.show_order(89)
explorer.load(here=True)
panel = PaymentPanel(flow, embed=True)
assert_type(panel.is_following, bool)
picker = ProductPicker(flow)
assert_type(picker.products, dict[int, int])
refund = RefundForm(shop, 89)
assert_type(refund.products, dict[int, int])
refund.load()
sign_in = SignInForm(shop, code_event="send_code")
assert_type(sign_in.signed_in, oe.SignIn | None)

for widget in (app, form, explorer, panel, picker, refund, sign_in):
    assert_type(widget.busy, bool)
    assert_type(widget.message, str)
    assert_type(widget.text(), str)
    assert_type(widget.wait(5), bool)
    assert_type(widget.on_change(lambda: None), Callable[[], None])
    widget.refresh()
    widget.close()

"""Widgets for notebooks: forms for a shop and a checkout, usable with mouse, keyboard and screen reader."""

from __future__ import annotations

from .checkout_app import CheckoutApp
from .checkout_form import CheckoutForm
from .orders_explorer import OrdersExplorer
from .parts.runner import BackgroundRunner, InlineRunner, Runner
from .payment_panel import PaymentPanel
from .product_picker import ProductPicker
from .refund_form import RefundForm
from .sign_in_form import SignInForm

__all__ = [
    "BackgroundRunner",
    "CheckoutApp",
    "CheckoutForm",
    "InlineRunner",
    "OrdersExplorer",
    "PaymentPanel",
    "ProductPicker",
    "RefundForm",
    "Runner",
    "SignInForm",
]


def __dir__() -> list[str]:
    return __all__

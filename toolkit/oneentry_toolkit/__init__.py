"""OneEntry from Python: sign in, place orders, take payments, and look at all of it as DataFrames.

    import oneentry_toolkit as oe

    shop = oe.connect()
    shop.users.sign_in("your-user@email.com", "123456")
    order = shop.orders.create("orders", products={14: 1}, form={"name": "Christina Thomas"}, payment_account="cash")
    session = shop.payments.create_session(order)
    shop.payments.sessions_for(order)

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

import importlib

from . import errors as errors
from .errors import *  # noqa: F403

# Spelt out, because importing `typing` for it would be most of what importing this package costs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from . import (
        checkout as checkout,
        exports as exports,
        money as money,
        plots as plots,
        sandbox as sandbox,
        tables as tables,
        tokens as tokens,
        views as views,
        widgets as widgets,
    )
    from .checkout import CheckoutFlow as CheckoutFlow
    from .checkout.state import (
        CheckoutLine as CheckoutLine,
        CheckoutSnapshot as CheckoutSnapshot,
        CheckoutState as CheckoutState,
        Problem as Problem,
    )
    from .orders.models import (
        Order as Order,
        OrderLine as OrderLine,
        OrderPreview as OrderPreview,
        Status as Status,
        Storage as Storage,
    )
    from .payments.accounts import PaymentAccount as PaymentAccount
    from .payments.models import PaymentSession as PaymentSession
    from .payments.refunds import RefundRequest as RefundRequest
    from .payments.stages import PaymentProgress as PaymentProgress, PaymentStage as PaymentStage
    from .resources.carts import CartItem as CartItem, WishlistItem as WishlistItem
    from .resources.catalogue import (
        Product as Product,
        ProductBlock as ProductBlock,
        ProductCounts as ProductCounts,
        ProductGroup as ProductGroup,
        ProductHit as ProductHit,
        ProductPrice as ProductPrice,
    )
    from .resources.discounts import (
        BonusMovement as BonusMovement,
        CouponCheck as CouponCheck,
        Discount as Discount,
        DiscountCondition as DiscountCondition,
    )
    from .resources.files import UploadedFile as UploadedFile
    from .resources.form_configs import FormConfig as FormConfig
    from .resources.formdata import Form as Form, FormField as FormField
    from .resources.submissions import Submission as Submission
    from .resources.users import Provider as Provider, SignIn as SignIn, User as User
    from .sandbox import Sandbox as Sandbox
    from .scenario.changes import ScenarioChange as ScenarioChange
    from .scenario.document import Scenario as Scenario
    from .several import frames_of as frames_of
    from .shop import Shop as Shop, connect as connect
    from .tokens import FileTokens as FileTokens, MemoryTokens as MemoryTokens

__version__ = "0.1.0"

_MODULES = ("checkout", "errors", "exports", "money", "plots", "sandbox", "tables", "tokens", "views", "widgets")
"""The public modules, such as ``oe.plots``."""

# For type checkers, the imports above repeat it; tests/test_exports.py holds both equal.
_NAMES = {
    "checkout": ("CheckoutFlow",),
    "checkout.state": ("CheckoutLine", "CheckoutSnapshot", "CheckoutState", "Problem"),
    "orders.models": ("Order", "OrderLine", "OrderPreview", "Status", "Storage"),
    "payments.accounts": ("PaymentAccount",),
    "payments.refunds": ("RefundRequest",),
    "payments.models": ("PaymentSession",),
    "payments.stages": ("PaymentProgress", "PaymentStage"),
    "resources.carts": ("CartItem", "WishlistItem"),
    "resources.catalogue": (
        "Product",
        "ProductBlock",
        "ProductCounts",
        "ProductGroup",
        "ProductHit",
        "ProductPrice",
    ),
    "resources.discounts": ("BonusMovement", "CouponCheck", "Discount", "DiscountCondition"),
    "resources.files": ("UploadedFile",),
    "resources.form_configs": ("FormConfig",),
    "resources.formdata": ("Form", "FormField"),
    "resources.submissions": ("Submission",),
    "resources.users": ("Provider", "SignIn", "User"),
    "sandbox": ("Sandbox",),
    "scenario.changes": ("ScenarioChange",),
    "scenario.document": ("Scenario",),
    "several": ("frames_of",),
    "shop": ("Shop", "connect"),
    "tokens": ("FileTokens", "MemoryTokens"),
}
_LAZY = {name: module for module, names in _NAMES.items() for name in names}

__all__ = sorted(["__version__", *errors.__all__, *_LAZY])


# Hidden from type checkers: they report a name that does not exist.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in _MODULES:
            return importlib.import_module(f".{name}", __name__)
        if name in _LAZY:
            value = getattr(importlib.import_module(f".{_LAZY[name]}", __name__), name)
            globals()[name] = value
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_MODULES])

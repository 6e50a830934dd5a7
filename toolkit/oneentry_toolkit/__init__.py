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

from .errors import (
    AccessDeniedError,
    ApiError,
    CheckoutError,
    CheckoutStateError,
    CheckoutUncertainError,
    ConflictError,
    ConnectionFailedError,
    CurrencyMismatchError,
    ExportError,
    IncompleteListError,
    IncompleteListWarning,
    InputError,
    InvalidRequestError,
    MissingExtraError,
    NotFoundError,
    OneEntryError,
    OneEntryWarning,
    PaymentError,
    PaymentTimeoutError,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
    SettingsError,
    SignInError,
    SignInExpiredError,
    SignInRejectedError,
    SignInRequiredError,
)

# Spelt out, because importing `typing` for it would be most of what importing this package costs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from . import exports as exports, plots as plots, tables as tables, views as views
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
    from .payments.refunds import RefundRequest as RefundRequest
    from .payments.sessions import PaymentAccount as PaymentAccount, PaymentSession as PaymentSession
    from .resources.discounts import BonusMovement as BonusMovement, CouponCheck as CouponCheck, Discount as Discount
    from .resources.formdata import Form as Form, FormField as FormField
    from .resources.products import Product as Product, ProductHit as ProductHit
    from .resources.users import Provider as Provider, SignIn as SignIn, User as User
    from .sandbox import Sandbox as Sandbox
    from .shop import Shop as Shop, connect as connect
    from .transport.tokens import FileTokens as FileTokens, MemoryTokens as MemoryTokens

__version__ = "0.1.0"

_LAZY = {
    "BonusMovement": "resources.discounts",
    "CheckoutFlow": "checkout",
    "CheckoutLine": "checkout.state",
    "CheckoutSnapshot": "checkout.state",
    "CheckoutState": "checkout.state",
    "CouponCheck": "resources.discounts",
    "Discount": "resources.discounts",
    "FileTokens": "transport.tokens",
    "Form": "resources.formdata",
    "FormField": "resources.formdata",
    "MemoryTokens": "transport.tokens",
    "Order": "orders.models",
    "OrderLine": "orders.models",
    "OrderPreview": "orders.models",
    "PaymentAccount": "payments.sessions",
    "PaymentSession": "payments.sessions",
    "Problem": "checkout.state",
    "Product": "resources.products",
    "ProductHit": "resources.products",
    "Provider": "resources.users",
    "RefundRequest": "payments.refunds",
    "Sandbox": "sandbox",
    "Shop": "shop",
    "SignIn": "resources.users",
    "Status": "orders.models",
    "Storage": "orders.models",
    "User": "resources.users",
    "connect": "shop",
}

__all__ = [
    "AccessDeniedError",
    "ApiError",
    "BonusMovement",
    "CheckoutError",
    "CheckoutFlow",
    "CheckoutLine",
    "CheckoutSnapshot",
    "CheckoutState",
    "CheckoutStateError",
    "CheckoutUncertainError",
    "ConflictError",
    "ConnectionFailedError",
    "CouponCheck",
    "CurrencyMismatchError",
    "Discount",
    "ExportError",
    "FileTokens",
    "Form",
    "FormField",
    "IncompleteListError",
    "IncompleteListWarning",
    "InputError",
    "InvalidRequestError",
    "MemoryTokens",
    "MissingExtraError",
    "NotFoundError",
    "OneEntryError",
    "OneEntryWarning",
    "Order",
    "OrderLine",
    "OrderPreview",
    "PaymentAccount",
    "PaymentError",
    "PaymentSession",
    "PaymentTimeoutError",
    "Problem",
    "Product",
    "ProductHit",
    "Provider",
    "RateLimitedError",
    "RefundRequest",
    "ResponseFormatError",
    "Sandbox",
    "ServerError",
    "SettingsError",
    "Shop",
    "SignIn",
    "SignInError",
    "SignInExpiredError",
    "SignInRejectedError",
    "SignInRequiredError",
    "Status",
    "Storage",
    "User",
    "__version__",
    "connect",
]


# Whole rooms, for analysts: `oe.plots.revenue(orders)`.
_ROOMS = ("exports", "plots", "tables", "views")


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return importlib.import_module(f".{name}", __name__)
    if name in _LAZY:
        value = getattr(importlib.import_module(f".{_LAZY[name]}", __name__), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY, *_ROOMS})

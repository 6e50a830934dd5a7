"""What a scenario has that does not say it."""

from __future__ import annotations

from ..data import clock
from ..data.catalogue import GUEST_GROUP, Document

_MAPS = ("forms", "providers", "accounts", "storages", "pages", "blocks", "product_statuses", "discounts", "coupons")
_LISTS = ("products", "orders")
DISCOUNT_RULES: Document = {
    "allowGiftStacking": False,
    "allowStacking": True,
    "maxDiscountValue": None,
    "maxBonusPaymentPercent": 50,
    "minBonusAmount": 1,
    "minOrderAmountForBonus": 20,
}
_REGISTRATION: Document = {
    "type": "sing_in_up",
    "title": "Registration",
    "fields": {
        "email": {
            "title": "E-mail",
            "required": True,
            "flags": ["isLogin", "isSignUp"],
            "validators": {"emailInspectionValidator": True},
        },
        "password": {"title": "Password", "required": True, "flags": ["isPassword", "isSignUp"]},
    },
}
_DEMO_LOGIN, _DEMO_PASSWORD = "your-user@email.com", "123456"
_STATUSES: Document = {
    "created": "Created",
    "inProgress": "In progress",
    "completed": "Completed",
    "canceled": "Canceled",
}


def with_defaults(data: Document) -> Document:
    """Returns a scenario with everything that it leaves out."""
    made: Document = {
        "title": "Shop",
        "languages": ["en_US"],
        "currency": "USD",
        "starts": clock.START,
        "payment_statuses": {},
        "refund_statuses": {},
        "discount_rules": {},
        "events": ["send_code", "user_registration", "password_reset"],
        "history": {"orders": 0},
        **{name: {} for name in _MAPS},
        **{name: [] for name in _LISTS},
        **data,
    }
    made["groups"] = {GUEST_GROUP: {}, **made.get("groups", {})}
    if not made["providers"]:
        made["forms"] = {"registration": _REGISTRATION, **made["forms"]}
        made["providers"] = {"email": {"form": "registration"}}
    made["accounts"] = made["accounts"] or {"cash": {"title": "Cash"}}
    made["users"] = made.get("users") or [{"login": _DEMO_LOGIN, "password": _DEMO_PASSWORD}]
    made["storages"] = {
        marker: {**storage, "statuses": storage.get("statuses", _STATUSES)}
        for marker, storage in made["storages"].items()
    }
    return made

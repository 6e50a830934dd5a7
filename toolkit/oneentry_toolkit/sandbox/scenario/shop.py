"""The default scenario's shop as documents of the API: users, providers, storages, statuses, accounts and discounts."""

from __future__ import annotations

from typing import Any

from ..data.catalogue import Document
from ..data.documents import PAGE_BASE
from .forms import forms
from .parts import attribute, title
from .products import block, pages, products

DEMO_USER, DEMO_PASSWORD, DEMO_USER_ID = "your-user@email.com", "123456", 16
# id, provider, login, name, phone, active; those with provider `email` have the password `password-<id>`
USERS: list[tuple[int, str, str, str, str, bool]] = [
    (3, "email", "anna.keller@example.com", "Anna Keller", "+4915112345678", True),
    (5, "email", "ben.osei@example.com", "Ben Osei", "", True),
    (8, "email", "chiara.russo@example.com", "Chiara Russo", "+393471234567", True),
    (11, "email", "dmitri.volkov@example.com", "Dmitri Volkov", "", True),
    (14, "email_code", "visitor@your-instance.example", "Vera Visitor", "", True),
    (15, "email_code", "newcomer@your-instance.example", "Noa Newcomer", "", False),
    (DEMO_USER_ID, "email", DEMO_USER, "Christina Thomas", "+19991234567", True),
]
_SINCE, _UNTIL = "2023-01-01T00:00:00.000Z", "2035-12-31T23:59:59.000Z"


def definitions() -> list[tuple[str, int, str, Document, Document]]:
    """Every definition as (kind, id, identifier, document, notes)."""
    rows: list[tuple[str, int, str, Document, Document]] = []
    rows += [("provider", body["id"], body["identifier"], body, {}) for body in _providers()]
    rows += [("form", body["id"], body["identifier"], body, notes) for body, notes in forms()]
    rows += [("storage", body["id"], body["identifier"], body, notes) for body, notes in _storages()]
    rows += [
        ("status", body["id"], f"{notes['storageId']}:{body['identifier']}", body, notes) for body, notes in _statuses()
    ]
    rows += [("account", body["id"], body["identifier"], body, notes) for body, notes in _accounts()]
    rows += [("product", body["id"], f"product-{body['id']}", body, notes) for body, notes in products()]
    rows += [("page", number, marker, {}, {"parent": parent}) for number, marker, parent in pages()]
    rows += [("block", body["id"], body["identifier"], body, {}) for body in [block()]]
    rows += [("discount", body["id"], body["identifier"], body, notes) for body, notes in _discounts()]
    events = ("send_code", "user_registration", "password_reset")
    rows += [("event", number, name, {"id": number, "identifier": name}, {}) for number, name in enumerate(events, 1)]
    rows.append(("settings", 1, "settings", _settings(), {}))
    return rows


def coupons() -> list[tuple[str, int, bool]]:
    """Coupon codes as (code, discount id, may be used again)."""
    return [
        ("WELCOME10", 3, True),
        ("GIFTMUG", 4, True),
        ("BIGBASKET", 5, True),
        ("SUMMER-KBWZ-2428", 3, False),
        ("SPRING-USED-1", 3, False),
        ("SPRING23", 7, True),
    ]


def _settings() -> Document:
    return {
        "title": "Harbour Pantry",
        "languages": ["en_US", "de_DE"],
        "currency": "USD",
        "paymentStatuses": {
            "waiting": {
                "identifier": "inProgress-payment",
                "localizeInfos": title("Payment in progress", "Zahlung läuft"),
            },
            "completed": {"identifier": "completed-payment", "localizeInfos": title("Paid", "Bezahlt")},
            "canceled": {"identifier": "canceled-payment", "localizeInfos": title("Not paid", "Nicht bezahlt")},
            "expired": {"identifier": "expired-payment", "localizeInfos": title("Payment expired", "Abgelaufen")},
        },
        "discounts": {
            "allowGiftStacking": False,
            "allowStacking": True,
            "maxDiscountValue": None,
            "maxBonusPaymentPercent": 50,
            "minBonusAmount": 1,
            "minOrderAmountForBonus": 20,
        },
    }


def _providers() -> list[Document]:
    config = {
        "accessTokenTtlSec": "36000",
        "refreshTokenTtlMc": "604800",
        "deleteNoneActiveUsersAfterDays": "2",
        "systemCodeTlsSec": "120",
        "systemCodeLength": "6",
        "oauthAuthUrl": None,
        "systemCodeOnlyNumbers": None,
    }

    def provider(number: int, marker: str, kind: str, text: str, form: str | None, **more: Any) -> Document:
        active, by_code = more.pop("isActive", True), more.pop("isCheckCode", False)
        return {
            "id": number,
            "localizeInfos": title(text),
            "config": {**config, **more},
            "version": 0,
            "identifier": marker,
            "type": kind,
            "formIdentifier": form,
            "userGroupIdentifier": "guest",
            "isActive": active,
            "isCheckCode": by_code,
        }

    return [
        provider(1, "email", "email", "email", "reg"),
        provider(2, "email_code", "email", "E-mail code", "reg_code", isCheckCode=True, systemCodeOnlyNumbers="1"),
        provider(3, "google", "oauth", "Google", None, oauthAuthUrl="https://accounts.sandbox.invalid/oauth"),
        provider(4, "phone", "phone", "phone", "reg_code", isActive=False, isCheckCode=True),
    ]


def _storages() -> list[tuple[Document, Document]]:
    accounts = [{"identifier": marker} for marker in ("cash", "stripe", "paypal")]

    def storage(
        number: int, marker: str, text: str, form: str, sells: list[str], **moves: str
    ) -> tuple[Document, Document]:
        return {
            "id": number,
            "localizeInfos": title(text),
            "position": number,
            "identifier": marker,
            "formIdentifier": form,
            "generalTypeId": 21,
            "paymentAccountIdentifiers": accounts,
        }, {"attributeSetIdentifier": form, "sells": sells, "priceExpiration": "10m", "sessionStatuses": moves}

    return [
        storage(1, "orders", "Orders", "order", ["coffee", "brewing", "machines", "tableware"], completed="inProgress"),
        storage(2, "subscriptions", "Subscriptions", "subscription_form", ["subscriptions"]),
        storage(3, "tickets", "Tickets", "tickets_form", ["workshops"]),
    ]


def _statuses() -> list[tuple[Document, Document]]:
    of_storages = {
        1: [
            ("created", "Created", "Angelegt"),
            ("inProgress", "In progress", "In Arbeit"),
            ("shipped", "Shipped", "Versandt"),
            ("completed", "Completed", "Abgeschlossen"),
            ("canceled", "Canceled", "Storniert"),
        ],
        2: [("active", "Active", "Aktiv"), ("ended", "Ended", "Beendet"), ("stopped", "Stopped", "Gestoppt")],
        3: [
            ("upcoming", "Upcoming", "Bevorstehend"),
            ("attended", "Attended", "Besucht"),
            ("returned", "Returned", "Zurück"),
        ],
    }
    rows: list[tuple[Document, Document]] = []
    for storage_id, statuses in of_storages.items():
        for position, (marker, text, german) in enumerate(statuses, 1):
            body = {
                "id": len(rows) + 1,
                "identifier": marker,
                "localizeInfos": title(text, german),
                "position": position,
                "isDefault": position == 1,
                "isUsed": True,
            }
            rows.append((body, {"storageId": storage_id}))
    return rows


def _account(
    number: int, marker: str, text: str, kind: str, link: str, *, status: str = "connected", **test: Any
) -> tuple[Document, Document]:
    return {
        "id": number,
        "identifier": marker,
        "isVisible": True,
        "localizeInfos": title(text),
        "type": kind,
        "isUsed": True,
        "testMode": True,
        "settings": {"status": status},
        "testSettings": {"status": "connected", **test},
        "updatedDate": f"2025-02-25T08:5{number + 4}:43.957Z",
    }, {"link": link}


def _accounts() -> list[tuple[Document, Document]]:
    return [
        _account(1, "cash", "Cash", "custom", "never"),
        _account(
            2,
            "stripe",
            "Stripe",
            "stripe",
            "at_once",
            cancelUrl=f"{PAGE_BASE}/shop/cancel",
            successUrl=f"{PAGE_BASE}/shop/success",
            sessionTimeout=1440,
            stripeAccountId="acct_sandbox",
            stripePublishableKey="pk_sandbox_public",
            stripeOnboardingComplete=True,
            signingSecretKey="not-a-real-signing-secret",
            useWebHookValidation=True,
        ),
        _account(3, "paypal", "PayPal", "custom", "later"),
    ]


def more_accounts() -> list[tuple[Document, Document]]:
    """Accounts of the types that the official SDK does not know, as (document, notes); the last is not connected.

    Its test side is connected and it is in test mode, which does not help: docs/api/traps.md#trap-36.
    """
    pages = {"cancelUrl": f"{PAGE_BASE}/shop/cancel", "successUrl": f"{PAGE_BASE}/shop/success"}
    return [
        _account(4, "yookassa", "YooKassa", "yookassa", "at_once", **pages),
        _account(5, "midtrans", "Midtrans", "midtrans", "at_once", status="not_connected", **pages),
    ]


def _discount(number: int, marker: str, text: str, value: Document | None, **more: Any) -> Document:
    conditions = [
        {"id": 10 * number + place, "discountId": number, **condition}
        for place, condition in enumerate(more.pop("conditions", ()), 1)
    ]
    body = {
        "id": number,
        "type": "DISCOUNT",
        "attributeSetId": 31,
        "attributeSetIdentifier": "discounts",
        "conditionLogic": "AND",
        "discountValue": value,
        "exclusions": None,
        "gifts": None,
        "giftsReplaceCartItems": False,
        "userGroups": None,
        "userExclusions": None,
        "localizeInfos": title(text),
        "version": 0,
        "total": "1",
        "identifier": marker,
        "startDate": _SINCE,
        "endDate": _UNTIL,
        "attributeValues": {"en_US": {"badge": {**attribute("string", text, 0), "isProductPreview": False}}},
        "conditions": conditions,
        "bonusEvent": None,
        "position": number,
    }
    return {**body, **more}


def _discounts() -> list[tuple[Document, Document]]:
    def value(size: int | None, kind: str, where: str) -> Document:
        return {"value": size, "maxAmount": None, "discountType": kind, "applicability": where}

    def at_least(least: int) -> list[Document]:
        return [{"conditionType": "MIN_CART_AMOUNT", "value": {"amount": least}}]

    def in_category(marker: str) -> list[Document]:
        return [{"conditionType": "CATEGORY", "value": None, "entityIds": [{"id": marker, "isNested": False}]}]

    coupon = {"coupon_only": True}
    ten = value(10, "PERCENTAGE", "TO_ORDER")
    return [
        (
            _discount(
                1,
                "brewing_days",
                "Brewing days",
                value(10, "PERCENTAGE", "TO_PRODUCT"),
                conditions=in_category("brewing"),
                startDate="2025-04-30T19:00:00.000Z",  # after the last order of the history, before the first new one
            ),
            {},
        ),
        (
            _discount(
                2,
                "personal_discount",
                "Personal discount",
                value(15, "FIXED_AMOUNT", "TO_ORDER"),
                type="PERSONAL_DISCOUNT",
            ),
            {},
        ),
        (_discount(3, "welcome", "Welcome: 10 % off", ten), coupon),
        (
            _discount(
                4,
                "gift_mug",
                "A mug as a gift",
                value(None, "NONE", "TO_ORDER"),
                gifts=[{"productId": 8, "quantity": 1}],
            ),
            coupon,
        ),
        (
            _discount(
                5, "big_basket", "20 % off from 500 USD", value(20, "PERCENTAGE", "TO_ORDER"), conditions=at_least(500)
            ),
            coupon,
        ),
        (
            _discount(
                6,
                "loyalty",
                "5 % back as bonuses",
                value(5, "PERCENTAGE", "TO_ORDER"),
                type="BONUS",
                startDate=None,
                endDate=None,
                bonusEvent={"id": 1, "triggerEvent": "ORDER_PAID", "bonusExpirationDays": None},
            ),
            {},
        ),
        (_discount(7, "spring_2023", "Spring 2023", ten, endDate="2023-06-30T23:59:59.000Z"), coupon),
    ]

"""The default scenario's shop: what it sells and how it asks. Data, and the functions that spell it out."""

from __future__ import annotations

from typing import Any

from ..data.catalogue import Document
from ..data.documents import PAGE_BASE

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
_FILES = "https://files.sandbox.invalid/catalog"

# id, sku, title, category, price, status, weight in grams, description
_PRODUCTS: list[tuple[int, str | None, str, str, float | int | None, str | None, int | None, str]] = [
    (1, "HP-COF-001", "House blend, 1 kg", "coffee", 24.9, "in_stock", 1000, "Chocolate and hazelnut, for every day."),
    (2, "HP-COF-002", "Ethiopia Guji, 250 g", "coffee", 12.5, "in_stock", 250, "Peach, jasmine, black tea."),
    (3, "HP-COF-003", "Colombia Huila, 250 g", "coffee", 11, "in_stock", 250, "Red apple and caramel."),
    (4, "HP-COF-004", "Decaf Peru, 250 g", "coffee", 11.9, "in_stock", 250, "Washed with water, sweet as cocoa."),
    (5, "HP-COF-005", "Espresso Nero, 1 kg", "coffee", 27.5, "sale", 1000, "Dark, thick, no acidity."),
    (6, "HP-BRW-001", "Pour-over dripper", "brewing", 18, "in_stock", 380, "Ceramic, for one or two cups."),
    (7, "HP-BRW-002", "Paper filters, 100 pieces", "brewing", 6.4, "in_stock", 120, "Unbleached."),
    (8, "HP-TBL-001", "Stoneware mug", "tableware", 14, "in_stock", 420, "Holds 300 ml and the heat."),
    (9, "HP-BRW-003", "French press, 1 l", "brewing", 39.9, "in_stock", 900, "Glass and steel."),
    (10, "HP-BRW-004", "Hand grinder", "brewing", 89, "in_stock", 650, "Steel burrs, 36 settings."),
    (11, "HP-BRW-005", "Gooseneck kettle", "brewing", 64.5, "sale", 1100, "Pours where you look."),
    (12, "HP-TBL-002", "Espresso cups, set of 4", "tableware", 32, "in_stock", 800, "Thick walls, round bottom."),
    (13, "HP-MCH-001", "Electric grinder", "machines", 189, "in_stock", 3100, "Flat burrs, quiet motor."),
    (14, "HP-MCH-002", "Espresso machine Bora", "machines", 340, "in_stock", 7400, "One boiler, steam wand, 15 bar."),
    (15, "HP-MCH-003", "Filter machine Fjord", "machines", 219, "in_stock", 4200, "Eight cups in six minutes."),
    (16, "HP-MCH-004", "Milk frother", "machines", 59.9, "waiting", 900, "Hot or cold foam."),
    (17, "HP-TBL-003", "Travel cup", "tableware", 21.5, "in_stock", 260, "Closes tight."),
    (18, "HP-TBL-004", "Carafe, 0.6 l", "tableware", 27, "in_stock", 540, "Borosilicate glass."),
    (19, "HP-SUB-001", "Coffee subscription, 1 month", "subscriptions", 22, None, None, "Two bags, roasted this week."),
    (20, "HP-SUB-002", "Coffee subscription, 1 year", "subscriptions", 240, None, None, "Twelve months, one gift mug."),
    (21, None, "Café machine Maestral", "machines", None, "waiting", 48000, "Two groups. Price on request."),
    (22, "HP-TCK-001", "Latte art workshop", "workshops", 45, None, None, "Two hours, six people."),
    (23, "HP-TCK-002", "Home barista course", "workshops", 120, None, None, "A whole Saturday."),
    (24, "HP-TCK-003", "Cupping evening", "workshops", 15.5, None, None, "Taste eight coffees blind."),
    (25, "HP-COF-900", "Winter blend 2023, 250 g", "coffee", 9.9, None, 250, "Sold out, no longer shown."),
]
_HIDDEN = {25}
_GERMAN = {1: ("Hausmischung, 1 kg", "Schokolade und Haselnuss."), 14: ("Espressomaschine Bora", "Ein Kessel, 15 bar.")}
# product -> stages it is paid in, when the option `payment_stages` says so: marker, title, percent
_STAGES: dict[int, list[tuple[str, str, int]]] = {
    14: [("deposit", "Deposit", 30), ("balance", "Balance", 70)],
    20: [(f"quarter_{number}", f"Quarter {number}", 25) for number in (1, 2, 3, 4)],
}
_PICTURES = {1: 1, 6: 1, 8: 1, 10: 2, 12: 1, 13: 1, 14: 3, 15: 1, 18: 1, 20: 1}
_PAGES = {"coffee": 11, "brewing": 12, "machines": 13, "tableware": 14, "subscriptions": 15, "workshops": 16}
_STOCK = {"in_stock": ("In stock", "Auf Lager"), "sale": ("Sale", "Angebot"), "waiting": ("On its way", "Unterwegs")}


def title(text: str, german: str | None = None) -> Document:
    """Localised infos with a title."""
    infos: Document = {"en_US": {"title": text}}
    if german is not None:
        infos["de_DE"] = {"title": german}
    return infos


def _notes(product_id: int) -> Document:
    """What the sandbox knows of a product beyond what it answers."""
    return {"stages": _STAGES[product_id]} if product_id in _STAGES else {}


def definitions() -> list[tuple[str, int, str, Document, Document]]:
    """Every definition as (kind, id, identifier, wire document, notes)."""
    rows: list[tuple[str, int, str, Document, Document]] = []
    rows += [("provider", body["id"], body["identifier"], body, {}) for body in _providers()]
    rows += [("form", body["id"], body["identifier"], body, {}) for body in _forms()]
    rows += [("storage", body["id"], body["identifier"], body, notes) for body, notes in _storages()]
    rows += [("status", body["id"], body["identifier"], body, notes) for body, notes in _statuses()]
    rows += [("account", body["id"], body["identifier"], body, notes) for body, notes in _accounts()]
    rows += [
        ("product", body["id"], f"product-{body['id']}", body, _notes(body["id"])) for body in map(_product, _PRODUCTS)
    ]
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
        "currency": "USD",
        "discounts": {
            "allowGiftStacking": False,
            "allowStacking": True,
            "maxDiscountValue": None,
            "maxBonusPaymentPercent": 50,
            "minBonusAmount": 1,
            "minOrderAmountForBonus": 20,
        },
        "bonusPercent": 5,
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


_REQUIRED: Document = {"requiredValidator": {"strict": True}}


def _field(marker: str, kind: str, position: int, text: str, **more: Any) -> Document:
    flags = ("isLogin", "isSignUp", "isNotificationEmail", "isNotificationPhonePush", "isNotificationPhoneSMS")
    body: Document = {
        "type": kind,
        "marker": marker,
        "position": position,
        "settings": {},
        "isVisible": True,
        "listTitles": [],
        "validators": {},
        "localizeInfos": {"title": text},
        "additionalFields": [],
        **dict.fromkeys((*flags, "isPassword", "isSignUpRequired"), None),
    }
    return {**body, **more}


def _options(*pairs: tuple[str, str]) -> list[Document]:
    return [
        {"title": text, "value": value, "position": position, "extended": {"type": None, "value": None}}
        for position, (value, text) in enumerate(pairs, 1)
    ]


def _form(number: int, marker: str, kind: str | None, text: str, fields: list[Document]) -> Document:
    infos = {"title": text, "titleForSite": "", "successMessage": "", "unsuccessMessage": "", "urlAddress": ""}
    return {
        "id": number,
        "attributeSetId": number + 1 if fields else None,
        "type": kind,
        "localizeInfos": {"en_US": {**infos, "database": "0", "script": "0"}},
        "version": 0,
        "position": number,
        "identifier": marker,
        "processingType": "script",
        "templateId": None,
        "attributes": fields or {},
        "total": str(len(fields)),
        "moduleFormConfigs": [],
    }


def _forms() -> list[Document]:
    email = {**_REQUIRED, "emailInspectionValidator": True}
    password = {**_REQUIRED, "stringInspectionValidator": {"stringMin": 5, "stringMax": 0, "stringLength": 0}}
    short = {"stringInspectionValidator": {"stringMin": 0, "stringMax": "15", "stringLength": 0}}
    # Saturdays of May 2025, every week, slots of two hours.
    saturdays = {
        "id": "5f6f2c1e",
        "fullMonth": 4,
        "inEveryMonth": False,
        "inEveryWeek": True,
        "selectedYear": 2025,
        "range": ["2025-05-03T00:00:00.000Z", "2025-05-03T00:00:00.000Z"],
        "external": [],
        "intervals": [
            {"id": "a1", "start": {"hours": 10, "minutes": 0}, "end": {"hours": 18, "minutes": 0}, "period": 120}
        ],
    }
    login = _field("email_reg", "string", 1, "E-mail", isLogin=True, isSignUp=True, validators=email)
    secret = _field("password_reg", "string", 2, "Password", isPassword=True, isSignUp=True, validators=password)
    name = _field("name_reg", "string", 3, "Name", isSignUp=True, isSignUpRequired=True, validators=_REQUIRED)
    phone = _field("phone_reg", "string", 4, "Phone", isSignUp=True, isNotificationPhoneSMS=True, validators=short)
    code_login = _field("email_code", "string", 1, "E-mail", isLogin=True, isSignUp=True, validators=email)
    return [
        _form(4, "reg", "sing_in_up", "Registration", [login, secret, name, phone]),
        _form(5, "reg_code", "sing_in_up", "Registration with a code", [code_login, {**name, "position": 2}]),
        _form(
            6,
            "order",
            "order",
            "Order",
            [
                _field("name", "string", 1, "Name", validators={**_REQUIRED, "trimValidator": True}),
                _field("phone", "string", 2, "Phone", validators=short),
                _field(
                    "delivery",
                    "radioButton",
                    3,
                    "Delivery",
                    listTitles=_options(("courier", "By courier"), ("pickup", "I will fetch it")),
                ),
                _field("delivery_date", "date", 4, "Delivery date"),
                _field("comment", "text", 5, "Comment"),
            ],
        ),
        _form(
            7,
            "subscription_form",
            "order",
            "Subscription",
            [
                _field("expired_date", "date", 1, "Last day", validators=_REQUIRED),
                _field(
                    "subscription_time",
                    "list",
                    2,
                    "Length",
                    validators=_REQUIRED,
                    listTitles=_options(("1_month", "One month"), ("1_year", "One year")),
                ),
            ],
        ),
        _form(
            8,
            "tickets_form",
            "order",
            "Tickets",
            [
                _field(
                    "schedule",
                    "timeInterval",
                    1,
                    "When",
                    validators=_REQUIRED,
                    localizeInfos={"title": "When", "intervals": [saturdays]},
                ),
                _field("tickets", "integer", 2, "How many", validators=_REQUIRED),
            ],
        ),
        _form(9, "contact_us", "data", "Contact us", [_field("message", "text", 1, "Message", validators=_REQUIRED)]),
        _form(10, "newsletter", "data", "Newsletter", []),
    ]


def _storages() -> list[tuple[Document, Document]]:
    accounts = [{"identifier": marker} for marker in ("cash", "stripe", "paypal")]

    def storage(number: int, marker: str, text: str, form: str, sells: list[str]) -> tuple[Document, Document]:
        return {
            "id": number,
            "localizeInfos": title(text),
            "position": number,
            "identifier": marker,
            "formIdentifier": form,
            "generalTypeId": 21,
            "paymentAccountIdentifiers": accounts,
        }, {"attributeSetIdentifier": form, "sells": sells}

    return [
        storage(1, "orders", "Orders", "order", ["coffee", "brewing", "machines", "tableware"]),
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


def _accounts() -> list[tuple[Document, Document]]:
    def account(number: int, marker: str, text: str, kind: str, link: str, **test: Any) -> tuple[Document, Document]:
        return {
            "id": number,
            "identifier": marker,
            "isVisible": True,
            "localizeInfos": title(text),
            "type": kind,
            "isUsed": True,
            "testMode": True,
            "settings": {"status": "connected"},
            "testSettings": {"status": "connected", **test},
            "updatedDate": f"2025-02-25T08:5{number + 4}:43.957Z",
        }, {"link": link}

    return [
        account(1, "cash", "Cash", "custom", "never"),
        account(
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
        account(3, "paypal", "PayPal", "custom", "later"),
    ]


def _attribute(kind: str, value: Any, position: int) -> Document:
    return {
        "type": kind,
        "value": value,
        "position": position,
        "additionalFields": [],
        "isIcon": False,
        "isProductPreview": position == 1,
    }


def _attributes(name: str, price: Any, about: str, weight: int | None, pictures: list[Document]) -> Document:
    text = {"htmlValue": f"<p>{about}</p>", "mdValue": about, "plainValue": about, "params": {}}
    return {
        "product-name": _attribute("string", name, 1),
        "price": _attribute("real", price, 2),
        "currency_products": _attribute("string", "USD", 3),
        "weight": _attribute("integer", weight, 4),
        "description": _attribute("text", [text], 5),
        "img": _attribute("image", pictures, 6),
    }


def pictures(product_id: int) -> list[Document]:
    """A product's pictures, as `image` values."""
    return [
        {
            "filename": f"product-{product_id}-{number}.png",
            "downloadLink": f"{_FILES}/product-{product_id}-{number}.png",
            "size": 48_000 + 1_370 * product_id + number,
            "previewLink": f"{_FILES}/preview/product-{product_id}-{number}.png",
        }
        for number in range(1, _PICTURES.get(product_id, 0) + 1)
    ]


def _product(row: tuple[int, str | None, str, str, Any, str | None, int | None, str]) -> Document:
    number, sku, name, category, price, status, weight, about = row
    values: Document = {"en_US": _attributes(name, price, about, weight, pictures(number))}
    german = _GERMAN.get(number)
    if german is not None:
        values["de_DE"] = _attributes(german[0], price, german[1], weight, pictures(number))
    return {
        "id": number,
        "localizeInfos": title(name, german[0] if german else None),
        "statusIdentifier": status,
        "statusLocalizeInfos": title(*_STOCK[status]) if status else {},
        "attributeSetIdentifier": "products",
        "position": number,
        "templateIdentifier": None,
        "shortDescTemplateIdentifier": "product_preview",
        "price": price,
        "additional": {"prices": {"min": price or 0, "max": price or 0}},
        "sku": sku,
        "isSync": True,
        "attributeValues": values,
        "categories": [category],
        "isVisible": number not in _HIDDEN,
        "productPages": [
            {
                "id": 2800 + number,
                "pageId": _PAGES[category],
                "productId": number,
                "positionId": 3100 + number,
                "categoryPath": category,
            }
        ],
        "blocks": ["product_block"],
        "relatedIds": [other for other in (number - 1, number + 1) if 1 <= other < 25],
    }


def _discount(number: int, marker: str, text: str, value: Document | None, **more: Any) -> Document:
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
        "attributeValues": {"en_US": {"badge": {**_attribute("string", text, 0), "isProductPreview": False}}},
        "conditions": [],
        "bonusEvent": None,
        "position": number,
    }
    return {**body, **more}


def _discounts() -> list[tuple[Document, Document]]:
    def value(size: float | int, kind: str, where: str) -> Document:
        return {"value": size, "maxAmount": None, "discountType": kind, "applicability": where}

    def at_least(least: int) -> list[Document]:
        return [{"conditionType": "MIN_CART_AMOUNT", "value": {"amount": least}}]

    brewing = [{"conditionType": "CATEGORY", "value": {"categories": ["brewing"]}}]
    coupon = {"coupon_only": True}
    ten = value(10, "PERCENT", "TO_ORDER")
    return [
        (
            _discount(
                1,
                "brewing_days",
                "Brewing days",
                value(10, "PERCENT", "TO_PRODUCT"),
                conditions=brewing,
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
            _discount(4, "gift_mug", "A mug as a gift", None, gifts=[{"productId": 8, "quantity": 1}]),
            coupon,
        ),
        (
            _discount(
                5, "big_basket", "20 % off from 500 USD", value(20, "PERCENT", "TO_ORDER"), conditions=at_least(500)
            ),
            coupon,
        ),
        (
            _discount(
                6,
                "loyalty",
                "5 % back as bonuses",
                None,
                type="BONUS",
                bonusEvent={"event": "ORDER_PAID", "percent": 5},
            ),
            {},
        ),
        (_discount(7, "spring_2023", "Spring 2023", ten, endDate="2023-06-30T23:59:59.000Z"), coupon),
    ]

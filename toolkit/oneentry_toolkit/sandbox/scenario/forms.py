"""The default scenario's forms: what the shop asks for at sign-up and with an order."""

from __future__ import annotations

from typing import Any

from ..data.catalogue import Document

_REQUIRED: Document = {"requiredValidator": {"strict": True}}


def forms() -> list[tuple[Document, Document]]:
    """Every form as (document, notes): the notes are what the sandbox knows beyond what it answers."""
    open_ones = ("addresses", "reviews")
    return [(form, {"isPrivate": form["identifier"] not in open_ones}) for form in _forms()]


def _forms() -> list[Document]:
    """Returns the documents of the forms."""
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
    optional_name = {**name, "position": 2, "isSignUpRequired": None, "validators": {}}
    code_login = _field("email_code", "string", 1, "E-mail", isLogin=True, isSignUp=True, validators=email)
    return [
        _form(4, "reg", "sing_in_up", "Registration", [login, secret, name, phone]),
        _form(5, "reg_code", "sing_in_up", "Registration with a code", [code_login, optional_name]),
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
        _form(
            9,
            "contact_us",
            "data",
            "Contact us",
            [_field("message", "text", 1, "Message", validators=_REQUIRED)],
            _config(2, "content", "contacts-page", "blog"),
        ),
        _form(10, "newsletter", "data", "Newsletter", []),
        _form(
            11,
            "addresses",
            "data",
            "Addresses",
            [
                _field("label", "string", 1, "Name of the address"),
                _field("street", "string", 2, "Street and number", validators=_REQUIRED),
                _field("postcode", "string", 3, "Postcode", validators=short),
                _field("city", "string", 4, "City", validators=_REQUIRED),
                _field("floor_plan", "file", 5, "How to find you"),
            ],
            _config(3, "content", "account", isAnonymous=False),
        ),
        _form(
            12,
            "reviews",
            "rating",
            "Reviews",
            [
                _field("score", "integer", 1, "Stars", isRatingValue=True),
                _field("review", "text", 2, "Review"),
                _field("photo", "image", 3, "Photo"),
            ],
            _config(4, "catalog", isGlobal=True, isRating=True),
        ),
    ]


def _config(number: int, module: str, *entities: str, **more: Any) -> Document:
    """What a form is for: entities of a module, or all of them."""
    return {
        "id": number,
        "moduleIdentifier": module,
        "entityIdentifiers": [{"id": entity, "isNested": False} for entity in entities],
        "isGlobal": False,
        "isAnonymous": True,
        "isRating": False,
        "allowRerating": False,
        **more,
    }


def _form(
    number: int, marker: str, kind: str | None, text: str, fields: list[Document], *configs: Document
) -> Document:
    said = "Form submitted successfully" if configs else ""
    infos = {"title": text, "titleForSite": "", "successMessage": said, "unsuccessMessage": "", "urlAddress": ""}
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
        "moduleFormConfigs": list(configs),
    }


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

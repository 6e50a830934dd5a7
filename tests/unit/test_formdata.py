"""Encoding of form values: from what users type to what the API takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from oneentry_toolkit import Form, FormField, InputError
from oneentry_toolkit.resources.formdata import encode_entries, encode_value
from oneentry_toolkit.values.reader import Reader

FILE = {"filename": "a.png", "downloadLink": "https://x/a.png", "size": 1}
MOMENT = {"fullDate": "2026-12-31T00:00:00.000Z", "formattedValue": "31-12-2026", "formatString": "DD-MM-YYYY"}
START, END = datetime(2026, 12, 15, 14, tzinfo=UTC), datetime(2026, 12, 15, 15, tzinfo=UTC)
PAIR = ["2026-12-15T14:00:00.000Z", "2026-12-15T15:00:00.000Z"]


def field(kind: str, **more: Any) -> FormField:
    return FormField(marker="f", type=kind, title="F", **more)


@pytest.mark.parametrize(
    ("kind", "given", "sent"),
    [
        ("string", "Ada", "Ada"),
        ("integer", 5, 5),
        ("integer", Decimal("5"), 5),
        ("integer", 0, 0),
        ("real", 5.5, Decimal("5.5")),
        ("float", Decimal("0.10"), Decimal("0.10")),
        ("date", date(2026, 12, 31), MOMENT),
        ("date", "2026-12-31", MOMENT),
        ("date", MOMENT, MOMENT),
        (
            "dateTime",
            datetime(2026, 12, 31, 20, 5, tzinfo=timezone(timedelta(hours=2))),
            {
                "fullDate": "2026-12-31T18:05:00.000Z",
                "formattedValue": "31-12-2026 18:05",
                "formatString": "DD-MM-YYYY HH:mm",
            },
        ),
        (
            "time",
            time(18, 30),
            {"fullDate": "1970-01-01T18:30:00.000Z", "formattedValue": "18:30", "formatString": "HH:mm"},
        ),
        (
            "time",
            "18:30",
            {"fullDate": "1970-01-01T18:30:00.000Z", "formattedValue": "18:30", "formatString": "HH:mm"},
        ),
        ("text", "Hello", [{"plainValue": "Hello"}]),
        ("text", [{"mdValue": "*Hi*"}], [{"mdValue": "*Hi*"}]),
        ("textWithHeader", "<p>x</p>", [{"header": "", "htmlValue": "<p>x</p>"}]),
        ("list", "red", ["red"]),
        ("list", ("red", "blue"), ["red", "blue"]),
        ("radioButton", "red", ["red"]),
        ("entity", 25, [25]),
        ("entity", ["p-1-123"], ["p-1-123"]),
        ("timeInterval", (START, END), [PAIR]),
        ("timeInterval", [(START, END)], [PAIR]),
        ("timeInterval", [PAIR], [PAIR]),
        ("file", FILE, [FILE]),
        ("image", [FILE], [FILE]),
        ("groupOfImages", [FILE, FILE], [FILE, FILE]),
        ("spam", "captcha-token", {"event": {"token": "captcha-token", "siteKey": ""}}),
        ("spam", {"event": {"token": "t", "siteKey": "k"}}, {"event": {"token": "t", "siteKey": "k"}}),
        ("json", {"a": [1]}, {"a": [1]}),
        ("newType", 7, 7),
    ],
)
def test_every_type_of_field(kind: str, given: Any, sent: Any) -> None:
    """docs/api/forms.md#forms-field-values, type by type; a type that is not known passes as it is."""
    options = {"red": "Red", "blue": "Blue"} if kind in ("list", "radioButton") else {}
    assert encode_value(field(kind, options=options), given) == sent


@pytest.mark.parametrize(
    ("kind", "given", "needs"),
    [
        ("string", 5, "text"),
        ("integer", 5.5, "a whole number"),
        ("integer", True, "a whole number"),
        ("integer", "5", "a whole number"),
        ("real", float("nan"), "a number that is finite"),
        ("date", 5, "a date or a datetime"),
        ("date", "tomorrow", "a date such as datetime.date(2026, 12, 31), or its ISO text"),
        ("date", {"fullDate": "x"}, "fullDate, formattedValue and formatString, all three as text"),
        ("time", date(2026, 1, 1), "a time such as datetime.time(18, 30)"),
        ("text", 5, "text, or a list of objects such as [{'plainValue': ...}]"),
        ("list", "green", "one of its options: red, blue"),
        ("radioButton", ["red", "blue"], "exactly one option"),
        ("entity", [1.5], "ids: page numbers, or products such as 'p-1-123'"),
        ("timeInterval", "soon", "a list of (start, end) pairs of datetimes"),
        ("timeInterval", [(START,)], "a list of (start, end) pairs of datetimes"),
        ("timeInterval", [(START, 5)], "a list of (start, end) pairs of datetimes"),
        ("file", "a.png", "an uploaded file: shop.files.upload(path).value"),
        ("button", "x", "no value: a button is not sent"),
    ],
)
def test_what_does_not_fit(kind: str, given: Any, needs: str) -> None:
    """The field, its type and what it needs; the value is not quoted."""
    options = {"red": "Red", "blue": "Blue"} if kind in ("list", "radioButton") else {}
    with pytest.raises(InputError) as caught:
        encode_value(field(kind, options=options), given)
    assert str(caught.value) == f"Field 'f' ({kind}) needs {needs}."
    assert caught.value.name == "f"


def test_zero_in_a_required_field_is_missing_for_the_server() -> None:
    """docs/api/traps.md#trap-19 is met before it is sent."""
    with pytest.raises(InputError, match="the server takes 0 in a required field for missing"):
        encode_value(field("integer", required=True), 0)


FORM = Form(
    id=1,
    marker="order",
    title="Order",
    type="order",
    fields=(
        FormField(marker="name", type="string", title="Your name", required=True),
        FormField(marker="note", type="text", title="Note"),
    ),
    raw={},
)


def encode(values: Any) -> list[dict[str, Any]]:
    return encode_entries(FORM, values, fields=FORM.fields, required=lambda item: item.required)


def test_entries() -> None:
    """Marker, type and value; what is None is not sent."""
    assert encode({"name": "Ada", "note": None}) == [{"marker": "name", "type": "string", "value": "Ada"}]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (None, "Form 'order' needs 'name' (string: Your name). Add form={\"name\": ...}."),
        ({"name": ""}, "Form 'order' needs 'name' (string: Your name). Add form={\"name\": ...}."),
        ({"nmae": "Ada"}, "Form 'order' has no field 'nmae'. Did you mean 'name'? Its fields: name, note."),
        ([("name", "Ada")], 'form must be a dict of marker to value, such as {"name": "Ada"}.'),
    ],
)
def test_entries_that_cannot_be(values: Any, message: str) -> None:
    """Each with what to do."""
    with pytest.raises(InputError) as caught:
        encode(values)
    assert str(caught.value) == message


def read_form(attributes: Any) -> Form:
    body = {"id": 4, "identifier": "reg", "type": "sing_in_up", "attributes": attributes}
    return Form.read(Reader(body, operation="getForm", lang="en_US"))


def test_reading_a_form() -> None:
    """Flags, options, the old password hint, an empty form's `{}`, a missing member."""
    form = read_form(
        [
            {"marker": "b", "type": "list", "position": 2, "listTitles": [{"title": "Red", "value": "r"}, {"id": 1}]},
            {
                "marker": "a",
                "type": "string",
                "position": 1,
                "isLogin": True,
                "isNotificationEmail": True,
                "localizeInfos": {"title": "E-mail"},
                "validators": {"requiredValidator": {"strict": True}},
            },
            {
                "marker": "p",
                "type": "string",
                "position": 3,
                "isLogin": None,
                "additionalFields": [{"marker": "type", "type": "string", "value": "password"}],
                "validators": {"requiredValidator": {}},
            },
        ]
    )
    a, b, p = form.fields
    assert (a.marker, a.title, a.is_login, a.required, a.notification) == ("a", "E-mail", True, True, "email")
    assert (b.options, b.title, b.required) == ({"r": "Red"}, "b", False)
    assert (p.is_password, p.is_login, p.required) == (True, False, True)
    assert form["a"] is a
    assert "a" in form
    assert list(form) == [a, b, p]
    with pytest.raises(InputError, match=r"Form 'reg' has no field 'zzz'\. Its fields: a, b, p\."):
        form["zzz"]
    assert read_form({}).fields == ()
    assert read_form(None).fields == ()

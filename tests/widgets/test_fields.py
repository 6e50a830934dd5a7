"""Every type of field has a control, and what is typed into it reaches the order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import httpx
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.resources.formdata import FormField, encode_value
from oneentry_toolkit.values.reader import Reader
from oneentry_toolkit.widgets import CheckoutForm, InlineRunner
from oneentry_toolkit.widgets.parts.choices import SlotControl
from oneentry_toolkit.widgets.parts.controls import Control, FileControl, SecretControl
from oneentry_toolkit.widgets.parts.definitions import caption, described
from oneentry_toolkit.widgets.parts.fields import control
from oneentry_toolkit.widgets.parts.secret import SecretField

from .conftest import PASSWORD, USER

SLOT = (datetime(2025, 5, 3, 10, tzinfo=UTC), datetime(2025, 5, 3, 12, tzinfo=UTC))
INTERVALS = {
    "range": ["2025-05-03T00:00:00.000Z", "2025-05-03T00:00:00.000Z"],
    "intervals": [{"start": {"hours": 10, "minutes": 0}, "end": {"hours": 14, "minutes": 0}, "period": 120}],
}
OPTIONS = [{"title": "One <b>", "value": "one", "position": 1}, {"title": "Two", "value": "two", "position": 2}]
FILE = {"filename": "a.png", "downloadLink": "https://files.example/a.png", "size": 0}

# type: what a hand puts into the inputs, the value for `flow.fill`
TYPED: dict[str, tuple[tuple[Any, ...], Any]] = {
    "string": (("Ada",), "Ada"),
    "text": (("Two\nlines",), "Two\nlines"),
    "textWithHeader": (("Head", "Body"), [{"header": "Head", "htmlValue": "Body"}]),
    "integer": (("3",), 3),
    "real": (("2.50",), Decimal("2.50")),
    "float": (("-1",), Decimal(-1)),
    "date": ((date(2025, 5, 3),), date(2025, 5, 3)),
    "dateTime": ((datetime(2025, 5, 3, 10, 30),), datetime(2025, 5, 3, 10, 30, tzinfo=UTC)),  # noqa: DTZ001
    "time": ((time(0, 0),), time(0, 0)),
    "file": (("https://files.example/a.png",), [FILE]),
    "image": (("https://files.example/a.png",), [FILE]),
    "groupOfImages": (("https://files.example/a.png\nhttps://files.example/b.png?x=1",), [
        FILE, {"filename": "b.png", "downloadLink": "https://files.example/b.png?x=1", "size": 0}]),
    "radioButton": (("two",), "two"),
    "list": ((("one", "two"),), ["one", "two"]),
    "entity": (("25, p-1-123",), [25, "p-1-123"]),
    "timeInterval": ((SLOT[0].date(), SLOT), [SLOT]),
    "spam": (("token",), "token"),  # sent as the object of docs/api/forms.md#forms-captcha
    "json": (('{"gift": true}',), {"gift": True}),
}  # fmt: skip


def definition(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "marker": f"f_{kind}",
        "position": 1,
        "isVisible": True,
        "listTitles": OPTIONS if kind in ("list", "radioButton") else [],
        "validators": {},
        "localizeInfos": {"title": f"A {kind}", "intervals": [INTERVALS]},
        "additionalFields": [],
        "settings": {"captcha": {"key": "site-key"}} if kind == "spam" else {},
        **more,
    }


def field(kind: str, **more: Any) -> FormField:
    return FormField.read(Reader(definition(kind, **more), operation="getForm", lang="en_US"))


def made(kind: str, **more: Any) -> Control:
    one = control(field(kind, **more))
    assert one is not None
    return one


def type_into(one: Control, values: tuple[Any, ...]) -> None:
    for widget, value in zip(one.inputs, values, strict=True):
        widget.value = value


@pytest.mark.parametrize("kind", TYPED)
def test_a_value_goes_through(kind: str) -> None:
    """Empty at first; what a hand puts in is what `flow.fill` takes; shown again it is the same; None empties it."""
    one = made(kind)
    assert one.value() is None
    typed, value = TYPED[kind]
    type_into(one, typed)
    assert one.value() == value
    api = encode_value(one.field, value)
    for shape in (value, *([] if kind == "spam" else [api])):  # a captcha is never read back
        other = made(kind)
        other.show(shape)
        assert other.value() == value, shape
    one.show(None)
    assert one.value() is None
    assert "(empty)" in one.line()


def test_all_nineteen_types_are_thought_of() -> None:
    """The closed list of docs/api/forms.md#forms-field-types; a button has no value."""
    assert len(TYPED) == 18
    assert control(field("button")) is None
    assert control(field("string", isVisible=False)) is None
    assert made("something_new").value() is None


@pytest.mark.parametrize("kind", TYPED)
def test_labels(kind: str) -> None:
    """The first input is named by the field's title, marked if it is required; hints stand below."""
    extra = [
        {"marker": "hint", "type": "string", "value": "A hint."},
        {"marker": "placeholder", "type": "string", "value": "for example"},
    ]
    one = made(kind, validators={"requiredValidator": {"strict": True}}, additionalFields=extra)
    names = [widget.description for widget in one.inputs]
    assert all(name.startswith(f"A {kind}") for name in names) and any(name.endswith(" *") for name in names)
    assert "A hint." in one.box.children[-2].value
    if hasattr(one.inputs[0], "placeholder"):
        assert one.inputs[0].placeholder == "for example"


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("integer", "three", "A integer: write a whole number, such as 2."),
        ("integer", "2.5", "A integer: write a whole number, such as 2."),
        ("real", "x", "A real: write a number, such as 2.5."),
        ("json", "{", 'A json: write JSON, such as {"gift": true} or "a text".'),
    ],
)
def test_what_cannot_be_read(kind: str, typed: str, words: str) -> None:
    one = made(kind)
    one.inputs[0].value = typed
    with pytest.raises(oe.InputError) as caught:
        one.value()
    assert str(caught.value) == words
    assert typed in one.line()


def test_starting_values() -> None:
    """The field's own, else its validator's default."""
    assert made("string", initialValue="Ada").value() == "Ada"
    assert made("integer", validators={"defaultValueValidator": {"fieldDefaultValue": 4}}).value() == 4
    assert (
        made("string", initialValue="", validators={"defaultValueValidator": {"fieldDefaultValue": ""}}).value() is None
    )


def test_a_complaint_is_said_beside_the_field_and_escaped() -> None:
    one = made("string")
    one.complain("No <script>.")
    assert 'role="alert"' in one.box.children[-1].value and "&lt;script&gt;" in one.box.children[-1].value
    assert "oe-wrong" in one.box._dom_classes
    one.complain("")
    assert one.box.children[-1].value == "" and "oe-wrong" not in one.box._dom_classes


@pytest.mark.parametrize(
    ("validators", "words"),
    [
        ({"stringInspectionValidator": {"stringMin": 5, "stringMax": 0, "stringLength": 0}}, "At least 5 characters."),
        ({"stringInspectionValidator": {"stringMin": 0, "stringMax": "15"}}, "At most 15 characters."),
        ({"stringInspectionValidator": {"stringMin": "2", "stringMax": "4"}}, "2 to 4 characters."),
        ({"stringInspectionValidator": {"stringLength": 6}}, "Exactly 6 characters."),
        ({"checkingFilesValidator": {"maxUnits": "kb", "maxValue": "2000", "extensions": ["png", ".jpg"]}},
         "Files: .png, .jpg. At most 2000 kb each."),
        ({"stringInspectionValidator": None, "unknownValidator": 1}, ""),
    ],
)  # fmt: skip
def test_what_validators_ask_is_said_before_it_is_wrong(validators: dict[str, Any], words: str) -> None:
    assert described(field("string", validators=validators)) == words


def test_slots_of_a_day() -> None:
    """Day, then time; a day with one slot leaves nothing to choose; without slots it says so."""
    one = made("timeInterval")
    assert isinstance(one, SlotControl)
    day, slot = one.inputs
    assert [text for text, _ in day.options] == ["(choose)", "Sat 03 May 2025"]
    day.value = SLOT[0].date()
    assert [text for text, _ in slot.options] == ["(choose)", "10:00 to 12:00", "12:00 to 14:00"]
    day.value = ""
    assert [text for text, _ in slot.options] == ["(choose)"]
    short = {**INTERVALS, "intervals": [{**INTERVALS["intervals"][0], "period": 200}]}  # type: ignore[dict-item]
    single = made("timeInterval", localizeInfos={"title": "When", "intervals": [short]})
    single.inputs[0].value = SLOT[0].date()
    assert single.value() is not None
    assert "nothing to book" in made("timeInterval", localizeInfos={"title": "When"}).box.children[-2].value


def test_entities_from_the_fields_own_list() -> None:
    one = made("entity", listTitles=[{"title": "Bag", "value": {"id": 7}}, {"title": "Box", "id": 8}, {"title": "?"}])
    assert one.inputs[0].options == (("Bag", 7), ("Box", 8))
    one.inputs[0].value = (8,)
    assert one.value() == [8]


def test_choosing_files() -> None:
    """With a function that uploads, files are chosen; their bytes are in no state."""

    def upload(name: str, data: bytes) -> dict[str, Any]:
        return {"filename": name, "downloadLink": f"https://files.example/{name}", "size": len(data)}

    one = control(field("image", validators={"checkingFilesValidator": {"extensions": ["png"]}}), upload=upload)
    assert isinstance(one, FileControl)
    changes: list[Any] = []
    one.watch(lambda: changes.append(one.value()))
    chooser = one.inputs[0]
    assert (chooser.label, chooser.accept, chooser.multiple) == ("A image", ".png", False)
    chooser.choose(("a.png", b"12345"))
    assert changes == [[{**FILE, "size": 5}]]
    assert "a.png" in one.box.children[1].value
    assert "12345" not in str(chooser.get_state())
    one.enable(False)
    chooser.choose(("b.png", b""))
    assert len(changes) == 1


def test_an_upload_that_fails() -> None:
    def upload(_name: str, _data: bytes) -> dict[str, Any]:
        raise OSError("disk full")

    one = control(field("file"), upload=upload)
    assert one is not None
    one.inputs[0].choose(("a.png", b""))
    assert one.complaint == "The upload failed: disk full"
    assert one.value() is None


def test_a_secret_is_never_a_value() -> None:
    one = SecretControl(field("string"), autocomplete="off")
    one.secret.type("hunter2")
    one.show("x")
    one.watch(lambda: None)
    assert one.value() is None
    assert one.line() == "A string: (typed)"
    assert caption(one.field) == "A string"


@pytest.fixture(scope="module")
def odd_shop() -> Iterator[oe.Shop]:
    """A shop whose order form has a field of every type, and a button."""
    with oe.Sandbox(check_answers=True) as server:
        form = server.instance.catalogue.forms.by_identifier["order"].body
        form["attributes"] = [definition(kind, position=place) for place, kind in enumerate([*TYPED, "button"])]
        form["attributes"][0]["validators"] = {"requiredValidator": {"strict": True}}
        form["attributes"][-1]["localizeInfos"]["title"] = "Order with obligation to pay"
        with oe.connect(url=server.url, app_token=server.app_token) as connected:
            connected.users.sign_in(USER, PASSWORD)
            yield connected


def test_an_order_has_the_secret_that_is_shown(odd_shop: oe.Shop, runner: InlineRunner) -> None:
    """Each key counts, also one that was on its way while the form was disabled; the field is empty afterwards."""
    flow = odd_shop.checkout("orders")
    flow.add(14)
    flow.pay_with("cash")
    form = CheckoutForm(flow, runner=runner)
    for kind, (typed, _value) in TYPED.items():
        one = form._controls[f"f_{kind}"]
        if not isinstance(one, SecretControl):
            type_into(one, typed)
            continue
        marker, secret = one.field.marker, one.secret

        def say(text: str, secret: SecretField = secret, kind: str = "typed") -> None:
            secret._handle_custom_msg({"kind": kind, "value": text, "cleared": secret.cleared}, [])

        say("12")
        assert (flow.snapshot().form[marker], secret.peek(), secret.hint) == ("12", "12", "")
        say("")
        assert marker not in flow.snapshot().form
        secret.disabled = True
        say("123")
        assert marker not in flow.snapshot().form
        form.refresh()
        form.refresh()
        assert flow.snapshot().form[marker] == "123"
        say("1234", kind="left")
        assert (flow.snapshot().form[marker], secret.peek()) == ("1234", "")
        assert secret.hint.startswith("Typed.")
        say("", kind="entered")
        assert flow.snapshot().form[marker] == "1234"
        say("12345")
    form._submit.click()
    assert flow.snapshot().order is not None, form.message
    assert (flow.snapshot().form[marker], secret.is_filled) == ("12345", False)


def test_a_chosen_file_is_uploaded_to_the_shop(odd_shop: oe.Shop, runner: InlineRunner) -> None:
    flow = odd_shop.checkout("orders")
    flow.add(14)
    form = CheckoutForm(flow, runner=runner)
    form._controls["f_image"].inputs[0].choose(("a.png", b"12345"))
    (file,) = flow.snapshot().form["f_image"]
    assert file["size"] == 5
    assert httpx.get(file["downloadLink"]).content == b"12345"


def test_every_type_travels_to_the_order(odd_shop: oe.Shop, runner: InlineRunner) -> None:
    """Typed in the form, placed by its own button, read back from the server as it stores it."""
    flow = odd_shop.checkout("orders")
    flow.add(14)
    flow.pay_with("cash")
    form = CheckoutForm(flow, upload=False, runner=runner)
    assert repr(form) == "<CheckoutForm: 18 fields, 2 problems>"
    assert form._submit.disabled
    for kind, (typed, value) in TYPED.items():
        one = form._controls[f"f_{kind}"]
        if isinstance(one, SecretControl):
            one.secret.type(typed[0])
            assert not one.secret.is_filled
        else:
            type_into(one, typed)
        assert flow.snapshot().form[f"f_{kind}"] == value
    assert flow.problems() == ()
    assert form._submit.description == "Order with obligation to pay"
    assert "token" not in form.text()
    form._submit.click()
    order = flow.snapshot().order
    assert order is not None, form.message
    read = odd_shop.orders.get(order.id, "orders").form
    for kind, (_typed, value) in TYPED.items():
        if kind == "spam":
            continue
        shown = made(kind)
        shown.show(read[f"f_{kind}"])
        assert shown.value() == value, kind

"""Reading answers: exact types, or an error that names the place."""

from decimal import Decimal
from typing import Any

import pytest

from oneentry_toolkit import ResponseFormatError
from oneentry_toolkit.lists.plan import read_page
from oneentry_toolkit.orders.models import Order
from oneentry_toolkit.values.reader import Reader, read_record
from oneentry_toolkit.values.unreadable import Findings


def reader(**members: Any) -> Reader:
    return Reader(members, operation="getOrder", lang="en_US")


@pytest.mark.parametrize(
    ("call", "path", "found", "wanted"),
    [
        (lambda: reader(id="eleven").id(), "$.id", "text", "a whole number"),
        (lambda: reader().id(), "$.id", "nothing", "a whole number"),
        (lambda: reader(id=True).id(), "$.id", "true or false", "a whole number"),
        (lambda: reader(id=Decimal("1.5")).integer("id"), "$.id", "a number", "a whole number"),
        (lambda: reader(a=1).text("a"), "$.a", "a number", "text"),
        (lambda: reader(a="yes").flag("a"), "$.a", "text", "true or false"),
        (lambda: reader(a="free").money("a"), "$.a", "text", "an amount"),
        (lambda: reader(a=[]).time("a"), "$.a", "a list", "a date"),
        (lambda: reader(a={"b": 1}).objects("a").__next__(), "$.a", "an object", "a list"),
        (lambda: list(reader(a=[1]).objects("a")), "$.a[0]", "a number", "an object"),
        (lambda: reader(formData="x").form_values(), "$.formData", "text", "a list"),
        (lambda: Reader("<html>", operation="getOrder", lang="en_US"), "$", "text", "an object"),
    ],
)
def test_what_does_not_fit_is_named_and_not_quoted(call: Any, path: str, found: str, wanted: str) -> None:
    """The place, what is there and what belongs there."""
    with pytest.raises(ResponseFormatError) as caught:
        call()
    assert str(caught.value) == (
        f"getOrder answered with {found} at {path} where {wanted} belongs. "
        "Check that ONEENTRY_URL is a OneEntry project; if it is, please report this as a bug."
    )
    assert caught.value.json_path == path


@pytest.mark.parametrize("value", [7, "7", "+7", "007", "7.0", "7.", Decimal("7.00"), Decimal("0.7e1")])
def test_digits_in_text_are_whole_numbers(value: Any) -> None:
    assert reader(a=value).integer("a") == 7


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "is text that is no whole number"),
        (" 7", "is text that is no whole number"),
        ("7,0", "is text that is no whole number"),
        ("7.5", "is text that is no whole number"),
        ("٧", "is text that is no whole number"),
        ("true", "is text that is no whole number"),
        ("9" * 25, "is text that is no whole number"),
        (True, "is true or false where a whole number belongs"),
        (2**63, "is too large"),
        (Decimal("1e999999"), "is a number that is no whole number"),
        (Decimal("7.5"), "is a number that is no whole number"),
        ([7], "is a list where a whole number belongs"),
        (None, "is missing"),
    ],
)
def test_other_values_are_no_whole_numbers(value: Any, problem: str) -> None:
    """The identity of a record as well: it is set aside."""
    line = {"id": value, "quantity": 1}
    order, oddities = read_order({"id": 1, "products": [line]})
    assert order is not None
    assert (order.lines[0].product_id, oddities) == (None, [("products[0].id", problem)])
    assert read_order({"id": value}) == (None, [("id", problem)])


def read_order(body: Any) -> tuple[Order | None, list[tuple[str, str]]]:
    order, oddities = read_record(
        body, lambda one: Order.read(one, "orders"), operation="listOrders", lang="en_US", path="$.items[3]"
    )
    return order, [tuple(one) for one in oddities]


@pytest.mark.parametrize(
    ("members", "oddities"),
    [
        ({"createdDate": "0000-00-00 00:00:00"}, [("createdDate", "is text that is no date")]),
        ({"createdDate": "Invalid date"}, [("createdDate", "is text that is no date")]),
        ({"createdDate": 5}, [("createdDate", "is a number where a date belongs")]),
        ({"totalSum": "much"}, [("totalSum", "is text that is no amount")]),
        ({"totalSum": {}}, [("totalSum", "is an object where an amount belongs")]),
        ({"isCompleted": "true"}, [("isCompleted", "is text where true or false belongs")]),
        ({"currency": 5}, [("currency", "is a number where text belongs")]),
        ({"statusLocalizeInfos": "New"}, [("statusLocalizeInfos", "is text where an object belongs")]),
        ({"statusLocalizeInfos": {"en_US": {"title": 5}}}, [("statusLocalizeInfos", "is a number where text belongs")]),
        ({"formData": "x"}, [("formData", "is text where a list belongs")]),
        (
            {"formData": [None, {"value": 1}, {"marker": "a", "value": 1}]},
            [("formData[0]", "is null where an object belongs"), ("formData[1].marker", "is missing")],
        ),
        ({"products": 5}, [("products", "is a number where a list belongs")]),
        ({"products": [None, {"id": 1, "quantity": 1}]}, [("products[0]", "is null where an object belongs")]),
        ({"products": [{"id": 1}]}, [("products[0].quantity", "is missing")]),
        (
            {"products": [{"id": 1, "quantity": 2**62}] * 2},
            [("products", "has quantities that are too large to be added")],
        ),
        (
            {"products": [{"id": 1, "quantity": 2**62, "price": Decimal("1e37")}]},
            [("products[0].price", "is too large to be multiplied")],
        ),
    ],
)
def test_unreadable_members_are_missing_and_recorded(members: Any, oddities: list[tuple[str, str]]) -> None:
    order, found = read_order({"id": 7} | members)
    assert order is not None
    assert (order.id, found) == (7, oddities)
    assert order.raw == {"id": 7} | members
    if "products" in members:
        assert order.quantity is None or found[0][0].endswith("price")


@pytest.mark.parametrize("answer", [None, {}, [], {"items": None}, {"items": {}}, {"items": []}])
def test_null_and_an_empty_object_are_empty_lists(answer: Any) -> None:
    assert read_page(answer, "listOrders") == ([], None)


def test_findings_name_five_records_and_count_the_others() -> None:
    findings = Findings()
    for number in range(7):
        findings.record(number, number, read_record({}, lambda one: one.expected("id"), operation="x", lang="y")[1])
    findings.record(None, 8, read_record(5, lambda one: one, operation="x", lang="y")[1], set_aside=True)
    assert findings.message("order", 40, strict=True) == (
        "7 of 41 orders could not be read in full: order 0: id is missing; order 1: id is missing; order 2: id is "
        "missing; order 3: id is missing; order 4: id is missing; 2 more. These values are missing; `raw` has them as "
        "they came. 1 of 41 orders had to be left out: items[8]: it is a number where an object belongs. "
        "strict=True makes this an error."
    )


def test_findings_are_counted_exactly_and_kept_up_to_a_limit() -> None:
    findings = Findings()
    for number in range(1000):
        findings.record(number, number, read_record({}, lambda one: one.expected("id"), operation="x", lang="y")[1])
    assert (findings.unreadable, len(findings.details)) == (1000, 100)


@pytest.mark.parametrize(
    "form_data",
    [
        [{"marker": "name", "type": "string", "value": "Ada"}],
        {"en_US": [{"marker": "name", "type": "string", "value": "Ada"}]},
        {"de_DE": [{"marker": "name", "type": "string", "value": "Ada"}]},
        {"de_DE": [{"marker": "name", "value": "Ada"}], "fr_FR": []},
    ],
)
def test_form_data_keyed_or_not(form_data: Any) -> None:
    """Every shape that was seen live gives marker to value."""
    assert reader(formData=form_data).form_values() == {"name": "Ada"}


@pytest.mark.parametrize(
    ("form_data", "expected"),
    [
        ({"fr_FR": [{"marker": "name", "value": "Zoe"}], "en_US": []}, {"name": "Zoe"}),
        ({"fr_FR": [{"marker": "name", "value": "Zoe"}], "en_US": None}, {"name": "Zoe"}),
        (
            {"fr_FR": [{"marker": "name", "value": "Zoe"}], "en_US": [{"marker": "name", "value": "Ann"}]},
            {"name": "Ann"},
        ),
        (
            {
                "fr_FR": [{"marker": "name", "value": "Zoe"}, {"marker": "note", "value": "vite"}],
                "en_US": [{"marker": "name", "value": "Ann"}, {"marker": "note", "value": ""}],
                "de_DE": [{"marker": "note", "value": "rasch"}, {"marker": "tel", "value": "1"}],
            },
            {"name": "Ann", "note": "vite", "tel": "1"},
        ),
        ({"en_US": [{"marker": "name", "value": None}], "fr_FR": []}, {"name": None}),
        (
            {"fr_FR": [{"marker": "name", "value": "Zoe"}], "en_GB": [{"marker": "name", "value": "Ann"}]},
            {"name": "Ann"},
        ),
        (
            {"fr_FR": [{"marker": "name", "value": "Zoe"}], "en-US": [{"marker": "name", "value": "Ann"}]},
            {"name": "Ann"},
        ),
    ],
)
def test_form_data_prefers_the_language_of_the_shop(form_data: Any, expected: dict[str, Any]) -> None:
    """A field without a value there has that of the first other language that has one."""
    assert reader(formData=form_data).form_values() == expected


def test_an_order_of_the_least_members_is_an_order() -> None:
    """What a server may leave out is None, and unknown members stay reachable."""
    order = Order.read(reader(id=5, storageId=1, newMember={"a": 1}), "orders")
    assert (order.id, order.total, order.created, order.lines, order.paid) == (5, None, None, (), False)
    assert order.raw["newMember"] == {"a": 1}
    assert repr(order) == "<Order 5>"


@pytest.mark.parametrize(("completed", "paid"), [(True, True), (False, False), (None, False)])
def test_only_true_is_paid(completed: bool | None, paid: bool) -> None:
    """docs/api/traps.md#trap-7"""
    assert Order.read(reader(id=1, isCompleted=completed), "orders").paid is paid

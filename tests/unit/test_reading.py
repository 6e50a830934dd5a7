"""Reading answers: exact types, or an error that names the place."""

from decimal import Decimal
from typing import Any

import pytest

from oneentry_toolkit import ResponseFormatError
from oneentry_toolkit.orders.models import Order
from oneentry_toolkit.values.reader import Reader, read_objects


def reader(**members: Any) -> Reader:
    return Reader(members, operation="getOrder", lang="en_US")


@pytest.mark.parametrize(
    ("call", "path", "found", "wanted"),
    [
        (lambda: reader(id="89").id(), "$.id", "text", "a whole number"),
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
        (lambda: read_objects({}, operation="getOrder", lang="en_US"), "$", "an object", "a list"),
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


@pytest.mark.parametrize(
    "form_data",
    [
        [{"marker": "name", "type": "string", "value": "Ada"}],
        {"en_US": [{"marker": "name", "type": "string", "value": "Ada"}]},
        {"de_DE": [{"marker": "name", "type": "string", "value": "Ada"}]},
        {"de_DE": [{"marker": "name", "value": "Ada"}], "fr_FR": []},
        [{"marker": "name", "value": "Ada"}, "odd", {"value": 1}],
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

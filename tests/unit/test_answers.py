"""Answers to form fields: their values, and columns whose types come from the fields."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from pandas.testing import assert_frame_equal

from oneentry_toolkit import Form
from oneentry_toolkit.frames.answers import AnswerField, Kind, columns_of, kind_of, united
from oneentry_toolkit.orders.tables import OTHER, Schemas
from oneentry_toolkit.resources.answer_fields import answer_fields
from oneentry_toolkit.values import answers
from oneentry_toolkit.values.reader import Reader

from .both_ways import LANG, Frames, assert_same, decoder, frames, only_objects, page

DAY = datetime(2026, 12, 31, tzinfo=UTC)
SLOT = ["2026-12-15T14:00:00.000Z", "2026-12-15T15:00:00.000Z"]
SLOT_TEXT = "/".join(SLOT)
FILE = {"filename": "a/b.png", "downloadLink": "https://files.test/b.png", "size": 5}
BAD = answers.UnfitError


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("text", "Ada", ["Ada"]),
        ("text", "", [""]),
        ("text", 7, ["7"]),
        ("text", Decimal("12.50"), ["12.50"]),
        ("text", {"a": [True, None]}, ['{"a":[true,null]}']),
        ("rich", [{"plainValue": "Ring twice"}], ["Ring twice"]),
        ("rich", [{"htmlValue": "<b>x</b>", "mdValue": "", "plainValue": "", "params": {}}], ["<b>x</b>"]),
        ("rich", [{"header": "A", "htmlValue": "1"}, {"header": "", "htmlValue": "2"}], ["A\n1\n2"]),
        ("rich", [], [None]),
        ("rich", ["x"], ['["x"]']),
        ("rich", [{"other": "x"}], ['[{"other":"x"}]']),
        ("choice", ["pickup"], ["pickup"]),
        ("choice", "pickup", ["pickup"]),
        ("choice", [{"title": "Pick it up", "value": "pickup"}], ["pickup"]),
        ("choice", {"title": "Three", "value": 3}, ["3"]),
        ("choice", ["a", "b"], ["a, b"]),
        ("choice", [[]], BAD),
        ("choice", [{"title": "x"}], BAD),
        ("choices", ["a", "b"], [["a", "b"], "a, b"]),
        ("choices", "a", [["a"], "a"]),
        ("choices", [None, ""], [None, None]),
        ("flag", ["yes"], [True]),
        ("flag", "No", [False]),
        ("flag", True, [True]),
        ("flag", ["yes", "no"], BAD),
        ("flag", ["maybe"], BAD),
        ("whole", 3, [3]),
        ("whole", "3", [3]),
        ("whole", Decimal("3.0"), [3]),
        ("whole", Decimal("3.5"), BAD),
        ("whole", 2**63, BAD),
        ("whole", True, BAD),
        ("number", Decimal("1.25"), [1.25]),
        ("number", "1.25", [1.25]),
        ("number", 2**70, [float(2**70)]),
        ("number", Decimal("1e999"), BAD),
        ("number", "1,5", BAD),
        ("number", "nan", BAD),
        ("number", False, BAD),
        ("moment", {"fullDate": "2026-12-31T00:00:00.000Z", "formattedValue": "x", "formatString": "y"}, [DAY]),
        ("moment", {"fullDate": "2026-12-31T02:00:00+02:00"}, [DAY]),
        ("moment", {"fullDate": "Thu Dec 31 2026 00:00"}, [DAY]),
        ("moment", "2026-12-31", [DAY]),
        ("moment", {"fullDate": "", "formattedValue": ""}, [None]),
        ("moment", {"formattedValue": "31-12-2026"}, BAD),
        ("moment", {"fullDate": "31-12-2026"}, BAD),
        ("moment", {"fullDate": "Thu Foo 31 2026 00:00"}, BAD),
        ("moment", 5, BAD),
        ("file", [FILE], [FILE["downloadLink"]]),
        ("file", FILE, [FILE["downloadLink"]]),
        ("file", [FILE, "https://files.test/c"], ["https://files.test/b.png, https://files.test/c"]),
        ("file", [{"filename": "a"}], BAD),
        ("files", [FILE], [[FILE["downloadLink"]], FILE["downloadLink"]]),
        ("entities", [25, "p-1-7"], [["25", "p-1-7"], "Contacts, p-1-7"]),
        ("entities", [{"id": 9, "title": "Nine"}], [["9"], "Nine"]),
        ("entities", [True], BAD),
        ("entity", [25], ["25", "Contacts"]),
        ("intervals", [SLOT], [[SLOT_TEXT], SLOT_TEXT, *map(datetime.fromisoformat, SLOT)]),
        ("intervals", [SLOT[:1]], BAD),
        ("intervals", [["a", "b"]], BAD),
        ("intervals", "now", BAD),
    ],
)  # fmt: skip
def test_values_of_each_kind(kind: Kind, value: Any, expected: Any) -> None:
    found, problems = read(kind, [value])
    nothing = [None] * len(found)
    assert [one[0] for one in found] == (nothing if expected is BAD else expected)
    assert bool(problems) == (expected is BAD)
    assert all(problem.startswith(("is ", "has ")) for problem in problems.values())


KINDS = [field.kind for field in united([[AnswerField(kind, kind)] for kind in Kind.__args__])]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, "", [], {}])
def test_empty_answers_are_missing_and_no_problem(kind: Kind, value: Any) -> None:
    if kind == "text" or (kind == "rich" and value == ""):
        return  # text is kept as it is
    found, problems = read(kind, [value, None])
    assert not problems and all(column == [None, None] for column in found)


def read(kind: Kind, values: Sequence[Any]) -> tuple[list[list[Any]], dict[int, str]]:
    from oneentry_toolkit.frames.answers import convert

    columns, problems = convert(AnswerField("x", kind, (("25", "Contacts"),)), values)
    return [one.to_pylist() for one in columns.values()], problems


FORM = {
    "identifier": "order",
    "attributes": [
        {"marker": "name", "type": "string"},
        {"marker": "note", "type": "text"},
        {"marker": "delivery", "type": "radioButton", "listTitles": [{"title": "By courier", "value": "courier"}]},
        {"marker": "length", "type": "list"},
        {"marker": "size", "type": "list", "multiselect": False},
        {"marker": "extras", "type": "list", "multiselect": True},
        {"marker": "gift", "type": "list", "listTitles": [{"value": "Yes"}, {"value": "No"}]},
        {"marker": "tickets", "type": "integer"},
        {"marker": "weight", "type": "real"},
        {"marker": "day", "type": "date"},
        {"marker": "plan", "type": "file"},
        {"marker": "photos", "type": "groupOfImages"},
        {"marker": "shop", "type": "entity", "listTitles": [{"id": 25, "depth": 0, "title": "Contacts"}, {"id": 26}]},
        {"marker": "slot", "type": "timeInterval"},
        {"marker": "data", "type": "json"},
        {"marker": "send", "type": "button"},
        {"marker": "human", "type": "spam"},
    ],
}
FIELDS = answer_fields(Form.read(Reader(FORM, operation="getForm", lang=LANG)), LANG)
DTYPES = {
    "form.name": "str", "form.note": "str", "form.delivery": "category", "form.length": "category",
    "form.size": "category", "form.extras": "object", "form.extras.text": "str", "form.gift": "boolean",
    "form.tickets": "Int64", "form.weight": "float64", "form.day": "datetime64[us, UTC]", "form.plan": "str",
    "form.photos": "object", "form.photos.text": "str", "form.shop": "object", "form.shop.text": "str",
    "form.slot": "object", "form.slot.text": "str", "form.slot.start": "datetime64[us, UTC]",
    "form.slot.end": "datetime64[us, UTC]", "form.data": "str",
}  # fmt: skip
GOOD: dict[str, Any] = {
    "name": "Ada", "note": [{"plainValue": "Ring twice"}], "delivery": ["courier"], "length": ["long"],
    "size": [{"value": "m", "title": "M"}], "extras": ["a", "b"], "gift": ["Yes"], "tickets": 2, "weight": 1.5,
    "day": {"fullDate": "2026-12-31T00:00:00.000Z"}, "plan": [FILE], "photos": [FILE, FILE], "shop": [25, 26],
    "slot": [SLOT], "data": {"a": 1},
}  # fmt: skip


def form(answered: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"marker": marker, "type": "x", "value": value} for marker, value in answered.items()]


def both(bodies: list[bytes], fields: Sequence[AnswerField] = FIELDS) -> Frames:
    """The frames of both ways, which have to be equal."""
    quick = frames(decoder(objects=False, fields=fields), bodies)
    assert_same(quick, frames(only_objects(fields), bodies))
    return quick


@pytest.mark.parametrize("answered", [[GOOD, {}], [{}, {"name": "Bo"}], []], ids=["all", "none", "no orders"])
def test_columns_have_the_types_of_the_fields_whatever_was_answered(answered: list[dict[str, Any]]) -> None:
    orders, _ = both([page(*({"id": number, "formData": form(one)} for number, one in enumerate(answered)))])
    found = {name: str(dtype) for name, dtype in orders.dtypes.items() if name.startswith("form.")}
    assert found == DTYPES


def test_answers_are_values_that_can_be_asked_for() -> None:
    orders, _ = both([page({"id": 1, "formData": form(GOOD)}, {"id": 2, "formData": form({"delivery": ["pickup"]})})])
    assert orders.query('`form.delivery` == "pickup"')["order_id"].tolist() == [2]
    assert orders["form.extras"].tolist() == [["a", "b"], None]
    assert orders["form.extras.text"].tolist()[0] == "a, b"
    assert orders.explode("form.extras")["form.extras"].dropna().tolist() == ["a", "b"]
    assert orders["form.tickets"].sum() == 2 and orders["form.weight"].mean() == 1.5
    assert orders["form.gift"].tolist() == [True, pd.NA]
    assert orders["form.day"].dt.day.tolist()[0] == 31
    assert orders["form.shop.text"].tolist()[0] == "Contacts, 26"
    assert orders["form.slot.start"].dt.hour.tolist()[0] == 14
    assert json.loads(orders["form.data"][0]) == {"a": 1}


def test_one_odd_answer_is_missing_and_named_and_costs_the_others_nothing() -> None:
    odd = GOOD | {"day": "tomorrow", "tickets": "two", "name": 5, "delivery": "courier"}
    orders, _ = both([page(*({"id": number, "formData": form(one)} for number, one in enumerate([GOOD, odd, GOOD])))])
    assert {name: str(orders.dtypes[name]) for name in DTYPES} == DTYPES
    assert orders["form.day"].isna().tolist() == orders["form.tickets"].isna().tolist() == [False, True, False]
    assert orders["form.name"].tolist() == ["Ada", "5", "Ada"]
    findings = orders.attrs["findings"]
    assert findings.unreadable == 1
    assert sorted((one.id, one.member, one.problem) for one in findings.details) == [
        (1, "formData.day", "is text that is no date"),
        (1, "formData.tickets", "is text that is no whole number"),
    ]


def test_lists_of_rows_are_not_shared() -> None:
    entries = [*form({"extras": ["a"]}), {"marker": "more", "value": ["b"]}]
    orders, _ = both([page(*({"id": number, "formData": entries} for number in (1, 2)))])
    orders["form.extras"][0].append("x")
    orders["form.more"][0].append("x")
    assert orders["form.extras"].tolist() == [["a", "x"], ["a"]] and orders["form.more"][1] == ["b"]


TYPES = {item["marker"]: item["type"] for item in FORM["attributes"]}  # type: ignore[index,attr-defined]


def test_without_definitions_the_answers_say_their_types() -> None:
    typed = [{"marker": one, "type": TYPES[one], "value": value} for one, value in GOOD.items()]
    orders, _ = both([page({"id": 1, "formData": typed}), page({"id": 2})], fields=())
    found = {name: str(orders.dtypes[name]) for name in orders if name.startswith("form.")}
    # The entries do not say whether a list takes several, nor which options it has.
    of_options = {"form.extras": "category", "form.gift": "category"}
    assert found == {name: dtype for name, dtype in DTYPES.items() if name != "form.extras.text"} | of_options
    assert orders["form.extras"].tolist()[0] == "a, b"


@pytest.mark.parametrize("types", [["integer", "string"], ["integer", None], [None, None], ["button", "button"]])
def test_answers_that_name_no_one_type_stay_as_they_are(types: list[str | None]) -> None:
    values = [3, [4]]
    bodies = [
        page({"id": number, "formData": [{"marker": "x", "type": kind, "value": value}]})
        for number, (kind, value) in enumerate(zip(types, values, strict=True))
    ]
    assert both(bodies, fields=())[0]["form.x"].tolist() == values


def test_an_unknown_field_with_an_answer_of_another_type_stays_as_it_is() -> None:
    entries = [[{"marker": "x", "type": "integer", "value": value}] for value in (3, "many")]
    bodies = [page(*({"id": number, "formData": one} for number, one in enumerate(entries)))]
    orders, _ = both(bodies, fields=())
    assert orders["form.x"].tolist() == [3, "many"] and not orders.attrs["findings"]


def test_a_field_that_two_forms_have_is_text_unless_they_agree() -> None:
    whole, day, same = AnswerField("a", "whole"), AnswerField("a", "moment"), AnswerField("b", "choice")
    assert united([[whole, same], [day, same]]) == (AnswerField("a", "text"), same)


def test_a_field_with_the_name_of_a_companion_takes_its_place() -> None:
    fields = (AnswerField("a.text", "whole"), AnswerField("a", "choices"))
    assert [(one.name, one.dtype) for one in columns_of(fields)] == [("form.a.text", "Int64"), ("form.a", "list")]
    orders, _ = both([page({"id": 1, "formData": form({"a": ["x"], "a.text": 5})})], fields)
    assert orders["form.a.text"].tolist() == [5] and orders["form.a"].tolist() == [["x"]]
    # Likewise an answer that no form defines, which only a frame finds.
    orders, _ = both([page({"id": 1, "formData": form({"a": ["x"], "a.text": 5})})], fields[1:])
    assert orders["form.a.text"].tolist() == ["x"] and orders["form.a.text_"].tolist() == ["5"]


@pytest.mark.parametrize("type", ["checkbox", "", "String"])
def test_types_that_are_not_known_are_text(type: str) -> None:
    assert kind_of(type) == "text"


VALUES = st.sampled_from(
    [*GOOD.values(), None, "", [], {}, "x", ["x", 5], 7, True, 1.25, [None], {"value": {}}, "2026"]
)
ANSWERED = st.dictionaries(st.sampled_from([*GOOD, "unknown"]), VALUES, max_size=5)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(ANSWERED, max_size=5), st.integers(1, 3))
def test_any_answers_read_alike_on_both_ways_and_in_files(answered: list[dict[str, Any]], groups: int) -> None:
    orders = [{"id": number, "formData": form(one)} for number, one in enumerate(answered)]
    bodies = [page(*orders[start::groups]) for start in range(groups)]
    found, _ = both(bodies)
    table = Schemas(FIELDS).orders_of(decoder(fields=FIELDS).decode(bodies))
    read_back = table.to_pandas()
    for name in DTYPES:
        if DTYPES[name] == "object":
            lists = [None if one is None else list(one) for one in read_back[name]]
            assert lists == found[name].tolist()
        else:
            assert_frame_equal(
                read_back[[name]],
                found[[name]],
                check_categorical=False,
                check_index_type=False,
                check_column_type=False,
            )
    assert read_back[OTHER].notna().tolist() == [
        one.get("unknown") is not None for start in range(groups) for one in answered[start::groups]
    ]


def test_files_have_the_types_of_the_frame(tmp_path: Path) -> None:
    import pyarrow.parquet

    schemas = Schemas(FIELDS)
    pyarrow.parquet.write_table(schemas.orders_of(decoder(fields=FIELDS).decode([page()])), tmp_path / "x.parquet")
    found = pd.read_parquet(tmp_path / "x.parquet").dtypes.astype(str).to_dict()
    assert {name: found[name] for name in DTYPES} == DTYPES

"""Form data against a form: every type, every validator, the order of the checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from oneentry_toolkit.sandbox.errors import RefusedError
from oneentry_toolkit.sandbox.operations import formdata

REQUIRED = {"requiredValidator": {"strict": True}}
DATE = {"fullDate": "2026-05-01T00:00:00.000Z", "formattedValue": "01-05-2026", "formatString": "DD-MM-YYYY"}
SLOT = ["2026-12-15T14:00:00.000Z", "2026-12-15T15:00:00.000Z"]
FILE = {"filename": "a.png", "downloadLink": "https://files.invalid/a.png", "size": 10}


def field(kind: str = "string", marker: str = "f", **more: Any) -> dict[str, Any]:
    return {"marker": marker, "type": kind, "isVisible": True, "listTitles": [], "validators": {}} | more


def verdict(form: list[dict[str, Any]], form_data: Any, **more: Any) -> Any:
    """What is said against the form data; `None` when nothing is."""
    try:
        formdata.check(form, form_data, **more)
    except RefusedError as error:
        return error.message if error.status == 400 else error
    return None


def entries(*pairs: tuple[str, Any]) -> dict[str, Any]:
    return {"en_US": [{"marker": marker, "value": value} for marker, value in pairs]}


OPTIONS = [{"title": "A", "value": "a"}, {"title": "B", "value": "b"}]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("string", ["x", "", None], [1, ["x"], True]),
        ("integer", [1, -5, 2.0, 10**18, "12", "-3"], ["1.5", 1.5, "1e3", " 1", "x", True, [1]]),
        ("real", [1, 1.5, "1.5", "2"], ["1,5", "nan", "1" * 31, True]),
        ("float", [1, 1.5, "0.25"], ["inf", False]),
        (
            "date",
            [DATE, DATE | {"fullDate": "2026-05-01"}],
            [
                "2026-05-01",
                {"fullDate": "2026-05-01"},
                DATE | {"formatString": ""},
                [DATE],
                DATE | {"fullDate": "01-05-2026"},
                DATE | {"fullDate": "2026-02-30T00:00:00.000Z"},
                DATE | {"fullDate": "soon"},
            ],
        ),
        ("dateTime", [DATE], ["2026-05-01T00:00:00Z"]),
        ("time", [DATE], ["10:00"]),
        ("list", [["a"], ["a", "b"], []], ["a", ["A"], [1], {"value": "a"}]),
        ("radioButton", [["a"]], ["a", ["a", "b"], ["c"]]),
        ("entity", [[25, 32], ["p-1-123"]], ["25", [None], [{}]]),
        ("timeInterval", [[SLOT], [SLOT, SLOT]], [SLOT, [SLOT[::-1]], [["x", "y"]], [], [[SLOT[0]]], [[1, 2]], "x"]),
        ("text", [[{"plainValue": "x"}], [{"htmlValue": "x", "params": {}}], [{"mdValue": "x"}]], []),
        ("textWithHeader", [[{"header": "h", "htmlValue": "x"}]], ["x", ["x"]]),
        (
            "file",
            [[FILE], [], [FILE | {"contentType": "image/png"}]],
            [FILE, ["a.png"], [FILE | {"size": None}], [{"filename": "a", "downloadLink": "https://files.invalid/a"}]],
        ),
        ("image", [[FILE]], ["a.png"]),
        ("groupOfImages", [[FILE, FILE]], [{}]),
        ("json", [{"a": [1]}, 5, "x"], []),
        ("button", [], ["x", None]),
    ],
)
def test_each_field_type_accepts_only_its_shape(kind, good, bad):
    form = [field(kind, listTitles=OPTIONS)]
    for value in good:
        assert verdict(form, entries(("f", value))) is None, value
    for value in bad:
        assert verdict(form, entries(("f", value))) == "formData's marker 'f' value is missing or incorrect", value


def test_all_types_of_the_reference_are_known():
    """The closed list of docs/api/forms.md#forms-field-types, but for those with checks of their own."""
    known = "string text textWithHeader integer real float date dateTime time file image groupOfImages radioButton list"
    for kind in f"{known} entity timeInterval json".split():
        assert kind == "text" or kind in formdata._TYPES


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("x", "f must be an array"),
        (["x"], "f should be of type text"),
        ([{"plainValue": 5}], "f should be of type text"),
        ([{"value": "x"}], "f value is not allowed"),
        ([{"plainValue": "x", "htmlValue": "x"}], "f must have only one of the three: plainValue, htmlValue, mdValue"),
        ([{"params": {}}], "f must have only one of the three: plainValue, htmlValue, mdValue"),
    ],
)
def test_text_field_refusals_have_four_messages(value, message):
    assert verdict([field("text")], entries(("f", value))) == message


@pytest.mark.parametrize(
    ("validators", "good", "bad"),
    [
        (REQUIRED, ["x"], ["", None]),
        ({"requiredValidator": {}}, ["x"], [""]),
        ({"requiredValidator": {"customErrorText": "Say it"}}, ["x"], [""]),
        ({"requiredValidator": None}, ["x", ""], []),
        ({"emailInspectionValidator": True}, ["a@b.cd", "x.y+z@sub.domain.org", ""], ["a@b", "a b@c.de", "@c.de"]),
        ({"emailInspectionValidator": {"errorMessage": "no"}}, ["a@b.cd"], ["a"]),
        (
            {"stringInspectionValidator": {"stringMin": 2, "stringMax": "3", "stringLength": 0}},
            ["ab", "abc"],
            ["a", "abcd"],
        ),
        ({"stringInspectionValidator": {"stringMin": "", "stringMax": 0, "stringLength": "2"}}, ["ab"], ["a", "abc"]),
        ({"stringInspectionValidator": {"stringMin": 0, "stringMax": 0}}, ["", "a" * 5000], []),
        ({"stringInspectionValidator": {"stringMax": 3}, "trimValidator": True}, [" abc "], ["abcd"]),
        ({**REQUIRED, "trimValidator": True}, [" x "], ["   ", "\t"]),
        (REQUIRED, ["   "], []),
        ({"regExpValidator": {"patternValue": "^[0-9+ ]{1,20}$"}}, ["+1 99", ""], ["abc", "1" * 21, "٤"]),
        ({"regExpValidator": {"patternValue": "[a-z]", "flags": ["i"]}}, ["A1"], ["1"]),
        ({"regExpValidator": {"patternValue": "[0-9]", "invert": True}}, ["abc"], ["a1"]),
        ({"regExpValidator": {"patternValue": "[not a pattern("}}, ["anything"], []),
        ({"regExpValidator": {"patternValue": ""}}, ["anything"], []),
        ({"fieldMaskValidator": {"maskValue": "99-##", "hint": ""}}, ["12-34", ""], ["1234", "12-3", "ab-cd"]),
        (
            {"fieldMaskValidator": {"maskValue": "$99-99-9999", "hint": "+62"}},
            ["+6212-34-5678", "+62$12-34-5678"],
            ["12-34-5678", "+6312-34-5678", "+6212345678"],
        ),
        ({"somethingNew": {"x": 1}}, ["x"], []),
    ],
)
def test_validators_accept_valid_values_and_ignore_unset_limits(validators, good, bad):
    form = [field(validators=validators)]
    for value in good:
        assert verdict(form, entries(("f", value))) is None, value
    for value in bad:
        assert verdict(form, entries(("f", value))) == "required values are missing or incorrect: f", value


@pytest.mark.parametrize(
    ("limits", "good", "bad"),
    [
        ({"minValue": "2", "maxValue": 10}, [2, "10", 2.5], [1, "11", 10.5]),
        ({"integerOnly": True, "minValue": 0, "maxValue": ""}, [-1, 10**12], [1.5, "0.5"]),
    ],
)
def test_number_limits_apply_to_numbers_and_numbers_as_text(limits, good, bad):
    form = [field("real", validators={"checkForNumberValidator": limits})]
    for value in good:
        assert verdict(form, entries(("f", value))) is None, value
    for value in bad:
        assert verdict(form, entries(("f", value))) == "required values are missing or incorrect: f", value


def test_file_validators_are_not_applied():
    form = [field("file", validators={"checkingFilesValidator": {"extensions": ["PNG", ".jpg"], "maxValue": "0"}})]
    assert verdict(form, entries(("f", [FILE | {"filename": "a.exe"}]))) is None


@pytest.mark.parametrize(("multiselect", "refused"), [(False, True), (True, False), (None, False)])
def test_list_without_multiselect_takes_one_option(multiselect, refused):
    form = [field("list", listTitles=OPTIONS, multiselect=multiselect)]
    assert verdict(form, entries(("f", ["a"]))) is None
    assert (verdict(form, entries(("f", ["a", "b"]))) is not None) is refused


CAPTCHA = {"event": {"token": "t", "siteKey": "k"}}


@pytest.mark.parametrize(
    "value",
    ["token", None, "", {}, {"token": "t"}, {"event": {"token": "t"}}, {"event": {"token": "", "siteKey": "k"}}],
)
def test_captcha_of_another_shape_is_a_failed_check(value):
    failed = "Captcha Validation Failed, captcha type is: google"
    assert verdict([field("spam")], entries(("f", value))) == failed


def test_captcha_is_checked_once_and_not_stored():
    form = [field("spam", "c"), field()]
    data = entries(("c", CAPTCHA), ("f", "x"))
    assert formdata.check(form, data) == {"en_US": [{"marker": "f", "value": "x", "type": "string"}]}
    assert verdict([field("spam", "c", isVisible=False), field()], entries(("f", "x"))) is None
    two = "Your form has more than 1 span attribute whereas the only one is possible"
    assert verdict([*form, field("spam", "d")], data) == two


def test_numbers_as_text_are_read_back_as_numbers():
    form = [field("integer", "a"), field("real", "b"), field("float", "c")]
    stored = formdata.check(form, entries(("a", "007"), ("b", "1.50"), ("c", "")))
    assert [entry["value"] for entry in stored["en_US"]] == [7, Decimal("1.5"), None]


@pytest.mark.parametrize("value", [0, 0.0, "", None, [], {}])
def test_empty_values_and_zero_count_as_missing(value):
    form = [field("json", validators=REQUIRED)]
    assert verdict(form, entries(("f", value))) == "required values are missing or incorrect: f"
    assert verdict(form, entries(("f", False))) is None


def test_required_argument_adds_fields_and_hidden_fields_are_optional():
    form = [field(marker="a"), field(marker="b", validators=REQUIRED, isVisible=False)]
    assert verdict(form, entries(("a", "x"))) is None
    assert verdict(form, entries(("b", "x")), required=["a"]) == "required values are missing or incorrect: a"
    both = [field(marker="a", validators=REQUIRED), field(marker="b", validators=REQUIRED), field(marker="c")]
    assert verdict(both, entries(("c", "x"))) == "required values are missing or incorrect: a"


@pytest.mark.parametrize(
    ("form_data", "message"),
    [
        ([], ["formData must be an object"]),
        (None, ["formData must be an object"]),
        ({}, "empty form data section"),
        ({"en_US": []}, "empty form data section"),
        ({"en_US": {}}, ["formData.en_US must be an array"]),
        ({"en-US": [{}]}, "langCode must match /^[a-zA-Z_]{2,5}$/"),
        ({"en_US": [None]}, "formData's marker 'undefined' marker is required"),
        ({"en_US": [{"value": "x"}]}, "formData's marker 'undefined' marker is required"),
        ({"en_US": [{"en_US": []}]}, "formData's marker 'undefined' marker is required"),
        ({"en_US": [{"marker": "f"}]}, "formData's marker 'f' value is missing or incorrect"),
        ({"en_US": [{"marker": "g", "value": "x"}]}, "formData's marker 'g' value is missing or incorrect"),
        ({"en_US": [{"marker": "g" * 99, "value": "x"}]}, "formData's marker 'unknown' value is missing or incorrect"),
        ({"en_US": [{"marker": "f", "value": "x"}] * 2}, "formData's marker 'f' value is missing or incorrect"),
        (
            {"en_US": [{"marker": "f", "value": "x", "type": "text"}]},
            "formData's marker 'f' value is missing or incorrect",
        ),
        (
            {"en_US": [{"marker": "f", "value": "x"}], "de_DE": [{"marker": "f", "value": ""}]},
            "required values are missing or incorrect: f",
        ),
    ],
)
def test_shape_is_checked_first(form_data, message):
    """The shape is checked first: locales, sections, markers."""
    assert verdict([field(validators=REQUIRED)], form_data) == message


def test_checks_run_in_the_documented_order():
    form = [field(marker="a", validators=REQUIRED), field("integer", "b"), field("spam", "c")]
    unknown, wrong, right = ("x", 1), ("b", "one"), ("b", 1)
    assert "'x'" in verdict(form, entries(unknown, wrong))
    assert verdict(form, entries(wrong)) == "required values are missing or incorrect: a"
    assert "'b'" in verdict(form, entries(("a", "x"), wrong))
    assert verdict(form, entries(("a", "x"), right)) == "formData doesn't have spam attribute"
    assert verdict(form, entries(("a", "x"), right, ("c", CAPTCHA))) is None


def test_missing_entry_types_are_filled_in():
    stored = formdata.check([field("integer", "n"), field()], {"en_US": [{"marker": "n", "value": 1}]})
    assert stored == {"en_US": [{"marker": "n", "value": 1, "type": "integer"}]}
    sent = {"en_US": [{"type": "string", "marker": "f", "value": "x", "extra": 1}]}
    assert formdata.check([field()], sent) == sent

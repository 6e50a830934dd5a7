"""Forms of modules that ``oneentry scenario stubs`` made, against what the toolkit takes."""

from __future__ import annotations

import runpy
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from oneentry_toolkit import Form
from oneentry_toolkit.resources.answers import changed_answers, new_answers
from oneentry_toolkit.resources.files import as_if_uploaded
from oneentry_toolkit.sandbox.scenario import file, form_types, mistakes, stubs
from oneentry_toolkit.sandbox.scenario.shop import Shop
from oneentry_toolkit.values.reader import Reader

TESTS = Path(__file__).parents[1]
SCENARIOS = [Path(mistakes.__file__).with_name("harbour-pantry.yaml"), *(TESTS / "scenarios").glob("*.yaml")]


def shop_of(path: Path) -> tuple[Shop, dict[str, Form]]:
    """A shop, and its forms as the toolkit reads them from the sandbox's answers."""
    shop = Shop(file.read(path).data, "")
    bodies = {marker: body for kind, _, marker, body, _ in shop.definitions() if kind == "form"}
    lang = shop.texts.own
    return shop, {marker: Form.read(Reader(body, operation="getForm", lang=lang)) for marker, body in bodies.items()}


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_fields_are_needed_where_the_toolkit_needs_them(path: Path) -> None:
    shop, forms = shop_of(path)
    made: Any = types.ModuleType("made")
    exec(compile(stubs.module(shop, path.name), "made", "exec", dont_inherit=True), vars(made))
    found = [one for one in vars(made).values() if hasattr(one, "__required_keys__")]
    for form in forms.values():
        fields = [one for one in form.fields if one.type != "button"]
        sent = {one.marker for one in fields if one.required}, {one.marker for one in fields if not one.required}
        logins = [one.marker for one in fields if one.is_login]
        asked = [one for one in fields if not one.is_password and (one.marker not in logins or len(logins) > 1)]
        needed = {one.marker for one in asked if one.required or one.is_sign_up_required} - set(logins)
        signed_up = needed, {one.marker for one in asked} - needed
        is_for_sign_up = form.type == "sing_in_up"
        assert (signed_up if is_for_sign_up else sent) in [
            (set(one.__required_keys__), set(one.__optional_keys__)) for one in found
        ]


def test_each_type_of_field_has_a_python_type() -> None:
    known = set(mistakes.schema()["$defs"]["field_type"]["enum"])
    assert known - {"list", "radioButton", "button"} == set(form_types.FIELD_TYPES)


def test_values_that_type_checkers_accept_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(TESTS / "typing")
    values = runpy.run_path(str(TESTS / "typing" / "form_values.py"))["EVERY"]
    sys.modules.pop("odd_names_types", None)
    form = shop_of(TESTS / "scenarios" / "odd-names.yaml")[1]["every"]
    sent = set()
    for one in values:
        entries = changed_answers(form, {}, "id", as_if_uploaded(form, one))["id"]
        assert {entry["marker"] for entry in entries} == {name for name, value in one.items() if value is not None}
        sent |= {entry["marker"] for entry in entries}
        if entries:
            assert new_answers(form, as_if_uploaded(form, one)) == entries
    assert sent == {one.marker for one in form.fields if one.type != "button"}

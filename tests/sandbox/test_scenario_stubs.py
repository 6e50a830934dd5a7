"""The typed module that is made from a scenario file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import types
from pathlib import Path
from typing import Any, Never, get_args

import pytest
from hypothesis import given, settings, strategies as st

from oneentry_toolkit import cli
from oneentry_toolkit.sandbox.scenario import file, mistakes, python_text, stubs
from oneentry_toolkit.sandbox.scenario.shop import Shop

SCENARIOS = Path(__file__).parents[1] / "scenarios"
MODULES = Path(__file__).parents[1] / "typing"
BUILT_IN = Path(mistakes.__file__).with_name("harbour-pantry.yaml")
anything = st.text(st.characters(exclude_categories=()), max_size=20)


def typed(data: Any, name: str = "shop.yaml") -> Any:
    """The module of a scenario, imported."""
    source = stubs.module(Shop(data, ""), name)
    ast.parse(source, feature_version=(3, 11))
    source.encode()
    made = types.ModuleType("made")
    exec(compile(source, "made", "exec", dont_inherit=True), vars(made))
    return made


def constants(owner: Any) -> dict[str, str]:
    return {name: value for name, value in vars(owner).items() if not name.startswith("__")}


def keys(form: Any) -> tuple[set[str], set[str]]:
    return set(form.__required_keys__), set(form.__optional_keys__)


@pytest.fixture(scope="module")
def odd() -> Any:
    found = file.read(SCENARIOS / "odd-names.yaml")
    return found.data, typed(found.data)


@pytest.mark.parametrize("path", [BUILT_IN, *SCENARIOS.glob("*.yaml")], ids=lambda path: path.stem)
def test_the_module_has_all_that_the_file_names(path: Path) -> None:
    data = Shop(file.read(path).data, "").data
    made = typed(data)
    for section, marker, plural in (
        ("storages", "StorageMarker", "Storages"),
        ("forms", "FormMarker", "Forms"),
        ("providers", "ProviderMarker", "Providers"),
        ("accounts", "AccountMarker", "Accounts"),
        ("events", "EventMarker", "Events"),
        ("discounts", "DiscountMarker", "Discounts"),
        ("pages", "PageMarker", "Pages"),
        ("product_statuses", "ProductStatusMarker", "ProductStatuses"),
    ):
        assert list(get_args(getattr(made, marker))) == [*data[section]]
        assert list(constants(getattr(made, plural)).values()) == [*data[section]]
        assert data[section] or getattr(made, marker) is Never
    assert list(get_args(made.ProductId)) == [one["id"] for one in data["products"]]
    every = {status for storage in data["storages"].values() for status in storage["statuses"]}
    assert set(get_args(made.StatusMarker)) == every


@pytest.mark.parametrize(
    ("scenario", "module"),
    [
        (BUILT_IN, "harbour_pantry_types.py"),
        (SCENARIOS / "tiny.yaml", "tiny_types.py"),
        (SCENARIOS / "odd-names.yaml", "odd_names_types.py"),
    ],
)
def test_the_modules_that_type_checkers_read_are_up_to_date(scenario: Path, module: str) -> None:
    assert cli.main(["scenario", "stubs", str(scenario), "--out", str(MODULES / module), "--check"]) == 0


def test_forms_of_the_built_in_shop() -> None:
    made = typed(file.read(BUILT_IN).data)
    assert keys(made.OrderForm) == ({"name"}, {"phone", "delivery", "delivery_date", "comment"})
    assert keys(made.OrderFormChanges)[0] == set()
    assert keys(made.SubscriptionForm) == ({"expired_date", "subscription_time"}, set())
    assert get_args(made.SubscriptionSubscriptionTimeOption) == ("1_month", "1_year")
    # Login and password are arguments of sign_up.
    assert keys(made.RegForm) == ({"name_reg"}, {"phone_reg"})
    assert keys(made.AddressesForm) == ({"street", "city"}, {"label", "postcode", "floor_plan"})
    assert get_args(made.SubscriptionsStatus) == ("active", "ended", "stopped")
    assert made.TicketsStatuses.upcoming == "upcoming"
    assert get_args(made.PaymentStatusMarker)[0] == "inProgress-payment"


def test_forms_with_odd_names(odd: Any) -> None:
    data, made = odd
    types_of = {name: one for name, one in vars(made).items() if hasattr(one, "__required_keys__")}
    fields = [set().union(*keys(one)) for one in types_of.values()]
    for form in data["forms"].values():
        asked = form.get("fields", {})
        sent = {name for name in asked if not isinstance(asked[name], str) or asked[name] != "button"}
        assert sent - {"password"} in fields
    assert keys(made.SignUpForm) == ({"nickname", "portrait"}, {"mail", "phone"})
    assert keys(made.EmptyForm) == (set(), set())
    assert [name for name in types_of if name.startswith("OrderForm")] != ["OrderForm"]
    assert len({name for name in types_of if name.startswith("OrderForm_")}) == 3
    options = {values for name, one in vars(made).items() if name.endswith("Option") for values in [get_args(one)]}
    assert ("it's", 'say "hi"', "both ' and \"", "line\nbreak", "back\\slash", "\u202eright to left", "😀") in options
    assert (1, 2) in options


def test_names_of_odd_markers(odd: Any) -> None:
    _, made = odd
    assert constants(made.Providers) == {"e_mail_39e074": "e-mail", "e_mail": "e_mail", "e_mail_45e938": "e mail"}
    assert constants(made.Events) == {
        "x": "_",
        "init": "__init__",
        "None_": "None",
        "Final_f4ed8f": "Final",
        "x1st_e01ddf": "1st",
        "x1st": "x1st",
        "import_os": '"""; import os #',
    }
    # A storage that would take the name of what is always there.
    assert "new_one" in constants(made.ProductStatuses_5066b0)
    assert set(constants(made.ProductStatuses)) == {"on", "off"}


def test_a_name_does_not_change_its_meaning_with_the_order_of_the_file() -> None:
    def named(*pages: str) -> dict[str, str]:
        return constants(typed({"pages": dict.fromkeys(pages)}).Pages)

    assert named("a-b", "a b", "c") == named("c", "a b", "a-b")
    assert named("a-b", "c") == {"a_b": "a-b", "c": "c"}
    assert "a_b" not in named("a-b", "a b")
    assert named("a-b", "a_b")["a_b"] == "a_b"


@pytest.mark.parametrize("value", [None, "x", 5, [], [5], {}, {"id": 5}, [{"marker": 5}], [{"value": 5}]])
def test_documents_of_any_shape_make_a_module(value: Any) -> None:
    members = ("type", "listTitles", "validators", "localizeInfos", "marker", "isLogin")
    field = {"type": "list", "options": ["a"], "document": dict.fromkeys(members, value)}
    made = typed({
        "forms": {
            "one": {"fields": {"a": field, "b": {}}},
            "two": {"fields": {"a": {}}, "document": dict.fromkeys(["attributes", "localizeInfos", "type"], value)},
        },
        "storages": {"s": {"form": "one", "document": {"formIdentifier": value}}},
        "products": [{"id": 1, "title": "P", "document": {"attributeValues": value}}],
    })  # fmt: skip
    assert "b" in made.OneForm.__optional_keys__
    assert keys(made.TwoForm)[0] == set()
    assert made.AttributeMarker is Never


def test_the_example_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text("utf-8")
    (example,) = (one for one in re.findall(r"```python\n(.*?)```", guide, re.S) if "shop_types" in one)
    (shop,) = (one for one in re.findall(r"```yaml\n(.*?)```", guide, re.S) if "title: Bikes" in one)
    (tmp_path / "shop.yaml").write_text(shop, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    assert cli.main(["scenario", "stubs", "shop.yaml", "--out", "shop_types.py"]) == 0
    names: dict[str, Any] = {}
    exec(compile(example, "scenarios.md", "exec", dont_inherit=True), names)
    sys.modules.pop("shop_types")
    with names["shop"] as shop:
        assert [order.form for order in shop.orders.list("b2b")] == [{"name": "Ada", "phone": "+1999"}]


def test_many_products_are_not_in_a_literal() -> None:
    def products(count: int) -> Any:
        return typed({"products": [{"id": number, "title": "P"} for number in range(1, count + 1)]}).ProductId

    assert get_args(products(1000))[-1] == 1000
    assert products(1001) is int


def test_titles_are_no_instructions_to_tools(odd: Any) -> None:
    source = (MODULES / "odd_names_types.py").read_text("utf-8")
    comments = [line.partition("  # ")[2] for line in source.splitlines() if "  # " in line]
    assert comments
    assert all(one.startswith(("'", '"')) and "#" not in one for one in comments)
    assert [line for line in source.splitlines() if line.lstrip().startswith("#")] == ["# fmt: off", "# ruff: noqa"]


@pytest.mark.parametrize("module", ["harbour_pantry_types.py", "odd_names_types.py", "tiny_types.py"])
def test_the_module_is_formatted(module: str) -> None:
    source = (MODULES / module).read_text("utf-8").replace("# fmt: off\n", "")
    command = [sys.executable, "-m", "ruff", "format", "--line-length", "120", "-"]
    assert subprocess.run(command, input=source, capture_output=True, encoding="utf-8", check=True).stdout == source


def test_the_name_of_the_file_may_be_anything() -> None:
    made = typed({}, 'a"""\\\n; import os; coding: latin-1 .yaml')
    assert made.__doc__.startswith("Markers and forms of a'''\\ ; import os; coding: latin-1 .yaml, for editors")
    assert not hasattr(made, "os")


@given(anything)
def test_any_text_is_itself_as_a_literal(text: str) -> None:
    source = python_text.literal(text)
    assert ast.literal_eval(source) == text
    assert source.isprintable() or not text.isprintable()
    source.encode()


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(anything.filter(bool), unique=True, min_size=1, max_size=6), anything)
def test_any_markers_and_titles_make_a_module(markers: list[str], title: str) -> None:
    fields: dict[str, Any] = {one: {"title": title, "required": len(one) % 2 == 0} for one in markers}
    options = [{"value": one, "title": title} for one in markers]
    fields[markers[0]] = {"type": "list", "options": options, "title": title}
    data = {
        "providers": {"google": {"type": "oauth"}},
        "forms": {one: {"title": title, "fields": fields} for one in markers},
        "storages": {one: {"form": one, "title": title, "statuses": dict.fromkeys(markers, title)} for one in markers},
        "pages": dict.fromkeys(markers),
        "product_statuses": dict.fromkeys(markers, title),
        "products": [{"id": number, "title": title} for number in range(1, len(markers))],
    }
    made = typed(data)
    assert list(get_args(made.StorageMarker)) == list(get_args(made.StatusMarker)) == markers
    assert list(constants(made.Pages).values()) == markers
    found = [one for name, one in vars(made).items() if name.endswith("Form") or "Form_" in name]
    assert len(found) == len(markers)
    for form in found:
        assert keys(form)[0] == {one for one in markers[1:] if len(one) % 2 == 0}
        assert keys(form)[0] | keys(form)[1] == set(markers)
    chosen = [get_args(one) for name, one in vars(made).items() if "Option" in name]
    assert chosen == [tuple(markers)] * len(markers)


def test_the_command_writes_a_module(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario, module = str(SCENARIOS / "tiny.yaml"), tmp_path / "tiny_types.py"
    command = ["scenario", "stubs", scenario]
    assert cli.main(command) == 0
    shown = capsys.readouterr().out
    assert shown == (MODULES / "tiny_types.py").read_text("utf-8")
    assert cli.main([*command, "--out", str(module), "--check"]) == 1
    again = f"To write it: oneentry scenario stubs {scenario} --out {module}\n"
    assert capsys.readouterr().err == f"oneentry: {module} is not there. {again}"
    assert cli.main([*command, "--out", str(module)]) == 0
    assert module.read_bytes().decode() == shown
    assert cli.main([*command, "--out", str(module), "--check"]) == 0
    module.write_bytes(shown.replace("b2b", "b2c").encode())
    capsys.readouterr()
    assert cli.main([*command, "--out", str(module), "--check"]) == 1
    assert capsys.readouterr().err == f"oneentry: {module} is not what {scenario} makes. {again}"
    assert cli.main([*command, "--out", str(module)]) == 0
    assert cli.main([*command, "--out", str(module), "--check"]) == 0


def test_the_command_overwrites_only_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = tmp_path / "shop.yaml"
    scenario.write_bytes((SCENARIOS / "tiny.yaml").read_bytes())
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    for target, said in ((scenario, "was not written by"), (picture, "was not written by"), (tmp_path, "Cannot write")):
        assert cli.main(["scenario", "stubs", str(scenario), "--out", str(target)]) == 1
        assert said in capsys.readouterr().err
    assert scenario.read_bytes() == (SCENARIOS / "tiny.yaml").read_bytes()
    assert picture.read_bytes() == b"\x89PNG"


def test_the_command_says_what_is_missing_or_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario, module = tmp_path / "shop.yaml", tmp_path / "shop_types.py"
    assert cli.main(["scenario", "stubs", str(SCENARIOS / "tiny.yaml"), "--check"]) == 1
    assert capsys.readouterr().err == "oneentry: --check compares with a file: name it with --out FILE.\n"
    scenario.write_text("currency: euro\n", "utf-8")
    assert cli.main(["scenario", "stubs", str(scenario), "--out", str(module)]) == 1
    assert f"{scenario}:1:11: currency: 'euro' does not have the form" in capsys.readouterr().err
    assert not module.exists()

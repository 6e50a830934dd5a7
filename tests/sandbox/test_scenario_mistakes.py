"""Mistakes in scenario files: each is found before anything starts, and named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneentry_toolkit.sandbox import Sandbox, SandboxError
from oneentry_toolkit.sandbox.errors import ScenarioError
from oneentry_toolkit.sandbox.scenario import file, mistakes

SCENARIOS = Path(__file__).parents[1] / "scenarios"
SHOP = (SCENARIOS / "fahrrad.yaml").read_text("utf-8")


def found(text: str) -> list[str]:
    """The mistakes of a text, without the name of the file."""
    with pytest.raises(ScenarioError) as caught:
        mistakes.check(file.parse(text, "shop.yaml"))
    return [one.removeprefix("shop.yaml:") for one in caught.value.mistakes]


def place(text: str, part: str) -> str:
    """Line and column of a part of a text, as messages have them."""
    before = text[: text.index(part)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@pytest.mark.parametrize("path", [*SCENARIOS.glob("*.yaml")], ids=lambda path: path.stem)
def test_files_without_mistakes(path: Path) -> None:
    mistakes.check(file.read(path))


def test_the_built_in_shop_has_no_mistakes() -> None:
    mistakes.check(file.read(Path(mistakes.__file__).with_name("harbour-pantry.yaml")))


@pytest.mark.parametrize(
    ("right", "wrong", "part", "said"),
    [
        ("currency: EUR", "curency: EUR", "curency", "curency: there is no such member; did you mean 'currency'?"),
        ("currency: EUR", "currency: euro", "euro", "currency: 'euro' does not have the form that is expected: Currency"
         " of all prices: three capital letters, such as EUR"),
        ("title: Fahrradladen", "title: 12", "12", "title: this must be text, not number: write '12' in quotes"),
        ("[de_DE, en_US]", "de_DE", "de_DE", "languages: this must be a list, not text"),
        ("starts: 2026-03-01", "starts: 2026-02-30", "2026-02-30",
         "starts: no calendar has '2026-02-30T09:00:00Z'"),
        ("type: radioButton", "type: radiobutton", "radiobutton",
         "forms.kasse.fields.abholung.type: 'radiobutton' is not one of the values that are possible here; did you mean"
         " 'radioButton'?"),
        ("price: 450", 'price: "450"', '"450"', "products[0].price: this must be null or a number, not text"),
        ("price: 25.50", "price: -1", "-1", "products[1].price: -1 is less than 0"),
        ("orders: 40", "orders: 4.0", "4.0", "history.orders: this must be a whole number: write 4"),
        ("related: [2958]", "related: [2958.0]", "2958.0]",
         "products[0].related[0]: this must be a whole number: write 2958"),
        ("id: 3001", "id: 3001.0", "3001.0", "products[3].id: this must be a whole number: write 3001"),
        ("id: 2958, title", "title", "{title: Schloss", "products[1]: the member 'id' is missing"),
        ("accounts: [rechnung]", "accounts: [rechnug]", "rechnug",
         "storages.werkstatt.accounts[0]: there is no payment account 'rechnug'; did you mean 'rechnung'?"),
        ("{form: kundenkonto,", "{form: konto,", "konto, config",
         "providers.kunden.form: there is no form 'konto'; did you mean 'kundenkonto'?"),
        ("session_statuses: {completed: fertig}", "session_statuses: {completed: fertich}", "fertich",
         "storages.laden.session_statuses.completed: there is no status of this storage 'fertich'; did you mean"
         " 'fertig'?"),
        ("parent: raeder", "parent: rader", "rader",
         "pages.teile.parent: there is no page 'rader'; did you mean 'raeder'?"),
        ("raeder:\n", "raeder: {parent: raeder}\n", "raeder}",
         "pages.raeder.parent: the page 'raeder' is above itself"),
        ("currency: EUR", "refund_statuses: {waiting: approved}", "{waiting: approved}",
         "refund_statuses.approved: the marker 'approved' stands for two states"),
        ("status: lager", "status: larger", "larger",
         "products[0].status: there is no status of products 'larger'; did you mean 'lager'?"),
        ("related: [2958]", "related: [2959]", "2959",
         "products[0].related[0]: there is no product 2959; did you mean '2958'?"),
        ("id: 3001", "id: 3000", "3000, title: Aus", "products[3].id: the id 3000 is there twice"),
        ("{values: {de_DE: rot, en_US: red}}", "{values: {de_DE: rot, fr_FR: rouge}}", "fr_FR",
         "products[0].attributes.farbe.values.fr_FR: there is no language of the shop 'fr_FR'; there are de_DE, en_US"),
        ("{de_DE: Danke!, en_US", "{en_US", "{en_US: Thank",
         "forms.bewertung.success_message: a text needs the shop's own language, de_DE"),
        ("provider: kunden,", "provider: kunde,", "kunde, form",
         "users[0].provider: there is no auth provider 'kunde'; did you mean 'kunden'?"),
        ("form: {vorname: Kim}", "form: {vornahme: Kim}", "vornahme",
         "users[0].form.vornahme: there is no field of the sign-up form 'vornahme'; did you mean 'vorname'?"),
        ("login: zweiter@shop", "login: kunde@shop", "kunde@shop.example, password: geheim-2",
         "users[1].login: the login 'kunde@shop.example' is there twice"),
        ("user: kunde@shop", "user: kunder@shop", "kunder@",
         "orders[0].user: there is no user 'kunder@shop.example'; did you mean 'kunde@shop.example'?"),
        ("    storage: laden", "    storage: lade", "lade\n",
         "orders[0].storage: there is no storage 'lade'; did you mean 'laden'?"),
        ("{2957: 1, 2958: 2}", "{2957: 1, 3000: 2}", "3000: 2}", "orders[0].products.3000: product 3000 has no price"),
        ("form: {name: Kim}", "form: {nam: Kim}", "nam:",
         "orders[0].form.nam: there is no field of this storage's form 'nam'; did you mean 'name'?"),
        ("sessions: [expired, completed]", "sessions: [expired, paid]", "paid]",
         "orders[0].sessions[1]: 'paid' is not one of the values that are possible here; there are waiting, completed,"
         " canceled, expired"),
        ("states: {completed: 3, unpaid: 1}", "states: {completed: 0}", "{completed: 0}",
         "history.states: all shares are 0"),
        ("FRUEHLING10: fruehling", "FRUEHLING10: sommer", "sommer",
         "coupons.FRUEHLING10: there is no discount 'sommer'; there are fruehling"),
        ("{type: date, title", "{type: list, title", "{type: list",
         "forms.kasse.fields.termin: the member 'options' is missing"),
        ("percent: 10", "percent: 10, amount: 3", "{title: Frühling",
         "discounts.fruehling: a discount has one of percent, amount and price"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_place(right: str, wrong: str, part: str, said: str) -> None:
    assert SHOP.count(right) >= 1
    text = SHOP.replace(right, wrong, 1)
    assert found(text) == [f"{place(text, part)}: {said}"]


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file() -> None:
    text = "titel: X\nforms: {a: {fields: {b: strin}}}\nproducts: [{id: 1, title: T, price: x}]\n"
    assert found(text) == [
        "1:1: titel: there is no such member; did you mean 'title'?",
        "3:37: products[0].price: this must be null or a number, not text",
    ]
    # What refers to what is judged when all parts have their types.
    text = "forms: {a: {fields: {b: strin}}}\nstorages: {s: {form: c}}\n"
    assert [one.split(": ")[0] for one in found(text)] == ["1:25", "2:22"]


def test_many_mistakes_are_cut_short_in_the_message_and_not_in_the_list() -> None:
    text = "products:\n" + "  - {id: 1}\n" * 50
    with pytest.raises(ScenarioError, match=r"shop\.yaml has 50 mistakes:(.|\n)*and 30 more$") as caught:
        mistakes.check(file.parse(text, "shop.yaml"))
    assert len(caught.value.mistakes) == 50


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3", "3:1: 'a' is there twice."),
        ("a: [1\nb: 2", "2:2: did not find expected ',' or ']'."),
        ("a: !secret x", "1:4: could not determine a constructor for the tag '!secret'."),
        ("a: !secret {b: 1}", "1:4: could not determine a constructor for the tag '!secret'."),
        (
            "a: !!timestamp 2024-01-01",
            "1:4: could not determine a constructor for the tag 'tag:yaml.org,2002:timestamp'.",
        ),
        ("a: !!int x", "1:4: 'x' is no int."),
        ("a: *b", "1:4: found undefined alias 'b'."),
        ("a: &b [*b]", "1:8: found undefined alias 'b'."),
        ("? {a: 1}\n: 2", "1:3: a key must be text."),
        ("a: 1\n---\nb: 1", "2:1: but found another document."),
        ("a: 1e999", "1:4: this number is too large."),
        ("a: " + "[" * 600 + "]" * 600, " this is not YAML: "),
        ('{"a": 1e999}', " this is not JSON: 1e999 is too large a number."),
        ('{"a" 1}', "1:6: this is not JSON: "),
        ('{"a": 1, "a": 2}', " this is not JSON: 'a' is there twice in one object."),
        ('{"a": NaN}', " this is not JSON: NaN is not a number of JSON."),
    ],
)
def test_what_is_neither_yaml_nor_json_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        file.parse(text, "shop.yaml")
    assert str(caught.value).startswith(f"shop.yaml:{said}")


@pytest.mark.parametrize("text", ["", "# nothing\n", "[1]", "text"])
def test_a_file_that_is_no_map_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="1 mistake"):
        mistakes.check(file.parse(text, "shop.yaml"))


def test_the_statuses_of_all_storages_have_ids_of_their_own() -> None:
    text = "forms: {f: {}}\nstorages: {a: {form: f, statuses: {x: {id: 1}}}, b: {form: f, statuses: {y: {id: 1}}}}"
    with pytest.raises(ScenarioError, match=r"storages\.b\.statuses\.y\.id: the id 1 is there twice"):
        mistakes.check(file.parse(text, "shop.yaml"))


def test_markers_of_digits_are_placed() -> None:
    text = "forms:\n  f: {}\nstorages:\n  '2':\n    form: f\n    statuses:\n      '10': {id: x}"
    with pytest.raises(
        ScenarioError, match=r"shop.yaml:7:18: storages\.2\.statuses\.10\.id: this must be a whole number"
    ):
        mistakes.check(file.parse(text, "shop.yaml"))


def test_plain_words_stay_text() -> None:
    data = file.parse("a: no\nb: on\nc: 012\nd: 2024-01-01\ne: 12:30\nf: 1_000\n14: x\ng: ~\nh: 1.5\ni: true", "x").data
    assert data == {
        "a": "no",
        "b": "on",
        "c": "012",
        "d": "2024-01-01",
        "e": "12:30",
        "f": "1_000",
        "14": "x",
        "g": None,
        "h": 1.5,
        "i": True,
    }


def test_anchors_and_tags_of_json_types_are_read() -> None:
    text = "a: &x {b: [1]}\nc: *x\nd: !!str 12\ne: !!float 3\nf: ! no\ng: !!null ~\nh: !!seq []\ni: '1'"
    assert file.parse(text, "x").data == {
        "a": {"b": [1]},
        "c": {"b": [1]},
        "d": "12",
        "e": 3.0,
        "f": "no",
        "g": None,
        "h": [],
        "i": "1",
    }


def test_json_may_be_indented_with_tabs_and_has_places_too() -> None:
    text = '{\n\t"title": "T",\n\t"products": [\n\t\t{"id": 1}\n\t]\n}'
    assert found(text) == ["4:3: products[0]: the member 'title' is missing"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match=r"Cannot read the scenario .*none\.yaml: No such file"):
        Sandbox(scenario=tmp_path / "none.yaml").start()
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SandboxError, match="it is not UTF-8 text"):
        Sandbox(scenario=tmp_path / "bytes.yaml").start()

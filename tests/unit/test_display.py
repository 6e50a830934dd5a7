"""Display of objects in terminals and notebooks."""

import pickle
from decimal import Decimal
from typing import Any

import pytest

from oneentry_toolkit.frames.records import frame_of
from oneentry_toolkit.values.display import Guarded, Listing, html_card, html_table, masked, one_line, short, show
from oneentry_toolkit.values.times import parse_time


def listing(count: int, total: int | None = None) -> Listing[int]:
    columns = {"number": lambda one: one, "text": lambda one: f"<b>{one}</b>"}
    return Listing(range(count), noun="order", columns=columns, total=total, frame=frame_of)


def test_listing_repr_shows_headline_first_rows_and_rest() -> None:
    assert repr(listing(0)) == "0 orders"
    assert repr(listing(1)) == "1 order\nnumber  text\n0       <b>0</b>"
    lines = repr(listing(25, total=40)).splitlines()
    assert lines[0] == "25 of 40 orders"
    assert lines[-1] == "… 5 more"
    assert len(lines) == 1 + 1 + 20 + 1


def test_listing_html_escapes_text() -> None:
    """No random ids and no remote resources."""
    html = listing(25)._repr_html_()
    assert "&lt;b&gt;0&lt;/b&gt;" in html
    assert "<b>0</b>" not in html
    assert html.count("<tr>") == 1 + 20
    assert "… 5 more" in html
    assert "http" not in html
    assert html == listing(25)._repr_html_()


def test_listing_supports_index_slice_len_and_list_equality() -> None:
    orders = listing(3)
    assert orders[1] == 1
    assert orders[:2] == [0, 1]
    assert isinstance(orders[:2], Listing)
    assert orders == [0, 1, 2]
    assert orders != [0]
    assert len(orders) == 3
    assert list(reversed(orders)) == [2, 1, 0]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (Decimal("10.10"), "10.10"),
        (parse_time("2025-04-30T20:15:29.254Z"), "2025-04-30 20:15:29 UTC"),
        ("two\nlines", "two lines"),
        (["a", 1], "a, 1"),
        ({"a": 1, "password": "x"}, "a: 1, password: ***"),
        (object, "<class 'object'>"),
        (list(range(1_000)), f"{', '.join(map(str, range(20)))}, … 980 more"),
        ({n: n for n in range(21)}, f"{', '.join(f'{n}: {n}' for n in range(20))}, … 1 more"),
        ([[[[[1]]], [[[[]]]]]], "…, …"),
        (["x" * 1_000], "x" * 299 + "…"),
        # Joiners are part of names and emoji; direction marks of text that is written from right to left.
        ("نام\u200cخانوادگی", "نام\u200cخانوادگی"),
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        (
            "👩\u200d👩\u200d👧 ❤\ufe0f 🏴\U000e0067\U000e0062\U000e007f",
            "👩\u200d👩\u200d👧 ❤\ufe0f 🏴\U000e0067\U000e0062\U000e007f",
        ),
        ("a\u200eb\u200fc\u00add", "a\u200eb\u200fc\u00add"),
        # Controls, overrides of the direction and halves of pairs are not.
        ("a\x1b[31mb\x07\x9bc", "a[31mbc"),
        ("exe\u202egnp\u202c \u2067x\u2069", "exegnp x"),
        ("a\ud800b", "ab"),
        ("a\u2028b\u00a0c", "a b c"),
    ],
)
def test_show_formats_values_on_one_line(value: object, shown: str) -> None:
    assert show(value) == shown


def test_secrets_are_masked_by_name_at_any_depth() -> None:
    """Names of docs/api/README.md: tokens, passwords, signing keys, client secrets."""
    value = {
        "accessToken": "a",
        "testSettings": {"signingSecretKey": "b", "status": "connected"},
        "list": [{"clientSecret": "c"}],
        "tokenSecretKey": None,
    }
    assert masked("", value) == {
        "accessToken": "***",
        "testSettings": {"signingSecretKey": "***", "status": "connected"},
        "list": [{"clientSecret": "***"}],
        "tokenSecretKey": None,
    }


def test_guarded_repr_masks_nested_secrets_and_members_are_readable() -> None:
    raw = Guarded.of({"id": 1, "testSettings": {"signingSecretKey": "whsec"}})
    assert raw["testSettings"]["signingSecretKey"] == "whsec"
    assert "whsec" not in repr(raw)
    assert "whsec" not in repr(raw["testSettings"])


def test_html_card_and_one_line_skip_empty_values_and_escape() -> None:
    card = html_card("A & B", (("a", "<x>"), ("b", None), ("c", "")))
    assert card.count("<tr>") == 1
    assert "&lt;x&gt;" in card
    assert "A &amp; B" in card
    assert one_line("Order", "89", ("new", "", "340.00 USD")) == "<Order 89: new, 340.00 USD>"
    assert one_line("Order", "89") == "<Order 89>"
    assert "<p>note</p>" in html_table(("a",), [("x" * 100,)], note="note")
    assert "x" * 81 not in html_table(("a",), [("x" * 100,)])


DEEP = 400


def nested(kind: type, *, secret: bool = False) -> Any:
    value: Any = {"password": "12345678"} if secret else []
    for _ in range(DEEP):
        value = [value] if kind is list else {"more": value}
    return value


@pytest.mark.parametrize("kind", [list, dict])
def test_deep_values_are_shown_as_far_as_four_levels(kind: type) -> None:
    value = nested(kind)
    assert show(value).endswith("…")
    assert "…" in html_card("Order", [("deep", value)])
    assert "…" in repr(masked("", value))


@pytest.mark.parametrize("kind", [list, dict])
def test_guarded_takes_deep_values_and_its_repr_ends(kind: type) -> None:
    value = nested(kind, secret=True)
    raw = Guarded.of({"id": 1, "deep": value})
    assert "…" in repr(raw)
    assert "12345678" not in repr(raw)
    assert raw == {"id": 1, "deep": value}
    assert pickle.loads(pickle.dumps(raw)) == raw


def test_guarded_hides_secrets_of_objects_in_lists_and_leaves_its_argument_alone() -> None:
    given: dict[str, Any] = {"settings": [{"password": "12345678"}], "authData": [{"marker": "pin", "value": "1"}]}
    raw = Guarded.of(given)
    assert "12345678" not in repr(raw["settings"]) + repr(raw["settings"][0])
    assert raw["settings"][0]["password"] == "12345678"
    assert type(given["settings"][0]) is dict
    assert Guarded(raw.items()) == given


def test_cards_and_tables_count_the_rows_that_they_leave_out() -> None:
    table = html_table(("n",), ([n] for n in range(1_234_567)), note="a note", noun="line")
    assert table.count("<tr>") == 1 + 20
    assert "<p>a note; … 1,234,547 more lines</p>" in table
    assert "more" not in html_table(("n",), ([n] for n in range(20)))
    assert html_table(("n",), ([n] for n in range(21)), noun="line").endswith("<p>… 1 more line</p>")
    card = html_card("Order", ((f"field {n}", n) for n in range(1, 5_001)))
    assert card.count("<tr>") == 50
    assert "… 4,950 more values" in card
    assert len(html_card("x" * 10_000, [("y" * 10_000, "z" * 10_000)])) < 1_000


def test_one_line_cuts_long_texts() -> None:
    assert len(one_line("Order", "x" * 10_000, ["y" * 10_000])) < 200
    assert short("x" * 81) == "x" * 79 + "…"

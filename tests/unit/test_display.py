"""Display of objects in terminals and notebooks."""

from decimal import Decimal

import pytest

from oneentry_toolkit.values.display import Guarded, Listing, html_card, html_table, masked, one_line, show
from oneentry_toolkit.values.times import parse_time


def listing(count: int, total: int | None = None) -> Listing[int]:
    columns = {"number": lambda one: one, "text": lambda one: f"<b>{one}</b>"}
    return Listing(range(count), noun="order", columns=columns, total=total)


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
    raw = Guarded({"id": 1, "testSettings": {"signingSecretKey": "whsec"}})
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

"""How things show themselves."""

from decimal import Decimal

import pytest

from oneentry_toolkit.values.display import Guarded, Listing, html_card, html_table, masked, one_line, show
from oneentry_toolkit.values.times import parse_time


def listing(count: int, total: int | None = None) -> Listing[int]:
    columns = {"number": lambda one: one, "text": lambda one: f"<b>{one}</b>"}
    return Listing(range(count), noun="order", columns=columns, total=total)


def test_a_terminal_sees_a_table() -> None:
    """A headline, the first rows, and how many more."""
    assert repr(listing(0)) == "0 orders"
    assert repr(listing(1)) == "1 order\nnumber  text\n0       <b>0</b>"
    lines = repr(listing(25, total=40)).splitlines()
    assert lines[0] == "25 of 40 orders"
    assert lines[-1] == "… 5 more"
    assert len(lines) == 1 + 1 + 20 + 1


def test_a_notebook_sees_an_escaped_table() -> None:
    """What a customer typed never becomes markup; nothing random, nothing remote."""
    html = listing(25)._repr_html_()
    assert "&lt;b&gt;0&lt;/b&gt;" in html
    assert "<b>0</b>" not in html
    assert html.count("<tr>") == 1 + 20
    assert "… 5 more" in html
    assert "http" not in html
    assert html == listing(25)._repr_html_()


def test_a_listing_is_a_sequence() -> None:
    """Index, slice, length, equality with lists."""
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
def test_values_on_one_line(value: object, shown: str) -> None:
    """For people, without secrets."""
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


def test_a_guarded_object_gives_members_and_shows_none_that_is_secret() -> None:
    """Nested objects guard themselves too."""
    raw = Guarded({"id": 1, "testSettings": {"signingSecretKey": "whsec"}})
    assert raw["testSettings"]["signingSecretKey"] == "whsec"
    assert "whsec" not in repr(raw)
    assert "whsec" not in repr(raw["testSettings"])


def test_cards_and_lines() -> None:
    """Empty values are left out; text is escaped."""
    card = html_card("A & B", (("a", "<x>"), ("b", None), ("c", "")))
    assert card.count("<tr>") == 1
    assert "&lt;x&gt;" in card
    assert "A &amp; B" in card
    assert one_line("Order", "89", ("new", "", "340.00 USD")) == "<Order 89: new, 340.00 USD>"
    assert one_line("Order", "89") == "<Order 89>"
    assert "<p>note</p>" in html_table(("a",), [("x" * 100,)], note="note")
    assert "x" * 81 not in html_table(("a",), [("x" * 100,)])

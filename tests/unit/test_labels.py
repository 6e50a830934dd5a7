"""Labels: equal titles carry their marker."""

from oneentry_toolkit.values.labels import told_apart


def test_equal_titles_carry_their_key() -> None:
    """Case and blanks do not tell titles apart; others stay as they are."""
    titles = {"cash": "Cash", "cash_eu": " cash ", "card": "Card", 14: "Tea", 15: "Tea"}
    assert told_apart(titles) == {
        "cash": "Cash (cash)", "cash_eu": "cash (cash_eu)", "card": "Card", 14: "Tea (14)", 15: "Tea (15)",
    }  # fmt: skip
    assert told_apart([]) == {}

"""Labels: equal titles carry their marker."""

from oneentry_toolkit.values.labels import told_apart


def test_equal_titles_carry_their_key() -> None:
    """Case and blanks do not tell titles apart; others stay as they are."""
    titles = {"cash": "Cash", "cash_eu": " cash ", "card": "Card", 14: "Tea", 15: "Tea"}
    assert told_apart(titles) == {
        "cash": "Cash (cash)", "cash_eu": "cash (cash_eu)", "card": "Card", 14: "Tea (14)", 15: "Tea (15)",
    }  # fmt: skip
    assert told_apart([]) == {}


def test_a_title_that_looks_like_a_label_with_its_key_carries_its_own() -> None:
    assert told_apart({"a": "X", "b": "x", "c": "X (a)", "d": "X (A) (c)"}) == {
        "a": "X (a)", "b": "x (b)", "c": "X (a) (c)", "d": "X (A) (c) (d)",
    }  # fmt: skip
    assert told_apart({"a": "X", "A": "X"}) == {"a": "X (a)", "A": "X (A)"}

"""Words of a status: how a payment ended, in any spelling."""

from __future__ import annotations

import pytest

from oneentry_toolkit.values.words import is_known, is_paid, outcome, show_status, sounds_cancelled, sounds_withdrawn


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("waiting", None),
        ("on_hold", None),
        ("", None),
        (None, None),
        ("completed", "paid"),
        ("paid", "paid"),
        (" Succeeded ", "paid"),
        ("canceled", "declined"),
        ("CANCELLED", "declined"),
        ("payment_failed", "declined"),
        ("Payment  Failed", "declined"),
        ("rejected", "declined"),
        ("expired", "expired"),
        ("timed-out", "expired"),
    ],
)
def test_outcome_of_a_word(word: str | None, expected: str | None) -> None:
    assert outcome(word) == expected
    assert is_paid(word) is (expected == "paid")


def test_known_words() -> None:
    """An unknown word is open, and is named as unknown."""
    assert is_known("Waiting") and is_known("cancelled")
    assert not is_known("on_hold") and not is_known("")


def test_a_status_in_a_text() -> None:
    assert [show_status(one) for one in ("On hold", "", None)] == ["On hold", "no status", "no status"]


def test_markers_of_a_project() -> None:
    """They are chosen by the project, so a part of the word decides."""
    assert sounds_cancelled("orderCanceled") and sounds_cancelled("Cancelled by client")
    assert not sounds_cancelled("created") and not sounds_cancelled(None)
    assert sounds_withdrawn("rejected_by_shop") and sounds_withdrawn("denied")
    assert not sounds_withdrawn("waiting")

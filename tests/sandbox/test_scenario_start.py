"""The start of a sandbox with a large scenario file."""

from __future__ import annotations

import pytest

from bench import starts


@pytest.mark.long
def test_10000_products_start_in_at_most_5_times_the_time_of_the_built_in_shop(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A ratio of processes that start in turn, so that a busy machine slows both."""
    figure = starts.measure(rounds=7)
    with capsys.disabled():
        low, high = figure.spread
        print(f"\n{figure.title}: {figure.value:.2f}x ({low:.2f} to {high:.2f}, {figure.rounds} rounds)")
    assert figure.is_met

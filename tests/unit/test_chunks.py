"""Detection of duplicate items in any order."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st

from oneentry_toolkit.frames.chunks import Seen

NUMBERS = st.integers(-3, 8) | st.sampled_from([2**63 - 1, -(2**63)])


@given(st.lists(st.lists(NUMBERS, max_size=8), max_size=6), st.lists(NUMBERS, unique=True))
def test_seen_reports_each_number_as_new_once(groups: list[list[int]], before: list[int]) -> None:
    seen, known = Seen(before), set(before)
    for group in groups:
        group = sorted(group, reverse=True) if len(group) % 2 else group
        mask = seen.new(np.array(group, dtype="int64"))
        expected = [one not in known and one not in group[:place] for place, one in enumerate(group)]
        assert (expected if mask is None else mask.tolist()) == expected
        known |= set(group)

"""docs/traps.md: each trap of the API has a row, and each test that a row names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
API_TRAPS = (ROOT / "docs" / "api" / "traps.md").read_text(encoding="utf-8")
TABLE = (ROOT / "docs" / "traps.md").read_text(encoding="utf-8")

ROW = re.compile(
    r"^\| \[(\d+)\]\(api/traps\.md#trap-(\d+)\) [^|]+ \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M
)
NAMED = re.compile(r"`(tests/[\w/.]+\.py)::(\w+)`")
NONE = "–"

# A trap without a test of the sandbox, which is a newer server.
NOT_IN_SANDBOX = {27}

ROWS = {int(found[1]): found for found in ROW.finditer(TABLE)}


@cache
def _tests(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_trap_has_one_row_in_order() -> None:
    numbers = [int(found) for found in re.findall(r'<a id="trap-(\d+)"></a>', API_TRAPS)]
    assert [int(found[1]) for found in ROW.finditer(TABLE)] == numbers
    assert [line for line in TABLE.splitlines() if line.startswith("| [") and not ROW.match(line)] == []
    assert all(row[1] == row[2] for row in ROWS.values())


@pytest.mark.parametrize("number", ROWS)
def test_a_row_names_tests_that_exist(number: int) -> None:
    """For the sandbox and for the toolkit; nothing stands in their cells beside them."""
    row = ROWS[number]
    for cell, is_missing in ((row[4], number in NOT_IN_SANDBOX), (row[6], False)):
        named = NAMED.findall(cell)
        assert (cell == NONE) == is_missing
        assert NAMED.sub("", cell).strip(", ") == (NONE if is_missing else "")
        for file, name in named:
            assert name in _tests(file), f"{file} has no {name}"

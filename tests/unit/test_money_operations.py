"""What people do with a money column: the operations of docs/money.md, each right or refused in words."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tools import money_table

pytestmark = pytest.mark.slow
OPERATIONS = {one.name: one for one in money_table.operations()}
REFUSED = {
    # pandas hands NumPy the exact values of the frame's one column.
    "histogram": "TypeError: ufunc 'isfinite' not supported",
    # DuckDB knows no extension type of pandas but Arrow's.
    "DuckDB over the frame, few rows": "NotImplementedException: .*Data type 'money' not recognized",
    "DuckDB over the frame, many rows": "NotImplementedException: .*Data type 'money' not recognized",
}


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - REFUSED.keys()))
def test_operation_is_right(name: str) -> None:
    OPERATIONS[name].check("money")


@pytest.mark.parametrize("name", REFUSED)
def test_operation_is_refused(name: str) -> None:
    with pytest.raises(Exception, match=REFUSED[name].partition(": ")[2]) as raised:
        OPERATIONS[name].check("money")
    assert type(raised.value).__name__ == REFUSED[name].partition(":")[0]


def test_a_wrong_result_is_found() -> None:
    """Of the known faults of other types; so the checks can fail."""
    assert OPERATIONS["sum"].verdict("float") == "wrong"
    assert OPERATIONS["share of the sum"].verdict("arrow") == "wrong"
    assert OPERATIONS["Dask over the frame: sum and max"].verdict("object") == "wrong"
    assert OPERATIONS["times a float"].verdict("object").startswith("TypeError: ")


def test_the_page_has_the_table_of_the_command() -> None:
    """In a process of its own: what a library knows of types depends on what was imported before."""
    printed = subprocess.run([sys.executable, money_table.__file__], capture_output=True, text=True, check=True).stdout
    assert printed.strip() in money_table.PAGE.read_text(encoding="utf-8")


def test_the_example_of_the_page_runs() -> None:
    [example] = re.findall(r"```python\n(.*?)```", money_table.PAGE.read_text(encoding="utf-8"), re.S)
    exec(compile(example, "docs/money.md", "exec"), {})

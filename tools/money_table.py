"""Prints what people do with a column of amounts, and with which type of column it is right, for docs/money.md.

Each operation runs on the same amounts as ``money``, as objects of ``Decimal``, as Arrow decimals and as floats, and
its result is held against plain Decimals. With ``--write`` the table goes into docs/money.md.
"""

from __future__ import annotations

import argparse
import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "money.md"
START, END = "<!-- operations: made by tools/money_table.py -->", "<!-- end of operations -->"
KINDS = {
    "money": "`money`",
    "object": "objects of `Decimal`",
    "arrow": "`ArrowDtype(decimal128(18, 6))`",
    "float": "`float64`",
}


def column(kind: str, values: list[Decimal | None]) -> Any:
    """Amounts as a Series of one of the types."""
    import pandas as pd
    import pyarrow as pa

    from oneentry_toolkit import money

    match kind:
        case "money":
            return money.from_decimals(values)
        case "object":
            return pd.Series(values, dtype=object)
        case "arrow":
            return pd.Series(pd.array(values, dtype=pd.ArrowDtype(pa.decimal128(18, 6))))
    return pd.Series([None if value is None else float(value) for value in values], dtype="float64")


@dataclass(frozen=True)
class Operation:
    """What somebody does with a column, and what must come out.

    Attributes:
        name: what the table says.
        check: raises AssertionError if the result is wrong; any other exception is a refusal.
    """

    name: str
    check: Callable[[str], None]

    def verdict(self, kind: str) -> str:
        """``right``, ``wrong``, or the exception that refuses."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                self.check(kind)
            except AssertionError:
                return "wrong"
            except Exception as error:  # noqa: BLE001  (whatever a library raises is a refusal)
                return f"{type(error).__name__}: {error}"
        return "right"


def verdicts() -> dict[str, dict[str, str]]:
    """The verdict on each operation by type."""
    return {one.name: {kind: one.verdict(kind) for kind in KINDS} for one in operations()}


def operations() -> list[Operation]:
    """All operations, in the order of the table."""
    import tools.money_exits  # noqa: F401  (adds its own)
    from tools.money_operations import OPERATIONS

    return OPERATIONS


def document(text: str, found: dict[str, dict[str, str]]) -> str:
    """`docs/money.md` with the table in it."""
    rights = {kind: sum(row[kind] == "right" for row in found.values()) for kind in KINDS}
    rows = [
        f"| {name} | {' | '.join(cell if cell in ('right', 'wrong') else 'raises' for cell in row.values())} |"
        for name, row in found.items()
    ]
    head = [f"| operation | {' | '.join(KINDS.values())} |", "|---|" + "---|" * len(KINDS)]
    last = f"| **right, of {len(found)}** | {' | '.join(f'**{right}**' for right in rights.values())} |"
    table = "\n".join([START, "", *head, *rows, last, "", END])
    return re.sub(f"{START}.*{END}", lambda _: table, text, flags=re.S)


def main() -> None:
    """Prints the table, or writes it into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the table into docs/money.md")
    parser.add_argument("--why", action="store_true", help="print what each refusal of money says")
    options = parser.parse_args()
    found = verdicts()
    if options.write:
        PAGE.write_text(document(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
    else:
        print(document(f"{START}{END}", found))
    if options.why:
        print(*(f"{name}: {row['money']}" for name, row in found.items() if row["money"] != "right"), sep="\n")


if __name__ == "__main__":
    # The operations import this module by its name.
    sys.path.insert(0, str(ROOT))
    from tools import money_table

    money_table.main()

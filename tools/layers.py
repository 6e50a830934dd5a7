"""Writes the layers of the toolkit from one list: into `.importlinter`, which CI checks, and into docs/architecture.md.

A new package or module of the toolkit gets a row here; then run this. With --check nothing is written.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# From the top to the bottom. What stands in one row does not import each other.
LAYERS: list[dict[str, str]] = [
    {"cli": "the command `oneentry`: parses, calls, prints"},
    {"demo": "`oneentry demo`: a checkout from sign-in to DataFrames"},
    {
        "widgets": "forms over a shop and a checkout: they show a snapshot and forward clicks; no rules, no HTTP",
        "several": "`frames_of()`: the orders of several users in two frames",
    },
    {"shop": "`connect()` and `Shop`: builds the parts, owns their lifetime, no logic"},
    {"sharing": "connections and the embedded sandbox, which several shops may use"},
    {"checkout": "`CheckoutFlow`: basket, form, order, payment, one state at a time; no widget, no HTTP"},
    {"scenario": "`shop.scenario()`: a project's definitions as a file for the sandbox, and what differs"},
    {"payments": "`shop.payments`, `shop.refunds`"},
    {"orders": "`shop.orders`: what an order is, its columns, files and Dask partitions, filters"},
    {
        "resources": "`shop.users`, `.forms`, `.products`, `.discounts`, `.files`, `.cart`, `.wishlist`, and `.api` "
        "for every other operation"
    },
    {
        "plots": "what the views count, drawn with matplotlib",
        "tables": "an explorer for any frame",
    },
    {
        "exports": "frames as CSV, Excel, Parquet, Arrow and DuckDB: one module a format",
        "views": "frames joined and counted: the questions of an analyst",
    },
    {"frames": "pages to columns to a DataFrame, for any list"},
    {"lists": "all pages of a list: which is next, several at a time, what is missing, options, progress"},
    {"money": "exact amounts as a type of pandas column, for any frame"},
    {
        "values": "what a member of an answer means and how it is shown: amounts, times, translations",
        "tokens": "where a sign-in is kept, public for stores of one's own",
    },
    {"transport": "an operation's name in, the answer's bytes out: httpx, retries, sign-in, errors, the page pool"},
    {
        "extras": "libraries that not everybody needs",
        "settings": "environment and `.env`",
        "sandbox": "the server; imports no other package of the toolkit, and not the client",
    },
    {"errors": "the error tree"},
    {"tracebacks": "how an error shows itself in a notebook"},
    {"secret": "a text that no traceback and no `repr` shows, and which names have one"},
]

START, END = "<!-- layers: made by tools/layers.py -->", "<!-- end of layers -->"


def contract(text: str) -> str:
    """`.importlinter` with the layers of the toolkit in it."""
    rows = "".join(f"    {' | '.join(row)}\n" for row in LAYERS)
    head = "(?<=\\[importlinter:contract:layers\\]\n)(.*?layers =\n)(?:    [^\n]*\n)+"
    return re.sub(head, lambda found: found[1] + rows, text, count=1, flags=re.S)


def document(text: str) -> str:
    """`docs/architecture.md` with the table of the layers in it."""
    rows = [
        f"| {len(LAYERS) - number} | `{name}` | {purpose} |"
        for number, row in enumerate(LAYERS, start=1)
        for name, purpose in row.items()
    ]
    table = "\n".join([START, "", "| layer | package or module | what it is for |", "|---|---|---|", *rows, "", END])
    return re.sub(f"{START}.*{END}", lambda _: table, text, flags=re.S)


def main() -> None:
    """Writes or compares both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is not as it would be made")
    check = parser.parse_args().check
    for path, make in ((ROOT / ".importlinter", contract), (ROOT / "docs" / "architecture.md", document)):
        text = path.read_text(encoding="utf-8")
        made = make(text)
        if check and made != text:
            sys.exit(f"{path.name} does not have the layers of tools/layers.py: run it.")
        if made != text:
            path.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()

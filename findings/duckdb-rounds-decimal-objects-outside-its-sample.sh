#!/bin/sh
# DuckDB reads a pandas column of Decimal objects with the scale of the rows that it sampled, and rounds the others.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install -qq --disable-pip-version-check duckdb==2.0.0 pandas==3.1.1
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import sys
from decimal import Decimal

import duckdb
import pandas as pd

print("duckdb", duckdb.__version__, "pandas", pd.__version__)
print("A column of 5,000 Decimal objects is summed. All have two decimals but one, which has four.")
print("DuckDB chooses the column's type from a sample of its rows. Where the sample has no row with four decimals,")
print("that amount is rounded to two without an error or a warning.")
amounts = [Decimal("270.41")] * 5000
amounts[1] = Decimal("270.4106")
frame = pd.DataFrame({"amount": amounts})
exact = sum(amounts)
kind, found = duckdb.sql("select any_value(typeof(amount)), sum(amount) from frame").fetchall()[0]
duckdb.sql("set pandas_analyze_sample = 5000")
all_seen = duckdb.sql("select sum(amount) from frame").fetchall()[0][0]
print(f"exact sum                    {exact}")
print(f"DuckDB, sample as it is      {found} ({kind})")
print(f"DuckDB, every row looked at  {all_seen}")
as_described = kind == "DECIMAL(5,2)" and found == Decimal("1352050.00") and all_seen == exact
print("as described" if as_described else "CHANGED")
sys.exit(not as_described)
PY

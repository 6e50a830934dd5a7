#!/bin/sh
# A Series made from a dict of order numbers loses them in Parquet for every reader but pandas, if the numbers are evenly spaced.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install -qq --disable-pip-version-check pandas==3.1.1 pyarrow==26.0.1 duckdb==2.0.0
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import sys

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

print("pandas", pd.__version__, "pyarrow", pa.__version__, "duckdb", duckdb.__version__)
print("What two or three orders took, by order number. pandas makes a range of numbers that are evenly spaced, and its")
print("to_parquet writes a range as a note for pandas only: DuckDB and Arrow see amounts and no order numbers. With a third")
print("order that breaks the spacing, the numbers are a column of the file.")
seen = {}
for name, amounts in {"even": {89: 55.0, 83: 179.7}, "uneven": {89: 55.0, 83: 179.7, 12: 4.0}}.items():
    paid = pd.Series(amounts, name="paid")
    path = f"{name}.parquet"
    paid.to_frame().to_parquet(path)
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE FROM '{path}'").fetchall()]
    seen[name] = (type(paid.index).__name__, columns, pq.read_table(path).schema.names == columns)
    print(f"{name}: {paid.index!r}")
    print(f"  columns for DuckDB: {columns}; numbers for pandas: {pd.read_parquet(path).index.tolist()}")
as_described = seen["even"] == ("RangeIndex", ["paid"], True) and seen["uneven"][1] == ["paid", "__index_level_0__"]
print("as described" if as_described else f"CHANGED: {seen}")
sys.exit(not as_described)
PY

#!/bin/sh
# dask.dataframe turns a pandas column of Decimal objects into text, so that its sum is one long text.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install -qq --disable-pip-version-check 'dask[dataframe]==2026.8.0' pandas==3.1.1 pyarrow==26.0.1
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import sys
from decimal import Decimal

import dask
import dask.dataframe as dd
import pandas as pd

print("dask", dask.__version__, "pandas", pd.__version__)
print("A pandas column holds Decimal objects (dtype object). In pandas its sum is an exact Decimal.")
print("from_pandas changes the column to text without a warning, and the sum is the texts side by side.")
frame = pd.DataFrame({"amount": [Decimal("179.70"), Decimal("389.90"), Decimal("37.80")]})
lazy = dd.from_pandas(frame, npartitions=1)
found = lazy.amount.sum().compute()
print("pandas:", repr(frame.amount.sum()))
print("dask:  ", repr(found), "dtype:", lazy.amount.dtype)
with dask.config.set({"dataframe.convert-string": False}):
    kept = dd.from_pandas(frame, npartitions=1).amount.compute().sum()
print("dask with dataframe.convert-string off, summed by pandas:", repr(kept))
as_described = found == "179.70389.9037.80" and kept == Decimal("607.40")
print("as described" if as_described else "CHANGED")
sys.exit(not as_described)
PY

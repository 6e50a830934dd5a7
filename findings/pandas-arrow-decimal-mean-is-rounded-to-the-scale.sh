#!/bin/sh
# The mean of a pandas column of Arrow decimals is rounded to the column's own scale, so that shares do not add up to one.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install -qq --disable-pip-version-check pandas==3.1.1 pyarrow==26.0.1
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import sys
from decimal import Decimal

import pandas as pd
import pyarrow as pa

print("pandas", pd.__version__, "pyarrow", pa.__version__)
print("Three amounts as decimal128(18, 2). Their mean has no end in decimals; it comes back as an amount of two decimals,")
print("rounded down, without a warning. The same amounts as float64 give a mean that is right to 15 digits.")
amounts = [Decimal("10.00"), Decimal("10.00"), Decimal("10.01")]
column = pd.Series(amounts, dtype=pd.ArrowDtype(pa.decimal128(18, 2)))
exact = column.mean()
inexact = column.astype("float64").mean()
print("decimal128(18, 2):", repr(exact))
print("float64:          ", repr(float(inexact)))
print("three times the mean, less the sum:", repr(3 * exact - column.sum()))
as_described = exact == Decimal("10.00") and abs(inexact - 10.003333333333334) < 1e-12
print("as described" if as_described else "CHANGED")
sys.exit(not as_described)
PY

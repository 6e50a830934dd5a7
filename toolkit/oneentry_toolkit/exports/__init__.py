"""Export of DataFrames: ``to_csv``, ``to_excel``, ``to_parquet``, ``to_arrow``, ``to_duckdb``.

| function | takes | money | times | needs |
|---|---|---|---|---|
| ``to_csv`` | a frame | all digits | ISO 8601, UTC | |
| ``to_excel`` | a frame or several | numbers; text beyond Excel's 15 digits | UTC, named in the header | |
| ``to_parquet`` | a frame | decimal128(38, 6) | timestamps in UTC | |
| ``to_arrow`` | a frame | decimal128(38, 6) | timestamps in UTC | |
| ``to_duckdb`` | several frames by name | DECIMAL(38, 6) | TIMESTAMPTZ | ``[duckdb]`` |

``read_parquet`` reads a file of ``to_parquet`` back, with dtype ``money``, time zones and ``attrs``.

The pandas methods of these names convert money to floats or fail on it, on times with a zone, or on lists, and
write untrusted text as formulas. Here

- missing stays missing, money keeps every digit, times are in UTC;
- a column whose values have no common type (such as lists of a form) is written as JSON;
- an index becomes columns, one that counts rows does not; numbers without a name become ``index``;
- a file is written completely or not at all: it is written to a temporary file in the same folder and renamed. An
  existing file is replaced, and kept if the export fails; a pipe or device, such as ``/dev/stdout``, is written into.

All functions raise ``InputError`` for values that cannot be exported, ``ExportError`` (also ``OSError``) if the file
cannot be written, and ``MissingExtraError`` if a library is not installed.
"""

from .arrow import to_arrow
from .csv import to_csv
from .database import to_duckdb
from .excel import to_excel
from .parquet import read_parquet, to_parquet

__all__ = ["read_parquet", "to_arrow", "to_csv", "to_duckdb", "to_excel", "to_parquet"]


def __dir__() -> list[str]:
    return __all__

"""Ways out of pandas, each by its name: ``to_csv``, ``to_excel``, ``to_parquet``, ``to_arrow``, ``to_duckdb``.

| exit | takes | money | times | needs |
|---|---|---|---|---|
| ``to_csv`` | a frame | all digits | ISO 8601, UTC | |
| ``to_excel`` | a frame or several | numbers; text beyond Excel's 15 digits | UTC, said in the header | ``[excel]`` |
| ``to_parquet`` | a frame | decimal128 | timestamps in UTC | |
| ``to_arrow`` | a frame | decimal128 | timestamps in UTC | |
| ``to_duckdb`` | several frames by name | DECIMAL | TIMESTAMPTZ | ``[duckdb]`` |

pandas' own methods of these names turn money into floats or fail on it, on times with a zone, or on lists, and write
text that strangers typed as formulas. Here

- missing stays missing, money keeps every digit, times are in UTC;
- a column whose values have no common type (lists of a form, say) holds JSON, every value of it;
- an index that says something becomes columns, a mere count of rows does not;
- a file is complete or not there: it is written beside its place and moved there at the end. What was there before is
  replaced, and stays if anything fails.

All of them raise ``InputError`` for what cannot be exported, ``ExportError`` (also ``OSError``) if the file cannot be
written, and ``MissingExtraError`` if a library is not installed.
"""

from .arrow import to_arrow, to_duckdb, to_parquet
from .csv import to_csv
from .excel import to_excel

__all__ = ["to_arrow", "to_csv", "to_duckdb", "to_excel", "to_parquet"]


def __dir__() -> list[str]:
    return __all__

"""Values of each type of field: type checkers accept them here, and ``tests/unit/test_typed_forms.py`` sends them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import odd_names_types as odd

from oneentry_toolkit.resources.files import UploadedFile

FILE = UploadedFile(filename="plan.pdf", url="https://files.example/plan.pdf", size=7, media_type=None, raw={})
MOMENT = {"fullDate": "2026-12-31T00:00:00.000Z", "formattedValue": "31-12-2026", "formatString": "DD-MM-YYYY"}
START = dt.datetime(2026, 12, 31, 14, tzinfo=dt.UTC)
END = START + dt.timedelta(hours=1)
PAIRS: list[tuple[dt.datetime, dt.datetime]] = [(START, END)]
PATHS: list[Path] = [Path(__file__)]

EVERY: list[odd.EveryForm] = [
    {},
    {"string": None, "text": None, "date": None, "file": None, "radioButton": None, "list": None, "timeInterval": None},
    {
        "string": "Ada",
        "text": "plain",
        "textWithHeader": "<p>rich</p>",
        "integer": 5,
        "real": 5,
        "float": 0.5,
        "dateTime": START,
        "date": START.date(),
        "time": dt.time(18, 30),
        "file": Path(__file__),
        "image": FILE,
        "groupOfImages": [FILE, Path(__file__), FILE.value],
        "radioButton": "a",
        "list": "a",
        "entity": 25,
        "timeInterval": (START, END),
        "spam": "token",
        "json": {"any": ["thing", None]},
    },
    {
        "text": {"plainValue": "plain"},
        "textWithHeader": [{"header": "H", "htmlValue": "<p>rich</p>"}],
        "real": Decimal("0.10"),
        "float": Decimal(3),
        "dateTime": START.date(),
        "date": START,
        "time": START,
        "file": FILE.value,
        "image": PATHS,
        "groupOfImages": (FILE, FILE),
        "list": ["a", "b"],
        "entity": ["p-1-123", 32],
        "timeInterval": PAIRS,
        "spam": {"event": {"token": "token", "siteKey": ""}},
        "json": 5,
    },
    {
        "text": [{"htmlValue": "<p>rich</p>"}],
        "dateTime": "2026-12-31T14:00:00Z",
        "date": "2026-12-31",
        "time": "18:30",
        "list": ("b",),
        "entity": "p-1-123",
        "timeInterval": [["2026-12-31T14:00:00.000Z", "2026-12-31T15:00:00.000Z"]],
        "json": "any",
    },
    {"dateTime": MOMENT, "date": MOMENT, "time": MOMENT, "timeInterval": [(START, "2026-12-31T15:00:00.000Z")]},
]

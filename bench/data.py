"""Generated orders of the real shape: the order at a place of the list is always the same, on every machine.

Place 0 is the newest order; places below 0 are orders that are placed while somebody reads the list.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import hashlib
import json
import mmap
import os
import random
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

Order = dict[str, Any]

FOLDER = Path(__file__).parent / "data"
NEWEST_ID = 9_000_000
NEWEST = datetime(2026, 9, 30, 12, 0, 0, 123_000, tzinfo=UTC)
EVERY_S = 311
_SPAN = 5_000
STORAGE_ID = 1
LANG = "en_US"

ODD_SHARE = 0.03

STATUSES = {"inProgress": "In progress", "paid_for": "Paid for", "shipped": "Отправлен", "cancelled": "Cancelled"}
ACCOUNTS = {"cash": "Cash", "stripe": "Stripe", "paypal": "PayPal"}
CURRENCIES = ("USD", "USD", "USD", "EUR", "")
TITLES = (
    "Cosmo",
    "Espresso blend 250 g",
    'Café crème "doppio"',
    "Чай «Улун», 100 г",  # noqa: RUF001
    "抹茶 Matcha 30 g",
    "Pâté \\ Rillettes",
    "Kännchen & Deckel",
    "Filter papers\t×100",  # noqa: RUF001
    "Mug ☕ small",
    "Gift card </b>",
    "Żurawina suszona",
    "Grinder 2.0 'Pro'",
)
NAMES = ("Ivan", "Christina Thomas", "Zoë Müller", "Анна Каренина", 'Jo "Ace" O’Neil', "山田 太郎", "Łukasz Żak")  # noqa: RUF001
COMMENTS = (
    "Leave it at the door, please.",
    "Позвоните за час",
    'Ring twice:\n"Müller", second floor',
    "C:\\temp\\no comment",
    "Happy birthday 🎉 from all of us!",
    "",
)
ODD_VALUES: tuple[Any, ...] = (
    7,
    12.5,
    True,
    {"title": "Größe", "value": "xl", "parts": [1, 2.25, None]},
    [{"title": "One", "value": "1"}, {"title": "Two", "value": "2"}],
    ["2026-01-31T10:00:00.000Z", 3],
    [],
)
FIELDS = ("name", "email", "phone", "comment")
NO_FIELD = "gift_note"
OPTIONAL = (
    "statusIdentifier",
    "statusLocalizeInfos",
    "formData",
    "attributeSetIdentifier",
    "currency",
    "paymentAccountLocalizeInfos",
    "isCompleted",
    "paymentUrl",
)
OPTIONAL_OF_LINE = ("sku", "title", "previewImage", "isGift")

_STATUSES, _ACCOUNTS = tuple(STATUSES), tuple(ACCOUNTS)
_encode_ascii = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def make_order(place: int, *, mixed: bool = False) -> Order:
    """The order at a place of the list, as the API returns it. `mixed`: 3 % have odd or absent members."""
    draw = random.Random(place + 1_000_000_007)
    status, account, name = _one_of(draw, _STATUSES), _one_of(draw, _ACCOUNTS), _one_of(draw, NAMES)
    number = NEWEST_ID - place
    products = [_make_line(draw) for _ in range(1 + _below(draw, 5))]
    cents = sum(round(line["price"] * 100) * line["quantity"] for line in products)
    created = NEWEST - timedelta(seconds=place * EVERY_S + _below(draw, EVERY_S), milliseconds=_below(draw, 1000))
    order: Order = {
        "id": number,
        "storageId": STORAGE_ID,
        "createdDate": created.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "statusIdentifier": status,
        "statusLocalizeInfos": {LANG: {"title": STATUSES[status]}},
        "formIdentifier": "order",
        "formData": _make_form(draw, number, name),
        "attributeSetIdentifier": "order_form" if draw.random() < 0.9 else None,
        "totalSum": f"{cents // 100}.{cents % 100:02}",
        "currency": _one_of(draw, CURRENCIES),
        "paymentAccountIdentifier": account,
        "paymentAccountLocalizeInfos": {LANG: {"title": ACCOUNTS[account]}},
        "products": products,
        "isCompleted": _one_of(draw, (True, False, None)),
        "paymentUrl": f"https://pay.example/c/{number}" if account != "cash" and draw.random() < 0.5 else None,
    }
    if mixed and draw.random() < ODD_SHARE:
        _make_odd(draw, order)
    return order


def encode_order(order: Order, *, escaped: bool) -> bytes:
    """The order's JSON, compact as servers write it; `escaped`: all that is not ASCII as escapes."""
    return _encode_ascii(order).encode() if escaped else orjson.dumps(order)


def _below(draw: random.Random, count: int) -> int:
    # random() alone is promised to give the same numbers in every Python.
    return int(draw.random() * count)


def _one_of(draw: random.Random, values: Sequence[Any]) -> Any:
    return values[int(draw.random() * len(values))]


def _make_form(draw: random.Random, number: int, name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = [
        {"marker": "name", "type": "string", "value": name},
        {"marker": "email", "type": "string", "value": f"buyer-{number % 9973}@mail.example"},
    ]
    if draw.random() < 0.4:
        entries.append({"marker": "phone", "type": "string", "value": f"+49 30 {number * 7919 % 10_000_000:07}"})
    if draw.random() < 0.4:
        comment = None if draw.random() < 0.1 else _one_of(draw, COMMENTS)
        entries.append({"marker": "comment", "type": "string", "value": comment})
    return entries


def _make_line(draw: random.Random) -> dict[str, Any]:
    product = 1 + _below(draw, 2000)
    image: dict[str, Any] | None = None
    if draw.random() < 0.25:
        address = f"https://files.example/products/{product}/photo"
        image = {
            "filename": f"products/{product}/photo.png",
            "downloadLink": f"{address}.png",
            "size": 20_000 + product,
            "previewLink": f"{address}-preview.png",
        }
    return {
        "id": product,
        "title": f"{TITLES[product % len(TITLES)]} #{product}",
        "sku": None if product % 6 == 0 else f"SKU-{product:05}",
        "previewImage": image,
        "price": (100 + product * 37 % 19_900) / 100,
        "quantity": 1 + _below(draw, 4),
        "isGift": draw.random() < 0.04,
    }


def _make_odd(draw: random.Random, order: Order) -> None:
    """Makes one order as servers may also send it: odd values in the form, or members left out."""
    if draw.random() < 0.1:
        order["formData"].append({"marker": NO_FIELD, "type": "string", "value": _one_of(draw, ODD_VALUES + COMMENTS)})
        return
    if draw.random() < 0.6:
        _one_of(draw, order["formData"])["value"] = _one_of(draw, ODD_VALUES)
        return
    for key in OPTIONAL:
        if draw.random() < 0.4:
            del order[key]
    for line in order["products"]:
        for key in OPTIONAL_OF_LINE:
            if draw.random() < 0.3:
                del line[key]


@dataclass(frozen=True)
class Count:
    """What a complete answer adds up to."""

    orders: int
    lines: int
    cents: int


@dataclass(frozen=True)
class Corpus:
    """Encoded orders, one after the other with a comma between them, in a file that is mapped and not read.

    Attributes:
        text: all of them.
        ends: where each order ends; the next one starts one byte later.
        lines: how many lines each order has.
        cents: the total of each order.
    """

    text: mmap.mmap
    ends: array[int]
    lines: array[int]
    cents: array[int]

    def __len__(self) -> int:
        return len(self.ends)

    def span(self, start: int, stop: int) -> bytes:
        """The orders from one place up to another, with commas between them."""
        if start >= stop:
            return b""
        return self.text[self.ends[start - 1] + 1 if start else 0 : self.ends[stop - 1]]

    def count(self, orders: int) -> Count:
        """What the newest so many orders add up to."""
        return Count(orders, sum(self.lines[:orders]), sum(self.cents[:orders]))


def load(orders: int, *, mixed: bool = False, folder: Path = FOLDER) -> Corpus:
    """A corpus of at least so many orders; made first if there is none. The newest orders are the same in all."""
    kind = "mixed" if mixed else "plain"
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    fitting = [path for count, path in _kept(folder, kind, recipe) if count >= orders]
    path = fitting[0] if fitting else _write(folder / f"{kind}-{recipe}-{orders}.json", orders, mixed)
    index: array[int] = array("Q")
    index.frombytes(path.with_suffix(".index").read_bytes())
    with path.open("rb") as file:
        return Corpus(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), index[0::3], index[1::3], index[2::3])


def _kept(folder: Path, kind: str, recipe: str) -> Iterator[tuple[int, Path]]:
    """What is there already, the smallest first; what an older recipe made is removed."""
    found = []
    for path in folder.glob(f"{kind}-*.json"):
        _, made_by, count = path.stem.split("-")
        if made_by == recipe:
            found.append((int(count), path))
        else:
            path.unlink(missing_ok=True)
            path.with_suffix(".index").unlink(missing_ok=True)
    yield from sorted(found)


def _write(path: Path, orders: int, mixed: bool) -> Path:
    index: array[int] = array("Q")
    end = 0
    unfinished = path.with_suffix(f".{os.getpid()}")
    spans = [(start, min(start + _SPAN, orders), mixed) for start in range(0, orders, _SPAN)]
    try:
        with unfinished.open("wb") as file, contextlib.ExitStack() as stack:
            pool = stack.enter_context(concurrent.futures.ProcessPoolExecutor()) if len(spans) > 1 else None
            for text, rows in pool.map(_encode_span, spans) if pool else map(_encode_span, spans):
                file.write(b"," + text if end else text)
                for length, lines, cents in rows:
                    end += length + (end > 0)
                    index.extend((end, lines, cents))
        path.with_suffix(".index").write_bytes(index.tobytes())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _encode_span(span: tuple[int, int, bool]) -> tuple[bytes, list[tuple[int, int, int]]]:
    """The text of some orders; and of each one its length, number of lines and cents."""
    start, stop, mixed = span
    texts, rows = [], []
    for place in range(start, stop):
        order = make_order(place, mixed=mixed)
        text = encode_order(order, escaped=place % 4 == 0)
        texts.append(text)
        rows.append((len(text), len(order["products"]), int(order["totalSum"].replace(".", ""))))
    return b",".join(texts), rows

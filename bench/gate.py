"""G0: no row is lost, whatever the server does. `python -m bench.gate URL SCALE` compares value by value.

What the frames must hold comes from `reference`, which knows the generator's orders and not the toolkit.
Prints one line of JSON for each case: what was compared, and what was not as it should be.
"""

from __future__ import annotations

import functools
import json
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from . import child, data, reference, runs
from .server import STORAGE, TITLES, Change, Mode
from .setting import Setting

RIGHTS_CAP = 10
WHOLE = 1_000
MOMENTS = 3


@dataclass(frozen=True)
class Case:
    """One behaviour of the server.

    Attributes:
        title: for people.
        mode: the behaviour.
        page_size, workers: of the public call.
        parquet: read through `to_parquet` instead of `frames`.
    """

    title: str
    mode: Mode
    page_size: int = WHOLE
    workers: int = 8
    parquet: bool = False


@dataclass
class Finding:
    """What a case showed.

    Attributes:
        title: of the case.
        orders, lines, values: how much was compared.
        wall_s: of the call.
        pages: requests for pages that it took.
        said: a warning of the toolkit.
        wrong: what was not as it should be; empty if all is well.
    """

    title: str
    orders: int = 0
    lines: int = 0
    values: int = 0
    wall_s: float = 0.0
    pages: int = 0
    said: str = ""
    wrong: list[str] = field(default_factory=list)


def cases(scale: float = 1.0) -> list[Case]:
    """All of them. `scale` shortens the lists; those of small caps are short anyway, for the requests they take."""

    def some(orders: int) -> int:
        return max(200, int(orders * scale))

    def capped(cap: int, orders: int, **more: Any) -> Case:
        return Case(f"at most {cap:,} a page", Mode(total=some(orders), cap=cap), **more)

    moving = some(20_000)
    early = max(1, moving // 500)

    def on_the_way(number: int, *, placed: bool, removed: bool) -> tuple[Change, ...]:
        # Other pages are under way when it happens: each case is tried at several moments.
        first, second, third, last = (moving * share // 10_000 + number for share in (0, 20, 60, 90))
        grown = (Change(first, 1), Change(second, 7), Change(third, 130), Change(last, 1))
        shrunk = (
            Change(first, remove=(3,)),
            Change(second + 1, remove=tuple(range(moving // 8, moving // 8 + 130))),
            Change(last + 1, remove=(0, 1, moving - 1)),
        )
        return (*(grown if placed else ()), *(shrunk if removed else ()))

    def tried(
        title: str, mode: Mode, *, placed: bool = True, removed: bool = True, parquet: bool = False
    ) -> list[Case]:
        return [
            Case(
                f"{title} ({number})",
                replace(mode, changes=on_the_way(number, placed=placed, removed=removed)),
                page_size=100,
                parquet=parquet,
            )
            for number in range(1, MOMENTS + 1)
        ]

    return [
        Case("no cap", Mode(total=some(100_000))),
        Case("no cap, 100 a page, 16 at a time", Mode(total=some(100_000)), page_size=100, workers=16),
        capped(1, 2_000),
        capped(10, 20_000),
        capped(30, 30_000),
        capped(100, 100_000),
        capped(999, 100_000),
        Case("mixed form values, absent members", Mode(total=some(100_000), mixed=True)),
        Case("mixed, at most 30 a page", Mode(total=some(10_000), mixed=True, cap=30)),
        *tried("orders are placed on the way", Mode(total=moving), removed=False),
        *tried("orders are removed on the way", Mode(total=moving), placed=False),
        *tried("both", Mode(total=moving)),
        *tried("both, mixed, at most 30 a page", Mode(total=moving, mixed=True, cap=30)),
        Case("the sign-in ends on the way", Mode(total=moving, expire_after=early), page_size=100),
        Case(
            "some pages are refused once (503)", Mode(total=moving, fail_every=60 if scale >= 0.5 else 3), page_size=100
        ),
        Case("restricted read rights", Mode(total=moving, rights_cap=RIGHTS_CAP)),
        Case("no orders at all", Mode(total=0)),
        Case("one order", Mode(total=1)),
        Case("exactly one page", Mode(total=WHOLE)),
        Case("one more than a page", Mode(total=WHOLE + 1)),
        Case("Parquet, no cap", Mode(total=some(100_000)), parquet=True),
        Case("Parquet, at most 30 a page", Mode(total=some(30_000), cap=30), parquet=True),
        Case("Parquet, mixed", Mode(total=some(20_000), mixed=True), parquet=True),
        *tried("Parquet, both on the way", Mode(total=moving), parquet=True),
    ]


def check(url: str, case: Case) -> Finding:
    """Reads everything through the public call and compares it."""
    state = runs.set_mode(url, case.mode)
    found = Finding(case.title)
    begun = time.perf_counter()
    with warnings.catch_warnings(record=True) as told, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        warnings.simplefilter("always")
        setting = runs.setting_for(
            url, state, total=case.mode.total, page_size=case.page_size, workers=case.workers, folder=folder
        )
        frames = _read(case, setting)
    found.wall_s = time.perf_counter() - begun
    found.said = "; ".join(str(one.message) for one in told)
    counters = runs.seen(url)
    found.pages = counters["pages"]
    found.wrong += _side_effects(case.mode, counters, found.said)
    expected = (
        _expected(_orders(case.mode, reference.values(frames[0]["order_id"])))
        if case.mode.changes
        else _unchanged(case.mode.total if case.mode.rights_cap is None else case.mode.rights_cap, case.mode.mixed)
    )
    orders = reference.in_parquet(expected.orders) if case.parquet else expected.orders
    ordered = not case.mode.changes
    for name, frame, table in (("orders", frames[0], orders), ("lines", frames[1], expected.lines)):
        found.wrong += reference.compare(frame, table, name=name, ordered=ordered)
        found.values += sum(map(len, table.values()))
    found.orders, found.lines = len(frames[0]), len(frames[1])
    return found


def _read(case: Case, setting: Setting) -> Sequence[Any]:
    with child.connect(setting) as shop:
        if not case.parquet:
            frames: Sequence[Any] = shop.orders.frames(
                setting.storage, page_size=setting.page_size, workers=setting.workers
            )
            return frames
        target = Path(setting.folder) / "all"
        shop.orders.to_parquet(target, setting.storage, page_size=setting.page_size, workers=setting.workers)
        return [_read_parquet(child.parquet_files(target, kind)) for kind in ("orders", "lines")]


def _read_parquet(files: list[str]) -> Any:
    import pandas as pd
    import pyarrow.dataset as ds

    return ds.dataset(files).to_table().to_pandas(types_mapper=pd.ArrowDtype)


def _orders(mode: Mode, found: Iterable[int]) -> Iterator[data.Order]:
    """The orders that must be there: all that stayed, and of those that came or went on the way the ones that are."""
    removed = {place for change in mode.changes for place in change.remove}
    placed = range(-sum(change.place for change in mode.changes), 0)
    there = {data.NEWEST_ID - number for number in found}
    stayed = (place for place in range(mode.total) if place not in removed)
    for place in (*sorted(there & (removed | set(placed))), *stayed):
        yield data.make_order(place, mixed=mode.mixed)


@functools.lru_cache(maxsize=2)
def _unchanged(total: int, mixed: bool) -> reference.Tables:
    """What a list that stays as it is must give; kept, because several cases read the same one."""
    return _expected(data.make_order(place, mixed=mixed) for place in range(total))


def _expected(orders: Iterable[data.Order]) -> reference.Tables:
    return reference.expect(orders, STORAGE, TITLES[STORAGE])


def _side_effects(mode: Mode, counters: dict[str, Any], said: str) -> list[str]:
    """What must have happened besides the rows."""
    wrong = []
    if mode.changes and counters["pages"] <= max(change.after for change in mode.changes):
        wrong.append(f"only {counters['pages']} pages were asked for: the list did not change to its end")
    if mode.expire_after is not None and counters["refreshes"] != 1:
        wrong.append(f"the sign-in was renewed {counters['refreshes']} times instead of once")
    if mode.fail_every is not None and not counters["failed"]:
        wrong.append("no page was refused")
    short = mode.rights_cap is not None and mode.rights_cap < mode.total
    if short and f"{mode.rights_cap} of {mode.total}" not in said.replace(",", ""):
        wrong.append("nothing was said of the orders that the server does not give")
    if said and not short and not mode.changes:
        wrong.append(f"a false alarm: {said}")
    return wrong


def main() -> None:
    """Checks every case; a line of JSON each."""
    url, scale = sys.argv[1], float(sys.argv[2])
    for case in cases(scale):
        try:
            found = check(url, case)
        except Exception as error:  # noqa: BLE001  (the other cases are still worth knowing)
            found = Finding(case.title, wrong=[f"{type(error).__name__}: {error}"])
        sys.stdout.write(json.dumps(asdict(found)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

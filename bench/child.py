"""One method, measured once, in a process of its own: `python -m bench.child METHOD SETTING_AS_JSON`.

Everything that a method imports is imported, and a small list is fetched, before the clock starts: what starting costs
is G6's question. Memory is the highest resident set from that moment on, less what it was at that moment.
"""

from __future__ import annotations

import gc
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import floor, peers
from .data import Count
from .server import PROVIDER, USER, WARM, WARM_ORDERS
from .setting import Setting

if TYPE_CHECKING:
    import pandas as pd

    from oneentry_toolkit import Shop

    Frames = tuple[pd.DataFrame, pd.DataFrame]

_PEAK = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Job:
    """A method that is ready to be timed.

    Attributes:
        timed: what the clock runs for.
        count: adds up what came, afterwards.
        size: bytes of what came; None if that is no question.
    """

    timed: Callable[[], Any]
    count: Callable[[Any], Count]
    size: Callable[[Any], int] | None = None


def fetch(setting: Setting) -> Job:
    """The bare concurrent fetch: all bodies, kept as bytes."""
    return _bare(setting, None)


def parse(setting: Setting) -> Job:
    """As above, and one `orjson.loads` a page, whose objects are dropped at once; the collector is off."""
    import orjson

    gc.disable()
    return _bare(setting, orjson.loads)


def toolkit(setting: Setting) -> Job:
    """`shop.orders.frames(...)`, the public call. The shop has looked nothing up before: its look-ups count."""
    warm = _warm(setting)
    with connect(warm) as shop:
        shop.orders.frames(WARM, page_size=warm.page_size, workers=warm.workers)
    fresh = connect(setting)

    def timed() -> Frames:
        return fresh.orders.frames(setting.storage, page_size=setting.page_size, workers=setting.workers)

    return Job(timed, lambda frames: _add_up(frames, order="order_id", total="total"), _held)


def to_parquet(setting: Setting) -> Job:
    """`shop.orders.to_parquet(...)`, the public call, and what its files hold."""
    warm = _warm(setting)
    with connect(warm) as shop:
        shop.orders.to_parquet(Path(setting.folder) / "warm", WARM, page_size=warm.page_size, workers=warm.workers)
    fresh = connect(setting)
    target = Path(setting.folder) / "all"

    def timed() -> None:
        fresh.orders.to_parquet(target, setting.storage, page_size=setting.page_size, workers=setting.workers)

    def count(_: None) -> Count:
        import pyarrow.compute as pc
        import pyarrow.dataset as ds

        orders, lines = (ds.dataset(parquet_files(target, kind)) for kind in ("orders", "lines"))
        assert pc.count_distinct(orders.to_table(columns=["order_id"])["order_id"]).as_py() == orders.count_rows()
        total = pc.sum(orders.to_table(columns=["total"])["total"]).as_py()
        return Count(orders.count_rows(), lines.count_rows(), int(Decimal(total) * 100))

    return Job(timed, count, lambda _: sum(path.stat().st_size for path in target.rglob("*.parquet")))


def generated(setting: Setting) -> Job:
    """The generated client's loop."""
    return _by_hand(setting, peers.generated)


def requests(setting: Setting) -> Job:
    """The package requests, and json_normalize."""
    return _by_hand(setting, peers.requests)


def dlt(setting: Setting) -> Job:
    """The package dlt as the reader, and json_normalize."""
    return _by_hand(setting, peers.dlt)


METHODS = {one.__name__: one for one in (fetch, parse, toolkit, to_parquet, generated, requests, dlt)}


def connect(setting: Setting) -> Shop:
    """A shop whose user is signed in, and that has sent nothing yet."""
    import oneentry_toolkit as oe
    from oneentry_toolkit.transport.tokens import TokenPair

    tokens = oe.MemoryTokens()
    tokens.save(
        TokenPair(
            url=setting.url,
            provider=PROVIDER,
            user=USER,
            access_token=setting.access_token,
            refresh_token=setting.refresh_token,
            fingerprint="UQ_bench",
        )
    )
    return oe.connect(setting.url, setting.app_token, tokens=tokens)


def parquet_files(folder: Path, kind: str) -> list[str]:
    """The files of a table that `to_parquet` wrote, in their order."""
    return sorted(str(path) for path in (folder / kind).glob("*.parquet"))


def _warm(setting: Setting) -> Setting:
    return replace(setting, storage=WARM, total=WARM_ORDERS)


def _bare(setting: Setting, on_page: Callable[[bytes], object] | None) -> Job:
    def run(one: Setting) -> list[bytes]:
        return floor.fetch(
            one.url,
            one.headers,
            storage=one.storage,
            total=one.total,
            page_size=one.page_size,
            connections=one.workers,
            on_page=on_page,
        )

    def count(bodies: list[bytes]) -> Count:
        totals = [
            int(total) for body in bodies for total in re.findall(rb'"totalSum":"([\d.]+)"', body.replace(b".", b""))
        ]
        return Count(len(totals), sum(body.count(b'"isGift":') for body in bodies), sum(totals))

    run(_warm(setting))
    return Job(lambda: run(setting), count, lambda bodies: sum(map(len, bodies)))


def _by_hand(setting: Setting, peer: Callable[[Setting], Frames]) -> Job:
    if setting.peers:
        sys.path.append(setting.peers)  # last: what the project itself has comes first
    peer(_warm(setting))
    return Job(lambda: peer(setting), lambda frames: _add_up(frames, order="id", total="totalSum"), _held)


def _add_up(frames: Frames, *, order: str, total: str) -> Count:
    orders, lines = frames
    assert orders[order].is_unique
    return Count(len(orders), len(lines), int(sum(map(Decimal, orders[total])) * 100))


def _held(frames: Frames) -> int:
    """Bytes of both frames: buffers, and each Python object once, however many rows share it."""
    buffers = sum(int(frame.memory_usage(deep=False).sum()) for frame in frames)
    objects = {id(value): sys.getsizeof(value) for frame in frames for name in frame for value in _objects(frame[name])}
    return buffers + sum(objects.values())


def _objects(column: pd.Series[Any]) -> Any:
    return column.array if str(column.dtype) == "object" else ()


def _resident() -> int:
    """Bytes of memory in use now; where the system does not say, the most that was."""
    return _status("VmRSS") if _STATUS.exists() else _most()


def _most() -> int:
    """The most that was in use since `_forget_peak`."""
    if _STATUS.exists():
        return _status("VmHWM")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _forget_peak() -> None:
    # Not getrusage: its peak begins with that of the process which started this one.
    if _PEAK.exists():
        _PEAK.write_text("5", encoding="ascii")


def _status(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"), re.M)
    assert found is not None
    return int(found[1]) * 1024


def main() -> None:
    """Measures, and prints what came out as one line of JSON."""
    method, setting = sys.argv[1], Setting(**json.loads(sys.argv[2]))
    job = METHODS[method](setting)
    if method != "parse":
        gc.collect()
    _forget_peak()
    before, cpu, begun = _resident(), time.process_time(), time.perf_counter()
    result = job.timed()
    wall_s, cpu_s = time.perf_counter() - begun, time.process_time() - cpu
    peak = _most() - before
    size = None if job.size is None else job.size(result)
    outcome = {"wall_s": wall_s, "cpu_s": cpu_s, "peak": peak, "size": size, "count": asdict(job.count(result))}
    sys.stdout.write(json.dumps(outcome) + "\n")


if __name__ == "__main__":
    main()

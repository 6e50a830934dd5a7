"""Orders into Parquet files: what is on the disk after a crash, and that going on loses and repeats nothing."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from oneentry_toolkit import ExportError, InputError
from oneentry_toolkit.frames.answers import AnswerField
from oneentry_toolkit.frames.chunks import Chunk, Seen
from oneentry_toolkit.lists.plan import PagePlan, Report
from oneentry_toolkit.lists.stream import stream
from oneentry_toolkit.orders import parquet
from oneentry_toolkit.orders.decode import OrderDecoder
from oneentry_toolkit.orders.tables import Schemas
from oneentry_toolkit.transport.client import Submit

ABOUT = {"url": "https://shop.test", "user": "ada"}
FIELDS = Schemas((AnswerField("name", "text"),))


class Crash(BaseException):
    """As Ctrl-C or a lost server."""


class Server:
    """A list of orders, newest first; each group of pages is a chunk of its own."""

    def __init__(self, numbers: Sequence[int | None], *, amount: str = "1.50") -> None:
        self.numbers = list(numbers)
        self.amount = amount
        self.amounts: dict[int | None, str] = {}
        self.crash_after: int | None = None
        self.between: Callable[[], None] = lambda: None
        self.asked: list[int] = []

    def read(self, seen: Seen, start: int, got: int, report: Report) -> Iterator[Chunk]:
        decoder = OrderDecoder(
            "orders",
            storage_title=lambda: "Orders",
            fields=lambda: FIELDS.fields,
            parse=msgspec.json.Decoder(float_hook=Decimal).decode,
            operation="listOrders",
            lang="en_US",
            seen=seen,
        )
        chunks = stream(
            PagePlan(report, page_size=3, start=start, got=got),
            fetch=self._fetch_in_thread,
            head=decoder.head,
            decode=decoder.decode,
            workers=1,
            group_bytes=1,
        )
        for place, chunk in enumerate(chunks):
            if self.crash_after is not None and place >= self.crash_after:
                raise Crash
            yield chunk
            self.between()

    def has_tail(self, offset: int, tail: list[int]) -> bool:
        return self.numbers[offset - len(tail) : offset] == tail

    def _fetch_in_thread(self, offset: int, limit: int, submit: Submit, _is_past: Callable[[], bool]) -> Future[bytes]:
        page: Future[bytes] = Future()
        submit(lambda: self._fetch(offset, limit), page)
        return page

    def _fetch(self, offset: int, limit: int) -> bytes:
        self.asked.append(offset)
        items = [
            {
                "id": number,
                "totalSum": self.amounts.get(number, self.amount),
                "formData": [{"marker": "name", "value": f"n{number}"}, {"marker": "size", "value": [number]}],
                "products": [{"id": 1, "quantity": 2, "price": self.amounts.get(number, "0.75")}],
            }
            for number in self.numbers[offset : offset + limit]
        ]
        return json.dumps({"items": items, "total": len(self.numbers)}).encode()


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_PART_ORDERS", 5)


def run(folder: Path, server: Server, about: dict[str, Any] = ABOUT) -> parquet.OrderFiles:
    export = parquet.Export(folder, about, FIELDS)
    export.write("orders", server.read, server.has_tail)
    return export.finish()


def ids(folder: Path) -> list[int]:
    return list(pd.read_parquet(folder / "orders")["order_id"])


def test_all_at_once(tmp_path: Path) -> None:
    """Orders and lines, exact, with the answers of the form and those that no form defines."""
    done = run(tmp_path, Server(list(range(12, 0, -1))))
    assert (done.orders, done.lines, done.total, done.resumed) == (12, 12, 12, False)
    frame = pd.read_parquet(tmp_path / "orders")
    assert list(frame["order_id"]) == list(range(12, 0, -1))
    assert set(frame["total"]) == {Decimal("1.5")}
    assert frame["form.name"][0] == "n12"
    assert frame["form_other"][0] == '{"size":[12]}'
    assert set(pd.read_parquet(tmp_path / "lines")["amount"]) == {Decimal("1.5")}


def test_no_orders_have_the_same_columns(tmp_path: Path) -> None:
    """Readers of an empty export find its columns."""
    done = run(tmp_path, Server([]))
    assert done.orders == 0
    assert "form.name" in pd.read_parquet(tmp_path / "orders").columns
    assert "amount" in pd.read_parquet(tmp_path / "lines").columns


def test_it_goes_on_where_it_was(tmp_path: Path) -> None:
    """Finished parts stay, nothing half is left behind, and only the rest is asked for."""
    server = Server(list(range(20, 0, -1)))
    server.crash_after = 3
    with pytest.raises(Crash):
        run(tmp_path, server)
    assert ids(tmp_path) == list(range(20, 14, -1))
    assert not list(tmp_path.rglob("*.new"))
    server.crash_after = None
    server.asked.clear()
    done = run(tmp_path, server)
    assert (done.orders, done.resumed) == (20, True)
    assert ids(tmp_path) == list(range(20, 0, -1))
    assert min(server.asked) == 6


def test_a_part_without_an_entry_is_not_counted(tmp_path: Path) -> None:
    """A crash between the file and its entry: the file is fetched again, not kept beside its repeat."""
    server = Server(list(range(20, 0, -1)))
    server.crash_after = 3
    with pytest.raises(Crash):
        run(tmp_path, server)
    for kind in ("orders", "lines"):
        (tmp_path / kind / "orders-00001.parquet").write_bytes((tmp_path / kind / "orders-00000.parquet").read_bytes())
        (tmp_path / kind / ".orders-00002.parquet.new").write_bytes(b"half")
    server.crash_after = None
    run(tmp_path, server)
    assert sorted(ids(tmp_path)) == list(range(1, 21))


@pytest.mark.slow
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15, deadline=None
)
@given(
    crashes=st.lists(st.integers(0, 6), max_size=4),
    moves=st.lists(st.sampled_from(["arrives", "leaves", "stays"]), max_size=8),
)
def test_whatever_happens_on_the_way(
    tmp_path_factory: pytest.TempPathFactory, crashes: list[int], moves: list[str]
) -> None:
    """Crashes, orders that arrive and orders that leave: each order once, and all that were there throughout."""
    folder = tmp_path_factory.mktemp("export")
    server = Server(list(range(20, 0, -1)))
    left = list(moves)
    gone: set[int] = set()

    def move() -> None:
        match left.pop() if left else "stays":
            case "arrives":
                server.numbers.insert(0, 100 + len(left))
            case "leaves":
                gone.add(server.numbers.pop(len(server.numbers) // 2))

    server.between = move
    for crash in crashes:
        server.crash_after = crash
        try:
            run(folder, server)
            break
        except Crash:
            move()
    else:
        server.crash_after = None
        run(folder, server)
    found = ids(folder)
    assert len(found) == len(set(found))
    assert set(range(1, 21)) - gone <= set(found)


def test_a_finished_export_is_not_overwritten(tmp_path: Path) -> None:
    """Nor one of something else, nor a folder with other files."""
    run(tmp_path / "a", Server([3, 2, 1]))
    with pytest.raises(InputError, match=r"holds an export that was finished at .* Choose another folder"):
        run(tmp_path / "a", Server([3, 2, 1]))
    server = Server(list(range(20, 0, -1)))
    server.crash_after = 3
    with pytest.raises(Crash):
        run(tmp_path / "b", server)
    with pytest.raises(InputError, match="an export of something else"):
        run(tmp_path / "b", server, {**ABOUT, "user": "bob"})
    (tmp_path / "c" / "orders").mkdir(parents=True)
    (tmp_path / "c" / "orders" / "mine.parquet").write_bytes(b"")
    with pytest.raises(InputError, match="holds files that are not of an export"):
        run(tmp_path / "c", Server([1]))
    assert (tmp_path / "c" / "orders" / "mine.parquet").exists()


def test_a_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    """Its files have other columns, which readers would take for those of all."""
    server = Server(list(range(12, 0, -1)))
    server.crash_after = 2
    with pytest.raises(Crash):
        run(tmp_path, server)
    state = json.loads((tmp_path / "_export.json").read_text())
    (tmp_path / "_export.json").write_text(json.dumps(state | {"version": 1}))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=r"^.* holds an export by another version of oneentry-toolkit"):
        run(tmp_path, server)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    """Says which, and what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot be used .*Choose another folder"):
        run(tmp_path / "file", Server([1]))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "_export.json").write_text("{")
    with pytest.raises(InputError, match="cannot be used"):
        run(tmp_path / "broken", Server([1]))


def stopped(folder: Path) -> Server:
    """The server of an export that stopped after its first part."""
    server = Server(list(range(20, 0, -1)))
    server.crash_after = 3
    with pytest.raises(Crash):
        run(folder, server)
    server.crash_after = None
    return server


def full(*_args: Any, **_options: Any) -> None:
    raise OSError(errno.ENOSPC, "as pyarrow words it")


@pytest.mark.parametrize("folder", [None, 5, b"x", "", "a\udcff", "~no-such-user-of-this-machine/x"])
def test_what_names_no_folder_is_refused(folder: Any) -> None:
    with pytest.raises(InputError, match="folder must name a folder"):
        parquet.folder_of(folder)


def test_a_folder_is_absolute_and_knows_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for folder in ("~/x", "x", Path("x"), tmp_path / "x"):
        assert parquet.folder_of(folder) == tmp_path / "x"


@pytest.mark.parametrize("what", ["os.fsync", "pyarrow.parquet.ParquetWriter.write_table", "pathlib.Path.mkdir"])
@pytest.mark.slow
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Is an error that says so; what was finished stays, and with room again it goes on."""
    server = stopped(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(what, full)
        with pytest.raises(ExportError, match=r"No space left.* make room\) and call again with the same") as caught:
            run(tmp_path, server)
    assert caught.value.path == str(tmp_path)
    assert isinstance(caught.value.__cause__, OSError)
    assert ids(tmp_path) == list(range(20, 14, -1))
    server.asked.clear()
    assert run(tmp_path, server).orders == 20
    assert ids(tmp_path) == list(range(20, 0, -1))
    assert min(server.asked) == 6


def test_a_full_disk_midway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once parts are there: neither the half one nor the old ones are in the way of the rest."""
    server = Server(list(range(20, 0, -1)))
    with monkeypatch.context() as patch:
        kept = tmp_path / "orders" / "orders-00000.parquet"
        server.between = lambda: patch.setattr(os, "fsync", full) if kept.exists() else None
        with pytest.raises(ExportError, match="make room"):
            run(tmp_path, server)
    server.between = lambda: None
    assert ids(tmp_path) == list(range(20, 14, -1))
    assert run(tmp_path, server).resumed
    assert ids(tmp_path) == list(range(20, 0, -1))


def test_errors_of_the_source_are_not_of_the_folder(tmp_path: Path) -> None:
    """What reading the list raises comes as it is."""
    server = Server([2, 1])
    server.between = full
    with pytest.raises(OSError, match="as pyarrow words it") as caught:
        run(tmp_path, server)
    assert not isinstance(caught.value, ExportError)


@pytest.mark.parametrize("gone", ["", "orders", "lines"])
def test_a_folder_that_is_removed_midway(tmp_path: Path, gone: str) -> None:
    """Is said, whichever it is and whenever it is noticed."""
    folder = tmp_path / "export"
    server = Server(list(range(20, 0, -1)))
    server.between = lambda: shutil.rmtree(folder / gone, ignore_errors=True)
    with pytest.raises(ExportError, match=r"was moved or removed while it was written.* call again") as caught:
        run(folder, server)
    assert caught.value.path == str(folder)
    server.between = lambda: None
    assert run(folder, server).orders == 20
    assert ids(folder) == list(range(20, 0, -1))


@pytest.mark.parametrize("kind", ["orders", "lines"])
def test_a_part_that_is_missing_or_damaged(tmp_path: Path, kind: str) -> None:
    """Is named before anything is asked for or removed; the rest may be put right by hand."""
    server = stopped(tmp_path)
    part = tmp_path / kind / "orders-00000.parquet"
    (tmp_path / kind / "unnamed").write_text("")
    content = part.read_bytes()
    asked = list(server.asked)
    for damage in (content[:-9], b"", None):
        part.unlink() if damage is None else part.write_bytes(damage)
        with pytest.raises(ExportError, match=r"is (missing|damaged).* Delete the folder .* call again") as caught:
            run(tmp_path, server)
        assert caught.value.path == str(part)
        assert ("is missing" in str(caught.value)) is (damage is None)
    pd.DataFrame({"order_id": [1]}).to_parquet(part)
    with pytest.raises(ExportError, match="has other rows than were written"):
        run(tmp_path, server)
    assert server.asked == asked
    assert (tmp_path / kind / "unnamed").exists()
    part.write_bytes(content)
    assert run(tmp_path, server).orders == 20


def test_a_part_that_is_damaged_inside(tmp_path: Path) -> None:
    """The footer is sound, the order numbers are not: nothing goes on without knowing what was there."""
    server = stopped(tmp_path)
    part = tmp_path / "orders" / "orders-00000.parquet"
    content = part.read_bytes()
    part.write_bytes(content[:4] + b"y" * 400 + content[404:])
    with pytest.raises(ExportError, match="is damaged"):
        run(tmp_path, server)


def test_a_part_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file may be sound: the error does not say to delete it."""
    server = stopped(tmp_path)
    monkeypatch.setattr("pyarrow.parquet.read_metadata", full)
    with pytest.raises(ExportError, match="goes on where it stopped") as caught:
        run(tmp_path, server)
    assert "Delete" not in str(caught.value)


def test_parts_that_vanish_are_not_counted(tmp_path: Path) -> None:
    """A finished export is one whose files are there."""
    server = Server(list(range(20, 0, -1)))
    export = parquet.Export(tmp_path, ABOUT, FIELDS)
    export.write("orders", server.read, server.has_tail)
    (tmp_path / "lines" / "orders-00001.parquet").unlink()
    with pytest.raises(ExportError, match="is missing"):
        export.finish()


def test_an_amount_that_does_not_fit_is_missing_and_recorded(tmp_path: Path) -> None:
    """It is never rounded; ``shop.orders.frames()`` can hold it."""
    done = run(tmp_path, Server([2, 1], amount="1.12345678"))
    assert (done.orders, done.lines, done.unreadable, done.set_aside) == (2, 2, 2, 0)
    assert pd.read_parquet(tmp_path / "orders")["total"].isna().all()


@pytest.mark.parametrize("amount", ["0.12345678901234567890", "1e-27", "99999999999999999999.999999999"])
def test_amounts_beside_one_that_does_not_fit_are_kept(tmp_path: Path, amount: str) -> None:
    """In the same page, whose amounts all have the scale of the longest one in Arrow."""
    server = Server([3, 2, 1], amount="4.125")
    server.amounts[2] = amount
    done = run(tmp_path, server)
    orders, lines = (pd.read_parquet(tmp_path / name) for name in ("orders", "lines"))
    assert (done.orders, done.lines, done.unreadable, done.set_aside) == (3, 3, 1, 0)
    assert list(orders["total"]) == [Decimal("4.125"), None, Decimal("4.125")]
    assert list(lines["price"]) == [Decimal("0.75"), None, Decimal("0.75")]
    assert list(lines["amount"]) == [Decimal("1.50"), None, Decimal("1.50")]


@pytest.mark.parametrize("crash_after", [1, 2, 3, 4, 5, 6])
@pytest.mark.slow
def test_orders_without_a_number_are_counted_once_when_it_goes_on(tmp_path: Path, crash_after: int) -> None:
    """Whether the list is read on, or again from its beginning."""
    server = Server([None if number in (2, 7, 8, 19) else number for number in range(20, 0, -1)])
    server.crash_after = crash_after
    with pytest.raises(Crash):
        run(tmp_path, server)
    server.crash_after = None
    done = run(tmp_path, server)
    assert (done.orders, done.set_aside, done.unreadable, done.resumed) == (16, 4, 0, True)
    assert ids(tmp_path) == [number for number in range(20, 0, -1) if number not in (2, 7, 8, 19)]


def test_it_says_what_is_there(tmp_path: Path) -> None:
    """In one line, and as a card."""
    done = run(tmp_path, Server([2, 1]))
    assert repr(done) == "<OrderFiles 2 orders: 2 lines>"
    assert "Parquet files in" in done._repr_html_()

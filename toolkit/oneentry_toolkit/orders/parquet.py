"""All orders into a folder of Parquet files, with bounded memory, and resumed where a crash ended it.

``<folder>/orders`` and ``<folder>/lines`` hold parts, ``<folder>/_export.json`` what is done. A part counts once it is
complete on the disk *and* named there, in this order; whatever else lies in the folder after a crash is removed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..errors import ExportError, InputError, OneEntryError
from ..exports.files import first_line
from ..frames.answers import AnswerField
from ..frames.chunks import Chunk, Seen
from ..lists.plan import Report
from ..values.display import counted, html_card, one_line
from ..values.times import wire_time
from ..values.unreadable import Findings
from .models import of_storage
from .tables import Schemas

_KINDS = ("orders", "lines")
_STATE = "_export.json"
_VERSION = 2  # of the columns: parts of one folder have the same
_PART_ORDERS = 50_000
_TAIL = 20  # orders before the place of the crash that must still be there

# What says that the folder is the wrong one, not that its disk has trouble.
_NO_FOLDER = (FileExistsError, NotADirectoryError, PermissionError, ValueError, KeyError, TypeError)

ReadFrom = Callable[[Seen, int, int, Report], Iterable[Chunk]]
"""What was seen, the offset to begin at, how many orders that makes, and the report to fill in."""


@dataclass(frozen=True, kw_only=True)
class OrderFiles:
    """A finished export.

    Attributes:
        folder: where it is; read it with ``pandas.read_parquet(folder / "orders")`` and ``folder / "lines"``.
        orders, lines: rows that were written.
        total: how many orders there are by the server's last word; None if it does not say.
        repeats_dropped: orders that came a second time.
        unreadable: orders with a member that could not be read, which is missing.
        set_aside: orders that could not be identified and are not in the files.
        resumed: whether an earlier, unfinished export was taken up.
        finished_at: when, as ISO text in UTC.
    """

    folder: Path
    orders: int
    lines: int
    total: int | None
    repeats_dropped: int
    unreadable: int
    set_aside: int
    resumed: bool
    finished_at: str

    def __repr__(self) -> str:
        return one_line("OrderFiles", counted(self.orders, "order"), (counted(self.lines, "line"),))

    def _repr_html_(self) -> str:
        rows = (("orders", self.orders), ("lines", self.lines), ("of", self.total), ("resumed", self.resumed))
        return html_card(f"Parquet files in {self.folder.name}", rows)


@dataclass
class _Place:
    """How far a storage is."""

    offset: int = 0
    orders: int = 0
    lines: int = 0
    total: int | None = None
    repeats: int = 0
    unreadable: int = 0
    aside: list[str] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    complete: bool = False


class Export:
    """The folder.

    Args:
        folder: is made if it is not there.
        about: what the export is of; a folder that holds one of something else is refused.
        schemas: of the tables; those of an export that is resumed win.

    Raises:
        InputError: the folder holds something else, or a finished export.
        ExportError: a file could not be written, or a finished part is missing or damaged. So do all methods.
    """

    def __init__(self, folder: Path, about: dict[str, Any], schemas: Schemas) -> None:
        self._folder = folder
        self._about = about
        self.schemas = schemas
        self.resumed = False
        self.findings = Findings()
        self._places: dict[str, _Place] = {}
        with _writing(folder):
            try:
                for kind in _KINDS:
                    (folder / kind).mkdir(parents=True, exist_ok=True)
                if (folder / _STATE).exists():
                    self._take_up(json.loads((folder / _STATE).read_text("utf-8")))
                elif any(True for kind in _KINDS for _ in (folder / kind).iterdir()):
                    raise InputError(
                        f"{folder} holds files that are not of an export. Choose another folder.", name="folder"
                    )
                self._save()
            except OneEntryError:
                raise
            except _NO_FOLDER as error:
                raise InputError(
                    f"{folder} cannot be used ({type(error).__name__}). Choose another folder.", name="folder"
                ) from error

    def _take_up(self, state: dict[str, Any]) -> None:
        if state["version"] != _VERSION:
            raise InputError(
                f"{self._folder} holds an export by another version of oneentry-toolkit, whose files have other "
                "columns. Choose another folder to fetch all anew.",
                name="folder",
            )
        if state["about"] != self._about:
            raise InputError(
                f"{self._folder} holds an export of something else (another project, user, storage or columns). "
                "Choose another folder.",
                name="folder",
            )
        if state["finished_at"]:
            raise InputError(
                f"{self._folder} holds an export that was finished at {state['finished_at']}. "
                "Choose another folder, or remove this one to fetch all again.",
                name="folder",
            )
        self.resumed = True
        fields = tuple(
            AnswerField(one["marker"], one["kind"], tuple((number, title) for number, title in one["titles"]))
            for one in state["fields"]
        )
        self.schemas = replace(self.schemas, fields=fields)
        self._places = {storage: _Place(**one) for storage, one in state["storages"].items()}
        self._check()
        known = {part for place in self._places.values() for part in place.parts}
        for kind in _KINDS:
            for path in (self._folder / kind).iterdir():
                if path.name not in known:
                    path.unlink()

    def _check(self) -> None:
        """That every part which counts is there, with the rows that it had; only footers are read."""
        import pyarrow.parquet

        for place in self._places.values():
            for kind in _KINDS:
                rows = 0
                for part in place.parts:
                    with _reading(self._folder, self._folder / kind / part):
                        rows += pyarrow.parquet.read_metadata(self._folder / kind / part).num_rows
                if rows != getattr(place, kind):
                    raise _unusable(self._folder, self._folder / kind, "has other rows than were written")

    def write(
        self,
        storage: str,
        read: ReadFrom,
        has_tail: Callable[[int, list[int]], bool],
        check: Callable[[Findings], None] = lambda _: None,
    ) -> None:
        """Writes a storage, or the rest of it.

        Args:
            storage: its marker.
            read: gives the chunks from an offset on, without the orders that were seen, into a report.
            has_tail: whether the orders before an offset are still these.
            check: raises if there must not be such findings.
        """
        place = self._places.setdefault(storage, _Place())
        if place.complete:
            return
        if place.offset and not has_tail(place.offset, place.tail):
            # The list has moved: all of it is looked at again, and what is here already dropped.
            place.offset, place.aside = 0, []
        offset, tail = place.offset, place.tail
        self.findings.scope = of_storage(storage)
        report = Report()
        part: _Part | None = None
        try:
            for chunk in read(self._seen(place), place.offset, place.orders + len(place.aside), report):
                with _writing(self._folder):
                    part = part or self._part(storage, place)
                    part.add(chunk)
                    chunk.report_to(self.findings)
                    check(self.findings)
                    if chunk.start == offset:
                        offset += sum(chunk.counts)
                        tail = chunk.columns["order_id"][-_TAIL:].to_pylist()
                    if part.orders >= _PART_ORDERS:
                        self._keep(place, part, offset, tail)
                        part = None
            with _writing(self._folder):
                if part is None and not place.parts:
                    part = self._part(storage, place)  # an empty one shows its columns
                if part is not None:
                    self._keep(place, part, offset, tail)
                    part = None
        finally:
            if part is not None:
                part.discard()
        place.total, place.complete = report.total, True
        place.repeats += report.repeats
        self._save()

    def finish(self) -> OrderFiles:
        """Says that all is there, if it is."""
        self._check()
        finished_at = wire_time(datetime.now(UTC))
        self._save(finished_at)
        places = self._places.values()
        totals = [place.total for place in places]
        return OrderFiles(
            folder=self._folder,
            orders=sum(place.orders for place in places),
            lines=sum(place.lines for place in places),
            total=None if None in totals else sum(total or 0 for total in totals),
            repeats_dropped=sum(place.repeats for place in places),
            unreadable=sum(place.unreadable for place in places),
            set_aside=sum(len(place.aside) for place in places),
            resumed=self.resumed,
            finished_at=finished_at,
        )

    def _part(self, storage: str, place: _Place) -> _Part:
        return _Part(self._folder, f"{quote(storage, safe='')}-{len(place.parts):05}", self.schemas)

    def _keep(self, place: _Place, part: _Part, offset: int, tail: list[int]) -> None:
        place.parts.append(part.finish())
        place.offset, place.tail = offset, tail
        place.orders += part.orders
        place.lines += part.lines
        place.unreadable += part.unreadable
        place.aside += part.aside
        self._save()

    def _seen(self, place: _Place) -> Seen:
        import pyarrow.parquet

        numbers: list[Any] = []
        for part in place.parts:
            path = self._folder / "orders" / part
            with _reading(self._folder, path):
                numbers.extend(pyarrow.parquet.read_table(path, columns=["order_id"])["order_id"].to_numpy())
        return Seen(numbers, place.aside)

    def _save(self, finished_at: str | None = None) -> None:
        state = {
            "version": _VERSION,
            "about": self._about,
            "fields": [asdict(one) for one in self.schemas.fields],
            "storages": {storage: asdict(place) for storage, place in self._places.items()},
            "finished_at": finished_at,
        }
        new = self._folder / f".{_STATE}.new"
        with _writing(self._folder):
            with new.open("w", encoding="utf-8") as file:
                json.dump(state, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._folder / _STATE)


class _Part:
    """A file of orders and one of their lines, under names that readers skip until both are complete."""

    def __init__(self, folder: Path, name: str, schemas: Schemas) -> None:
        import pyarrow.parquet

        self._name = f"{name}.parquet"
        self._schemas = schemas
        self._paths = {kind: folder / kind / f".{self._name}.new" for kind in _KINDS}
        self._writers = {
            kind: pyarrow.parquet.ParquetWriter(path, getattr(schemas, kind), compression="zstd")
            for kind, path in self._paths.items()
        }
        self.orders = 0
        self.lines = 0
        self.unreadable = 0
        self.aside: list[str] = []

    def add(self, chunk: Chunk) -> None:
        orders, lines = self._schemas.orders_of(chunk), self._schemas.lines_of(chunk)
        self.unreadable += chunk.findings.count
        self.aside += [one.key for one in chunk.findings.aside]
        self._writers["orders"].write_table(orders)
        self._writers["lines"].write_table(lines)
        self.orders += orders.num_rows
        self.lines += lines.num_rows

    def finish(self) -> str:
        for kind, path in self._paths.items():
            self._writers[kind].close()
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.replace(path.with_name(self._name))
        return self._name

    def discard(self) -> None:
        for kind, path in self._paths.items():
            with contextlib.suppress(Exception):
                self._writers[kind].close()
            with contextlib.suppress(OSError):
                path.unlink()


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Trouble with the files, said in our words."""
    try:
        yield
    except OneEntryError:
        raise
    except FileNotFoundError as error:
        raise ExportError(
            f"{folder} was moved or removed while it was written. Put it back and call again to go on where it "
            "stopped; without it, or with another folder, all is fetched anew.",
            path=str(folder),
        ) from error
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error).partition("\n")[0]
        raise ExportError(
            f"{folder} could not be written to or read: {why}. Put that right (if the disk is full, make room) and "
            "call again with the same folder: it goes on where it stopped.",
            path=str(folder),
        ) from error


@contextlib.contextmanager
def _reading(folder: Path, part: Path) -> Iterator[None]:
    import pyarrow as pa

    with _writing(folder):
        try:
            yield
        except FileNotFoundError as error:
            raise _unusable(folder, part, "is missing") from error
        except (OSError, pa.ArrowException, KeyError) as error:
            # With an error number, the system refuses the file, which may be sound: do not say to delete it.
            if getattr(error, "errno", None):
                raise
            raise _unusable(folder, part, "is damaged") from error


def folder_of(folder: str | os.PathLike[str]) -> Path:
    """Returns the absolute path of a folder, which stays the same when the working folder changes; ``~`` is the home.

    Raises:
        InputError: it names no folder, or one that Arrow cannot open.
    """
    try:
        path = Path(folder).expanduser().absolute()
        str(path).encode()
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        raise InputError(
            f"folder must name a folder, as a Unicode path: {first_line(error)}.", name="folder"
        ) from error
    if not os.fspath(folder):
        raise InputError('folder must name a folder: "." is the working folder.', name="folder")
    return path


def _unusable(folder: Path, part: Path, what: str) -> ExportError:
    return ExportError(
        f"{part} {what}, so the export cannot go on. Delete the folder {folder}, or choose another one, and call "
        "again: all is fetched anew.",
        path=str(part),
    )

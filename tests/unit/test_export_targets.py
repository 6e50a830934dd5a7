"""Where exports write to: files, links, pipes and open files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import exports

WRITERS: dict[str, Callable[..., Path]] = {
    ".csv": exports.to_csv,
    ".xlsx": exports.to_excel,
    ".parquet": exports.to_parquet,
}
FRAME = pd.DataFrame({"a": [1, 2]})
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")


@needs_pipes
@pytest.mark.parametrize("suffix", WRITERS)
def test_a_pipe_is_written_into(suffix: str, tmp_path: Path) -> None:
    pipe, file = tmp_path / f"x{suffix}", tmp_path / f"y{suffix}"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # so that no open waits, whatever the export does
    os.set_blocking(reader, True)
    taken: list[bytes] = []

    def read() -> None:
        while piece := os.read(reader, 65_536):
            taken.append(piece)

    try:
        assert WRITERS[suffix](FRAME, pipe) == pipe  # smaller than what a pipe holds
        read()
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    WRITERS[suffix](FRAME, file)
    assert b"".join(taken)[:60] == file.read_bytes()[:60]
    assert sorted(one.name for one in tmp_path.iterdir()) == [pipe.name, file.name]


@needs_pipes
def test_a_pipe_without_a_reader_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "x.csv"
    os.mkfifo(pipe)
    with pytest.raises(oe.ExportError, match=r"no program reads from this pipe\. Start the reader first"):
        exports.to_csv(FRAME, pipe)
    with pytest.raises(oe.ExportError, match="DuckDB needs a file, not a pipe or device"):
        exports.to_duckdb({"t": FRAME}, pipe)
    assert pipe.is_fifo() and list(tmp_path.iterdir()) == [pipe]


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="needs devices")
def test_a_device_is_not_replaced() -> None:
    exports.to_csv(FRAME, "/dev/null")
    assert not os.path.isfile("/dev/null")
    with pytest.raises(oe.ExportError, match="DuckDB needs a file"):
        exports.to_duckdb({"t": FRAME}, "/dev/null")


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="needs /dev/stdout")
@pytest.mark.slow
def test_an_open_file_gets_the_export_after_what_it_has(tmp_path: Path) -> None:
    program = (
        "import pandas as pd, sys; from oneentry_toolkit import exports; print('before', flush=True);"
        "exports.to_csv(pd.DataFrame({'a': [1, 2]}), '/dev/stdout'); print('after')"
    )
    expected = b"before\na\r\n1\r\n2\r\nafter\n"
    assert subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=True).stdout == expected
    with open(tmp_path / "out.txt", "wb") as out:
        subprocess.run([sys.executable, "-c", program], stdout=out, check=True)
    assert (tmp_path / "out.txt").read_bytes() == expected


def test_links_stay_and_folders_are_refused(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "real.csv")  # which is not there yet
    exports.to_csv(FRAME, link)
    assert link.is_symlink() and (tmp_path / "real.csv").is_file()
    with pytest.raises(oe.ExportError, match="it is a folder"):
        exports.to_csv(FRAME, tmp_path)


def test_to_csv_has_a_byte_order_mark_if_asked(tmp_path: Path) -> None:
    frame = pd.DataFrame({"é": ["ü"]})
    assert exports.to_csv(frame, tmp_path / "x.csv", encoding="utf-8-sig").read_bytes() == "\ufeffé\r\nü\r\n".encode()
    assert exports.to_csv(frame, tmp_path / "x.csv").read_bytes() == "é\r\nü\r\n".encode()
    assert pd.read_csv(tmp_path / "x.csv").columns.tolist() == ["é"]
    with pytest.raises(oe.InputError, match="encoding must be"):
        exports.to_csv(frame, tmp_path / "x.csv", encoding="latin-1")

"""All the pages of a list as columns, for frames; ``lists.read_all`` gives them as objects."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from typing import Any

from ..errors import InputError, InvalidRequestError, ResponseFormatError
from ..lists.options import DEFAULTS, ExportOptions, FetchOptions, ListOptions, SpanOptions
from ..lists.plan import PagePlan, Report
from ..lists.progress import Progress
from ..lists.stream import stream
from ..transport.client import ApiClient, Submit
from ..transport.operations import ENDPOINTS
from ..values.arguments import check_id, check_max_items
from .chunks import Chunk
from .decode import Decoder

WORKERS_MAX = 32
_SAFE_PAGE = 100
_IMPORTS_WITHIN_S = 10.0

_importing: threading.Thread | None = None


def fetch_options(options: ExportOptions | FetchOptions | ListOptions | SpanOptions) -> dict[str, Any]:
    """Returns the options that ``read_chunks`` takes."""
    return {name: options.get(name, DEFAULTS.get(name)) for name in ("max_items", "page_size", "workers", "progress")}


def read_chunks(
    api: ApiClient,
    name: str,
    *args: Any,
    decoder: Decoder,
    report: Report,
    noun: str,
    max_items: int | None,
    page_size: int,
    workers: int,
    progress: bool | None,
    start: int = 0,
    stop: int | None = None,
    got: int = 0,
    meanwhile: Callable[[], object] | None = None,
    **kwargs: Any,
) -> Generator[Chunk]:
    """Yields the columns of a list, some pages at a time, in list order and without duplicates.

    Args:
        api, name, args, kwargs: the operation.
        decoder: makes columns of its pages.
        report: is filled in on the way.
        noun: of an item, for the progress bar.
        max_items: stop after so many; the last chunk may have some more.
        page_size: items to ask for at a time.
        workers: pages to fetch at a time.
        progress: show a bar, or none; None leaves it to where this runs.
        start, stop, got: a part of the list, as ``PagePlan`` takes it.
        meanwhile: called while the first page is on its way.

    Raises:
        InputError: a value does not fit.
        the errors of ``ApiClient.call`` and ``Decoder.decode``.
    """
    if check_id(workers, "workers") > WORKERS_MAX:
        raise InputError(f"workers must be at most {WORKERS_MAX}: more would overload the server.", name="workers")
    if progress is not None and not isinstance(progress, bool):
        raise InputError("progress must be True, False or None.", name="progress")
    size = check_id(page_size, "page_size")
    limit = check_max_items(max_items)
    bar = Progress(noun, progress)
    pool = api.page_pool(workers)
    pace = api.pace(workers)
    over = threading.Event()

    def fetch(offset: int, limit: int, submit: Submit, is_past: Callable[[], bool]) -> Future[bytes]:
        return api.fetch_page(
            name,
            *args,
            pool=pool,
            pace=pace,
            submit=submit,
            stopped=lambda: over.is_set() or is_past(),
            offset=offset,
            limit=limit,
            **kwargs,
        )

    def chunks(size: int) -> Generator[Chunk]:
        course = PagePlan(report, page_size=size, max_items=limit, start=start, stop=stop, got=got)
        return stream(
            course,
            fetch=fetch,
            head=decoder.head,
            decode=decoder.decode,
            workers=workers,
            meanwhile=meanwhile,
        )

    try:
        found = chunks(size)
        try:
            first = next(found, None)
        except InvalidRequestError:
            if size <= _SAFE_PAGE or report.pages:
                raise
            found = chunks(_SAFE_PAGE)  # the server may not accept so many items per request
            first = next(found, None)
        with contextlib.closing(found):
            while first is not None:
                bar.add(len(first), report.total)
                yield first
                first = next(found, None)
    except MemoryError:
        raise ResponseFormatError(
            f"The {noun}s of this list do not fit into the memory that is free. Pass max_items, or write them with "
            "to_parquet, which needs little.",
            operation=ENDPOINTS[name].operation,
        ) from None
    finally:
        over.set()
        pace.close()
        bar.close()
        if pool is not None:
            pool.close()


def warm_up() -> None:
    """Imports the libraries of frames in a thread, so that the first frame does not wait for them."""
    global _importing
    if "pandas" not in sys.modules and _importing is None:
        thread = threading.Thread(target=_import_all, name="oneentry-import", daemon=True)
        with contextlib.suppress(RuntimeError):  # the process has no thread left
            thread.start()
            _importing = thread


def _finish_importing() -> None:
    """Waits for the imports before a fork: a module that is half imported stays locked in the child."""
    if _importing is not None and _importing is not threading.current_thread():
        _importing.join(_IMPORTS_WITHIN_S)


def _forget_importing() -> None:
    global _importing
    _importing = None


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(before=_finish_importing, after_in_child=_forget_importing)


def _import_all() -> None:
    # Imported objects stay alive; scanning them again and again would take much of the import time.
    collects = gc.isenabled()
    gc.disable()
    try:
        for name in ("pyarrow.json", "pyarrow.compute", "pandas"):
            importlib.import_module(name)
    finally:
        if collects:
            gc.enable()

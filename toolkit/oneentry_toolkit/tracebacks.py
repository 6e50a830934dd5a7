"""How an error of the toolkit shows itself in a notebook: its sentence and the user's own line.

IPython asks an exception for ``_render_traceback_()`` and prints what it returns. The frames of the toolkit and of the
libraries below it are left out; ``%tb Plain`` prints all of them, and so does every error after ``%xmode Plain`` (or
``Verbose``) until ``%xmode Context``. Outside of IPython nothing is different.
"""

from __future__ import annotations

import os
import sys
from types import FrameType, TracebackType
from typing import Any

from .secret import MASK, SHORTEST, Secret

_PACKAGE = os.path.dirname(__file__) + os.sep
_SHORT_MODES = ("Context", "Minimal")
_MESSAGE, _LINE = 4000, 300  # characters
_HINT = "The full traceback: %tb Plain"


def render(error: BaseException) -> list[str]:
    """What IPython is to print, as its lines.

    Args:
        error: the exception, with its traceback.

    Returns:
        Class and message, then each line of the user's own code that led to the toolkit, then how to see the rest. In
        another mode of ``%xmode`` than the usual one it is IPython's own, full traceback.
    """
    shell = _shell()
    traceback = error.__traceback__
    if shell is not None and shell.InteractiveTB.mode not in _SHORT_MODES:
        full: list[str] = shell.InteractiveTB.structured_traceback(type(error), error, traceback, tb_offset=1)
        return _masked(full, error)
    message = str(error)
    left = len(message) - _MESSAGE
    lines = [f"{type(error).__name__}: {message[:_MESSAGE]}{f'… {left:,} more characters' if left > 0 else ''}"]
    for frame, number in _own_frames(traceback):
        lines += ["", f"{_place(shell, frame)}, line {number}", f"----> {number} {_source(frame, number)}".rstrip()]
    return [*lines, "", _HINT]


def _masked(lines: list[str], error: BaseException) -> list[str]:
    """Masks the secrets that frames of the toolkit hold, which the user's own variables may hold as well."""
    held = _secrets_of(error)
    texts = {str(secret) for secret in held} | {repr(str(secret))[1:-1] for secret in held}
    for text in sorted(texts, key=len, reverse=True):
        if len(text) >= SHORTEST:
            lines = [line.replace(text, MASK) for line in lines]
    return lines


def _secrets_of(error: BaseException) -> set[Secret]:
    """The secrets among the local variables of an error's frames, and of the errors that led to it."""
    found: set[Secret] = set()
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__]
        traceback = one.__traceback__
        while traceback is not None:
            values = traceback.tb_frame.f_locals.values()
            found.update(value for value in values if isinstance(value, Secret))
            traceback = traceback.tb_next
    return found


def _shell() -> Any:
    """The running IPython; ``None`` without one."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None else None


def _own_frames(traceback: TracebackType | None) -> list[tuple[FrameType, int]]:
    """The frames before the first one of the toolkit, without those of IPython."""
    found: list[tuple[FrameType, int]] = []
    while traceback is not None and not traceback.tb_frame.f_code.co_filename.startswith(_PACKAGE):
        module = str(traceback.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] not in ("IPython", "ipykernel"):
            found.append((traceback.tb_frame, traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def _place(shell: Any, frame: FrameType) -> str:
    """Where a frame's code stands: ``Cell In[3]`` or the name of the file, and the function if it is in one."""
    name = frame.f_code.co_filename
    label = shell.compile.format_code_name(name) if shell is not None else None
    place = " ".join(label) if label else os.path.basename(name)
    function = frame.f_code.co_name
    return place if function.startswith("<") else f"{place}, in {function}()"


def _source(frame: FrameType, number: int) -> str:
    """The text of a frame's line."""
    import linecache

    source = linecache.getline(frame.f_code.co_filename, number, frame.f_globals).strip()
    return source if len(source) <= _LINE else f"{source[:_LINE]}…"

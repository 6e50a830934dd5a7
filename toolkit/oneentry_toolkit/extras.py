"""Libraries that not everybody needs: the extras of the package, imported when they are used."""

from __future__ import annotations

import importlib
from typing import Any

from .errors import MissingExtraError


def need(module: str, extra: str) -> Any:
    """The imported ``module`` of an optional library.

    Args:
        module: as in an import, such as ``openpyxl.styles``.
        extra: the extra of this package that installs it, as in ``pyproject.toml``.

    Raises:
        MissingExtraError: it is not installed; the message has the command that installs it.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0]
        # What a library misses itself is its own message: ours would send the reader the wrong way.
        if (error.name or library).partition(".")[0] != library:
            raise
        raise MissingExtraError(
            f"This needs {library}, which is not installed: pip install 'oneentry-toolkit[{extra}]'", name=library
        ) from error

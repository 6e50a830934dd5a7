"""Libraries that not everybody needs: the extras of the package, imported when they are used."""

from __future__ import annotations

import importlib
import re
from importlib import metadata
from typing import Any

from .errors import MissingExtraError

PACKAGE = "oneentry-toolkit"


def install_command(extra: str, library: str) -> str:
    """The pip command that installs what an extra brings, with the versions that this package asks for.

    It names the libraries and not ``oneentry-toolkit[extra]``, so it works however the toolkit was installed: from a
    clone, from a wheel file or from an index.

    Args:
        extra: as in ``pyproject.toml``.
        library: what to name if the toolkit itself was not installed by pip and so has no metadata.
    """
    try:
        declared = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        declared = []
    of_extra = re.compile(rf"""extra == ['"]{re.escape(extra)}['"]""")
    wanted = [line.partition(";")[0].strip() for line in declared if of_extra.search(line)] or [library]
    return " ".join(["pip install", *(f'"{requirement}"' for requirement in wanted)])


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
            f"This needs {library}, which is not installed: {install_command(extra, library)}", name=library
        ) from error

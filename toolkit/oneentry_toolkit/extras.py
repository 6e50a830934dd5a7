"""Optional libraries (the extras of the package), imported on use."""

from __future__ import annotations

import importlib
import re
from typing import Any

from .errors import MissingExtraError

PACKAGE = "oneentry-toolkit"


def install_command(extra: str, library: str) -> str:
    """Returns the pip command that installs an extra's libraries in the versions that this package requires.

    It names the libraries instead of ``oneentry-toolkit[extra]``, so it works for every way to install the toolkit: a
    clone, a wheel file or an index.

    Args:
        extra: name of the extra in ``pyproject.toml``.
        library: name to use if the toolkit was not installed by pip and has no metadata.
    """
    from importlib import metadata  # it brings e-mail's modules

    try:
        declared = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        declared = []
    of_extra = re.compile(rf"""extra == ['"]{re.escape(extra)}['"]""")
    wanted = [line.partition(";")[0].strip() for line in declared if of_extra.search(line)] or [library]
    return " ".join(["pip install", *(f'"{requirement}"' for requirement in wanted)])


def need(module: str, extra: str) -> Any:
    """Imports ``module`` of an optional library.

    Args:
        module: dotted name, such as ``matplotlib.figure``.
        extra: the extra of this package that installs it, as in ``pyproject.toml``.

    Raises:
        MissingExtraError: the library is not installed; the message shows the command that installs it.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0]
        # If the library lacks one of its own dependencies, its error names it: keep that error.
        if (error.name or library).partition(".")[0] != library:
            raise
        raise MissingExtraError(
            f"This needs {library}, which is not installed: {install_command(extra, library)}", name=library
        ) from error

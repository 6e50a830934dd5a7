"""The command line of `oneentry scenario`."""

from __future__ import annotations

import argparse
import io
import shlex
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

from ..errors import SandboxError
from . import file, mistakes, stubs
from .shop import Shop

_START = """\
# A shop for the sandbox: oneentry sandbox --scenario {name}
# Editors complete it with the schema that `oneentry scenario schema` prints.
title: My shop
languages: [en_US]
currency: EUR

forms:
  checkout:
    title: Checkout
    fields:
      name: {{title: Name, required: true}}
      phone: {{title: Phone}}

storages:
  orders:
    form: checkout

products:
  - {{id: 1, title: First product, price: 19.90}}
  - {{id: 2, title: Second product, price: 5}}
"""


def add_commands(commands: Any) -> None:
    """Adds the commands of `oneentry scenario` that need no project, to what `add_subparsers` returns."""

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}."
        )
        command.set_defaults(run=run)
        return command

    add("check", _check, "say every mistake in a scenario file, and exit with 1 if there is one").add_argument("file")
    new = add("new", _new, "write a scenario file to begin with")
    new.add_argument("file")
    new.add_argument("--built-in", action="store_true", help="the whole built-in shop, without its past")
    typed = add(
        "stubs", _stubs, "write a Python module with the markers and forms of a shop, for editors and type checkers"
    )
    typed.add_argument("file")
    typed.add_argument("--out", metavar="FILE", help="where to write it; without it, to standard output")
    typed.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if FILE is not as it would be written"
    )
    add("schema", _schema, "print the JSON Schema of scenario files, for editors")


def _check(arguments: argparse.Namespace) -> int:
    found = file.read(arguments.file)
    mistakes.check(found)
    shop = Shop(found.data, "").data
    counted: list[tuple[str, Any]] = [
        ("storage", shop["storages"]),
        ("form", shop["forms"]),
        ("product", shop["products"]),
        ("user", shop["users"]),
    ]
    parts = [f"{len(things)} {name}{'' if len(things) == 1 else 's'}" for name, things in counted]
    sys.stdout.write(f"{arguments.file} has no mistakes: {shop['title']}, {', '.join(parts)}.\n")
    return 0


def _new(arguments: argparse.Namespace) -> int:
    path = Path(arguments.file)
    source = resources.files("oneentry_toolkit.sandbox").joinpath("scenario/harbour-pantry.yaml")
    text = source.read_text("utf-8") if arguments.built_in else _START.format(name=arguments.file)
    try:
        with path.open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise SandboxError(f"{path} is there already. Name another file, or remove it.") from None
    except OSError as error:
        raise SandboxError(f"Cannot write {path}: {error.strerror}.") from error
    sys.stdout.write(f"Wrote {path}. To check it: oneentry scenario check {path}\n")
    sys.stdout.write(f"To open it: oneentry sandbox --scenario {path}\n")
    return 0


def _stubs(arguments: argparse.Namespace) -> int:
    found = file.read(arguments.file)
    mistakes.check(found)
    source = stubs.module(Shop(found.data, ""), arguments.file)
    if arguments.out is None:
        if arguments.check:
            raise SandboxError("--check compares with a file: name it with --out FILE.")
        if isinstance(sys.stdout, io.TextIOWrapper):  # Python source is UTF-8, whatever the console is
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        sys.stdout.write(source)
        return 0
    path = Path(arguments.out)
    try:
        known = path.read_text("utf-8") if path.exists() else None
        if arguments.check:
            return _compared(known, source, arguments)
        if known is not None and not known.startswith(stubs.HEAD):
            raise SandboxError(f"{path} was not written by oneentry scenario stubs. Name another file, or remove it.")
        path.write_text(source, "utf-8", newline="\n")
    except UnicodeDecodeError:
        raise SandboxError(f"{path} was not written by oneentry scenario stubs. Name another file.") from None
    except OSError as error:
        raise SandboxError(f"Cannot write {path}: {error.strerror}.") from error
    sys.stdout.write(f"Wrote {path}.\n")
    return 0


def _compared(known: str | None, source: str, arguments: argparse.Namespace) -> int:
    """Returns 0 if a module is as it would be written.

    Raises:
        SandboxError: It is not.
    """
    if known == source:
        return 0
    command = shlex.join(["oneentry", "scenario", "stubs", arguments.file, "--out", arguments.out])
    state = "is not there" if known is None else f"is not what {arguments.file} makes"
    raise SandboxError(f"{arguments.out} {state}. To write it: {command}")


def _schema(_arguments: argparse.Namespace) -> int:
    sys.stdout.write(resources.files("oneentry_toolkit.sandbox").joinpath("scenario/schema.json").read_text("utf-8"))
    return 0

"""The command line of `oneentry scenario`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

from ..errors import SandboxError
from . import file, mistakes
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


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Adds the commands of `oneentry scenario` to a parser."""
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        command.set_defaults(run=run)
        return command

    add("check", _check, "say every mistake in a scenario file, and exit with 1 if there is one").add_argument("file")
    new = add("new", _new, "write a scenario file to begin with")
    new.add_argument("file")
    new.add_argument("--built-in", action="store_true", help="the whole built-in shop, without its past")
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


def _schema(_arguments: argparse.Namespace) -> int:
    sys.stdout.write(resources.files("oneentry_toolkit.sandbox").joinpath("scenario/schema.json").read_text("utf-8"))
    return 0

"""The ``oneentry`` command: parses arguments, runs a command and prints errors."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from .. import __version__
from ..errors import OneEntryError


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    from ..sandbox.errors import SandboxError

    try:
        return int(arguments.run(arguments))
    except (OneEntryError, SandboxError) as error:
        print(f"oneentry: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # `oneentry demo | head`: the reader has closed the pipe. Python would fail when it flushes at exit.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  (stays open until the process ends)
        return 0


def _parser() -> argparse.ArgumentParser:
    from ..sandbox.http.command import add_arguments, main as serve
    from ..sandbox.scenario.command import add_commands
    from .live import add_live_commands

    parser = argparse.ArgumentParser(
        prog="oneentry", description="OneEntry from Python: a sandbox to try things on, and a demo of a checkout."
    )
    parser.add_argument("--version", action="version", version=f"oneentry-toolkit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    demo = commands.add_parser(
        "demo",
        help="walk through a checkout on an embedded sandbox",
        description="Signs in, places an order, opens a payment session and shows the DataFrames, on a sandbox that "
        "lives in this process. Nothing leaves this machine.",
    )
    demo.set_defaults(run=_demo)
    sandbox = commands.add_parser(
        "sandbox",
        help="serve a sandbox until interrupted",
        description="Serves a shop that behaves like OneEntry, with a real database, until SIGINT or SIGTERM.",
    )
    add_arguments(sandbox)
    sandbox.set_defaults(run=serve)
    scenario = commands.add_parser(
        "scenario",
        help="work with a file that describes a shop for the sandbox",
        description="Works with scenario files: YAML or JSON that describes a shop for the sandbox.",
    ).add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_commands(scenario)
    add_live_commands(scenario)
    return parser


def _demo(_arguments: argparse.Namespace) -> int:
    from ..demo import run

    run()
    return 0

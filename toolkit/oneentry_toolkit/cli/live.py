"""The commands of ``oneentry scenario`` that read a live project: ``pull`` and ``diff``."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import io
import os
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import OneEntryError, OneEntryWarning, SettingsError
from ..scenario import MAX_PRODUCTS
from ..settings import LANGUAGE

if TYPE_CHECKING:
    from ..scenario.document import Scenario
    from ..shop import Shop

_PROJECT = "The project is that of ONEENTRY_URL and ONEENTRY_APP_TOKEN, from the environment or a .env file."
_FAILED = 2
_MOST = 2_147_483_647


def add_live_commands(commands: Any) -> None:
    """Adds the commands to what ``add_subparsers`` returns."""

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}. {_PROJECT}"
        )
        command.add_argument(
            "--user",
            metavar="LOGIN",
            help="sign in, to read what this user may; asks for the password, or reads a line of a pipe",
        )
        command.add_argument("--provider", metavar="MARKER", help="auth provider of the user, if there are several")
        command.add_argument(
            "--languages",
            metavar="CODES",
            type=_codes,
            help="languages to ask for, such as en_US,de_DE; for servers that answer with one language at a time",
        )
        command.add_argument(
            "--products",
            metavar="N",
            type=_number,
            default=MAX_PRODUCTS,
            help=f"most products to read (default: {MAX_PRODUCTS})",
        )
        command.set_defaults(run=run)
        return command

    pull = add("pull", _pull, "write the scenario of a live project")
    pull.add_argument("--out", metavar="FILE", help="file to write; without it the scenario is printed")
    pull.add_argument("--force", action="store_true", help="replace the file if it exists")
    diff = add(
        "diff", _diff, "say how a live project differs from a scenario file; exits with 1 if it does, 2 if it fails"
    )
    diff.add_argument("file", help="the scenario file that the project is compared with")


def _pull(arguments: argparse.Namespace) -> int:
    from ..scenario.document import checked_target

    if arguments.out is not None:
        checked_target(arguments.out, overwrite=arguments.force)  # reading takes a while
    with _live_shop() as shop:
        _sign_in(arguments, shop)
        found = _read(arguments, shop)
    if arguments.out is None:
        if isinstance(sys.stdout, io.TextIOWrapper):  # scenario files are UTF-8, whatever the console is
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        sys.stdout.write(found.text)
    else:
        found.save(arguments.out, overwrite=arguments.force)
        sys.stdout.write(f"Wrote {arguments.out}. To serve it: oneentry sandbox --scenario {arguments.out}\n")
    for note in found.notes:
        sys.stderr.write(f"Not complete: {note}\n")
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    from ..scenario.pull import pull_file

    try:
        with _live_shop() as shop:
            ours = pull_file(
                arguments.file, lang=shop.lang, languages=arguments.languages, max_products=arguments.products
            )
            _sign_in(arguments, shop)
            live = _read(arguments, shop)
    except OneEntryError as error:
        sys.stderr.write(f"oneentry: {error}\n")
        return _FAILED
    changes = live.changes_from(ours)
    for section, reason in {**ours.unread, **live.unread}.items():
        sys.stderr.write(f"Not compared as a whole: {section}: {reason}\n")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        if changes:
            sys.stderr.write(f"What the project has that {arguments.file} has not is added, and the reverse removed:\n")
        sys.stdout.writelines(f"{change}\n" for change in changes)
        if not changes:
            sys.stdout.write(f"The project is as {arguments.file} says.\n")
        sys.stdout.flush()
    except BrokenPipeError:  # `oneentry scenario diff shop.yaml | head`: the exit status is that of the comparison
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  (stays open until the process ends)
    return int(bool(changes))


def _sign_in(arguments: argparse.Namespace, shop: Shop) -> None:
    if arguments.user is not None:
        shop.users.sign_in(arguments.user, _password(arguments.user), provider=arguments.provider)


def _read(arguments: argparse.Namespace, shop: Shop) -> Scenario:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OneEntryWarning)  # they are the notes, which are printed
        return shop.scenario(languages=arguments.languages, max_products=arguments.products)


def _live_shop() -> Shop:
    from ..shop import connect

    with contextlib.redirect_stdout(sys.stderr):  # what connect() says is not part of the output
        return connect(sandbox=False)


def _password(login: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        line = "" if sys.stdin is None else sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise SettingsError(
                "--user needs the password, at the terminal or as the first line of the standard input."
            )
        return line
    try:
        return getpass.getpass(f"Password of {login}: ")
    except EOFError:
        raise SettingsError("--user needs the password.") from None


def _codes(text: str) -> list[str]:
    found = [one.strip() for one in text.split(",") if one.strip()]
    if not found or not all(map(LANGUAGE.fullmatch, found)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of language codes, such as en_US,de_DE")
    return found


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:20]) <= _MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {_MOST}")
    return int(text)

"""The commands of ``oneentry scenario`` that read a live project: ``pull`` and ``diff``."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import OneEntryError, OneEntryWarning, SettingsError
from ..scenario import MAX_PRODUCTS

if TYPE_CHECKING:
    from ..scenario.document import Scenario
    from ..shop import Shop

_PROJECT = "The project is that of ONEENTRY_URL and ONEENTRY_APP_TOKEN, from the environment or a .env file."
_FAILED = 2


def add_live_commands(commands: Any) -> None:
    """Adds the commands to what ``add_subparsers`` returns."""

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}. {_PROJECT}"
        )
        command.add_argument(
            "--user", metavar="LOGIN", help="sign in, to read what this user may; asks for the password"
        )
        command.add_argument("--languages", metavar="CODES", help="languages to ask for, such as en_US,de_DE")
        command.add_argument(
            "--products",
            metavar="N",
            type=int,
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
    diff.add_argument("file")


def _pull(arguments: argparse.Namespace) -> int:
    with _signed_in(arguments) as shop:
        found = _read(arguments, shop)
    if arguments.out is None:
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
        with _signed_in(arguments) as shop:
            live = _read(arguments, shop)
            ours = pull_file(
                arguments.file, lang=shop.lang, languages=_languages(arguments), max_products=arguments.products
            )
    except OneEntryError as error:
        sys.stderr.write(f"oneentry: {error}\n")
        return _FAILED
    changes = live.changes_from(ours)
    sys.stdout.writelines(f"{change}\n" for change in changes)
    for section, reason in {**ours.unread, **live.unread}.items():
        sys.stderr.write(f"Not compared as a whole: {section}: {reason}\n")
    if not changes:
        sys.stdout.write(f"The project is as {arguments.file} says.\n")
    return int(bool(changes))


def _signed_in(arguments: argparse.Namespace) -> Shop:
    shop = _live_shop()
    if arguments.user is not None:
        try:
            shop.users.sign_in(arguments.user, _password(arguments.user))
        except BaseException:
            shop.close()
            raise
    return shop


def _read(arguments: argparse.Namespace, shop: Shop) -> Scenario:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OneEntryWarning)  # they are the notes, which are printed
        return shop.scenario(languages=_languages(arguments), max_products=arguments.products)


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
    return getpass.getpass(f"Password of {login}: ")


def _languages(arguments: argparse.Namespace) -> list[str] | None:
    if arguments.languages is None:
        return None
    return [one.strip() for one in arguments.languages.split(",") if one.strip()]

"""The result of a pull: a scenario as data and as YAML text, with notes on what is missing."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..errors import ExportError
from ..sandbox.scenario.yaml_text import RESOLVERS
from ..values.display import counted, html_card
from .changes import ScenarioChange, changes

_HEAD = """\
# A OneEntry project as its answers describe it, taken with `oneentry scenario pull`. Serve it with
# `oneentry sandbox --scenario FILE`; what a file may say is in docs/scenarios.md.
#
# No answer tells these; add them by hand: `session_statuses` and `price_expiration` of storages, `link` of accounts
# (when a payment has its address), `private` of forms, `coupons`, `events`, `payment_statuses` and a `history` of
# orders. A discount with conditions that only a coupon gives needs `coupon_only: true`. Users are never read: the one
# below is for tests.
"""
_YAML_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


class _Dumper(yaml.SafeDumper):
    """Quotes texts that a scenario, or YAML 1.1, would read as something else."""

    def ignore_aliases(self, data: Any) -> bool:
        """Writes a value that is there twice two times."""
        return True


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    """Returns a text as YAML, in double quotes with escapes if a line ends in it where only YAML sees an end."""
    style = '"' if _YAML_LINE_ENDS.search(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
for _tag, _pattern, _first in RESOLVERS:
    _Dumper.add_implicit_resolver(_tag, _pattern, _first)


@dataclass(frozen=True)
class Scenario:
    """A project's definitions as a scenario of the sandbox (docs/scenarios.md). Returned by ``shop.scenario()``.

    Attributes:
        data: the scenario: maps, lists, texts, numbers, true, false and None.
        notes: what is missing or stands in for something, one sentence each; empty if everything could be read.
        unread: sections that could not be read, wholly or in part, such as ``forms``, with the reason.
    """

    data: Mapping[str, Any] = field(repr=False)
    notes: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """The scenario as YAML. Equal projects give equal texts: there is no date, address or user in it."""
        parts = [_HEAD]
        if self.notes:
            parts.append("#\n# Not complete:\n" + "".join(f"# - {_on_one_line(note)}\n" for note in self.notes))
        for name, value in self.data.items():
            parts.append("\n" + _dumped(name, value))
        return "".join(parts)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Writes the scenario to a file, completely or not at all.

        Args:
            path: the file, such as ``shop.yaml``.
            overwrite: replace a file that exists, with all that was added to it by hand.

        Returns:
            The path.

        Raises:
            ExportError: the file exists, or cannot be written; it is as it was before.
            InputError: ``path`` names no file.
        """
        from ..exports.files import written

        target = checked_target(path, overwrite=overwrite)
        with written(target) as part:
            part.write_text(self.text, encoding="utf-8")
        return target

    def changes_from(self, other: Scenario) -> Sequence[ScenarioChange]:
        """Returns how this scenario differs from another; what either could not read is not compared."""
        return changes(other.data, self.data, unread={*self.unread, *other.unread})

    def __repr__(self) -> str:
        parts = [(len(self.data.get(name, ())), name[:-1]) for name in ("forms", "storages", "products")]
        return f"<Scenario: {', '.join(counted(*one) for one in [*parts, (len(self.notes), 'note')])}>"

    def _repr_html_(self) -> str:
        rows = [(name, _size(value)) for name, value in self.data.items()]
        return html_card("Scenario", [*rows, *(("not complete", note) for note in self.notes)])


def checked_target(path: str | os.PathLike[str], *, overwrite: bool) -> Path:
    """Returns the path of a file that can be written, as far as can be told before.

    Raises:
        ExportError: the file exists, or there is no folder for it.
        InputError: ``path`` names no file.
    """
    from ..exports.files import target_of

    target = target_of(path)
    if target.exists() and not overwrite:
        raise ExportError(
            f"{target} exists. See what has changed with `oneentry scenario diff {target}`, name another file, or "
            "replace it with overwrite=True (--force).",
            path=str(target),
        )
    if not target.parent.is_dir():
        raise ExportError(f"{target} cannot be written: there is no folder {target.parent}.", path=str(target))
    return target


def _size(value: Any) -> str:
    return str(len(value)) if isinstance(value, (dict, list)) else str(value)


def _dumped(name: str, value: Any) -> str:
    text: str = yaml.dump(
        {name: value},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=120,
        # Maps and lists of single values are written on one line.
        default_flow_style=None if isinstance(value, (dict, list)) else False,
    )
    return text


def _on_one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())

"""Texts that must not be shown: passwords, one-time codes, tokens, keys of payment providers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, SupportsIndex, overload

MASK = "***"
SHORTEST = 4
"""Length of a secret that is masked within a text; a shorter one would blank out ordinary words."""

_ANYWHERE = re.compile(r"(?i)(password|token|secret|authorization|cookie)")
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_NEVER = frozenset({int, float, bool, type(None), Decimal})
"""Types of values that are no texts."""
_WHOLE = frozenset(
    {"bearer", "credential", "credentials", "jwt", "passphrase", "pin", "pwd"}
    | {"accesskey", "apikey", "privatekey", "signingkey"}
)


class Secret(str):
    """A text whose ``repr`` is ``'***'``, also in lists, dicts and copies, and where a traceback shows locals.

    It is a text in every other way: comparing, ``str()``, ``print`` and JSON have what it holds. The toolkit turns
    secrets into one at the public call, and opens them only where bytes are written.
    """

    __slots__ = ()

    @overload
    @classmethod
    def of(cls, text: str) -> Secret: ...
    @overload
    @classmethod
    def of(cls, text: str | None) -> Secret | None: ...
    @classmethod
    def of(cls, text: str | None) -> Secret | None:
        """Returns a text as a secret. What is no text is returned as it is, for the caller's checks to refuse."""
        return cls(text) if isinstance(text, str) else text

    def __repr__(self) -> str:
        return repr(MASK)

    def __getitem__(self, key: SupportsIndex | slice) -> Secret:
        return Secret(super().__getitem__(key))  # rich shows the beginning of a long text

    def strip(self, chars: str | None = None, /) -> Secret:
        """Returns the secret without what surrounds it."""
        return Secret(super().strip(chars))


@lru_cache(maxsize=4096)
def is_secret_name(name: object) -> bool:
    """Returns whether a member of this name holds a secret: ``signingSecretKey``, ``api_key``, ``PIN``."""
    if not isinstance(name, str):
        return False
    words = [word.lower() for word in _WORDS.findall(name)]
    pairs = (first + second for first, second in itertools.pairwise(words))
    return bool(_ANYWHERE.search(name)) or not _WHOLE.isdisjoint([*words, *pairs])


def hide(value: Any, *, objects: type[dict[str, Any]] = dict, code: bool = False) -> Any:
    """Returns a copy of a JSON value in which each secret is a ``Secret``; objects of other types are kept.

    Secrets are the texts below a secret's name and the values in ``authData``.

    Args:
        value: the value.
        objects: type of the objects in the copy.
        code: whether a ``code`` is one, as it is in requests; in responses it is that of a coupon.
    """
    result: list[Any] = [value]
    # Not recursive: a value may be nested deeper than Python calls. Waiting are the place of a value, the value, and
    # what is known of it: "all" of it is secret, or it is "entries" of ``authData``.
    waiting: list[tuple[Any, Any, Any, str]] = [(result, 0, value, "")]
    while waiting:
        holder, place, item, above = waiting.pop()
        made: Any
        if isinstance(item, Mapping):
            made = objects(item)
            for key, member in made.items():
                if type(member) not in _NEVER:
                    known = _known(key, above, code)
                    if type(member) is not str:
                        waiting.append((made, key, member, known))
                    elif known == "all" and member:
                        made[key] = Secret(member)
        elif isinstance(item, list):
            made = list(item)
            waiting += [(made, index, member, above) for index, member in enumerate(made) if type(member) not in _NEVER]
        elif isinstance(item, str) and item and above == "all":
            made = Secret(item)
        else:
            continue
        holder[place] = made
    return result[0]


def _known(key: object, above: str, code: bool) -> str:
    """Returns what is known of a member of an object, of which ``above`` is known."""
    if above == "all" or is_secret_name(key):
        return "all"
    if (code and key == "code") or (above == "entries" and key == "value"):
        return "all"
    return "entries" if key == "authData" else ""


def secrets_in(value: Any) -> tuple[Secret, ...]:
    """Returns the secrets in a JSON value."""
    found, waiting = [], [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Secret):
            found.append(item)
        elif isinstance(item, Mapping):
            waiting += item.values()
        elif isinstance(item, list | tuple):
            waiting += item
    return tuple(found)

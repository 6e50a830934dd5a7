"""Notes on what a scenario leaves out, one for all parts of a kind."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_PLACES = 3
_MOST_LETTERS = 200
_NAMED_BELOW = ("fields", "attributes", "statuses", "options")


class LeftOut:
    """Collects what is left out, or stands in for something, and why."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def add(self, path: Sequence[str | int], why: str) -> None:
        """Adds a part.

        Args:
            path: names of the part and of those around it, such as ``("forms", "checkout", "fields", "phone")``.
            why: what is said of it.
        """
        steps = [str(step) for step in path]
        # Names of a project's own are not part of the kind.
        kind = [
            "*" if at == 1 or isinstance(step, int) or (at > 1 and steps[at - 1] in _NAMED_BELOW) else steps[at]
            for at, step in enumerate(path)
        ]
        self._found.setdefault((*kind, why.partition(" ")[0]), []).append((".".join(steps), why))

    def notes(self) -> list[str]:
        """Returns a sentence for each kind of parts, with the first of them."""
        return [_note(found) for found in self._found.values()]


def _note(found: list[tuple[str, str]]) -> str:
    places = [place for place, _ in found[:_MOST_PLACES]]
    more = len(found) - len(places)
    where = ", ".join(places) + (f" and {more} more" if more else "")
    why = found[0][1]
    if len(why) > _MOST_LETTERS:
        why = f"{why[: _MOST_LETTERS - 3]}..."
    return f"{where}: {why}{'' if len({one for _, one in found}) == 1 else ' (the first; the others are alike)'}"

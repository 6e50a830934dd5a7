"""Labels that tell things apart: titles, with the marker where several have the same title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Protocol, TypeVar

K = TypeVar("K", bound=Hashable)


def told_apart(titles: Mapping[K, str] | Iterable[tuple[K, str]]) -> dict[K, str]:
    """Returns a label for each key: its title; followed by the key in brackets, if another one has the same title.

    Case and blanks do not tell titles apart: people do not see them.

    Args:
        titles: key, such as a marker or a number, to title.
    """
    labels = dict(titles)
    bare = set(labels)
    # A label with its key may be equal to the title of another one, which then gets its own key.
    while equal := {key for key in _equal(labels) if key in bare}:
        for key in equal:
            labels[key] = f"{labels[key].strip()} ({key})"
        bare -= equal
    return labels


def _equal(labels: Mapping[K, str]) -> set[K]:
    """Returns the keys whose labels look like another one's."""
    times = Counter(_seen(label) for label in labels.values())
    return {key for key, label in labels.items() if times[_seen(label)] > 1}


def _seen(title: str) -> str:
    return " ".join(title.split()).casefold()


class HasProduct(Protocol):
    """A line of a basket, an order or a catalogue."""

    @property
    def product_id(self) -> int | None:
        """Number of the product."""

    @property
    def title(self) -> str | None:
        """Its title."""


def products_told_apart(lines: Iterable[HasProduct]) -> dict[int | None, str]:
    """Returns a label for each product number; ``Product 14`` without a title."""
    return told_apart((line.product_id, line.title or f"Product {line.product_id}") for line in lines)

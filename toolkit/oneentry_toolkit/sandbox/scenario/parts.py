"""Parts that several documents of the scenario have: titles and attributes."""

from __future__ import annotations

from typing import Any

from ..data.catalogue import Document


def title(text: str, german: str | None = None) -> Document:
    """Localised infos with a title."""
    infos: Document = {"en_US": {"title": text}}
    if german is not None:
        infos["de_DE"] = {"title": german}
    return infos


def attribute(kind: str, value: Any, position: int) -> Document:
    """An attribute of a product or a discount."""
    return {
        "type": kind,
        "value": value,
        "position": position,
        "additionalFields": [],
        "isIcon": False,
        "isProductPreview": position == 1,
    }

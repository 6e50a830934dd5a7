"""Uploaded files, at the addresses that their records say."""

from __future__ import annotations

from ..operations.files import PREFIX
from .visits import Page, Visit

_CONTAINED = {
    "content-disposition": "attachment",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
}
"""What somebody uploaded is no page of the sandbox: a browser shows it as an image or saves it."""


def show(visit: Visit) -> Page | None:
    """Returns a file; `None` if it does not exist."""
    with visit.instance.store.read() as tx:
        row = tx.execute(
            "SELECT content, content_type FROM files WHERE path = ?", (visit.path.removeprefix(PREFIX),)
        ).fetchone()
    return None if row is None else Page(row[0], kind=row[1], headers=_CONTAINED)

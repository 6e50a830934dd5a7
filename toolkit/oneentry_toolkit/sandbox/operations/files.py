"""Files: what visitors and users upload for the fields of forms."""

from __future__ import annotations

import mimetypes
import re
from typing import Any
from urllib.parse import quote

from ..data.catalogue import Document
from ..data.documents import PAGE_BASE
from ..errors import RefusedError
from .call import Call
from .parts import Part

PREFIX = "/cloud-static/"
_MOST_BYTES = 64 * 1024 * 1024
_MOST_NAME = 200
_KIND = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\?#]+")


def upload_files(call: Call) -> object:
    """Stores each file of the body, and returns a record for each; a file of the same path is replaced."""
    parts: list[Part] = [part for part in call.body if part.filename is not None]
    if not parts:
        raise RefusedError(400, ["files should not be empty"])
    if call.query.get("template") is not None:
        raise RefusedError(400, "Template not found")
    folder = _folder(call)
    records = []
    with call.store.write() as tx:
        held = tx.execute("SELECT coalesce(sum(length(content)), 0) FROM files").fetchone()[0]
        if held + sum(len(part.content) for part in parts) > _MOST_BYTES:
            raise RefusedError(400, "Storage limit exceeded")
        for part in parts:
            path = f"{folder}/{_segment(part.filename or '')}"
            kind = _kind(part, path)
            tx.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, kind, part.content))
            records.append(_record(path, kind, len(part.content)))
    return records


def delete_file(call: Call) -> object:
    """Deletes a file by its path, or by the last segment of it in the folder of the query."""
    name = call.query["filename"]
    with call.store.write() as tx:
        for path in (name, f"{_folder(call)}/{name}"):
            if tx.execute("DELETE FROM files WHERE path = ?", (path,)).rowcount:
                return True
    raise RefusedError(404, "File not found")


def _folder(call: Call) -> str:
    """Returns the folder of the query; nothing of it is checked."""
    names = (call.query.get(name) for name in ("type", "entity", "id"))
    return "/".join(["files/project", *(_segment(str(one)) for one in names if one not in (None, ""))])


def _segment(name: str) -> str:
    """Returns a segment of a path: without folders, control characters and marks of an address."""
    found = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2])[-_MOST_NAME:]
    return "_" if found in ("", ".", "..") else found


def _kind(part: Part, path: str) -> str:
    """Returns the media type of a file: what the client says, else what the name suggests."""
    if _KIND.fullmatch(part.content_type):
        return part.content_type
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def _record(path: str, kind: str, size: int) -> Document:
    record: dict[str, Any] = {
        "filename": path,
        "downloadLink": f"{PAGE_BASE}{PREFIX}{quote(path)}",
        "size": size,
        "contentType": kind,
    }
    return record

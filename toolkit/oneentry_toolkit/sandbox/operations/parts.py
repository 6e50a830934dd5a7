"""Parses bodies of `multipart/form-data`."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message

from ..errors import RefusedError

_MOST_PARTS = 100
_MOST_HEADER_BYTES = 8 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a body.

    Attributes:
        name: Name of the form field.
        filename: Name of the file; empty for one without a name, `None` for a field that is not a file.
        content_type: Media type; empty if the client sent none.
        content: The bytes.
    """

    name: str
    filename: str | None
    content_type: str
    content: bytes = field(repr=False)


def parse(content_type: str, body: bytes) -> list[Part]:
    """Returns the parts of a body.

    Raises:
        RefusedError: 400, the body is not multipart, or has too many parts.
    """
    header = Message()
    header["content-type"] = _one_line(content_type)
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/form-data" or not boundary:
        raise RefusedError(400, "Request body is not multipart/form-data")
    delimiter = b"\r\n--" + boundary.encode("latin-1", "replace")
    _preamble, *sections = (b"\r\n" + body).split(delimiter, _MOST_PARTS + 1)
    if len(sections) > _MOST_PARTS:
        raise RefusedError(400, "Too many parts")
    if not sections or not sections[-1].startswith(b"--"):
        raise RefusedError(400, "Multipart: Unexpected end of form")
    return [_part(section) for section in sections[:-1]]


def _part(section: bytes) -> Part:
    lines, separator, content = section.partition(b"\r\n\r\n")
    if not separator or len(lines) > _MOST_HEADER_BYTES:
        raise RefusedError(400, "Malformed part header")
    headers = Message()
    for line in lines.split(b"\r\n")[1:]:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers[_one_line(name).strip()] = _one_line(value).strip()
    kind = headers.get_content_type() if "content-type" in headers else ""
    field_name = headers.get_param("name", header="content-disposition")
    return Part(
        name=field_name if isinstance(field_name, str) else "",
        # Parsers of Node take this type without a name for a file.
        filename=headers.get_filename("" if kind == "application/octet-stream" else None),
        content_type=kind,
        content=content,
    )


def _one_line(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())

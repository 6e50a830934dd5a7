"""Bodies of answers, unpacked in bounded steps and up to a limit. Pure."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterable, Iterator

_STEP_BYTES = 1 << 20
_GZIP = b"\x1f\x8b"
_CODINGS_MAX = 4

MB = 1_000_000
MAX_ANSWER_MB = 256.0
"""The highest size of an answer, unless ``connect(max_answer_mb=...)`` says another."""


class TooLargeError(ValueError):
    """A body is longer than the limit. What came before is dropped."""


class CodingError(ValueError):
    """A body cannot be unpacked."""


def unpack(chunks: Iterable[bytes], coding: str, limit: int) -> bytes:
    """Returns a whole body, without a byte order mark.

    Args:
        chunks: the body as it came.
        coding: the header ``Content-Encoding``; gzip is the only coding that is asked for.
        limit: the highest number of bytes, packed or not.

    Raises:
        TooLargeError: the body is longer; no more than ``limit`` and one step of it were held.
        CodingError: the body is cut or damaged, or has another coding, or more than four codings.
        MemoryError: the body does not fit into memory.
    """
    pieces = _limited(chunks, limit)
    names = [name.strip().lower() for name in coding.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > _CODINGS_MAX:
        raise CodingError(f"{len(names)} codings over one another")
    for name in reversed(names):
        if name not in ("gzip", "x-gzip"):
            raise CodingError(f"coding {name[:20]!r}")
        pieces = _limited(_gunzip(pieces), limit)
    return b"".join(pieces).removeprefix(codecs.BOM_UTF8)


def _limited(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLargeError
        yield chunk


def _gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The content of all members of a gzip file (RFC 1952), in bounded steps; what follows the last one is ignored."""
    member = zlib.decompressobj(wbits=31)
    begun, rest = False, b""
    for chunk in chunks:
        data = rest + chunk
        rest = b""
        while data:
            if member.eof:
                data = data.lstrip(b"\0")  # padding
                if len(data) < len(_GZIP):
                    rest = data
                    break
                if not data.startswith(_GZIP):
                    return
                member = zlib.decompressobj(wbits=31)
            begun = True
            try:
                piece = member.decompress(data, _STEP_BYTES)
                yield piece
                while len(piece) == _STEP_BYTES and not member.eof:  # there may be more than has come out
                    piece = member.decompress(member.unconsumed_tail, _STEP_BYTES)
                    yield piece
            except zlib.error as error:
                raise CodingError(str(error)) from None
            data = member.unused_data
    if begun and not member.eof:
        raise CodingError("the body is cut")

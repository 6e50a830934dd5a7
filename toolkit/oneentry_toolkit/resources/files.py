"""Files: uploaded for fields of forms, and deleted."""

from __future__ import annotations

import mimetypes
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..lists.read_all import read_items
from ..transport.client import ApiClient
from ..values.arguments import ID_MAX, check_id, check_text
from ..values.display import describe_part, html_card, one_line
from ..values.reader import Reader
from .formdata import FILE_TYPES, Form


@dataclass(frozen=True, kw_only=True)
class UploadedFile:
    """A file on the server (docs/api/forms.md#forms-files).

    Attributes:
        filename: its path on the server.
        url: where it can be read.
        size: in bytes; None if it cannot be read.
        media_type: such as ``image/png``; None on older servers.
        raw: the JSON object, with previews.
    """

    filename: str
    url: str | None
    size: int | None
    media_type: str | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> UploadedFile:
        """Reads an ``UploadedFile`` from a response."""
        return cls(
            filename=reader.marker("filename"),
            url=reader.text("downloadLink"),
            size=reader.expected("size"),
            media_type=reader.text("contentType"),
            raw=reader.raw,
        )

    @property
    def value(self) -> dict[str, Any]:
        """Returns what a field of type ``file``, ``image`` or ``groupOfImages`` takes."""
        return {"filename": self.filename, "downloadLink": self.url or "", "size": self.size or 0}

    def __repr__(self) -> str:
        return one_line("UploadedFile", self.filename, (f"{self.size:,} bytes" if self.size is not None else "",))

    def _repr_html_(self) -> str:
        return html_card(
            f"File {self.filename}", (("at", self.url), ("size", self.size), ("media type", self.media_type))
        )


class Files:
    """``shop.files``. A form uploads by itself: give a ``pathlib.Path`` as the value of a field for files."""

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang

    def __repr__(self) -> str:
        return describe_part(self, "shop.files")

    def upload(
        self,
        file: str | os.PathLike[str] | bytes,
        *,
        name: str | None = None,
        media_type: str | None = None,
        type: str | None = None,
        entity: str | None = None,
        id: int | str | None = None,
    ) -> UploadedFile:
        """Uploads a file. The request is not retried.

        What becomes of a file that has this name already is not known (docs/api/open-questions.md#question-files).

        Args:
            file: path of a file, or its bytes.
            name: name on the server; needed for bytes. Default: the file's own.
            media_type: such as ``image/png``; default: what the name suggests.
            type, entity, id: folders on the server, such as ``"form"``, its marker and a number; None for no folder.

        Raises:
            InputError: the file cannot be read, or an argument is not valid.
            InvalidRequestError: the file is too large for the server, or the storage is full.
            ConnectionFailedError: no response; ``sent`` is True if the file may have been uploaded.
        """
        content, own = (file, None) if isinstance(file, bytes) else _content(file)
        if name is None and own is None:
            raise InputError("Give a name: bytes have none. Add name='picture.png'.", name="name")
        called = check_text(own if name is None else name, "name")
        kind = check_text(media_type, "media_type") if media_type is not None else mimetypes.guess_type(called)[0]
        answer = self._api.call(
            "upload_files",
            body={"files": [(called, content, kind or "application/octet-stream")]},
            **_folders(type, entity, id),
        )
        found = read_items(answer, UploadedFile.read, operation="uploadFiles", lang=self._lang, noun="file")
        return found[0] if len(found) == 1 else UploadedFile.read(self._reader(answer))

    def delete(
        self,
        file: UploadedFile | str,
        *,
        type: str | None = None,
        entity: str | None = None,
        id: int | str | None = None,
    ) -> None:
        """Deletes a file on the server.

        Args:
            file: the file, its path on the server, or the last segment of it in the folders.
            type, entity, id: the folders, as for ``upload``; not needed with the whole path.

        Raises:
            NotFoundError: there is no such file.
            SignInRequiredError: no user is signed in.
            AccessDeniedError: your user group may not delete files.
        """
        filename = file.filename if isinstance(file, UploadedFile) else check_text(file, "file")
        self._api.call("delete_file", filename=filename, **_folders(type, entity, id))

    def _reader(self, answer: Any) -> Reader:
        """Returns the reader of the one record of an answer; its errors say what is wrong with it."""
        first = answer[0] if isinstance(answer, list) and len(answer) == 1 else None
        return Reader(first, operation="uploadFiles", lang=self._lang, path="$[0]")


def folder_for(form: Form | None) -> dict[str, Any]:
    """Returns a folder of its own for a file of a form, so that it takes the place of no other.

    The SDK does the same, with four digits (docs/api/forms.md#forms-files).
    """
    return {"type": "form", "entity": None if form is None else form.marker, "id": 1 + secrets.randbelow(ID_MAX)}


def has_files(form: Form | None, values: Mapping[str, Any] | None) -> bool:
    """Whether values of a form have files that are to be uploaded."""
    return form is not None and any(isinstance(one, os.PathLike) for _, one in _files(form, values))


def as_if_uploaded(form: Form | None, values: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Returns values of a form as if their files were uploaded, so that all else can be checked before they are.

    Raises:
        InputError: a file cannot be read.
    """

    def checked(file: Any) -> Any:
        if isinstance(file, os.PathLike):
            _content(file)
            return {"filename": os.fspath(file), "downloadLink": "", "size": 0}
        return file.value if isinstance(file, UploadedFile) else file

    return values if form is None else _replaced(form, values, checked)


def uploaded(files: Files, form: Form, values: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Returns values of a form with their files uploaded.

    Raises:
        the errors of ``Files.upload``.
    """

    def sent(file: Any) -> Any:
        if isinstance(file, os.PathLike):
            return files.upload(file, **folder_for(form)).value
        return file.value if isinstance(file, UploadedFile) else file

    return _replaced(form, values, sent)


def file_values(value: Any) -> Any:
    """Returns a form value with each ``UploadedFile`` in it as what its field takes; anything else stays as it is."""
    if isinstance(value, list | tuple):
        return [file_values(one) for one in value] if any(isinstance(one, UploadedFile) for one in value) else value
    return value.value if isinstance(value, UploadedFile) else value


def _files(form: Form, values: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    """Yields marker and file of each file in the values of a form."""
    if not isinstance(values, Mapping):
        return
    for item in form.fields:
        if item.type in FILE_TYPES and item.marker in values:
            value = values[item.marker]
            for one in value if isinstance(value, list | tuple) else [value]:
                yield item.marker, one


def _replaced(form: Form, values: Mapping[str, Any] | None, replace: Callable[[Any], Any]) -> Mapping[str, Any] | None:
    found: dict[str, list[Any]] = {}
    for marker, file in _files(form, values):
        if file is not None:
            found.setdefault(marker, []).append(replace(file))
    return values if values is None or not found else {**values, **found}


def _content(file: str | os.PathLike[str]) -> tuple[bytes, str]:
    """Returns content and name of a file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        path = Path(file)
        return path.read_bytes(), path.name
    except (OSError, TypeError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not a path"
        raise InputError(
            f"The file to upload cannot be read: {why}. Give its path, or its bytes.", name="file"
        ) from None


def _folders(type: str | None, entity: str | None, id: int | str | None) -> dict[str, Any]:
    folders = {} if type is None else {"type_": check_text(type, "type")}
    if entity is not None:
        folders["entity"] = check_text(entity, "entity")
    if id is not None:
        folders["id"] = check_text(id, "id") if isinstance(id, str) else str(check_id(id, "id"))
    return folders

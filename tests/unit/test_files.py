"""Uploads: what is sent, odd answers, and forms whose fields hold files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.orders.orders import Orders
from oneentry_toolkit.resources.files import Files
from oneentry_toolkit.resources.forms import Forms
from oneentry_toolkit.transport.tokens import TokenStore

from .conftest import MakeClient

RECORD = {
    "filename": "files/a.png",
    "downloadLink": "https://shop.example/a.png",
    "size": 3,
    "contentType": "image/png",
}
VALUE = {"filename": "files/a.png", "downloadLink": "https://shop.example/a.png", "size": 3}
FORM = {
    "id": 1,
    "identifier": "faq",
    "type": "data",
    "attributes": [
        {"marker": "name", "type": "string", "validators": {"requiredValidator": {}}},
        {"marker": "photos", "type": "groupOfImages"},
    ],
    "moduleFormConfigs": [{"id": 2, "entityIdentifiers": [{"id": "blog"}]}],
}
SUBMISSION = {"id": 42, "formIdentifier": "faq", "formData": [{"marker": "name", "type": "string", "value": "Ann"}]}
Asked = list[httpx.Request]


@pytest.fixture
def asked() -> Asked:
    return []


@pytest.fixture
def server(make_client: MakeClient, asked: Asked) -> Callable[..., Any]:
    """Makes an API client whose server has one form, takes files, and answers with a submission to all else."""

    def made(answer: Any = None, status: int = 201, tokens: TokenStore | None = None) -> Any:
        def respond(request: httpx.Request) -> httpx.Response:
            if "/forms/" in request.url.path:
                return httpx.Response(200, json=FORM)
            asked.append(request)
            if request.url.path.endswith("/files"):
                return httpx.Response(status, json=[RECORD] if answer is None else answer)
            return httpx.Response(200, json=SUBMISSION)

        return make_client(respond, tokens=tokens)

    return made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "a.png"
    file.write_bytes(b"\r\n\xff")
    return file


def test_a_file_as_it_is_sent(server: Any, asked: Asked, picture: Path) -> None:
    found = Files(server(), "en_US").upload(picture, type="form", entity="faq", id=7)
    (request,) = asked
    assert dict(request.url.params) == {"type": "form", "entity": "faq", "id": "7"}
    kind, _, boundary = request.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    assert (
        request.content
        == (
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n'
            "Content-Type: image/png\r\n\r\n"
        ).encode()
        + b"\r\n\xff"
        + f"\r\n--{boundary}--\r\n".encode()
    )
    assert (found.filename, found.url, found.size, found.media_type) == (*VALUE.values(), "image/png")
    assert found.value == VALUE
    assert repr(found) == "<UploadedFile files/a.png: 3 bytes>"
    assert "<table>" in found._repr_html_()


def test_bytes_need_a_name(server: Any, asked: Asked) -> None:
    files = Files(server(), "en_US")
    files.upload(b"x", name="notes")
    files.upload(b"x", name="notes.txt")
    files.upload(b"x", name="notes.txt", media_type="text/markdown")
    kinds = [next(line for line in one.content.split(b"\r\n") if b"Content-Type" in line) for one in asked]
    assert kinds == [
        b"Content-Type: application/octet-stream",
        b"Content-Type: text/plain",
        b"Content-Type: text/markdown",
    ]
    assert all(not request.url.params for request in asked)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda files: files.upload(b"x"), "Give a name: bytes have none. Add name='picture.png'."),
        (lambda files: files.upload(b"x", name=""), "name must be a text that is not empty."),
        (
            lambda files: files.upload("no-such-file.png"),
            "The file to upload cannot be read: No such file or directory. Give its path, or its bytes.",
        ),
        (
            lambda files: files.upload(Path()),
            "The file to upload cannot be read: Is a directory. Give its path, or its bytes.",
        ),
        (
            lambda files: files.upload(5),
            "The file to upload cannot be read: it is not a path. Give its path, or its bytes.",
        ),
        (
            lambda files: files.upload("a\0b"),
            "The file to upload cannot be read: it is not a path. Give its path, or its bytes.",
        ),
        (lambda files: files.upload(b"x", name="x", id=0), "id must be a whole number from 1 to 2147483647."),
        (lambda files: files.upload(b"x", name="x", type=""), "type must be a text that is not empty."),
        (lambda files: files.upload(b"x", name="x", media_type=5), "media_type must be a text that is not empty."),
        (lambda files: files.delete(""), "file must be a text that is not empty."),
    ],
)
def test_bad_input_is_not_sent(server: Any, asked: Asked, call: Any, message: str) -> None:
    with pytest.raises(oe.InputError) as caught:
        call(Files(server(), "en_US"))
    assert str(caught.value) == message
    assert asked == []


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ([], r"\$\[0\]"),
        ({}, r"\$\[0\]"),
        ([None], r"\$\[0\]"),
        ([{}], r"filename"),
        ([{"filename": 5}], "filename"),
        (True, "not a list"),
    ],
)
@pytest.mark.filterwarnings("ignore::oneentry_toolkit.errors.UnreadableRecordWarning")
def test_odd_answers(server: Any, asked: Asked, answer: Any, place: str) -> None:
    with pytest.raises(oe.ResponseFormatError, match=place):
        Files(server(answer), "en_US").upload(b"x", name="x")
    assert len(asked) == 1


def test_an_older_server(server: Any) -> None:
    found = Files(server([VALUE]), "en_US").upload(b"x", name="x")
    assert (found.media_type, found.value) == (None, VALUE)
    with pytest.warns(oe.UnreadableRecordWarning, match="size is missing"):
        assert Files(server([{"filename": "a"}]), "en_US").upload(b"x", name="x").value["size"] == 0


@pytest.mark.parametrize("status", [400, 408, 500, 503])
def test_an_upload_is_sent_once(server: Any, asked: Asked, status: int) -> None:
    with pytest.raises(oe.ApiError):
        Files(server({"message": "File size limit exceeded"}, status), "en_US").upload(b"x", name="x")
    assert len(asked) == 1


def test_a_deletion(server: Any, asked: Asked, signed_in: TokenStore) -> None:
    files = Files(server(True, 200, signed_in), "en_US")
    files.delete("a.png", type="form", entity="faq", id="7")
    files.delete(oe.UploadedFile(filename="files/a.png", url=None, size=None, media_type=None, raw={}))
    assert [(one.method, dict(one.url.params)) for one in asked] == [
        ("DELETE", {"filename": "a.png", "type": "form", "entity": "faq", "id": "7"}),
        ("DELETE", {"filename": "files/a.png"}),
    ]


def photos(request: httpx.Request) -> Any:
    body = json.loads(request.content)["formData"]
    (found,) = [
        one["value"] for one in (body["en_US"] if isinstance(body, dict) else body) if one["marker"] == "photos"
    ]
    return found


def test_paths_in_a_form_are_uploaded(server: Any, asked: Asked, picture: Path, signed_in: TokenStore) -> None:
    forms = Forms(server(tokens=signed_in), "en_US")
    known = Files(server(), "en_US").upload(picture)
    asked.clear()
    sent = forms.submit("faq", form={"name": "Ann", "photos": [picture, {**VALUE, "size": 9}, known]})
    assert [one.url.path.rpartition("/")[2] for one in asked] == ["files", "form-data"]
    folder = dict(asked[0].url.params)
    assert folder.pop("id").isdecimal()
    assert folder == {"type": "form", "entity": "faq"}
    assert photos(asked[1]) == [VALUE, {**VALUE, "size": 9}, VALUE]

    asked.clear()
    forms.update_submission(sent, form={"photos": picture})
    assert [one.method for one in asked] == ["POST", "PUT"]
    assert photos(asked[1]) == [VALUE]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"photos": "PICTURE"}, "Form 'faq' needs 'name'"),
        ({"name": 5, "photos": "PICTURE"}, "needs text"),
        ({"name": "Ann", "photos": ["PICTURE", "text"]}, "needs an uploaded file"),
        ({"name": "Ann", "photos": ["PICTURE", Path("no-such-file.png")]}, "No such file"),
        ({"name": "Ann", "photos": "a.png"}, "needs an uploaded file"),
        ({"name": "Ann", "photos": b"x"}, "needs an uploaded file"),
    ],
)
def test_nothing_is_uploaded_for_a_form_that_is_not_sent(
    server: Any, asked: Asked, picture: Path, form: dict[str, Any], message: str
) -> None:
    def placed(value: Any) -> Any:
        return [placed(one) for one in value] if isinstance(value, list) else picture if value == "PICTURE" else value

    with pytest.raises(oe.InputError, match=message):
        Forms(server(), "en_US").submit("faq", form={marker: placed(value) for marker, value in form.items()})
    assert asked == []


@pytest.mark.parametrize("changed", [False, True])
def test_an_order_uploads_once_all_else_is_checked(
    make_client: MakeClient, asked: Asked, picture: Path, signed_in: TokenStore, changed: bool
) -> None:
    held = {
        "id": 7,
        "formIdentifier": "faq",
        "products": [{"id": 14, "quantity": 1}],
        "paymentAccountIdentifier": "cash",
    }
    storage = {"id": 1, "identifier": "orders", "formIdentifier": "faq"}
    accounts = {"paymentAccountIdentifiers": [{"identifier": "cash"}]}

    def respond(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith("/orders-storage"):
            return httpx.Response(200, json=[storage | accounts])
        if "/forms/" in path:
            return httpx.Response(200, json=FORM)
        if request.method == "GET":
            return httpx.Response(200, json=held)
        asked.append(request)
        return httpx.Response(200, json=[RECORD] if path.endswith("/files") else held)

    api = make_client(respond, tokens=signed_in)
    orders = Orders(api, "en_US", Forms(api, "en_US"))
    form = {"name": "Ann", "photos": [picture]}
    if changed:
        orders.update(7, storage="orders", form=form)
    else:
        with pytest.raises(oe.InputError, match="product number"):
            orders.create("orders", products={"x": 1}, form=form)  # type: ignore[dict-item]
        with pytest.raises(oe.InputError, match="currency"):
            orders.create("orders", products={14: 1}, form=form, currency="")
        assert asked == []
        orders.create("orders", products={14: 1}, form=form)
    assert [one.method for one in asked] == ["POST", "PUT" if changed else "POST"]
    assert photos(asked[1]) == [VALUE]

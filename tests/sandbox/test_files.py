"""Files: uploading, reading and deleting them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.errors import RefusedError
from oneentry_toolkit.sandbox.http import app
from oneentry_toolkit.sandbox.operations import files
from oneentry_toolkit.sandbox.operations.parts import parse

BINARY = b"\r\n--x\r\n\x00\xff--"


def upload(shop: Any, *parts: Any, **query: Any) -> httpx.Response:
    answer: httpx.Response = shop("POST", "/files", files=[("files", part) for part in parts], params=query)
    return answer


def test_files_are_stored_read_at_their_links_and_deleted(shop: Any) -> None:
    answer = upload(shop, ("ä b.png", BINARY, "image/png"), ("notes", b"Hi"), type="form", entity="reviews", id="14")
    assert answer.status_code == 201
    picture, notes = answer.json()
    assert picture == {
        "filename": "files/project/form/reviews/14/ä b.png",
        "downloadLink": f"{shop.sandbox.url}/cloud-static/files/project/form/reviews/14/%C3%A4%20b.png",
        "size": len(BINARY),
        "contentType": "image/png",
    }
    assert (notes["size"], notes["contentType"]) == (2, "application/octet-stream")
    got = httpx.get(picture["downloadLink"])
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, BINARY, "image/png")
    assert got.headers["content-disposition"] == "attachment"

    assert shop.refused("DELETE", "/files?filename=notes") == (404, "File not found")
    assert shop("DELETE", "/files?filename=notes&type=form&entity=reviews&id=14").json() is True
    assert shop("DELETE", "/files", params={"filename": picture["filename"]}).json() is True
    assert httpx.get(picture["downloadLink"]).status_code == 404


def test_guests_upload_and_do_not_delete(shop: Any) -> None:
    del shop.http.headers["Authorization"]
    (record,) = upload(shop, ("a.txt", b"a")).json()
    assert (record["filename"], record["contentType"]) == ("files/project/a.txt", "text/plain")
    assert shop.refused("DELETE", "/files?filename=a.txt") == (401, "Unauthorized")


def test_a_page_that_was_uploaded_runs_nothing(shared: Any) -> None:
    (record,) = upload(shared, ("page.html", b"<script>alert(1)</script>", "text/html")).json()
    headers = httpx.get(record["downloadLink"]).headers
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\cat.png", "cat.png"),
        ("..", "_"),
        ("a?b#c", "a_b_c"),
        ("x" * 300 + ".png", "x" * 196 + ".png"),
    ],
)
def test_names_are_one_segment_of_a_path(shared: Any, name: str, stored: str) -> None:
    (record,) = upload(shared, (name, b"a")).json()
    assert record["filename"] == f"files/project/{stored}"
    assert httpx.get(record["downloadLink"]).content == b"a"


def test_folders_are_one_segment_each(shared: Any) -> None:
    (record,) = upload(shared, ("a", b"a"), type="../x", entity="", id="..").json()
    assert record["filename"] == "files/project/x/_/a"


@pytest.mark.parametrize(
    ("content", "kind", "status", "message"),
    [
        (b"", "application/json", 400, "Request body is not multipart/form-data"),
        (b"{}", "multipart/form-data", 400, "Request body is not multipart/form-data"),
        (b"", "multipart/form-data; boundary=x", 400, "Multipart: Unexpected end of form"),
        (b"--x\r\n\r\nno end", "multipart/form-data; boundary=x", 400, "Multipart: Unexpected end of form"),
        (b"--x\r\nno header\r\n--x--", "multipart/form-data; boundary=x", 400, "Malformed part header"),
        (b"--x--", "multipart/form-data; boundary=x", 400, ["files should not be empty"]),
        (
            b'--x\r\nContent-Disposition: form-data; name="files"\r\n\r\ntext\r\n--x--',
            "multipart/form-data; boundary=x",
            400,
            ["files should not be empty"],
        ),
        (b"--x" + b"\r\n\r\n\r\n--x" * 200 + b"--", "multipart/form-data; boundary=x", 400, "Too many parts"),
    ],
)
def test_bodies_that_are_refused(shared: Any, content: bytes, kind: str, status: int, message: Any) -> None:
    assert shared.refused("POST", "/files", content=content, headers={"content-type": kind}) == (status, message)


def test_limits_and_templates(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert upload(shop, ("large", b"x" * 2_000_000)).status_code == 201
    with monkeypatch.context() as patch:
        patch.setattr(app, "MOST_UPLOAD_BYTES", 500)
        assert upload(shop, ("a", b"a" * 600)).json()["message"] == "File size limit exceeded"
    assert upload(shop, ("a", b"a"), template=7).json()["message"] == "Template not found"
    monkeypatch.setattr(files, "_MOST_BYTES", 2_000_002)
    assert upload(shop, ("b", b"ab")).status_code == 201
    assert upload(shop, ("c", b"c")).json()["message"] == "Storage limit exceeded"


def test_files_outlive_the_server_and_go_with_a_reset(tmp_path: Any) -> None:
    for count in (0, 1):
        with Sandbox(db=tmp_path / "shop.db") as sandbox:
            link = f"{sandbox.url}/cloud-static/files/project/a"
            assert httpx.get(link).status_code == (200 if count else 404)
            headers = {"x-app-token": sandbox.app_token}
            httpx.post(f"{sandbox.url}/api/content/files", files={"any": ("a", b"a")}, headers=headers)
            assert httpx.get(link).content == b"a"
            if count:
                sandbox.reset()
                assert httpx.get(link).status_code == 404


@pytest.mark.parametrize(
    ("disposition", "name", "filename"),
    [
        ('form-data; name="files"; filename="a.txt"', "files", "a.txt"),
        ("form-data; name=files; filename=a.txt", "files", "a.txt"),
        ("form-data; name=\"files\"; filename*=UTF-8''%C3%A4.txt", "files", "ä.txt"),
        ("form-data; name=\"files\"; filename*=nonsense''%C3%A4.txt", "files", None),
        ('form-data; filename=""', "", ""),
        ("form-data", "", None),
        ("", "", None),
    ],
)
def test_headers_of_a_part(disposition: str, name: str, filename: str | None) -> None:
    body = f"--y\r\ncontent-disposition: {disposition}\r\n\r\n".encode() + BINARY + b"\r\n--y--\r\n"
    (part,) = parse("multipart/form-data; boundary=y", body)
    assert (part.name, part.content) == (name, BINARY)
    assert filename is None or part.filename == filename


def test_parts_are_split_at_their_own_boundary_only() -> None:
    with pytest.raises(RefusedError):
        parse("multipart/form-data; boundary=x", b"--y\r\n\r\n\r\n--y--")
    (part,) = parse('multipart/form-data; boundary="a b"', b"before\r\n--a b\r\n\r\n--a c\r\n--a b--after")
    assert (part.content, part.filename) == (b"--a c", None)

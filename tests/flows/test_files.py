"""Files of the fields of forms, uploaded to the sandbox and read at their links."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

import oneentry_toolkit as oe

CONTENT = b"\x89PNG\r\n--boundary\r\n\x00"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "Lageplan (Süd).png"
    file.write_bytes(CONTENT)
    return file


def test_a_file_is_uploaded_read_and_deleted(shop: oe.Shop, plan: Path) -> None:
    found = shop.files.upload(plan, type="page", entity="editor", id=10)
    assert (found.filename, found.size, found.media_type) == (
        "files/project/page/editor/10/Lageplan (Süd).png",
        len(CONTENT),
        "image/png",
    )
    assert found.url is not None
    assert httpx.get(found.url).content == CONTENT
    shop.files.delete(found)
    for file in (found, "nothing.png"):
        with pytest.raises(oe.NotFoundError, match="File not found"):
            shop.files.delete(file)


def test_a_field_for_files_uploads_by_itself(shop: oe.Shop, plan: Path) -> None:
    address = {"street": "Quay 1", "city": "X"}
    sent = shop.forms.submit("addresses", form=address | {"floor_plan": plan})
    (file,) = sent.form["floor_plan"]
    assert re.fullmatch(r"files/project/form/addresses/\d+/Lageplan \(Süd\)\.png", file["filename"])
    assert file["size"] == len(CONTENT)
    assert httpx.get(file["downloadLink"]).content == CONTENT
    (read,) = shop.forms.submissions("addresses")
    changed = shop.forms.update_submission(read, form={"city": "Y"})
    assert changed.form == sent.form | {"city": "Y"}
    again = shop.forms.submit("addresses", form=address | {"floor_plan": [plan, plan]})
    assert len({one["filename"] for one in (file, *again.form["floor_plan"])}) == 3
    other = shop.files.upload(b"other", name="other.png")
    assert shop.forms.update_submission(changed, form={"floor_plan": other}).form["floor_plan"] == [other.value]


WITH_FILES = """
forms: {order: {fields: {plan: {type: file, title: Plan}, photos: {type: groupOfImages, title: Photos}}}}
storages: {orders: {form: order}}
products: [{id: 1, title: Tea, price: 10}]
"""


def test_a_checkout_takes_what_was_uploaded_and_no_path(tmp_path: Path, plan: Path) -> None:
    """It compares the form with that of orders, to find one whose answer was lost."""
    scenario = tmp_path / "shop.yaml"
    scenario.write_text(WITH_FILES, "utf-8")
    with oe.connect(sandbox=scenario) as shop:
        shop.users.sign_in("your-user@email.com", "123456")
        flow = shop.checkout()
        flow.add(1)
        flow.fill(plan=plan)
        assert [one.message for one in flow.problems()] == [
            "Field 'plan' (file) needs an uploaded file: shop.files.upload(path).value."
        ]
        one, two = (shop.files.upload(plan, type="form", id=number) for number in (1, 2))
        flow.fill(plan=one, photos=[one, two])
        assert flow.problems() == ()
        assert flow.snapshot().form == {"plan": one.value, "photos": [one.value, two.value]}
        again = shop.resume_checkout(flow.save())
        order = shop.orders.get(again.place().id)
        assert [file["filename"] for file in order.form["photos"]] == [one.filename, two.filename]


def test_guests_upload_and_do_not_delete(guest: oe.Shop) -> None:
    found = guest.files.upload(b"x", name="x.txt")
    with pytest.raises(oe.SignInRequiredError):
        guest.files.delete(found)


def test_a_file_that_is_too_large(guest: oe.Shop, sandbox: oe.Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oneentry_toolkit.sandbox.http.app.MOST_UPLOAD_BYTES", 1000)
    with pytest.raises(oe.InvalidRequestError, match="File size limit exceeded"):
        guest.files.upload(b"x" * 2000, name="x.txt")

"""Forms that are filled in: addresses of a user, reviews of visitors, messages to the shop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pandas as pd
import pytest

import oneentry_toolkit as oe

from .conftest import USER

ADDRESS = {"street": "Quay 1", "city": "X"}


def test_an_address_is_saved_read_changed_and_deleted(shop: oe.Shop) -> None:
    """The form is for one entity, so nothing but its answers has to be named."""
    sent = shop.forms.submit("addresses", form=ADDRESS | {"label": "Home"})
    assert (sent.form, sent.entity, sent.config_id, sent.author) == (ADDRESS | {"label": "Home"}, "account", 3, USER)
    assert sent.message == "Form submitted successfully"

    changed = shop.forms.update_submission(sent, form={"street": "Quay 2", "postcode": "1000"})
    assert changed.form == {"label": "Home", "street": "Quay 2", "city": "X", "postcode": "1000"}
    (read,) = shop.forms.submissions("addresses", author=USER)
    assert (read.id, read.form, read.status, read.answers_to) == (sent.id, changed.form, "sent", None)
    assert shop.forms.update_submission(read, form={"city": "Y"}).form == read.form | {"city": "Y"}

    shop.forms.set_submission_status(read, "banned")
    assert shop.forms.submissions("addresses") == []
    assert [one.status for one in shop.forms.submissions("addresses", status="banned")] == ["banned"]
    shop.forms.delete_submission(read)
    for call in (
        lambda: shop.forms.delete_submission(read.id),
        lambda: shop.forms.set_submission_status(read.id, "sent"),
        lambda: shop.forms.update_submission(read, form={"city": "Z"}),
    ):
        with pytest.raises(oe.NotFoundError):
            call()


def test_reviews_as_a_frame_have_one_column_a_field(guest: oe.Shop) -> None:
    empty = guest.forms.submissions_frame("reviews")
    first = guest.forms.submit("reviews", form={"score": 5, "review": "Good"}, entity=14)
    guest.forms.submit("reviews", form={"review": "Why?"}, entity=14, reply_to=first)
    frame = guest.forms.submissions_frame("reviews", entity=14)
    assert frame["submission_id"].tolist() == [first.id, first.id + 1]
    assert frame["form.score"].tolist()[0] == 5
    assert frame["form.review"].tolist() == ["Good", "Why?"]
    assert frame["answers_to"].tolist() == [pd.NA, first.id]
    assert frame["author"].isna().all()
    assert frame.dtypes.astype(str).to_dict() == empty.dtypes.astype(str).to_dict()
    assert [one.id for one in guest.forms.submissions("reviews", answers_to=first)] == [first.id + 1]
    assert [one.id for one in guest.forms.submissions("reviews", answers_to=0)] == [first.id]
    assert guest.forms.submissions("reviews", entity=15) == []


def test_submissions_of_a_time(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    """As for orders: from the start on, up to the end and without it, though the server compares whole seconds."""
    first = shop.forms.submit("addresses", form=ADDRESS)
    sandbox.set_clock(advance_s=timedelta(days=1).total_seconds())
    second = shop.forms.submit("addresses", form=ADDRESS)
    assert first.created is not None
    assert second.created is not None
    for start, end, found in (
        (first.created, None, [first.id, second.id]),
        (first.created + timedelta(milliseconds=1), None, [second.id]),
        (None, second.created, [first.id]),
        (None, second.created + timedelta(milliseconds=1), [first.id, second.id]),
        (second.created.date(), "2030-01-01", [second.id]),
    ):
        options = {"created_after": start, "created_before": end}
        listing = shop.forms.submissions("addresses", **options)  # type: ignore[arg-type]
        assert [one.id for one in listing] == found
        assert listing.total is None
        assert len(shop.forms.submissions_frame("addresses", max_items=1, **options)) == 1  # type: ignore[arg-type]
    assert shop.forms.submissions("addresses").total == 2
    assert shop.forms.submissions("addresses", created_before=datetime(1999, 1, 1, tzinfo=UTC)) == []


def test_all_pages_are_read_and_a_cap_is_reported() -> None:
    with oe.Sandbox(page_cap=10) as sandbox, oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop:
        for _ in range(11):
            shop.forms.submit("reviews", form={"review": "Good"}, entity=14)
        with pytest.warns(oe.IncompleteListWarning, match="The server gave 10 of 11 submissions of form 'reviews'"):
            assert len(shop.forms.submissions("reviews")) == 10
        with pytest.raises(oe.IncompleteListError):
            shop.forms.submissions_frame("reviews", strict=True)


def test_what_a_form_is_for(guest: oe.Shop) -> None:
    (config,) = guest.forms.get("contact_us").configs
    assert (config.id, config.module, config.entities) == (2, "content", ("contacts-page", "blog"))
    assert (config.is_global, config.has_nested, config.is_anonymous, config.is_rating) == (False, False, True, False)
    assert repr(config) == "<FormConfig 2: content: contacts-page, blog>"
    assert guest.forms.get("reviews").configs[0].is_rating
    assert guest.forms.get("order").configs == ()
    sent = guest.forms.submit("contact_us", form={"message": "Hello"}, entity="blog")
    assert (sent.entity, sent.config_id, sent.form["message"][0]["plainValue"]) == ("blog", 2, "Hello")


def test_refusals_say_what_to_do(guest: oe.Shop, sandbox: oe.Sandbox) -> None:
    with pytest.raises(oe.SignInRequiredError) as closed:
        guest.forms.submit("addresses", form=ADDRESS)
    assert str(closed.value) == (
        "createSubmission was refused: form 'addresses' takes submissions of signed-in users only. Sign in first: "
        "shop.users.sign_in(login, password)."
    )
    with pytest.raises(oe.AccessDeniedError) as private:
        guest.forms.submissions("contact_us")
    assert str(private.value) == (
        "listSubmissions was refused (403): This form's submissions are not publicly readable. Form 'contact_us' is "
        "private: its submissions are read in the admin panel only, unless the project's owner opens it."
    )
    with pytest.raises(oe.InvalidRequestError) as nowhere:
        guest.forms.submit("reviews", form={"score": 5}, entity=9_999)
    assert str(nowhere.value) == (
        "createSubmission was refused (400): Incorrect formIdentifier for provided config. Configuration 4 and entity "
        "'9999' do not belong to form 'reviews': see shop.forms.get('reviews').configs, and pass config_id=... and "
        "entity=... of one of them."
    )
    guest.forms.submit("reviews", form={"score": Decimal(5)}, entity=14)
    with pytest.raises(oe.InvalidRequestError, match=r"already rated this entity\. '14' can be scored once only"):
        guest.forms.submit("reviews", form={"score": 1}, entity=14)
    assert len(guest.forms.submissions("reviews")) == 1

"""Form submissions: what is sent, odd answers, and which calls are repeated."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.resources.forms import Forms
from oneentry_toolkit.resources.submissions import Submission
from oneentry_toolkit.transport.tokens import TokenStore
from oneentry_toolkit.values.reader import Reader

from .conftest import MakeClient

FORM: dict[str, Any] = {
    "id": 1,
    "identifier": "faq",
    "type": "data",
    "attributes": [
        {"marker": "name", "type": "string", "position": 1},
        {"marker": "topic", "type": "list", "position": 2, "listTitles": [{"title": "Tea", "value": "tea"}]},
        {"marker": "text", "type": "text", "position": 3},
        {"marker": "robot", "type": "spam", "position": 4, "settings": {"captcha": {"key": "site"}}},
    ],
    "moduleFormConfigs": [{"id": 2, "moduleIdentifier": "content", "entityIdentifiers": [{"id": "blog"}]}],
}
RECORD: dict[str, Any] = {
    "id": 42,
    "formIdentifier": "faq",
    "time": "2025-04-30T20:15:29.254Z",
    "formData": [{"marker": "name", "type": "string", "value": "Ann"}],
    "entityIdentifier": "blog",
    "parentId": None,
    "userIdentifier": None,
    "isUserAdmin": False,
    "formModuleId": 2,
}
Ask = Callable[..., tuple[Forms, list[httpx.Request]]]


@pytest.fixture
def ask(make_client: MakeClient) -> Ask:
    """Makes the forms of a server with one form and one answer to all else, and the list of what else it was asked."""

    def made(
        answer: Any, *, form: Any = FORM, status: int = 200, tokens: TokenStore | None = None
    ) -> tuple[Forms, list[httpx.Request]]:
        asked: list[httpx.Request] = []

        def respond(request: httpx.Request) -> httpx.Response:
            if "/forms/" in request.url.path:
                return httpx.Response(200, json=form)
            asked.append(request)
            return httpx.Response(status, json=answer)

        return Forms(make_client(respond, tokens=tokens), "en_US"), asked

    return made


def read(record: Any) -> Submission:
    return Submission.read(Reader(record, operation="x", lang="en_US"))


def test_a_submission_as_it_is_sent(ask: Ask) -> None:
    """The body of docs/api/forms.md#forms-submissions, with answers in the shapes of a form of orders."""
    forms, asked = ask({"formData": RECORD, "actionMessage": "Thanks"}, status=201)
    sent = forms.submit("faq", form={"name": "Ann", "topic": "tea", "text": "Hi", "robot": "token"}, reply_to=7)
    assert (sent.id, sent.form, sent.message) == (42, {"name": "Ann"}, "Thanks")
    (request,) = asked
    assert (request.method, request.url.path) == ("POST", "/api/content/form-data")
    assert "fingerprint" in request.headers["x-device-metadata"]
    assert json.loads(request.content) == {
        "formIdentifier": "faq",
        "formModuleConfigId": 2,
        "moduleEntityIdentifier": "blog",
        "replayTo": "7",
        "status": "sent",
        "formData": {
            "en_US": [
                {"marker": "name", "type": "string", "value": "Ann"},
                {"marker": "topic", "type": "list", "value": ["tea"]},
                {"marker": "text", "type": "text", "value": [{"plainValue": "Hi"}]},
                {"marker": "robot", "type": "spam", "value": {"event": {"token": "token", "siteKey": "site"}}},
            ]
        },
    }


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (RECORD, None),
        (RECORD | {"formData": {"en_US": RECORD["formData"]}}, None),
        ({"formData": RECORD, "actionMessage": {"en_US": "Thanks"}}, "Thanks"),
        ({"formData": RECORD, "actionMessage": {"de_DE": "Danke"}}, "Danke"),
        ({"formData": RECORD, "actionMessage": ""}, None),
        ({"formData": RECORD}, None),
    ],
)
def test_receipts_of_all_kinds(ask: Ask, answer: Any, message: str | None) -> None:
    forms, _ = ask(answer)
    sent = forms.submit("faq", form={"name": "Ann"})
    assert (sent.id, sent.form, sent.config_id, sent.message) == (42, {"name": "Ann"}, 2, message)


@pytest.mark.parametrize(
    "answer", [True, [], {"formData": []}, {"formData": {"id": None}}, {"formData": RECORD | {"id": "x"}}]
)
def test_an_unreadable_receipt_says_that_it_may_have_been_sent(ask: Ask, answer: Any) -> None:
    forms, asked = ask(answer)
    with pytest.raises(oe.ResponseFormatError, match="may have been carried out"):
        forms.submit("faq", form={"name": "Ann"})
    assert len(asked) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 408])
def test_writes_are_sent_once_and_lists_again(ask: Ask, signed_in: TokenStore, status: int) -> None:
    forms, asked = ask({"message": "no"}, status=status, tokens=signed_in)
    writes: list[Callable[[], object]] = [
        lambda: forms.submit("faq", form={"name": "Ann"}),
        lambda: forms.update_submission(read(RECORD), form={"name": "Bea"}),
        lambda: forms.set_submission_status(42, "approved"),
        lambda: forms.delete_submission(42),
    ]
    for count, write in enumerate(writes, 1):
        with pytest.raises(oe.ApiError):
            write()
        assert len(asked) == count
    with pytest.raises(oe.ApiError):
        forms.submissions("faq")
    assert len(asked) > len(writes) + (status != 408 and status != 500)


def test_a_list_as_it_is_asked_for(ask: Ask) -> None:
    forms, asked = ask({"items": [], "total": 0}, status=201)
    forms.submissions(
        "faq",
        entity=14,
        config_id=2,
        status="sent",
        author="ann",
        answers_to=0,
        created_after="2026-01-31T10:00:00.5+02:00",
        created_before="2026-02-01",
    )
    assert dict(asked[0].url.params) == {
        "formModuleConfigId": "2",
        "isExtended": "1",
        "langCode": "en_US",
        "offset": "0",
        "limit": "100",
    }
    assert json.loads(asked[0].content) == {
        "entityIdentifier": "14",
        "parentId": 0,
        "status": ["sent"],
        "userIdentifier": "ann",
        "dateFrom": "2026-01-31 08:00:00",
        "dateTo": "2026-02-01 00:00:00",
    }
    forms.submissions("faq")
    assert json.loads(asked[-1].content) == {}
    assert "formModuleConfigId" not in asked[-1].url.params


def test_an_update_sends_the_other_answers_again(ask: Ask, signed_in: TokenStore) -> None:
    """In the shapes that can be sent: options by value, a text in one notation, no captcha."""
    kept = [
        {"marker": "topic", "type": "list", "value": [{"title": "Tea", "value": "tea"}]},
        {"marker": "text", "type": "text", "value": [{"htmlValue": "<p>Hi</p>", "plainValue": "Hi", "params": {}}]},
        {"marker": "robot", "type": "spam", "value": {"event": {}}},
    ]
    record = RECORD | {"formData": [*RECORD["formData"], *kept], "status": "approved", "parentId": 7}
    forms, asked = ask(record, tokens=signed_in)
    assert forms.update_submission(read(record), form={"name": "Bea"}).id == 42
    (request,) = asked
    assert (request.method, request.url.path, request.url.params["langCode"]) == (
        "PUT",
        "/api/content/form-data/42",
        "en_US",
    )
    assert json.loads(request.content) == {
        "formIdentifier": "faq",
        "formModuleConfigId": 2,
        "moduleEntityIdentifier": "blog",
        "replayTo": "7",
        "status": "approved",
        "formData": [
            {"marker": "name", "type": "string", "value": "Bea"},
            {"marker": "topic", "type": "list", "value": ["tea"]},
            {"marker": "text", "type": "text", "value": [{"htmlValue": "<p>Hi</p>"}]},
        ],
    }


def test_an_update_changes_the_language_that_was_read(ask: Ask, signed_in: TokenStore) -> None:
    record = RECORD | {"formData": {"de_DE": RECORD["formData"]}}
    forms, asked = ask(record, tokens=signed_in)
    forms.update_submission(read(record), form={"name": "Bea"})
    assert asked[0].url.params["langCode"] == "de_DE"
    assert [one["value"] for one in json.loads(asked[0].content)["formData"]] == ["Bea"]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (
            RECORD | {"formData": [{"marker": 5, "value": "x"}]},
            r"'formData\[0\]' of submission 42 cannot be read, so it cannot be sent again, and the API replaces all "
            r"answers\. Pass form=\{\.\.\.\} with all of name, topic, text\.",
        ),
        (RECORD | {"formIdentifier": None}, "The server does not say which form submission 42 is of"),
    ],
)
def test_an_update_that_would_lose_answers_is_not_sent(ask: Ask, record: Any, message: str) -> None:
    forms, asked = ask(record)
    odd = Submission.read(Reader(record, operation="x", lang="en_US", oddities=[]))
    with pytest.raises(oe.InputError, match=message):
        forms.update_submission(odd, form={"name": "Bea"})
    assert asked == []


def test_an_answer_about_another_submission(ask: Ask, signed_in: TokenStore) -> None:
    forms, _ = ask(RECORD | {"id": 43}, tokens=signed_in)
    with pytest.raises(oe.ResponseFormatError, match="accepted for submission 42 and answered with submission 43"):
        forms.update_submission(read(RECORD), form={"name": "Bea"})


def config(number: Any, *entities: Any, **more: Any) -> dict[str, Any]:
    return {"id": number, "moduleIdentifier": "content", "entityIdentifiers": [{"id": one} for one in entities], **more}


@pytest.mark.parametrize(
    ("configs", "arguments", "sent"),
    [
        ([config(2, "blog")], {}, (2, "blog")),
        ([config("2", 14)], {}, (2, "14")),
        ([config(2, "blog", "faq")], {"entity": "faq"}, (2, "faq")),
        ([config(2, "blog"), config(3, "faq")], {"entity": "faq"}, (3, "faq")),
        ([config(2, "blog"), config(3, "blog")], {"config_id": 3}, (3, "blog")),
        ([config(2, isGlobal=True), config(3, "faq")], {"entity": "faq"}, (3, "faq")),
        ([config(2, isGlobal=True), config(3, "faq")], {"entity": 14}, (2, "14")),
        ([config(2) | {"entityIdentifiers": [{"id": "blog", "isNested": True}]}], {"entity": "post"}, (2, "post")),
        ([config(None, "x"), config(3, "faq")], {}, (3, "faq")),
        ([], {"config_id": 9, "entity": "blog"}, (9, "blog")),
        (None, {"config_id": 9, "entity": 14}, (9, "14")),
    ],
)
@pytest.mark.filterwarnings("ignore::oneentry_toolkit.errors.UnreadableRecordWarning")
def test_which_configuration_is_named(ask: Ask, configs: Any, arguments: Any, sent: tuple[int, str]) -> None:
    forms, asked = ask(RECORD, form=FORM | {"moduleFormConfigs": configs})
    forms.submit("faq", form={"name": "Ann"}, **arguments)
    body = json.loads(asked[0].content)
    assert (body["formModuleConfigId"], body["moduleEntityIdentifier"]) == sent


@pytest.mark.parametrize(
    ("configs", "arguments", "message"),
    [
        ([config(2, "blog"), config(3, "blog")], {}, "has several configurations. Say which: config_id=... It has: 2 "),
        ([config(2, "blog"), config(3, "blog")], {"entity": "blog"}, "has several configurations"),
        ([config(2, isGlobal=True)], {}, "Say what the submission is about: .* is for: content: all entities"),
        ([config(2, "blog", isGlobal=True)], {}, "Say what the submission is about: .* is for: content: all entities"),
        (
            [config(2) | {"entityIdentifiers": [{"id": "blog", "isNested": True}]}],
            {},
            "Say what the submission is about: .* is for: content: blog and pages below",
        ),
        ([config(2) | {"moduleIdentifier": None}], {}, "Form 'faq' is for: no entity"),
        ([], {"entity": "blog"}, "The server does not say what form 'faq' is for"),
    ],
)
def test_a_configuration_that_is_not_clear(ask: Ask, configs: Any, arguments: Any, message: str) -> None:
    forms, asked = ask(RECORD, form=FORM | {"moduleFormConfigs": configs})
    with pytest.raises(oe.InputError, match=message):
        forms.submit("faq", form={"name": "Ann"}, **arguments)
    assert asked == []


@pytest.mark.parametrize(
    ("status", "message", "kind", "advice"),
    [
        (400, "You must authorize to send data", oe.InvalidRequestError, "Configuration 2 of form 'faq' is closed"),
        (400, "Form has incorrect type: data", oe.InvalidRequestError, "only forms of type data and rating do"),
        (404, "Form has incorrect type: data", oe.NotFoundError, "only forms of type data and rating do"),
        (400, "Captcha Validation Failed, captcha type is: google", oe.InvalidRequestError, "solve the captcha again"),
        (400, "empty form data section", oe.InvalidRequestError, "Correct what is named"),
        (403, "", oe.AccessDeniedError, "project's owner must allow it"),
    ],
)
def test_refusals_for_a_signed_in_user(
    ask: Ask, signed_in: TokenStore, status: int, message: str, kind: type[oe.ApiError], advice: str
) -> None:
    forms, _ = ask({"statusCode": status, "message": message}, status=status, tokens=signed_in)
    with pytest.raises(kind, match=advice) as caught:
        forms.submit("faq", form={"name": "Ann"})
    assert (caught.value.status, caught.value.message) == (status, message)
    assert caught.value.__cause__ is not caught.value


def test_answers_in_a_frame_have_the_types_of_their_fields(ask: Ask) -> None:
    attributes = [*FORM["attributes"], {"marker": "score", "type": "integer"}]
    entries = [
        [{"marker": "topic", "type": "list", "value": ["tea"]}, {"marker": "score", "type": "integer", "value": 5}],
        [{"marker": "score", "type": "integer", "value": "many"}, {"marker": "gone", "type": "real", "value": "1.5"}],
    ]
    records = [RECORD | {"id": number, "formData": one} for number, one in enumerate(entries, 1)]
    forms, _ = ask({"items": records, "total": 2}, form=FORM | {"attributes": attributes}, status=201)
    said = (
        r"^1 of 2 submissions of form 'faq' could not be read in full: submission 2: formData.score is text that is no"
    )
    with pytest.warns(oe.UnreadableRecordWarning, match=said):
        frame = forms.submissions_frame("faq")
    dtypes = {name: str(dtype) for name, dtype in frame.dtypes.items() if name.startswith("form.")}
    assert dtypes == {
        "form.name": "str", "form.topic": "category", "form.text": "str", "form.score": "Int64",
        "form.gone": "float64",
    }  # fmt: skip
    assert frame["form.score"].isna().tolist() == [False, True]
    assert frame.attrs["fetch"]["unreadable"] == 1
    with pytest.raises(oe.ResponseFormatError, match=r"of which formData\.score is text that is no whole number"):
        forms.submissions_frame("faq", strict=True)
    with pytest.warns(oe.UnreadableRecordWarning, match=said.replace(" of form 'faq'", "")):
        assert forms.submissions("faq").to_frame()["form.score"].tolist()[0] == 5

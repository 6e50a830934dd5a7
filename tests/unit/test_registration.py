"""A sign-up that is sent again without phones, where the server takes none as addresses for messages."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from oneentry_toolkit.errors import InvalidRequestError
from oneentry_toolkit.resources.registration import register

from .conftest import MakeClient

BODY = {"authData": [{"marker": "email", "value": "a@b.example"}], "langCode": "en_US"}
PHONES = {"email": "a@b.example", "phonePush": ["+1999"], "phoneSMS": "+1999"}


@pytest.mark.parametrize(
    ("message", "notification", "sent"),
    [
        ("notificationData.phoneSMS is not allowed", PHONES, 2),
        (["property notificationData.phonePush should not exist"], PHONES, 2),
        ("notificationData.phoneSMS is not allowed to be empty", PHONES, 1),
        ("User already exists", PHONES, 1),
        ("notificationData.phoneSMS is not allowed", {"email": "a@b.example"}, 1),
    ],
)
def test_only_a_refusal_of_phones_is_sent_again(
    make_client: MakeClient, message: Any, notification: dict[str, Any], sent: int
) -> None:
    asked: list[Any] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content))
        return httpx.Response(400, json={"statusCode": 400, "message": message})

    with pytest.raises(InvalidRequestError):
        register(make_client(refuse), "email", {**BODY, "notificationData": notification})
    assert [one["notificationData"] for one in asked] == [notification, {"email": "a@b.example"}][:sent]

"""Signing up: what is stored, what is refused, and what storefronts send beside it."""

from __future__ import annotations

import pytest

from .sign_ups import CODE, EMAIL, MARKER, registration


def test_login_is_stored_as_sent_and_unique_in_any_case(connect, auth_body):
    client = connect()
    client.post(f"{EMAIL}/sign-up", registration("Ann@Example.com"))
    taken = client.refused("POST", f"{EMAIL}/sign-up", registration("ann@example.com"))
    assert taken == (400, "User already exists")
    assert client.refused("POST", f"{EMAIL}/auth", auth_body("ann@example.com", "secret-1"))[0] == 401
    assert client.sign_in("Ann@Example.com", "secret-1")["userIdentifier"] == "Ann@Example.com"


def test_sign_up_creates_a_user_without_tokens(connect):
    client = connect()
    del client.http.headers["x-device-metadata"]
    notification = {"email": "n@example.com", "phonePush": [], "phoneSMS": "+1999"}
    user = client.post(f"{EMAIL}/sign-up", registration(notificationData=notification))
    assert (user["id"], user["identifier"], user["isActive"]) == (17, "new@example.com", True)
    assert user["formData"] == {"en_US": [{"marker": "name_reg", "type": "string", "value": "New"}]}
    assert user["notificationData"] == notification
    assert "accessToken" not in user
    other = connect(client.sandbox)
    other.sign_in("new@example.com", "secret-1")
    assert other.get("/users/me")["formData"] == user["formData"]
    assert other.get("/orders-storage/marker/orders/orders") == {"items": [], "total": 0}


def test_sign_up_uses_the_login_as_notification_address(connect):
    user = connect().post(f"{EMAIL}/sign-up", registration())
    assert user["notificationData"] == {"email": "new@example.com", "phonePush": []}


@pytest.mark.parametrize(
    ("marker", "body", "message"),
    [
        ("email", registration("Your-User@EMAIL.com"), "User already exists"),
        ("email", registration("not an address"), "required values are missing or incorrect: email_reg"),
        ("email", registration(formIdentifier="order"), "Incorrect formIdentifier for provided config"),
        ("email", registration(formData={"en_US": []}), "required values are missing or incorrect: name_reg"),
        ("email", registration(formData={}), "empty form data section"),
        (
            "email",
            registration(formData={"en_US": [{"marker": {}, "value": None}]}),
            "formData's marker 'undefined' marker is required",
        ),
        (
            "email",
            registration(formData={"en_US": [{"marker": "phone_reg", "type": "string", "value": "1"}]}),
            "required values are missing or incorrect: name_reg",
        ),
        (
            "email",
            registration(notificationData={"phoneSMS": ""}),
            "notificationData.phoneSMS is not allowed to be empty",
        ),
        (
            "email",
            registration(authData=[{"marker": "email_reg", "value": "a@b.cd"}]),
            "required values are missing or incorrect: password_reg",
        ),
        (
            "email",
            registration(authData=[{"marker": "login", "value": "a@b.cd"}]),
            "formData's marker 'login' value is missing or incorrect",
        ),
        ("nope", registration(), "Auth provider is not defined"),
        ("phone", registration(), "Auth provider is not defined"),
        ("google", registration(), "Form of the auth provider is not defined"),
    ],
)
def test_sign_up_refusals_name_one_problem_at_a_time(shared, marker, body, message):
    assert shared.refused("POST", f"{MARKER}/{marker}/users/sign-up", body) == (400, message)


def test_sign_up_without_form_data_reports_required_fields(shared):
    body = registration()
    del body["formData"]
    message = "required values are missing or incorrect: name_reg"
    assert shared.refused("POST", f"{EMAIL}/sign-up", body) == (400, message)


@pytest.mark.parametrize(("sent", "kept"), [("+1999", ["+1999"]), (["+1999"], ["+1999"]), ("", []), ([], [])])
def test_push_phone_may_be_one_text(connect, sent, kept):
    body = registration(notificationData={"email": "n@example.com", "phonePush": sent})
    assert connect().post(f"{EMAIL}/sign-up", body)["notificationData"]["phonePush"] == kept


def test_sign_up_takes_an_empty_list_as_form_data(connect):
    """The official recipe sends one where the form has no profile field that is required."""
    body = {"langCode": "en_US", "authData": [{"marker": "email_code", "value": "a@b.cd"}], "formData": {"en_US": []}}
    assert connect().post(f"{CODE}/sign-up", body)["formData"] == {"en_US": []}


def test_credentials_in_form_data_are_left_out_with_a_warning(connect, caplog):
    """Storefronts repeat login and password in `formData`: they are accepted, not stored, and named in the log."""
    profile = [{"marker": "name_reg", "type": "string", "value": "New"}]
    credentials = [{**one, "type": "string"} for one in registration()["authData"]]
    body = registration(formData={"en_US": [*credentials, *profile]})
    client = connect()
    assert client.post(f"{EMAIL}/sign-up", body)["formData"] == {"en_US": profile}
    [record] = caplog.records
    assert record.getMessage() == (
        "signUp: left out of formData, where it does not belong: email_reg, password_reg. Send it in authData only."
    )
    strict = connect(strict_credentials=True)
    refused = strict.refused("POST", f"{EMAIL}/sign-up", body)
    assert refused == (400, "formData's marker 'email_reg' value is missing or incorrect")


def test_strict_phones_refuses_phones_in_notification_data(connect):
    body = registration(notificationData={"email": "a@b.cd", "phonePush": []})
    message = "notificationData.phonePush is not allowed"
    assert connect(strict_phones=True).refused("POST", f"{EMAIL}/sign-up", body) == (400, message)
    connect().post(f"{EMAIL}/sign-up", body)

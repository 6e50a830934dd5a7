"""The caller's own account."""

from __future__ import annotations

import pytest

ME = {
    "id": 16,
    "total": "1",
    "identifier": "your-user@email.com",
    "authProviderIdentifier": "email",
    "formData": {
        "en_US": [
            {"marker": "name_reg", "type": "string", "value": "Christina Thomas"},
            {"marker": "phone_reg", "type": "string", "value": "+19991234567"},
        ]
    },
    "formIdentifier": "reg",
    "groups": [1],
    "state": {},
    "moduleFormConfigs": [],
    "rating": {},
}


def named(name: str, *more):
    return {"en_US": [{"marker": "name_reg", "type": "string", "value": name}, *more]}


LOGIN = {"marker": "email_reg", "type": "string"}


def test_user_is_returned_without_password(shared):
    assert shared.get("/users/me", langCode="en_US") == ME


def test_update_keeps_omitted_members(shop):
    assert shop.put("/users/me", {"formIdentifier": "reg", "state": {"theme": "dark"}}) is True
    assert shop.get("/users/me") == ME | {"state": {"theme": "dark"}}
    shop.put("/users/me", {"formIdentifier": "reg", "formData": named("Chris")})
    assert shop.get("/users/me") == ME | {"state": {"theme": "dark"}, "formData": named("Chris")}


def test_update_changes_the_password_and_keeps_the_sign_in(shop, auth_body):
    shop.put("/users/me", {"formIdentifier": "reg", "authData": [{"marker": "password_reg", "value": "secret-9"}]})
    assert shop.get("/users/me")["id"] == 16
    path = "/users-auth-providers/marker/email/users/auth"
    assert shop.refused("POST", path, auth_body("your-user@email.com", "123456"))[0] == 401
    shop.sign_in("your-user@email.com", "secret-9")


def test_update_changes_an_unused_login(shop):
    login = {"marker": "email_reg", "type": "string", "value": "Christina@Example.com"}
    shop.put("/users/me", {"formIdentifier": "reg", "formData": named("Christina", login)})
    assert shop.get("/users/me")["identifier"] == "Christina@Example.com"
    assert shop.get("/users/me")["formData"] == named("Christina")
    shop.sign_in("Christina@Example.com", "123456")
    taken = {"formIdentifier": "reg", "formData": named("C", login | {"value": "ANNA.keller@example.com"})}
    assert shop.refused("PUT", "/users/me", taken) == (400, "User already exists")


def test_update_takes_credentials_in_form_data(shop, caplog):
    """An unchanged login is accepted and a password left out, as storefronts send them."""
    login = {"marker": "email_reg", "type": "string", "value": "your-user@email.com"}
    password = {"marker": "password_reg", "type": "string", "value": "hunter22"}
    assert shop.put("/users/me", {"formIdentifier": "reg", "formData": named("Chris", login, password)}) is True
    assert shop.get("/users/me") == ME | {"formData": named("Chris")}
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["updateUser"]
    assert "hunter22" not in caplog.text
    shop.sign_in("your-user@email.com", "123456")


@pytest.mark.parametrize(
    "form_data",
    [
        named("C", LOGIN | {"value": ""}),
        named("C", LOGIN | {"value": None}),
        named("C", LOGIN | {"value": "new@example.com"})
        | {"de_DE": named("C", LOGIN | {"value": "your-user@email.com"})["en_US"]},
    ],
)
def test_update_refuses_a_login_that_is_blank_or_differs_between_languages(shared, form_data):
    body = {"formIdentifier": "reg", "formData": form_data}
    assert shared.refused("PUT", "/users/me", body) == (400, "Login must be one value that is not blank")
    assert shared.get("/users/me") == ME


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, ["formIdentifier should not be empty"]),
        ({"formIdentifier": "order"}, "Incorrect formIdentifier for provided config"),
        ({"formIdentifier": "reg", "authData": []}, "Login or password values are missed"),
        (
            {"formIdentifier": "reg", "authData": [{"marker": "email_reg", "value": "a@b.cd"}]},
            "Login or password values are missed",
        ),
        (
            {"formIdentifier": "reg", "authData": [{"marker": "password_reg", "value": "1"}]},
            "required values are missing or incorrect: password_reg",
        ),
        ({"formIdentifier": "reg", "formData": named("")}, "required values are missing or incorrect: name_reg"),
        ({"formIdentifier": "reg", "formData": {"en_US": []}}, "empty form data section"),
        ({"formIdentifier": "reg", "formData": None}, ["formData must be an object"]),
        (
            {"formIdentifier": "reg", "formData": {"en_US": [named("x")]}},
            "formData's marker 'undefined' marker is required",
        ),
        (
            {"formIdentifier": "reg", "notificationData": {"phoneSMS": ""}},
            "notificationData.phoneSMS is not allowed to be empty",
        ),
        ({"formIdentifier": "reg", "state": []}, ["state must be an object"]),
    ],
)
def test_invalid_update_is_refused(shared, body, message):
    assert shared.refused("PUT", "/users/me", body) == (400, message)


def test_archived_account_cannot_sign_in_and_keeps_its_login(shop, auth_body):
    assert shop("DELETE", "/users/me").json() is True
    assert shop.refused("GET", "/users/me") == (401, "Unauthorized")
    path = "/users-auth-providers/marker/email/users"
    assert shop.refused("POST", f"{path}/auth", auth_body("your-user@email.com", "123456"))[0] == 401
    again = auth_body("your-user@email.com", "secret-1") | {"langCode": "en_US", "formData": named("C")}
    assert shop.refused("POST", f"{path}/sign-up", again) == (400, "User already exists")
    assert len(shop.sql("SELECT 1 FROM orders WHERE user_id = 16")) == 36


def test_deleted_account_frees_the_login_and_keeps_the_orders(shop, auth_body):
    assert shop("DELETE", "/users/me/account").json() is True
    assert shop.refused("GET", "/users/me") == (401, "Unauthorized")
    again = auth_body("your-user@email.com", "secret-1") | {"langCode": "en_US", "formData": named("C")}
    assert shop.post("/users-auth-providers/marker/email/users/sign-up", again)["id"] == 17
    shop.sign_in("your-user@email.com", "secret-1")
    assert shop.get("/orders-storage/marker/orders/orders")["total"] == 0
    assert len(shop.sql("SELECT 1 FROM orders WHERE user_id = 16")) == 36

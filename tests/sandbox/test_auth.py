"""Providers, signing up, in and out, one-time codes, passwords, OAuth."""

from __future__ import annotations

import re
import threading
import time

import jwt
import pytest

from oneentry_toolkit.sandbox.data import tokens

MARKER = "/users-auth-providers/marker"
EMAIL = f"{MARKER}/email/users"
CODE = f"{MARKER}/email_code/users"
VISITOR = "visitor@your-instance.example"


def registration(login: str = "new@example.com", **more):
    return {
        "formIdentifier": "reg",
        "langCode": "en_US",
        "authData": [{"marker": "email_reg", "value": login}, {"marker": "password_reg", "value": "secret-1"}],
        "formData": {"en_US": [{"marker": "name_reg", "type": "string", "value": "New"}]},
    } | more


def test_providers_are_listed_and_read_by_marker(shared):
    providers = shared.get("/users-auth-providers")
    assert [one["identifier"] for one in providers] == ["email", "email_code", "google", "phone"]
    assert [one["isActive"] for one in providers] == [True, True, True, False]
    assert providers[0]["config"] == {
        "accessTokenTtlSec": 36000,
        "refreshTokenTtlMc": 604800,
        "deleteNoneActiveUsersAfterDays": 2,
        "systemCodeTlsSec": 120,
        "systemCodeLength": 6,
        "oauthAuthUrl": None,
        "systemCodeOnlyNumbers": False,
    }
    assert providers[1]["config"]["systemCodeOnlyNumbers"] is True
    assert shared.get(f"{MARKER}/email") == providers[0]
    assert shared.refused("GET", f"{MARKER}/nope") == (404, "Auth provider not found")
    assert [one["id"] for one in shared.get("/users-auth-providers", offset=1, limit=2)] == [2, 3]


def test_provider_config_shows_the_lifetimes_in_force(connect):
    client = connect(access_token_ttl_s=60, refresh_token_ttl_s=120, code_ttl_s=30)
    config = client.get(f"{MARKER}/email")["config"]
    assert (config["accessTokenTtlSec"], config["refreshTokenTtlMc"], config["systemCodeTlsSec"]) == (60, 120, 30)
    claims = jwt.decode(client.sign_in()["accessToken"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 60


def test_provider_config_is_text_on_request(connect):
    configs = [one["config"] for one in connect(provider_config="text").get("/users-auth-providers")]
    assert all(value is None or isinstance(value, str) for config in configs for value in config.values())
    assert (configs[0]["systemCodeLength"], configs[1]["systemCodeOnlyNumbers"]) == ("6", "1")


def test_old_clients_sign_in_without_device_metadata_on_request(connect, auth_body):
    client = connect(device_metadata="optional")
    del client.http.headers["x-device-metadata"]
    client.sign_in()
    client.use(client.post(f"{EMAIL}/refresh", {"refreshToken": client.refresh_token}))
    assert client.get(f"{EMAIL}/sessions") == [{"deviceInfo": {"os": "", "browser": "", "location": ""}}]
    malformed = client.refused(
        "POST", f"{EMAIL}/auth", auth_body("a@b.cd", "x"), headers={"x-device-metadata": "nonsense"}
    )
    assert malformed == (400, "Invalid x-device-metadata format")


def test_tokens_have_the_documented_format(shop):
    """The access token is an HS256 JWT with the documented claims; the refresh token is milliseconds and a uuid."""
    pair = shop.sign_in()
    claims = jwt.decode(pair["accessToken"], options={"verify_signature": False})
    assert {"id", "authProviderIdentifier", "userIdentifier", "userAgent", "iat", "exp"} < set(claims)
    assert (claims["id"], claims["userIdentifier"]) == (16, "your-user@email.com")
    assert jwt.get_unverified_header(pair["accessToken"])["alg"] == "HS256"
    assert claims["exp"] - claims["iat"] == 36000
    assert re.fullmatch(r"\d{13}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", pair["refreshToken"])


@pytest.mark.parametrize(
    ("marker", "login", "password"),
    [
        ("email", "your-user@email.com", "wrong"),
        ("email", "nobody@example.com", "123456"),
        ("email_code", "your-user@email.com", "123456"),
    ],
)
def test_wrong_credentials_answer_401(shared, auth_body, marker, login, password):
    body = auth_body(login, password)
    if marker == "email_code":
        body["authData"][0]["marker"] = "email_code"
    assert shared.refused("POST", f"{MARKER}/{marker}/users/auth", body) == (401, "Unauthorized")


def test_sign_in_without_login_or_password_is_refused(shared):
    body = {"authData": [{"marker": "password_reg", "value": "123456"}]}
    assert shared.refused("POST", f"{EMAIL}/auth", body) == (400, "Login or password values are missed")
    body = {"authData": [{"marker": "email_reg", "value": "your-user@email.com"}]}
    assert shared.refused("POST", f"{EMAIL}/auth", body) == (401, "Unauthorized")


@pytest.mark.parametrize("marker", ["nope", "phone"])
def test_sign_in_with_unknown_or_disabled_provider_answers_404(shared, auth_body, marker):
    body = auth_body("a", "b")
    assert shared.refused("POST", f"{MARKER}/{marker}/users/auth", body) == (404, "Auth provider not found")


@pytest.mark.parametrize("login", ["YOUR-user@Email.com", " your-user@email.com", "your-user@email.com "])
def test_login_is_compared_character_for_character(shared, auth_body, login):
    """Only the login as it was stored signs in, gets a code and changes a password: in no other case, untrimmed."""
    assert shared.refused("POST", f"{EMAIL}/auth", auth_body(login, "123456")) == (401, "Unauthorized")
    code = {"userIdentifier": login, "eventIdentifier": "send_code", "code": "1"}
    passwords = {"type": 1, "password1": "secret-1", "password2": "secret-1"}
    for path, body in [
        ("generate-code", {"userIdentifier": login, "eventIdentifier": "send_code"}),
        ("check-code", code),
        ("activate", {"userIdentifier": login, "code": "1"}),
        ("change-password", code | passwords),
    ]:
        assert shared.refused("POST", f"{EMAIL}/{path}", body) == (400, "User not found"), path


def test_login_is_stored_as_sent_and_unique_in_any_case(connect, auth_body):
    client = connect()
    client.post(f"{EMAIL}/sign-up", registration("Ann@Example.com"))
    taken = client.refused("POST", f"{EMAIL}/sign-up", registration("ann@example.com"))
    assert taken == (400, "User already exists")
    assert client.refused("POST", f"{EMAIL}/auth", auth_body("ann@example.com", "secret-1"))[0] == 401
    assert client.sign_in("Ann@Example.com", "secret-1")["userIdentifier"] == "Ann@Example.com"


def test_sign_in_from_the_same_device_replaces_the_previous(shop):
    first = dict(shop.http.headers)["authorization"]
    old = shop.refresh_token
    shop.sign_in()
    assert shop.get("/users/me")["id"] == 16
    assert shop.refused("GET", "/users/me", headers={"Authorization": first})[0] == 401
    assert shop.refused("POST", f"{EMAIL}/refresh", {"refreshToken": old}) == (400, "Refresh token is not valid")
    assert len(shop.get(f"{EMAIL}/sessions")) == 1


def test_sign_in_from_another_device_keeps_the_first(shop, connect, phone):
    other = connect(shop.sandbox, device=phone)
    other.sign_in()
    assert shop.get("/users/me") == other.get("/users/me")
    devices = shop.get(f"{EMAIL}/sessions")
    assert sorted(one["deviceInfo"]["os"] for one in devices) == ["Linux", "iOS"]
    assert all(set(one) == {"deviceInfo"} for one in devices)


def test_refresh_token_works_once(shop):
    old = shop.refresh_token
    pair = shop.post(f"{EMAIL}/refresh", {"refreshToken": old})
    assert pair["refreshToken"] != old
    assert shop.refused("POST", f"{EMAIL}/refresh", {"refreshToken": old}) == (400, "Refresh token is not valid")
    shop.use(pair)
    assert shop.get("/users/me")["id"] == 16
    shop.use(shop.post(f"{EMAIL}/refresh", {"refreshToken": shop.refresh_token}))


def test_refresh_token_is_bound_to_device_and_provider(shop, connect, phone):
    """A failed attempt does not use it up."""
    other = connect(shop.sandbox, device=phone)
    body = {"refreshToken": shop.refresh_token}
    assert other.refused("POST", f"{EMAIL}/refresh", body) == (400, "Refresh token is not valid")
    assert shop.refused("POST", f"{CODE}/refresh", body) == (400, "Refresh token is not valid")
    shop.post(f"{EMAIL}/refresh", body)


@pytest.mark.slow
@pytest.mark.parametrize("in_file", [False, True])
def test_one_of_eight_parallel_refreshes_succeeds(connect, tmp_path, in_file):
    shop = connect(db=str(tmp_path / "shop.db") if in_file else None)
    shop.sign_in()
    clients = [connect(shop.sandbox) for _ in range(8)]
    start = threading.Barrier(len(clients))
    answers = []

    def refresh(client):
        start.wait()
        answers.append(client("POST", f"{EMAIL}/refresh", {"refreshToken": shop.refresh_token}))

    threads = [threading.Thread(target=refresh, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 7


def test_expired_access_token_answers_401_and_refresh_token_400(shop):
    row = shop.sql("SELECT id FROM sign_ins")[0]
    expired = tokens.access_token(
        shop.sandbox.instance.keys.signing,
        claims=tokens.Claims(16, row[0], 0),
        provider="email",
        identifier="your-user@email.com",
        user_agent="",
        lifetime_s=-1,
    )
    headers = {"Authorization": f"Bearer {expired}"}
    assert shop.refused("GET", "/users/me", headers=headers) == (401, "Unauthorized")
    shop.sql("UPDATE sign_ins SET refresh_expires = ?", time.time() - 1)
    body = {"refreshToken": shop.refresh_token}
    assert shop.refused("POST", f"{EMAIL}/refresh", body) == (400, "Refresh token is not valid")


def test_new_generation_invalidates_access_tokens_only(shop):
    shop.sql("UPDATE sign_ins SET generation = generation + 1")
    assert shop.refused("GET", "/users/me")[0] == 401
    shop.use(shop.post(f"{EMAIL}/refresh", {"refreshToken": shop.refresh_token}))
    assert shop.get("/users/me")["id"] == 16


def test_logout_ends_only_this_devices_sign_in(shop, connect, phone):
    other = connect(shop.sandbox, device=phone)
    other.sign_in()
    body = {"refreshToken": "1714557670334-cb85112d-618d-4b2a-bad5-137b19c135b9"}
    assert shop.refused("POST", f"{EMAIL}/logout", body) == (400, "Refresh token is not valid")
    assert shop.post(f"{EMAIL}/logout", {"refreshToken": shop.refresh_token}) is True
    assert shop.refused("GET", "/users/me") == (401, "Unauthorized")
    assert shop.refused("POST", f"{EMAIL}/refresh", {"refreshToken": shop.refresh_token})[0] == 400
    assert other.get("/users/me")["id"] == 16


def test_logout_all_ends_the_sign_ins_of_all_devices(shop, connect, phone):
    other = connect(shop.sandbox, device=phone)
    other.sign_in()
    del shop.http.headers["x-device-metadata"]
    assert shop.post(f"{EMAIL}/logout-all") is True
    assert other.refused("GET", "/users/me")[0] == 401
    assert shop.refused("GET", "/users/me")[0] == 401


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


def ask_for_code(client, login=VISITOR, event="send_code", users=CODE):
    return client("POST", f"{users}/generate-code", {"userIdentifier": login, "eventIdentifier": event})


def test_generate_code_puts_a_code_into_the_outbox(shop):
    answer = ask_for_code(shop)
    assert (answer.status_code, answer.content) == (201, b"")
    assert re.fullmatch(r"\d{6}", shop.code_sent_to(VISITOR))
    ask_for_code(shop, "your-user@email.com", "password_reset", EMAIL)
    assert re.fullmatch(r"[0-9A-Z]{6}", shop.code_sent_to("your-user@email.com"))
    assert [row[0] for row in shop.sql("SELECT event FROM outbox")] == ["send_code", "password_reset"]


def test_generate_code_answers_404_for_events_and_400_for_users(shop):
    answer = ask_for_code(shop, event="nope")
    assert (answer.status_code, answer.json()["message"]) == (404, 'Event "nope" with formType "send_code" not found')
    answer = ask_for_code(shop, "nobody@example.com")
    assert (answer.status_code, answer.json()["message"]) == (400, "User not found")


def test_second_code_within_the_window_answers_429(shop):
    ask_for_code(shop)
    first = shop.code_sent_to(VISITOR)
    assert ask_for_code(shop).status_code == 429
    body = {"userIdentifier": VISITOR, "eventIdentifier": "send_code", "code": first}
    assert shop.post(f"{CODE}/check-code", body) is True
    shop.sql("UPDATE codes SET issued_at = issued_at - 31")
    assert ask_for_code(shop).status_code == 201
    assert shop.code_sent_to(VISITOR) != first
    assert shop.post(f"{CODE}/check-code", body) is False


def test_fifth_wrong_code_answers_429_and_deletes_the_code(shop):
    ask_for_code(shop)
    body = {"userIdentifier": VISITOR, "eventIdentifier": "send_code", "code": "wrong"}
    assert [shop.post(f"{CODE}/check-code", body) for _ in range(4)] == [False] * 4
    assert shop.refused("POST", f"{CODE}/check-code", body) == (429, "Too Many Requests")
    right = body | {"code": shop.code_sent_to(VISITOR)}
    assert shop.post(f"{CODE}/check-code", right) is False


def test_wrong_codes_share_one_counter_over_all_operations(shop):
    ask_for_code(shop)
    wrong = {"userIdentifier": VISITOR, "eventIdentifier": "send_code", "code": "wrong"}
    passwords = {"password1": "secret-2", "password2": "secret-2", "type": 2}
    login = [{"marker": "email_code", "value": VISITOR}]
    assert shop.refused("POST", f"{CODE}/auth", {"authData": login, "code": "wrong"}) == (401, "Unauthorized")
    assert shop.post(f"{CODE}/check-code", wrong) is False
    assert shop.refused("POST", f"{CODE}/activate", wrong) == (400, "Code is incorrect")
    assert shop.refused("POST", f"{CODE}/change-password", wrong | passwords) == (400, "Code is incorrect")
    assert shop.refused("POST", f"{CODE}/auth", {"authData": login, "code": "wrong"}) == (429, "Too Many Requests")


def test_code_signs_in_once(shop):
    ask_for_code(shop)
    code = shop.code_sent_to(VISITOR)
    shop.post(f"{CODE}/check-code", {"userIdentifier": VISITOR, "eventIdentifier": "send_code", "code": code})
    body = {"authData": [{"marker": "email_code", "value": VISITOR}], "code": code}
    shop.use(shop.post(f"{CODE}/auth", body))
    assert shop.get("/users/me")["identifier"] == VISITOR
    assert shop.refused("POST", f"{CODE}/auth", body) == (401, "Unauthorized")
    shop.sql("UPDATE codes SET issued_at = 0")
    ask_for_code(shop)
    entry = {"marker": "code", "value": shop.code_sent_to(VISITOR)}
    shop.post(f"{CODE}/auth", {"authData": [{"marker": "email_code", "value": VISITOR}, entry]})


def test_expired_code_is_wrong(shop):
    ask_for_code(shop)
    shop.sql("UPDATE codes SET expires_at = ?", time.time() - 1)
    body = {"authData": [{"marker": "email_code", "value": VISITOR}], "code": shop.code_sent_to(VISITOR)}
    assert shop.refused("POST", f"{CODE}/auth", body) == (401, "Unauthorized")


def test_provider_without_is_check_code_refuses_codes(shop):
    ask_for_code(shop, "your-user@email.com", users=EMAIL)
    code = shop.code_sent_to("your-user@email.com")
    body = {"authData": [{"marker": "email_reg", "value": "your-user@email.com"}], "code": code}
    assert shop.refused("POST", f"{EMAIL}/auth", body) == (401, "Unauthorized")


def test_account_works_after_activation_by_code(shop):
    login = "fresh@example.com"
    body = registration(formIdentifier="reg_code", authData=[{"marker": "email_code", "value": login}])
    assert shop.post(f"{CODE}/sign-up", body)["isActive"] is False
    code = shop.code_sent_to(login)
    entry = [{"marker": "email_code", "value": login}]
    assert shop.refused("POST", f"{CODE}/auth", {"authData": entry, "code": code}) == (401, "Unauthorized")
    assert shop.post(f"{CODE}/activate", {"userIdentifier": login, "code": code}) is True
    body = {"userIdentifier": login, "code": code}
    assert shop.refused("POST", f"{CODE}/activate", body) == (400, "Code is incorrect")
    shop.sql("UPDATE codes SET issued_at = 0")
    ask_for_code(shop, login)
    shop.post(f"{CODE}/auth", {"authData": entry, "code": shop.code_sent_to(login)})


def new_password(shop, **more):
    return {
        "userIdentifier": "your-user@email.com",
        "eventIdentifier": "no such event, and no matter",
        "code": shop.code_sent_to("your-user@email.com"),
        "type": 2,
        "password1": "secret-2",
        "password2": "secret-2",
    } | more


def test_change_password_uses_the_code_and_ends_all_sign_ins(shop, auth_body):
    ask_for_code(shop, "your-user@email.com", users=EMAIL)
    body = new_password(shop)
    assert shop.post(f"{EMAIL}/change-password", body) is True
    assert shop.refused("GET", "/users/me") == (401, "Unauthorized")
    assert shop.refused("POST", f"{EMAIL}/auth", auth_body("your-user@email.com", "123456"))[0] == 401
    assert shop.refused("POST", f"{EMAIL}/change-password", body) == (400, "Code is incorrect")
    shop.sign_in("your-user@email.com", "secret-2")


def test_change_password_refuses_invalid_requests(shop):
    ask_for_code(shop, "your-user@email.com", users=EMAIL)
    different = new_password(shop, password2="other")
    message = "password1 and password2 must be equal"
    assert shop.refused("POST", f"{EMAIL}/change-password", different) == (400, message)
    unknown = new_password(shop, userIdentifier="nobody@example.com")
    assert shop.refused("POST", f"{EMAIL}/change-password", unknown) == (400, "User not found")
    answer = shop.refused("POST", f"{MARKER}/phone/users/change-password", new_password(shop))
    assert answer == (404, "Auth provider not found")


def test_passwords_and_tokens_are_not_stored(shop):
    """Neither passwords nor refresh tokens are in the database in clear."""
    with shop.sandbox.instance.store.read() as tx:
        content = "\n".join(tx.iterdump())
    assert shop.refresh_token not in content
    assert "'123456'" not in content
    assert all(row[0].startswith("scrypt$") for row in shop.sql("SELECT password FROM users WHERE provider = 'email'"))


def test_oauth_code_creates_the_account_and_works_once(shop):
    path = f"{MARKER}/google/oauth"
    body = {"code": "pretend:zoe@example.com", "redirect_uri": "http://localhost:3000"}
    pair = shop.post(path, body)
    assert (pair["userIdentifier"], pair["authProviderIdentifier"]) == ("zoe@example.com", "google")
    shop.use(pair)
    first = shop.get("/users/me")
    refused = (400, "We couldn't pass the oauth authentication with provided data")
    assert shop.refused("POST", path, body) == refused
    shop.use(shop.post(path, body | {"code": "pretend:zoe@example.com:again"}))
    assert shop.get("/users/me")["id"] == first["id"]
    assert shop.refused("POST", path, body | {"code": "4/0AVMBsJgw"}) == refused
    assert shop.refused("POST", f"{MARKER}/email/oauth", body | {"code": "pretend:a@b.cd"}) == refused
    shop.post(f"{MARKER}/google/users/refresh", {"refreshToken": shop.refresh_token})
    assert shop.refused("POST", path, body | {"code": "pretend:Zoe@example.com"}) == refused
    assert shop("DELETE", "/users/me").json() is True
    assert shop.refused("POST", path, body | {"code": "pretend:zoe@example.com:archived"}) == refused

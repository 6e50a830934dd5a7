"""Providers, signing in and out, tokens, OAuth."""

from __future__ import annotations

import re
import threading
import time

import jwt
import pytest

from oneentry_toolkit.sandbox.data import tokens

from .sign_ups import CODE, EMAIL, MARKER


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

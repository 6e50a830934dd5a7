"""One-time codes: sent, checked, used once, and what they open: sign-in, activation, a new password."""

from __future__ import annotations

import re
import time

from .sign_ups import CODE, EMAIL, MARKER, VISITOR, ask_for_code, registration


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

"""Paths of auth providers, and requests for new accounts and codes."""

from __future__ import annotations

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


def ask_for_code(client, login=VISITOR, event="send_code", users=CODE):
    return client("POST", f"{users}/generate-code", {"userIdentifier": login, "eventIdentifier": event})

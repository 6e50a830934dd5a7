"""Fields of a registration form, and the sign-up that sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError, InvalidRequestError
from ..transport.client import ApiClient
from ..values.arguments import check_text, unknown_marker
from .formdata import Form, FormField

_PHONES = ("phonePush", "phoneSMS")


def register(api: ApiClient, provider: str, body: dict[str, Any]) -> Any:
    """Sends a sign-up; again without phones as addresses for messages, if the server takes none.

    The newest servers refuse them, which leaves nothing behind (docs/api/traps.md#trap-21). The profile keeps a phone.
    """
    try:
        return api.call("sign_up", provider, body=body)
    except InvalidRequestError as error:
        addresses = body["notificationData"]
        kept = {name: value for name, value in addresses.items() if name not in _PHONES}
        if kept == addresses or not _refuses_phones(error):
            raise
    return api.call("sign_up", provider, body={**body, "notificationData": kept})


def _refuses_phones(error: InvalidRequestError) -> bool:
    refused = (
        f"notificationData.{name} {words}" for name in _PHONES for words in ("is not allowed", "should not exist")
    )
    return any(one in error.message for one in refused) and "empty" not in error.message


def login_field_of(form: Form, login: str, marker: str | None) -> FormField:
    """Returns the field of a registration form that a login belongs in.

    Args:
        form: the registration form.
        login: decides among several fields: only one for addresses takes those.
        marker: the field, if the form has several.

    Raises:
        InputError: there is none, or it is not clear which.
    """
    fields = [item for item in form.fields if item.is_login]
    if marker is not None:
        check_text(marker, "login_field")
        for item in fields:
            if item.marker == marker:
                return item
        known = [item.marker for item in fields]
        raise unknown_marker("login field", marker, known, name="login_field", where=f"Form '{form.marker}'")
    if len(fields) > 1 and "@" in login:
        fields = [item for item in fields if "emailInspectionValidator" in item.validators] or fields
    if len(fields) == 1:
        return fields[0]
    if not fields:
        raise InputError(f"Form '{form.marker}' has no login field; choose another provider.", name="provider")
    raise InputError(
        f"Form '{form.marker}' has several login fields ({', '.join(item.marker for item in fields)}). "
        "Choose one with login_field=...",
        name="login_field",
    )


def password_field_of(form: Form) -> FormField:
    """Returns the password field of a registration form.

    Raises:
        InputError: there is none.
    """
    for item in form.fields:
        if item.is_password:
            return item
    raise InputError(f"Form '{form.marker}' has no password field; sign in with code=...", name="password")


def notification_data(form: Form, values: Mapping[str, Any], login_field: FormField, login: str) -> dict[str, Any]:
    """Addresses for messages, without empty members, which the server refuses (docs/api/traps.md#trap-20)."""
    given = {**values, login_field.marker: login}
    data: dict[str, Any] = {}
    for item in form.fields:
        value = given.get(item.marker)
        if item.notification and isinstance(value, str) and value:
            data[item.notification] = [value] if item.notification == "phonePush" else value
    if "email" not in data and "@" in login:
        data["email"] = login
    return data

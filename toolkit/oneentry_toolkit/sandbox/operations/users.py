"""The caller's own account."""

from __future__ import annotations

from collections.abc import Collection

from ..data import clock, tokens
from ..data.catalogue import Definition, Document
from ..data.documents import decode, dumps
from ..errors import RefusedError
from . import auth, codes, formdata
from .call import Call


def get_user(call: Call) -> object:
    """Returns the caller's account."""
    with call.store.read() as tx:
        row = tx.execute(
            "SELECT id, identifier, provider, form_data, groups, state FROM users WHERE id = ?", (call.caller.id,)
        ).fetchone()
    if row is None:
        raise RefusedError(401, "Unauthorized")
    form = _form(call)
    return {
        "id": row[0],
        "total": "1",
        "identifier": row[1],
        "authProviderIdentifier": row[2],
        "formData": decode(row[3]),
        "formIdentifier": form.identifier if form else "",
        "groups": decode(row[4]),
        "state": decode(row[5]),
        "moduleFormConfigs": [],
        "rating": {},
    }


def update_user(call: Call) -> object:
    """Changes the profile; omitted members are kept."""
    body, form = call.body, _form(call)
    if form is None or body["formIdentifier"] != form.identifier:
        raise RefusedError(400, "Incorrect formIdentifier for provided config")
    login_markers = {field["marker"] for field in form.body["attributes"] if field["isLogin"]}
    changes: Document = {}
    login: str | None = None
    if "authData" in body:
        changes["password"] = tokens.hash_password(_new_password(call, form, body["authData"]))
    if "formData" in body:
        fields = [field for field in form.body["attributes"] if not field["isPassword"]]
        passwords = {field["marker"] for field in form.body["attributes"] if field["isPassword"]}
        given = auth.without_credentials(call, "updateUser", body["formData"], passwords)
        optional = [
            {**field, "validators": {**field["validators"], "requiredValidator": None}} if field["isLogin"] else field
            for field in fields
        ]
        form_data = formdata.check(optional, given, may_be_empty=given != body["formData"])
        kept = {
            lang: [entry for entry in entries if entry["marker"] not in login_markers]
            for lang, entries in form_data.items()
        }
        changes["form_data"] = dumps(kept)
        login = _new_login(call, form_data, login_markers)
    if body.get("notificationData") is not None:
        changes["notification"] = dumps(auth.notification_data(call, body["notificationData"], call.caller.identifier))
    if body.get("state") is not None:
        changes["state"] = dumps(body["state"])
    with call.store.write() as tx:
        if login is not None:
            provider = call.catalogue.providers.by_identifier[call.caller.provider]
            if codes.is_taken(tx, provider, login, by_other_than=call.caller.id):
                raise RefusedError(400, "User already exists")
            changes |= {"identifier": login, "login_key": codes.login_key(provider, login)}
        changes["updated_at"] = clock.now(tx)
        columns = ", ".join(f"{column} = ?" for column in changes)
        tx.execute(
            f"UPDATE users SET {columns}, version = version + 1 WHERE id = ?",
            (*changes.values(), call.caller.id),
        )
    return True


def archive_user(call: Call) -> object:
    """Archives the account; its login stays reserved and its orders are kept."""
    with call.store.write() as tx:
        now = clock.now(tx)
        tx.execute("UPDATE users SET archived_at = ?, updated_at = ? WHERE id = ?", (now, now, call.caller.id))
        tx.execute("DELETE FROM sign_ins WHERE user_id = ?", (call.caller.id,))
    return True


def delete_user(call: Call) -> object:
    """Deletes the account and its data; its orders are kept."""
    with call.store.write() as tx:
        for table in ("bonuses", "submissions"):
            tx.execute(f"DELETE FROM {table} WHERE user_id = ?", (call.caller.id,))
        tx.execute("DELETE FROM kept_products WHERE owner = ?", (call.caller.id,))
        tx.execute("DELETE FROM users WHERE id = ?", (call.caller.id,))
    return True


def add_fcm_token(call: Call) -> object:
    """Registers a device for push messages; repeating it has no effect."""
    with call.store.write() as tx:
        tx.execute("INSERT OR IGNORE INTO push_tokens VALUES (?, ?)", (call.caller.id, call.path["token"]))
    return True


def delete_fcm_token(call: Call) -> object:
    """Removes a device for push messages."""
    with call.store.write() as tx:
        tx.execute("DELETE FROM push_tokens WHERE user_id = ? AND token = ?", (call.caller.id, call.path["token"]))
    return True


def _form(call: Call) -> Definition | None:
    provider = call.catalogue.providers.by_identifier[call.caller.provider]
    return call.catalogue.forms.by_identifier.get(provider.body["formIdentifier"] or "")


def _new_login(call: Call, form_data: Document, markers: Collection[str]) -> str | None:
    """Returns the login that form data changes to; `None` if it stays.

    Raises:
        RefusedError: 400, it is blank, or differs between the languages: docs/api/users.md#users-update.
    """
    given = {entry["value"] for entries in form_data.values() for entry in entries if entry["marker"] in markers}
    if given <= {call.caller.identifier}:
        return None
    if len(given) > 1 or any(login is None or not login.strip() for login in given):
        raise RefusedError(400, "Login must be one value that is not blank")
    login: str = given.pop()
    return login


def _new_password(call: Call, form: Definition, entries: list[Document]) -> str:
    fields = [field for field in form.body["attributes"] if field["isPassword"]]
    passwords = [entry for entry in entries if entry["marker"] in {field["marker"] for field in fields}]
    if not passwords:
        raise RefusedError(400, "Login or password values are missed")
    formdata.check(fields, {call.lang: passwords})
    password: str = passwords[0]["value"]
    return password

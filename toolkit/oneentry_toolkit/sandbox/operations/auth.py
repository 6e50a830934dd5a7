"""Sign-up, sign-in and sign-out: providers, tokens, devices, password recovery."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Collection
from typing import Any

from ..data import clock, tokens
from ..data.catalogue import Definition, Document
from ..data.documents import decode, dumps
from ..data.store import Tx
from ..errors import RefusedError
from . import carts, codes, formdata, oauth
from .call import Call, Device

_log = logging.getLogger(__name__)
_BAD_REFRESH = "Refresh token is not valid"


def list_auth_providers(call: Call) -> object:
    """Returns all providers, disabled ones included."""
    return call.page([_provider_document(call, provider) for provider in call.catalogue.providers.all])


def get_auth_provider(call: Call) -> object:
    """Returns a provider by its marker."""
    provider = call.catalogue.providers.by_identifier.get(call.path["marker"])
    if provider is None:
        raise RefusedError(404, "Auth provider not found")
    return _provider_document(call, provider)


def sign_up(call: Call) -> object:
    """Creates an account, without signing in; it is inactive if a code has to confirm it."""
    provider, form, body = *_registration(call), call.body
    if body.get("formIdentifier") not in (None, form.identifier):
        raise RefusedError(400, "Incorrect formIdentifier for provided config")
    login, password = _credentials(call, form, body["authData"], required=True)
    form_data = _profile(call, form, body)
    notification = notification_data(call, body.get("notificationData"), login)
    stored = tokens.hash_password(password) if password else None
    by_code = provider.body["isCheckCode"]
    with call.store.write() as tx:
        now = clock.now(tx)
        if codes.is_taken(tx, provider, login):
            raise RefusedError(400, "User already exists")
        user_id = add_user(
            tx,
            provider=provider,
            login=login,
            password=stored,
            active=not by_code,
            form_data=form_data,
            notification=notification,
            locale=body["langCode"],
            groups=call.catalogue.groups_of(provider),
            now=now,
        )
        if call.guest is not None:
            carts.move(tx, call.guest, user_id)
        if by_code:
            user = codes.find_user(tx, provider, login)
            assert user is not None
            codes.issue(tx, provider, call.options, user, "user_registration")
    return {
        "id": user_id,
        "updatedDate": now,
        "createdDate": now,
        "version": 0,
        "identifier": login,
        "isActive": not by_code,
        "formData": form_data,
        "notificationData": notification,
        "locale": body["langCode"],
        "state": {},
        "rating": {},
        "deletedAt": None,
        "isDeleted": False,
        "importId": None,
        "authProviderId": provider.id,
    }


def auth(call: Call) -> object:
    """Signs in with a password or a code; replaces the device's previous sign-in."""
    for refused in ("formIdentifier", "langCode"):
        if refused in call.body:
            raise RefusedError(400, f"{refused} is not allowed")
    provider = call.provider()
    if provider.body["formIdentifier"] is None:
        raise RefusedError(400, "Auth provider has no registration form")
    form = call.catalogue.forms.by_identifier[provider.body["formIdentifier"]]
    entries = [entry for entry in call.body["authData"] if entry["marker"] != "code"]
    given = [entry["value"] for entry in call.body["authData"] if entry["marker"] == "code"]
    login, password = _credentials(call, form, entries, required=False)
    code: str | None = call.body.get("code") or (given[0] if given else None)
    with call.store.read() as tx:
        user = codes.find_user(tx, provider, login)
    # Hashing a password is slow: done outside of the transaction, which would block other requests.
    known = user is not None and tokens.password_matches(user["password"], password or "")
    verdict = codes.Verdict.WRONG
    pair: Document = {}
    with call.store.write() as tx:
        user, before = codes.find_user(tx, provider, login), user
        if user is not None and code is not None and provider.body["isCheckCode"]:
            verdict = codes.check(tx, user["id"], code)
            if verdict is codes.Verdict.RIGHT and user["is_active"]:
                codes.spend(tx, user["id"])
        elif user is not None and before is not None and known and before["password"] == user["password"]:
            verdict = codes.Verdict.RIGHT
        if verdict is codes.Verdict.RIGHT and user is not None and user["is_active"]:
            pair = sign_in(call, tx, provider, user["id"], user["identifier"], call.device)
    codes.refuse_unless_right(verdict, 401, "Unauthorized")
    if not pair:
        raise RefusedError(401, "Unauthorized")
    return pair


def refresh(call: Call) -> object:
    """Exchanges a refresh token of the same device for a new pair of tokens; the old one becomes invalid."""
    provider = call.provider()
    with call.store.write() as tx:
        row = tx.execute(
            "SELECT s.id, s.user_id, s.generation, u.identifier FROM sign_ins s JOIN users u ON u.id = s.user_id"
            " WHERE s.refresh_digest = ? AND s.provider = ? AND s.fingerprint = ? AND s.refresh_expires > ?"
            " AND u.is_active AND u.archived_at IS NULL",
            (tokens.digest(call.body["refreshToken"]), provider.identifier, call.device.fingerprint, time.time()),
        ).fetchone()
        if row is None:
            raise RefusedError(400, _BAD_REFRESH)
        sign_in_id, user_id, generation, identifier = row
        token = tokens.refresh_token()
        tx.execute(
            "UPDATE sign_ins SET refresh_digest = ?, refresh_expires = ? WHERE id = ?",
            (tokens.digest(token), time.time() + _refresh_lifetime(call, provider), sign_in_id),
        )
    return _pair(call, provider, tokens.Claims(user_id, sign_in_id, generation), identifier, token)


def logout(call: Call) -> object:
    """Ends the sign-in of a refresh token."""
    provider = call.provider()
    with call.store.write() as tx:
        ended = tx.execute(
            "DELETE FROM sign_ins WHERE refresh_digest = ? AND provider = ? AND user_id = ?",
            (tokens.digest(call.body["refreshToken"]), provider.identifier, call.caller.id),
        )
        if not ended.rowcount:
            raise RefusedError(400, _BAD_REFRESH)
    return True


def logout_all(call: Call) -> object:
    """Ends the caller's sign-ins on all devices."""
    provider = call.provider()
    with call.store.write() as tx:
        tx.execute("DELETE FROM sign_ins WHERE user_id = ? AND provider = ?", (call.caller.id, provider.identifier))
    return True


def change_password(call: Call) -> object:
    """Sets a new password with a code; ends all sign-ins of the account."""
    provider, body = call.provider(), call.body
    if body["password1"] != body["password2"]:
        raise RefusedError(400, "password1 and password2 must be equal")
    stored = tokens.hash_password(body["password1"])
    with call.store.write() as tx:
        user = codes.find_user(tx, provider, body["userIdentifier"])
        if user is None:
            raise RefusedError(400, "User not found")
        verdict = codes.check(tx, user["id"], body["code"])
        if verdict is codes.Verdict.RIGHT:
            codes.spend(tx, user["id"])
            tx.execute(
                "UPDATE users SET password = ?, updated_at = ?, version = version + 1 WHERE id = ?",
                (stored, clock.now(tx), user["id"]),
            )
            tx.execute("DELETE FROM sign_ins WHERE user_id = ?", (user["id"],))
    codes.refuse_unless_right(verdict)
    return True


def list_active_sessions(call: Call) -> object:
    """Returns the devices on which the caller is signed in."""
    provider = call.provider()
    with call.store.read() as tx:
        rows = tx.execute(
            "SELECT device_info FROM sign_ins WHERE user_id = ? AND provider = ? AND refresh_expires > ?"
            " ORDER BY refresh_expires, id",
            (call.caller.id, provider.identifier, time.time()),
        ).fetchall()
    return call.page([{"deviceInfo": decode(row[0])} for row in rows])


def oauth_sign_in(call: Call) -> object:
    """Signs in with a code of the simulated OAuth network; creates the account on first use."""
    provider, body = call.provider(), call.body
    if provider.body["type"] != "oauth":
        raise RefusedError(400, oauth.REFUSED)
    with call.store.write() as tx:
        login = oauth.redeem(tx, body["code"])
        user = codes.find_user(tx, provider, login)
        if user is None:
            if codes.is_taken(tx, provider, login):  # by an archived account, or in another spelling
                raise RefusedError(400, oauth.REFUSED)
            add_user(
                tx,
                provider=provider,
                login=login,
                password=None,
                active=True,
                form_data={call.catalogue.language: []},
                notification={"email": login, "phonePush": []},
                locale=call.catalogue.language,
                groups=call.catalogue.groups_of(provider),
                now=clock.now(tx),
            )
            user = codes.find_user(tx, provider, login)
        assert user is not None
        return sign_in(call, tx, provider, user["id"], user["identifier"], call.device)


def sign_in(call: Call, tx: Tx, provider: Definition, user_id: int, identifier: str, device: Device) -> Document:
    """Signs a device in, replacing its previous sign-in, and returns its tokens."""
    sign_in_id, token = str(uuid.uuid4()), tokens.refresh_token()
    tx.execute(
        "DELETE FROM sign_ins WHERE user_id = ? AND provider = ? AND fingerprint = ?",
        (user_id, provider.identifier, device.fingerprint),
    )
    tx.execute(
        "INSERT INTO sign_ins VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
        (
            sign_in_id,
            user_id,
            provider.identifier,
            device.fingerprint,
            dumps(device.info),
            tokens.digest(token),
            time.time() + _refresh_lifetime(call, provider),
        ),
    )
    return _pair(call, provider, tokens.Claims(user_id, sign_in_id, 0), identifier, token)


def add_user(
    tx: Tx,
    *,
    provider: Definition,
    login: str,
    password: str | None,
    active: bool,
    form_data: Document,
    notification: Document,
    locale: str,
    groups: list[int],
    now: str,
    user_id: int | None = None,
) -> int:
    """Writes a new account; with the next id unless the scenario passes one."""
    made = tx.execute(
        "INSERT INTO users (id, provider, identifier, login_key, password, is_active, form_data, notification, groups,"
        " locale, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            user_id,
            provider.identifier,
            login,
            codes.login_key(provider, login),
            password,
            int(active),
            dumps(form_data),
            dumps(notification),
            dumps(groups),
            locale,
            now,
            now,
        ),
    )
    assert made.lastrowid is not None
    return made.lastrowid


def notification_data(call: Call, given: Document | None, login: str) -> Document:
    """Returns the notification addresses; the login replaces a missing one."""
    given = given or {}
    if call.options.strict_phones:
        for member in ("phonePush", "phoneSMS"):
            if member in given:
                raise RefusedError(400, f"notificationData.{member} is not allowed")
    if given.get("phoneSMS") == "":
        raise RefusedError(400, "notificationData.phoneSMS is not allowed to be empty")
    push = given.get("phonePush") or []
    data = {"email": given.get("email") or login, "phonePush": [push] if isinstance(push, str) else push}
    if given.get("phoneSMS"):
        data["phoneSMS"] = given["phoneSMS"]
    return data


def _registration(call: Call) -> tuple[Definition, Definition]:
    provider = call.catalogue.providers.by_identifier.get(call.path["marker"])
    if provider is None or not provider.body["isActive"]:
        raise RefusedError(400, "Auth provider is not defined")
    form = call.catalogue.forms.by_identifier.get(provider.body["formIdentifier"] or "")
    if form is None:
        raise RefusedError(400, "Form of the auth provider is not defined")
    return provider, form


def _credentials(call: Call, form: Definition, entries: list[Document], *, required: bool) -> tuple[str, str | None]:
    """Returns login and password of `authData`.

    Args:
        call: The request.
        form: The provider's form, which defines their markers.
        entries: The entries of the request.
        required: Whether to validate both by the form, as sign-up does.
    """
    fields: dict[str, Any] = {
        field["marker"]: field for field in form.body["attributes"] if field["isLogin"] or field["isPassword"]
    }
    values = {entry["marker"]: entry["value"] for entry in entries}
    if required:
        formdata.check(fields.values(), {call.lang: entries}, required=fields)
    login = [values[marker] for marker, field in fields.items() if field["isLogin"] and marker in values]
    password = [values[marker] for marker, field in fields.items() if field["isPassword"] and marker in values]
    if not login:
        raise RefusedError(400, "Login or password values are missed")
    return login[0], password[0] if password else None


def profile_fields(form: Definition) -> list[Document]:
    """Returns the profile fields of a registration form."""
    return [field for field in form.body["attributes"] if not field["isLogin"] and not field["isPassword"]]


def without_credentials(call: Call, operation: str, form_data: Any, markers: Collection[str]) -> Any:
    """Returns form data without the entries of login and password; says in the log what was left out.

    Storefronts send them in `formData` as well as in `authData`: docs/api/forms.md#forms-field-flags. With the option
    `strict_credentials` they stay, and are refused like any field that does not belong there.

    Args:
        call: The request.
        operation: The operation's id, for the log.
        form_data: The form data as sent; of any shape.
        markers: The markers of the fields to leave out.
    """
    if call.options.strict_credentials or not isinstance(form_data, dict):
        return form_data
    kept, dropped = {}, []
    for locale, entries in form_data.items():
        kept[locale] = entries
        if isinstance(entries, list):
            found = [_marker(entry) for entry in entries]
            dropped += [marker for marker in found if marker in markers]
            kept[locale] = [entry for entry, marker in zip(entries, found, strict=True) if marker not in markers]
    if dropped:
        _log.warning(
            "%s: left out of formData, where it does not belong: %s. Send it in authData only.",
            operation,
            ", ".join(dict.fromkeys(dropped)),
        )
    return kept


def _marker(entry: Any) -> str:
    marker = entry.get("marker") if isinstance(entry, dict) else None
    return marker if isinstance(marker, str) else ""


def _profile(call: Call, form: Definition, body: Document) -> Document:
    fields = profile_fields(form)
    credentials = {field["marker"] for field in form.body["attributes"]} - {field["marker"] for field in fields}
    wanted = [field["marker"] for field in fields if field["isSignUpRequired"]]
    if "formData" not in body:
        # Without the member there is no section to look at: what is required is missing all the same.
        if wanted:
            raise RefusedError(400, f"required values are missing or incorrect: {wanted[0]}")
        return {body["langCode"]: []}
    form_data = without_credentials(call, "signUp", body["formData"], credentials)
    return formdata.check(fields, form_data, required=wanted, may_be_empty=True)


def _pair(call: Call, provider: Definition, claims: tokens.Claims, identifier: str, refresh: str) -> Document:
    override = call.options.access_token_ttl_s
    access = tokens.access_token(
        call.instance.keys.signing,
        claims=claims,
        provider=provider.identifier,
        identifier=identifier,
        user_agent=call.user_agent,
        lifetime_s=int(provider.body["config"]["accessTokenTtlSec"]) if override is None else override,
    )
    return {
        "userIdentifier": identifier,
        "authProviderIdentifier": provider.identifier,
        "accessToken": access,
        "refreshToken": refresh,
    }


def _refresh_lifetime(call: Call, provider: Definition) -> int:
    # Named as milliseconds, but the values of real servers only make sense as seconds.
    override = call.options.refresh_token_ttl_s
    return int(provider.body["config"]["refreshTokenTtlMc"]) if override is None else override


def _provider_document(call: Call, provider: Definition) -> Document:
    switched = {
        "accessTokenTtlSec": call.options.access_token_ttl_s,
        "refreshTokenTtlMc": call.options.refresh_token_ttl_s,
        "systemCodeTlsSec": call.options.code_ttl_s,
    }
    config = provider.body["config"] | {name: str(value) for name, value in switched.items() if value is not None}
    if call.options.provider_config == "numbers":
        config = {name: _typed(name, value) for name, value in config.items()}
    return {**provider.body, "config": config}


def _typed(name: str, value: str | None) -> object:
    """Returns a setting of a provider as live servers answer it: docs/api/auth.md#auth-provider-members."""
    if name == "systemCodeOnlyNumbers":
        return bool(value)
    return int(value) if value is not None and value.isdecimal() else value

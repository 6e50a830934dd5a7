"""Users: sign-up, sign-in, sign-out and the signed-in user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from ..errors import (
    ApiError,
    InputError,
    InvalidRequestError,
    ResponseFormatError,
    SignInExpiredError,
    SignInRejectedError,
    SignInRequiredError,
)
from ..frames.records import PROVIDERS, frame_of
from ..lists.cache import TtlCache
from ..lists.read_all import read_all, read_one
from ..secret import Secret
from ..transport.client import ApiClient
from ..transport.tokens import read_pair
from ..values.arguments import check_marker, check_text, unknown_marker
from ..values.display import Guarded, Listing, describe_part, html_card, one_line
from ..values.reader import Reader
from .formdata import Form, encode_entries
from .forms import Forms
from .registration import login_field_of, notification_data, password_field_of, register

USUAL_PROVIDER = "email"
"""The official SDK's default provider marker."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """An auth provider.

    Attributes:
        marker: textual identifier, such as ``email``.
        title: title in the shop's language.
        type: ``email``, ``phone``, ``oauth``, ...
        form: marker of the registration form; None if there is none.
        is_active: enabled in the admin panel.
        by_code: new users are activated, and may sign in, by a one-time code.
        raw: the JSON object; its ``repr`` masks secrets.
    """

    marker: str
    title: str
    type: str | None
    form: str | None
    is_active: bool
    by_code: bool
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> Provider:
        """Reads a ``Provider`` from a response."""
        marker = reader.marker()
        return cls(
            marker=marker,
            title=reader.title() or marker,
            type=reader.text("type"),
            form=reader.text("formIdentifier"),
            is_active=reader.flag("isActive") is not False,
            by_code=reader.flag("isCheckCode") is True,
            raw=Guarded.of(reader.raw),
        )

    def __repr__(self) -> str:
        return one_line("Provider", self.marker, (self.title, "" if self.is_active else "inactive"))


@dataclass(frozen=True, kw_only=True)
class User:
    """A user of the shop.

    Attributes:
        id: number of the user.
        login: login, such as the e-mail address.
        provider: marker of the auth provider; None after a sign-up on servers that send none.
        form: marker to value of the registration form's fields, without passwords.
        groups: numbers of the user groups.
        state: free JSON that belongs to the application.
        is_active: False until activated by code; None if the server does not send it.
        raw: the JSON object.
    """

    id: int
    login: str
    provider: str | None
    form: Mapping[str, Any] = field(hash=False)
    groups: tuple[Any, ...] = ()
    state: Mapping[str, Any] = field(default_factory=dict, hash=False)
    is_active: bool | None = None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> User:
        """Reads a ``User`` from a response."""
        groups, state = reader.raw.get("groups"), reader.raw.get("state")
        return cls(
            id=reader.id(),
            login=reader.text("identifier") or "",
            provider=reader.text("authProviderIdentifier"),
            form=reader.form_values(),
            groups=tuple(groups) if isinstance(groups, list) else (),
            state=state if isinstance(state, Mapping) else {},
            is_active=reader.flag("isActive"),
            raw=Guarded.of(reader.raw),
        )

    def __repr__(self) -> str:
        return one_line("User", str(self.id), (self.login, "not active yet" if self.is_active is False else ""))

    def _repr_html_(self) -> str:
        return html_card(
            f"User {self.id}",
            (("login", self.login), ("provider", self.provider), ("active", self.is_active), *self.form.items()),
        )


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """A sign-in. It holds no token.

    Attributes:
        user: the login.
        provider: marker of the auth provider.
        id: number of the user; None if the access token does not say.
    """

    user: str
    provider: str
    id: int | None = None

    def __repr__(self) -> str:
        return one_line("SignIn", self.user, (f"through {self.provider}",))


class Users:
    """``shop.users``. The sign-in belongs to the shop object: one user at a time."""

    def __init__(self, api: ApiClient, lang: str, forms: Forms, provider: str | None) -> None:
        self._api = api
        self._lang = lang
        self._forms = forms
        self._provider = provider
        self._known: TtlCache[str, tuple[Provider, ...]] = TtlCache(lambda _: tuple(self.providers()), api)

    def __repr__(self) -> str:
        return describe_part(self, "shop.users")

    def providers(self) -> Listing[Provider]:
        """Lists the auth providers of the project."""
        found, report = read_all(
            self._api,
            "list_auth_providers",
            read=Provider.read,
            by_marker=True,
            lang=self._lang,
            noun="provider",
            lang_code=self._lang,
        )
        return Listing(
            found,
            noun="provider",
            total=report.total,
            fetch=report.facts(),
            columns={
                "marker": "marker",
                "title": "title",
                "type": "type",
                "form": "form",
                "active": "is_active",
                "by code": "by_code",
            },
            frame=partial(frame_of, columns=PROVIDERS),
        )

    @property
    def signed_in(self) -> SignIn | None:
        """The current sign-in; None if there is none. Sends no request, so it does not know of a sign-out elsewhere."""
        pair = self._api.sign_ins.held()
        return None if pair is None else SignIn(user=pair.user, provider=pair.provider, id=pair.user_id)

    @property
    def expires_at(self) -> datetime | None:
        """When the access token expires, in UTC (it is then refreshed automatically); None if no user is signed in."""
        pair = self._api.sign_ins.held()
        return None if pair is None else pair.expires_at

    def sign_in(
        self,
        login: str,
        password: str | None = None,
        *,
        code: str | None = None,
        provider: str | None = None,
        login_field: str | None = None,
    ) -> SignIn:
        """Signs a user in; later requests are made as this user.

        The markers of the login and password fields are looked up in the provider's form.

        Args:
            login: the e-mail address, or another login of the provider's form.
            password: the password; omit it to sign in by ``code``.
            code: a one-time code, for providers that allow it.
            provider: marker of the auth provider; default: ``ONEENTRY_PROVIDER``, else ``email``, else the only one.
            login_field: marker of the login field, if the form has several.

        Raises:
            SignInRejectedError: the login, password or code is wrong, or the user is not active.
            InputError: an argument is missing, the provider does not exist, or the shop is a guest's.
        """
        password, code = Secret.of(password), Secret.of(code)  # no frame of a traceback shows what was typed
        self._api.check_may_sign_in()
        check_text(login, "login")
        if (password is None) == (code is None):
            raise InputError("Give a password, or a one-time code, and not both.", name="password")
        secret = check_text(password, "password") if code is None else check_text(code, "code")
        chosen = self._choose_provider(provider)
        form = self._form_of(chosen)
        entries = [{"marker": login_field_of(form, login, login_field).marker, "value": login}]
        body: dict[str, Any] = {"authData": entries}
        if code is None:
            entries.append({"marker": password_field_of(form).marker, "value": secret})
        else:
            body["code"] = secret
        try:
            answer = self._api.call("auth", chosen.marker, body=body)
        except ApiError as error:
            if error.status in (400, 401, 404) and not _is_about_the_request(error):
                raise SignInRejectedError(
                    f"Sign-in as {login} through '{chosen.marker}' was refused ({error.status}). "
                    "Check the login and the password; a new user may have to be activated first."
                ) from error
            raise
        return self._keep(answer, provider=chosen.marker, login=login, operation="auth")

    def sign_in_by_oauth(self, code: str, *, redirect_uri: str, provider: str, **extra: str) -> SignIn:
        """Signs in with a code of an OAuth network.

        Args:
            code: the code in the URL that the network redirected to.
            redirect_uri: the URL that the code was requested with.
            provider: marker of the OAuth provider.
            extra: ``client_id``, ``client_secret``, ``grant_type`` for older servers; newer ones store them.

        Raises:
            SignInRejectedError: the code was refused.
            InputError: an argument is not a text, or the shop is a guest's.
        """
        body = {"code": Secret.of(code), "redirect_uri": redirect_uri}
        body |= {name: Secret.of(value) for name, value in extra.items()}
        del code, extra  # as in sign_in
        self._api.check_may_sign_in()
        for name, value in body.items():
            check_text(value, name)
        marker = check_marker(provider, "provider")
        try:
            answer = self._api.call("oauth", marker, body=body)
        except ApiError as error:
            if error.status in (400, 401):
                raise SignInRejectedError(
                    f"Sign-in through '{marker}' was refused ({error.status}). Get a new code from the network: "
                    "a code works once, and only with the redirect_uri it was made for."
                ) from error
            raise
        return self._keep(answer, provider=marker, login=f"a user of {marker}", operation="oauth")

    def sign_out(self, *, everywhere: bool = False) -> None:
        """Ends the sign-in on the server and deletes the tokens; ``everywhere``: on all devices of the user.

        If the server cannot be reached, the tokens are kept, so that you can retry.

        Raises:
            SignInRequiredError: no user is signed in.
        """
        pair = self._api.sign_ins.newest()
        if pair is None:
            raise SignInRequiredError("No user is signed in, so there is nothing to sign out.")
        try:
            if everywhere:
                self._api.call("logout_all", pair.provider)
            else:
                # A 401 may rotate the tokens, so the refresh token is read just before it is sent.
                self._api.call("logout", pair.provider, body={"refreshToken": pair.refresh_token})
        except SignInExpiredError:
            pass  # the sign-in had already ended
        except InvalidRequestError:
            held = self._api.sign_ins.held()
            if held is None or held.refresh_token == pair.refresh_token:
                raise
            self._api.call("logout", held.provider, body={"refreshToken": held.refresh_token})
        self._api.sign_ins.forget(pair)

    def sign_up(
        self,
        login: str,
        password: str | None = None,
        *,
        form: Mapping[str, Any] | None = None,
        provider: str | None = None,
        login_field: str | None = None,
    ) -> User:
        """Registers a user, who takes over a guest's cart. It does not sign in; call ``sign_in`` afterwards.

        Each value goes where its field's flags say: credentials, notification addresses, profile
        (docs/api/forms.md#forms-field-flags).

        Args:
            login: the login.
            password: the password; a provider that signs in by code may need none.
            form: marker to value of the other fields of the provider's registration form.
            provider: marker of the auth provider; default: ``ONEENTRY_PROVIDER``, else ``email``, else the only one.
            login_field: marker of the login field, if the form has several.

        Returns:
            The new ``User``; ``is_active`` is False if a code must be confirmed first.

        Raises:
            InputError: a field is unknown or missing, or its value does not fit.
            InvalidRequestError: the server refused, for example because the login is taken. Phones that it refuses as
                addresses for messages are left out (docs/api/traps.md#trap-21).
        """
        password = Secret.of(password)  # as in sign_in
        check_text(login, "login")
        chosen = self._choose_provider(provider)
        definition = self._form_of(chosen)
        login_name = login_field_of(definition, login, login_field)
        auth_data = [{"marker": login_name.marker, "value": login}]
        if password is not None:
            check_text(password, "password")
            auth_data.append({"marker": password_field_of(definition).marker, "value": password})
        elif not chosen.by_code:
            raise InputError(f"Provider '{chosen.marker}' needs a password.", name="password")
        rest = [item for item in definition.fields if item is not login_name and not item.is_password]
        entries = encode_entries(
            definition, form, fields=rest, required=lambda item: item.required or item.is_sign_up_required
        )
        others = {item.marker for item in rest if item.is_login}
        auth_data += [
            {"marker": entry["marker"], "value": entry["value"]} for entry in entries if entry["marker"] in others
        ]
        body: dict[str, Any] = {
            "formIdentifier": definition.marker,
            "langCode": self._lang,
            "authData": auth_data,
            "notificationData": notification_data(definition, form or {}, login_name, login),
        }
        # An empty one is refused on some routes (docs/api/requests.md#requests-400), and may be left out here.
        if profile := [entry for entry in entries if entry["marker"] not in others]:
            body["formData"] = {self._lang: profile}
        answer = register(self._api, chosen.marker, body)
        return read_one(answer, User.read, operation="signUp", lang=self._lang, noun="user")

    def me(self) -> User:
        """Returns the signed-in user.

        Raises:
            SignInRequiredError: no user is signed in.
            SignInExpiredError: the sign-in has ended.
        """
        answer = self._api.call("get_user", lang_code=self._lang)
        return read_one(answer, User.read, operation="getUser", lang=self._lang, noun="user")

    def _choose_provider(self, marker: str | None) -> Provider:
        known = {one.marker: one for one in self._known[""]}
        asked = check_marker(marker, "provider") if marker is not None else self._provider
        if asked is not None:
            if asked not in known:
                raise unknown_marker("auth provider", asked, known, name="provider")
            return known[asked]
        able = {name: one for name, one in known.items() if one.is_active and one.form and one.type != "oauth"}
        if USUAL_PROVIDER in able:
            return able[USUAL_PROVIDER]
        if len(able) == 1:
            return next(iter(able.values()))
        raise InputError(
            f"The project has {len(able) or 'no'} auth providers to sign in with ({', '.join(able) or 'none'}). "
            "Choose one with provider=...",
            name="provider",
        )

    def _form_of(self, provider: Provider) -> Form:
        if provider.form is None:
            raise InputError(
                f"Provider '{provider.marker}' has no registration form, so it has no login field. Choose another.",
                name="provider",
            )
        return self._forms.known(provider.form)

    def _keep(self, answer: Any, *, provider: str, login: str, operation: str) -> SignIn:
        try:
            pair = read_pair(
                answer,
                url=self._api.url,
                provider=provider,
                user=login,
                fingerprint=self._api.device.fingerprint,
            )
        except ValueError:
            raise ResponseFormatError(
                f"{operation} answered without a token pair. Check that ONEENTRY_URL is a OneEntry project.",
                operation=operation,
            ) from None
        self._api.sign_ins.keep(pair)
        return SignIn(user=pair.user, provider=provider, id=pair.user_id)


def _is_about_the_request(error: ApiError) -> bool:
    """Whether a sign-in was refused because the request was malformed, not because of the credentials."""
    return error.status == 400 and ("x-device-metadata" in error.message or "not allowed" in error.message)

"""Sign-in by password or code, and sign-up."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets

from ..errors import InputError, SignInRequiredError
from ..resources.formdata import Form, FormField, labels_of
from ..resources.users import USUAL_PROVIDER, Provider, SignIn, User
from .parts.controls import Control, SecretControl, TextControl
from .parts.fields import control
from .parts.look import heading, link, plain, web_address
from .parts.runner import Runner
from .parts.source import signed_in_source_of
from .parts.view import View, choices, discard, field_of, input_of, row, shown

if TYPE_CHECKING:
    from ..shop import Shop

_MODES = {
    "password": ("Sign in with a password", "Sign in"),
    "code": ("Sign in with a one-time code", "Sign in"),
    "sign_up": ("Create an account", "Create account"),
    "activate": ("Confirm a new account", "Confirm account"),
    "oauth": ("Sign in with a code of the network", "Sign in"),
}
"""Mode to its title and the caption of its button."""


class SignInForm(View):
    """A form to sign in or sign up with the project's auth providers.

    Providers and fields come from the API; each value goes where its field's flags say
    (docs/api/forms.md#forms-field-flags). A typed password or code reaches Python by message and is in no
    widget state; it is gone after use.

    Args:
        shop: the shop to sign in to.
        code_event: marker of the event that sends one-time codes; the project's owner defines it.
        runner: runs the calls; default: in the background in a notebook, synchronously elsewhere.
    """

    def __init__(self, shop: Shop, *, code_event: str = "send_code", runner: Runner | None = None) -> None:
        super().__init__(runner)
        self._shop: Shop = signed_in_source_of(shop, "SignInForm")[0]
        self._code_event = code_event
        self._providers: tuple[Provider, ...] = ()
        self._form: Form | None = None
        self._form_for: str | None = None  # marker of the form's provider
        self._built: tuple[Any, ...] = ()
        self._controls: dict[str, Control] = {}
        self._secret: SecretControl | None = None
        self._kept_login = ""
        self._last_user = ""  # until signing out; the server may end a sign-in by itself
        self._title = ipywidgets.HTML()
        self._provider = input_of(ipywidgets.Dropdown(description="Account type"))
        self._mode = input_of(ipywidgets.Dropdown(description="What to do"))
        self._login_with = input_of(ipywidgets.Dropdown(description="Sign in with"))
        self._fields = field_of()
        self._fields.add_class("oe-fields")
        self._ask = self._button("Send me a code", self._send_code)
        self._submit = self._button("Sign in", self._go, main=True)
        self._leave = self._button("Sign out", self._sign_out)
        self._again = self._button("Try again", self._load)
        self._way_boxes = tuple(field_of(one) for one in (self._provider, self._mode, self._login_with))
        self._ways = row(*self._way_boxes)
        self._watch(self._provider, self._load_form)
        self._watch(self._mode, self._rebuild)
        self._watch(self._login_with, self._rebuild)
        self._lay_out(self._title, self._ways, self._fields, row(self._ask, self._submit, self._leave, self._again))
        self._load(here=True)

    @property
    def has_ended(self) -> bool:
        """Whether a sign-in has ended by itself: the user did not sign out here."""
        return self.signed_in is None and bool(self._last_user)

    @property
    def signed_in(self) -> SignIn | None:
        """The current sign-in; None if no user is signed in."""
        return self._shop.users.signed_in

    def _headline(self) -> str:
        who = self.signed_in
        if who is not None:
            return f"SignInForm: signed in as {who.user}"
        return f"SignInForm: {_MODES[self._mode.value][0]}" if self._mode.value else "SignInForm: not loaded"

    def _body(self) -> Sequence[str]:
        if self.signed_in is not None:
            return ()
        return [one.line() for one in self._all_controls()]

    def _standing(self) -> tuple[str, str]:
        who = self.signed_in
        if who is not None:
            return "done", f"You are signed in as {who.user}."
        if self._last_user:
            return "error", f"The sign-in of {self._last_user} has ended. Sign in again to go on."
        if not self._providers:
            return "empty", "The project has no active way to sign in. Switch one on in its admin panel."
        return ("", "")

    # Look-ups.

    def _load(self, *, here: bool = False) -> None:
        def look() -> tuple[tuple[Provider, ...], Form | None]:
            found = [one for one in self._shop.users.providers() if one.is_active]
            usual = [one for one in found if one.form and one.type != "oauth"]
            # The shop's default provider comes first.
            usual.sort(key=lambda one: one.marker != USUAL_PROVIDER)
            ordered = (*usual, *(one for one in found if one not in usual))
            return ordered, self._form_of(ordered[0]) if ordered else None

        def loaded(answer: tuple[tuple[Provider, ...], Form | None]) -> None:
            self._providers, self._form = answer
            self._form_for = self._providers[0].marker if self._providers else None

        self._act("Looking up how to sign in…", look, loaded, here=here)

    def _load_form(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._remember_login()

            def look() -> None:
                self._form_for, self._form = chosen.marker, None
                self._form = self._form_of(chosen)

            self._act("Looking up what is asked…", look)

    def refresh(self) -> None:
        """Renders the current state again; looks up the form if the provider or mode has changed."""
        super().refresh()
        # An arrow key changes a dropdown twice before it is disabled.
        if not self.busy and not self._closed and not self._is_current():
            self._load_form()

    def _is_current(self) -> bool:
        chosen = self._chosen()
        return chosen is None or chosen.marker == self._form_for

    def _form_of(self, provider: Provider) -> Form | None:
        return None if provider.form is None else self._shop.forms.known(provider.form)

    def _chosen(self) -> Provider | None:
        marker = self._provider.value or (self._providers[0].marker if self._providers else None)
        return next((one for one in self._providers if one.marker == marker), None)

    def _modes(self) -> list[str]:
        provider = self._chosen()
        if provider is None:
            return []
        if self._form is None:
            return ["oauth"] if provider.type == "oauth" else []
        modes = ["password"] if any(one.is_password for one in self._form) else []
        if provider.by_code:
            modes += ["code", "sign_up", "activate"]
        else:
            modes += ["sign_up"]
        return modes

    # Rendering.

    def _render(self) -> None:
        who = self.signed_in
        self._last_user = self._last_user if who is None else who.user
        offer = who is None and bool(self._providers)
        self._title.value = heading("Sign in" if who is None else "Signed in")
        self._set_options(self._provider, choices((one.marker, one.title) for one in self._providers))
        modes, logins = self._modes(), self._login_fields()
        if self._is_current() and not self.busy:
            self._set_options(self._mode, [(_MODES[mode][0], mode) for mode in modes])
            self._set_options(self._login_with, choices((one.marker, one.title) for one in logins))
            self._build()
        mode = self._mode.value
        shown(self._ways, offer)
        several = (len(self._providers) > 1, len(modes) > 1, len(logins) > 1 and mode != "oauth")
        for box, on in zip(self._way_boxes, several, strict=True):
            shown(box, on)
        shown(self._fields, offer)
        shown(self._ask, offer and mode in ("code", "activate"))
        shown(self._submit, offer and bool(modes))
        shown(self._leave, who is not None)
        shown(self._again, who is None and not self._providers)
        self._submit.description = _MODES[mode][1] if mode else "Sign in"
        for one in (self._provider, self._mode, self._login_with, self._ask, self._submit, self._leave, self._again):
            one.disabled = self.busy
        self._submit.disabled = self._submit.disabled or not (offer and modes)
        self._leave.disabled = self._leave.disabled or who is None
        for shown_field in self._all_controls():
            shown_field.enable(not self.busy)

    def _set_options(self, dropdown: Any, options: list[tuple[str, str]]) -> None:
        if tuple(dropdown.options) != tuple(options):
            before = dropdown.value
            dropdown.options = options
            values = [value for _, value in options]
            dropdown.value = before if before in values else values[0] if values else None

    def _rebuild(self) -> None:
        self._remember_login()
        self._say("")
        self.refresh()

    def _build(self) -> None:
        """Creates controls for a new form, mode or login field; the old secrets are deleted."""
        wanted = (self._form, self._chosen(), self._mode.value, self._login_with.value)
        if self._built == wanted or self.signed_in is not None:
            return
        self._built = wanted
        old = self._all_controls()
        self._controls, self._secret = {}, None
        mode = self._mode.value
        if mode == "oauth":
            redirect = FormField(marker="redirect_uri", type="string", title="Address that you were sent back to")
            self._controls = {redirect.marker: TextControl(redirect)}
            self._secret = _secret("Code in that address", "off", self._enter)
        elif mode is not None and self._form is not None:
            login = next((one for one in self._login_fields() if one.marker == self._login_with.value), None)
            rest = _sign_up_fields(self._form, login) if mode == "sign_up" else []
            labels = labels_of(self._form)
            made = [
                control(replace(one, title=labels[one.marker])) for one in ([login] if login is not None else []) + rest
            ]
            self._controls = {one.field.marker: one for one in made if one is not None}
            if login is not None and login.marker in self._controls:
                self._controls[login.marker].show(self._kept_login or None)
            self._secret = self._secret_of(self._form, mode)
        parts: list[Any] = [one.box for one in self._all_controls()]
        if mode == "oauth":
            parts.insert(0, ipywidgets.HTML(_network_link(self._chosen())))
        self._fields.children = (*parts, ipywidgets.HTML(plain("* must be filled in"))) if parts else ()
        discard([one.box for one in old])

    def _secret_of(self, form: Form, mode: str) -> SecretControl | None:
        if mode in ("code", "activate"):
            return _secret("One-time code", "one-time-code", self._enter)
        field = next((one for one in form if one.is_password), None)
        if field is None:
            return None
        if mode == "sign_up":
            return SecretControl(field, autocomplete="new-password", entered=self._enter)
        return _secret(field.title, "current-password", self._enter)

    def _login_fields(self) -> list[FormField]:
        return [one for one in self._form or () if one.is_login]

    def _all_controls(self) -> list[Control]:
        return [*self._controls.values(), *([self._secret] if self._secret is not None else [])]

    def _remember_login(self) -> None:
        for one in self._controls.values():
            if one.field.is_login:
                self._kept_login = str(one.value() or "")

    # Actions of the buttons.

    def _enter(self) -> None:
        """Handles the Enter key in the secret field."""
        self._submit.click()

    def _go(self) -> None:
        # Taken first, so that the field is emptied even if the call fails.
        secret = self._secret.secret.take() if self._secret is not None else ""
        provider, mode = self._chosen(), self._mode.value
        if provider is None or not mode or not self._is_complete(secret):
            self.refresh()
            return
        values = {marker: one.value() for marker, one in self._controls.items()}
        if mode == "oauth":
            redirect = values["redirect_uri"]
            self._act(
                "Signing in…",
                self._tried(
                    lambda: self._shop.users.sign_in_by_oauth(secret, redirect_uri=redirect, provider=provider.marker)
                ),
                self._greet,
            )
            return
        field = self._login_with.value
        login = values.pop(field, None) or ""
        if mode == "sign_up":
            self._act(
                "Creating the account…",
                self._tried(lambda: self._sign_up(provider, login, secret, field, values)),
                self._after_sign_up,
            )
        elif mode == "activate":
            self._act(
                "Confirming the account…", self._tried(lambda: self._activate(provider, login, secret)), self._ready
            )
        else:
            given = {"code": secret} if mode == "code" else {"password": secret}
            self._act(
                "Signing in…",
                self._tried(
                    lambda: self._shop.users.sign_in(login, **given, provider=provider.marker, login_field=field)
                ),
                self._greet,
            )

    def _tried(self, call: Callable[[], Any]) -> Callable[[], Any]:
        """Wraps a call: an error about a field is also shown at the field."""

        def tried() -> Any:
            try:
                return call()
            except InputError as error:
                if error.name in self._controls:
                    self._controls[error.name].complain(str(error))
                raise

        return tried

    def _is_complete(self, secret: str) -> bool:
        """Shows an error at each missing field; the server checks the rest."""
        complete = True
        for one in self._all_controls():
            try:
                empty = not secret if one is self._secret else one.value() is None
                wrong = f"{one.field.title} is missing." if empty and self._is_needed(one) else ""
            except InputError as error:
                wrong = str(error)
            one.complain(wrong)
            complete = complete and not wrong
        if not complete:
            self._say("Please fill in what is missing. A password or code has to be typed again.", "error")
        return complete

    def _is_needed(self, one: Control) -> bool:
        field = one.field
        return (
            one is self._secret
            or self._mode.value == "oauth"
            or field.is_login
            or field.required
            or (field.is_sign_up_required)
        )

    def _sign_up(
        self, provider: Provider, login: str, password: str, field: str, values: dict[str, Any]
    ) -> User | SignIn:
        users = self._shop.users
        form = {marker: value for marker, value in values.items() if value is not None}
        user = users.sign_up(login, password or None, form=form, provider=provider.marker, login_field=field)
        if user.is_active is False or not password:
            return user
        return users.sign_in(login, password, provider=provider.marker, login_field=field)

    def _after_sign_up(self, made: User | SignIn) -> None:
        if isinstance(made, SignIn):
            self._greet(made)
            return
        self._kept_login = made.login
        self._mode.value = "activate" if "activate" in self._modes() else self._modes()[0]
        self._say(f"The account {made.login} was created. Confirm it with the code that was sent to you.", "done")

    def _activate(self, provider: Provider, login: str, code: str) -> Any:
        body = {"userIdentifier": login, "code": code}
        return self._shop.api.activate_user(provider.marker, body=body)

    def _ready(self, _answer: Any) -> None:
        self._remember_login()
        self._mode.value = self._modes()[0]
        self._say("The account is confirmed. Sign in now.", "done")

    def _send_code(self) -> None:
        provider = self._chosen()
        one = self._controls.get(self._login_with.value or "")
        login = one.value() if one is not None else None
        if provider is None or one is None or not login:
            if one is not None:
                one.complain(f"{one.field.title} is missing.")
            self._say("Enter the login that the code is for first.", "error")
            self.refresh()
            return
        one.complain("")
        body = {"userIdentifier": login, "eventIdentifier": self._code_event}
        self._act(
            "Asking for a code…",
            lambda: self._shop.api.generate_code(provider.marker, body=body),
            lambda _answer: self._say(f"A code was sent to {login}. Type it in here.", "done"),
        )

    def _greet(self, _who: SignIn) -> None:
        self._forget()

    def _sign_out(self) -> None:
        def sign_out() -> None:
            with contextlib.suppress(SignInRequiredError):  # it had ended
                self._shop.users.sign_out()

        def done(_none: None) -> None:
            self._last_user = ""
            self._say("Signed out.", "done")

        self._act("Signing out…", sign_out, done)

    def _forget(self) -> None:
        """Clears the input after a sign-in."""
        for one in self._all_controls():
            one.complain("")
        if self._secret is not None:
            self._secret.secret.clear()


def _secret(title: str, autocomplete: str, entered: Callable[[], None]) -> SecretControl:
    field = FormField(marker="secret", type="string", title=title, required=True)
    return SecretControl(field, autocomplete=autocomplete, entered=entered)


def _network_link(provider: Provider | None) -> str:
    """Returns a link to the network's sign-in page; empty if the project has none."""
    config = provider.raw.get("config") if provider is not None else None
    address = web_address(config.get("oauthAuthUrl")) if isinstance(config, Mapping) else None
    return link(address, f"Open {provider.title}") if address and provider is not None else ""


def _sign_up_fields(form: Form, login: FormField | None) -> list[FormField]:
    """Returns the fields of a sign-up other than login and password: the flagged ones, or all if none is."""
    rest = [one for one in form if one is not login and not one.is_password]
    marked = [one for one in rest if one.raw.get("isSignUp") or one.required or one.is_sign_up_required]
    return marked if any(one.raw.get("isSignUp") for one in form) else rest

"""Signing in and up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import InlineRunner, SignInForm

from .conftest import PASSWORD, USER


def shown(widget: Any) -> bool:
    return widget.layout.display != "none"


def fill(form: SignInForm, secret: str = "", **values: str) -> None:
    for marker, value in values.items():
        form._controls[marker].inputs[0].value = value
    if secret:
        form._secret.secret.type(secret)  # type: ignore[union-attr]


MODES = [  # provider, mode: the fields, what password managers are told, the button, whether codes can be sent
    ("email", "password", ["email_reg"], "current-password", "Sign in", False),
    ("email", "sign_up", ["email_reg", "name_reg", "phone_reg"], "new-password", "Create account", False),
    ("email_code", "code", ["email_code"], "one-time-code", "Sign in", True),
    ("email_code", "sign_up", ["email_code", "name_reg"], None, "Create account", False),
    ("email_code", "activate", ["email_code"], "one-time-code", "Confirm account", True),
    ("google", "oauth", ["redirect_uri"], "off", "Sign in", False),
]


@pytest.mark.parametrize(("provider", "mode", "fields", "autocomplete", "button", "codes"), MODES)
def test_what_each_mode_asks_for(
    guest: oe.Shop, runner: InlineRunner, provider: str, mode: str, fields: list[str], autocomplete: str | None,
    button: str, codes: bool,
) -> None:  # fmt: skip
    """From the provider and its form; inactive providers are not offered."""
    form = SignInForm(guest, runner=runner)
    assert [value for _, value in form._provider.options] == ["email", "email_code", "google"]
    form._provider.value = provider
    if mode != form._mode.value:
        form._mode.value = mode
    assert list(form._controls) == fields
    assert (form._secret.secret.autocomplete if form._secret else None) == autocomplete
    assert form._submit.description == button
    assert not form._submit.disabled
    assert shown(form._ask) == codes
    assert not shown(form._leave)


def test_signing_in_and_out(guest: oe.Shop, runner: InlineRunner) -> None:
    form, told = SignInForm(guest, runner=runner), []
    form.on_change(lambda: told.append(form.signed_in is not None))
    assert repr(form) == "<SignInForm: Sign in with a password>"
    assert form.text() == "SignInForm: Sign in with a password\nE-mail *: (empty)\nPassword *: (empty)"
    fill(form, PASSWORD, email_reg=USER)
    assert "Password *: (typed)" in form.text()
    form._submit.click()
    assert guest.users.signed_in is not None
    assert form.text() == f"SignInForm: signed in as {USER}\nYou are signed in as {USER}."
    assert (shown(form._fields), shown(form._submit), shown(form._leave)) == (False, False, True)
    assert form._submit.disabled
    form._leave.click()
    assert guest.users.signed_in is None
    assert shown(form._fields) and form.message == "Signed out."
    assert told == [True, False]


def test_enter_signs_in(guest: oe.Shop, runner: InlineRunner) -> None:
    form = SignInForm(guest, runner=runner)
    fill(form, email_reg=USER)
    said = {"kind": "entered", "value": PASSWORD, "cleared": 0}
    form._secret.secret._handle_custom_msg(said, [])  # type: ignore[union-attr]
    assert form.signed_in is not None


def test_a_wrong_password(guest: oe.Shop, runner: InlineRunner) -> None:
    """Said as an alert; the field is empty again."""
    form = SignInForm(guest, runner=runner)
    fill(form, "wrong", email_reg=USER)
    form._submit.click()
    assert "was refused (401)" in form.message
    assert not form._secret.secret.is_filled  # type: ignore[union-attr]
    assert not form._submit.disabled


def test_what_is_missing_is_said_beside_the_field(guest: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """And nothing is sent."""
    form = SignInForm(guest, runner=runner)
    before = sandbox.stats()
    form._submit.click()
    assert form._controls["email_reg"].complaint == "E-mail is missing."
    assert form._secret.secret.problem == "Password is missing."  # type: ignore[union-attr]
    assert sandbox.stats() == before
    fill(form, PASSWORD, email_reg=USER)
    form._submit.click()
    assert form.signed_in is not None


def test_somebody_is_signed_in_already(shop: oe.Shop, runner: InlineRunner) -> None:
    assert repr(SignInForm(shop, runner=runner)) == f"<SignInForm: signed in as {USER}>"


def test_by_code(guest: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    form = SignInForm(guest, runner=runner)
    form._provider.value = "email_code"
    form._ask.click()
    assert form.message == "Enter the login that the code is for first."
    fill(form, email_code="visitor@your-instance.example")
    form._ask.click()
    assert form.message == "A code was sent to visitor@your-instance.example. Type it in here."
    fill(form, sandbox.outbox()[-1]["code"])
    form._submit.click()
    assert form.signed_in is not None


def test_an_event_that_does_not_exist(guest: oe.Shop, runner: InlineRunner) -> None:
    """Events are project data; the server says so."""
    form = SignInForm(guest, code_event="nothing", runner=runner)
    form._provider.value = "email_code"
    fill(form, email_code="visitor@your-instance.example")
    form._ask.click()
    assert 'Event "nothing"' in form.message


def test_a_new_account_with_a_code(guest: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """Created, then confirmed with the code that was sent."""
    form = SignInForm(guest, runner=runner)
    form._provider.value = "email_code"
    form._mode.value = "sign_up"
    form._submit.click()
    assert form._controls["email_code"].complaint == "E-mail is missing."
    fill(form, email_code="ada@example.com", name_reg="Ada")
    form._submit.click()
    assert form._mode.value == "activate"
    assert form._controls["email_code"].value() == "ada@example.com"
    fill(form, sandbox.outbox()[-1]["code"])
    form._submit.click()
    assert (form._mode.value, form.message) == ("code", "The account is confirmed. Sign in now.")


def test_through_a_network(guest: oe.Shop, runner: InlineRunner) -> None:
    form = SignInForm(guest, runner=runner)
    form._provider.value = "google"
    fill(form, "pretend:ada@example.com", redirect_uri="http://localhost:3000")
    form._submit.click()
    assert form.signed_in is not None and form.signed_in.provider == "google"


def test_a_taken_login(guest: oe.Shop, runner: InlineRunner) -> None:
    form = SignInForm(guest, runner=runner)
    form._mode.value = "sign_up"
    fill(form, "secret-77", email_reg=USER, name_reg="Ada")
    form._submit.click()
    assert "refused" in form.message and form.signed_in is None


@pytest.mark.slow
def test_the_server_cannot_be_reached(runner: InlineRunner) -> None:
    """The form says so and offers to try again; when the server is there, it goes on."""
    with oe.Sandbox() as server, oe.connect(url=server.url, app_token=server.app_token) as shop:
        server.add_fault(operation="listAuthProviders", times=20, status=503)
        form = SignInForm(shop, runner=runner)
        assert "503" in form.message
        assert shown(form._again) and not shown(form._submit) and form._submit.disabled
        server.clear_faults()
        form._again.click()
        assert not shown(form._again) and not form._submit.disabled


def test_a_second_choice_while_the_first_is_looked_up(guest: oe.Shop) -> None:
    """An arrow key goes through a dropdown faster than forms are looked up: the last choice counts."""

    class Later(InlineRunner):
        jobs: ClassVar[list[Callable[[], None]]] = []

        def start(self, job: Callable[[], None]) -> None:
            self.jobs.append(job)

    runner = Later()
    form = SignInForm(guest, runner=runner)
    modes = form._mode.options
    form._provider.value = "email_code"
    form._provider.value = "email"
    while runner.jobs:
        runner.jobs.pop(0)()
    assert form._mode.options == modes and form._mode.value == "password"
    assert not form.busy and form._secret is not None and runner.failures == []

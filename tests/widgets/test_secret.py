"""No secret in a notebook."""

from __future__ import annotations

import pytest
from ipywidgets.embed import dependency_state

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import CheckoutApp, InlineRunner, SignInForm
from oneentry_toolkit.widgets.parts.secret import SecretField

from .conftest import PASSWORD, USER, manager_state

SECRET = "correct-horse-battery"


def test_a_typed_value_is_in_no_state() -> None:
    """Neither while it is there nor afterwards; nor in the repr."""
    field = SecretField(label="Password")
    field.type(SECRET)
    assert field.is_filled
    assert SECRET not in manager_state() + repr(field) + str(vars(field).get("_trait_values"))
    assert field.take() == SECRET
    assert (field.take(), field.is_filled) == ("", False)
    assert SECRET not in manager_state() + str(vars(field))


def say(field: SecretField, kind: str, value: object = SECRET, *, cleared: int | None = None) -> None:
    """What the page sends."""
    field._handle_custom_msg(
        {"kind": kind, "value": value, "cleared": field.cleared if cleared is None else cleared}, []
    )


def test_the_page_is_told_to_empty_the_field() -> None:
    """By a number that says nothing of the value, and that a page which comes later knows too."""
    field = SecretField()
    field.type(SECRET)
    field.take()
    assert field.get_state()["cleared"] == 1


def test_what_the_page_may_say() -> None:
    """Keys, leaving and Enter; anything else is ignored."""
    heard: list[str] = []
    field = SecretField(
        typed=lambda: heard.append("typed"), left=lambda: heard.append("left"), entered=lambda: heard.append("entered")
    )
    say(field, "typed", "corr")
    say(field, "typed")
    assert field.peek() == SECRET
    say(field, "left")
    say(field, "entered", "other")
    assert heard == ["typed", "typed", "left", "typed", "left", "entered"]
    assert (field.take(), heard.clear()) == ("other", None)
    for content in ("text", {"kind": "typed"}, {"kind": "typed", "value": SECRET}, {"value": SECRET}, None):
        field._handle_custom_msg(content, [])
    say(field, "typed", 5)
    say(field, "spoken")
    assert (field.is_filled, heard) == (False, [])


def test_a_key_that_crosses_the_emptying() -> None:
    """Was typed into what the page empties: Python does not have it either."""
    field = SecretField()
    say(field, "typed", "secre")
    field.take()
    say(field, "typed", "secret", cleared=0)
    assert not field.is_filled
    say(field, "typed", "t")
    assert field.peek() == "t"


def test_a_new_page_shows_nothing() -> None:
    """So what was typed in the one before is gone; a page that comes first changes nothing."""
    field = SecretField()
    say(field, "empty", None)
    assert field.cleared == 0
    field.type(SECRET)
    say(field, "empty", None)
    assert (field.is_filled, field.cleared) == (False, 1)


def test_while_disabled() -> None:
    """Enter does nothing; a key that was on its way counts, because the page shows it."""
    heard: list[str] = []
    field = SecretField(typed=lambda: heard.append("typed"), entered=lambda: heard.append("entered"), disabled=True)
    say(field, "typed")
    say(field, "entered")
    assert (field.peek(), heard) == (SECRET, [])


def test_closing_forgets() -> None:
    field = SecretField()
    field.type(SECRET)
    field.close()
    assert not field.is_filled


def test_the_script_is_all_there() -> None:
    """Nothing is loaded from elsewhere; the label is joined to the input; emptying makes a new input."""
    script = SecretField()._esm
    assert "http" not in script and "import" not in script
    assert (
        'addEventListener("input"' in script
        and "htmlFor: id" in script
        and "replaceWith" in script
        and "aria-invalid" in script
    )


@pytest.mark.parametrize("password", [PASSWORD, SECRET])
def test_after_signing_in(guest: oe.Shop, runner: InlineRunner, password: str) -> None:
    """Right or wrong: no password, no token in any widget's state, text or repr."""
    form = SignInForm(guest, runner=runner)
    form._controls["email_reg"].inputs[0].value = USER
    form._secret.secret.type(password)  # type: ignore[union-attr]
    assert password not in manager_state()
    form._submit.click()
    assert (form.signed_in is not None) == (password == PASSWORD)
    seen = manager_state() + str(dependency_state([form])) + form.text() + repr(form)
    assert password not in seen and "eyJ" not in seen
    assert form._secret is None or not form._secret.secret.is_filled


def test_the_whole_app(guest: oe.Shop, runner: InlineRunner) -> None:
    app = CheckoutApp(guest, runner=runner)
    form = app._sign_in
    form._controls["email_reg"].inputs[0].value = USER
    form._secret.secret.type(PASSWORD)  # type: ignore[union-attr]
    form._submit.click()
    assert app.flow is not None
    app._look.click()
    seen = manager_state() + app.text()
    pair = guest._api.sign_ins.held()
    assert pair is not None
    for secret in (PASSWORD, pair.access_token, pair.refresh_token):
        assert secret not in seen


def test_signing_up_leaves_nothing(guest: oe.Shop, runner: InlineRunner) -> None:
    """The new password goes to the server, and nowhere else."""
    form = SignInForm(guest, runner=runner)
    form._mode.value = "sign_up"
    values = {"email_reg": "ada@example.com", "name_reg": "Ada", "phone_reg": ""}
    for marker, value in values.items():
        form._controls[marker].inputs[0].value = value
    form._secret.secret.type(SECRET)  # type: ignore[union-attr]
    form._submit.click()
    assert form.signed_in is not None and form.signed_in.user == "ada@example.com"
    assert SECRET not in manager_state() + form.text()
    assert '"_model_name": "PasswordModel"' not in manager_state()

"""No secret in a notebook."""

from __future__ import annotations

import pytest
from ipywidgets.embed import dependency_state

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import CheckoutApp, InlineRunner, SignInForm
from oneentry_toolkit.widgets._secret import SecretField

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


def test_the_page_is_told_to_empty_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a message, since there is no trait that could say it."""
    sent: list[object] = []
    monkeypatch.setattr(SecretField, "send", lambda _self, content, **_: sent.append(content))
    field = SecretField()
    field.type(SECRET)
    field.take()
    assert sent == [{"clear": True}]


def test_what_the_page_may_say() -> None:
    """Typed values and Enter; anything else, and everything while disabled, is ignored."""
    entered: list[str] = []
    field = SecretField(entered=lambda: entered.append("entered"), typed=lambda: entered.append("typed"))
    field._handle_custom_msg({"kind": "entered", "value": SECRET}, [])
    assert (entered, field.take()) == (["typed", "entered"], SECRET)
    for content in ("text", {"kind": "typed"}, {"kind": "typed", "value": 5}, None):
        field._handle_custom_msg(content, [])
    assert not field.is_filled
    field.disabled = True
    field.type(SECRET)
    assert not field.is_filled


def test_closing_forgets() -> None:
    field = SecretField()
    field.type(SECRET)
    field.close()
    assert not field.is_filled


def test_the_script_is_all_there() -> None:
    """Nothing is loaded from elsewhere; the label is joined to the input; emptying makes a new input."""
    script = SecretField()._esm
    assert "http" not in script and "import" not in script
    assert "htmlFor: id" in script and "replaceWith" in script and "aria-invalid" in script


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
    pair = guest._wire.sign_ins.held()
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

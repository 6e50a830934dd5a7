"""Secrets are masked wherever a value is shown, copies and other libraries' printers included."""

from __future__ import annotations

import copy
import io
import json
import pickle
import pprint
import reprlib
from collections.abc import Callable
from typing import Any

import pytest
from IPython.lib.pretty import pretty
from rich.console import Console
from rich.pretty import Pretty, pretty_repr

from oneentry_toolkit.resources.raw import RawApi
from oneentry_toolkit.secret import Secret, hide, is_secret_name, secrets_in
from oneentry_toolkit.transport.messages import encode
from oneentry_toolkit.values.display import Guarded

KEY = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
ANSWER = {
    "id": 1,
    "settings": {"signingSecretKey": KEY, "status": "connected"},
    "payments": [{"credentials": {"user": KEY, "nested": [KEY]}}, {"api_key": KEY}],
    "authData": [{"marker": "email", "value": KEY}],
    "title": "Card",
}
SECRET_NAMES = (
    "privateKey signing_key api_key access_key passphrase pwd credentials jwt bearer pin PIN cardPin pin_code "
    "signingSecretKey apiKey newPassword refreshToken x-api-key PRIVATE_KEY Authorization session-cookie"
)
PLAIN_NAMES = (
    "shipping spinner pinned opinion publicKey keyword access accessibility private signature api title pinboard "
    "forbearer credentialing monkey_api"
)

PRINTERS: dict[str, Callable[[Any], str]] = {
    "repr": repr,
    "str": str,
    "format": lambda value: f"{value}",
    "IPython": pretty,
    "pprint": pprint.pformat,
    "reprlib": reprlib.repr,
    "rich": pretty_repr,
    "rich, cut": lambda value: pretty_repr(value, max_string=8),
    "rich's console": lambda value: _console(value),
}
COPIES: dict[str, Callable[[Guarded], Any]] = {
    "itself": lambda raw: raw,
    "copy": lambda raw: raw.copy(),
    "dict": dict,
    "union": lambda raw: raw | {},
    "union the other way": lambda raw: {} | raw,
    "deepcopy": copy.deepcopy,
    "pickle": lambda raw: pickle.loads(pickle.dumps(raw)),
    "unpacked": lambda raw: {**raw},
    "a list in it": lambda raw: raw["payments"],
    "a member of the list": lambda raw: raw["payments"][0],
    "an entry of authData": lambda raw: raw["authData"][0],
    "its items": lambda raw: list(raw.items()),
    "a member's member": lambda raw: dict(raw["payments"][0])["credentials"],
}


def _console(value: Any) -> str:
    out = io.StringIO()
    Console(file=out, width=200).print(Pretty(value))
    return out.getvalue()


@pytest.mark.parametrize("printer", PRINTERS)
@pytest.mark.parametrize("made", COPIES)
def test_what_is_made_of_a_raw_object_masks_its_secrets(made: str, printer: str) -> None:
    text = PRINTERS[printer](COPIES[made](Guarded.of(ANSWER)))
    assert KEY not in text and KEY[:8] not in text
    assert "***" in text or printer == "reprlib", "which leaves out what is nested"


def test_a_secret_is_a_text_in_every_other_way() -> None:
    raw = Guarded.of(ANSWER)
    assert raw == ANSWER
    assert json.loads(json.dumps(raw)) == ANSWER
    assert str(raw["settings"]["signingSecretKey"]) == f"{raw['settings']['signingSecretKey']}" == KEY
    assert Secret(KEY) == KEY and hash(Secret(KEY)) == hash(KEY)
    assert encode({"password": Secret('a"ä')}) == b'{"password":"a\\"\xc3\xa4"}'
    with pytest.raises(TypeError):
        encode({"x": object()})


@pytest.mark.parametrize("name", SECRET_NAMES.split())
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)
    assert KEY not in repr(dict(Guarded.of({name: KEY}))) + repr(Guarded.of({name: 123456}))
    assert "123456" not in repr(Guarded.of({name: 123456}))


@pytest.mark.parametrize("name", PLAIN_NAMES.split())
def test_names_of_no_secrets(name: str) -> None:
    assert not is_secret_name(name)
    assert KEY in repr(Guarded.of({name: KEY}))


def test_a_code_is_one_in_requests_only() -> None:
    assert secrets_in(hide({"code": "123456"}, code=True)) == ("123456",)
    assert secrets_in(hide({"code": "SPRING"})) == ()


def test_a_value_nested_deeply_is_hidden() -> None:
    value: Any = {"password": KEY}
    for _ in range(5000):
        value = [value]
    assert secrets_in(hide(value)) == (KEY,)


@pytest.mark.parametrize("printer", PRINTERS)
def test_generated_models_mask_secrets(printer: str) -> None:
    """Those that the user made, and what ``to_dict`` gives of an answer."""
    from oneentry_client.models import AuthDataEntry, AuthInput, ChangePasswordInput, RefreshTokenInput
    from oneentry_toolkit.resources.raw import _mask_models
    from oneentry_toolkit.transport.operations import ENDPOINTS

    _mask_models()
    models = [
        AuthInput(auth_data=[AuthDataEntry(marker="password", value=KEY)], code=KEY),
        RefreshTokenInput(refresh_token=KEY),
        ChangePasswordInput(
            user_identifier="ann", event_identifier="e", code=KEY, type_=1, password1=KEY, password2=KEY
        ),
    ]
    account = {"id": 1, "identifier": "stripe", "type": "stripe", "settings": {"signingSecretKey": KEY}}
    answer = ENDPOINTS["get_payment_account"].parse(json.dumps(account).encode())
    for shown in (*models, models, answer, answer.to_dict(), copy.deepcopy(answer).to_dict()):
        text = PRINTERS[printer](shown)
        assert KEY not in text and KEY[:8] not in text


def test_arguments_of_the_raw_api_are_hidden_from_the_first_frame_on() -> None:
    """A body of plain values, of models and of lists; what does not fit is left for the error that says so."""
    from oneentry_client.models import RefreshTokenInput
    from oneentry_toolkit.resources.raw import _hidden

    assert secrets_in(_hidden("body", {"password1": KEY, "code": KEY})) == (KEY, KEY)
    assert secrets_in(_hidden("body", RefreshTokenInput(refresh_token=KEY))) == (KEY,)
    assert secrets_in(_hidden("body", [RefreshTokenInput(refresh_token=KEY)])) == (KEY,)
    assert isinstance(_hidden("token", KEY), Secret)
    assert _hidden("body", 3) == 3 and _hidden("marker", "email") == "email"
    assert RawApi.change_password.__doc__

"""Stores that several processes share, and those that ``connect(keep=...)`` names."""

from __future__ import annotations

import dataclasses
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import FileTokens, InputError, SettingsError
from oneentry_toolkit.transport.keeping import KeyringTokens, store_of
from oneentry_toolkit.transport.kept_tokens import KeptTokens, LockedElsewhereError
from oneentry_toolkit.transport.sign_in import SignIns
from oneentry_toolkit.transport.tokens import TokenPair

from .conftest import PAIR

RENEWED = dataclasses.replace(PAIR, access_token="access-token-2", refresh_token="refresh-token-2")
OTHER = dataclasses.replace(PAIR, user="bob@example.com", fingerprint="UQ_2")
VOILA = (
    "Voila runs this notebook for its visitors, and a sign-in that is kept is one person's: every visitor would be "
    "signed in as that person. Leave out keep= and tokens=, so that each visitor signs in, which is forgotten when the "
    "page is closed."
)


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory; with ``broken``, one that fails as backends do."""

    priority = 1  # type: ignore[assignment]
    broken = False
    forgets = False

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise RuntimeError("the bus is gone")
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise keyring.errors.PasswordSetError(f"cannot store {password}")
        if not self.forgets:
            self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(params=["file", "keyring"])
def stores(request: pytest.FixtureRequest, ring: Ring) -> tuple[KeptTokens, KeptTokens]:
    """Two stores on one place, as two processes have them."""
    made = [store_of(request.param, PAIR.url) for _ in range(2)]
    assert isinstance(made[0], KeptTokens) and isinstance(made[1], KeptTokens)
    return made[0], made[1]


def never(pair: TokenPair) -> TokenPair:
    raise AssertionError("no refresh is due")


def test_what_another_process_keeps_is_taken_over_before_a_renewal(stores: tuple[KeptTokens, KeptTokens]) -> None:
    one, two = stores
    SignIns(one, never).keep(PAIR)
    assert two.load() == PAIR
    SignIns(one, lambda pair: RENEWED).renewed(PAIR)
    assert two.load() == PAIR, "a process goes on with what it has read until the server refuses it"
    assert SignIns(two, never).renewed(PAIR) == RENEWED


def test_a_renewal_ends_for_a_process_whose_user_was_replaced(stores: tuple[KeptTokens, KeptTokens]) -> None:
    """Said once; what is called then is called as the new user."""
    one, two = stores
    SignIns(one, never).keep(PAIR)
    assert two.load() == PAIR
    SignIns(one, never).keep(OTHER)
    with pytest.raises(oe.SignInExpiredError, match="Another user signed in to this shop"):
        SignIns(two, never).renewed(PAIR)
    assert two.load() == OTHER


def test_signing_out_leaves_the_sign_in_of_another_user(stores: tuple[KeptTokens, KeptTokens]) -> None:
    one, two = stores
    SignIns(one, never).keep(PAIR)
    SignIns(two, never).keep(OTHER)
    SignIns(one, never).forget(PAIR)
    assert one.load() == OTHER
    SignIns(two, never).forget(OTHER)
    assert one.load() == OTHER, "as it has read it"
    assert SignIns(one, never).newest() is None


def test_the_lock_is_waited_for_and_then_said(stores: tuple[KeptTokens, KeptTokens]) -> None:
    one, two = stores
    SignIns(one, never).keep(PAIR)
    two.load()
    with one.exclusive(0):
        with pytest.raises(oe.ConnectionFailedError, match=r"another process .* has been renewing it for 0\.1 s"):
            SignIns(two, never, wait_s=0.1).renewed(PAIR)
        SignIns(two, never, wait_s=0.1).keep(RENEWED)
        with pytest.raises(LockedElsewhereError), two.exclusive(0):
            pass
    assert SignIns(one, never).renewed(PAIR) == RENEWED, "a sign-in that the server made is kept in any case"


def test_a_call_says_that_another_process_is_renewing(make_client: Any, tmp_path: Path) -> None:
    import httpx

    one, two = (FileTokens(tmp_path / "sign-in.json") for _ in range(2))
    one.save(PAIR)
    api = make_client(lambda request: httpx.Response(401), tokens=two, timeout_s=0.01)
    api.sign_ins._wait_s = 0.05
    with one.exclusive(0), pytest.raises(oe.ConnectionFailedError) as caught:
        api.call("get_user")
    assert str(caught.value) == (
        "getUser was not carried out, because your sign-in could not be renewed just now (another process that uses it "
        "has been renewing it for 0.05 s). Call again."
    )
    assert not caught.value.sent


def test_a_pair_that_could_not_be_written_stays_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the file holds another one than it did."""
    path = tmp_path / "sign-in.json"
    one, two = FileTokens(path), FileTokens(path)
    one.save(PAIR)

    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(one, "_write", full)
        with pytest.raises(SettingsError, match=r"No space left .* still works in this"):
            one.save(RENEWED)
    assert SignIns(one, never).renewed(PAIR) == RENEWED
    two.save(OTHER)
    assert SignIns(one, never).newest() == OTHER


def test_a_sign_in_replaces_what_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "sign-in.json"
    store = FileTokens(path)
    path.write_text("{")
    path.chmod(0o600)
    assert store.load() is None
    SignIns(store, never).keep(PAIR)
    assert FileTokens(path).load() == PAIR


def test_keep_file_is_one_file_for_each_project(tmp_path: Path) -> None:
    urls = ("https://shop.example", "https://shop.example/two", "http://shop.example:8080", "https://shop.example")
    for url in urls:
        store_of("file", url).save(dataclasses.replace(PAIR, url=url))
    files = sorted((tmp_path / "oneentry-toolkit" / "sign-ins").iterdir())
    assert len(files) == 3
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700
    with oe.connect("https://shop.example", "token", keep="file") as shop:
        assert shop.users.signed_in is not None


def test_keep_keyring_is_one_entry_for_each_project(ring: Ring) -> None:
    store_of("keyring", PAIR.url).save(PAIR)
    assert list(ring.entries) == [("oneentry-toolkit", "https://shop.example")]
    with oe.connect(PAIR.url, "token", keep="keyring") as shop:
        assert shop.users.signed_in is not None
    KeyringTokens(PAIR.url).save(None)
    assert ring.entries == {}


def test_a_keyring_that_fails_is_said_without_what_was_to_be_kept(ring: Ring) -> None:
    store = KeyringTokens(PAIR.url)
    ring.forgets = True
    with pytest.raises(SettingsError, match="could not be kept in the keyring's entry oneentry-toolkit for"):
        store.save(PAIR)
    ring.broken = True
    with pytest.raises(SettingsError) as caught:
        store.save(RENEWED)
    assert "token-2" not in str(caught.value)
    assert store.load() == RENEWED
    with pytest.raises(SettingsError, match=r"^The keyring's entry .* could not be read \(RuntimeError\)"):
        KeyringTokens(PAIR.url)
    keyring.set_keyring(keyring.backends.fail.Keyring())
    with pytest.raises(SettingsError, match=r'This machine has no keyring .* connect\(keep="file"\)'):
        oe.connect(PAIR.url, "token", keep="keyring")


@pytest.mark.parametrize("keep", ["disk", True, ""])
def test_keep_has_two_names(keep: Any) -> None:
    with pytest.raises(InputError, match=r'^keep must be "file"') as caught:
        oe.connect(PAIR.url, "token", keep=keep)
    assert caught.value.name == "keep"


def test_keep_beside_tokens_is_an_error() -> None:
    with pytest.raises(InputError, match=r"^Give keep or tokens, and not both"):
        oe.connect(PAIR.url, "token", keep="file", tokens=oe.MemoryTokens())


@pytest.mark.parametrize(("name", "value"), [("SERVER_SOFTWARE", "voila/0.5.13"), ("VOILA_PREHEAT", "True")])
def test_voilas_visitors_get_no_kept_sign_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        FileTokens(tmp_path / "sign-in.json")
    assert str(caught.value) == VOILA
    with pytest.raises(SettingsError, match=r"^Voila runs this notebook"):
        oe.connect(PAIR.url, "token", keep="file")
    with oe.connect(PAIR.url, "token") as shop:
        assert shop.users.signed_in is None

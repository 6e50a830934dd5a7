"""Storage of a sign-in, without showing it."""

import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jwt
import pytest

from oneentry_toolkit import FileTokens, SettingsError
from oneentry_toolkit.transport.tokens import Device, TokenPair, read_pair

from .conftest import PAIR


def test_token_pair_repr_shows_user_and_hides_tokens() -> None:
    assert repr(PAIR) == "TokenPair(url='https://shop.example', provider='email', user='ada@example.com')"


def test_token_expiry_is_read_in_utc() -> None:
    """A token that is not a JWT has none."""
    token = jwt.encode({"exp": 1746044129}, "k" * 32)
    pair = TokenPair(
        url="https://x", provider="email", user="a", access_token=token, refresh_token="r", fingerprint="f"
    )
    assert pair.expires_at == datetime(2025, 4, 30, 20, 15, 29, tzinfo=UTC)
    assert PAIR.expires_at is None


@pytest.mark.parametrize(
    ("claims", "number"),
    [({"id": 8, "userIdentifier": "test@test.ru"}, 8)]
    + [({"id": odd}, None) for odd in ("8", 0, -1, True, None, 8.5, 2**63)]
    + [({}, None)],
)
def test_token_names_its_user_by_number(claims: dict[str, object], number: int | None) -> None:
    assert replace(PAIR, access_token=jwt.encode(claims, "k" * 32)).user_id == number


@pytest.mark.parametrize("token", ["access-token-1", "a.b.c", "a..c", "a.bnVsbA.c", "a.W10.c", "a.gICA.c", "é.é.é"])
def test_token_that_is_no_jwt_has_no_claims(token: str) -> None:
    pair = replace(PAIR, access_token=token)
    assert (pair.user_id, pair.expires_at) == (None, None)


def test_file_tokens_persist_with_mode_0600_and_are_deleted_on_sign_out(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "sign-in.json"
    store = FileTokens(path)
    assert store.load() is None
    store.save(PAIR)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert FileTokens(path).load() == PAIR
    assert os.listdir(path.parent) == ["sign-in.json"]
    store.save(None)
    assert FileTokens(path).load() is None
    assert os.listdir(path.parent) == []


def test_file_tokens_reject_a_file_readable_by_others(tmp_path: Path) -> None:
    """The message has the command that fixes it."""
    path = tmp_path / "sign-in.json"
    FileTokens(path).save(PAIR)
    path.chmod(0o644)
    with pytest.raises(SettingsError) as caught:
        FileTokens(path)
    assert str(caught.value) == f"Others may read {path}, which holds a sign-in. Run: chmod 600 {path}"


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", json.dumps({"provider": 1})])
def test_file_tokens_reject_a_foreign_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sign-in.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(SettingsError, match=r"does not hold a sign-in\. Remove it, then sign in again\."):
        FileTokens(path)


def test_file_tokens_keep_the_pair_in_memory_if_the_disk_is_full(tmp_path: Path) -> None:
    """The pair before is dead, so losing the new one would sign the user out."""
    path = tmp_path / "folder"
    store = FileTokens(path)
    path.mkdir()
    with pytest.raises(SettingsError, match="It still works in this kernel"):
        store.save(PAIR)
    assert store.load() == PAIR


def test_the_device_header() -> None:
    """Compact ASCII JSON with the members of docs/api/requests.md#requests-device; every device is another."""
    header = Device("UQ_1").header()
    assert header.isascii()
    assert " " not in header.replace("oneentry-toolkit", "")
    decoded = json.loads(header)
    assert decoded["fingerprint"] == "UQ_1"
    assert sorted(decoded["deviceInfo"]) == ["browser", "location", "os"]
    assert Device().fingerprint != Device().fingerprint


@pytest.mark.parametrize(
    "answer", [None, [], {}, {"accessToken": "a"}, {"accessToken": "a", "refreshToken": ""}, {"accessToken": 1}]
)
def test_response_without_both_tokens_is_rejected(answer: object) -> None:
    with pytest.raises(ValueError, match="not a token pair"):
        read_pair(answer, url="https://x", provider="email", user="a", fingerprint="f")

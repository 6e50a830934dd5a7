"""The stores of a sign-in that ``connect(keep=...)`` names: a file in the user's folder, and the system's keyring."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from ..errors import InputError, SettingsError
from ..extras import need
from .kept_tokens import FileTokens, KeptTokens, refuse_visitors
from .tokens import TokenStore

Keep = Literal["file", "keyring"]

_PROGRAM = "oneentry-toolkit"


class KeyringTokens(KeptTokens):
    """Keeps the sign-in in the system's keyring: Keychain, Credential Manager, Secret Service or KWallet.

    Processes share it as they share a file of ``FileTokens``.

    Args:
        url: address of the project, which the entry is named after.

    Raises:
        MissingExtraError: the library ``keyring`` is not installed.
        SettingsError: the machine has no keyring, or it cannot be read; or Voila runs this notebook.
    """

    def __init__(self, url: str) -> None:
        self._keyring = need("keyring", "keyring")
        self._errors = need("keyring.errors", "keyring")
        self._url = url
        super().__init__(f"the keyring's entry {_PROGRAM} for {url}", _folder() / f".{_file_name(url)}.keyring.lock")

    def _read_text(self) -> str | None:
        text: str | None = self._ask("get_password")
        return text

    def _write(self, text: str) -> None:
        self._ask("set_password", text)
        if self._ask("get_password") != text:
            raise OSError("it does not hold what was written")

    def _remove(self) -> None:
        if self._ask("get_password") is not None:
            self._ask("delete_password")

    def _ask(self, function: str, *values: str) -> Any:
        """Calls a function of keyring.

        Raises:
            OSError: it failed.
            SettingsError: there is no keyring.
        """
        try:
            return getattr(self._keyring, function)(_PROGRAM, self._url, *map(str, values))
        except self._errors.NoKeyringError:
            raise SettingsError(
                'This machine has no keyring that can be used, as in most containers. Use connect(keep="file") instead.'
            ) from None
        except Exception as error:  # noqa: BLE001  (each backend has exceptions of its own)
            # The words of a backend may repeat what was to be written.
            raise OSError(type(error).__name__) from None


def check_keep(keep: object, *, tokens: object) -> None:
    """Checks ``keep`` of ``connect()`` that is given.

    Raises:
        InputError: it is not a name, or there is ``tokens`` as well.
        SettingsError: Voila runs this notebook.
    """
    if keep not in ("file", "keyring"):
        raise InputError(
            'keep must be "file" (a file in your user folder), "keyring" (the keyring of this system) or None (in '
            "memory). For a file of your own: tokens=FileTokens(path).",
            name="keep",
        )
    if tokens is not None:
        raise InputError("Give keep or tokens, and not both: each of them says where the sign-in is kept.", name="keep")
    refuse_visitors()


def store_of(keep: Keep, url: str) -> TokenStore:
    """Returns the store of a project's sign-in.

    Raises:
        MissingExtraError: the library ``keyring`` is not installed.
        SettingsError: what is kept there cannot be read, or is no sign-in.
    """
    return KeyringTokens(url) if keep == "keyring" else FileTokens(_folder() / _file_name(url))


def _folder() -> Path:
    """Returns the folder for sign-ins among the user's data.

    Raises:
        SettingsError: the user has no home folder.
    """
    from platformdirs import user_data_path

    try:
        return user_data_path(_PROGRAM, appauthor=False) / "sign-ins"
    except (OSError, RuntimeError):
        raise SettingsError(
            "Your user folder cannot be found. Set HOME, or give connect() a file: tokens=FileTokens(path)."
        ) from None


def _file_name(url: str) -> str:
    """Returns a file name that only this address has."""
    host = re.sub(r"[^a-z0-9.-]+", "-", urlsplit(url).netloc.lower()).strip(".-")
    return f"{host[:80]}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.json"

"""What shops share: connections, and the embedded sandbox of a process."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .errors import SettingsError
from .settings import Settings
from .transport.client import ApiClient
from .transport.forks import ForkSafeLock
from .transport.http import HttpSender
from .transport.tokens import Device, MemoryTokens, TokenStore

if TYPE_CHECKING:
    from .sandbox import Sandbox


class Connection:
    """The API client of a shop, or of several, with what is to be closed with it.

    A shop that is left behind must not stay connected. The client decides it, and not the shop: of
    ``users = connect().users`` only a part is kept.
    """

    def __init__(self, api: ApiClient, leave: Callable[[], None] | None) -> None:
        self._api = weakref.ref(api)
        self._uses = 1
        self.end = weakref.finalize(api, _close, api.sender, leave)

    def again(self) -> ApiClient | None:
        """Returns the client for one more shop; None if it is closed."""
        with SHARING:
            api = self._api() if self.end.alive else None
            if api is not None:
                self._uses += 1
            return api

    def leave(self) -> None:
        """Closes the client unless another shop uses it."""
        with SHARING:
            self._uses -= 1
            if self._uses <= 0:
                self.end()


class Embedded:
    """The embedded sandbox of this process; it stops with the last API client that uses it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.connections: dict[tuple[float, float], Connection] = {}
        self._users = 1
        self._lock = ForkSafeLock()  # reentrant: a finalizer may run while it is held

    def join(self) -> bool:
        """Counts one more user; False if the sandbox does not serve, or not in this process."""
        from .sandbox import SandboxError

        with self._lock:
            try:
                serves = self._users > 0 and bool(self.sandbox.url)
            except SandboxError:
                serves = False
            self._users += serves
            return serves

    def leave(self) -> None:
        """Counts one user less, and stops the sandbox if it was the last."""
        with self._lock:
            self._users -= 1
            is_last = self._users == 0
        if is_last:
            self.sandbox.stop()


_EMBEDDED: dict[str | None, Embedded] = {}
"""The embedded sandboxes of this process by scenario file, None for the built-in shop."""
SHARING = ForkSafeLock()
"""Held while a shop joins or leaves what shops share: threads that connect at once get one sandbox and one sign-in."""


def embedded_sandbox(scenario: str | None) -> tuple[Embedded, bool]:
    """Returns the embedded sandbox of a scenario, with the caller as one of its users, and whether it is new.

    Raises:
        SettingsError: the sandbox cannot start.
    """
    key = None if scenario is None else os.path.realpath(scenario)
    running = _EMBEDDED.get(key)
    if running is not None and running.join():
        return running, False
    from .sandbox import Sandbox, SandboxError

    try:
        sandbox = Sandbox(scenario=scenario).start()
    except SandboxError as error:
        other = "" if scenario else " Or set ONEENTRY_URL and ONEENTRY_APP_TOKEN to use another server."
        raise SettingsError(f"{error}{other}") from error
    _EMBEDDED[key] = started = Embedded(sandbox)
    return started, True


def connection_of(
    settings: Settings, tokens: TokenStore | None, embedded: Embedded | None, guest_id: str | None
) -> tuple[Connection, ApiClient]:
    """Returns the API client of a shop: that of an open shop of the embedded sandbox if it has the same limits.

    Raises:
        SettingsError: ``tokens`` is no store, or holds the sign-in of another project.
    """
    if settings.url is None or settings.app_token is None:
        raise SettingsError("A shop needs ONEENTRY_URL and ONEENTRY_APP_TOKEN; connect() starts a sandbox without.")
    limits = (settings.timeout_s, settings.max_answer_mb)
    if embedded is not None and tokens is None and (found := embedded.connections.get(limits)) is not None:
        api = found.again()
        if api is not None:
            return found, api
    store = MemoryTokens() if tokens is None else tokens
    if not hasattr(store, "load") or not hasattr(store, "save"):
        raise SettingsError("tokens must be a store such as FileTokens(path), or left out.")
    held = store.load()
    if held is not None and held.url != settings.url:
        raise SettingsError(
            f"The sign-in that is kept there is for {urlsplit(held.url).netloc}, not for "
            f"{urlsplit(settings.url).netloc}. Keep the sign-in of each project in a file of its own."
        )
    api = ApiClient(
        url=settings.url,
        app_token=settings.app_token,
        tokens=store,
        # A stored sign-in is bound to the device fingerprint that it was created with.
        device=Device(held.fingerprint) if held else Device(),
        timeout_s=settings.timeout_s,
        max_answer_mb=settings.max_answer_mb,
        guest_id=guest_id,
    )
    if embedded is not None:
        embedded.join()
    made = Connection(api, None if embedded is None else embedded.leave)
    if embedded is not None and tokens is None:
        embedded.connections[limits] = made
    return made, api


def _close(sender: HttpSender, leave: Callable[[], None] | None) -> None:
    sender.close()
    if leave is not None:
        leave()

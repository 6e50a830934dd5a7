"""The one door to the network: build a request, send it, turn what comes back into values or errors.

Two ways lead out. A look-up goes over a plain connection (``connections``) for as long as all goes well; everything
else, and everything after the first thing that did not go well, goes the careful way (``exchange``), which is imported
only then. See ``docs/decisions/0012-a-quick-start.md``.
"""

from __future__ import annotations

import functools
import ipaddress
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit

from ..errors import SettingsError
from .messages import encode, headers, misfit, parse
from .operations import ENDPOINTS, Endpoint
from .read_pool import ReadPool, Then
from .sign_in import SignIns
from .tokens import Device, TokenStore

if TYPE_CHECKING:
    import ssl

    from .http import HttpSender, Transport
    from .retry import RetryPolicy

# Of an address that httpx certainly takes. What it makes of any other, it says itself.
_ORDINARY = re.compile(r"https?://(127\.0\.0\.1|([a-zA-Z\d-]+\.)*[a-zA-Z][a-zA-Z\d-]*)(:\d{1,5})?(/[\w.~/-]*)?", re.A)
_PLAIN_MAX_S = 10.0  # as long as the careful way waits for a connection


class Closable(Protocol):
    """What has connections to close."""

    def close(self) -> None:
        """Closes them."""


C = TypeVar("C", bound=Closable)


class Ways:
    """The ways to the server that were opened: they end together, and for good.

    Attributes:
        is_closed: they have ended; nothing is opened any more.
    """

    def __init__(self) -> None:
        self.is_closed = False
        self._open: list[Closable] = []
        self._lock = threading.Lock()

    def opened(self, way: C) -> C:
        """Notes a way, for ``close``.

        Raises:
            SettingsError: it is too late; the way is closed again.
        """
        with self._lock:
            if not self.is_closed:
                self._open.append(way)
                return way
        way.close()
        raise _closed()

    def end(self, way: Closable) -> None:
        """Closes one of them."""
        with self._lock:
            self._open = [one for one in self._open if one is not way]
        way.close()

    def close(self) -> None:
        """Closes them all."""
        with self._lock:
            self.is_closed = True
            held, self._open = self._open, []
        for way in held:
            way.close()


class ApiClient:
    """Sends the contract's operations. Threads may share one.

    Args:
        url: the project's address, without ``/api/content``.
        app_token: sent as ``x-app-token`` with every request.
        tokens: the sign-in.
        device: what refresh tokens are bound to.
        timeout_s: seconds to wait for a connection, for the next byte, and for the body of an answer as a whole.
        retry: what to try again.
        transport: another way to the server (tests).

    Raises:
        SettingsError: ``url`` is not an address.
    """

    def __init__(
        self,
        *,
        url: str,
        app_token: str,
        tokens: TokenStore,
        device: Device,
        timeout_s: float,
        retry: RetryPolicy | None = None,
        transport: Transport | None = None,
    ) -> None:
        self.url = url
        self.tokens = tokens
        self.device = device
        self.app_token = app_token
        self.timeout_s = timeout_s
        self._retry = retry
        self._transport = transport
        self._is_loopback = _is_loopback(url)
        # A transport of the caller's, or a proxy, has to see every request.
        self._is_plain = transport is None and (self._is_loopback or not _has_proxy(url))
        self.http = Ways()
        self.sign_ins = SignIns(tokens, lambda pair: self._careful().refresh(pair))
        self._exchange: HttpSender | None = None
        self._lock = threading.Lock()
        self._plain: ReadPool | None = None
        self._plain_for = threading.current_thread()
        self._plain_is_over = False
        # A proxy or a certificate from the environment is for the world outside, never for this machine's own sandbox.
        self._trust_env = not self._is_loopback
        self._tls = functools.cache(functools.partial(trusted, trust_env=self._trust_env))
        # What is wrong with the address, a proxy or the certificates is said now.
        if not self._is_plain or not _ORDINARY.fullmatch(url):
            self._careful()
        elif url.startswith("https:"):
            self._tls()

    def call(
        self, name: str, /, *args: Any, secrets: Iterable[str] = (), within_s: float | None = None, **kwargs: Any
    ) -> Any:
        """Calls an operation and gives its JSON answer as plain values; None for an empty answer.

        Fractions are ``Decimal``. ``secrets`` are values in the request that no error may show; ``within_s`` is a
        shorter time limit, for all tries together.

        Raises:
            InputError, ConnectionFailedError, ResponseFormatError, ApiError, SignInError: see ``errors``.
        """
        return self.parse(name, self.raw(name, *args, secrets=secrets, within_s=within_s, **kwargs))

    def raw(
        self,
        name: str,
        /,
        *args: Any,
        secrets: Iterable[str] = (),
        within_s: float | None = None,
        **kwargs: Any,
    ) -> bytes:
        """Calls an operation and gives the body of its answer as it came. Raises as ``call`` does."""
        endpoint = ENDPOINTS[name]
        if self.http.is_closed:
            raise _closed()
        built, content = self._build(endpoint, args, kwargs)
        plain = self._line(endpoint, built) if within_s is None else None
        if plain is None:
            return self._careful().carry(endpoint, built, content, secrets=secrets, within_s=within_s)
        body = None
        try:
            body = self._ask(plain, endpoint, built)
        finally:
            if body is None:  # also after Ctrl-C: half an answer may still be on its way
                self._plain_is_over = True
                self._hang_up()
        return self._careful().carry(endpoint, built, content, secrets=secrets, tried=1) if body is None else body

    def connections(self, count: int) -> ReadPool | None:
        """So many plain connections for ``begin_page``, for the caller to ``end``; None if httpx goes another way."""
        if not self._is_plain or self.http.is_closed:
            return None
        self._hang_up()
        return self._connections(self.timeout_s, count)

    def end(self, connections: ReadPool | None) -> None:
        """Closes what ``connections`` gave, and the line over which something was looked up meanwhile."""
        if connections is not None:
            connections.close()
        self._hang_up()

    def begin_page(self, connections: ReadPool, then: Then, name: str, /, *args: Any, **kwargs: Any) -> None:
        """Asks for a page without waiting; ``then`` gets it, or None if it has to be asked for by ``page``."""
        endpoint = ENDPOINTS[name]
        built, _ = self._build(endpoint, args, kwargs)
        if _is_simple(built):
            connections.ask(built["url"], built.get("params") or {}, self._said(endpoint, built), then)
        else:
            then(None)

    def page(self, name: str, /, *args: Any, stopped: Callable[[], bool] | None = None, **kwargs: Any) -> bytes:
        """As ``raw``, the careful way at once, and with no further try when ``stopped`` says so."""
        endpoint = ENDPOINTS[name]
        if self.http.is_closed:
            raise _closed()
        built, content = self._build(endpoint, args, kwargs)
        return self._careful().carry(endpoint, built, content, stopped=stopped)

    def parse(self, name: str, body: bytes) -> Any:
        """The plain values of an operation's answer, as ``call`` gives them."""
        return parse(ENDPOINTS[name], body)

    def _build(
        self, endpoint: Endpoint, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> tuple[dict[str, Any], bytes | None]:
        """A request, and what it sends as JSON."""
        try:
            built = endpoint.build(*args, device=self.device.header() if endpoint.device else "", **kwargs)
            return built, encode(built["json"]) if "json" in built else None
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise misfit(endpoint, error) from None

    def _careful(self) -> HttpSender:
        if self._exchange is None:
            with self._lock:
                if self._exchange is None:
                    from .http import HttpSender

                    made = HttpSender(
                        url=self.url,
                        app_token=self.app_token,
                        device=self.device,
                        timeout_s=self.timeout_s,
                        sign_ins=self.sign_ins,
                        retry=self._retry,
                        transport=self._transport,
                        trust_env=self._trust_env,
                    )
                    # Only its connections: whoever is to close them must not keep the wire alive.
                    self.http.opened(made.http)
                    self._exchange = made
            self._hang_up()
        return self._exchange

    def _line(self, endpoint: Endpoint, built: Mapping[str, Any]) -> ReadPool | None:
        """The plain connection for a look-up, as long as nothing has gone wrong; None: the careful way is to be taken.

        It is one connection for one thread: no other is to wait in line for it.
        """
        if not self._is_plain or self._plain_is_over or self._exchange is not None:
            return None
        if not endpoint.repeatable or not _is_simple(built) or threading.current_thread() is not self._plain_for:
            return None
        line = self._plain
        if line is None:
            self._plain = line = self.http.opened(self._connections(min(self.timeout_s, _PLAIN_MAX_S)))
        return line

    def _hang_up(self) -> None:
        """Ends the line, whose thread and connection are not for keeping; the next look-up opens another."""
        line, self._plain = self._plain, None
        if line is not None:
            self.http.end(line)

    def _ask(self, connections: ReadPool, endpoint: Endpoint, built: Mapping[str, Any]) -> bytes | None:
        """The body of a good answer over a plain connection; None for anything else."""
        return connections.get(built["url"], built.get("params") or {}, self._said(endpoint, built))

    def _said(self, endpoint: Endpoint, built: Mapping[str, Any]) -> dict[str, str]:
        """The headers of a request."""
        pair = self.sign_ins.held() if endpoint.bearer else None
        bearer = {} if pair is None else {"Authorization": f"Bearer {pair.access_token}"}
        return {**built.get("headers", {}), **bearer}

    def _connections(self, timeout_s: float, count: int = 1) -> ReadPool:
        # On this machine, compressing costs more than it saves.
        said = headers(self.app_token) | {"accept-encoding": "identity" if self._is_loopback else "gzip"}
        return ReadPool(self.url, said, timeout_s=timeout_s, tls=self._tls, count=count)


def _is_simple(built: Mapping[str, Any]) -> bool:
    """Whether any client would write it the same way."""
    return built["method"] == "get" and all(type(value) in (str, int) for value in (built.get("params") or {}).values())


def trusted(*, trust_env: bool) -> ssl.SSLContext:
    """Whom httpx trusts: the authorities that the environment names, or else those on a list of its own."""
    import ssl

    import certifi

    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if trust_env and file:
        return ssl.create_default_context(cafile=file)
    if trust_env and folder:
        return ssl.create_default_context(capath=folder)
    return ssl.create_default_context(cafile=certifi.where())


def _closed() -> SettingsError:
    return SettingsError("This shop is closed. Call connect() again.")


def _has_proxy(url: str) -> bool:
    # Elsewhere the system has settings of its own. Importing takes as long as the answer to a request.
    if sys.platform not in ("darwin", "win32") and not any(name[-6:].lower() == "_proxy" for name in os.environ):
        return False
    import urllib.request

    parts = urlsplit(url)
    proxies = urllib.request.getproxies()
    return (parts.scheme in proxies or "all" in proxies) and not urllib.request.proxy_bypass(parts.hostname or "")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""The connections of one ``httpx.Client``: like ``httpx.HTTPTransport``, over a ``Network`` and at most one proxy."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import ssl
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpcore
import httpx

from ..errors import SettingsError
from . import forks
from .network import Network

_CONNECTIONS = 32
_KEEP_ALIVE_S = 4.0


class HttpxTransport(httpx.BaseTransport):
    """Connections to one server.

    Args:
        tls: the TLS context.
        proxy: from ``find_proxy``.
    """

    def __init__(self, tls: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        self._network = Network()
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            proxy=None if proxy is None else _proxy(proxy),
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_CONNECTIONS,
            keepalive_expiry=_KEEP_ALIVE_S,
            network_backend=self._network,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request; the body of the response is read from its stream."""
        url = request.url
        with _httpx_errors():
            response = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Closes all connections."""
        self._pool.close()

    def forget(self) -> None:
        """Abandons all connections in a forked child; the parent goes on with them."""
        self._network.forget()
        forks.keep(self._pool)


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _httpx_errors():
            yield from self._response.iter_stream()

    def close(self) -> None:
        with _httpx_errors():
            self._response.close()


@contextlib.contextmanager
def _httpx_errors() -> Iterator[None]:
    """Raises httpcore's errors as those of httpx, which have the same names."""
    try:
        yield
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, httpcore.TimeoutException) as error:
        raise getattr(httpx, type(error).__name__)(str(error)) from error
    except httpcore.UnsupportedProtocol as error:
        raise httpx.UnsupportedProtocol(str(error)) from error


def find_proxy(url: str) -> httpx.Proxy | None:
    """Returns the proxy that the environment, or the system, names for an address; None if there is none.

    Raises:
        SettingsError: the proxy's own address is malformed, or needs a package that is not installed.
    """
    parts = urlsplit(url)
    proxies = urllib.request.getproxies()
    address = proxies.get(parts.scheme) or proxies.get("all")
    if not address or urllib.request.proxy_bypass(parts.netloc):
        return None
    where = f"The proxy for {parts.scheme} addresses ({parts.scheme.upper()}_PROXY or ALL_PROXY)"
    try:
        proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
        if not proxy.url.host or not 0 < (proxy.url.port or 1) < 1 << 16:
            raise ValueError("no host, or no port")
        _proxy(proxy)
    except (httpx.InvalidURL, ValueError):
        raise SettingsError(
            f"{where} is not an address. Give it as http://host:port, or unset it, then call connect() again."
        ) from None
    if proxy.url.scheme.startswith("socks") and importlib.util.find_spec("socksio") is None:
        raise SettingsError(
            f"{where} is a SOCKS proxy, which needs a package: pip install 'httpx[socks]'. "
            "Or name an HTTP proxy, then call connect() again."
        )
    return proxy


def make_tls(*, trust_env: bool) -> ssl.SSLContext:
    """Returns the TLS context of httpx, with the certificates that the environment names.

    Args:
        trust_env: whether the environment counts.

    Raises:
        SettingsError: a file or a folder that the environment names cannot be used.
    """
    folder = os.environ.get("SSL_CERT_DIR") if trust_env and not os.environ.get("SSL_CERT_FILE") else None
    if folder and not os.path.isdir(folder):
        raise SettingsError(f"SSL_CERT_DIR names {folder}, which is no folder. Correct it, or unset it.")
    try:
        return httpx.create_ssl_context(trust_env=trust_env)
    except OSError as error:  # an ssl.SSLError is one
        names = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE") if trust_env else ("SSLKEYLOGFILE",)
        given = [f"{name} ({os.environ[name]})" for name in names if os.environ.get(name)]
        why = error.strerror or "it holds no certificate"
        raise SettingsError(
            f"The certificates for HTTPS could not be loaded: {why}. "
            f"Correct or unset {' and '.join(given) or 'the installation of certifi'}."
        ) from None


def _proxy(proxy: httpx.Proxy) -> httpcore.Proxy:
    url = proxy.url
    return httpcore.Proxy(
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        auth=proxy.raw_auth,
        headers=proxy.headers.raw,
        ssl_context=proxy.ssl_context,
    )

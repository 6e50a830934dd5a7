"""Requests for pages and their responses, independent of the web framework."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address

from ..api.guard import is_ours
from ..data.documents import PAGE_BASE
from ..operations.call import Instance
from .markup import NOTHING, Safe, render

_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[0-9A-Za-z.-]+)(?::[0-9]{1,5})?")
_ORIGIN = re.compile(r"(?P<origin>https?://(?:\[[0-9a-fA-F:.]+\]|[0-9A-Za-z.-]+)(?::[0-9]{1,5})?)(?:[/?#][^\s\\]*)?")


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page.

    Attributes:
        instance: The shop.
        path: The path, decoded.
        query: Fields of the query.
        form: Fields of the form that was sent.
        host: The `Host` header.
        scheme: `http` or `https`.
        client: Address of the client.
        server: Local address of the connection.
    """

    instance: Instance
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    host: str = ""
    scheme: str = "http"
    client: str = ""
    server: str = ""

    @property
    def base_url(self) -> str:
        """The sandbox's URL in the visitor's browser; empty if `Host` is not valid."""
        return f"{self.scheme}://{self.host}" if _HOST.fullmatch(self.host) else ""

    @property
    def names_us(self) -> bool:
        """Whether the `Host` header is `localhost` or the server's IP address.

        A foreign page with a name that resolves to this machine (DNS rebinding) has that name in the header, and must
        not read this page.
        """
        return is_ours(self.host, self.server)

    @property
    def is_local(self) -> bool:
        """Whether the visitor uses this machine, and may see the token and the password."""
        return self.names_us and _is_loopback(self.client)

    def address(self, url: str | None) -> str | None:
        """Returns the redirect URL of an account; `None` if it is not a web address."""
        url = (url or "").replace(PAGE_BASE, self.base_url)
        return url if _ORIGIN.fullmatch(url) else None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a response.

    Attributes:
        body: The content.
        status: HTTP status.
        kind: Media type.
        scripts: Whether the sandbox's own scripts run on the page.
        forms_to: URLs that a form's response may redirect to.
        headers: Further headers.
    """

    body: bytes
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    scripts: bool = False
    forms_to: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def all_headers(self) -> dict[str, str]:
        """Returns all headers, security headers included."""
        # Browsers apply `form-action` to the redirect after a form too, so it has to allow the account's URLs.
        origins = sorted({parts["origin"] for url in self.forms_to if (parts := _ORIGIN.fullmatch(url))})
        policy = [
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self' data:",
            " ".join(("form-action 'self'", *origins)),
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
        if self.scripts:
            policy += ["script-src 'self'", "connect-src 'self'"]
        return {
            "content-type": self.kind,
            "content-security-policy": "; ".join(policy),
            "cache-control": "no-store",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            # The URL of a payment page authorizes the payment: do not send it to other sites.
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            **self.headers,
        }


def html(body: Safe, *, title: str, css: str, status: int = 200, head: Safe = NOTHING, **more: object) -> Page:
    """Returns a complete HTML page.

    Args:
        body: Content of `<body>`.
        title: The window's title.
        css: Class of `<body>`.
        status: HTTP status.
        head: Further elements of `<head>`.
        more: Further attributes of `Page`.
    """
    text = render("page", title=title, css=css, head=head, body=body)
    return Page(text.encode(), status, **more)  # type: ignore[arg-type]


def message(status: int, title: str, text: str, *, headers: Mapping[str, str] | None = None) -> Page:
    """Returns a page with a message."""
    body = render("message", title=title, text=text)
    return html(body, title=title, css="plain", status=status, headers=headers or {})


def see_other(url: str, *, forms_to: tuple[str, ...] = ()) -> Page:
    """Redirects the browser with GET (303)."""
    return Page(b"", 303, forms_to=forms_to, headers={"location": url})


def _is_loopback(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False

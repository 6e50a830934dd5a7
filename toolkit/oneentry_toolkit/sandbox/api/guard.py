"""Access to the control room: for programs on this machine and the sandbox's own pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address

_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9.-]+))(?::[0-9]{1,5})?", re.IGNORECASE)


def refusal(headers: Mapping[str, str], listener: str) -> str | None:
    """Returns why a request is rejected; `None` if it is allowed.

    A web page in a browser on this machine can send requests here. Either `Origin` or `Sec-Fetch-Site` identifies it,
    or its host name resolves to this machine (DNS rebinding), and then `Host` has that name.

    Args:
        headers: The request's headers by lower-case name.
        listener: The local address of the connection.
    """
    host = headers.get("host", "")
    if not is_ours(host, listener):
        return "The control room answers to localhost and the sandbox's own IP address only, not to other host names"
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != host.lower():
        return "The control room is closed to pages of other sites"
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return "The control room is closed to pages of other sites"
    return None


def is_ours(host: str, listener: str) -> bool:
    """Whether a `Host` header is `localhost`, or the local IP address of the connection.

    Args:
        host: The header.
        listener: The local address of the connection.
    """
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = found["v6"] or found["name"]
    if name.lower() == "localhost":
        return True
    try:
        address = ip_address(name)
        return address.is_loopback or address.is_unspecified or address == ip_address(listener)
    except ValueError:
        return False

"""Who may enter the control room: programs on this machine, and the sandbox's own pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address

_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9.-]+))(?::[0-9]{1,5})?", re.IGNORECASE)


def refusal(headers: Mapping[str, str], listener: str) -> str | None:
    """Why a request may not enter; `None` when it may.

    A web page that is open in a browser of this machine can send requests here. It either says so (`Origin`,
    `Sec-Fetch-Site`), or has had its own name resolve to this machine, and then that name is in `Host`.

    Args:
        headers: The request's headers by lower-case name.
        listener: The address that the connection was made to.
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
    """Whether a `Host` header is `localhost`, or an IP address that the connection was made to.

    Args:
        host: The header.
        listener: The address that the connection was made to.
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

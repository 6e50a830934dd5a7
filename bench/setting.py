"""What a measured process is told: where the server is, who asks, and what to ask for."""

from __future__ import annotations

from dataclasses import dataclass

PATH = "/api/content/orders-storage/marker/{storage}/orders"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One fetch of all orders.

    Attributes:
        url, app_token: of the server.
        access_token, refresh_token: of the user who asks.
        storage: whose orders.
        total: how many there are; only the floors, which do not look, are told.
        page_size: how many to ask for at a time.
        workers: how many requests may be under way.
        folder: where files go.
        peers: folder with the optional packages; empty if they are not there.
    """

    url: str
    app_token: str
    access_token: str
    refresh_token: str
    storage: str
    total: int
    page_size: int
    workers: int
    folder: str = ""
    peers: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """What the server wants to see with every request."""
        return {
            "x-app-token": self.app_token,
            "authorization": f"Bearer {self.access_token}",
            "accept": "application/json",
            "accept-encoding": "identity",
        }

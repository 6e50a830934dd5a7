"""What one would write without the toolkit: loops over pages, then `json_normalize`, to the same two frames.

Each function fetches all orders one page after the other, as these libraries' own documentation shows, and gives the
frames of `by_hand`. Nothing in here is tuned against them: dates become timestamps and totals exact decimals, because
the frames they are compared with have both.
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .setting import PATH, Setting

if TYPE_CHECKING:
    import pandas as pd


def by_hand(rows: list[dict[str, Any]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders with a column for each form field, and their lines, from a list of dicts."""
    import pandas as pd

    orders = pd.json_normalize(rows).drop(columns=["formData", "products"])
    orders["createdDate"] = pd.to_datetime(orders["createdDate"])
    orders["totalSum"] = orders["totalSum"].map(Decimal)
    form = pd.DataFrame([{f"form.{entry['marker']}": entry["value"] for entry in row["formData"]} for row in rows])
    lines = pd.json_normalize(rows, record_path="products", meta=["id", "currency"], meta_prefix="order.")
    return pd.concat([orders, form], axis=1), lines


def generated(setting: Setting) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The generated client's function in a loop; its models become dicts."""
    from oneentry_client import AuthenticatedClient
    from oneentry_client.api.orders import list_orders
    from oneentry_client.models import OrderPage

    rows: list[dict[str, Any]] = []
    client = AuthenticatedClient(
        base_url=setting.url, token=setting.access_token, headers={"x-app-token": setting.app_token}
    )
    with client:
        while True:
            page = list_orders.sync(
                setting.storage, client=client, lang_code="en_US", offset=len(rows), limit=setting.page_size
            )
            assert isinstance(page, OrderPage)
            rows += [order.to_dict() for order in page.items]
            if not page.items or len(rows) >= int(page.total or 0):
                return by_hand(rows)


def requests(setting: Setting) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`requests` with a session."""
    import requests

    rows: list[dict[str, Any]] = []
    with requests.Session() as session:
        session.headers.update(setting.headers)
        session.trust_env = False  # a proxy of this machine is not for its own server
        while True:
            query: dict[str, str | int] = {"langCode": "en_US", "offset": len(rows), "limit": setting.page_size}
            answer = session.get(setting.url + PATH.format(storage=setting.storage), params=query)
            answer.raise_for_status()
            page = answer.json()
            rows += page["items"]
            if not page["items"] or len(rows) >= page["total"]:
                return by_hand(rows)


def dlt(setting: Setting) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The REST source of dlt as a reader, with its offset paginator."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
    os.environ["DLT_DATA_DIR"] = setting.folder
    from dlt.sources.rest_api import rest_api_resources  # type: ignore[import-not-found,unused-ignore]

    config: dict[str, Any] = {
        "client": {
            "base_url": setting.url,
            "headers": setting.headers,
            "paginator": {"type": "offset", "limit": setting.page_size, "total_path": "total"},
        },
        "resources": [
            {
                "name": "orders",
                "endpoint": {
                    "path": PATH.format(storage=setting.storage),
                    "params": {"langCode": "en_US"},
                    "data_selector": "items",
                },
            }
        ],
    }
    (resource,) = rest_api_resources(config)
    return by_hand(list(resource))

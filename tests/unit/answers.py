"""Answers of a server to one request, and the bodies of requests that create."""

from __future__ import annotations

import json
from typing import Any

import httpx

from .conftest import Handler


def answering(status: int, body: Any = None, **headers: str) -> Handler:
    def handler(_request: httpx.Request) -> httpx.Response:
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return httpx.Response(status, content=content, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return handler


ORDER = {
    "formIdentifier": "order",
    "paymentAccountIdentifier": "cash",
    "formData": {"en_US": []},
    "products": [{"productId": 14, "quantity": 1}],
}


CODE = {"userIdentifier": "a", "eventIdentifier": "b"}

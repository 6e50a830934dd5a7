"""``shop.api`` over HTTP: every failure is one of the toolkit's errors."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from oneentry_toolkit import errors
from oneentry_toolkit.resources.raw import RawApi
from oneentry_toolkit.transport.tokens import MemoryTokens

from .conftest import MakeClient

ORDER: dict[str, Any] = {
    "formIdentifier": "order",
    "paymentAccountIdentifier": "cash",
    "formData": {"en_US": []},
    "products": [],
}
PAGE = {"items": [], "total": 0}


def api_answering(make_client: MakeClient, tokens: MemoryTokens, status: int, content: bytes) -> RawApi:
    return RawApi(make_client(lambda _request: httpx.Response(status, content=content), tokens=tokens))


@pytest.mark.parametrize("status", [418, 419, 444, 499, 512, 520, 525, 530, 599, 600, 999])
@pytest.mark.parametrize("content", [b"", b"<html>error code: 520</html>", b'{"statusCode": 520, "message": "no"}'])
def test_status_that_python_has_no_name_for_is_an_api_error(
    make_client: MakeClient, signed_in: MemoryTokens, status: int, content: bytes
) -> None:
    api = api_answering(make_client, signed_in, status, content)
    for call in (lambda: api.get_order("orders", 1), lambda: api.create_order("orders", body=ORDER)):
        with pytest.raises(errors.ApiError) as caught:
            call()
        assert caught.value.status == status
        assert isinstance(caught.value, errors.ServerError) == (status >= 500)


@pytest.mark.parametrize("status", [200, 202, 226, 250, 299])
def test_undocumented_success_is_a_success(make_client: MakeClient, signed_in: MemoryTokens, status: int) -> None:
    """Any 2xx is read as the documented one (docs/api/requests.md#requests-success)."""
    api = api_answering(make_client, signed_in, status, json.dumps(PAGE).encode())
    assert api.list_orders("orders").to_dict() == PAGE


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"null", b"[]", b'"text"', b'{"items": [{"total": 1}]}', b'{"items": 5}', b"\xff", b"[" * 5000],
    ids=["empty", "html", "null", "array", "text", "no-id", "number", "bytes", "deep"],
)
def test_answer_that_does_not_fit_is_a_format_error(
    make_client: MakeClient, signed_in: MemoryTokens, content: bytes
) -> None:
    api = api_answering(make_client, signed_in, 200, content)
    with pytest.raises(errors.ResponseFormatError, match="listOrders") as caught:
        api.list_orders("orders")
    assert "look before you call again" not in str(caught.value)


@pytest.mark.parametrize("content", [b"<html>", b"null", b'"text"'])
def test_answer_to_a_create_that_does_not_fit_says_look_first(
    make_client: MakeClient, signed_in: MemoryTokens, content: bytes
) -> None:
    api = api_answering(make_client, signed_in, 201, content)
    with pytest.raises(errors.ResponseFormatError, match=r"^createOrder answered .* look before you call again"):
        api.create_order("orders", body=ORDER)


def test_a_name_that_is_no_operation_gets_the_nearest_one(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    api = api_answering(make_client, signed_in, 200, b"")
    with pytest.raises(AttributeError, match=r"shop\.api has no 'get_orders'\. Did you mean 'get_order'\? The oper"):
        api.get_orders  # noqa: B018

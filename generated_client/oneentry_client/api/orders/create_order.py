from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.created_order import CreatedOrder
from ...models.error_envelope import ErrorEnvelope
from ...models.order_input import OrderInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    marker: str,
    *,
    body: OrderInput,
    x_guest_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_guest_id, Unset):
        headers["x-guest-id"] = x_guest_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/orders-storage/marker/{marker}/orders".format(
            marker=quote(str(marker), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CreatedOrder | ErrorEnvelope | None:
    if response.status_code == 201:
        response_201 = CreatedOrder.from_dict(response.json())

        return response_201

    if response.status_code == 400:
        response_400 = ErrorEnvelope.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ErrorEnvelope.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ErrorEnvelope.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ErrorEnvelope.from_dict(response.json())

        return response_404

    if response.status_code == 429:
        response_429 = ErrorEnvelope.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = ErrorEnvelope.from_dict(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CreatedOrder | ErrorEnvelope]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    marker: str,
    *,
    client: AuthenticatedClient,
    body: OrderInput,
    x_guest_id: str | Unset = UNSET,
) -> Response[CreatedOrder | ErrorEnvelope]:
    """Place an order

     The language is the key inside `formData`; there is no `langCode`. The answer is another shape than
    a read order:
    `products` echo what was sent, `formData` is keyed, `totalSum` is a number.

    Args:
        marker (str):
        x_guest_id (str | Unset):
        body (OrderInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreatedOrder | ErrorEnvelope]
    """

    kwargs = _get_kwargs(
        marker=marker,
        body=body,
        x_guest_id=x_guest_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    marker: str,
    *,
    client: AuthenticatedClient,
    body: OrderInput,
    x_guest_id: str | Unset = UNSET,
) -> CreatedOrder | ErrorEnvelope | None:
    """Place an order

     The language is the key inside `formData`; there is no `langCode`. The answer is another shape than
    a read order:
    `products` echo what was sent, `formData` is keyed, `totalSum` is a number.

    Args:
        marker (str):
        x_guest_id (str | Unset):
        body (OrderInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreatedOrder | ErrorEnvelope
    """

    return sync_detailed(
        marker=marker,
        client=client,
        body=body,
        x_guest_id=x_guest_id,
    ).parsed


async def asyncio_detailed(
    marker: str,
    *,
    client: AuthenticatedClient,
    body: OrderInput,
    x_guest_id: str | Unset = UNSET,
) -> Response[CreatedOrder | ErrorEnvelope]:
    """Place an order

     The language is the key inside `formData`; there is no `langCode`. The answer is another shape than
    a read order:
    `products` echo what was sent, `formData` is keyed, `totalSum` is a number.

    Args:
        marker (str):
        x_guest_id (str | Unset):
        body (OrderInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreatedOrder | ErrorEnvelope]
    """

    kwargs = _get_kwargs(
        marker=marker,
        body=body,
        x_guest_id=x_guest_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    marker: str,
    *,
    client: AuthenticatedClient,
    body: OrderInput,
    x_guest_id: str | Unset = UNSET,
) -> CreatedOrder | ErrorEnvelope | None:
    """Place an order

     The language is the key inside `formData`; there is no `langCode`. The answer is another shape than
    a read order:
    `products` echo what was sent, `formData` is keyed, `totalSum` is a number.

    Args:
        marker (str):
        x_guest_id (str | Unset):
        body (OrderInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreatedOrder | ErrorEnvelope
    """

    return (
        await asyncio_detailed(
            marker=marker,
            client=client,
            body=body,
            x_guest_id=x_guest_id,
        )
    ).parsed

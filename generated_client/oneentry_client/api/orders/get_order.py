from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.order import Order
from ...types import UNSET, Response, Unset


def _get_kwargs(
    marker: str,
    id: int,
    *,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/orders-storage/marker/{marker}/orders/{id}".format(
            marker=quote(str(marker), safe=""),
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ErrorEnvelope | Order | None:
    if response.status_code == 200:
        response_200 = Order.from_dict(response.json())

        return response_200

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
) -> Response[ErrorEnvelope | Order]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    marker: str,
    id: int,
    *,
    client: AuthenticatedClient,
    lang_code: str | Unset = UNSET,
) -> Response[ErrorEnvelope | Order]:
    """One order

     404 `Order not found` also for somebody else's order.

    Args:
        marker (str):
        id (int):
        lang_code (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | Order]
    """

    kwargs = _get_kwargs(
        marker=marker,
        id=id,
        lang_code=lang_code,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    marker: str,
    id: int,
    *,
    client: AuthenticatedClient,
    lang_code: str | Unset = UNSET,
) -> ErrorEnvelope | Order | None:
    """One order

     404 `Order not found` also for somebody else's order.

    Args:
        marker (str):
        id (int):
        lang_code (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | Order
    """

    return sync_detailed(
        marker=marker,
        id=id,
        client=client,
        lang_code=lang_code,
    ).parsed


async def asyncio_detailed(
    marker: str,
    id: int,
    *,
    client: AuthenticatedClient,
    lang_code: str | Unset = UNSET,
) -> Response[ErrorEnvelope | Order]:
    """One order

     404 `Order not found` also for somebody else's order.

    Args:
        marker (str):
        id (int):
        lang_code (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | Order]
    """

    kwargs = _get_kwargs(
        marker=marker,
        id=id,
        lang_code=lang_code,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    marker: str,
    id: int,
    *,
    client: AuthenticatedClient,
    lang_code: str | Unset = UNSET,
) -> ErrorEnvelope | Order | None:
    """One order

     404 `Order not found` also for somebody else's order.

    Args:
        marker (str):
        id (int):
        lang_code (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | Order
    """

    return (
        await asyncio_detailed(
            marker=marker,
            id=id,
            client=client,
            lang_code=lang_code,
        )
    ).parsed

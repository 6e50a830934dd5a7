from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.product_counts import ProductCounts
from ...models.product_filter import ProductFilter
from ...types import Response


def _get_kwargs(
    page_url: str,
    *,
    body: list[ProductFilter],
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/products/page/url/{page_url}/counts".format(
            page_url=quote(str(page_url), safe=""),
        ),
    }

    _kwargs["json"] = []
    for body_item_data in body:
        body_item = body_item_data.to_dict()
        _kwargs["json"].append(body_item)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | ProductCounts | None:
    if response.status_code == 201:
        response_201 = ProductCounts.from_dict(response.json())

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
) -> Response[ErrorEnvelope | ProductCounts]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    page_url: str,
    *,
    client: AuthenticatedClient | Client,
    body: list[ProductFilter],
) -> Response[ErrorEnvelope | ProductCounts]:
    """How many products a page has, by its marker

     As `countProducts`, for one page by its `pageUrl`.

    Args:
        page_url (str):
        body (list[ProductFilter]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | ProductCounts]
    """

    kwargs = _get_kwargs(
        page_url=page_url,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    page_url: str,
    *,
    client: AuthenticatedClient | Client,
    body: list[ProductFilter],
) -> ErrorEnvelope | ProductCounts | None:
    """How many products a page has, by its marker

     As `countProducts`, for one page by its `pageUrl`.

    Args:
        page_url (str):
        body (list[ProductFilter]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | ProductCounts
    """

    return sync_detailed(
        page_url=page_url,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    page_url: str,
    *,
    client: AuthenticatedClient | Client,
    body: list[ProductFilter],
) -> Response[ErrorEnvelope | ProductCounts]:
    """How many products a page has, by its marker

     As `countProducts`, for one page by its `pageUrl`.

    Args:
        page_url (str):
        body (list[ProductFilter]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | ProductCounts]
    """

    kwargs = _get_kwargs(
        page_url=page_url,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    page_url: str,
    *,
    client: AuthenticatedClient | Client,
    body: list[ProductFilter],
) -> ErrorEnvelope | ProductCounts | None:
    """How many products a page has, by its marker

     As `countProducts`, for one page by its `pageUrl`.

    Args:
        page_url (str):
        body (list[ProductFilter]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | ProductCounts
    """

    return (
        await asyncio_detailed(
            page_url=page_url,
            client=client,
            body=body,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.list_related_products_sort_key import (
    ListRelatedProductsSortKey,
)
from ...models.list_related_products_sort_order import (
    ListRelatedProductsSortOrder,
)
from ...models.product_page import ProductPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: int,
    *,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListRelatedProductsSortKey | Unset = UNSET,
    sort_order: ListRelatedProductsSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["offset"] = offset

    params["limit"] = limit

    json_sort_key: str | Unset = UNSET
    if not isinstance(sort_key, Unset):
        json_sort_key = sort_key

    params["sortKey"] = json_sort_key

    json_sort_order: str | Unset = UNSET
    if not isinstance(sort_order, Unset):
        json_sort_order = sort_order

    params["sortOrder"] = json_sort_order

    params["signPrice"] = sign_price

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/products/{id}/related".format(
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | ProductPage | None:
    if response.status_code == 200:
        response_200 = ProductPage.from_dict(response.json())

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
) -> Response[ErrorEnvelope | ProductPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: int,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListRelatedProductsSortKey | Unset = UNSET,
    sort_order: ListRelatedProductsSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> Response[ErrorEnvelope | ProductPage]:
    """The products that go with one

     The project sets the relations up, so none is a normal answer.

    Args:
        id (int):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListRelatedProductsSortKey | Unset):
        sort_order (ListRelatedProductsSortOrder | Unset):
        sign_price (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | ProductPage]
    """

    kwargs = _get_kwargs(
        id=id,
        lang_code=lang_code,
        offset=offset,
        limit=limit,
        sort_key=sort_key,
        sort_order=sort_order,
        sign_price=sign_price,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: int,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListRelatedProductsSortKey | Unset = UNSET,
    sort_order: ListRelatedProductsSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> ErrorEnvelope | ProductPage | None:
    """The products that go with one

     The project sets the relations up, so none is a normal answer.

    Args:
        id (int):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListRelatedProductsSortKey | Unset):
        sort_order (ListRelatedProductsSortOrder | Unset):
        sign_price (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | ProductPage
    """

    return sync_detailed(
        id=id,
        client=client,
        lang_code=lang_code,
        offset=offset,
        limit=limit,
        sort_key=sort_key,
        sort_order=sort_order,
        sign_price=sign_price,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListRelatedProductsSortKey | Unset = UNSET,
    sort_order: ListRelatedProductsSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> Response[ErrorEnvelope | ProductPage]:
    """The products that go with one

     The project sets the relations up, so none is a normal answer.

    Args:
        id (int):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListRelatedProductsSortKey | Unset):
        sort_order (ListRelatedProductsSortOrder | Unset):
        sign_price (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | ProductPage]
    """

    kwargs = _get_kwargs(
        id=id,
        lang_code=lang_code,
        offset=offset,
        limit=limit,
        sort_key=sort_key,
        sort_order=sort_order,
        sign_price=sign_price,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: int,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListRelatedProductsSortKey | Unset = UNSET,
    sort_order: ListRelatedProductsSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> ErrorEnvelope | ProductPage | None:
    """The products that go with one

     The project sets the relations up, so none is a normal answer.

    Args:
        id (int):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListRelatedProductsSortKey | Unset):
        sort_order (ListRelatedProductsSortOrder | Unset):
        sign_price (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | ProductPage
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
            sort_key=sort_key,
            sort_order=sort_order,
            sign_price=sign_price,
        )
    ).parsed

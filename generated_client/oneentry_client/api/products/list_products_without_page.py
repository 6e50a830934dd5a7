from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.list_products_without_page_sort_key import (
    ListProductsWithoutPageSortKey,
)
from ...models.list_products_without_page_sort_order import (
    ListProductsWithoutPageSortOrder,
)
from ...models.product_filter import ProductFilter
from ...models.product_group import ProductGroup
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ProductFilter,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListProductsWithoutPageSortKey | Unset = UNSET,
    sort_order: ListProductsWithoutPageSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

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
        "method": "post",
        "url": "/api/content/products/empty-page",
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | list[ProductGroup] | None:
    if response.status_code == 201:
        response_201 = []
        _response_201 = response.json()
        for response_201_item_data in _response_201:
            response_201_item = ProductGroup.from_dict(response_201_item_data)

            response_201.append(response_201_item)

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
) -> Response[ErrorEnvelope | list[ProductGroup]]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ProductFilter,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListProductsWithoutPageSortKey | Unset = UNSET,
    sort_order: ListProductsWithoutPageSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> Response[ErrorEnvelope | list[ProductGroup]]:
    """The products on no page

     Groups, in a bare array. The body is one filter, not wrapped. It was a GET up to SDK 1.0.137.

    Args:
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListProductsWithoutPageSortKey | Unset):
        sort_order (ListProductsWithoutPageSortOrder | Unset):
        sign_price (str | Unset):
        body (ProductFilter): A condition. `in nin eq neq mth lth exs nexs` - contains, not,
            equal, not, more, less, exists, not.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | list[ProductGroup]]
    """

    kwargs = _get_kwargs(
        body=body,
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
    *,
    client: AuthenticatedClient | Client,
    body: ProductFilter,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListProductsWithoutPageSortKey | Unset = UNSET,
    sort_order: ListProductsWithoutPageSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> ErrorEnvelope | list[ProductGroup] | None:
    """The products on no page

     Groups, in a bare array. The body is one filter, not wrapped. It was a GET up to SDK 1.0.137.

    Args:
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListProductsWithoutPageSortKey | Unset):
        sort_order (ListProductsWithoutPageSortOrder | Unset):
        sign_price (str | Unset):
        body (ProductFilter): A condition. `in nin eq neq mth lth exs nexs` - contains, not,
            equal, not, more, less, exists, not.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | list[ProductGroup]
    """

    return sync_detailed(
        client=client,
        body=body,
        lang_code=lang_code,
        offset=offset,
        limit=limit,
        sort_key=sort_key,
        sort_order=sort_order,
        sign_price=sign_price,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ProductFilter,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListProductsWithoutPageSortKey | Unset = UNSET,
    sort_order: ListProductsWithoutPageSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> Response[ErrorEnvelope | list[ProductGroup]]:
    """The products on no page

     Groups, in a bare array. The body is one filter, not wrapped. It was a GET up to SDK 1.0.137.

    Args:
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListProductsWithoutPageSortKey | Unset):
        sort_order (ListProductsWithoutPageSortOrder | Unset):
        sign_price (str | Unset):
        body (ProductFilter): A condition. `in nin eq neq mth lth exs nexs` - contains, not,
            equal, not, more, less, exists, not.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | list[ProductGroup]]
    """

    kwargs = _get_kwargs(
        body=body,
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
    *,
    client: AuthenticatedClient | Client,
    body: ProductFilter,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListProductsWithoutPageSortKey | Unset = UNSET,
    sort_order: ListProductsWithoutPageSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> ErrorEnvelope | list[ProductGroup] | None:
    """The products on no page

     Groups, in a bare array. The body is one filter, not wrapped. It was a GET up to SDK 1.0.137.

    Args:
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListProductsWithoutPageSortKey | Unset):
        sort_order (ListProductsWithoutPageSortOrder | Unset):
        sign_price (str | Unset):
        body (ProductFilter): A condition. `in nin eq neq mth lth exs nexs` - contains, not,
            equal, not, more, less, exists, not.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | list[ProductGroup]
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
            sort_key=sort_key,
            sort_order=sort_order,
            sign_price=sign_price,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.list_prices_by_page_url_sort_key import (
    ListPricesByPageUrlSortKey,
)
from ...models.list_prices_by_page_url_sort_order import (
    ListPricesByPageUrlSortOrder,
)
from ...models.product_price_page import ProductPricePage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    page_url: str,
    *,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListPricesByPageUrlSortKey | Unset = UNSET,
    sort_order: ListPricesByPageUrlSortOrder | Unset = UNSET,
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
        "url": "/api/content/products/page/{page_url}/prices".format(
            page_url=quote(str(page_url), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | ProductPricePage | None:
    if response.status_code == 200:
        response_200 = ProductPricePage.from_dict(response.json())

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
) -> Response[ErrorEnvelope | ProductPricePage]:
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
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListPricesByPageUrlSortKey | Unset = UNSET,
    sort_order: ListPricesByPageUrlSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> Response[ErrorEnvelope | ProductPricePage]:
    """The prices of a page's products

     Ids and prices only.

    Args:
        page_url (str):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListPricesByPageUrlSortKey | Unset):
        sort_order (ListPricesByPageUrlSortOrder | Unset):
        sign_price (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | ProductPricePage]
    """

    kwargs = _get_kwargs(
        page_url=page_url,
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
    page_url: str,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListPricesByPageUrlSortKey | Unset = UNSET,
    sort_order: ListPricesByPageUrlSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> ErrorEnvelope | ProductPricePage | None:
    """The prices of a page's products

     Ids and prices only.

    Args:
        page_url (str):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListPricesByPageUrlSortKey | Unset):
        sort_order (ListPricesByPageUrlSortOrder | Unset):
        sign_price (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | ProductPricePage
    """

    return sync_detailed(
        page_url=page_url,
        client=client,
        lang_code=lang_code,
        offset=offset,
        limit=limit,
        sort_key=sort_key,
        sort_order=sort_order,
        sign_price=sign_price,
    ).parsed


async def asyncio_detailed(
    page_url: str,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListPricesByPageUrlSortKey | Unset = UNSET,
    sort_order: ListPricesByPageUrlSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> Response[ErrorEnvelope | ProductPricePage]:
    """The prices of a page's products

     Ids and prices only.

    Args:
        page_url (str):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListPricesByPageUrlSortKey | Unset):
        sort_order (ListPricesByPageUrlSortOrder | Unset):
        sign_price (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | ProductPricePage]
    """

    kwargs = _get_kwargs(
        page_url=page_url,
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
    page_url: str,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    sort_key: ListPricesByPageUrlSortKey | Unset = UNSET,
    sort_order: ListPricesByPageUrlSortOrder | Unset = UNSET,
    sign_price: str | Unset = UNSET,
) -> ErrorEnvelope | ProductPricePage | None:
    """The prices of a page's products

     Ids and prices only.

    Args:
        page_url (str):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        sort_key (ListPricesByPageUrlSortKey | Unset):
        sort_order (ListPricesByPageUrlSortOrder | Unset):
        sign_price (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | ProductPricePage
    """

    return (
        await asyncio_detailed(
            page_url=page_url,
            client=client,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
            sort_key=sort_key,
            sort_order=sort_order,
            sign_price=sign_price,
        )
    ).parsed

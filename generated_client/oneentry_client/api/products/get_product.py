from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.product import Product
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: int,
    *,
    lang_code: str | Unset = UNSET,
    is_normalized: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["isNormalized"] = is_normalized

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/products/{id}".format(
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | Product | None:
    if response.status_code == 200:
        response_200 = Product.from_dict(response.json())

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
) -> Response[ErrorEnvelope | Product]:
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
    is_normalized: bool | Unset = UNSET,
) -> Response[ErrorEnvelope | Product]:
    """One product

     By its id. A read may lag an admin's change by some seconds.

    Args:
        id (int):
        lang_code (str | Unset):
        is_normalized (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | Product]
    """

    kwargs = _get_kwargs(
        id=id,
        lang_code=lang_code,
        is_normalized=is_normalized,
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
    is_normalized: bool | Unset = UNSET,
) -> ErrorEnvelope | Product | None:
    """One product

     By its id. A read may lag an admin's change by some seconds.

    Args:
        id (int):
        lang_code (str | Unset):
        is_normalized (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | Product
    """

    return sync_detailed(
        id=id,
        client=client,
        lang_code=lang_code,
        is_normalized=is_normalized,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    is_normalized: bool | Unset = UNSET,
) -> Response[ErrorEnvelope | Product]:
    """One product

     By its id. A read may lag an admin's change by some seconds.

    Args:
        id (int):
        lang_code (str | Unset):
        is_normalized (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | Product]
    """

    kwargs = _get_kwargs(
        id=id,
        lang_code=lang_code,
        is_normalized=is_normalized,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: int,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    is_normalized: bool | Unset = UNSET,
) -> ErrorEnvelope | Product | None:
    """One product

     By its id. A read may lag an admin's change by some seconds.

    Args:
        id (int):
        lang_code (str | Unset):
        is_normalized (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | Product
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            lang_code=lang_code,
            is_normalized=is_normalized,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.auth_provider import AuthProvider
from ...models.error_envelope import ErrorEnvelope
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["offset"] = offset

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/users-auth-providers",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | list[AuthProvider] | None:
    if response.status_code == 200:
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:
            response_200_item = AuthProvider.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if response.status_code == 400:
        response_400 = ErrorEnvelope.from_dict(response.json())

        return response_400

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
) -> Response[ErrorEnvelope | list[AuthProvider]]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> Response[ErrorEnvelope | list[AuthProvider]]:
    """The ways to sign in

     A bare array.

    Args:
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | list[AuthProvider]]
    """

    kwargs = _get_kwargs(
        lang_code=lang_code,
        offset=offset,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> ErrorEnvelope | list[AuthProvider] | None:
    """The ways to sign in

     A bare array.

    Args:
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | list[AuthProvider]
    """

    return sync_detailed(
        client=client,
        lang_code=lang_code,
        offset=offset,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> Response[ErrorEnvelope | list[AuthProvider]]:
    """The ways to sign in

     A bare array.

    Args:
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | list[AuthProvider]]
    """

    kwargs = _get_kwargs(
        lang_code=lang_code,
        offset=offset,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> ErrorEnvelope | list[AuthProvider] | None:
    """The ways to sign in

     A bare array.

    Args:
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | list[AuthProvider]
    """

    return (
        await asyncio_detailed(
            client=client,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.active_session import ActiveSession
from ...models.error_envelope import ErrorEnvelope
from ...types import Response


def _get_kwargs(
    marker: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/users-auth-providers/marker/{marker}/users/sessions".format(
            marker=quote(str(marker), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | list[ActiveSession] | None:
    if response.status_code == 200:
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:
            response_200_item = ActiveSession.from_dict(response_200_item_data)

            response_200.append(response_200_item)

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
) -> Response[ErrorEnvelope | list[ActiveSession]]:
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
) -> Response[ErrorEnvelope | list[ActiveSession]]:
    """The devices that the user is signed in on

     One entry a device, without ids and dates. SDK 1.0.130 and later.

    Args:
        marker (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | list[ActiveSession]]
    """

    kwargs = _get_kwargs(
        marker=marker,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    marker: str,
    *,
    client: AuthenticatedClient,
) -> ErrorEnvelope | list[ActiveSession] | None:
    """The devices that the user is signed in on

     One entry a device, without ids and dates. SDK 1.0.130 and later.

    Args:
        marker (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | list[ActiveSession]
    """

    return sync_detailed(
        marker=marker,
        client=client,
    ).parsed


async def asyncio_detailed(
    marker: str,
    *,
    client: AuthenticatedClient,
) -> Response[ErrorEnvelope | list[ActiveSession]]:
    """The devices that the user is signed in on

     One entry a device, without ids and dates. SDK 1.0.130 and later.

    Args:
        marker (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | list[ActiveSession]]
    """

    kwargs = _get_kwargs(
        marker=marker,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    marker: str,
    *,
    client: AuthenticatedClient,
) -> ErrorEnvelope | list[ActiveSession] | None:
    """The devices that the user is signed in on

     One entry a device, without ids and dates. SDK 1.0.130 and later.

    Args:
        marker (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | list[ActiveSession]
    """

    return (
        await asyncio_detailed(
            marker=marker,
            client=client,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.auth_input import AuthInput
from ...models.error_envelope import ErrorEnvelope
from ...models.token_pair import TokenPair
from ...types import Response


def _get_kwargs(
    marker: str,
    *,
    body: AuthInput,
    x_device_metadata: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["x-device-metadata"] = x_device_metadata

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/users-auth-providers/marker/{marker}/users/auth".format(
            marker=quote(str(marker), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | TokenPair | None:
    if response.status_code == 201:
        response_201 = TokenPair.from_dict(response.json())

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
) -> Response[ErrorEnvelope | TokenPair]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: AuthInput,
    x_device_metadata: str,
) -> Response[ErrorEnvelope | TokenPair]:
    """Sign in

     By login and password, or by login and one-time code. `formIdentifier` and `langCode` are refused. A
    sign-in
    with the same fingerprint replaces that device's sign-in. A 401 here is about the credentials:
    refreshing and
    trying again is nonsense.

    Args:
        marker (str):
        x_device_metadata (str):
        body (AuthInput): The one body that refuses unknown members.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | TokenPair]
    """

    kwargs = _get_kwargs(
        marker=marker,
        body=body,
        x_device_metadata=x_device_metadata,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: AuthInput,
    x_device_metadata: str,
) -> ErrorEnvelope | TokenPair | None:
    """Sign in

     By login and password, or by login and one-time code. `formIdentifier` and `langCode` are refused. A
    sign-in
    with the same fingerprint replaces that device's sign-in. A 401 here is about the credentials:
    refreshing and
    trying again is nonsense.

    Args:
        marker (str):
        x_device_metadata (str):
        body (AuthInput): The one body that refuses unknown members.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | TokenPair
    """

    return sync_detailed(
        marker=marker,
        client=client,
        body=body,
        x_device_metadata=x_device_metadata,
    ).parsed


async def asyncio_detailed(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: AuthInput,
    x_device_metadata: str,
) -> Response[ErrorEnvelope | TokenPair]:
    """Sign in

     By login and password, or by login and one-time code. `formIdentifier` and `langCode` are refused. A
    sign-in
    with the same fingerprint replaces that device's sign-in. A 401 here is about the credentials:
    refreshing and
    trying again is nonsense.

    Args:
        marker (str):
        x_device_metadata (str):
        body (AuthInput): The one body that refuses unknown members.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | TokenPair]
    """

    kwargs = _get_kwargs(
        marker=marker,
        body=body,
        x_device_metadata=x_device_metadata,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: AuthInput,
    x_device_metadata: str,
) -> ErrorEnvelope | TokenPair | None:
    """Sign in

     By login and password, or by login and one-time code. `formIdentifier` and `langCode` are refused. A
    sign-in
    with the same fingerprint replaces that device's sign-in. A 401 here is about the credentials:
    refreshing and
    trying again is nonsense.

    Args:
        marker (str):
        x_device_metadata (str):
        body (AuthInput): The one body that refuses unknown members.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | TokenPair
    """

    return (
        await asyncio_detailed(
            marker=marker,
            client=client,
            body=body,
            x_device_metadata=x_device_metadata,
        )
    ).parsed

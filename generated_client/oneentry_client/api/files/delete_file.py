from http import HTTPStatus
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    filename: str,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["filename"] = filename

    params["type"] = type_

    params["entity"] = entity

    params["id"] = id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/content/files",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ErrorEnvelope | bool | None:
    if response.status_code == 200:
        response_200 = cast(bool, response.json())
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
) -> Response[ErrorEnvelope | bool]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    filename: str,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Response[ErrorEnvelope | bool]:
    """Delete a file

     By its whole path or its last segment, with the `type`, `entity` and `id` that it was uploaded with.

    Args:
        filename (str):
        type_ (str | Unset):
        entity (str | Unset):
        id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | bool]
    """

    kwargs = _get_kwargs(
        filename=filename,
        type_=type_,
        entity=entity,
        id=id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    filename: str,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
) -> ErrorEnvelope | bool | None:
    """Delete a file

     By its whole path or its last segment, with the `type`, `entity` and `id` that it was uploaded with.

    Args:
        filename (str):
        type_ (str | Unset):
        entity (str | Unset):
        id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | bool
    """

    return sync_detailed(
        client=client,
        filename=filename,
        type_=type_,
        entity=entity,
        id=id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    filename: str,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Response[ErrorEnvelope | bool]:
    """Delete a file

     By its whole path or its last segment, with the `type`, `entity` and `id` that it was uploaded with.

    Args:
        filename (str):
        type_ (str | Unset):
        entity (str | Unset):
        id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | bool]
    """

    kwargs = _get_kwargs(
        filename=filename,
        type_=type_,
        entity=entity,
        id=id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    filename: str,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
) -> ErrorEnvelope | bool | None:
    """Delete a file

     By its whole path or its last segment, with the `type`, `entity` and `id` that it was uploaded with.

    Args:
        filename (str):
        type_ (str | Unset):
        entity (str | Unset):
        id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | bool
    """

    return (
        await asyncio_detailed(
            client=client,
            filename=filename,
            type_=type_,
            entity=entity,
            id=id,
        )
    ).parsed

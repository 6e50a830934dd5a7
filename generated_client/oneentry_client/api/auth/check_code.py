from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.check_code_input import CheckCodeInput
from ...models.error_envelope import ErrorEnvelope
from ...types import Response


def _get_kwargs(
    marker: str,
    *,
    body: CheckCodeInput,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/users-auth-providers/marker/{marker}/users/check-code".format(
            marker=quote(str(marker), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ErrorEnvelope | bool | None:
    if response.status_code == 201:
        response_201 = cast(bool, response.json())
        return response_201

    if response.status_code == 400:
        response_400 = ErrorEnvelope.from_dict(response.json())

        return response_400

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
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: CheckCodeInput,
) -> Response[ErrorEnvelope | bool]:
    """Whether a one-time code is right

     A wrong code is `201 false`, not an error. Checking does not spend the code, but wrong answers
    count: the fifth
    destroys it (429).

    Args:
        marker (str):
        body (CheckCodeInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | bool]
    """

    kwargs = _get_kwargs(
        marker=marker,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: CheckCodeInput,
) -> ErrorEnvelope | bool | None:
    """Whether a one-time code is right

     A wrong code is `201 false`, not an error. Checking does not spend the code, but wrong answers
    count: the fifth
    destroys it (429).

    Args:
        marker (str):
        body (CheckCodeInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | bool
    """

    return sync_detailed(
        marker=marker,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: CheckCodeInput,
) -> Response[ErrorEnvelope | bool]:
    """Whether a one-time code is right

     A wrong code is `201 false`, not an error. Checking does not spend the code, but wrong answers
    count: the fifth
    destroys it (429).

    Args:
        marker (str):
        body (CheckCodeInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | bool]
    """

    kwargs = _get_kwargs(
        marker=marker,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: CheckCodeInput,
) -> ErrorEnvelope | bool | None:
    """Whether a one-time code is right

     A wrong code is `201 false`, not an error. Checking does not spend the code, but wrong answers
    count: the fifth
    destroys it (429).

    Args:
        marker (str):
        body (CheckCodeInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | bool
    """

    return (
        await asyncio_detailed(
            marker=marker,
            client=client,
            body=body,
        )
    ).parsed

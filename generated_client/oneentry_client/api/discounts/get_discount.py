from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.discount import Discount
from ...models.error_envelope import ErrorEnvelope
from ...types import UNSET, Response, Unset


def _get_kwargs(
    marker: str,
    *,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/discounts/marker/{marker}".format(
            marker=quote(str(marker), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Discount | ErrorEnvelope | None:
    if response.status_code == 200:
        response_200 = Discount.from_dict(response.json())

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
) -> Response[Discount | ErrorEnvelope]:
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
    lang_code: str | Unset = UNSET,
) -> Response[Discount | ErrorEnvelope]:
    """One discount

     By its marker. SDK 1.0.149 also sends an empty `marker=` in the query.

    Args:
        marker (str):
        lang_code (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Discount | ErrorEnvelope]
    """

    kwargs = _get_kwargs(
        marker=marker,
        lang_code=lang_code,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
) -> Discount | ErrorEnvelope | None:
    """One discount

     By its marker. SDK 1.0.149 also sends an empty `marker=` in the query.

    Args:
        marker (str):
        lang_code (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Discount | ErrorEnvelope
    """

    return sync_detailed(
        marker=marker,
        client=client,
        lang_code=lang_code,
    ).parsed


async def asyncio_detailed(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
) -> Response[Discount | ErrorEnvelope]:
    """One discount

     By its marker. SDK 1.0.149 also sends an empty `marker=` in the query.

    Args:
        marker (str):
        lang_code (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Discount | ErrorEnvelope]
    """

    kwargs = _get_kwargs(
        marker=marker,
        lang_code=lang_code,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    lang_code: str | Unset = UNSET,
) -> Discount | ErrorEnvelope | None:
    """One discount

     By its marker. SDK 1.0.149 also sends an empty `marker=` in the query.

    Args:
        marker (str):
        lang_code (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Discount | ErrorEnvelope
    """

    return (
        await asyncio_detailed(
            marker=marker,
            client=client,
            lang_code=lang_code,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.order_preview import OrderPreview
from ...models.order_preview_input import OrderPreviewInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: OrderPreviewInput,
    lang_code: str | Unset = UNSET,
    x_guest_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_guest_id, Unset):
        headers["x-guest-id"] = x_guest_id

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/orders-storage/orders/preview",
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | OrderPreview | None:
    if response.status_code == 201:
        response_201 = OrderPreview.from_dict(response.json())

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
) -> Response[ErrorEnvelope | OrderPreview]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: OrderPreviewInput,
    lang_code: str | Unset = UNSET,
    x_guest_id: str | Unset = UNSET,
) -> Response[ErrorEnvelope | OrderPreview]:
    """What an order would cost

     Stores nothing. A coupon that exists but whose conditions are not met is a success with
    `coupon: {valid: true, applied: false}`; an unknown, expired or used-up one is a 400.

    Args:
        lang_code (str | Unset):
        x_guest_id (str | Unset):
        body (OrderPreviewInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | OrderPreview]
    """

    kwargs = _get_kwargs(
        body=body,
        lang_code=lang_code,
        x_guest_id=x_guest_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: OrderPreviewInput,
    lang_code: str | Unset = UNSET,
    x_guest_id: str | Unset = UNSET,
) -> ErrorEnvelope | OrderPreview | None:
    """What an order would cost

     Stores nothing. A coupon that exists but whose conditions are not met is a success with
    `coupon: {valid: true, applied: false}`; an unknown, expired or used-up one is a 400.

    Args:
        lang_code (str | Unset):
        x_guest_id (str | Unset):
        body (OrderPreviewInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | OrderPreview
    """

    return sync_detailed(
        client=client,
        body=body,
        lang_code=lang_code,
        x_guest_id=x_guest_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: OrderPreviewInput,
    lang_code: str | Unset = UNSET,
    x_guest_id: str | Unset = UNSET,
) -> Response[ErrorEnvelope | OrderPreview]:
    """What an order would cost

     Stores nothing. A coupon that exists but whose conditions are not met is a success with
    `coupon: {valid: true, applied: false}`; an unknown, expired or used-up one is a 400.

    Args:
        lang_code (str | Unset):
        x_guest_id (str | Unset):
        body (OrderPreviewInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | OrderPreview]
    """

    kwargs = _get_kwargs(
        body=body,
        lang_code=lang_code,
        x_guest_id=x_guest_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: OrderPreviewInput,
    lang_code: str | Unset = UNSET,
    x_guest_id: str | Unset = UNSET,
) -> ErrorEnvelope | OrderPreview | None:
    """What an order would cost

     Stores nothing. A coupon that exists but whose conditions are not met is a success with
    `coupon: {valid: true, applied: false}`; an unknown, expired or used-up one is a 400.

    Args:
        lang_code (str | Unset):
        x_guest_id (str | Unset):
        body (OrderPreviewInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | OrderPreview
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            lang_code=lang_code,
            x_guest_id=x_guest_id,
        )
    ).parsed

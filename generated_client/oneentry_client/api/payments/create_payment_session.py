from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.payment_session import PaymentSession
from ...models.payment_session_input import PaymentSessionInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: PaymentSessionInput,
    x_guest_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_guest_id, Unset):
        headers["x-guest-id"] = x_guest_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/payments/sessions",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | PaymentSession | None:
    if response.status_code == 201:
        response_201 = PaymentSession.from_dict(response.json())

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
) -> Response[ErrorEnvelope | PaymentSession]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: PaymentSessionInput,
    x_guest_id: str | Unset = UNSET,
) -> Response[ErrorEnvelope | PaymentSession]:
    """Open a payment session for an order

     Every call makes a new session. A Stripe session has its `paymentUrl` at once, a Stripe intent a
    `clientSecret`;
    for cash the link stays null, for PayPal it appears later.

    Args:
        x_guest_id (str | Unset):
        body (PaymentSessionInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | PaymentSession]
    """

    kwargs = _get_kwargs(
        body=body,
        x_guest_id=x_guest_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: PaymentSessionInput,
    x_guest_id: str | Unset = UNSET,
) -> ErrorEnvelope | PaymentSession | None:
    """Open a payment session for an order

     Every call makes a new session. A Stripe session has its `paymentUrl` at once, a Stripe intent a
    `clientSecret`;
    for cash the link stays null, for PayPal it appears later.

    Args:
        x_guest_id (str | Unset):
        body (PaymentSessionInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | PaymentSession
    """

    return sync_detailed(
        client=client,
        body=body,
        x_guest_id=x_guest_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: PaymentSessionInput,
    x_guest_id: str | Unset = UNSET,
) -> Response[ErrorEnvelope | PaymentSession]:
    """Open a payment session for an order

     Every call makes a new session. A Stripe session has its `paymentUrl` at once, a Stripe intent a
    `clientSecret`;
    for cash the link stays null, for PayPal it appears later.

    Args:
        x_guest_id (str | Unset):
        body (PaymentSessionInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | PaymentSession]
    """

    kwargs = _get_kwargs(
        body=body,
        x_guest_id=x_guest_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: PaymentSessionInput,
    x_guest_id: str | Unset = UNSET,
) -> ErrorEnvelope | PaymentSession | None:
    """Open a payment session for an order

     Every call makes a new session. A Stripe session has its `paymentUrl` at once, a Stripe intent a
    `clientSecret`;
    for cash the link stays null, for PayPal it appears later.

    Args:
        x_guest_id (str | Unset):
        body (PaymentSessionInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | PaymentSession
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            x_guest_id=x_guest_id,
        )
    ).parsed

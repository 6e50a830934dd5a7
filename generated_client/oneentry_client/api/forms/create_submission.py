from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.submission import Submission
from ...models.submission_input import SubmissionInput
from ...models.submission_receipt import SubmissionReceipt
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: SubmissionInput,
    x_device_metadata: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_device_metadata, Unset):
        headers["x-device-metadata"] = x_device_metadata

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/form-data",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | Submission | SubmissionReceipt | None:
    if response.status_code == 201:

        def _parse_response_201(data: object) -> Submission | SubmissionReceipt:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_201_type_0 = SubmissionReceipt.from_dict(data)

                return response_201_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_201_type_1 = Submission.from_dict(data)

            return response_201_type_1

        response_201 = _parse_response_201(response.json())

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
) -> Response[ErrorEnvelope | Submission | SubmissionReceipt]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: SubmissionInput,
    x_device_metadata: str | Unset = UNSET,
) -> Response[ErrorEnvelope | Submission | SubmissionReceipt]:
    """Fill in a form

     For forms of type `data` and `rating`. `formIdentifier`, `formModuleConfigId` and
    `moduleEntityIdentifier` must
    belong together: they are the `id` of one of the form's `moduleFormConfigs` and of one of its
    `entityIdentifiers`. A rating form demands `x-device-metadata` and takes one score for each
    fingerprint and
    entity. A form that is not anonymous refuses visitors.

    Args:
        x_device_metadata (str | Unset):
        body (SubmissionInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | Submission | SubmissionReceipt]
    """

    kwargs = _get_kwargs(
        body=body,
        x_device_metadata=x_device_metadata,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: SubmissionInput,
    x_device_metadata: str | Unset = UNSET,
) -> ErrorEnvelope | Submission | SubmissionReceipt | None:
    """Fill in a form

     For forms of type `data` and `rating`. `formIdentifier`, `formModuleConfigId` and
    `moduleEntityIdentifier` must
    belong together: they are the `id` of one of the form's `moduleFormConfigs` and of one of its
    `entityIdentifiers`. A rating form demands `x-device-metadata` and takes one score for each
    fingerprint and
    entity. A form that is not anonymous refuses visitors.

    Args:
        x_device_metadata (str | Unset):
        body (SubmissionInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | Submission | SubmissionReceipt
    """

    return sync_detailed(
        client=client,
        body=body,
        x_device_metadata=x_device_metadata,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: SubmissionInput,
    x_device_metadata: str | Unset = UNSET,
) -> Response[ErrorEnvelope | Submission | SubmissionReceipt]:
    """Fill in a form

     For forms of type `data` and `rating`. `formIdentifier`, `formModuleConfigId` and
    `moduleEntityIdentifier` must
    belong together: they are the `id` of one of the form's `moduleFormConfigs` and of one of its
    `entityIdentifiers`. A rating form demands `x-device-metadata` and takes one score for each
    fingerprint and
    entity. A form that is not anonymous refuses visitors.

    Args:
        x_device_metadata (str | Unset):
        body (SubmissionInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | Submission | SubmissionReceipt]
    """

    kwargs = _get_kwargs(
        body=body,
        x_device_metadata=x_device_metadata,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: SubmissionInput,
    x_device_metadata: str | Unset = UNSET,
) -> ErrorEnvelope | Submission | SubmissionReceipt | None:
    """Fill in a form

     For forms of type `data` and `rating`. `formIdentifier`, `formModuleConfigId` and
    `moduleEntityIdentifier` must
    belong together: they are the `id` of one of the form's `moduleFormConfigs` and of one of its
    `entityIdentifiers`. A rating form demands `x-device-metadata` and takes one score for each
    fingerprint and
    entity. A form that is not anonymous refuses visitors.

    Args:
        x_device_metadata (str | Unset):
        body (SubmissionInput):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | Submission | SubmissionReceipt
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            x_device_metadata=x_device_metadata,
        )
    ).parsed

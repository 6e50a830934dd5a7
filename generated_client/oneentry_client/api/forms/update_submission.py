from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.submission import Submission
from ...models.submission_update import SubmissionUpdate
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: int,
    *,
    body: SubmissionUpdate,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/content/form-data/{id}".format(
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | Submission | None:
    if response.status_code == 200:
        response_200 = Submission.from_dict(response.json())

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
) -> Response[ErrorEnvelope | Submission]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: int,
    *,
    client: AuthenticatedClient,
    body: SubmissionUpdate,
    lang_code: str | Unset = UNSET,
) -> Response[ErrorEnvelope | Submission]:
    """Change a record

     Its values only. `formData` is a plain array here; keyed by language is accepted as well.

    Args:
        id (int):
        lang_code (str | Unset):
        body (SubmissionUpdate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | Submission]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        lang_code=lang_code,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: int,
    *,
    client: AuthenticatedClient,
    body: SubmissionUpdate,
    lang_code: str | Unset = UNSET,
) -> ErrorEnvelope | Submission | None:
    """Change a record

     Its values only. `formData` is a plain array here; keyed by language is accepted as well.

    Args:
        id (int):
        lang_code (str | Unset):
        body (SubmissionUpdate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | Submission
    """

    return sync_detailed(
        id=id,
        client=client,
        body=body,
        lang_code=lang_code,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: AuthenticatedClient,
    body: SubmissionUpdate,
    lang_code: str | Unset = UNSET,
) -> Response[ErrorEnvelope | Submission]:
    """Change a record

     Its values only. `formData` is a plain array here; keyed by language is accepted as well.

    Args:
        id (int):
        lang_code (str | Unset):
        body (SubmissionUpdate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | Submission]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        lang_code=lang_code,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: int,
    *,
    client: AuthenticatedClient,
    body: SubmissionUpdate,
    lang_code: str | Unset = UNSET,
) -> ErrorEnvelope | Submission | None:
    """Change a record

     Its values only. `formData` is a plain array here; keyed by language is accepted as well.

    Args:
        id (int):
        lang_code (str | Unset):
        body (SubmissionUpdate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | Submission
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
            lang_code=lang_code,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.list_submissions_is_extended import (
    ListSubmissionsIsExtended,
)
from ...models.submission_filter import SubmissionFilter
from ...models.submission_page import SubmissionPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    marker: str,
    *,
    body: SubmissionFilter,
    form_module_config_id: int | Unset = UNSET,
    is_extended: ListSubmissionsIsExtended | Unset = UNSET,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["formModuleConfigId"] = form_module_config_id

    json_is_extended: int | Unset = UNSET
    if not isinstance(is_extended, Unset):
        json_is_extended = is_extended

    params["isExtended"] = json_is_extended

    params["langCode"] = lang_code

    params["offset"] = offset

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/form-data/marker/{marker}".format(
            marker=quote(str(marker), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | SubmissionPage | None:
    if response.status_code == 201:
        response_201 = SubmissionPage.from_dict(response.json())

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
) -> Response[ErrorEnvelope | SubmissionPage]:
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
    body: SubmissionFilter,
    form_module_config_id: int | Unset = UNSET,
    is_extended: ListSubmissionsIsExtended | Unset = UNSET,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> Response[ErrorEnvelope | SubmissionPage]:
    """What a form was filled in with

     A POST that changes nothing; there is no GET for it. The form must not be private, else it is 403. A
    list has the
    records with values in the language that is asked for. The `formModuleConfigId` of another form
    gives none.

    Args:
        marker (str):
        form_module_config_id (int | Unset):
        is_extended (ListSubmissionsIsExtended | Unset):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        body (SubmissionFilter): Which records are wanted. Other members are refused.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | SubmissionPage]
    """

    kwargs = _get_kwargs(
        marker=marker,
        body=body,
        form_module_config_id=form_module_config_id,
        is_extended=is_extended,
        lang_code=lang_code,
        offset=offset,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: SubmissionFilter,
    form_module_config_id: int | Unset = UNSET,
    is_extended: ListSubmissionsIsExtended | Unset = UNSET,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> ErrorEnvelope | SubmissionPage | None:
    """What a form was filled in with

     A POST that changes nothing; there is no GET for it. The form must not be private, else it is 403. A
    list has the
    records with values in the language that is asked for. The `formModuleConfigId` of another form
    gives none.

    Args:
        marker (str):
        form_module_config_id (int | Unset):
        is_extended (ListSubmissionsIsExtended | Unset):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        body (SubmissionFilter): Which records are wanted. Other members are refused.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | SubmissionPage
    """

    return sync_detailed(
        marker=marker,
        client=client,
        body=body,
        form_module_config_id=form_module_config_id,
        is_extended=is_extended,
        lang_code=lang_code,
        offset=offset,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: SubmissionFilter,
    form_module_config_id: int | Unset = UNSET,
    is_extended: ListSubmissionsIsExtended | Unset = UNSET,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> Response[ErrorEnvelope | SubmissionPage]:
    """What a form was filled in with

     A POST that changes nothing; there is no GET for it. The form must not be private, else it is 403. A
    list has the
    records with values in the language that is asked for. The `formModuleConfigId` of another form
    gives none.

    Args:
        marker (str):
        form_module_config_id (int | Unset):
        is_extended (ListSubmissionsIsExtended | Unset):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        body (SubmissionFilter): Which records are wanted. Other members are refused.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | SubmissionPage]
    """

    kwargs = _get_kwargs(
        marker=marker,
        body=body,
        form_module_config_id=form_module_config_id,
        is_extended=is_extended,
        lang_code=lang_code,
        offset=offset,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    marker: str,
    *,
    client: AuthenticatedClient | Client,
    body: SubmissionFilter,
    form_module_config_id: int | Unset = UNSET,
    is_extended: ListSubmissionsIsExtended | Unset = UNSET,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> ErrorEnvelope | SubmissionPage | None:
    """What a form was filled in with

     A POST that changes nothing; there is no GET for it. The form must not be private, else it is 403. A
    list has the
    records with values in the language that is asked for. The `formModuleConfigId` of another form
    gives none.

    Args:
        marker (str):
        form_module_config_id (int | Unset):
        is_extended (ListSubmissionsIsExtended | Unset):
        lang_code (str | Unset):
        offset (int | Unset):  Default: 0.
        limit (int | Unset):  Default: 30.
        body (SubmissionFilter): Which records are wanted. Other members are refused.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | SubmissionPage
    """

    return (
        await asyncio_detailed(
            marker=marker,
            client=client,
            body=body,
            form_module_config_id=form_module_config_id,
            is_extended=is_extended,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_envelope import ErrorEnvelope
from ...models.file_upload import FileUpload
from ...models.uploaded_file import UploadedFile
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: FileUpload,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
    width: int | Unset = UNSET,
    height: int | Unset = UNSET,
    compress: bool | Unset = UNSET,
    template: int | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["type"] = type_

    params["entity"] = entity

    params["id"] = id

    params["width"] = width

    params["height"] = height

    params["compress"] = compress

    params["template"] = template

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/files",
        "params": params,
    }

    _kwargs["files"] = body.to_multipart()

    headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | list[UploadedFile] | None:
    if response.status_code == 201:
        response_201 = []
        _response_201 = response.json()
        for response_201_item_data in _response_201:
            response_201_item = UploadedFile.from_dict(response_201_item_data)

            response_201.append(response_201_item)

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
) -> Response[ErrorEnvelope | list[UploadedFile]]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileUpload,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
    width: int | Unset = UNSET,
    height: int | Unset = UNSET,
    compress: bool | Unset = UNSET,
    template: int | Unset = UNSET,
) -> Response[ErrorEnvelope | list[UploadedFile]]:
    """Upload files

     As `multipart/form-data`, in parts of any name; official clients call each of them `files`. The
    answer has a
    record for each part, which goes into the value of a field of type `file`, `image` or
    `groupOfImages`.
    `type`, `entity` and `id` name folders; nothing is checked.

    Args:
        type_ (str | Unset):
        entity (str | Unset):
        id (str | Unset):
        width (int | Unset):
        height (int | Unset):
        compress (bool | Unset):
        template (int | Unset):
        body (FileUpload):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | list[UploadedFile]]
    """

    kwargs = _get_kwargs(
        body=body,
        type_=type_,
        entity=entity,
        id=id,
        width=width,
        height=height,
        compress=compress,
        template=template,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: FileUpload,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
    width: int | Unset = UNSET,
    height: int | Unset = UNSET,
    compress: bool | Unset = UNSET,
    template: int | Unset = UNSET,
) -> ErrorEnvelope | list[UploadedFile] | None:
    """Upload files

     As `multipart/form-data`, in parts of any name; official clients call each of them `files`. The
    answer has a
    record for each part, which goes into the value of a field of type `file`, `image` or
    `groupOfImages`.
    `type`, `entity` and `id` name folders; nothing is checked.

    Args:
        type_ (str | Unset):
        entity (str | Unset):
        id (str | Unset):
        width (int | Unset):
        height (int | Unset):
        compress (bool | Unset):
        template (int | Unset):
        body (FileUpload):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | list[UploadedFile]
    """

    return sync_detailed(
        client=client,
        body=body,
        type_=type_,
        entity=entity,
        id=id,
        width=width,
        height=height,
        compress=compress,
        template=template,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileUpload,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
    width: int | Unset = UNSET,
    height: int | Unset = UNSET,
    compress: bool | Unset = UNSET,
    template: int | Unset = UNSET,
) -> Response[ErrorEnvelope | list[UploadedFile]]:
    """Upload files

     As `multipart/form-data`, in parts of any name; official clients call each of them `files`. The
    answer has a
    record for each part, which goes into the value of a field of type `file`, `image` or
    `groupOfImages`.
    `type`, `entity` and `id` name folders; nothing is checked.

    Args:
        type_ (str | Unset):
        entity (str | Unset):
        id (str | Unset):
        width (int | Unset):
        height (int | Unset):
        compress (bool | Unset):
        template (int | Unset):
        body (FileUpload):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | list[UploadedFile]]
    """

    kwargs = _get_kwargs(
        body=body,
        type_=type_,
        entity=entity,
        id=id,
        width=width,
        height=height,
        compress=compress,
        template=template,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: FileUpload,
    type_: str | Unset = UNSET,
    entity: str | Unset = UNSET,
    id: str | Unset = UNSET,
    width: int | Unset = UNSET,
    height: int | Unset = UNSET,
    compress: bool | Unset = UNSET,
    template: int | Unset = UNSET,
) -> ErrorEnvelope | list[UploadedFile] | None:
    """Upload files

     As `multipart/form-data`, in parts of any name; official clients call each of them `files`. The
    answer has a
    record for each part, which goes into the value of a field of type `file`, `image` or
    `groupOfImages`.
    `type`, `entity` and `id` name folders; nothing is checked.

    Args:
        type_ (str | Unset):
        entity (str | Unset):
        id (str | Unset):
        width (int | Unset):
        height (int | Unset):
        compress (bool | Unset):
        template (int | Unset):
        body (FileUpload):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | list[UploadedFile]
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            type_=type_,
            entity=entity,
            id=id,
            width=width,
            height=height,
            compress=compress,
            template=template,
        )
    ).parsed

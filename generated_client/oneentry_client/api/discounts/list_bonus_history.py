from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.bonus_history_entry import BonusHistoryEntry
from ...models.bonus_history_page import BonusHistoryPage
from ...models.error_envelope import ErrorEnvelope
from ...models.list_bonus_history_type import (
    ListBonusHistoryType,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    type_: ListBonusHistoryType | Unset = UNSET,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    discount_id: int | Unset = UNSET,
    module_id: int | Unset = UNSET,
    is_admin: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    params["dateFrom"] = date_from

    params["dateTo"] = date_to

    params["discountId"] = discount_id

    params["moduleId"] = module_id

    params["isAdmin"] = is_admin

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/discounts/bonus-balance/history",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> BonusHistoryPage | list[BonusHistoryEntry]:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = BonusHistoryPage.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, list):
                raise TypeError()
            response_200_type_1 = []
            _response_200_type_1 = data
            for response_200_type_1_item_data in _response_200_type_1:
                response_200_type_1_item = BonusHistoryEntry.from_dict(response_200_type_1_item_data)

                response_200_type_1.append(response_200_type_1_item)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

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
) -> Response[BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    type_: ListBonusHistoryType | Unset = UNSET,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    discount_id: int | Unset = UNSET,
    module_id: int | Unset = UNSET,
    is_admin: bool | Unset = UNSET,
) -> Response[BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope]:
    """How the bonus balance came about

     `{items, total}` on the wire; the SDK's type says array.

    Args:
        type_ (ListBonusHistoryType | Unset):
        date_from (str | Unset):
        date_to (str | Unset):
        discount_id (int | Unset):
        module_id (int | Unset):
        is_admin (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope]
    """

    kwargs = _get_kwargs(
        type_=type_,
        date_from=date_from,
        date_to=date_to,
        discount_id=discount_id,
        module_id=module_id,
        is_admin=is_admin,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    type_: ListBonusHistoryType | Unset = UNSET,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    discount_id: int | Unset = UNSET,
    module_id: int | Unset = UNSET,
    is_admin: bool | Unset = UNSET,
) -> BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope | None:
    """How the bonus balance came about

     `{items, total}` on the wire; the SDK's type says array.

    Args:
        type_ (ListBonusHistoryType | Unset):
        date_from (str | Unset):
        date_to (str | Unset):
        discount_id (int | Unset):
        module_id (int | Unset):
        is_admin (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope
    """

    return sync_detailed(
        client=client,
        type_=type_,
        date_from=date_from,
        date_to=date_to,
        discount_id=discount_id,
        module_id=module_id,
        is_admin=is_admin,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    type_: ListBonusHistoryType | Unset = UNSET,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    discount_id: int | Unset = UNSET,
    module_id: int | Unset = UNSET,
    is_admin: bool | Unset = UNSET,
) -> Response[BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope]:
    """How the bonus balance came about

     `{items, total}` on the wire; the SDK's type says array.

    Args:
        type_ (ListBonusHistoryType | Unset):
        date_from (str | Unset):
        date_to (str | Unset):
        discount_id (int | Unset):
        module_id (int | Unset):
        is_admin (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope]
    """

    kwargs = _get_kwargs(
        type_=type_,
        date_from=date_from,
        date_to=date_to,
        discount_id=discount_id,
        module_id=module_id,
        is_admin=is_admin,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    type_: ListBonusHistoryType | Unset = UNSET,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    discount_id: int | Unset = UNSET,
    module_id: int | Unset = UNSET,
    is_admin: bool | Unset = UNSET,
) -> BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope | None:
    """How the bonus balance came about

     `{items, total}` on the wire; the SDK's type says array.

    Args:
        type_ (ListBonusHistoryType | Unset):
        date_from (str | Unset):
        date_to (str | Unset):
        discount_id (int | Unset):
        module_id (int | Unset):
        is_admin (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BonusHistoryPage | list[BonusHistoryEntry] | ErrorEnvelope
    """

    return (
        await asyncio_detailed(
            client=client,
            type_=type_,
            date_from=date_from,
            date_to=date_to,
            discount_id=discount_id,
            module_id=module_id,
            is_admin=is_admin,
        )
    ).parsed

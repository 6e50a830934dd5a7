from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.localize_infos import LocalizeInfos
    from ..models.order_storage_storage_payment_account import (
        OrderStorageStoragePaymentAccount,
    )


T = TypeVar("T", bound="OrderStorage")


@_attrs_define
class OrderStorage:
    """
    Attributes:
        id (int):
        localize_infos (LocalizeInfos | Unset): Translations, keyed by language (`{"en_US": {"title": "Cash"}}`). Some
            routes send the inner object alone.
        position (int | None | Unset):
        identifier (None | str | Unset):
        form_identifier (None | str | Unset):
        general_type_id (int | None | Unset):
        payment_account_identifiers (list[OrderStorageStoragePaymentAccount] | Unset):
    """

    id: int
    localize_infos: LocalizeInfos | Unset = UNSET
    position: int | None | Unset = UNSET
    identifier: None | str | Unset = UNSET
    form_identifier: None | str | Unset = UNSET
    general_type_id: int | None | Unset = UNSET
    payment_account_identifiers: list[OrderStorageStoragePaymentAccount] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        localize_infos: dict[str, Any] | Unset = UNSET
        if not isinstance(self.localize_infos, Unset):
            localize_infos = self.localize_infos.to_dict()

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        identifier: None | str | Unset
        if isinstance(self.identifier, Unset):
            identifier = UNSET
        else:
            identifier = self.identifier

        form_identifier: None | str | Unset
        if isinstance(self.form_identifier, Unset):
            form_identifier = UNSET
        else:
            form_identifier = self.form_identifier

        general_type_id: int | None | Unset
        if isinstance(self.general_type_id, Unset):
            general_type_id = UNSET
        else:
            general_type_id = self.general_type_id

        payment_account_identifiers: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.payment_account_identifiers, Unset):
            payment_account_identifiers = []
            for payment_account_identifiers_item_data in self.payment_account_identifiers:
                payment_account_identifiers_item = payment_account_identifiers_item_data.to_dict()
                payment_account_identifiers.append(payment_account_identifiers_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if localize_infos is not UNSET:
            field_dict["localizeInfos"] = localize_infos
        if position is not UNSET:
            field_dict["position"] = position
        if identifier is not UNSET:
            field_dict["identifier"] = identifier
        if form_identifier is not UNSET:
            field_dict["formIdentifier"] = form_identifier
        if general_type_id is not UNSET:
            field_dict["generalTypeId"] = general_type_id
        if payment_account_identifiers is not UNSET:
            field_dict["paymentAccountIdentifiers"] = payment_account_identifiers

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.localize_infos import LocalizeInfos
        from ..models.order_storage_storage_payment_account import (
            OrderStorageStoragePaymentAccount,
        )

        d = dict(src_dict)
        id = d.pop("id")

        _localize_infos = d.pop("localizeInfos", UNSET)
        localize_infos: LocalizeInfos | Unset
        if isinstance(_localize_infos, Unset):
            localize_infos = UNSET
        else:
            localize_infos = LocalizeInfos.from_dict(_localize_infos)

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

        def _parse_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        identifier = _parse_identifier(d.pop("identifier", UNSET))

        def _parse_form_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        form_identifier = _parse_form_identifier(d.pop("formIdentifier", UNSET))

        def _parse_general_type_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        general_type_id = _parse_general_type_id(d.pop("generalTypeId", UNSET))

        _payment_account_identifiers = d.pop("paymentAccountIdentifiers", UNSET)
        payment_account_identifiers: list[OrderStorageStoragePaymentAccount] | Unset = UNSET
        if _payment_account_identifiers is not UNSET:
            payment_account_identifiers = []
            for payment_account_identifiers_item_data in _payment_account_identifiers:
                payment_account_identifiers_item = OrderStorageStoragePaymentAccount.from_dict(
                    payment_account_identifiers_item_data
                )

                payment_account_identifiers.append(payment_account_identifiers_item)

        order_storage = cls(
            id=id,
            localize_infos=localize_infos,
            position=position,
            identifier=identifier,
            form_identifier=form_identifier,
            general_type_id=general_type_id,
            payment_account_identifiers=payment_account_identifiers,
        )

        order_storage.additional_properties = d
        return order_storage

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

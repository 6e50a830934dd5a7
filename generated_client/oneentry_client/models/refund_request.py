from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.refund_request_products import RefundRequestProducts


T = TypeVar("T", bound="RefundRequest")


@_attrs_define
class RefundRequest:
    """
    Attributes:
        id (int):
        created_date (str | Unset):
        status (str | Unset):
        amount (float | None | Unset):
        note (None | str | Unset):
        products (RefundRequestProducts | Unset): Product id as text to `{quantity}`.
        order_id (int | Unset):
        order_storage_id (int | Unset):
        user_id (int | Unset):
        order_storage (Any | Unset):
        user (Any | Unset):
    """

    id: int
    created_date: str | Unset = UNSET
    status: str | Unset = UNSET
    amount: float | None | Unset = UNSET
    note: None | str | Unset = UNSET
    products: RefundRequestProducts | Unset = UNSET
    order_id: int | Unset = UNSET
    order_storage_id: int | Unset = UNSET
    user_id: int | Unset = UNSET
    order_storage: Any | Unset = UNSET
    user: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        created_date = self.created_date

        status = self.status

        amount: float | None | Unset
        if isinstance(self.amount, Unset):
            amount = UNSET
        else:
            amount = self.amount

        note: None | str | Unset
        if isinstance(self.note, Unset):
            note = UNSET
        else:
            note = self.note

        products: dict[str, Any] | Unset = UNSET
        if not isinstance(self.products, Unset):
            products = self.products.to_dict()

        order_id = self.order_id

        order_storage_id = self.order_storage_id

        user_id = self.user_id

        order_storage = self.order_storage

        user = self.user

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if created_date is not UNSET:
            field_dict["createdDate"] = created_date
        if status is not UNSET:
            field_dict["status"] = status
        if amount is not UNSET:
            field_dict["amount"] = amount
        if note is not UNSET:
            field_dict["note"] = note
        if products is not UNSET:
            field_dict["products"] = products
        if order_id is not UNSET:
            field_dict["orderId"] = order_id
        if order_storage_id is not UNSET:
            field_dict["orderStorageId"] = order_storage_id
        if user_id is not UNSET:
            field_dict["userId"] = user_id
        if order_storage is not UNSET:
            field_dict["orderStorage"] = order_storage
        if user is not UNSET:
            field_dict["user"] = user

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.refund_request_products import RefundRequestProducts

        d = dict(src_dict)
        id = d.pop("id")

        created_date = d.pop("createdDate", UNSET)

        status = d.pop("status", UNSET)

        def _parse_amount(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        amount = _parse_amount(d.pop("amount", UNSET))

        def _parse_note(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        note = _parse_note(d.pop("note", UNSET))

        _products = d.pop("products", UNSET)
        products: RefundRequestProducts | Unset
        if isinstance(_products, Unset):
            products = UNSET
        else:
            products = RefundRequestProducts.from_dict(_products)

        order_id = d.pop("orderId", UNSET)

        order_storage_id = d.pop("orderStorageId", UNSET)

        user_id = d.pop("userId", UNSET)

        order_storage = d.pop("orderStorage", UNSET)

        user = d.pop("user", UNSET)

        refund_request = cls(
            id=id,
            created_date=created_date,
            status=status,
            amount=amount,
            note=note,
            products=products,
            order_id=order_id,
            order_storage_id=order_storage_id,
            user_id=user_id,
            order_storage=order_storage,
            user=user,
        )

        refund_request.additional_properties = d
        return refund_request

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

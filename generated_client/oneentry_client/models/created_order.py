from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.created_order_created_order_product import (
        CreatedOrderCreatedOrderProduct,
    )
    from ..models.discount_config import DiscountConfig
    from ..models.form_data import FormData
    from ..models.form_data_entry import FormDataEntry
    from ..models.localize_infos import LocalizeInfos


T = TypeVar("T", bound="CreatedOrder")


@_attrs_define
class CreatedOrder:
    """An order as create and update answer it; not the shape of a read order.

    Attributes:
        id (int | Unset):
        form_identifier (str | Unset):
        payment_account_identifier (str | Unset):
        form_data (FormData | list[FormDataEntry] | Unset):
        products (list[CreatedOrderCreatedOrderProduct] | Unset):
        currency (None | str | Unset):
        total_sum (float | None | str | Unset): A number here.
        created_date (str | Unset):
        status_identifier (None | str | Unset):
        status_localize_infos (LocalizeInfos | None | Unset):
        coupon_code (None | str | Unset):
        additional_discounts_markers (list[str] | None | Unset):
        discount_config (DiscountConfig | None | Unset):
        bonus_amount (float | None | Unset):
        bonus_applied (float | None | Unset):
        total_due (float | None | Unset):
        payment_url (None | str | Unset):
    """

    id: int | Unset = UNSET
    form_identifier: str | Unset = UNSET
    payment_account_identifier: str | Unset = UNSET
    form_data: FormData | list[FormDataEntry] | Unset = UNSET
    products: list[CreatedOrderCreatedOrderProduct] | Unset = UNSET
    currency: None | str | Unset = UNSET
    total_sum: float | None | str | Unset = UNSET
    created_date: str | Unset = UNSET
    status_identifier: None | str | Unset = UNSET
    status_localize_infos: LocalizeInfos | None | Unset = UNSET
    coupon_code: None | str | Unset = UNSET
    additional_discounts_markers: list[str] | None | Unset = UNSET
    discount_config: DiscountConfig | None | Unset = UNSET
    bonus_amount: float | None | Unset = UNSET
    bonus_applied: float | None | Unset = UNSET
    total_due: float | None | Unset = UNSET
    payment_url: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.discount_config import DiscountConfig
        from ..models.form_data import FormData
        from ..models.localize_infos import LocalizeInfos

        id = self.id

        form_identifier = self.form_identifier

        payment_account_identifier = self.payment_account_identifier

        form_data: dict[str, Any] | list[dict[str, Any]] | Unset
        if isinstance(self.form_data, Unset):
            form_data = UNSET
        elif isinstance(self.form_data, FormData):
            form_data = self.form_data.to_dict()
        else:
            form_data = []
            for form_data_type_1_item_data in self.form_data:
                form_data_type_1_item = form_data_type_1_item_data.to_dict()
                form_data.append(form_data_type_1_item)

        products: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.products, Unset):
            products = []
            for products_item_data in self.products:
                products_item = products_item_data.to_dict()
                products.append(products_item)

        currency: None | str | Unset
        if isinstance(self.currency, Unset):
            currency = UNSET
        else:
            currency = self.currency

        total_sum: float | None | str | Unset
        if isinstance(self.total_sum, Unset):
            total_sum = UNSET
        else:
            total_sum = self.total_sum

        created_date = self.created_date

        status_identifier: None | str | Unset
        if isinstance(self.status_identifier, Unset):
            status_identifier = UNSET
        else:
            status_identifier = self.status_identifier

        status_localize_infos: dict[str, Any] | None | Unset
        if isinstance(self.status_localize_infos, Unset):
            status_localize_infos = UNSET
        elif isinstance(self.status_localize_infos, LocalizeInfos):
            status_localize_infos = self.status_localize_infos.to_dict()
        else:
            status_localize_infos = self.status_localize_infos

        coupon_code: None | str | Unset
        if isinstance(self.coupon_code, Unset):
            coupon_code = UNSET
        else:
            coupon_code = self.coupon_code

        additional_discounts_markers: list[str] | None | Unset
        if isinstance(self.additional_discounts_markers, Unset):
            additional_discounts_markers = UNSET
        elif isinstance(self.additional_discounts_markers, list):
            additional_discounts_markers = self.additional_discounts_markers

        else:
            additional_discounts_markers = self.additional_discounts_markers

        discount_config: dict[str, Any] | None | Unset
        if isinstance(self.discount_config, Unset):
            discount_config = UNSET
        elif isinstance(self.discount_config, DiscountConfig):
            discount_config = self.discount_config.to_dict()
        else:
            discount_config = self.discount_config

        bonus_amount: float | None | Unset
        if isinstance(self.bonus_amount, Unset):
            bonus_amount = UNSET
        else:
            bonus_amount = self.bonus_amount

        bonus_applied: float | None | Unset
        if isinstance(self.bonus_applied, Unset):
            bonus_applied = UNSET
        else:
            bonus_applied = self.bonus_applied

        total_due: float | None | Unset
        if isinstance(self.total_due, Unset):
            total_due = UNSET
        else:
            total_due = self.total_due

        payment_url: None | str | Unset
        if isinstance(self.payment_url, Unset):
            payment_url = UNSET
        else:
            payment_url = self.payment_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if form_identifier is not UNSET:
            field_dict["formIdentifier"] = form_identifier
        if payment_account_identifier is not UNSET:
            field_dict["paymentAccountIdentifier"] = payment_account_identifier
        if form_data is not UNSET:
            field_dict["formData"] = form_data
        if products is not UNSET:
            field_dict["products"] = products
        if currency is not UNSET:
            field_dict["currency"] = currency
        if total_sum is not UNSET:
            field_dict["totalSum"] = total_sum
        if created_date is not UNSET:
            field_dict["createdDate"] = created_date
        if status_identifier is not UNSET:
            field_dict["statusIdentifier"] = status_identifier
        if status_localize_infos is not UNSET:
            field_dict["statusLocalizeInfos"] = status_localize_infos
        if coupon_code is not UNSET:
            field_dict["couponCode"] = coupon_code
        if additional_discounts_markers is not UNSET:
            field_dict["additionalDiscountsMarkers"] = additional_discounts_markers
        if discount_config is not UNSET:
            field_dict["discountConfig"] = discount_config
        if bonus_amount is not UNSET:
            field_dict["bonusAmount"] = bonus_amount
        if bonus_applied is not UNSET:
            field_dict["bonusApplied"] = bonus_applied
        if total_due is not UNSET:
            field_dict["totalDue"] = total_due
        if payment_url is not UNSET:
            field_dict["paymentUrl"] = payment_url

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.created_order_created_order_product import (
            CreatedOrderCreatedOrderProduct,
        )
        from ..models.discount_config import DiscountConfig
        from ..models.form_data import FormData
        from ..models.form_data_entry import FormDataEntry
        from ..models.localize_infos import LocalizeInfos

        d = dict(src_dict)
        id = d.pop("id", UNSET)

        form_identifier = d.pop("formIdentifier", UNSET)

        payment_account_identifier = d.pop("paymentAccountIdentifier", UNSET)

        def _parse_form_data(data: object) -> FormData | list[FormDataEntry] | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                form_data_type_0 = FormData.from_dict(data)

                return form_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, list):
                raise TypeError()
            form_data_type_1 = []
            _form_data_type_1 = data
            for form_data_type_1_item_data in _form_data_type_1:
                form_data_type_1_item = FormDataEntry.from_dict(form_data_type_1_item_data)

                form_data_type_1.append(form_data_type_1_item)

            return form_data_type_1

        form_data = _parse_form_data(d.pop("formData", UNSET))

        _products = d.pop("products", UNSET)
        products: list[CreatedOrderCreatedOrderProduct] | Unset = UNSET
        if _products is not UNSET:
            products = []
            for products_item_data in _products:
                products_item = CreatedOrderCreatedOrderProduct.from_dict(products_item_data)

                products.append(products_item)

        def _parse_currency(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        currency = _parse_currency(d.pop("currency", UNSET))

        def _parse_total_sum(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        total_sum = _parse_total_sum(d.pop("totalSum", UNSET))

        created_date = d.pop("createdDate", UNSET)

        def _parse_status_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status_identifier = _parse_status_identifier(d.pop("statusIdentifier", UNSET))

        def _parse_status_localize_infos(data: object) -> LocalizeInfos | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                status_localize_infos_type_0 = LocalizeInfos.from_dict(data)

                return status_localize_infos_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LocalizeInfos | None | Unset, data)

        status_localize_infos = _parse_status_localize_infos(d.pop("statusLocalizeInfos", UNSET))

        def _parse_coupon_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        coupon_code = _parse_coupon_code(d.pop("couponCode", UNSET))

        def _parse_additional_discounts_markers(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                additional_discounts_markers_type_0 = cast(list[str], data)

                return additional_discounts_markers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        additional_discounts_markers = _parse_additional_discounts_markers(d.pop("additionalDiscountsMarkers", UNSET))

        def _parse_discount_config(data: object) -> DiscountConfig | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                discount_config_type_0 = DiscountConfig.from_dict(data)

                return discount_config_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountConfig | None | Unset, data)

        discount_config = _parse_discount_config(d.pop("discountConfig", UNSET))

        def _parse_bonus_amount(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        bonus_amount = _parse_bonus_amount(d.pop("bonusAmount", UNSET))

        def _parse_bonus_applied(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        bonus_applied = _parse_bonus_applied(d.pop("bonusApplied", UNSET))

        def _parse_total_due(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        total_due = _parse_total_due(d.pop("totalDue", UNSET))

        def _parse_payment_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        payment_url = _parse_payment_url(d.pop("paymentUrl", UNSET))

        created_order = cls(
            id=id,
            form_identifier=form_identifier,
            payment_account_identifier=payment_account_identifier,
            form_data=form_data,
            products=products,
            currency=currency,
            total_sum=total_sum,
            created_date=created_date,
            status_identifier=status_identifier,
            status_localize_infos=status_localize_infos,
            coupon_code=coupon_code,
            additional_discounts_markers=additional_discounts_markers,
            discount_config=discount_config,
            bonus_amount=bonus_amount,
            bonus_applied=bonus_applied,
            total_due=total_due,
            payment_url=payment_url,
        )

        created_order.additional_properties = d
        return created_order

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

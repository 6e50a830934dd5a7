from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.discount_config import DiscountConfig
    from ..models.form_data import FormData
    from ..models.form_data_entry import FormDataEntry
    from ..models.localize_infos import LocalizeInfos
    from ..models.order_fulfillment_status_localize_infos_type_0 import (
        OrderFulfillmentStatusLocalizeInfosType0,
    )
    from ..models.order_payment_status_localize_infos_type_0 import (
        OrderPaymentStatusLocalizeInfosType0,
    )
    from ..models.order_product import OrderProduct
    from ..models.payment_progress import PaymentProgress


T = TypeVar("T", bound="Order")


@_attrs_define
class Order:
    """An order as it is read.

    Attributes:
        id (int):
        storage_id (int | Unset): Absent on the oldest servers.
        created_date (str | Unset):
        status_identifier (None | str | Unset):
        status_localize_infos (LocalizeInfos | None | Unset):
        form_identifier (None | str | Unset):
        form_data (FormData | list[FormDataEntry] | Unset): A plain array; keyed by language on some servers.
        attribute_set_identifier (None | str | Unset):
        total_sum (float | None | str | Unset): Decimal text: `300.00` in 2025, `300` in 2026.
        total_sum_raw (float | None | str | Unset): Before discounts; newer servers.
        currency (None | str | Unset): As typed in the admin panel; often empty.
        payment_account_identifier (None | str | Unset):
        payment_account_localize_infos (LocalizeInfos | None | Unset):
        products (list[OrderProduct] | Unset):
        payment_url (None | str | Unset):
        is_completed (bool | None | Unset): Paid only if true; null and false both mean not paid.
        payment_strategy (None | str | Unset):
        is_partial (bool | None | Unset):
        split (None | PaymentProgress | Unset): Of an order that is paid in stages.
        fulfillment_status_identifier (None | str | Unset):
        fulfillment_status_localize_infos (None | OrderFulfillmentStatusLocalizeInfosType0 | Unset):
        payment_status_identifier (None | str | Unset):
        payment_status_localize_infos (None | OrderPaymentStatusLocalizeInfosType0 | Unset):
        discount_config (DiscountConfig | None | Unset):
        is_history (bool | Unset): Oldest servers only.
    """

    id: int
    storage_id: int | Unset = UNSET
    created_date: str | Unset = UNSET
    status_identifier: None | str | Unset = UNSET
    status_localize_infos: LocalizeInfos | None | Unset = UNSET
    form_identifier: None | str | Unset = UNSET
    form_data: FormData | list[FormDataEntry] | Unset = UNSET
    attribute_set_identifier: None | str | Unset = UNSET
    total_sum: float | None | str | Unset = UNSET
    total_sum_raw: float | None | str | Unset = UNSET
    currency: None | str | Unset = UNSET
    payment_account_identifier: None | str | Unset = UNSET
    payment_account_localize_infos: LocalizeInfos | None | Unset = UNSET
    products: list[OrderProduct] | Unset = UNSET
    payment_url: None | str | Unset = UNSET
    is_completed: bool | None | Unset = UNSET
    payment_strategy: None | str | Unset = UNSET
    is_partial: bool | None | Unset = UNSET
    split: None | PaymentProgress | Unset = UNSET
    fulfillment_status_identifier: None | str | Unset = UNSET
    fulfillment_status_localize_infos: None | OrderFulfillmentStatusLocalizeInfosType0 | Unset = UNSET
    payment_status_identifier: None | str | Unset = UNSET
    payment_status_localize_infos: None | OrderPaymentStatusLocalizeInfosType0 | Unset = UNSET
    discount_config: DiscountConfig | None | Unset = UNSET
    is_history: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.discount_config import DiscountConfig
        from ..models.localize_infos import LocalizeInfos
        from ..models.order_fulfillment_status_localize_infos_type_0 import (
            OrderFulfillmentStatusLocalizeInfosType0,
        )
        from ..models.order_payment_status_localize_infos_type_0 import (
            OrderPaymentStatusLocalizeInfosType0,
        )
        from ..models.payment_progress import PaymentProgress

        id = self.id

        storage_id = self.storage_id

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

        form_identifier: None | str | Unset
        if isinstance(self.form_identifier, Unset):
            form_identifier = UNSET
        else:
            form_identifier = self.form_identifier

        form_data: dict[str, Any] | list[dict[str, Any]] | Unset
        if isinstance(self.form_data, Unset):
            form_data = UNSET
        elif isinstance(self.form_data, list):
            form_data = []
            for form_data_type_0_item_data in self.form_data:
                form_data_type_0_item = form_data_type_0_item_data.to_dict()
                form_data.append(form_data_type_0_item)

        else:
            form_data = self.form_data.to_dict()

        attribute_set_identifier: None | str | Unset
        if isinstance(self.attribute_set_identifier, Unset):
            attribute_set_identifier = UNSET
        else:
            attribute_set_identifier = self.attribute_set_identifier

        total_sum: float | None | str | Unset
        if isinstance(self.total_sum, Unset):
            total_sum = UNSET
        else:
            total_sum = self.total_sum

        total_sum_raw: float | None | str | Unset
        if isinstance(self.total_sum_raw, Unset):
            total_sum_raw = UNSET
        else:
            total_sum_raw = self.total_sum_raw

        currency: None | str | Unset
        if isinstance(self.currency, Unset):
            currency = UNSET
        else:
            currency = self.currency

        payment_account_identifier: None | str | Unset
        if isinstance(self.payment_account_identifier, Unset):
            payment_account_identifier = UNSET
        else:
            payment_account_identifier = self.payment_account_identifier

        payment_account_localize_infos: dict[str, Any] | None | Unset
        if isinstance(self.payment_account_localize_infos, Unset):
            payment_account_localize_infos = UNSET
        elif isinstance(self.payment_account_localize_infos, LocalizeInfos):
            payment_account_localize_infos = self.payment_account_localize_infos.to_dict()
        else:
            payment_account_localize_infos = self.payment_account_localize_infos

        products: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.products, Unset):
            products = []
            for products_item_data in self.products:
                products_item = products_item_data.to_dict()
                products.append(products_item)

        payment_url: None | str | Unset
        if isinstance(self.payment_url, Unset):
            payment_url = UNSET
        else:
            payment_url = self.payment_url

        is_completed: bool | None | Unset
        if isinstance(self.is_completed, Unset):
            is_completed = UNSET
        else:
            is_completed = self.is_completed

        payment_strategy: None | str | Unset
        if isinstance(self.payment_strategy, Unset):
            payment_strategy = UNSET
        else:
            payment_strategy = self.payment_strategy

        is_partial: bool | None | Unset
        if isinstance(self.is_partial, Unset):
            is_partial = UNSET
        else:
            is_partial = self.is_partial

        split: dict[str, Any] | None | Unset
        if isinstance(self.split, Unset):
            split = UNSET
        elif isinstance(self.split, PaymentProgress):
            split = self.split.to_dict()
        else:
            split = self.split

        fulfillment_status_identifier: None | str | Unset
        if isinstance(self.fulfillment_status_identifier, Unset):
            fulfillment_status_identifier = UNSET
        else:
            fulfillment_status_identifier = self.fulfillment_status_identifier

        fulfillment_status_localize_infos: dict[str, Any] | None | Unset
        if isinstance(self.fulfillment_status_localize_infos, Unset):
            fulfillment_status_localize_infos = UNSET
        elif isinstance(self.fulfillment_status_localize_infos, OrderFulfillmentStatusLocalizeInfosType0):
            fulfillment_status_localize_infos = self.fulfillment_status_localize_infos.to_dict()
        else:
            fulfillment_status_localize_infos = self.fulfillment_status_localize_infos

        payment_status_identifier: None | str | Unset
        if isinstance(self.payment_status_identifier, Unset):
            payment_status_identifier = UNSET
        else:
            payment_status_identifier = self.payment_status_identifier

        payment_status_localize_infos: dict[str, Any] | None | Unset
        if isinstance(self.payment_status_localize_infos, Unset):
            payment_status_localize_infos = UNSET
        elif isinstance(self.payment_status_localize_infos, OrderPaymentStatusLocalizeInfosType0):
            payment_status_localize_infos = self.payment_status_localize_infos.to_dict()
        else:
            payment_status_localize_infos = self.payment_status_localize_infos

        discount_config: dict[str, Any] | None | Unset
        if isinstance(self.discount_config, Unset):
            discount_config = UNSET
        elif isinstance(self.discount_config, DiscountConfig):
            discount_config = self.discount_config.to_dict()
        else:
            discount_config = self.discount_config

        is_history = self.is_history

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if storage_id is not UNSET:
            field_dict["storageId"] = storage_id
        if created_date is not UNSET:
            field_dict["createdDate"] = created_date
        if status_identifier is not UNSET:
            field_dict["statusIdentifier"] = status_identifier
        if status_localize_infos is not UNSET:
            field_dict["statusLocalizeInfos"] = status_localize_infos
        if form_identifier is not UNSET:
            field_dict["formIdentifier"] = form_identifier
        if form_data is not UNSET:
            field_dict["formData"] = form_data
        if attribute_set_identifier is not UNSET:
            field_dict["attributeSetIdentifier"] = attribute_set_identifier
        if total_sum is not UNSET:
            field_dict["totalSum"] = total_sum
        if total_sum_raw is not UNSET:
            field_dict["totalSumRaw"] = total_sum_raw
        if currency is not UNSET:
            field_dict["currency"] = currency
        if payment_account_identifier is not UNSET:
            field_dict["paymentAccountIdentifier"] = payment_account_identifier
        if payment_account_localize_infos is not UNSET:
            field_dict["paymentAccountLocalizeInfos"] = payment_account_localize_infos
        if products is not UNSET:
            field_dict["products"] = products
        if payment_url is not UNSET:
            field_dict["paymentUrl"] = payment_url
        if is_completed is not UNSET:
            field_dict["isCompleted"] = is_completed
        if payment_strategy is not UNSET:
            field_dict["paymentStrategy"] = payment_strategy
        if is_partial is not UNSET:
            field_dict["isPartial"] = is_partial
        if split is not UNSET:
            field_dict["split"] = split
        if fulfillment_status_identifier is not UNSET:
            field_dict["fulfillmentStatusIdentifier"] = fulfillment_status_identifier
        if fulfillment_status_localize_infos is not UNSET:
            field_dict["fulfillmentStatusLocalizeInfos"] = fulfillment_status_localize_infos
        if payment_status_identifier is not UNSET:
            field_dict["paymentStatusIdentifier"] = payment_status_identifier
        if payment_status_localize_infos is not UNSET:
            field_dict["paymentStatusLocalizeInfos"] = payment_status_localize_infos
        if discount_config is not UNSET:
            field_dict["discountConfig"] = discount_config
        if is_history is not UNSET:
            field_dict["isHistory"] = is_history

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.discount_config import DiscountConfig
        from ..models.form_data import FormData
        from ..models.form_data_entry import FormDataEntry
        from ..models.localize_infos import LocalizeInfos
        from ..models.order_fulfillment_status_localize_infos_type_0 import (
            OrderFulfillmentStatusLocalizeInfosType0,
        )
        from ..models.order_payment_status_localize_infos_type_0 import (
            OrderPaymentStatusLocalizeInfosType0,
        )
        from ..models.order_product import OrderProduct
        from ..models.payment_progress import PaymentProgress

        d = dict(src_dict)
        id = d.pop("id")

        storage_id = d.pop("storageId", UNSET)

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

        def _parse_form_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        form_identifier = _parse_form_identifier(d.pop("formIdentifier", UNSET))

        def _parse_form_data(data: object) -> FormData | list[FormDataEntry] | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                form_data_type_0 = []
                _form_data_type_0 = data
                for form_data_type_0_item_data in _form_data_type_0:
                    form_data_type_0_item = FormDataEntry.from_dict(form_data_type_0_item_data)

                    form_data_type_0.append(form_data_type_0_item)

                return form_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            form_data_type_1 = FormData.from_dict(data)

            return form_data_type_1

        form_data = _parse_form_data(d.pop("formData", UNSET))

        def _parse_attribute_set_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        attribute_set_identifier = _parse_attribute_set_identifier(d.pop("attributeSetIdentifier", UNSET))

        def _parse_total_sum(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        total_sum = _parse_total_sum(d.pop("totalSum", UNSET))

        def _parse_total_sum_raw(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        total_sum_raw = _parse_total_sum_raw(d.pop("totalSumRaw", UNSET))

        def _parse_currency(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        currency = _parse_currency(d.pop("currency", UNSET))

        def _parse_payment_account_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        payment_account_identifier = _parse_payment_account_identifier(d.pop("paymentAccountIdentifier", UNSET))

        def _parse_payment_account_localize_infos(data: object) -> LocalizeInfos | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                payment_account_localize_infos_type_0 = LocalizeInfos.from_dict(data)

                return payment_account_localize_infos_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LocalizeInfos | None | Unset, data)

        payment_account_localize_infos = _parse_payment_account_localize_infos(
            d.pop("paymentAccountLocalizeInfos", UNSET)
        )

        _products = d.pop("products", UNSET)
        products: list[OrderProduct] | Unset = UNSET
        if _products is not UNSET:
            products = []
            for products_item_data in _products:
                products_item = OrderProduct.from_dict(products_item_data)

                products.append(products_item)

        def _parse_payment_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        payment_url = _parse_payment_url(d.pop("paymentUrl", UNSET))

        def _parse_is_completed(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_completed = _parse_is_completed(d.pop("isCompleted", UNSET))

        def _parse_payment_strategy(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        payment_strategy = _parse_payment_strategy(d.pop("paymentStrategy", UNSET))

        def _parse_is_partial(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_partial = _parse_is_partial(d.pop("isPartial", UNSET))

        def _parse_split(data: object) -> None | PaymentProgress | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                split_type_0 = PaymentProgress.from_dict(data)

                return split_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PaymentProgress | Unset, data)

        split = _parse_split(d.pop("split", UNSET))

        def _parse_fulfillment_status_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        fulfillment_status_identifier = _parse_fulfillment_status_identifier(
            d.pop("fulfillmentStatusIdentifier", UNSET)
        )

        def _parse_fulfillment_status_localize_infos(
            data: object,
        ) -> None | OrderFulfillmentStatusLocalizeInfosType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                fulfillment_status_localize_infos_type_0 = OrderFulfillmentStatusLocalizeInfosType0.from_dict(data)

                return fulfillment_status_localize_infos_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrderFulfillmentStatusLocalizeInfosType0 | Unset, data)

        fulfillment_status_localize_infos = _parse_fulfillment_status_localize_infos(
            d.pop("fulfillmentStatusLocalizeInfos", UNSET)
        )

        def _parse_payment_status_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        payment_status_identifier = _parse_payment_status_identifier(d.pop("paymentStatusIdentifier", UNSET))

        def _parse_payment_status_localize_infos(data: object) -> None | OrderPaymentStatusLocalizeInfosType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                payment_status_localize_infos_type_0 = OrderPaymentStatusLocalizeInfosType0.from_dict(data)

                return payment_status_localize_infos_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrderPaymentStatusLocalizeInfosType0 | Unset, data)

        payment_status_localize_infos = _parse_payment_status_localize_infos(d.pop("paymentStatusLocalizeInfos", UNSET))

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

        is_history = d.pop("isHistory", UNSET)

        order = cls(
            id=id,
            storage_id=storage_id,
            created_date=created_date,
            status_identifier=status_identifier,
            status_localize_infos=status_localize_infos,
            form_identifier=form_identifier,
            form_data=form_data,
            attribute_set_identifier=attribute_set_identifier,
            total_sum=total_sum,
            total_sum_raw=total_sum_raw,
            currency=currency,
            payment_account_identifier=payment_account_identifier,
            payment_account_localize_infos=payment_account_localize_infos,
            products=products,
            payment_url=payment_url,
            is_completed=is_completed,
            payment_strategy=payment_strategy,
            is_partial=is_partial,
            split=split,
            fulfillment_status_identifier=fulfillment_status_identifier,
            fulfillment_status_localize_infos=fulfillment_status_localize_infos,
            payment_status_identifier=payment_status_identifier,
            payment_status_localize_infos=payment_status_localize_infos,
            discount_config=discount_config,
            is_history=is_history,
        )

        order.additional_properties = d
        return order

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

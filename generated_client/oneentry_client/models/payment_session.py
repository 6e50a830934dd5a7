from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.payment_session_intent_type_0 import PaymentSessionIntentType0


T = TypeVar("T", bound="PaymentSession")


@_attrs_define
class PaymentSession:
    """
    Attributes:
        id (int):
        created_date (str | Unset):
        updated_date (str | Unset):
        type_ (str | Unset):
        status (str | Unset):
        payment_account_id (int | Unset):
        order_id (int | None | Unset): Null for the sessions of a plan and of a deleted order.
        payment_url (None | str | Unset):
        amount (float | None | str | Unset):
        client_secret (None | str | Unset): Stripe intents; never log it.
        line_items (Any | Unset): Oldest servers.
        session_id (None | str | Unset):
        success_url (None | str | Unset):
        cancel_url (None | str | Unset):
        intent (None | PaymentSessionIntentType0 | Unset):
        intent_id (None | str | Unset):
    """

    id: int
    created_date: str | Unset = UNSET
    updated_date: str | Unset = UNSET
    type_: str | Unset = UNSET
    status: str | Unset = UNSET
    payment_account_id: int | Unset = UNSET
    order_id: int | None | Unset = UNSET
    payment_url: None | str | Unset = UNSET
    amount: float | None | str | Unset = UNSET
    client_secret: None | str | Unset = UNSET
    line_items: Any | Unset = UNSET
    session_id: None | str | Unset = UNSET
    success_url: None | str | Unset = UNSET
    cancel_url: None | str | Unset = UNSET
    intent: None | PaymentSessionIntentType0 | Unset = UNSET
    intent_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.payment_session_intent_type_0 import PaymentSessionIntentType0

        id = self.id

        created_date = self.created_date

        updated_date = self.updated_date

        type_ = self.type_

        status = self.status

        payment_account_id = self.payment_account_id

        order_id: int | None | Unset
        if isinstance(self.order_id, Unset):
            order_id = UNSET
        else:
            order_id = self.order_id

        payment_url: None | str | Unset
        if isinstance(self.payment_url, Unset):
            payment_url = UNSET
        else:
            payment_url = self.payment_url

        amount: float | None | str | Unset
        if isinstance(self.amount, Unset):
            amount = UNSET
        else:
            amount = self.amount

        client_secret: None | str | Unset
        if isinstance(self.client_secret, Unset):
            client_secret = UNSET
        else:
            client_secret = self.client_secret

        line_items = self.line_items

        session_id: None | str | Unset
        if isinstance(self.session_id, Unset):
            session_id = UNSET
        else:
            session_id = self.session_id

        success_url: None | str | Unset
        if isinstance(self.success_url, Unset):
            success_url = UNSET
        else:
            success_url = self.success_url

        cancel_url: None | str | Unset
        if isinstance(self.cancel_url, Unset):
            cancel_url = UNSET
        else:
            cancel_url = self.cancel_url

        intent: dict[str, Any] | None | Unset
        if isinstance(self.intent, Unset):
            intent = UNSET
        elif isinstance(self.intent, PaymentSessionIntentType0):
            intent = self.intent.to_dict()
        else:
            intent = self.intent

        intent_id: None | str | Unset
        if isinstance(self.intent_id, Unset):
            intent_id = UNSET
        else:
            intent_id = self.intent_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if created_date is not UNSET:
            field_dict["createdDate"] = created_date
        if updated_date is not UNSET:
            field_dict["updatedDate"] = updated_date
        if type_ is not UNSET:
            field_dict["type"] = type_
        if status is not UNSET:
            field_dict["status"] = status
        if payment_account_id is not UNSET:
            field_dict["paymentAccountId"] = payment_account_id
        if order_id is not UNSET:
            field_dict["orderId"] = order_id
        if payment_url is not UNSET:
            field_dict["paymentUrl"] = payment_url
        if amount is not UNSET:
            field_dict["amount"] = amount
        if client_secret is not UNSET:
            field_dict["clientSecret"] = client_secret
        if line_items is not UNSET:
            field_dict["lineItems"] = line_items
        if session_id is not UNSET:
            field_dict["sessionId"] = session_id
        if success_url is not UNSET:
            field_dict["successUrl"] = success_url
        if cancel_url is not UNSET:
            field_dict["cancelUrl"] = cancel_url
        if intent is not UNSET:
            field_dict["intent"] = intent
        if intent_id is not UNSET:
            field_dict["intentId"] = intent_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.payment_session_intent_type_0 import PaymentSessionIntentType0

        d = dict(src_dict)
        id = d.pop("id")

        created_date = d.pop("createdDate", UNSET)

        updated_date = d.pop("updatedDate", UNSET)

        type_ = d.pop("type", UNSET)

        status = d.pop("status", UNSET)

        payment_account_id = d.pop("paymentAccountId", UNSET)

        def _parse_order_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        order_id = _parse_order_id(d.pop("orderId", UNSET))

        def _parse_payment_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        payment_url = _parse_payment_url(d.pop("paymentUrl", UNSET))

        def _parse_amount(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        amount = _parse_amount(d.pop("amount", UNSET))

        def _parse_client_secret(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        client_secret = _parse_client_secret(d.pop("clientSecret", UNSET))

        line_items = d.pop("lineItems", UNSET)

        def _parse_session_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        session_id = _parse_session_id(d.pop("sessionId", UNSET))

        def _parse_success_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        success_url = _parse_success_url(d.pop("successUrl", UNSET))

        def _parse_cancel_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cancel_url = _parse_cancel_url(d.pop("cancelUrl", UNSET))

        def _parse_intent(data: object) -> None | PaymentSessionIntentType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                intent_type_0 = PaymentSessionIntentType0.from_dict(data)

                return intent_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PaymentSessionIntentType0 | Unset, data)

        intent = _parse_intent(d.pop("intent", UNSET))

        def _parse_intent_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        intent_id = _parse_intent_id(d.pop("intentId", UNSET))

        payment_session = cls(
            id=id,
            created_date=created_date,
            updated_date=updated_date,
            type_=type_,
            status=status,
            payment_account_id=payment_account_id,
            order_id=order_id,
            payment_url=payment_url,
            amount=amount,
            client_secret=client_secret,
            line_items=line_items,
            session_id=session_id,
            success_url=success_url,
            cancel_url=cancel_url,
            intent=intent,
            intent_id=intent_id,
        )

        payment_session.additional_properties = d
        return payment_session

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

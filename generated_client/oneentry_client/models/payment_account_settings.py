from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PaymentAccountSettings")


@_attrs_define
class PaymentAccountSettings:
    """`signingSecretKey` is a secret: mask it before logging.

    Attributes:
        status (None | str | Unset):
        success_url (None | str | Unset):
        cancel_url (None | str | Unset):
        session_timeout (int | None | str | Unset): Minutes.
        payment_methods (Any | Unset): Of Midtrans.
        stripe_account_id (None | str | Unset):
        stripe_redirect_url (None | str | Unset):
        stripe_onboarding_complete (bool | None | Unset):
        stripe_publishable_key (None | str | Unset):
        signing_secret_key (None | str | Unset):
        use_web_hook_validation (bool | None | Unset):
    """

    status: None | str | Unset = UNSET
    success_url: None | str | Unset = UNSET
    cancel_url: None | str | Unset = UNSET
    session_timeout: int | None | str | Unset = UNSET
    payment_methods: Any | Unset = UNSET
    stripe_account_id: None | str | Unset = UNSET
    stripe_redirect_url: None | str | Unset = UNSET
    stripe_onboarding_complete: bool | None | Unset = UNSET
    stripe_publishable_key: None | str | Unset = UNSET
    signing_secret_key: None | str | Unset = UNSET
    use_web_hook_validation: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

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

        session_timeout: int | None | str | Unset
        if isinstance(self.session_timeout, Unset):
            session_timeout = UNSET
        else:
            session_timeout = self.session_timeout

        payment_methods = self.payment_methods

        stripe_account_id: None | str | Unset
        if isinstance(self.stripe_account_id, Unset):
            stripe_account_id = UNSET
        else:
            stripe_account_id = self.stripe_account_id

        stripe_redirect_url: None | str | Unset
        if isinstance(self.stripe_redirect_url, Unset):
            stripe_redirect_url = UNSET
        else:
            stripe_redirect_url = self.stripe_redirect_url

        stripe_onboarding_complete: bool | None | Unset
        if isinstance(self.stripe_onboarding_complete, Unset):
            stripe_onboarding_complete = UNSET
        else:
            stripe_onboarding_complete = self.stripe_onboarding_complete

        stripe_publishable_key: None | str | Unset
        if isinstance(self.stripe_publishable_key, Unset):
            stripe_publishable_key = UNSET
        else:
            stripe_publishable_key = self.stripe_publishable_key

        signing_secret_key: None | str | Unset
        if isinstance(self.signing_secret_key, Unset):
            signing_secret_key = UNSET
        else:
            signing_secret_key = self.signing_secret_key

        use_web_hook_validation: bool | None | Unset
        if isinstance(self.use_web_hook_validation, Unset):
            use_web_hook_validation = UNSET
        else:
            use_web_hook_validation = self.use_web_hook_validation

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if status is not UNSET:
            field_dict["status"] = status
        if success_url is not UNSET:
            field_dict["successUrl"] = success_url
        if cancel_url is not UNSET:
            field_dict["cancelUrl"] = cancel_url
        if session_timeout is not UNSET:
            field_dict["sessionTimeout"] = session_timeout
        if payment_methods is not UNSET:
            field_dict["paymentMethods"] = payment_methods
        if stripe_account_id is not UNSET:
            field_dict["stripeAccountId"] = stripe_account_id
        if stripe_redirect_url is not UNSET:
            field_dict["stripeRedirectUrl"] = stripe_redirect_url
        if stripe_onboarding_complete is not UNSET:
            field_dict["stripeOnboardingComplete"] = stripe_onboarding_complete
        if stripe_publishable_key is not UNSET:
            field_dict["stripePublishableKey"] = stripe_publishable_key
        if signing_secret_key is not UNSET:
            field_dict["signingSecretKey"] = signing_secret_key
        if use_web_hook_validation is not UNSET:
            field_dict["useWebHookValidation"] = use_web_hook_validation

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

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

        def _parse_session_timeout(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        session_timeout = _parse_session_timeout(d.pop("sessionTimeout", UNSET))

        payment_methods = d.pop("paymentMethods", UNSET)

        def _parse_stripe_account_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stripe_account_id = _parse_stripe_account_id(d.pop("stripeAccountId", UNSET))

        def _parse_stripe_redirect_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stripe_redirect_url = _parse_stripe_redirect_url(d.pop("stripeRedirectUrl", UNSET))

        def _parse_stripe_onboarding_complete(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        stripe_onboarding_complete = _parse_stripe_onboarding_complete(d.pop("stripeOnboardingComplete", UNSET))

        def _parse_stripe_publishable_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stripe_publishable_key = _parse_stripe_publishable_key(d.pop("stripePublishableKey", UNSET))

        def _parse_signing_secret_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        signing_secret_key = _parse_signing_secret_key(d.pop("signingSecretKey", UNSET))

        def _parse_use_web_hook_validation(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        use_web_hook_validation = _parse_use_web_hook_validation(d.pop("useWebHookValidation", UNSET))

        payment_account_settings = cls(
            status=status,
            success_url=success_url,
            cancel_url=cancel_url,
            session_timeout=session_timeout,
            payment_methods=payment_methods,
            stripe_account_id=stripe_account_id,
            stripe_redirect_url=stripe_redirect_url,
            stripe_onboarding_complete=stripe_onboarding_complete,
            stripe_publishable_key=stripe_publishable_key,
            signing_secret_key=signing_secret_key,
            use_web_hook_validation=use_web_hook_validation,
        )

        payment_account_settings.additional_properties = d
        return payment_account_settings

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

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.form_field_additional_fields_type_1 import (
        FormFieldAdditionalFieldsType1,
    )
    from ..models.form_field_settings import FormFieldSettings
    from ..models.form_field_validators import FormFieldValidators
    from ..models.localize_infos import LocalizeInfos


T = TypeVar("T", bound="FormField")


@_attrs_define
class FormField:
    """
    Attributes:
        marker (str):
        type_ (str):
        position (int | None | Unset):
        is_visible (bool | None | Unset):
        localize_infos (LocalizeInfos | Unset): Translations, keyed by language (`{"en_US": {"title": "Cash"}}`). Some
            routes send the inner object alone.
        initial_value (Any | Unset):
        is_rating_value (bool | None | Unset): The score of a rating form.
        multiselect (bool | None | Unset): Whether a `list` takes several values; newer servers.
        list_titles (list[Any] | Unset):
        validators (FormFieldValidators | Unset): Name to settings; 0 and empty text mean no limit.
        settings (FormFieldSettings | Unset):
        additional_fields (FormFieldAdditionalFieldsType1 | list[Any] | Unset): An array on the wire.
        is_login (bool | None | Unset):
        is_password (bool | None | Unset): Newer servers.
        is_sign_up (bool | None | Unset):
        is_sign_up_required (bool | None | Unset): Newer servers.
        is_notification_email (bool | None | Unset):
        is_notification_phone_push (bool | None | Unset):
        is_notification_phone_sms (bool | None | Unset):
    """

    marker: str
    type_: str
    position: int | None | Unset = UNSET
    is_visible: bool | None | Unset = UNSET
    localize_infos: LocalizeInfos | Unset = UNSET
    initial_value: Any | Unset = UNSET
    is_rating_value: bool | None | Unset = UNSET
    multiselect: bool | None | Unset = UNSET
    list_titles: list[Any] | Unset = UNSET
    validators: FormFieldValidators | Unset = UNSET
    settings: FormFieldSettings | Unset = UNSET
    additional_fields: FormFieldAdditionalFieldsType1 | list[Any] | Unset = UNSET
    is_login: bool | None | Unset = UNSET
    is_password: bool | None | Unset = UNSET
    is_sign_up: bool | None | Unset = UNSET
    is_sign_up_required: bool | None | Unset = UNSET
    is_notification_email: bool | None | Unset = UNSET
    is_notification_phone_push: bool | None | Unset = UNSET
    is_notification_phone_sms: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        marker = self.marker

        type_ = self.type_

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        is_visible: bool | None | Unset
        if isinstance(self.is_visible, Unset):
            is_visible = UNSET
        else:
            is_visible = self.is_visible

        localize_infos: dict[str, Any] | Unset = UNSET
        if not isinstance(self.localize_infos, Unset):
            localize_infos = self.localize_infos.to_dict()

        initial_value = self.initial_value

        is_rating_value: bool | None | Unset
        if isinstance(self.is_rating_value, Unset):
            is_rating_value = UNSET
        else:
            is_rating_value = self.is_rating_value

        multiselect: bool | None | Unset
        if isinstance(self.multiselect, Unset):
            multiselect = UNSET
        else:
            multiselect = self.multiselect

        list_titles: list[Any] | Unset = UNSET
        if not isinstance(self.list_titles, Unset):
            list_titles = self.list_titles

        validators: dict[str, Any] | Unset = UNSET
        if not isinstance(self.validators, Unset):
            validators = self.validators.to_dict()

        settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.settings, Unset):
            settings = self.settings.to_dict()

        additional_fields: dict[str, Any] | list[Any] | Unset
        if isinstance(self.additional_fields, Unset):
            additional_fields = UNSET
        elif isinstance(self.additional_fields, list):
            additional_fields = self.additional_fields

        else:
            additional_fields = self.additional_fields.to_dict()

        is_login: bool | None | Unset
        if isinstance(self.is_login, Unset):
            is_login = UNSET
        else:
            is_login = self.is_login

        is_password: bool | None | Unset
        if isinstance(self.is_password, Unset):
            is_password = UNSET
        else:
            is_password = self.is_password

        is_sign_up: bool | None | Unset
        if isinstance(self.is_sign_up, Unset):
            is_sign_up = UNSET
        else:
            is_sign_up = self.is_sign_up

        is_sign_up_required: bool | None | Unset
        if isinstance(self.is_sign_up_required, Unset):
            is_sign_up_required = UNSET
        else:
            is_sign_up_required = self.is_sign_up_required

        is_notification_email: bool | None | Unset
        if isinstance(self.is_notification_email, Unset):
            is_notification_email = UNSET
        else:
            is_notification_email = self.is_notification_email

        is_notification_phone_push: bool | None | Unset
        if isinstance(self.is_notification_phone_push, Unset):
            is_notification_phone_push = UNSET
        else:
            is_notification_phone_push = self.is_notification_phone_push

        is_notification_phone_sms: bool | None | Unset
        if isinstance(self.is_notification_phone_sms, Unset):
            is_notification_phone_sms = UNSET
        else:
            is_notification_phone_sms = self.is_notification_phone_sms

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "marker": marker,
                "type": type_,
            }
        )
        if position is not UNSET:
            field_dict["position"] = position
        if is_visible is not UNSET:
            field_dict["isVisible"] = is_visible
        if localize_infos is not UNSET:
            field_dict["localizeInfos"] = localize_infos
        if initial_value is not UNSET:
            field_dict["initialValue"] = initial_value
        if is_rating_value is not UNSET:
            field_dict["isRatingValue"] = is_rating_value
        if multiselect is not UNSET:
            field_dict["multiselect"] = multiselect
        if list_titles is not UNSET:
            field_dict["listTitles"] = list_titles
        if validators is not UNSET:
            field_dict["validators"] = validators
        if settings is not UNSET:
            field_dict["settings"] = settings
        if additional_fields is not UNSET:
            field_dict["additionalFields"] = additional_fields
        if is_login is not UNSET:
            field_dict["isLogin"] = is_login
        if is_password is not UNSET:
            field_dict["isPassword"] = is_password
        if is_sign_up is not UNSET:
            field_dict["isSignUp"] = is_sign_up
        if is_sign_up_required is not UNSET:
            field_dict["isSignUpRequired"] = is_sign_up_required
        if is_notification_email is not UNSET:
            field_dict["isNotificationEmail"] = is_notification_email
        if is_notification_phone_push is not UNSET:
            field_dict["isNotificationPhonePush"] = is_notification_phone_push
        if is_notification_phone_sms is not UNSET:
            field_dict["isNotificationPhoneSMS"] = is_notification_phone_sms

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.form_field_additional_fields_type_1 import (
            FormFieldAdditionalFieldsType1,
        )
        from ..models.form_field_settings import FormFieldSettings
        from ..models.form_field_validators import FormFieldValidators
        from ..models.localize_infos import LocalizeInfos

        d = dict(src_dict)
        marker = d.pop("marker")

        type_ = d.pop("type")

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

        def _parse_is_visible(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_visible = _parse_is_visible(d.pop("isVisible", UNSET))

        _localize_infos = d.pop("localizeInfos", UNSET)
        localize_infos: LocalizeInfos | Unset
        if isinstance(_localize_infos, Unset):
            localize_infos = UNSET
        else:
            localize_infos = LocalizeInfos.from_dict(_localize_infos)

        initial_value = d.pop("initialValue", UNSET)

        def _parse_is_rating_value(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_rating_value = _parse_is_rating_value(d.pop("isRatingValue", UNSET))

        def _parse_multiselect(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        multiselect = _parse_multiselect(d.pop("multiselect", UNSET))

        list_titles = cast(list[Any], d.pop("listTitles", UNSET))

        _validators = d.pop("validators", UNSET)
        validators: FormFieldValidators | Unset
        if isinstance(_validators, Unset):
            validators = UNSET
        else:
            validators = FormFieldValidators.from_dict(_validators)

        _settings = d.pop("settings", UNSET)
        settings: FormFieldSettings | Unset
        if isinstance(_settings, Unset):
            settings = UNSET
        else:
            settings = FormFieldSettings.from_dict(_settings)

        def _parse_additional_fields(data: object) -> FormFieldAdditionalFieldsType1 | list[Any] | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                additional_fields_type_0 = cast(list[Any], data)

                return additional_fields_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            additional_fields_type_1 = FormFieldAdditionalFieldsType1.from_dict(data)

            return additional_fields_type_1

        additional_fields = _parse_additional_fields(d.pop("additionalFields", UNSET))

        def _parse_is_login(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_login = _parse_is_login(d.pop("isLogin", UNSET))

        def _parse_is_password(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_password = _parse_is_password(d.pop("isPassword", UNSET))

        def _parse_is_sign_up(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_sign_up = _parse_is_sign_up(d.pop("isSignUp", UNSET))

        def _parse_is_sign_up_required(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_sign_up_required = _parse_is_sign_up_required(d.pop("isSignUpRequired", UNSET))

        def _parse_is_notification_email(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_notification_email = _parse_is_notification_email(d.pop("isNotificationEmail", UNSET))

        def _parse_is_notification_phone_push(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_notification_phone_push = _parse_is_notification_phone_push(d.pop("isNotificationPhonePush", UNSET))

        def _parse_is_notification_phone_sms(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_notification_phone_sms = _parse_is_notification_phone_sms(d.pop("isNotificationPhoneSMS", UNSET))

        form_field = cls(
            marker=marker,
            type_=type_,
            position=position,
            is_visible=is_visible,
            localize_infos=localize_infos,
            initial_value=initial_value,
            is_rating_value=is_rating_value,
            multiselect=multiselect,
            list_titles=list_titles,
            validators=validators,
            settings=settings,
            additional_fields=additional_fields,
            is_login=is_login,
            is_password=is_password,
            is_sign_up=is_sign_up,
            is_sign_up_required=is_sign_up_required,
            is_notification_email=is_notification_email,
            is_notification_phone_push=is_notification_phone_push,
            is_notification_phone_sms=is_notification_phone_sms,
        )

        form_field.additional_properties = d
        return form_field

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

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auth_data_entry import AuthDataEntry
    from ..models.form_data import FormData
    from ..models.notification_data import NotificationData
    from ..models.user_update_input_state import UserUpdateInputState


T = TypeVar("T", bound="UserUpdateInput")


@_attrs_define
class UserUpdateInput:
    """
    Attributes:
        form_identifier (str):
        lang_code (str | Unset):
        form_data (FormData | Unset): Filled-in fields, keyed by language.
        auth_data (list[AuthDataEntry] | Unset):
        notification_data (NotificationData | Unset): Addresses for messages. `phoneSMS` must not be empty; leave it out
            instead.
        state (UserUpdateInputState | Unset):
    """

    form_identifier: str
    lang_code: str | Unset = UNSET
    form_data: FormData | Unset = UNSET
    auth_data: list[AuthDataEntry] | Unset = UNSET
    notification_data: NotificationData | Unset = UNSET
    state: UserUpdateInputState | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        form_identifier = self.form_identifier

        lang_code = self.lang_code

        form_data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.form_data, Unset):
            form_data = self.form_data.to_dict()

        auth_data: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.auth_data, Unset):
            auth_data = []
            for auth_data_item_data in self.auth_data:
                auth_data_item = auth_data_item_data.to_dict()
                auth_data.append(auth_data_item)

        notification_data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.notification_data, Unset):
            notification_data = self.notification_data.to_dict()

        state: dict[str, Any] | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "formIdentifier": form_identifier,
            }
        )
        if lang_code is not UNSET:
            field_dict["langCode"] = lang_code
        if form_data is not UNSET:
            field_dict["formData"] = form_data
        if auth_data is not UNSET:
            field_dict["authData"] = auth_data
        if notification_data is not UNSET:
            field_dict["notificationData"] = notification_data
        if state is not UNSET:
            field_dict["state"] = state

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.auth_data_entry import AuthDataEntry
        from ..models.form_data import FormData
        from ..models.notification_data import NotificationData
        from ..models.user_update_input_state import UserUpdateInputState

        d = dict(src_dict)
        form_identifier = d.pop("formIdentifier")

        lang_code = d.pop("langCode", UNSET)

        _form_data = d.pop("formData", UNSET)
        form_data: FormData | Unset
        if isinstance(_form_data, Unset):
            form_data = UNSET
        else:
            form_data = FormData.from_dict(_form_data)

        _auth_data = d.pop("authData", UNSET)
        auth_data: list[AuthDataEntry] | Unset = UNSET
        if _auth_data is not UNSET:
            auth_data = []
            for auth_data_item_data in _auth_data:
                auth_data_item = AuthDataEntry.from_dict(auth_data_item_data)

                auth_data.append(auth_data_item)

        _notification_data = d.pop("notificationData", UNSET)
        notification_data: NotificationData | Unset
        if isinstance(_notification_data, Unset):
            notification_data = UNSET
        else:
            notification_data = NotificationData.from_dict(_notification_data)

        _state = d.pop("state", UNSET)
        state: UserUpdateInputState | Unset
        if isinstance(_state, Unset):
            state = UNSET
        else:
            state = UserUpdateInputState.from_dict(_state)

        user_update_input = cls(
            form_identifier=form_identifier,
            lang_code=lang_code,
            form_data=form_data,
            auth_data=auth_data,
            notification_data=notification_data,
            state=state,
        )

        user_update_input.additional_properties = d
        return user_update_input

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

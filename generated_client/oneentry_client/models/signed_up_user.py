from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.form_data import FormData
    from ..models.form_data_entry import FormDataEntry
    from ..models.notification_data import NotificationData
    from ..models.signed_up_user_rating import SignedUpUserRating
    from ..models.signed_up_user_state import SignedUpUserState


T = TypeVar("T", bound="SignedUpUser")


@_attrs_define
class SignedUpUser:
    """
    Attributes:
        id (int):
        identifier (str): The login.
        is_active (bool | Unset): False until activated where the provider asks for a code.
        form_data (FormData | list[FormDataEntry] | Unset):
        notification_data (NotificationData | Unset): Addresses for messages. `phoneSMS` must not be empty; leave it out
            instead.
        created_date (str | Unset):
        updated_date (str | Unset):
        version (int | Unset):
        locale (str | Unset):
        state (SignedUpUserState | Unset):
        rating (SignedUpUserRating | Unset):
        deleted_at (None | str | Unset):
        is_deleted (bool | Unset):
        import_id (Any | Unset):
        auth_provider_id (int | None | Unset):
    """

    id: int
    identifier: str
    is_active: bool | Unset = UNSET
    form_data: FormData | list[FormDataEntry] | Unset = UNSET
    notification_data: NotificationData | Unset = UNSET
    created_date: str | Unset = UNSET
    updated_date: str | Unset = UNSET
    version: int | Unset = UNSET
    locale: str | Unset = UNSET
    state: SignedUpUserState | Unset = UNSET
    rating: SignedUpUserRating | Unset = UNSET
    deleted_at: None | str | Unset = UNSET
    is_deleted: bool | Unset = UNSET
    import_id: Any | Unset = UNSET
    auth_provider_id: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.form_data import FormData

        id = self.id

        identifier = self.identifier

        is_active = self.is_active

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

        notification_data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.notification_data, Unset):
            notification_data = self.notification_data.to_dict()

        created_date = self.created_date

        updated_date = self.updated_date

        version = self.version

        locale = self.locale

        state: dict[str, Any] | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.to_dict()

        rating: dict[str, Any] | Unset = UNSET
        if not isinstance(self.rating, Unset):
            rating = self.rating.to_dict()

        deleted_at: None | str | Unset
        if isinstance(self.deleted_at, Unset):
            deleted_at = UNSET
        else:
            deleted_at = self.deleted_at

        is_deleted = self.is_deleted

        import_id = self.import_id

        auth_provider_id: int | None | Unset
        if isinstance(self.auth_provider_id, Unset):
            auth_provider_id = UNSET
        else:
            auth_provider_id = self.auth_provider_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "identifier": identifier,
            }
        )
        if is_active is not UNSET:
            field_dict["isActive"] = is_active
        if form_data is not UNSET:
            field_dict["formData"] = form_data
        if notification_data is not UNSET:
            field_dict["notificationData"] = notification_data
        if created_date is not UNSET:
            field_dict["createdDate"] = created_date
        if updated_date is not UNSET:
            field_dict["updatedDate"] = updated_date
        if version is not UNSET:
            field_dict["version"] = version
        if locale is not UNSET:
            field_dict["locale"] = locale
        if state is not UNSET:
            field_dict["state"] = state
        if rating is not UNSET:
            field_dict["rating"] = rating
        if deleted_at is not UNSET:
            field_dict["deletedAt"] = deleted_at
        if is_deleted is not UNSET:
            field_dict["isDeleted"] = is_deleted
        if import_id is not UNSET:
            field_dict["importId"] = import_id
        if auth_provider_id is not UNSET:
            field_dict["authProviderId"] = auth_provider_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.form_data import FormData
        from ..models.form_data_entry import FormDataEntry
        from ..models.notification_data import NotificationData
        from ..models.signed_up_user_rating import SignedUpUserRating
        from ..models.signed_up_user_state import SignedUpUserState

        d = dict(src_dict)
        id = d.pop("id")

        identifier = d.pop("identifier")

        is_active = d.pop("isActive", UNSET)

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

        _notification_data = d.pop("notificationData", UNSET)
        notification_data: NotificationData | Unset
        if isinstance(_notification_data, Unset):
            notification_data = UNSET
        else:
            notification_data = NotificationData.from_dict(_notification_data)

        created_date = d.pop("createdDate", UNSET)

        updated_date = d.pop("updatedDate", UNSET)

        version = d.pop("version", UNSET)

        locale = d.pop("locale", UNSET)

        _state = d.pop("state", UNSET)
        state: SignedUpUserState | Unset
        if isinstance(_state, Unset):
            state = UNSET
        else:
            state = SignedUpUserState.from_dict(_state)

        _rating = d.pop("rating", UNSET)
        rating: SignedUpUserRating | Unset
        if isinstance(_rating, Unset):
            rating = UNSET
        else:
            rating = SignedUpUserRating.from_dict(_rating)

        def _parse_deleted_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        deleted_at = _parse_deleted_at(d.pop("deletedAt", UNSET))

        is_deleted = d.pop("isDeleted", UNSET)

        import_id = d.pop("importId", UNSET)

        def _parse_auth_provider_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        auth_provider_id = _parse_auth_provider_id(d.pop("authProviderId", UNSET))

        signed_up_user = cls(
            id=id,
            identifier=identifier,
            is_active=is_active,
            form_data=form_data,
            notification_data=notification_data,
            created_date=created_date,
            updated_date=updated_date,
            version=version,
            locale=locale,
            state=state,
            rating=rating,
            deleted_at=deleted_at,
            is_deleted=is_deleted,
            import_id=import_id,
            auth_provider_id=auth_provider_id,
        )

        signed_up_user.additional_properties = d
        return signed_up_user

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

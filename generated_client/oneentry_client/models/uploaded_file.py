from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.uploaded_file_preview_link import UploadedFilePreviewLink


T = TypeVar("T", bound="UploadedFile")


@_attrs_define
class UploadedFile:
    """
    Attributes:
        filename (str): Path of the file.
        download_link (str):
        size (int): In bytes.
        content_type (str | Unset): Newer servers send it.
        preview_link (UploadedFilePreviewLink | Unset): With a `template`: proportions to `[data URI, address]`.
        default_preview (str | Unset): A key of `previewLink`.
    """

    filename: str
    download_link: str
    size: int
    content_type: str | Unset = UNSET
    preview_link: UploadedFilePreviewLink | Unset = UNSET
    default_preview: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        filename = self.filename

        download_link = self.download_link

        size = self.size

        content_type = self.content_type

        preview_link: dict[str, Any] | Unset = UNSET
        if not isinstance(self.preview_link, Unset):
            preview_link = self.preview_link.to_dict()

        default_preview = self.default_preview

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "filename": filename,
                "downloadLink": download_link,
                "size": size,
            }
        )
        if content_type is not UNSET:
            field_dict["contentType"] = content_type
        if preview_link is not UNSET:
            field_dict["previewLink"] = preview_link
        if default_preview is not UNSET:
            field_dict["defaultPreview"] = default_preview

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.uploaded_file_preview_link import UploadedFilePreviewLink

        d = dict(src_dict)
        filename = d.pop("filename")

        download_link = d.pop("downloadLink")

        size = d.pop("size")

        content_type = d.pop("contentType", UNSET)

        _preview_link = d.pop("previewLink", UNSET)
        preview_link: UploadedFilePreviewLink | Unset
        if isinstance(_preview_link, Unset):
            preview_link = UNSET
        else:
            preview_link = UploadedFilePreviewLink.from_dict(_preview_link)

        default_preview = d.pop("defaultPreview", UNSET)

        uploaded_file = cls(
            filename=filename,
            download_link=download_link,
            size=size,
            content_type=content_type,
            preview_link=preview_link,
            default_preview=default_preview,
        )

        uploaded_file.additional_properties = d
        return uploaded_file

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

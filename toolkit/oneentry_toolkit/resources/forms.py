"""Forms of sign-ups and orders."""

from __future__ import annotations

from ..lists.cache import TtlCache
from ..lists.read_all import read_all, read_one
from ..transport.client import ApiClient
from ..values.arguments import check_marker
from ..values.display import Listing, describe_part
from .formdata import Form


class Forms:
    """``shop.forms``."""

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang
        self._known: TtlCache[str, Form] = TtlCache(self.get, api)

    def __repr__(self) -> str:
        return describe_part(self, "shop.forms")

    def list(self) -> Listing[Form]:
        """Lists the forms of the project.

        Raises:
            AccessDeniedError: the app token, or your user group, may not read forms.
        """
        found, report = read_all(
            self._api, "list_forms", read=Form.read, by_marker=True, lang=self._lang, noun="form", lang_code=self._lang
        )
        return Listing(
            found,
            noun="form",
            total=report.total,
            fetch=report.facts(),
            columns={
                "marker": "marker",
                "title": "title",
                "type": "type",
                "fields": _markers,
            },
        )

    def get(self, marker: str) -> Form:
        """Returns a form with its fields.

        Args:
            marker: marker of the form, such as ``"order"``.

        Raises:
            NotFoundError: no form has this marker.
        """
        answer = self._api.call("get_form", check_marker(marker, "marker"), lang_code=self._lang)
        return read_one(answer, Form.read, operation="getForm", lang=self._lang, noun="form", marker=marker)

    def known(self, marker: str) -> Form:
        """Returns a form from a cache that is kept for one minute."""
        return self._known[marker]


def _markers(form: Form) -> list[str]:
    return [field.marker for field in form.fields]

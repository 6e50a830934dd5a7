"""Forms."""

from __future__ import annotations

from ..data.catalogue import Definition, Document
from ..errors import RefusedError
from .call import Call


def list_forms(call: Call) -> object:
    """Returns a page of the forms."""
    bodies = [_in_language(form, call.lang) for form in call.catalogue.forms.all]
    return {"items": call.page(bodies), "total": len(bodies)}


def get_form(call: Call) -> object:
    """Returns a form by its marker."""
    form = call.catalogue.forms.by_identifier.get(call.path["marker"])
    if form is None:
        raise RefusedError(404, "Form not found")
    return _in_language(form, call.lang)


def _in_language(form: Definition, lang: str) -> Document:
    """Returns a form with its fields in a language, else in the shop's."""
    fields = form.notes.get("attributes", {}).get(lang)
    return form.body if fields is None else {**form.body, "attributes": fields}

"""Forms."""

from __future__ import annotations

from ..errors import RefusedError
from .call import Call


def list_forms(call: Call) -> object:
    """Returns a page of the forms."""
    bodies = call.catalogue.forms.bodies
    return {"items": call.page(bodies), "total": len(bodies)}


def get_form(call: Call) -> object:
    """Returns a form by its marker."""
    form = call.catalogue.forms.by_identifier.get(call.path["marker"])
    if form is None:
        raise RefusedError(404, "Form not found")
    return form.body

"""Members of answers that have no name in a scenario and are kept as they are; all else is left out.

What a project answers may hold keys, addresses of its services and persons, at any depth.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .answers import Document

Shape = Mapping[str, Any] | None
"""Members that an object may have, each with its own; ``*`` is any name, of an object. None takes all."""

_SINGLE: Shape = {}
_ENTITY: Shape = {"id": _SINGLE, "isNested": _SINGLE}
ADDITIONAL_FIELDS: Shape = {"marker": _SINGLE, "type": _SINGLE, "value": None}
CONDITION: Shape = {"conditionType": _SINGLE, "value": None, "entityIds": _ENTITY}
_TIME: Shape = {"hours": _SINGLE, "minutes": _SINGLE}
INTERVALS: Shape = {
    "id": _SINGLE,
    "fullMonth": _SINGLE,
    "inEveryMonth": _SINGLE,
    "inEveryWeek": _SINGLE,
    "selectedYear": _SINGLE,
    "range": _SINGLE,
    "external": _SINGLE,
    "intervals": {"id": _SINGLE, "start": _TIME, "end": _TIME, "period": _SINGLE},
}
_ATTRIBUTE: Shape = {
    "type": _SINGLE,
    "value": None,
    "position": _SINGLE,
    "isIcon": _SINGLE,
    "isProductPreview": _SINGLE,
    "additionalFields": ADDITIONAL_FIELDS,
}
KEPT: dict[str, dict[str, Shape]] = {
    "form": dict.fromkeys(("attributeSetId", "processingType", "templateId"), _SINGLE),
    "field": {
        "isVisible": _SINGLE,
        "isRatingValue": _SINGLE,
        "initialValue": None,
        "additionalFields": ADDITIONAL_FIELDS,
    },
    "provider": {},
    "account": dict.fromkeys(("isUsed", "testMode"), _SINGLE),
    "storage": {"generalTypeId": _SINGLE},
    "block": {
        "type": _SINGLE,
        "isVisible": _SINGLE,
        "customSettings": {
            "sliderDelay": _SINGLE,
            "sliderDelayType": _SINGLE,
            "productConfig": {"quantity": _SINGLE, "countElementsPerRow": _SINGLE},
            "similarProductRules": None,
            "condition": None,
        },
    },
    "product": {
        **dict.fromkeys(
            ("attributeSetIdentifier", "position", "templateIdentifier", "shortDescTemplateIdentifier"), _SINGLE
        ),
        "additional": {"prices": {"min": _SINGLE, "max": _SINGLE}},
    },
    "discount": {
        **dict.fromkeys(
            ("attributeSetId", "attributeSetIdentifier", "conditionLogic", "giftsReplaceCartItems", "position"), _SINGLE
        ),
        "discountValue": dict.fromkeys(("value", "maxAmount", "discountType", "applicability"), _SINGLE),
        "exclusions": _ENTITY,
        "userGroups": _ENTITY,
        "attributeValues": {"*": {"*": _ATTRIBUTE}},
        "bonusEvent": dict.fromkeys(("id", "triggerEvent", "bonusExpirationDays"), _SINGLE),
    },
}
"""By kind of definition; ``field`` is one of a form."""


def only(value: Any, shape: Shape) -> Any:
    """Returns a value with the members of a shape, in lists as well."""
    if shape is None:
        return value
    if isinstance(value, list):
        return [only(one, shape) for one in value]
    if isinstance(value, Mapping):
        known = {
            name: one for name, one in value.items() if name in shape or ("*" in shape and isinstance(one, Mapping))
        }
        return {name: only(one, shape.get(name, shape.get("*"))) for name, one in known.items()}
    return value


def rest(made: Document, answered: Document, kept: Mapping[str, Shape]) -> Document:
    """Returns the members to keep, where an answer has something else than a sandbox has by itself."""
    found = {name: only(answered[name], shape) for name, shape in kept.items() if name in answered}
    return {
        name: value for name, value in found.items() if value != made.get(name) and not (name not in made and not value)
    }

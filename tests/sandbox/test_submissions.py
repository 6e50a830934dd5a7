"""Form submissions: who may send, read and change them."""

from __future__ import annotations

from typing import Any

import pytest

ADDRESS = [
    {"marker": "street", "type": "string", "value": "Quay 1"},
    {"marker": "city", "type": "string", "value": "X"},
]


def body(form: str, config: int, entity: str, *entries: dict[str, Any]) -> dict[str, Any]:
    return {
        "formIdentifier": form,
        "formModuleConfigId": config,
        "moduleEntityIdentifier": entity,
        "formData": {"en_US": list(entries)},
    }


def test_a_submission_is_read_changed_and_deleted_by_its_author(shop: Any) -> None:
    sent = shop("POST", "/form-data", body("addresses", 3, "account", *ADDRESS))
    assert sent.status_code == 201
    assert sent.json()["actionMessage"] == "Form submitted successfully"
    number = sent.json()["formData"]["id"]

    changed = [ADDRESS[0] | {"value": "Quay 2"}, ADDRESS[1]]
    updated = shop("PUT", f"/form-data/{number}", {"formData": changed})
    assert (updated.status_code, updated.json()["formData"]) == (200, changed)
    listed = shop("POST", "/form-data/marker/addresses?isExtended=1", {"userIdentifier": "your-user@email.com"})
    assert [(one["id"], one["formData"], one["status"]) for one in listed.json()["items"]] == [
        (number, changed, "sent")
    ]

    assert shop("PUT", f"/form-data/{number}/update-status", {"status": "banned"}).json() is True
    assert shop("POST", "/form-data/marker/addresses", {}).json() == {"items": [], "total": 0}
    assert shop("POST", "/form-data/marker/addresses", {"status": ["banned"]}).json()["total"] == 1
    assert shop("DELETE", f"/form-data/{number}").json() is True
    assert shop("DELETE", f"/form-data/{number}").status_code == 404


@pytest.mark.parametrize(
    ("given", "status", "message"),
    [
        (body("nope", 3, "account", *ADDRESS), 404, "Form not found"),
        (body("addresses", 2, "account", *ADDRESS), 400, "Incorrect formIdentifier for provided config"),
        (body("addresses", 3, "blog", *ADDRESS), 400, "Incorrect formIdentifier for provided config"),
        (body("addresses", 3, "account"), 400, "empty form data section"),
        (body("order", 3, "account", {"marker": "name", "value": "A"}), 400, "Form has incorrect type: order"),
    ],
)
def test_a_submission_that_does_not_belong_together_is_refused(
    shop: Any, given: dict[str, Any], status: int, message: str
) -> None:
    answer = shop("POST", "/form-data", given)
    assert (answer.status_code, answer.json()["message"]) == (status, message)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"limit": 1}, ["property limit should not exist"]),
        (
            {"dateFrom": "2025-04-30T20:15:29"},
            ["dateFrom must be a date in the format YYYY-MM-DD or YYYY-MM-DD HH:mm:ss"],
        ),
        ({"dateTo": "2026-13-45"}, ["dateTo must be a date in the format YYYY-MM-DD or YYYY-MM-DD HH:mm:ss"]),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(shop: Any, given: dict[str, Any], message: list[str]) -> None:
    answer = shop("POST", "/form-data/marker/addresses", given)
    assert (answer.status_code, answer.json()["message"]) == (400, message)


def test_an_end_of_a_range_counts_to_the_second(shop: Any) -> None:
    shop("POST", "/form-data", body("addresses", 3, "account", *ADDRESS))
    for end, total in (("2025-04-30 20:15:29", 1), ("2025-04-30 20:15:28", 0), ("2025-04-30", 1), ("", 1)):
        assert shop("POST", "/form-data/marker/addresses", {"dateTo": end}).json()["total"] == total


def test_submissions_of_a_private_form_are_not_listed(shop: Any) -> None:
    answer = shop("POST", "/form-data/marker/contact_us", {})
    assert (answer.status_code, answer.json()["message"]) == (403, "This form's submissions are not publicly readable")

"""The contract's answers have the members that docs/api tabulates, and demand only what every source sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.conftest import CONTRACT, OPERATIONS, resolved

if TYPE_CHECKING:
    from tests.contract.conftest import Complaints

PAGES = Path(__file__).parents[2] / "docs" / "api"
SCHEMAS: dict[str, Any] = CONTRACT["components"]["schemas"]

# Schema, page, and the text that its table comes after.
TABLES = [
    ("AuthProvider", "auth.md", "**AuthProvider**"),
    ("SignedUpUser", "auth.md", "**SignUpUser**"),
    ("TokenPair", "auth.md", "**TokenPair**"),
    ("User", "users.md", '<a id="users-me">'),
    ("OrderStorage", "orders.md", '<a id="orders-storages">'),
    ("Order", "orders.md", "**Order**"),
    ("CreatedOrder", "orders.md", "**CreatedOrder**"),
    ("OrderPreview", "orders.md", '<a id="orders-preview">'),
    ("DiscountConfig", "orders.md", '<a id="orders-discount-config">'),
    ("PaymentSession", "payments.md", "**PaymentSession**"),
    ("PaymentAccount", "payments.md", "**PaymentAccount**"),
    ("Form", "forms.md", "**Form**"),
    ("FormField", "forms.md", "**FormField**"),
    ("Product", "products.md", '<a id="products-product">'),
    ("Discount", "discounts.md", "**Discount**"),
]
# An answer without one of these cannot be told from others of its kind, or says nothing. No source leaves them out.
REQUIRED = {
    "AuthProvider": {"id", "identifier"},
    "BonusHistoryPage": {"items"},
    "Cart": {"items"},
    "CartItem": {"productId", "qty"},
    "CouponCheck": {"valid"},
    "Discount": {"id", "identifier"},
    "DiscountPage": {"items"},
    "ErrorEnvelope": {"statusCode", "message"},
    "Form": {"id", "identifier"},
    "FormDataEntry": {"marker"},
    "FormField": {"marker", "type"},
    "FormPage": {"items"},
    "Order": {"id"},
    "OrderPage": {"items"},
    "OrderPreviewLine": {"id"},
    "OrderProduct": {"id"},
    "OrderStatus": {"id", "identifier"},
    "OrderStorage": {"id"},
    "PaymentAccount": {"id", "identifier"},
    "PaymentSession": {"id"},
    "PaymentSessionPage": {"items"},
    "Product": {"id"},
    "ProductBlock": {"id", "identifier"},
    "ProductCounts": {"totalAll"},
    "ProductHit": {"id"},
    "ProductPage": {"items"},
    "ProductPrice": {"id"},
    "ProductPricePage": {"items"},
    "RefundRequest": {"id"},
    "SignedUpUser": {"id", "identifier"},
    "Submission": {"id"},
    "SubmissionPage": {"items"},
    "SubmissionReceipt": {"formData", "actionMessage"},
    "TokenPair": {"accessToken", "refreshToken"},
    "UploadedFile": {"filename", "downloadLink", "size"},
    "User": {"id", "identifier"},
    "Wishlist": {"items"},
    "WishlistItem": {"productId"},
}


@dataclass(frozen=True)
class Member:
    """One row of a table: a member and what the page says of it."""

    schema: str
    name: str
    optional: bool
    nullable: bool


def rows_after(page: str, start: str) -> Iterator[list[str]]:
    """The cells of the first table after a text."""
    lines = iter(page[page.index(start) :].splitlines())
    for line in lines:
        if line.startswith("| member"):
            break
    next(lines)
    for line in lines:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def members() -> Iterator[Member]:
    for schema, file, start in TABLES:
        page = (PAGES / file).read_text(encoding="utf-8")
        header = page[page.index("| member", page.index(start)) :].splitlines()[0]
        for names, kind, *rest in rows_after(page, start):
            said = " ".join([kind, *rest])
            yes = header.startswith("| member | type | null |") and rest[0].startswith("yes")
            for name in re.findall(r"`(\w+)[^`]*`", names):
                yield Member(
                    schema,
                    name,
                    optional=re.search(r"optional|absent|may be missing|newer|oldest|stored orders", said) is not None,
                    nullable=yes or re.search(r"\bnull\b|nullable", re.sub(r"`[^`]*`", "", said)) is not None,
                )


MEMBERS = list(members())


def answered_schemas() -> Mapping[str, Any]:
    """The named schemas that success answers and refusals are made of."""
    found: dict[str, Any] = {}

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, Mapping):
            name = str(node.get("$ref", "")).removeprefix("#/components/schemas/")
            if name and name not in found:
                found[name] = resolved(node)
                walk(found[name])
            for value in node.values():
                walk(value)

    for operation in OPERATIONS:
        for response in operation.responses.values():
            walk(response.get("content", {}))
    return found


def test_the_tables_are_read() -> None:
    """Every table has members, among them optional and nullable ones."""
    assert {member.schema for member in MEMBERS} == {schema for schema, _, _ in TABLES}
    assert Member("Order", "storageId", optional=True, nullable=False) in MEMBERS
    assert Member("AuthProvider", "formIdentifier", optional=False, nullable=True) in MEMBERS
    assert Member("PaymentSession", "intentId", optional=True, nullable=False) in MEMBERS
    assert len(MEMBERS) > 150


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: f"{member.schema}.{member.name}")
def test_a_member_of_the_reference_is_in_the_contract(member: Member, complaints: Complaints) -> None:
    """It is there by name, may be left out where a source does so, and may be null where a source has null."""
    schema = SCHEMAS[member.schema]
    assert member.name in schema["properties"]
    assert not (member.optional and member.name in schema.get("required", ()))
    if member.nullable:
        assert complaints(schema["properties"][member.name], None) == []


def test_answers_require_no_more_than_every_source_sends() -> None:
    found = {name: set(schema["required"]) for name, schema in answered_schemas().items() if "required" in schema}
    assert found == REQUIRED

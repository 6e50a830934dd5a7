"""The examples of the contract are one shop, which can be walked on a mock server made of them."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import oneentry_toolkit as oe

if TYPE_CHECKING:
    from tests.contract.conftest import Operation

ROOT = Path(__file__).parents[2]
PRISM = ROOT / "tests" / "js" / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
STARTS_WITHIN_S = 90.0

LOGIN = "your-user@email.com"
# Every value that a member has, wherever it is in an example.
ONE_SHOP: dict[str, set[Any]] = {
    "authProviderIdentifier": {"email"},
    "categories": {"catalog"},
    "couponCode": {"SUMMER-KBWZ-2428"},
    "currency": {"USD"},
    "discountId": {1},
    "discountIdentifier": {"welcome"},
    "email": {LOGIN},
    "eventIdentifier": {"send_code"},
    "formIdentifier": {"contact_us", "order"},
    "orderId": {89},
    "orderStorageId": {1},
    "pageId": {10},
    "pageUrls": {"catalog"},
    "paymentAccountId": {1},
    "paymentAccountIdentifier": {"cash"},
    "productId": {14},
    "refreshToken": {"1745494429101-...-2834edf8"},
    "statusIdentifier": {"inProgress", "sale"},
    "storageId": {1},
    "userId": {16},
    "userIdentifier": {LOGIN},
}


def examples_of(operation: Operation) -> Iterator[Any]:
    """The examples of its request and its success answer."""
    for media in (operation.request, operation.answer):
        if media is not None:
            yield media["example"]


def members_of(value: Any) -> Iterator[tuple[str, Any]]:
    """Every member below a value, the items of lists one by one."""
    if isinstance(value, list):
        for item in value:
            yield from members_of(item)
    elif isinstance(value, dict):
        for name, member in value.items():
            for item in member if isinstance(member, list) else [member]:
                yield name, item
            yield from members_of(member)


def answer_of(operations: list[Operation], name: str) -> Any:
    (answer,) = [one.answer["example"] for one in operations if one.id == name and one.answer]
    return answer


def test_a_member_has_the_same_value_in_all_examples(operations: list[Operation]) -> None:
    found: dict[str, set[Any]] = {name: set() for name in ONE_SHOP}
    for operation in operations:
        for example in examples_of(operation):
            for name, value in members_of(example):
                if name in found and value is not None:
                    found[name].add(value)
    assert found == ONE_SHOP


def test_records_have_the_ids_and_markers_that_others_name(operations: list[Operation]) -> None:
    def identity(name: str) -> tuple[Any, Any]:
        body = answer_of(operations, name)
        body = body["items"][0] if "items" in body else body[0] if isinstance(body, list) else body
        return body["id"], body.get("identifier")

    for several, one, expected in (
        ("listAuthProviders", "getAuthProvider", (1, "email")),
        ("listOrderStorages", "getOrderStorage", (1, "orders")),
        ("listForms", "getForm", (6, "order")),
        ("listOrders", "getOrder", (89, None)),
        ("listPaymentSessions", "getPaymentSession", (46, None)),
        ("listDiscounts", "getDiscount", (1, "welcome")),
        ("listProducts", "getProduct", (14, None)),
        ("listProductsByIds", "searchProducts", (14, None)),
        ("createPaymentSession", "getPaymentSessionByOrder", (46, None)),
        ("signUp", "getUser", (16, LOGIN)),
    ):
        assert identity(several) == identity(one) == expected
    assert identity("createOrder")[0] == identity("updateOrder")[0] == 89
    assert answer_of(operations, "getPaymentAccount") in answer_of(operations, "listPaymentAccounts")
    accounts = {one["identifier"] for one in answer_of(operations, "listPaymentAccounts")}
    offered = answer_of(operations, "getOrderStorage")["paymentAccountIdentifiers"]
    assert {one["identifier"] for one in offered} == accounts


def test_path_parameters_name_the_records_of_the_examples(operation: Operation) -> None:
    named = {one["name"]: one["example"] for one in operation.parameters if one["in"] == "path"}
    if not operation.answer or not named or operation.method != "get":
        return
    example = operation.answer["example"]
    first = example["items"][0] if isinstance(example, dict) and "items" in example else example
    record = first[0] if isinstance(first, list) else first
    if set(named) == {"id"} and operation.id not in {"listRefunds", "getPaymentStages", "listProductBlocks"}:
        assert record["id"] == named["id"]
    elif set(named) == {"marker"} and "identifier" in record and operation.id != "listOrderStatuses":
        assert record["identifier"] == named["marker"]
    elif "orderId" in named or operation.id == "listRefunds":
        assert record["orderId"] == named.get("orderId", named.get("id"))


def test_filled_in_fields_are_those_of_the_form(operations: list[Operation]) -> None:
    """By marker; login and password go into ``authData`` and nowhere else."""
    fields = {one["marker"]: one for one in answer_of(operations, "getForm")["attributes"]}
    credentials = {marker for marker, one in fields.items() if one["isLogin"] or one["isPassword"]}
    seen: dict[str, set[str]] = {"authData": set(), "formData": set()}
    for operation in operations:
        for example in examples_of(operation):
            for name, value in members_of(example):
                if name == "authData":
                    seen[name].add(value["marker"])
                elif name == "formData" and "formData" not in value:  # a record is walked by itself
                    seen[name] |= {value["marker"]} if "marker" in value else {one["marker"] for one in value["en_US"]}
    assert seen == {"authData": credentials, "formData": fields.keys() - credentials}


@pytest.fixture
def mock(node: str) -> Iterator[str]:
    """The address of Prism, serving the examples of openapi.yaml."""
    if not PRISM.exists():
        pytest.fail("The mock server is not installed: run `make check`, or `npm ci --prefix tests/js`.")
    command = [node, str(PRISM), "mock", "--host", "127.0.0.1", "--port", "0", "--errors", "openapi.yaml"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    reading = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reading.start()
    try:
        yield _address(lines)
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # node may be started by a program that does not pass a signal on
        process.wait(timeout=30)
        reading.join(timeout=30)


def _read(process: subprocess.Popen[str], lines: queue.SimpleQueue[str]) -> None:
    assert process.stdout is not None
    with process.stdout as output:
        for line in output:
            lines.put(line)
    lines.put("")


def _address(lines: queue.SimpleQueue[str]) -> str:
    said, until = [], time.monotonic() + STARTS_WITHIN_S
    while (left := until - time.monotonic()) > 0:
        try:
            line = lines.get(timeout=left)
        except queue.Empty:
            break
        if not line:
            break
        said.append(line)
        if "is listening on " in line:
            return line.partition("is listening on ")[2].strip()
    pytest.fail(f"Prism did not start: {''.join(said[-20:])}")


@pytest.mark.slow
def test_the_five_lines_of_the_readme_run_on_a_mock(mock: str) -> None:
    """The mock checks every request against the contract and answers with its examples."""
    with oe.connect(mock, "app-token") as shop:
        assert shop.users.sign_in(LOGIN, "123456").user == LOGIN
        (storage,) = shop.orders.storages()
        order = shop.orders.create(
            storage.marker, products={14: 1}, form={"name": "Christina Thomas"}, payment_account="cash"
        )
        assert (order.id, order.total, order.currency) == (89, Decimal(340), "USD")
        session = shop.payments.create_session(order)
        assert (session.id, session.order_id, session.status) == (46, 89, "waiting")
        assert shop.payments.get(session.id) == session
        assert list(shop.payments.sessions_for(order)) == [session]

        read = shop.orders.get(order.id, "orders")
        assert (read.id, read.total, read.form) == (89, Decimal(340), {"name": "Christina Thomas"})
        assert shop.users.me().login == LOGIN
        assert shop.products.get(14).price == order.total
        assert shop.discounts.coupon("SUMMER-KBWZ-2428").discount_id == shop.discounts.get("welcome").id

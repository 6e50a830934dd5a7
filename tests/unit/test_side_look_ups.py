"""A side look-up that fails (titles, markers, statuses, forms) leaves something out with a warning and ends nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.orders.orders import Orders
from oneentry_toolkit.payments.sessions import Payments
from oneentry_toolkit.resources.forms import Forms
from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.tokens import MemoryTokens

from .conftest import MakeClient

ORDER = {
    "id": 7, "statusIdentifier": "new", "formIdentifier": "order", "paymentAccountIdentifier": "cash",
    "formData": [{"marker": "name", "type": "string", "value": "Ann"}], "products": [{"id": 1, "quantity": 2}],
    "totalSum": "10.00",
}  # fmt: skip
STORAGE = {"id": 1, "identifier": "orders", "formIdentifier": "order", "localizeInfos": {"en_US": {"title": "Orders"}}}
SESSION = {"id": 5, "orderId": 7, "status": "waiting", "type": "session", "paymentAccountId": 1}
FORM = {"id": 1, "identifier": "order", "attributes": [{"marker": "name", "type": "string"}]}
ACCOUNT = {"id": 1, "identifier": "cash"}
STATUSES = [{"identifier": "new"}, {"identifier": "cancelled"}]

Failing = Callable[[str], httpx.Response | None]


def refused(status: int) -> httpx.Response:
    return httpx.Response(status, json={"statusCode": status, "message": "no"})


def failing(part: str, status: int) -> Failing:
    """Requests whose path ends so fail; 0 breaks the connection, 200 sends a page of a gateway."""

    def fail(path: str) -> httpx.Response | None:
        if not path.endswith(part):
            return None
        if status == 0:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, text="<html>") if status == 200 else refused(status)

    return fail


@pytest.fixture
def api(make_client: MakeClient, signed_in: MemoryTokens) -> Callable[[Failing], ApiClient]:
    def make(fail: Failing) -> ApiClient:
        answers: dict[str, Any] = {
            "/orders-storage": [STORAGE],
            "/order-statuses": STATUSES,
            "/orders": {"items": [ORDER], "total": 1},
            "/orders/7": ORDER,
            "/forms/marker/order": FORM,
            "/payments/accounts": [ACCOUNT],
            "/payments/sessions": {"items": [SESSION], "total": 1},
        }

        def handle(request: httpx.Request) -> httpx.Response:
            path = request.url.path.rstrip("/")
            if (failed := fail(path)) is not None:
                return failed
            if request.method == "PUT":
                return httpx.Response(200, json=ORDER | httpx.Response(200, content=request.content).json())
            # From the longest on: "/orders/7" is no "/7".
            found = next(value for end, value in sorted(answers.items(), reverse=True) if path.endswith(end))
            return httpx.Response(200, json=found)

        return make_client(handle, tokens=signed_in)

    return make


FAILURES = pytest.mark.parametrize("status", [0, 200, 403, 404, 500])


def orders_of(api: ApiClient) -> Orders:
    return Orders(api, "en_US", Forms(api, "en_US"))


@FAILURES
def test_markers_of_payment_accounts(api: Callable[[Failing], ApiClient], status: int) -> None:
    with pytest.warns(oe.MissingDetailWarning, match="markers of payment accounts could not be looked up"):
        frame = Payments(api(failing("/accounts", status)), "en_US").frame()
    assert frame["session_id"].tolist() == [5] and frame["payment_account"].isna().all()


@FAILURES
def test_title_of_a_storage(api: Callable[[Failing], ApiClient], status: int) -> None:
    """Of one that is named: its orders are read, in a frame and as objects, and one of them alone."""
    orders = orders_of(api(failing("/orders-storage", status)))
    with pytest.warns(oe.MissingDetailWarning, match="Titles and forms of order storages could not be looked up"):
        frame = orders.frame("orders")
    assert frame["storage"].tolist() == ["orders"] and frame["storage_title"].isna().all()
    assert str(frame["storage_title"].dtype) == "category"
    with pytest.warns(oe.MissingDetailWarning):
        assert [one.id for one in orders.list("orders")] == [7]
    with pytest.warns(oe.MissingDetailWarning):
        assert orders.get(7, "orders").id == 7


def test_all_storages_need_the_list(api: Callable[[Failing], ApiClient]) -> None:
    """Without a marker the list of storages is no side look-up; an unknown marker is still an error."""
    with pytest.raises(oe.AccessDeniedError):
        orders_of(api(failing("/orders-storage", 403))).frame()
    with pytest.raises(oe.InputError, match="no order storage 'x'"):
        orders_of(api(lambda _path: None)).frame("x")


@FAILURES
def test_statuses_of_a_filter(api: Callable[[Failing], ApiClient], status: int) -> None:
    """The filter goes by the marker that was given."""
    orders = orders_of(api(failing("/order-statuses", status)))
    with pytest.warns(oe.MissingDetailWarning, match="The statuses of storage 'orders'"):
        assert orders.frame("orders", status="new")["order_id"].tolist() == [7]
    with pytest.warns(oe.MissingDetailWarning):
        assert len(orders.list("orders", status="other")) == 0
    with pytest.raises(oe.InputError, match="no status 'other'"):
        orders_of(api(lambda _path: None)).list("orders", status="other")


def test_changing_an_order_needs_neither_storage_nor_statuses(api: Callable[[Failing], ApiClient]) -> None:
    """The server checks what is named."""
    order = orders_of(api(lambda _path: None)).get(7, "orders")
    orders = orders_of(
        api(lambda path: refused(500) if path.endswith(("/orders-storage", "/order-statuses")) else None)
    )
    assert orders.update(order, products={1: 3}).lines[0].quantity == 3
    with pytest.warns(oe.MissingDetailWarning):
        assert orders.cancel(order, status="cancelled").status == "cancelled"
    with pytest.warns(oe.MissingDetailWarning):
        assert orders.update(order, payment_account="stripe").payment_account == "stripe"
    with pytest.raises(oe.ServerError):
        orders.cancel(order)


@FAILURES
def test_columns_for_form_fields(api: Callable[[Failing], ApiClient], status: int, tmp_path: Path) -> None:
    """In files, their answers are in ``form_other`` then."""
    orders = orders_of(api(failing("/forms/marker/order", status)))
    with pytest.warns(oe.MissingDetailWarning, match="Columns for the fields of form 'order'"):
        files = orders.to_parquet(tmp_path / "out", "orders", progress=False)
    frame = pd.read_parquet(files.folder / "orders")
    assert files.orders == 1 and "form.name" not in frame
    assert frame["form_other"].tolist() == ['{"name":"Ann"}']


@FAILURES
def test_types_of_answers(api: Callable[[Failing], ApiClient], status: int) -> None:
    """In frames, answers have the types that they name then."""
    orders = orders_of(api(failing("/forms/marker/order", status)))
    for read in (lambda: orders.frame("orders"), lambda: orders.list("orders").to_frame()):
        with pytest.warns(oe.MissingDetailWarning, match="Types of the answers to form 'order' could not be looked up"):
            frame = read()
        assert frame["form.name"].tolist() == ["Ann"] and frame["form.name"].dtype == "str"


def test_a_form_is_looked_up_once_and_for_orders_only(api: Callable[[Failing], ApiClient]) -> None:
    asked: list[str] = []

    def note(path: str) -> httpx.Response | None:
        asked.append(path.rpartition("/content")[2])
        if path.endswith("/orders-storage"):
            return httpx.Response(200, json=[STORAGE, STORAGE | {"id": 2, "identifier": "more"}])
        return None

    orders = orders_of(api(note))
    orders.lines_frame()
    assert "/forms/marker/order" not in asked
    orders.frame()
    orders.frames("orders")
    assert asked.count("/forms/marker/order") == 1


def test_a_storage_that_fails_does_not_hide_an_order_of_another(api: Callable[[Failing], ApiClient]) -> None:
    """And its error is the one that is raised if no storage has the order."""

    def fail(path: str) -> httpx.Response | None:
        if path.endswith("/orders-storage"):
            return httpx.Response(200, json=[STORAGE | {"id": 2, "identifier": "broken"}, STORAGE])
        if "/marker/broken/" in path:
            return refused(500)
        return refused(404) if path.endswith("/orders/8") else None

    orders = orders_of(api(fail))
    assert orders.get(7).storage == "orders"
    with pytest.raises(oe.ServerError):
        orders.get(8)


def test_an_ended_sign_in_ends_the_call(api: Callable[[Failing], ApiClient]) -> None:
    with pytest.raises(oe.SignInExpiredError):
        Payments(api(lambda path: refused(401) if path.endswith(("/accounts", "/refresh")) else None), "en_US").frame()

"""``shop.refunds.frame`` over the sandbox, and over servers that refuse or answer oddly for some orders."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER

DTYPES = {
    "refund_id": "int64", "order_id": "int64", "created": "datetime64[us, UTC]", "status": "category",
    "currency": "category", "pieces": "int64", "products": "str", "note": "str",
}  # fmt: skip
UNPAID = oe.NotFoundError("x", status=404, operation="listRefunds", message="You cannot refund uncompleted order")


@pytest.fixture(scope="module")
def server() -> Iterator[oe.Sandbox]:
    with oe.Sandbox(check_answers=True) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def connected(server: oe.Sandbox) -> Iterator[oe.Shop]:
    with oe.connect(url=server.url, app_token=server.app_token) as shop:
        shop.users.sign_in(USER, PASSWORD)
        yield shop


@pytest.fixture
def ask(connected: oe.Shop, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """Has the server answer for these orders, by number, and with no requests for others; returns who was asked for."""

    def prepare(**answers: Any) -> list[int]:
        asked: list[int] = []

        def raw(name: str, number: int, /, **more: Any) -> bytes:
            assert name == "list_refunds"
            asked.append(number)
            answer = answers.get(f"o{number}", [])
            if isinstance(answer, BaseException):
                raise answer
            return json.dumps(answer).encode()

        monkeypatch.setattr(connected._api, "raw", raw)
        return asked

    return prepare


def request(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "createdDate": "2026-01-02T10:00:00.000Z", "status": "waiting", "amount": 5.1, "note": "",
        "products": {"14": {"quantity": 2}}, **more,
    }  # fmt: skip


def refused(number: int, status: int = 403) -> oe.ApiError:
    kind = oe.AccessDeniedError if status == 403 else oe.NotFoundError
    return kind(f"no {number}", status=status, operation="listRefunds", message="x")


def test_refunds_of_paid_orders_are_rows(server: oe.Sandbox, connected: oe.Shop) -> None:
    orders = connected.orders.list(paid=True)
    one, other = orders[0], orders[1]
    made = connected.refunds.request(one, products={one.lines[0].product_id: 1}, note="broken")
    connected.refunds.request(other)
    server.decide_refund(made.id, "paid")
    frame = connected.refunds.frame(connected.orders.frame())
    assert frame.drop(columns="amount").dtypes.astype(str).to_dict() == DTYPES
    row = frame.set_index("order_id").loc[one.id]
    assert (row["status"], row["currency"], row["pieces"], row["note"]) == ("refunded", "USD", 1, "broken")
    assert row["products"] == f'{{"{one.lines[0].product_id}": 1}}'
    assert row["amount"] == made.amount
    assert sorted(frame["order_id"]) == sorted([one.id, other.id])
    assert frame.attrs["fetch"]["orders_asked"] == len(orders)
    assert frame.attrs["user"] == connected.users.me().id
    pd.testing.assert_frame_equal(connected.refunds.frame(orders), frame)
    assert connected.refunds.frame([one, other.id])["currency"].isna().tolist() == [False, True]


def test_only_orders_that_can_have_refunds_are_asked_for(connected: oe.Shop, ask: Any) -> None:
    asked = ask(o7=UNPAID)
    orders = pd.DataFrame({"order_id": [1, 2, 3, 3], "paid": [True, False, True, True]})
    frame = connected.refunds.frame(orders)
    assert (sorted(asked), len(frame)) == ([1, 3], 0)
    assert frame.drop(columns="amount").dtypes.astype(str).to_dict() == DTYPES
    assert connected.refunds.frame([7]).empty
    assert connected.refunds.frame([]).empty


def test_of_the_orders_of_several_users_those_of_this_one_are_asked_for(connected: oe.Shop, ask: Any) -> None:
    user = connected.users.me().id
    asked = ask()
    connected.refunds.frame(pd.DataFrame({"order_id": [1, 2, 3], "paid": True, "user": [user, user + 1, user]}))
    assert sorted(asked) == [1, 3]


def test_orders_that_are_refused_do_not_cost_the_others(connected: oe.Shop, ask: Any) -> None:
    ask(o1=refused(1), o2=[request(5)], o3=refused(3, 404), o4={"odd": 1}, o5=[request(6), request(7)])
    with pytest.warns(oe.IncompleteListWarning) as caught:
        frame = connected.refunds.frame([1, 2, 3, 4, 5])
    assert frame["refund_id"].tolist() == [5, 6, 7]
    assert frame["order_id"].tolist() == [2, 5, 5]
    assert str(caught[0].message).startswith(
        "The refund requests of 3 of 5 orders could not be read: order 1: no 1; order 3: no 3; order 4: listRefunds"
    )
    assert frame.attrs["fetch"]["orders_unread"] == 3
    with pytest.raises(oe.IncompleteListError, match="3 of 5 orders"):
        connected.refunds.frame([1, 2, 3, 4, 5], strict=True)


def test_a_right_that_is_missing_ends_the_fetch_early(connected: oe.Shop, ask: Any) -> None:
    asked = ask(**{f"o{number}": refused(number) for number in range(1, 101)})
    with pytest.raises(oe.AccessDeniedError, match="no 1"):
        connected.refunds.frame(range(1, 101), workers=2)
    assert len(asked) < 20


def test_one_odd_request_does_not_cost_the_others(connected: oe.Shop, ask: Any) -> None:
    ask(o1=[request(5, amount="x"), {"id": None}, request(6, orderId=9), request(7)])
    with pytest.warns(oe.UnreadableRecordWarning, match="2 of 4 refund requests had to be left out"):
        frame = connected.refunds.frame([1])
    assert frame["refund_id"].tolist() == [5, 7]
    assert frame["amount"].isna().tolist() == [True, False]
    assert frame["amount"][1] == Decimal("5.10")
    assert frame.attrs["fetch"]["set_aside"] == 2
    with pytest.raises(oe.ResponseFormatError):
        connected.refunds.frame([1], strict=True)


def test_max_items_ends_the_fetch(connected: oe.Shop, ask: Any) -> None:
    asked = ask(**{f"o{number}": [request(number), request(1000 + number)] for number in range(1, 101)})
    assert connected.refunds.frame(range(1, 101), max_items=3, workers=1)["refund_id"].tolist() == [1, 1001, 2]
    assert len(asked) <= 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"orders": "all"}, "orders must be a frame of orders, or orders or their numbers"),
        ({"orders": pd.DataFrame({"order_id": [1]})}, r"orders has no column 'paid': pass shop\.orders\.frame\(\)"),
        ({"workers": 99}, "workers must be at most 32"),
        ({"progress": 3}, "progress must be True, False or None"),
        ({"max_items": 0}, "max_items"),
    ],
)
def test_arguments_are_checked_before_anything_is_sent(
    connected: oe.Shop, ask: Any, options: dict[str, Any], message: str
) -> None:
    asked = ask()
    with pytest.raises(oe.InputError, match=message):
        connected.refunds.frame(**{"orders": [1], **options})
    assert asked == []

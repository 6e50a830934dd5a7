"""What `make bench` rests on: the same orders everywhere, a server as the contract has it, a strict eye."""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pandas as pd
import pytest
import yaml

from bench import __main__ as command, child, data, exits, floor, gate, goals, reference, runs, server
from bench.server import Change, Mode

ROOT = Path(__file__).parents[2]

ORDERS = 400
HASHES = {
    False: "2f386a450e7427e6526ceb0213480260fb148a1adc1dcf381b266aacf872f23a",
    True: "b796960b8a010e82ac35758fae00176be854f028e2c6091d0820dbe27b3b0c91",
}
HEADERS = {"x-app-token": server.APP_TOKEN, "authorization": "Bearer bench.access.1"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("orders")


@pytest.fixture
def shop(folder: Path) -> server.Shop:
    return server.Shop(data.load(ORDERS, folder=folder), data.load(ORDERS, mixed=True, folder=folder))


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[runs.Lab]:
    with runs.lab(ORDERS, mixed=ORDERS, folder=folder) as running:
        yield running


def ask(shop: server.Shop, target: str, *, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, Any]:
    """Status and body of an answer."""
    raw = shop.answer(method, target, HEADERS | headers, b"" if body is None else json.dumps(body).encode())
    head, _, answered = raw.partition(b"\r\n\r\n")
    assert f"content-length: {len(answered)}".encode() in head
    return int(head.split()[1]), json.loads(answered)


def page(shop: server.Shop, offset: int, limit: int) -> dict[str, Any]:
    status, body = ask(shop, f"{server.API}/orders-storage/marker/orders/orders?offset={offset}&limit={limit}")
    assert status == 200
    return body


@functools.cache
def components() -> dict[str, Any]:
    text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["components"]
    return found


def complaints(schema: str, body: Any) -> list[str]:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": components()}
    return [error.message for error in jsonschema_rs.Draft202012Validator(whole).iter_errors(body)]


@pytest.mark.parametrize("mixed", [False, True])
def test_the_orders_are_the_same_on_every_machine(mixed: bool) -> None:
    orders = [data.make_order(place, mixed=mixed) for place in range(-3, 300)]
    text = b"\n".join(data.encode_order(order, escaped=number % 4 == 0) for number, order in enumerate(orders))
    assert hashlib.sha256(text).hexdigest() == HASHES[mixed]


def test_what_is_kept_is_what_is_generated(folder: Path) -> None:
    kept = data.load(ORDERS, folder=folder)
    orders = [data.make_order(place) for place in range(ORDERS)]

    assert json.loads(b"[" + kept.span(0, ORDERS) + b"]") == orders
    assert json.loads(b"[" + kept.span(7, 9) + b"]") == orders[7:9]
    assert kept.span(5, 5) == b""
    lines = sum(len(order["products"]) for order in orders)
    cents = sum(int(Decimal(order["totalSum"]) * 100) for order in orders)
    assert kept.count(ORDERS) == data.Count(ORDERS, lines, cents)


def test_orders_are_kept_once_and_those_of_an_older_recipe_go(tmp_path: Path) -> None:
    (tmp_path / "plain-0123456789ab-400.json").write_text("old")
    data.load(20, folder=tmp_path)
    first = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(data.load(10, folder=tmp_path)) == 20
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == first
    assert not any("0123456789ab" in name for name in first)


def test_orders_have_the_shape_that_the_figures_are_about() -> None:
    orders = [data.make_order(place) for place in range(2000)]
    lines = [line for order in orders for line in order["products"]]
    size = sum(len(data.encode_order(order, escaped=order["id"] % 4 == 0)) for order in orders) / len(orders)
    assert 1_080 < size < 1_160
    assert {len(order["products"]) for order in orders} == {1, 2, 3, 4, 5}
    assert {len(order["formData"]) for order in orders} == {2, 3, 4}
    assert 0.22 < sum(line["previewImage"] is not None for line in lines) / len(lines) < 0.28
    odd = [place for place in range(2000) if data.make_order(place, mixed=True) != orders[place]]
    assert 0.02 < len(odd) / 2000 < 0.04


@pytest.mark.parametrize("mixed", [False, True])
@pytest.mark.slow
def test_a_page_fits_the_contract(shop: server.Shop, mixed: bool) -> None:
    shop.set_mode(Mode(total=ORDERS, mixed=mixed))
    answer = page(shop, 0, ORDERS)
    assert complaints("OrderPage", answer) == []
    assert answer["total"] == len(answer["items"]) == ORDERS
    assert [order["id"] for order in page(shop, 390, 100)["items"]] == [
        data.NEWEST_ID - place for place in range(390, 400)
    ]


def test_look_ups_sign_in_and_refusals_fit_the_contract(shop: server.Shop) -> None:
    storages, statuses = (
        ask(shop, f"{server.API}/orders-storage{path}?langCode=en_US") for path in ("", "/marker/orders/order-statuses")
    )
    form = ask(shop, f"{server.API}/forms/marker/order?langCode=en_US")
    assert form[0] == 200
    assert complaints("Form", form[1]) == []
    users = f"{server.API}/users-auth-providers/marker/email/users"
    entries = [{"marker": "email_reg", "value": server.USER}, {"marker": "password_reg", "value": server.PASSWORD}]
    signed_in = ask(shop, f"{users}/auth", method="POST", body={"authData": entries})
    renewed = ask(shop, f"{users}/refresh", method="POST", body={"refreshToken": signed_in[1]["refreshToken"]})
    assert (storages[0], statuses[0], signed_in[0], renewed[0]) == (200, 200, 201, 201)
    assert [complaints("OrderStorage", one) for one in storages[1]] == [[], []]
    assert [message for one in statuses[1] for message in complaints("OrderStatus", one)] == []
    assert complaints("TokenPair", signed_in[1]) == complaints("TokenPair", renewed[1]) == []

    orders = f"{server.API}/orders-storage/marker/orders/orders"
    refused = {
        401: ask(shop, orders, authorization="Bearer other"),
        403: ask(shop, orders, **{"x-app-token": "other"}),
        404: ask(shop, f"{server.API}/orders-storage/marker/none/orders"),
        400: ask(shop, f"{users}/refresh", method="POST", body={"refreshToken": "other"}),
    }
    assert {status: answer[0] for status, answer in refused.items()} == {status: status for status in refused}
    assert [complaints("ErrorEnvelope", body) for _, body in refused.values()] == [[]] * 4


def test_caps_are_silent(shop: server.Shop) -> None:
    shop.set_mode(Mode(total=ORDERS, cap=30))
    assert [(len(one["items"]), one["total"]) for one in (page(shop, 0, 1000), page(shop, 390, 30))] == [
        (30, 400),
        (10, 400),
    ]
    shop.set_mode(Mode(total=ORDERS, rights_cap=10))
    assert [len(page(shop, offset, 50)["items"]) for offset in (0, 5, 10)] == [10, 5, 0]


def test_the_list_changes_while_it_is_read(shop: server.Shop) -> None:
    shop.set_mode(Mode(total=ORDERS, changes=(Change(1, place=2), Change(2, remove=(0, 1, 2)))))
    seen = [page(shop, 0, 4) for _ in range(3)]
    newest = data.NEWEST_ID
    assert [[order["id"] - newest for order in one["items"]] for one in seen] == [
        [0, -1, -2, -3],
        [2, 1, 0, -1],
        [2, 1, -3, -4],
    ]
    assert [one["total"] for one in seen] == [400, 402, 399]
    assert complaints("OrderPage", seen[1]) == []


def test_a_sign_in_ends_and_pages_fail_when_the_mode_says_so(shop: server.Shop) -> None:
    shop.set_mode(Mode(total=ORDERS, expire_after=1))
    path = f"{server.API}/orders-storage/marker/orders/orders?offset=100&limit=100"
    assert [ask(shop, path)[0] for _ in range(2)] == [200, 401]
    bearer = {"authorization": f"Bearer {shop.access_token}"}
    shop.set_mode(Mode(total=ORDERS, fail_every=3))
    assert [ask(shop, path, **bearer)[0] for _ in range(2)] == [503, 200]


def test_the_bare_fetch_brings_every_page_in_order(lab: runs.Lab) -> None:
    state = runs.set_mode(lab.url, Mode(total=ORDERS))
    setting = runs.setting_for(lab.url, state, total=ORDERS, page_size=30, workers=4)
    arrived: list[bytes] = []
    bodies = floor.fetch(
        lab.url, setting.headers, storage="orders", total=ORDERS, page_size=30, connections=4, on_page=arrived.append
    )
    ids = [order["id"] for body in bodies for order in json.loads(body)["items"]]
    assert ids == [data.NEWEST_ID - place for place in range(ORDERS)]
    assert sorted(arrived) == sorted(bodies)
    assert runs.seen(lab.url)["pages"] == 14
    with pytest.raises(ConnectionError, match="403"):
        floor.fetch(lab.url, {}, storage="orders", total=10, page_size=10, connections=1)


@pytest.mark.parametrize("mode", [Mode(total=ORDERS, cap=30), Mode(total=ORDERS, mixed=True)], ids=["capped", "mixed"])
def test_the_public_call_against_the_generator(lab: runs.Lab, mode: Mode) -> None:
    found = gate.check(lab.url, gate.Case("", mode, page_size=100))
    assert found.wrong == []
    assert (found.orders, found.pages > 3) == (ORDERS, True)


def test_the_files_of_parquet_against_the_generator(lab: runs.Lab) -> None:
    found = gate.check(lab.url, gate.Case("", Mode(total=ORDERS, mixed=True), page_size=100, parquet=True))
    assert found.wrong == []
    assert found.orders == ORDERS


@pytest.mark.slow
def test_a_measured_process_says_what_it_brought(lab: runs.Lab) -> None:
    sample = lab.measure(goals.Scene(ORDERS, 0, 100), goals.GENERATED)
    assert sample.wall_s > 0
    assert sample.size


def test_a_method_that_brings_other_orders_is_not_timed(lab: runs.Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "set_mode", lambda url, mode: runs.seen(url) | {"expected": {"orders": 1}})
    with pytest.raises(runs.WrongAnswerError, match="brought"):
        lab.measure(goals.Scene(ORDERS, 0, 100), goals.FETCH)


def frame_of(orders: list[data.Order]) -> tuple[pd.DataFrame, reference.Table]:
    table = reference.expect(orders, "orders", "Orders").orders
    shown = {name: [_shown(cell) for cell in cells] for name, cells in table.items()}
    return pd.DataFrame({name: pd.Series(cells, dtype="object") for name, cells in shown.items()}), table


def _shown(cell: Any) -> Any:
    return orjson.dumps(cell.value, default=float).decode() if isinstance(cell, reference.AsJson) else cell


def test_the_eye_sees_every_kind_of_difference() -> None:
    orders = [data.make_order(place, mixed=True) for place in range(100)]
    frame, table = frame_of(orders)
    assert reference.compare(frame, table, name="orders") == []

    assert "1 lost [8999993], 0 too many" in reference.compare(frame.drop(index=7), table, name="orders")[0]
    twice = pd.concat([frame, frame.iloc[[3]]])
    assert "0 lost , 1 too many [8999997]" in reference.compare(twice, table, name="orders")[0]
    turned = frame.iloc[::-1].reset_index(drop=True)
    assert reference.compare(turned, table, name="orders", ordered=False) == []
    assert "100 of 100 values differ" in reference.compare(turned, table, name="orders")[0]
    assert "columns missing ['total']" in reference.compare(frame.drop(columns="total"), table, name="orders")[0]


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("total", float),  # money that is no longer exact
        ("total", str),
        ("paid", int),  # 1 is not True
        ("created", lambda moment: moment.replace(microsecond=0)),
        ("form.name", lambda _: None),
        ("status_title", str.upper),
    ],
)
def test_the_eye_sees_one_changed_value(column: str, change: Any) -> None:
    frame, table = frame_of([data.make_order(place) for place in range(50)])
    changed = list(frame[column])
    changed[20] = change(changed[20])
    frame[column] = pd.Series(changed, dtype="object")
    (difference,) = reference.compare(frame, table, name="orders")
    assert difference.startswith(f"orders.{column}: 1 of 50 values differ (row 20: ")


def test_a_figure_is_the_median_of_the_ratios_inside_each_round() -> None:
    figure = goals.ratio("G1", "", [2.0, 30.0, 1.0], [1.0, 10.0, 1.0], 1.5)
    assert (figure.value, figure.spread, figure.rounds, figure.is_met) == (2.0, (1.0, 3.0), 3, False)
    assert goals.ratio("G3", "", [30.0], [2.0], 15.0, at_least=True).is_met


def test_only_what_is_there_can_be_chosen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "G1", "G9"])
    with pytest.raises(SystemExit, match="2"):
        command.main()
    assert "there is no G9: choose from G0, G1" in capsys.readouterr().err


def test_every_method_of_a_goal_is_there() -> None:
    named = {one.name for one in vars(goals).values() if isinstance(one, runs.Method)}
    assert named == {*child.METHODS, "sdk"}


def test_the_frames_of_the_exits_have_the_generated_orders() -> None:
    made = [data.make_order(place) for place in range(30)]
    orders, lines = exits.make_frames(30)
    assert orders["total"].dtype == lines["amount"].dtype == "money"
    assert orders["total"].tolist() == [Decimal(one["totalSum"]) for one in made]
    assert lines["amount"].groupby(lines["order_id"]).sum().tolist() == orders["total"].tolist()[::-1]
    assert orders["form.email"].str.contains("@").all()


@pytest.mark.slow
@pytest.mark.long
def test_exits_are_measured_against_others() -> None:
    figures = exits.measure(50, rounds=1)
    assert len(figures) == len({one.title for one in figures}) == 8
    assert all(one.value > 0 for one in figures)

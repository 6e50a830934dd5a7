"""The official JavaScript SDK as a judge of the sandbox: it is told what its makers' server would tell it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.sandbox import Sandbox

HERE = Path(__file__).parent
PROGRAM_WITHIN_S = 60

pytestmark = pytest.mark.slow


@pytest.fixture
def sandbox(start_sandbox, tmp_path: Path) -> Iterator[dict[str, str]]:
    with start_sandbox("--provider-config", "text", cwd=tmp_path) as ready:
        yield ready


def run(node: str, sandbox: dict[str, str], program: str, *arguments: str) -> dict[str, Any]:
    """Runs one of the programs beside this file; what each of its steps printed."""
    if not (HERE / "node_modules" / "oneentry").is_dir():
        pytest.fail("The JavaScript SDK is not installed: run `make test`, or `npm ci --prefix tests/js`.")
    done = subprocess.run(
        [node, str(HERE / program), *arguments],
        env=os.environ
        | {"ONEENTRY_URL": sandbox["url"], "ONEENTRY_APP_TOKEN": sandbox["app_token"]}
        | ({"NODE_EXTRA_CA_CERTS": sandbox["ca_file"]} if "ca_file" in sandbox else {}),
        capture_output=True,
        text=True,
        timeout=PROGRAM_WITHIN_S,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    refused = {line["step"]: line["error"] for line in lines if "error" in line}
    assert not refused
    assert done.returncode == 0, done.stderr
    return {line["step"]: line["result"] for line in lines}


@pytest.mark.parametrize("arguments", [(), ("--strict",)], ids=["as published", "strict"])
def test_the_published_checkout_gives_the_published_answers(
    node: str, sandbox: dict[str, str], arguments: tuple[str, ...]
) -> None:
    steps = run(node, sandbox, "seed.mjs", *arguments)

    assert list(steps) == ["auth", "createOrder", "createSession", "getSessionByOrderId"]
    auth = steps["auth"]
    assert auth["userIdentifier"] == "your-user@email.com"
    assert auth["authProviderIdentifier"] == "email"
    assert auth["accessToken"].count(".") == 2
    assert auth["refreshToken"]

    order = steps["createOrder"]
    # The SDK takes the locale level away, so its form data is flat.
    expected_order = {
        "id": 89,
        "formIdentifier": "order",
        "paymentAccountIdentifier": "cash",
        "formData": [{"marker": "name", "type": "string", "value": "Christina Thomas"}],
        "products": [{"productId": 14, "quantity": 1}],
        "currency": "USD",
        "totalSum": 340,
        "createdDate": "2025-04-30T20:15:29.254Z",
    }
    assert expected_order.items() <= order.items()
    assert isinstance(order["totalSum"], int)

    session = steps["createSession"]
    expected_session = {
        "id": 46,
        "createdDate": "2025-04-30T20:15:30.506Z",
        "updatedDate": "2025-04-30T20:15:30.506Z",
        "type": "session",
        "status": "waiting",
        "paymentAccountId": 1,
        "orderId": 89,
        "paymentUrl": None,
    }
    assert expected_session.items() <= session.items()
    assert steps["getSessionByOrderId"] == session


def test_the_published_checkout_with_its_own_product(node: str, sandbox: dict[str, str]) -> None:
    steps = run(node, sandbox, "seed.mjs", "--strict", "--product", "1")

    assert steps["createOrder"]["id"] == 89
    assert steps["createOrder"]["products"] == [{"productId": 1, "quantity": 1}]
    assert steps["createSession"]["id"] == 46


def test_every_method_of_the_sdk_likes_the_answers_of_a_pulled_shop(node: str, start_sandbox, tmp_path: Path) -> None:
    with Sandbox() as away, oe.connect(away.url, away.app_token) as shop:
        shop.users.sign_in(away.user, away.password)
        data: Any = shop.scenario().data
    # What no answer tells, as the head of the file says: the SDK's tour reads submissions and uses a coupon.
    data["forms"]["addresses"]["private"] = False
    data["coupons"] = {"WELCOME10": "welcome"}
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(data), "utf-8")
    with start_sandbox("--provider-config", "text", "--scenario", str(path), cwd=tmp_path) as ready:
        steps = run(node, ready, "tour.mjs")
    assert steps["getUser"]["identifier"] == "newcomer@email.com"
    assert steps["previewOrder"]["totalDue"] == 306
    assert (steps["createOrder"]["id"], steps["createOrder"]["currency"]) == (1, "USD")
    assert steps["getSessions"]["total"] == 1


def test_the_published_checkout_over_https(node: str, start_sandbox, tmp_path: Path) -> None:
    with start_sandbox("--provider-config", "text", "--tls", cwd=tmp_path) as ready:
        assert ready["url"].startswith("https://")
        steps = run(node, ready, "seed.mjs", "--strict")
    assert (steps["createOrder"]["id"], steps["createSession"]["id"]) == (89, 46)


def test_every_method_of_the_sdk_likes_its_answer(node: str, sandbox: dict[str, str]) -> None:
    steps = run(node, sandbox, "tour.mjs")

    assert steps["getUser"]["identifier"] == "newcomer@email.com"
    assert steps["getUser"]["formData"] == [{"marker": "name_reg", "type": "string", "value": "Newest Comer"}]
    assert steps["previewOrder"]["totalDue"] == 306
    assert steps["getOrderByMarkerAndId"]["totalSum"].startswith("680")
    assert [order["id"] for order in steps["getAllOrdersByMarker"]["items"]] == [89]
    assert steps["getSessions"]["total"] == 1
    assert steps["logout"] is True
    assert steps["logoutAll"] is True
    assert steps["previewOrder as a guest"]["totalDue"] == 340
    assert steps["createOrder as a guest"]["id"] == 90

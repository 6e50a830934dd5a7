"""The contract against the running server, by a fuzzer that we did not write: schemathesis with its checks.

Three callers: a signed-in user, a guest with the app token alone, and a caller with nothing. The fuzzer's cases are the
same each time. Bodies and markers that exist are mixed in, since random ones never get past the first refusal; codes,
tokens and paid orders are made for the first cases of the operations that need them (`secrets_of_a_shop.py`).
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.api import contract

from .fuzz_account import BODIES, DEVICE, Account, existing_parameters
from .fuzz_refusals import DOCUMENTED, FIELD, REFUSES_BY_MEANING
from .secrets_of_a_shop import SecretsOfAShop

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
# Who calls, how many cases of each operation the fuzzer makes up beside its systematic ones, and the fewest in all.
EFFORT = {"user": 10, "guest": 10, "nobody": 1}
LEAST_CASES = {"user": 5_300, "guest": 4_700, "nobody": 90}  # 10,000 of a user and a guest
WALKING, LEAST_STEPS = {"inference": {"algorithms": []}, "generation": {"mode": "positive", "max-examples": 60}}, 150

pytestmark = pytest.mark.long


@dataclass
class Report:
    """What the fuzzer did and found."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    undocumented: set[str] = field(default_factory=set)
    links: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All cases."""
        return sum(self.cases.values())

    def add(self, event: events.ScenarioFinished) -> None:
        """Take in a scenario."""
        recorder = event.recorder
        self.cases[event.phase.value] += len(recorder.interactions)
        for case_id, interaction in recorder.interactions.items():
            node, response = recorder.cases.get(case_id), interaction.response
            if node is None or response is None:
                continue
            operation = _operation(node.value)
            self.statuses.setdefault(operation, Counter())[response.status_code] += 1
            if node.parent_id is not None and node.transition is not None and node.is_transition_applied:
                source = _operation(recorder.cases[node.parent_id].value)
                self.links[source, operation, response.status_code] += 1
            if response.status_code >= 400 and interaction.request.method != "HEAD":
                self._refusal(operation, response.status_code, response.content)
        for case_id, checks in recorder.checks.items():
            for check in checks:
                if check.status == Status.FAILURE and check.failure_info is not None:
                    sent = recorder.cases[case_id].value.as_curl_command()
                    found = check.failure_info.failure
                    self.failures.append(f"{check.name}, {event.label}: {found.title}\n{found.message}\n{sent}")

    def _refusal(self, operation: str, status: int, content: bytes) -> None:
        envelope = json.loads(content)
        message = envelope["message"]
        if set(envelope) != {"statusCode", "timestamp", "message", "pageData"} or envelope["statusCode"] != status:
            self.undocumented.add(f"{operation}: {content!r}")
        elif isinstance(message, list):
            self.undocumented |= {f"{operation}: {one}" for one in message if not FIELD.fullmatch(one)}
        elif not DOCUMENTED.fullmatch(message):
            self.undocumented.add(f"{operation}: {message}")


class Helper:
    """Puts what exists into every second of the fuzzer's valid cases; what is meant to be invalid stays as it is."""

    def __init__(self, account: Account, *, walking: bool) -> None:
        # On a walk the parameters come from the answer before, and every body is to fit.
        self._values = {} if walking else existing_parameters(account)
        self._every = 1 if walking else 2
        self._turns: Counter[str] = Counter()

    def __call__(self, case: Case) -> Case:
        name = _operation(case)
        if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
            return case
        turn, rest = divmod(self._turns[name], self._every)
        self._turns[name] += 1
        if rest:
            return case
        if name in BODIES:
            case.body = copy.deepcopy(BODIES[name][turn % len(BODIES[name])])
        for parameter, values in self._values.get(name, {}).items():
            where = case.path_parameters if f"{{{parameter}}}" in case.path else case.query
            where[parameter] = values[turn % len(values)]
        return case


def _schema(
    sandbox: Sandbox,
    account: Account,
    caller: str,
    phases: dict[str, Any],
    *,
    walking: bool = False,
    seed: int = 14,
    skipped: Collection[str] = (),
) -> BaseSchema:
    """The contract with everything that the fuzzer is to know."""
    unpaid = [one["id"] for one in account.records("/orders-storage/marker/orders/orders") if not one["isCompleted"]]
    accepted = ["2xx", "400", "401", "403", "404", "429"]
    operations: list[dict[str, Any]] = [
        {"include-operation-id": name, "checks": {"positive_data_acceptance": {"expected-statuses": accepted}}}
        for name in REFUSES_BY_MEANING
    ]
    # A binding, unlike a body that is put in, leaves alone what a link has brought along.
    binding = {"body.orderId": {"dictionary": "unpaid", "probability": 0.7}}
    operations.append({"include-operation-id": "createPaymentSession", "parameters": binding})
    # A walk has so many steps in all: they are to be spent on the links that it is for.
    operations += [{"include-operation-id": name, "enabled": False} for name in skipped]
    config = SchemathesisConfig.from_dict(
        {
            "base-url": sandbox.url,
            "seed": seed,
            "generation": {"deterministic": True, "database": "none", "max-examples": EFFORT[caller]},
            "headers": {} if caller == "nobody" else {"x-app-token": sandbox.app_token},
            "dictionaries": {"unpaid": {"values": unpaid[:2]}},
            "operations": operations,
            "phases": phases,
            # The real server answers an unknown method like an unknown path: 404 `Cannot TRACE /api/content/forms`.
            # tests/sandbox/test_hostile.py holds that.
            "checks": {"unsupported_method": {"enabled": False}},
        }
    )
    schema = schemathesis.openapi.from_path(CONTRACT, config=config)
    helper = Helper(account, walking=walking)

    @schema.hook
    def map_case(context: Any, case: Case) -> Case:
        return helper(case)

    if caller == "user":
        made = SecretsOfAShop(sandbox, DEVICE)

        @schema.auth(refresh_interval=None)
        class Bearer:
            def get(self, case: Case, context: Any) -> str:
                return account.token(_operation(case))

            def set(self, case: Case, data: str, context: Any) -> None:
                case.headers["Authorization"] = f"Bearer {data}"
                if not walking and case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE:
                    made.put_into(_operation(case), case)

        @schema.hook
        def after_call(context: Any, case: Case, response: Any) -> None:
            account.after(_operation(case), response.status_code)

    return schema


def _operation(case: Case) -> str:
    name: str = case.operation.definition.raw["operationId"]
    return name


def _run(schema: BaseSchema) -> Report:
    report = Report()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            report.add(event)
        elif isinstance(event, (events.NonFatalError, events.FatalError)):
            pytest.fail(f"schemathesis could not go on: {event}")
    return report


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(check_answers=True) as running:
        yield running


@pytest.fixture(scope="module")
def account(sandbox: Sandbox) -> Iterator[Account]:
    one = Account(sandbox)
    yield one
    one.close()


# What walks may call, and links that one must have followed, with the status at their end.
WALKED = [
    "createOrder",
    "createPaymentSession",
    "getOrder",
    "getPaymentSession",
    "getPaymentSessionByOrder",
    "listOrderStatuses",
    "listOrderStorages",
    "listOrders",
    "listRefunds",
    "updateOrder",
]
_WALKS = 12  # at most: one or two are enough, but Hypothesis draws from the constants of our code, which change
LINKS = {
    ("listOrderStorages", "createOrder", 201),
    ("createOrder", "getOrder", 200),
    ("createOrder", "createPaymentSession", 201),
    ("createPaymentSession", "getPaymentSession", 200),
    ("createPaymentSession", "getPaymentSessionByOrder", 200),
}


def _show(capsys: pytest.CaptureFixture[str], title: str, report: Report) -> None:
    with capsys.disabled():
        parts = ", ".join(f"{count} {phase}" for phase, count in sorted(report.cases.items()))
        print(f"\nschemathesis, {title}: {report.total} cases ({parts})")


@pytest.mark.parametrize("caller", ["user", "guest", "nobody"])
def test_no_answer_is_outside_of_the_contract(
    sandbox: Sandbox, account: Account, caller: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No 5xx, no undocumented status, type, header or shape, no bad request accepted, no refusal in other words."""
    # What is refused without an app token does not depend on every boundary of every parameter.
    phases = {"coverage": {"enabled": caller != "nobody"}, "stateful": {"enabled": False}}
    report = _run(_schema(sandbox, account, caller, phases))
    _show(capsys, caller, report)
    assert not report.failures, "\n\n".join(report.failures)
    assert not report.undocumented
    assert report.total >= LEAST_CASES[caller]
    assert set(report.statuses) == set(contract.load().operations)
    if caller == "nobody":
        assert {status for statuses in report.statuses.values() for status in statuses} == {403}
    for name, operation in contract.load().operations.items():
        answered = report.statuses[name]
        if caller == "user":
            assert answered[operation.status] > 0, f"{name} was never answered {operation.status}: {answered}"
        if caller == "guest" and operation.takes_guest and name not in {"signUp", "createPaymentSession"}:
            assert answered[operation.status] > 0, f"{name} was never answered {operation.status}: {answered}"
        if caller == "guest" and operation.needs_user:
            assert set(answered) <= {400, 401, 403, 404}, f"{name}: {answered}"


def test_walks_along_the_links(sandbox: Sandbox, account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    """From storages to orders, their changes, payment sessions and refunds: what one answer says, the next accepts."""
    off = {"enabled": False}
    phases = {"examples": off, "coverage": off, "fuzzing": off, "stateful": WALKING}
    walked: set[tuple[str, str, int]] = set()
    skipped = {"auth", "refresh"}
    for seed in range(14, 14 + _WALKS):  # a walk goes where chance leads it: one in many passes a link by
        schema = _schema(sandbox, account, "user", phases, walking=True, seed=seed, skipped=skipped)
        report = _run(schema.include(operation_id=WALKED))
        _show(capsys, "walks", report)
        assert not report.failures, "\n\n".join(report.failures)
        assert not report.undocumented
        assert report.total >= LEAST_STEPS
        walked |= {link for link in LINKS if report.links[link]}
        if walked == LINKS:
            break
        # The next one has no ways but those to the links that are missing.
        needed = {name for start, end, _ in LINKS - walked for name in (start, end)}
        skipped |= set(WALKED) - {"listOrderStorages", "createOrder"} - needed
    assert walked == LINKS

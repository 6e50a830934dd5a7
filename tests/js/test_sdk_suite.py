"""The official JavaScript SDK, through all of its methods that the contract has, success and documented refusals.

The assertions are in `suite/*.mjs`. Each file runs against a sandbox of its own that holds its answers against the
contract; some run a second time against one with other switches, since users of the SDK must not notice those.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from oneentry_toolkit.sandbox import Sandbox

HERE = Path(__file__).parent
PROGRAM_WITHIN_S = 120
NEWEST, OLDER = "oneentry", ("oneentry-137", "oneentry-130", "oneentry-127")
# Without `x-device-metadata`, which the tests add: the sandbox asks for it, as the real server does.
OLDEST = ("oneentry-124", "oneentry-123", "oneentry-115")
VERSIONS = {NEWEST: "1.0.149", **{sdk: f"1.0.{sdk.removeprefix('oneentry-')}" for sdk in (*OLDER, *OLDEST)}}

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Program:
    """One file of the suite, and the sandbox that it is run against."""

    file: str
    sdk: str = NEWEST
    options: dict[str, Any] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What pytest shows."""
        return "-".join([self.file.removesuffix(".mjs"), *self.env.values(), VERSIONS[self.sdk]])

    @property
    def marks(self) -> list[pytest.MarkDecorator]:
        """Older versions of the SDK, and other switches of the sandbox, are for `make ci-long`."""
        return [pytest.mark.long] if self.env or self.sdk != NEWEST else []


FLAT = {"options": {"localization": "flat"}, "env": {"SUITE_LOCALIZATION": "flat"}}
ARRAY = {"options": {"sessions_by_order": "array", "paypal_delay_s": 0.3}, "env": {"SUITE_SESSIONS": "array"}}
PROGRAMS = [
    Program("auth.mjs"),
    Program("codes.mjs"),
    Program("users.mjs"),
    Program("orders.mjs"),
    Program("payments.mjs", options={"paypal_delay_s": 0.3}),
    Program("catalogue.mjs"),
    Program("submissions.mjs"),
    Program("files.mjs"),
    Program("failures.mjs"),
    Program("orders.mjs", **FLAT),
    Program("catalogue.mjs", **FLAT),
    Program("payments.mjs", **ARRAY),
    *(Program("old.mjs", sdk=sdk) for sdk in OLDER),
    *(Program("oldest.mjs", sdk=sdk) for sdk in OLDEST),
]

# Methods of the SDK whose routes the contract leaves out, by module: older versions had them, and none is for shops.
OUTSIDE = {
    "FileUploading": {"getFile"},
    "FormData": {"getFormsData"},
    "Payments": {"getConnected", "updateSessionById", "webhookByMarker", "webhookStripe"},
}


@dataclass(frozen=True)
class Result:
    """What a program said."""

    output: str
    status: int
    calls: dict[str, Any]

    def count(self, name: str) -> int:
        """A number of node's summary, such as `pass`."""
        found = re.search(rf"^# {name} (\d+)$", self.output, re.MULTILINE)
        return int(found[1]) if found else 0


Run = Callable[[Program], Result]


@pytest.fixture(scope="module")
def run(node: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a program of the suite, once however many tests ask what it said."""
    results: dict[str, Result] = {}

    def once(program: Program) -> Result:
        if program.name not in results:
            results[program.name] = _run(node, program, tmp_path_factory.mktemp("suite") / "calls.json")
        return results[program.name]

    return once


def _run(node: str, program: Program, calls: Path) -> Result:
    installed = HERE / "node_modules" / program.sdk / "package.json"
    if not installed.is_file() or json.loads(installed.read_bytes())["version"] != VERSIONS[program.sdk]:
        pytest.fail(
            f"The JavaScript SDK {VERSIONS[program.sdk]} is missing: run `make test`, or `npm ci --prefix tests/js`."
        )
    with Sandbox(check_answers=True, provider_config="text", **program.options) as sandbox:
        env = {
            "ONEENTRY_URL": sandbox.url,
            "ONEENTRY_APP_TOKEN": sandbox.app_token,
            "SUITE_CALLS": str(calls),
            "SUITE_SDK": program.sdk,
        }
        done = subprocess.run(
            [node, "--test-reporter=tap", str(HERE / "suite" / program.file)],
            env=os.environ | env | program.env,
            capture_output=True,
            text=True,
            timeout=PROGRAM_WITHIN_S,
        )
    said = json.loads(calls.read_bytes()) if calls.exists() else {"called": {}, "existing": {}}
    return Result(done.stdout + done.stderr, done.returncode, said)


@pytest.mark.parametrize("program", [pytest.param(one, id=one.name, marks=one.marks) for one in PROGRAMS])
def test_the_sdk_agrees(run: Run, program: Program) -> None:
    """All tests of a file pass, none is skipped, and every answer fits the contract."""
    result = run(program)
    assert result.status == 0, result.output
    assert result.count("tests") == result.count("pass") > 0, result.output
    calls = sum(sum(methods.values()) for methods in result.calls["called"].values())
    print(f"{program.name}: {result.count('pass')} tests, {calls} calls of the SDK")


@pytest.mark.parametrize("sdk", [NEWEST, *(pytest.param(sdk, marks=pytest.mark.long) for sdk in (*OLDER, *OLDEST))])
def test_every_method_is_called(run: Run, sdk: str) -> None:
    """No method of the SDK that the contract has a route for is left out, whatever a version calls it."""
    called: dict[str, set[str]] = {}
    existing: dict[str, set[str]] = {}
    for program in PROGRAMS:
        if program.sdk == sdk and not program.env:
            calls = run(program).calls
            for module, methods in calls["existing"].items():
                existing.setdefault(module, set()).update(methods)
                called.setdefault(module, set()).update(calls["called"].get(module, {}))
    modules = {"AuthProvider", "FileUploading", "FormData", "Forms", "Orders", "Payments", "Products", "Users"}
    assert set(existing) == (modules | {"Discounts"} if sdk == NEWEST else modules)
    for module, methods in existing.items():
        assert methods - called[module] - OUTSIDE.get(module, set()) == set(), module

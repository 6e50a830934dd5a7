"""The contract passes an OpenAPI linter without a word."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REDOCLY = ROOT / "tests" / "js" / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"


def test_the_linter_finds_nothing(node: str) -> None:
    if not REDOCLY.exists():
        pytest.fail("The contract's linter is not installed: run `make check`, or `npm ci --prefix tests/js`.")

    done = subprocess.run(
        [node, str(REDOCLY), "lint", "--config", "redocly.yaml", "--format", "json", "openapi.yaml"],
        cwd=ROOT,
        env=os.environ | {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    found = [
        f"{problem['severity']} {problem['ruleId']}: {problem['message']} at {problem['location'][0].get('pointer')}"
        for problem in report["problems"]
    ]
    assert found == []
    assert report["totals"]["ignored"] == 0
    assert done.returncode == 0, done.stderr

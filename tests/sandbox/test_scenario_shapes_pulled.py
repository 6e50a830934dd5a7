"""Generated scenarios: a pull of the sandbox of a pull is the same."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import oneentry_toolkit as oe
from oneentry_toolkit.errors import IncompleteListWarning
from oneentry_toolkit.sandbox import Sandbox

from .test_scenario_shapes import scenarios


def _pulled(path: Path, *, signed_in: bool) -> oe.Scenario:
    with (
        Sandbox(scenario=path, check_answers=True) as sandbox,
        oe.connect(sandbox.url, sandbox.app_token) as shop,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", IncompleteListWarning)
        if signed_in:
            shop.users.sign_in(sandbox.user, sandbox.password)
        return shop.scenario()


@pytest.mark.long
@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "by token"])
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=scenarios())
def test_a_pull_of_a_pull_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, signed_in: bool, data: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("shapes")
    path = folder / "shop.yaml"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    first = _pulled(path, signed_in=signed_in)
    second = _pulled(first.save(folder / "first.yaml"), signed_in=signed_in)
    if first.notes == second.notes:  # without a price only an order tells the currency, and orders are not pulled
        assert second.text == first.text
    assert [str(one) for one in second.changes_from(first)] == []
    assert [str(one) for one in first.changes_from(second)] == []

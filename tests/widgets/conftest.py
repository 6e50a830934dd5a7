"""What the widgets' tests share: a sandbox, a shop, and a runner that hides nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import ipywidgets
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import InlineRunner

USER, PASSWORD = "your-user@email.com", "123456"


@pytest.fixture(scope="module")
def _server() -> Iterator[oe.Sandbox]:
    with oe.Sandbox(check_answers=True) as server:
        yield server


@pytest.fixture
def sandbox(_server: oe.Sandbox) -> oe.Sandbox:
    """As new for each test."""
    _server.reset()
    return _server


@pytest.fixture
def guest(sandbox: oe.Sandbox) -> Iterator[oe.Shop]:
    """No user is signed in."""
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token) as connected:
        yield connected


@pytest.fixture
def shop(guest: oe.Shop) -> oe.Shop:
    """Signed in as the demo user."""
    guest.users.sign_in(USER, PASSWORD)
    return guest


@pytest.fixture
def runner() -> Iterator[InlineRunner]:
    """Calls are made at once; at the end nothing unexpected has happened, which ipywidgets would have swallowed."""
    runner = InlineRunner()
    yield runner
    assert runner.failures == []


@pytest.fixture(autouse=True)
def _no_widgets_are_left() -> Iterator[None]:
    """Each test sees only its own widgets in the manager's state."""
    yield
    ipywidgets.Widget.close_all()


def manager_state() -> str:
    """Everything that JupyterLab could save of the widgets of this test."""
    return json.dumps(ipywidgets.Widget.get_manager_state(), default=str)

"""What the stories share: a sandbox that checks its own answers, and a shop that is signed in to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import oneentry_toolkit as oe

USER, PASSWORD = "your-user@email.com", "123456"


@pytest.fixture(scope="module")
def _server() -> Iterator[oe.Sandbox]:
    with oe.Sandbox(check_answers=True) as server:
        yield server


@pytest.fixture
def sandbox(_server: oe.Sandbox) -> oe.Sandbox:
    """As new for each test: the scenario's data, no user signed in, no faults, no counts."""
    _server.reset()
    return _server


@pytest.fixture
def shop(sandbox: oe.Sandbox) -> Iterator[oe.Shop]:
    """Signed in as the demo user."""
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token) as connected:
        connected.users.sign_in(USER, PASSWORD)
        yield connected


@pytest.fixture
def guest(sandbox: oe.Sandbox) -> Iterator[oe.Shop]:
    """No user is signed in."""
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token) as connected:
        yield connected

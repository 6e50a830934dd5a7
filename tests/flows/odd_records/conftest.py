"""A project whose answers a test gives, and shops of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import oneentry_toolkit as oe

from .project import Server, connected


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def answers(server: Server) -> Iterator[dict[str, Any]]:
    """Answers for one test."""
    server.answers.clear()
    yield server.answers
    server.answers.clear()


@pytest.fixture
def fresh(server: Server) -> Iterator[oe.Shop]:
    """A shop that knows nothing of the project yet."""
    with connected(server) as made:
        yield made


@pytest.fixture(scope="module")
def shop(server: Server) -> Iterator[oe.Shop]:
    with connected(server) as made:
        yield made


@pytest.fixture(autouse=True)
def _all_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps every finding, so that all are compared."""
    monkeypatch.setattr("oneentry_toolkit.values.unreadable.KEPT", 10**6)
    monkeypatch.setattr("oneentry_toolkit.frames.findings.KEPT", 10**6)

"""The embedded sandbox and its controls as a user writes them: only type-checked, never run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, assert_type

import oneentry_toolkit as oe
from oneentry_toolkit import sandbox as server

with oe.Sandbox(orders=10, page_cap=10, localization="flat") as sandbox:
    assert_type(sandbox, oe.Sandbox)
    assert_type(sandbox.url, str)
    assert_type(sandbox.ca_file, str | None)
    assert_type(sandbox.app_token, str)
    assert_type(sandbox.user, str)
    assert_type(sandbox.password, str)
    assert_type(sandbox.options, server.Options)
    assert sandbox.instance is not None
    sandbox.add_fault(operation="createOrder", drop_answer=True)
    assert_type(sandbox.faults(), list[dict[str, Any]])
    sandbox.clear_faults()
    assert_type(sandbox.outbox("ada@example.org"), list[dict[str, Any]])
    assert_type(sandbox.stats(), dict[str, Any])
    sandbox.settle_session(45, "completed")
    assert_type(sandbox.decide_refund(1, "approved"), dict[str, Any])
    sandbox.set_clock(now=datetime(2026, 1, 1, tzinfo=UTC), advance_s=5)
    sandbox.expire_tokens(all=True)
    sandbox.reset()


def ready(running: oe.Sandbox) -> None:
    print(running.url)


try:
    sandbox = server.Sandbox(port=8080)
    assert_type(sandbox.start(), oe.Sandbox)
    server.serve(server.Options(orders=10, strict_phones=True), host="127.0.0.1", port=8080, ready=ready)
    server.serve(server.Options.of({"orders": 10}), host="127.0.0.1", port=8080, ready=ready)
except server.SandboxError as error:
    print(error)
finally:
    sandbox.stop()

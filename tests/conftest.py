"""What all tests share: repeatable Hypothesis runs, no user settings, a sandbox in a process, and Node."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, chdir, contextmanager
from pathlib import Path

import hypothesis
import pytest
import trustme

# The same commit gives the same verdict, on a slow machine too.
hypothesis.settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("repeatable")

# A developer's own shop must never be what the tests talk to: neither the environment's nor that of a .env file here.
for name in [name for name in os.environ if name.startswith("ONEENTRY_")]:
    del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def _away_from_dotenv(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with chdir(tmp_path_factory.mktemp("nowhere")):
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Clients trust one certificate: reading the public authorities takes each of them 40 ms."""
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    trustme.CA().cert_pem.write_to_path(str(file))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
        yield


SANDBOX_READY_WITHIN_S = 30

StartSandbox = Callable[..., AbstractContextManager[dict[str, str]]]


@pytest.fixture(scope="session")
def start_sandbox() -> StartSandbox:
    """Starts `oneentry sandbox` as a process; gives what it says of itself, and expects it to end well when told to."""

    @contextmanager
    def start(
        *options: str,
        command: Sequence[str] = (sys.executable, "-m", "oneentry_toolkit.cli"),
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Iterator[dict[str, str]]:
        with subprocess.Popen(
            [*command, "sandbox", "--port", "0", "--json", *options],
            cwd=cwd,
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            try:
                readable, _, _ = select.select([process.stdout], [], [], SANDBOX_READY_WITHIN_S)
                if not readable:
                    pytest.fail(f"the sandbox did not say within {SANDBOX_READY_WITHIN_S} s that it is ready")
                line = process.stdout.readline()
                if not line:
                    pytest.fail("the sandbox ended at once; what it said is above or in the captured stderr")
                yield json.loads(line)
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    status = process.wait(SANDBOX_READY_WITHIN_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise
        assert status == 0

    return start


@pytest.fixture(scope="session")
def node() -> str:
    """The Node that `make setup` installs, or the machine's. A missing one fails: nothing is skipped."""
    beside_python = Path(sys.executable).parent / "node"
    found = str(beside_python) if beside_python.exists() else shutil.which("node")
    if found is None:
        pytest.fail("There is no Node: run `make setup`, which installs it, or install Node 20.19 or later.")
    return found

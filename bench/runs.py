"""The bench server and the measured processes, and who runs when."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from . import data, server
from .server import Mode
from .setting import Setting

ROOT = Path(__file__).parent.parent
SDK = ROOT / "tests" / "js" / "node_modules" / "oneentry"
WITHIN_S = 900
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class WrongAnswerError(Exception):
    """A method brought something else than the server has, or nothing: its time would mean nothing.

    Attributes:
        is_ours: whether it was the toolkit.
    """

    def __init__(self, message: str, *, is_ours: bool) -> None:
        super().__init__(message)
        self.is_ours = is_ours


@dataclass(frozen=True)
class Method:
    """A way to fetch all orders.

    Attributes:
        name: of a function in `child`, or `sdk`.
        label: for people.
        workers: requests at a time.
    """

    name: str
    label: str
    workers: int = 1

    @property
    def is_ours(self) -> bool:
        """Whether it is the toolkit's."""
        return self.name in ("toolkit", "to_parquet")


@dataclass(frozen=True)
class Scene:
    """What is the same for all that are compared with each other."""

    total: int
    delay_ms: float
    page_size: int

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.total:,} orders, {self.page_size:,} a page, {self.delay_ms:g} ms a request"


@dataclass(frozen=True)
class Sample:
    """One measurement: seconds of clock and processor, bytes of memory over the start, bytes of the result."""

    wall_s: float
    cpu_s: float
    peak: int
    size: int | None


@dataclass
class Lab:
    """A running bench server, and how to measure against it.

    Attributes:
        ready: what the server said when it was.
        peers: folder with the optional packages; None if they are not installed.
        taken: every group of measurements so far, for the file of results.
    """

    ready: dict[str, Any]
    peers: Path | None
    taken: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Of the server."""
        return str(self.ready["url"])

    def interleave(self, scene: Scene, methods: Sequence[Method], *, repeats: int) -> dict[Method, list[Sample]]:
        """Measures the methods in turn, `repeats` times; every second round goes backwards.

        Raises:
            WrongAnswerError: a method brought other orders than there are.
        """
        samples: dict[Method, list[Sample]] = {method: [] for method in methods}
        for number in range(repeats):
            for method in methods if number % 2 == 0 else reversed(methods):
                sample = self.measure(scene, method)
                samples[method].append(sample)
                say(f"  {number + 1}/{repeats} {scene.title}: {method.label}: {sample.wall_s:.3f} s")
        for method in methods:
            self.taken.append({**asdict(scene), **asdict(method), "samples": [asdict(one) for one in samples[method]]})
        return samples

    def measure(self, scene: Scene, method: Method) -> Sample:
        """One measurement, in a process of its own."""
        mode = Mode(delay_ms=scene.delay_ms, total=scene.total, ready=(scene.page_size,))
        state = set_mode(self.url, mode)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            setting = setting_for(
                self.url,
                state,
                total=scene.total,
                page_size=scene.page_size,
                workers=method.workers,
                folder=folder,
                peers="" if self.peers is None else str(self.peers),
            )
            done = subprocess.run(
                _command(method, setting),
                cwd=ROOT,
                env=environment(),
                stdout=subprocess.PIPE,
                text=True,
                timeout=WITHIN_S,
            )
        if done.returncode:
            raise WrongAnswerError(f"{method.label} ended with {done.returncode} (see above).", is_ours=method.is_ours)
        outcome = json.loads(done.stdout.splitlines()[-1])
        if outcome["count"] != state["expected"]:
            raise WrongAnswerError(
                f"{method.label} ({scene.title}) brought {outcome['count']} where the server has {state['expected']}.",
                is_ours=method.is_ours,
            )
        return Sample(outcome["wall_s"], outcome["cpu_s"], outcome["peak"], outcome["size"])


def set_mode(url: str, mode: Mode) -> dict[str, Any]:
    """Tells a bench server how to behave; gives the sign-in that is valid and what a complete answer adds up to."""
    return _control(url, mode)


def setting_for(url: str, state: Mapping[str, Any], **wanted: Any) -> Setting:
    """What a measured process is told, with the sign-in that `set_mode` said."""
    tokens = state["tokens"]
    return Setting(
        url=url,
        app_token=server.APP_TOKEN,
        access_token=tokens["accessToken"],
        refresh_token=tokens["refreshToken"],
        storage=server.STORAGE,
        **wanted,
    )


def seen(url: str) -> dict[str, Any]:
    """What a bench server was asked since then."""
    return _control(url, None)


@contextlib.contextmanager
def lab(orders: int, *, mixed: int = 0, peers: Path | None = None, folder: Path = data.FOLDER) -> Iterator[Lab]:
    """A bench server in a process of its own, with at least so many orders; it ends with this process."""
    say(f"bench server with {orders:,} orders (made first if they are not there) ...")
    command = [sys.executable, "-m", "bench.server", "--orders", str(orders), "--mixed", str(mixed)]
    command += ["--data", str(folder.resolve())]
    command += [] if peers is None else ["--peers", str(peers)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Lab(json.loads(process.stdout.readline()), peers)
        finally:
            process.stdin.close()


def node() -> str | None:
    """The node of this environment, or any; None if the SDK's package is not there either."""
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    return found if SDK.is_dir() else None


def has_peer(name: str, peers: Path | None) -> bool:
    """Whether an optional package can be imported, here or from the folder of peers."""
    program = f"import sys, importlib.util as u; sys.path += sys.argv[1:]; sys.exit(u.find_spec({name!r}) is None)"
    return (
        subprocess.run([sys.executable, "-c", program, *([str(peers)] if peers else [])], check=False).returncode == 0
    )


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def say(line: str) -> None:
    """Progress, on standard error; results go to standard output."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def tell(line: str) -> None:
    """Results, line by line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def environment() -> dict[str, str]:
    """For measured processes: no shop of the developer's, no proxy; compiled modules, as pip leaves them."""
    hidden = ("ONEENTRY_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(hidden)}


def _command(method: Method, setting: Setting) -> list[str]:
    if method.name == "sdk":
        program = node()
        assert program is not None
        extra = {"user": server.USER, "password": server.PASSWORD, "warm": server.WARM}
        return [program, str(Path(__file__).with_name("sdk.mjs")), str(SDK), json.dumps(asdict(setting) | extra)]
    return [sys.executable, "-m", "bench.child", method.name, json.dumps(asdict(setting))]


def _control(url: str, mode: Mode | None) -> dict[str, Any]:
    body = None if mode is None else json.dumps(mode.to_json()).encode()
    with _direct.open(urllib.request.Request(f"{url}/_bench", data=body), timeout=WITHIN_S) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found

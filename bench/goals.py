"""The goals G1 to G6, measured: each is a ratio of things that ran side by side in one run."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import runs, server
from .runs import Lab, Method, Sample, Scene, middle, say
from .server import Mode

ORDERS = 100_000
MANY = 3
MOST = 10
START_ORDERS = 1_000
START_ROUNDS = 9
MB = 1_000_000

FETCH = Method("fetch", "bare concurrent fetch, 16 connections", 16)
FLOOR = Method("parse", "the same + one orjson.loads a page", 16)
TOOLKIT_8 = Method("toolkit", "shop.orders.frames(workers=8)", 8)
TOOLKIT_16 = Method("toolkit", "shop.orders.frames(workers=16)", 16)
PARQUET = Method("to_parquet", "shop.orders.to_parquet(workers=8)", 8)
SDK_LOOP = Method("sdk", "official JavaScript SDK, loop")
SDK_16 = Method("sdk", "official JavaScript SDK, 16 at a time", 16)
GENERATED = Method("generated", "generated client, loop")
REQUESTS = Method("requests", "requests + json_normalize")
DLT = Method("dlt", "dlt as reader + json_normalize")


@dataclass(frozen=True)
class Figure:
    """One goal, measured.

    Attributes:
        goal: G1 to G6.
        title: what is compared with what.
        value: the median over the rounds.
        wanted: the limit.
        at_least: whether the value must reach the limit; else it must not pass it.
        unit: of both; "x" for ratios.
        spread: the smallest and the largest of the rounds.
        rounds: how many there were.
    """

    goal: str
    title: str
    value: float
    wanted: float
    at_least: bool
    unit: str
    spread: tuple[float, float]
    rounds: int

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.value >= self.wanted if self.at_least else self.value <= self.wanted


@dataclass(frozen=True)
class Plan:
    """How much to measure.

    Attributes:
        orders: in the list; G5 takes three and ten times as many.
        repeats: of everything.
        slow_repeats: of the peers that take more than ten seconds each.
    """

    orders: int = ORDERS
    repeats: int = 5
    slow_repeats: int = 5

    def largest(self, goals: Sequence[str]) -> int:
        """Orders that the server must have for these goals."""
        return max(self.orders * (MOST if "G5" in goals else 1), START_ORDERS)


def ratio(
    goal: str, title: str, above: Sequence[float], below: Sequence[float], wanted: float, *, at_least: bool = False
) -> Figure:
    """A figure from the ratios inside each round: what slows the machine for a minute slows both sides."""
    rounds = [one / other for one, other in zip(above, below, strict=True)]
    return _figure(goal, title, rounds, wanted, "x", at_least=at_least)


def _figure(
    goal: str, title: str, rounds: Sequence[float], wanted: float, unit: str, *, at_least: bool = False
) -> Figure:
    return Figure(goal, title, middle(rounds), wanted, at_least, unit, (min(rounds), max(rounds)), len(rounds))


def _walls(samples: Sequence[Sample]) -> list[float]:
    return [sample.wall_s for sample in samples]


def network_bound(lab: Lab, plan: Plan) -> list[Figure]:
    """G1: while the network is the limit, the frames cost hardly more than fetching alone."""
    scene = Scene(plan.orders, 20, 100)
    got = lab.interleave(scene, [FETCH, TOOLKIT_16], repeats=plan.repeats)
    title = f"{scene.title}: both frames against the bare concurrent fetch"
    return [ratio("G1", title, _walls(got[TOOLKIT_16]), _walls(got[FETCH]), 1.10)]


def processor_bound(lab: Lab, plan: Plan) -> list[Figure]:
    """G2: while the processor is the limit, the frames cost little more, or less, than parsing alone."""
    figures = []
    for page_size, wanted in ((100, 1.5), (1_000, 0.85)):
        scene = Scene(plan.orders, 0, page_size)
        got = lab.interleave(scene, [FLOOR, TOOLKIT_8], repeats=plan.repeats)
        title = f"{scene.title}: both frames against bare fetch + orjson.loads"
        figures.append(ratio("G2", title, _walls(got[TOOLKIT_8]), _walls(got[FLOOR]), wanted))
    return figures


def official_sdk(lab: Lab, plan: Plan) -> list[Figure]:
    """G3: against the official JavaScript SDK."""
    if runs.node() is None:
        say("G3 left out: the JavaScript SDK is not installed (make setup, or npm ci --prefix tests/js).")
        return []
    slow = [(20, SDK_LOOP, 15.0), (20, SDK_16, 1.7)]
    return [*_faster("G3", lab, plan, TOOLKIT_16, slow), *_faster("G3", lab, plan, TOOLKIT_8, [(0, SDK_LOOP, 3.5)])]


def by_hand(lab: Lab, plan: Plan) -> list[Figure]:
    """G4: against what one would write in Python without the toolkit."""
    peers = [(GENERATED, 15.0, 25.0), (REQUESTS, 9.0, 20.0), (DLT, 12.0, 24.0)]
    there = [peer for peer in peers if peer[0] is GENERATED or runs.has_peer(peer[0].name, lab.peers)]
    for peer, *_ in peers:
        if peer not in [one for one, *_ in there]:
            say(f"G4 without {peer.label}: {peer.name} is not installed. Run: make bench-peers")
    quick = [(0, peer, wanted) for peer, wanted, _ in there]
    slow = [(20, peer, wanted) for peer, _, wanted in there]
    return [*_faster("G4", lab, plan, TOOLKIT_8, quick), *_faster("G4", lab, plan, TOOLKIT_16, slow)]


def _faster(
    goal: str, lab: Lab, plan: Plan, ours: Method, peers: Sequence[tuple[float, Method, float]]
) -> list[Figure]:
    """How many times faster than each of these peers we are; all of them with the same delay."""
    scene = Scene(plan.orders, peers[0][0], 100)
    got = lab.interleave(scene, [ours, *(peer for _, peer, _ in peers)], repeats=plan.slow_repeats)
    return [
        ratio(
            goal,
            f"{scene.title}: faster than {peer.label}",
            _walls(got[peer]),
            _walls(got[ours]),
            wanted,
            at_least=True,
        )
        for _, peer, wanted in peers
    ]


def memory(lab: Lab, plan: Plan) -> list[Figure]:
    """G5: the highest memory of frames against their own size, and of Parquet, which must not grow with the list."""
    many, most = Scene(plan.orders * MANY, 0, 1_000), Scene(plan.orders * MOST, 0, 1_000)
    framed = lab.interleave(many, [TOOLKIT_8, PARQUET], repeats=plan.repeats)
    written = lab.interleave(most, [PARQUET], repeats=plan.repeats)
    peaks = [sample.peak for sample in framed[TOOLKIT_8]]
    sizes = [sample.size or 0 for sample in framed[TOOLKIT_8]]
    return [
        ratio(
            "G5",
            f"{many.title}: highest memory over start against both frames",
            peaks,
            sizes,
            2.0,
        ),
        _figure(
            "G5",
            f"{most.title}: to Parquet, highest memory over start",
            [one.peak / MB for one in written[PARQUET]],
            200,
            "MB",
        ),
        ratio(
            "G5",
            f"to Parquet, highest memory of {most.total:,} orders against {many.total:,}",
            [one.peak for one in written[PARQUET]],
            [one.peak for one in framed[PARQUET]],
            1.15,
        ),
    ]


def imports(lab: Lab | None, plan: Plan) -> list[Figure]:
    """The first half of G6: what importing the toolkit costs, both over a bare interpreter."""
    programs = {"pandas": "import pandas", "toolkit": "import oneentry_toolkit", "nothing": "pass"}
    took = _starts(programs, lab, rounds=max(START_ROUNDS, plan.repeats))
    ours, theirs = (
        [one - bare for one, bare in zip(took[name], took["nothing"], strict=True)] for name in ("toolkit", "pandas")
    )
    return [ratio("G6", "import oneentry_toolkit against import pandas, over a bare interpreter", ours, theirs, 0.03)]


def start(lab: Lab, plan: Plan) -> list[Figure]:
    """G6: importing, and a new interpreter to its first frames, against `import pandas` in one."""
    mode = Mode(delay_ms=100, total=START_ORDERS, ready=(100,))
    state = runs.set_mode(lab.url, mode)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        kept = Path(folder) / "sign-in.json"
        kept.touch(mode=0o600)
        pair = {"url": lab.url, "provider": server.PROVIDER, "user": server.USER, "fingerprint": "UQ_bench"}
        tokens = state["tokens"]
        pair |= {"access_token": tokens["accessToken"], "refresh_token": tokens["refreshToken"]}
        kept.write_text(json.dumps(pair), encoding="utf-8")
        first = (
            "import oneentry_toolkit as oe\n"
            f"shop = oe.connect({lab.url!r}, {server.APP_TOKEN!r}, tokens=oe.FileTokens({str(kept)!r}))\n"
            f"frames = shop.orders.frames({server.STORAGE!r}, page_size=100, workers=16)\n"
            f"assert len(frames.orders) == {START_ORDERS} and len(frames.lines) == {state['expected']['lines']}\n"
        )
        took = _starts({"pandas": "import pandas", "first frames": first}, lab, rounds=max(START_ROUNDS, plan.repeats))
    title = f"new interpreter to frames of {START_ORDERS:,} orders, 100 a page, 100 ms a request, against import pandas"
    return [*imports(lab, plan), ratio("G6", title, took["first frames"], took["pandas"], 1.3)]


def _starts(programs: dict[str, str], lab: Lab | None, *, rounds: int) -> dict[str, list[float]]:
    """Seconds that each program takes in a new interpreter, in turn; one round before does not count."""
    took: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, program in list(programs.items())[:: 1 if number % 2 else -1]:
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True, cwd=runs.ROOT, env=runs.environment())
            if number:
                took[name].append(time.perf_counter() - begun)
    for name, seconds in took.items():
        say(f"  {name}: {middle(seconds) * 1000:.0f} ms ({rounds} rounds)")
    if lab is not None:
        lab.taken.append({"name": "start", "seconds": took})
    return took


GOALS: dict[str, Callable[[Lab, Plan], list[Figure]]] = {
    "G1": network_bound,
    "G2": processor_bound,
    "G3": official_sdk,
    "G4": by_hand,
    "G5": memory,
    "G6": start,
}

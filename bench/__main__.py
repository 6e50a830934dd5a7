"""`make bench`, or `python -m bench [NAME ...]`: measures on this machine and prints the ratios.

Results go to standard output and to a file of JSON, progress to standard error. The exit code is 1 if rows were lost or
changed (G0), and 0 otherwise: a goal that is missed is printed as missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from . import data, exits, goals, runs, sandbox, starts
from .goals import GOALS, Figure, Plan
from .runs import Lab, WrongAnswerError, middle, say, tell

RESULTS = Path(__file__).parent / "results"
GATE = "G0"
OTHERS = ("import", "sandbox", "scenario", "exits")
QUICK = Plan(orders=3_000, repeats=3, slow_repeats=2)
FULL_G0 = goals.ORDERS
PACKAGES = ("pandas", "pyarrow", "numpy", "httpx", "msgspec", "orjson", "requests", "dlt", "uvloop")


def main() -> int:
    """Runs what was asked for; gives the exit code."""
    arguments = _arguments()
    chosen = arguments.what or [GATE, *GOALS, "sandbox", "scenario", "exits"]
    quick = QUICK if arguments.quick else Plan()
    plan = Plan(
        orders=arguments.orders or quick.orders,
        repeats=arguments.repeats or quick.repeats,
        slow_repeats=arguments.slow_repeats or arguments.repeats or quick.slow_repeats,
    )
    peers = arguments.peers.resolve() if arguments.peers is not None and arguments.peers.is_dir() else None
    report: dict[str, Any] = {"about": _about(peers), "plan": asdict(plan), "chosen": chosen}
    begun = time.perf_counter()
    _print_head(report["about"], plan, peers)
    lost = _measure(chosen, plan, peers, arguments.data, report)
    report["seconds"] = round(time.perf_counter() - begun, 1)
    target = arguments.json or RESULTS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    tell(f"\nTook {report['seconds']:.0f} s. All samples: {os.path.relpath(target)}")
    return 1 if lost else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    names = [GATE, *GOALS, *OTHERS]
    parser.add_argument("what", nargs="*", metavar="NAME", help=f"{', '.join(names)} (default: all)")
    parser.add_argument("--orders", type=_positive, help=f"in the list (default: {Plan.orders:,})")
    parser.add_argument("--repeats", type=_positive, help=f"of everything (default: {Plan.repeats})")
    parser.add_argument(
        "--slow-repeats", type=_positive, help="of G3 and G4, whose peers are slow (default: --repeats)"
    )
    parser.add_argument("--quick", action="store_true", help="a short list, few rounds: to see that it works")
    parser.add_argument("--peers", type=Path, help="folder that `make bench-peers` filled")
    parser.add_argument("--data", type=Path, default=data.FOLDER, help="where the orders are kept (1.2 GB for G5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the results go (default: bench/results/...)")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.what if name not in names]:
        parser.error(f"there is no {', '.join(unknown)}: choose from {', '.join(names)}")
    return arguments


def _positive(text: str) -> int:
    number = int(text.replace(",", "").replace("_", ""))
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _measure(chosen: Sequence[str], plan: Plan, peers: Path | None, folder: Path, report: dict[str, Any]) -> bool:
    """Runs it all and fills the report; whether rows were lost or changed."""
    lost = False
    report["figures"] = []
    if "import" in chosen and "G6" not in chosen:
        _print_figures(goals.imports(None, plan), report)
    if "sandbox" in chosen:
        _print_sandbox(plan, report)
    if "scenario" in chosen:
        _print_figures([starts.measure(rounds=plan.repeats)], report)
    if "exits" in chosen:
        _print_figures(exits.measure(plan.orders, rounds=plan.repeats), report)
    served = [name for name in chosen if name in (GATE, *GOALS)]
    if not served:
        return lost
    scale = plan.orders / FULL_G0
    mixed = plan.largest(()) if GATE in served else 0
    with runs.lab(plan.largest(served), mixed=mixed, peers=peers, folder=folder) as lab:
        for name in (GATE, *GOALS):
            if name not in served:
                continue
            say(f"{name} ...")
            if name == GATE:
                lost = _print_gate(lab, min(scale, 1.0), report)
                continue
            already = len(lab.taken)
            try:
                figures = GOALS[name](lab, plan)
            except WrongAnswerError as error:
                tell(f"\n{name}  not measured: {error}")
                lost = lost or error.is_ours
                continue
            _print_samples(name, lab.taken[already:])
            _print_figures(figures, report)
        report["samples"] = lab.taken
    return lost


def _print_head(about: dict[str, Any], plan: Plan, peers: Path | None) -> None:
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items() if version)
    tell(f"{about['machine']}, {about['processors']} processors, Python {about['python']}; {versions}")
    if missing := [name for name in ("requests", "dlt", "uvloop") if not runs.has_peer(name, peers)]:
        tell(f"Not installed, and left out: {', '.join(missing)}. To install them: make bench-peers")
    rounds = f"{plan.repeats} rounds, {plan.slow_repeats} where slow peers take part"
    tell(f"{plan.orders:,} orders; {rounds}. Only the ratios mean something.")


def _print_gate(lab: Lab, scale: float, report: dict[str, Any]) -> bool:
    """G0: every case in its words, as they come."""
    tell("\nG0  no row is lost: every value of both frames, against the generator's own orders")
    command = [sys.executable, "-m", "bench.gate", lab.url, str(scale)]
    report["gate"] = []
    with subprocess.Popen(command, cwd=runs.ROOT, env=runs.environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            found = json.loads(line)
            report["gate"].append(found)
            what = f"{found['orders']:,} orders, {found['lines']:,} lines, {found['values']:,} values"
            verdict = "WRONG" if found["wrong"] else "equal"
            tell(f"    {verdict:<6} {found['title']:<42} {what}; {found['pages']:,} requests")
            for remark in [*found["wrong"], *([f"it said: {found['said']}"] if found["said"] else [])]:
                tell(f"           {remark}")
    wrong = [found for found in report["gate"] if found["wrong"]]
    lost = bool(wrong) or process.returncode != 0
    tell(
        f"    {'FAILED' if lost else 'passed'}: {len(report['gate']) - len(wrong)} of {len(report['gate'])} cases equal"
    )
    return lost


def _print_samples(name: str, groups: Sequence[dict[str, Any]]) -> None:
    tell(f"\n{name}  medians of what was measured")
    for group in groups:
        if "samples" not in group:
            for label, seconds in group["seconds"].items():
                tell(f"    {label:<42} {middle(seconds):8.3f} s")
            continue
        wall, cpu, peak = (middle([sample[key] for sample in group["samples"]]) for key in ("wall_s", "cpu_s", "peak"))
        place = f"{group['total']:,} orders, {group['page_size']:,} a page, {group['delay_ms']:g} ms"
        tell(f"    {group['label']:<42} {wall:8.3f} s  cpu {cpu:7.3f} s  peak {peak / goals.MB:7.0f} MB   {place}")


def _print_figures(figures: Sequence[Figure], report: dict[str, Any]) -> None:
    for one in figures:
        report["figures"].append(asdict(one) | {"is_met": one.is_met})
        digits = 3 if one.wanted < 0.1 else 2 if one.unit == "x" else 0
        low, high = one.spread
        limit = f"{one.wanted:g}{'' if one.unit == 'x' else ' '}{one.unit} or {'more' if one.at_least else 'less'}"
        tell(f"{one.goal}  {one.title}")
        tell(
            f"    {one.value:.{digits}f}{'' if one.unit == 'x' else ' '}{one.unit}"
            f"  ({low:.{digits}f} to {high:.{digits}f}, {one.rounds} rounds)"
            f"   goal: {limit}   {'reached' if one.is_met else 'MISSED'}"
        )


def _print_sandbox(plan: Plan, report: dict[str, Any]) -> None:
    title, taken = sandbox.measure(plan.orders, rounds=max(5, plan.repeats))
    report["sandbox"] = {"title": title, "pages_per_s": taken}
    tell(f"\nsandbox  {title}")
    bare = next(iter(taken.values()))
    for name, speeds in taken.items():
        share = middle([one / other for one, other in zip(speeds, bare, strict=True)])
        tell(f"    {name:<42} {middle(speeds):8.0f} pages/s  {share:5.2f}x  ({min(speeds):.0f} to {max(speeds):.0f})")


def _about(peers: Path | None) -> dict[str, Any]:
    return {
        "made": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "machine": platform.platform(terse=True),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: _version(name, peers) for name in PACKAGES} | _javascript(),
    }


def _version(name: str, peers: Path | None) -> str | None:
    beside = [] if peers is None else list(metadata.distributions(name=name, path=[str(peers)]))
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return beside[0].version if beside else None


def _javascript() -> dict[str, str]:
    if (node := runs.node()) is None:
        return {}
    version = subprocess.run([node, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    package = json.loads((runs.SDK / "package.json").read_text(encoding="utf-8"))
    return {"node": version, "oneentry (JS SDK)": package["version"]}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

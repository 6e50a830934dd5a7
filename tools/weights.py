"""Prints what each runtime dependency weighs in this environment: by itself, and with what only it brings."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def weigh(name: str) -> float:
    """Megabytes of the files of a distribution, without bytecode."""
    files = [Path(path.locate()) for path in distribution(name).files or [] if path.suffix != ".pyc"]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def needs(found: Distribution) -> set[str]:
    """The names that a distribution requires here, without extras."""
    wanted = map(Requirement, found.requires or [])
    return {canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})}


def closure(names: set[str]) -> set[str]:
    """The names and all that they need."""
    seen: set[str] = set()
    todo = set(names)
    while todo:
        name = todo.pop()
        seen.add(name)
        todo |= needs(distribution(name)) - seen
    return seen


def main() -> None:
    """One line a dependency, the heaviest first."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    direct = {canonicalize_name(re.split(r"[<>=\[]", entry)[0]) for entry in declared}
    weights = {name: weigh(name) for name in closure(direct)}
    rows = []
    for name in direct:
        brought = closure({name}) - closure(direct - {name})
        rows.append((weights[name], sum(weights[one] for one in brought | {name}), name, len(brought - {name})))
    print("| dependency | MB | MB with what only it brings | that is |")
    print("|---|---|---|---|")
    for own, with_all, name, others in sorted(rows, reverse=True):
        print(f"| {name} | {own:.1f} | {with_all:.1f} | {others} packages |")
    print(f"| all {len(weights)} packages | {sum(weights.values()):.0f} | | |")


if __name__ == "__main__":
    main()

"""Uninstalls what no lock names, such as what an older lock had: it could hide that a requirement is missing."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

LOCKS = sorted((Path(__file__).parents[1] / "requirements").glob("*.txt"))
OURS = "oneentry-toolkit"


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    locked = {canonical(name) for lock in LOCKS for name in re.findall(r"^([\w.-]+)==", lock.read_text(), re.M)}
    sites = [site for site in sys.path if site.startswith(sys.prefix)]
    installed = {canonical(found.name) for found in distributions(path=sites)}
    foreign = sorted(installed - locked - {OURS})
    if foreign:
        print(f"==> uninstalling what no lock names: {', '.join(foreign)}")
        subprocess.run([sys.executable, "-m", "pip", "uninstall", "--quiet", "--yes", *foreign], check=True)


if __name__ == "__main__":
    main()

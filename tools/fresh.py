"""Sets the project up as a stranger would: from a clone of the committed tree, in an empty folder, with no caches.

For each supported Python that is there: `make demo`, `make setup`, `make quick`, one line each. Then once from an index
that has moved on: a folder that holds what the locks name and a newer coverage, read by pip 23.2.1.

Needs nothing but a Python, git and make, as the README's commands do.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ["3.11", "3.12", "3.13", "3.14"]
OLD_PIP = "23.2.1"
"""The pip of Python 3.11.7 and 3.12.1. With a resolver, it reads the newest release of a package with extras."""


class StepFailedError(Exception):
    """A command ended with another status than 0; holds the end of what it said."""


def find_python(version: str) -> str | None:
    """The newest interpreter of a version, on the PATH or among those that pyenv installed; ``None`` without one."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    installed = sorted((pyenv / "versions").glob(f"{version}.*/bin/python"), key=lambda path: _release(path.parts[-3]))
    for candidate in [f"python{version}", *map(str, reversed(installed))]:
        if (path := shutil.which(candidate)) and subprocess.run([path, "-c", ""], capture_output=True).returncode == 0:
            return path
    return None


def _release(name: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", name)))


class Clone:
    """The committed tree in a folder of its own, with commands that find neither our environment nor any cache."""

    def __init__(self, scratch: Path, commit: str) -> None:
        self.folder = scratch / "clone"
        ours = ("MAKE", "MFLAGS", "ONEENTRY_", "VENV", "VIRTUAL_ENV", "PYTEST_", "COV_")
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        self.environment.pop("PYTHON", None)
        self.environment |= {"PIP_NO_CACHE_DIR": "1", "npm_config_cache": str(scratch / "npm")}
        self.run("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(self.folder), cwd=scratch)
        self.run("git", "-c", "advice.detachedHead=false", "checkout", "--quiet", commit)

    def run(self, *command: str, cwd: Path | None = None, **environment: str) -> str:
        """What the command said.

        Raises:
            StepFailedError: its status was not 0.
        """
        done = subprocess.run(
            command,
            cwd=cwd or self.folder,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            raise StepFailedError(f"{' '.join(command)}\n{done.stdout[-3000:]}")
        return done.stdout

    def python(self, *arguments: str, **environment: str) -> str:
        """What the environment's Python said."""
        return self.run(str(self.folder / ".venv" / "bin" / "python"), *arguments, **environment)


def set_up(scratch: Path, commit: str, python: str) -> str:
    """Both README commands' set-up, the demo and the fast tests; how long each took."""
    clone = Clone(scratch, commit)
    brought = clone.run(python, "-c", "import ensurepip; print(ensurepip.version())").strip()
    timed = []
    for target in ("demo", "setup", "quick"):
        start = time.monotonic()
        said = clone.run("make", target, f"PYTHON={python}")
        timed.append(f"make {target} {time.monotonic() - start:.0f} s")
    counted = re.findall(r"\d+ passed", said)
    if not counted:
        raise StepFailedError(f"make quick ran no test\n{said[-3000:]}")
    return f"pip {brought} came with it; {', '.join(timed)} ({counted[-1]})"


def set_up_later(scratch: Path, commit: str, python: str) -> str:
    """The environment of the tests, from a folder as index in which coverage has a newer release than the lock."""
    clone = Clone(scratch, commit)
    index = scratch / "index"
    clone.run(python, "-m", "venv", ".venv")
    pip = ["-m", "pip", "--disable-pip-version-check"]
    clone.python(*pip, "install", "--quiet", f"pip=={OLD_PIP}")
    for lock in sorted((clone.folder / "requirements").glob("*.txt")):
        clone.python(*pip, "download", "--quiet", "--no-deps", "--require-hashes", "-r", str(lock), "-d", str(index))
    locked = next(index.glob("coverage-*")).name.split("-")[1]
    write_wheel(index, "coverage", f"{int(locked.split('.')[0]) + 1}.0", extra="toml")
    # Makes know an environment by its stamps: this one is taken as it is, with the pip that it has.
    clone.run("make", ".venv/.stamps/dev", f"PYTHON={python}", PIP_NO_INDEX="1", PIP_FIND_LINKS=index.as_uri())
    is_there = clone.python("-c", "from importlib.metadata import version; print(version('coverage'))").strip()
    if is_there != locked:
        raise StepFailedError(f"coverage {is_there} was installed, and the lock says {locked}")
    return f"coverage {locked} installed beside a newer one"


def write_wheel(folder: Path, name: str, version: str, *, extra: str) -> None:
    """An empty package with an extra, as an index would have it."""
    information = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: {extra}\n"
    files = {
        f"{name}/__init__.py": "",
        f"{information}/METADATA": metadata,
        f"{information}/WHEEL": "Wheel-Version: 1.0\nGenerator: fresh\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{information}/RECORD"] = "".join(f"{path},,\n" for path in files) + f"{information}/RECORD,,\n"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)


def main() -> None:
    """Prints one line for each Python; status 1 if one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--commit", default="HEAD", help="what to clone (HEAD)")
    parser.add_argument("--only", choices=[*VERSIONS, "index"], help="one Python, or the index that has moved on")
    arguments = parser.parse_args()
    if subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, check=True).stdout:
        print("Not everything here is committed; what is not takes no part.", flush=True)
    failures = []

    def attempt(name: str, work: Callable[[Path, str, str], str], python: str) -> None:
        scratch: AbstractContextManager[str] = tempfile.TemporaryDirectory(prefix="fresh-", ignore_cleanup_errors=True)
        with scratch as folder:
            try:
                print(f"{name}: ok, {work(Path(folder), arguments.commit, python)}", flush=True)
            except StepFailedError as failure:
                failures.append(name)
                print(f"{name}: FAILED at {failure}", flush=True)

    found = {version: path for version in VERSIONS if (path := find_python(version))}
    if not found:
        sys.exit(f"None of Python {', '.join(VERSIONS)} is there.")
    for version in VERSIONS:
        if arguments.only in (None, version):
            if version in found:
                attempt(f"Python {version}", set_up, found[version])
            else:
                print(f"Python {version}: not on this machine", flush=True)
    if arguments.only in (None, "index"):
        oldest = next(iter(found))
        attempt(f"Index that has moved on, Python {oldest} with pip {OLD_PIP}", set_up_later, found[oldest])
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

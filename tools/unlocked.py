"""Installs the package as its users do, without a lock, and tries it.

Three environments: one that runs the README's own `pip install` lines; one with the newest versions that the index has,
where every command that a missing extra names is run too; one with the oldest that pyproject.toml allows, where the
fast tests run as well. What comes out depends on the day.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = {
    "dask": "distributed",
    "duckdb": "duckdb",
    "keyring": "keyring",
    "plot": "matplotlib",
    "tables": "itables",
    "tls": "trustme",
}
"""Each extra and a module that it brings."""
UV = str(Path(sys.prefix) / "bin" / "uv")
TESTS = ["tests/unit", "tests/flows", "tests/widgets", "tests/sandbox"]
TEST_TOOLS = [
    "pytest",
    "pytest-xdist",
    "hypothesis",
    "ipykernel",
    "jsonschema",
    "nbclient",
    "openpyxl",
    "orjson",
    "rich",
    "ruff",
    "trustme",
]
ASKS_FOR_AN_EXTRA = """
import sys
from oneentry_toolkit import MissingExtraError
from oneentry_toolkit.extras import need
try:
    need(*sys.argv[1:])
except MissingExtraError as error:
    print(error)
else:
    sys.exit("the extra is there already")
"""


class Environment:
    """An empty environment in a folder of its own, with the pip that its Python brings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "bin"
        ours = ("ONEENTRY_", "PYTHON", "PIP_REQUIRE", "PIP_CONSTRAINT", "VIRTUAL_ENV", "COV_")
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        self.environment["PATH"] = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
        self.run(str(base), "-m", "venv", str(folder), cwd=folder.parent)

    def run(self, *command: str, cwd: Path, shell: bool = False) -> str:
        """What a command said; ends the program when its status was not 0."""
        done = subprocess.run(
            command[0] if shell else command,
            cwd=cwd,
            env=self.environment,
            shell=shell,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            sys.exit(f"FAILED: {' '.join(command)}\n{done.stdout[-4000:]}")
        return done.stdout

    def demo(self) -> None:
        """Runs `oneentry demo` in an empty folder."""
        with tempfile.TemporaryDirectory() as empty:
            if "Order 89" not in self.run(str(self.programs / "oneentry"), "demo", cwd=Path(empty)):
                sys.exit("FAILED: the demo did not place its order")

    def version(self, distribution: str) -> str:
        """The installed version of a distribution."""
        program = f"from importlib.metadata import version; print(version({distribution!r}))"
        return self.run(str(self.programs / "python"), "-c", program, cwd=self.folder).strip()


def readme(scratch: Path, wheel: Path) -> None:
    """The README's lines, each in an environment of its own, in a copy of the project with the wheel in `dist`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## Installing it elsewhere")[1].split("\n## ")[0]
    clone = scratch / "clone"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    (clone / "dist").mkdir()
    shutil.copy(wheel, clone / "dist")
    lines = re.findall(r"^pip install .*$", text, re.M)
    if len(lines) != 4:
        sys.exit(f"FAILED: the README has other lines than those this is written for: {lines}")
    for number, line in enumerate(lines):
        environment = Environment(scratch / f"readme-{number}")
        environment.run(line, cwd=clone, shell=True)
        environment.demo()
        for extra, module in EXTRAS.items():
            if "[" in line and extra in line.partition("[")[2]:
                environment.run(str(environment.programs / "python"), "-c", f"import {module}", cwd=scratch)
        print(f"README, {line}: ok", flush=True)
        shutil.rmtree(environment.folder)


def newest(scratch: Path, wheel: Path) -> None:
    """What the index has today; then each extra by the command that its error names."""
    environment = Environment(scratch / "newest")
    environment.run(str(environment.programs / "pip"), "install", str(wheel), cwd=scratch)
    environment.demo()
    python = str(environment.programs / "python")
    for extra, module in EXTRAS.items():
        said = environment.run(python, "-c", ASKS_FOR_AN_EXTRA, module, extra, cwd=scratch)
        environment.run(said.partition(": ")[2].strip(), cwd=scratch, shell=True)
        environment.run(python, "-c", f"import {module}", cwd=scratch)
    environment.demo()
    names = ["pandas", "pyarrow", "httpx", "starlette", "ipywidgets"]
    print(f"Newest: ok, {', '.join(f'{name} {environment.version(name)}' for name in names)}, extras", flush=True)


def oldest(scratch: Path, wheel: Path) -> None:
    """The lower bounds of pyproject.toml, extras included: the demo without test tools, then the fast tests."""
    environment = Environment(scratch / "oldest")
    locked = scratch / "oldest.txt"
    compiled = [UV, "pip", "compile", "--quiet", "--all-extras", "--resolution", "lowest-direct"]
    python = str(environment.programs / "python")
    environment.run(*compiled, "--python", python, str(ROOT / "pyproject.toml"), "-o", str(locked), cwd=scratch)
    install = [UV, "pip", "install", "--quiet", "--python", python]
    environment.run(*install, "--no-deps", "-r", str(locked), str(wheel), cwd=scratch)
    environment.run(UV, "pip", "check", "--python", python, cwd=scratch)
    environment.demo()
    developing = {re.split(r"[<>=\[]", entry)[0]: entry for entry in PROJECT["dependency-groups"]["dev"]}
    tools = [developing[name] for name in TEST_TOOLS]
    environment.run(*install, "-r", str(locked), *tools, cwd=scratch)
    # Old versions of other libraries warn of what newer ones of theirs will do: that is not what is tried here.
    command = [
        python,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "-m",
        "not slow and not long",
        "-W",
        "default",
    ]
    command.append("--ignore=tests/sandbox/test_contract_fuzz.py")  # slow, and needs schemathesis
    said = environment.run(*command, "-p", "no:cacheprovider", *TESTS, cwd=ROOT)
    where = environment.run(python, "-c", "import oneentry_toolkit; print(oneentry_toolkit.__file__)", cwd=scratch)
    if str(scratch) not in where:
        sys.exit(f"FAILED: what was tried is not the wheel but {where}")
    passed = re.findall(r"\d+ passed", said)
    direct = [re.split(r"[<>=\[]", entry)[0] for entry in PROJECT["project"]["dependencies"]]
    print(
        f"Oldest: ok, {', '.join(f'{name} {environment.version(name)}' for name in direct)}; {passed[-1]}", flush=True
    )


def main() -> None:
    """Prints a line for each environment; ends at the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=["readme", "newest", "oldest"], help="one of the three")
    only = parser.parse_args().only
    with tempfile.TemporaryDirectory(prefix="unlocked-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        [wheel] = scratch.glob("*.whl")
        for name, step in {"readme": readme, "newest": newest, "oldest": oldest}.items():
            if only in (None, name):
                step(scratch, wheel)


if __name__ == "__main__":
    main()

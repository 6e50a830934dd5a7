"""The package: contents of the wheel, locks, and import time."""

from __future__ import annotations

import email
import re
import subprocess
import sys
import tarfile
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
VERSION = PYPROJECT["project"]["version"]
LOCKS = ["installer", "runtime", "build", "dev"]
SOURCES = {"oneentry_client": ROOT / "generated_client", "oneentry_toolkit": ROOT / "toolkit"}
HEAVY = ["IPython", "httpx", "ipywidgets", "jsonschema_rs", "numpy", "pandas", "starlette", "uvicorn"]


def test_import_loads_no_heavy_modules() -> None:
    program = f"import sys, oneentry_toolkit; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
    assert done.stderr == ""


# --- The locks ---


def entries(lock: str) -> list[str]:
    """The requirements of a lock, each on one line with its hashes."""
    text = re.sub(r"#.*", "", (ROOT / "requirements" / f"{lock}.txt").read_text()).replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip()]


def pinned(lock: str) -> list[Requirement]:
    return [Requirement(entry.split("--hash")[0]) for entry in entries(lock)]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_exact_versions_and_hashes_and_no_urls(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert re.findall(r"\S*(?:://|--index|--find-links|--extra|@ |/home|/root|/tmp|/opt|/Users)\S*", text) == []
    assert [entry for entry in entries(lock) if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:", entry)] == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("installer", PYPROJECT["dependency-groups"]["installer"]),
        ("runtime", PYPROJECT["project"]["dependencies"]),
        ("build", PYPROJECT["dependency-groups"]["build"]),
        ("build", PYPROJECT["build-system"]["requires"]),
        ("dev", PYPROJECT["dependency-groups"]["dev"]),
    ],
)
def test_a_lock_is_up_to_date(lock: str, wanted: list[str]) -> None:
    versions = {canonicalize_name(entry.name): str(entry.specifier).removeprefix("==") for entry in pinned(lock)}
    behind = [
        text
        for text in wanted
        if not (wish := Requirement(text)).specifier.contains(versions.get(canonicalize_name(wish.name), "0"))
    ]
    assert behind == [], "run `make lock`"


def test_locks_have_equal_versions() -> None:
    seen: dict[str, set[str]] = {}
    for lock in LOCKS:
        by_name: dict[str, set[str]] = {}
        for entry in pinned(lock):
            by_name.setdefault(canonicalize_name(entry.name), set()).add(str(entry.specifier))
        for name, versions in by_name.items():
            assert seen.setdefault(name, versions) == versions, f"{name} differs in {lock}.txt"


def test_dependencies_page_lists_each_dependency_and_extra() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    declared = {Requirement(text).name for text in PYPROJECT["project"]["dependencies"]}
    assert set(re.findall(r"^\| `([\w-]+)` \| [^|]+ \| [\d.]+ \| [\d.]+ \|$", page, re.M)) == declared
    extras = {
        name: set(brought.split(", "))
        for name, brought in re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$", page, re.M)
    }
    assert extras == {
        extra: {Requirement(text).name for text in wanted}
        for extra, wanted in PYPROJECT["project"]["optional-dependencies"].items()
    }


def test_development_group_has_the_libraries_of_all_extras() -> None:
    """The development group repeats the extras, since a group cannot name them without a resolver."""
    developing = set(PYPROJECT["dependency-groups"]["dev"])
    assert {text for wanted in PYPROJECT["project"]["optional-dependencies"].values() for text in wanted} <= developing


# --- The wheel and the sdist ---


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it and not from this tree."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    [found] = built.glob("*.whl")
    return found


@pytest.mark.slow
def test_the_wheel_holds_the_two_packages_and_nothing_else(wheel: Path) -> None:
    assert wheel.name == f"oneentry_toolkit-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}
        information = {name.split("/", 1)[1] for name in archive.namelist() if ".dist-info/" in name}
        metadata = email.message_from_bytes(archive.read(f"oneentry_toolkit-{VERSION}.dist-info/METADATA"))

    there = {
        path.relative_to(folder).as_posix()
        for package, folder in SOURCES.items()
        for path in (folder / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert shipped == there
    assert {
        "oneentry_client/py.typed",
        "oneentry_toolkit/py.typed",
        "oneentry_toolkit/sandbox/openapi.json",
        "oneentry_toolkit/sandbox/schema.sql",
    } <= shipped
    swagger = "oneentry_toolkit/sandbox/pages/swagger_ui/LICENSE"
    assert information == {
        "METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", f"licenses/toolkit/{swagger}",
    }  # fmt: skip
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT AND Apache-2.0"


@pytest.mark.slow
def test_the_sdist_holds_what_the_wheel_is_made_from(built: Path) -> None:
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {Path(name).relative_to(f"oneentry_toolkit-{VERSION}").as_posix() for name in archive.getnames()}
    assert {"CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "openapi.yaml", "pyproject.toml"} <= names
    assert {name.split("/")[0] for name in names} <= {
        ".gitignore",
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "generated_client",
        "openapi.yaml",
        "pyproject.toml",
        "toolkit",
    }


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of an environment that holds the wheel, its locked dependencies and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    programs = folder / "bin"
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python")]
    # `make test` has put the wheels there, so that this needs no network.
    stored = Path(sys.prefix) / "wheels"
    source = ["--no-index", "--find-links", str(stored)] if stored.is_dir() else []
    locked = ["--require-hashes", "-r", str(ROOT / "requirements" / "runtime.txt")]
    for arguments in (["install", "--no-compile", *source, *locked], ["install", "--no-deps", str(wheel)], ["check"]):
        done = subprocess.run([*pip, *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return programs


@pytest.mark.slow
def test_the_demo_runs_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(installed / "oneentry"), "demo"], cwd=tmp_path, env={}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "89" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_sandbox_runs_from_the_wheel_alone(installed: Path, tmp_path: Path, start_sandbox) -> None:
    with start_sandbox(command=[str(installed / "oneentry")], cwd=tmp_path, env={}) as ready:
        request = urllib.request.Request(
            f"{ready['url']}/api/content/users-auth-providers", headers={"x-app-token": ready["app_token"]}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200
    assert list(tmp_path.iterdir()) == []

"""Makes from openapi.yaml what is generated: the client package, the toolkit's copy of its request builders, and the
sandbox's copy of the contract as JSON.

With --check nothing is written: all of it is made afresh elsewhere and compared byte for byte with what is here.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "openapi.yaml"
CONFIG = ROOT / "generated_client" / "config.yaml"
CLIENT = ROOT / "generated_client" / "oneentry_client"
BUILDERS = ROOT / "toolkit" / "oneentry_toolkit" / "transport" / "_requests.py"
CONTRACT_AS_JSON = ROOT / "toolkit" / "oneentry_toolkit" / "sandbox" / "openapi.json"

_BUILDERS_HEAD = '''"""The requests of all operations without a body, word for word as the generated client builds them.

Made by tools/regen.py from generated_client/, never edited. A generated module cannot be imported without httpx, attrs
and models; these functions can: see docs/decisions/0012-a-quick-start.md. What has a body needs its models anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

if TYPE_CHECKING:
{imports}


class Unset:
    """As in ``oneentry_client.types``."""

    def __bool__(self) -> Literal[False]:
        return False


UNSET = Unset()


{functions}
'''

# What a Python or an editor leaves in a package and git does not keep.
LEFTOVERS = {"__pycache__", ".ruff_cache", ".mypy_cache", ".ipynb_checkpoints", ".DS_Store"}


class RegenError(Exception):
    """Generating failed, or left something out."""


class _Loader(yaml.SafeLoader):
    """Refuses a key that is there twice, where the usual loader quietly takes the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise RegenError(f"line {node.start_mark.line + 1}: there twice: {', '.join(twice)}")
        return super().construct_mapping(node, deep)


def load_contract(path: Path = CONTRACT) -> dict[str, Any]:
    """The contract, anchors resolved."""
    contract: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    return contract


def contract_as_json(path: Path = CONTRACT) -> bytes:
    """The contract as the sandbox ships it, which has no YAML reader: compact, in the same order."""
    text = json.dumps(load_contract(path), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{text}\n".encode()


def make_client(folder: Path, contract: Path = CONTRACT) -> None:
    """Generates the client package as `folder`; nothing stays of an earlier one there."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "api").is_dir():
        raise RegenError(f"{folder} holds something else than a generated client: not replaced")
    with tempfile.TemporaryDirectory(prefix="regen-") as scratch:
        made = Path(scratch) / CLIENT.name
        _generate(contract, made)
        # The marker of a typed package, which the generator writes only together with a project of its own.
        (made / "py.typed").touch()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder)


def _generate(contract: Path, folder: Path) -> None:
    beside_python = str(Path(sys.executable).parent)
    path = os.pathsep.join([beside_python, os.environ.get("PATH", os.defpath)])
    if shutil.which("ruff", path=path) is None:
        raise RegenError("ruff, which formats the client, is not installed: run `make setup`")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate"),
            *("--path", str(contract)),
            *("--config", str(CONFIG)),
            *("--output-path", str(folder)),
            *("--meta", "none"),
            "--fail-on-warning",
        ],
        # Not the caller's folder: the generator may look for settings there.
        cwd=folder.parent,
        env=os.environ | {"PATH": path, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    lines = [line for line in done.stdout.splitlines() if line.strip() and not line.startswith("Generating ")]
    # Anything it says is a warning: an operation or a model that it skipped would be missing without a sign.
    if done.returncode or lines:
        raise RegenError("\n".join(lines) or f"the generator ended with status {done.returncode}")


def builders(client: Path = CLIENT) -> bytes:
    """The functions of a generated client that build a request without a body, as a module that needs no client."""
    functions, imports = [], set()
    for path in sorted(client.glob("api/*/*.py")):
        if path.name == "__init__.py":
            continue
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        (found,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "_get_kwargs"]
        if any(argument.arg == "body" for argument in (*found.args.args, *found.args.kwonlyargs)):
            continue
        text = ast.get_source_segment(source, found) or ""
        functions.append(text.replace(f"def {found.name}(", f"def {path.stem}(", 1))
        used = {node.id for node in ast.walk(found) if isinstance(node, ast.Name)}
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models."):
                names = [one.name for one in node.names if one.name in used]
                imports |= {f"    from {CLIENT.name}.{node.module} import {name}" for name in names}
    made = _BUILDERS_HEAD.format(imports="\n".join(sorted(imports)), functions="\n\n\n".join(functions))
    return made.encode()


def make(client: Path = CLIENT, contract_as: Path = CONTRACT_AS_JSON, builders_as: Path = BUILDERS) -> None:
    """Writes everything that is generated."""
    text = contract_as_json()
    make_client(client)
    builders_as.write_bytes(builders(client))
    contract_as.parent.mkdir(parents=True, exist_ok=True)
    contract_as.write_bytes(text)


def differences() -> list[str]:
    """What is not as it would be made now, a line each; empty when all is well."""
    with tempfile.TemporaryDirectory(prefix="regen-") as scratch:
        client, *others = (Path(scratch) / path.name for path in (CLIENT, CONTRACT_AS_JSON, BUILDERS))
        make(client, *others)
        wanted = _contents(client, CLIENT)
        wanted |= {path: made.read_bytes() for path, made in zip((CONTRACT_AS_JSON, BUILDERS), others, strict=True)}
    there = _contents(CLIENT, CLIENT)
    there |= {path: path.read_bytes() for path in (CONTRACT_AS_JSON, BUILDERS) if path.is_file()}
    return [
        f"{'missing' if path not in there else 'extra' if path not in wanted else 'differs'}: {path.relative_to(ROOT)}"
        for path in sorted(wanted.keys() | there.keys())
        if wanted.get(path) != there.get(path)
    ]


def _contents(folder: Path, as_folder: Path) -> dict[Path, bytes]:
    return {
        as_folder / path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not LEFTOVERS.intersection(path.relative_to(folder).parts)
    }


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, name what differs")
    parser.add_argument("folder", nargs="?", type=Path, help="make only the client package, as this folder")
    arguments = parser.parse_args()
    if arguments.check and arguments.folder:
        parser.error("--check compares what is in the repository and takes no folder")
    try:
        if arguments.check:
            found = differences()
            print("\n".join([*found, "Run `make regen`, and commit what it writes."]) if found else "Nothing differs.")
            return 1 if found else 0
        if arguments.folder:
            make_client(arguments.folder)
        else:
            make()
    except (RegenError, yaml.YAMLError, OSError) as error:
        print(f"{CONTRACT.name}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

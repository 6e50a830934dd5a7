"""Makes from openapi.yaml what is generated: the client package, the toolkit's table of requests and the methods of
`shop.api`, and the sandbox's copy of the contract as JSON.

With --check nothing is written: all of it is made afresh elsewhere and compared byte for byte with what is here.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import functools
import json
import keyword
import os
import re
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
REQUESTS = ROOT / "toolkit" / "oneentry_toolkit" / "transport" / "_requests.py"
OPERATIONS = ROOT / "toolkit" / "oneentry_toolkit" / "resources" / "_operations.py"
RUFF_SETTINGS = ROOT / "pyproject.toml"
CONTRACT_AS_JSON = ROOT / "toolkit" / "oneentry_toolkit" / "sandbox" / "openapi.json"

_REQUESTS_HEAD = '''"""The request of each operation of the contract: what ``Endpoint.build`` makes a request from.

Made by tools/regen.py from openapi.yaml, never edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Request(NamedTuple):
    """The request of an operation. Names in braces and the keys of ``query`` are the arguments of the generated client.

    Attributes:
        method: in lower case.
        path: with the path parameters in braces.
        query: argument to the name of the query parameter.
        required: query arguments that must be given.
        defaults: of query arguments.
        has_body: whether a body is sent, as JSON unless there are ``parts``.
        parts: member of the body whose items are sent as parts of ``multipart/form-data``; empty for JSON.
    """

    method: str
    path: str
    query: Mapping[str, str] = {}
    required: tuple[str, ...] = ()
    defaults: Mapping[str, int] = {}
    has_body: bool = False
    parts: str = ""


REQUESTS: Mapping[str, Request] = {
'''

_OPERATIONS_HEAD = '''"""The methods of ``shop.api``, typed.

Made by tools/regen.py from openapi.yaml and the generated client, never edited.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

# The generated models are a hundred modules: they are imported for type checkers, and at the first call.
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oneentry_client.models import {models}


class Operations(ABC):
    """Every operation of the contract, except those that change who is signed in."""

    @abstractmethod
    def _call(self, name: str, /, *path: Any, **arguments: Any) -> Any:
        """The parsed answer of an operation. An argument that is None is not sent."""
'''

# Methods of `shop.users` do these: called by themselves they would leave the shop with invalid tokens.
SIGN_IN = {"auth", "refresh", "logout", "logout_all", "oauth"}

# What the client of a shop sends by itself.
HEADERS = {"x_device_metadata", "x_guest_id"}

# The generator's rule for argument names: Python's own words get an underscore, except for `id`.
_TAKEN = {*dir(builtins), *keyword.kwlist} - {"id"}

# What a Python or an editor leaves in a package and git does not keep.
LEFTOVERS = {"__pycache__", ".ruff_cache", ".mypy_cache", ".ipynb_checkpoints", ".DS_Store"}


class RegenError(Exception):
    """Generating failed, or left something out."""


# libyaml's parser where it was built in: the contract takes the other one seconds.
_SAFE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE_LOADER):  # type: ignore[misc]
    """Refuses a key that is there twice, where the usual loader quietly takes the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise RegenError(f"line {node.start_mark.line + 1}: there twice: {', '.join(twice)}")
        return super().construct_mapping(node, deep)


def load_contract(path: Path = CONTRACT) -> dict[str, Any]:
    """The contract, anchors resolved."""
    return _parsed(path.read_text(encoding="utf-8"))


@functools.cache
def _parsed(text: str) -> dict[str, Any]:
    contract: dict[str, Any] = yaml.load(text, Loader=_Loader)
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
    path = os.pathsep.join([str(Path(_ruff()).parent), os.environ.get("PATH", os.defpath)])
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


def _ruff() -> str:
    """Where ruff is, which formats what is generated."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    found = shutil.which("ruff", path=path)
    if found is None:
        raise RegenError("ruff, which formats what is generated, is not installed: run `make setup`")
    return found


def _formatted(source: str) -> str:
    command = [_ruff(), "format", "--config", str(RUFF_SETTINGS), "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def requests(path: Path = CONTRACT) -> bytes:
    """A module with a table of the contract's requests, which imports nothing of the client."""
    contract = load_contract(path)
    rows = []
    for address, item in contract["paths"].items():
        for method in item.keys() - {"parameters"}:
            spec = item[method]
            parameters = [
                _resolved(contract, one) for one in (*item.get("parameters", ()), *spec.get("parameters", ()))
            ]
            query = {_argument(one["name"]): one for one in parameters if one["in"] == "query"}
            fields = {
                "query": {name: one["name"] for name, one in query.items()},
                "required": tuple(name for name, one in query.items() if one.get("required")),
                "defaults": {
                    name: one["schema"]["default"] for name, one in query.items() if "default" in one["schema"]
                },
                "has_body": "requestBody" in spec,
                "parts": _parts(contract, spec),
            }
            target = re.sub(r"{(\w+)}", lambda found: f"{{{_argument(found[1])}}}", address)
            given = [repr(method), repr(target), *(f"{name}={value!r}" for name, value in fields.items() if value)]
            rows.append(f"{_snake(spec['operationId'])!r}: Request({', '.join(given)}),\n")
    return _formatted(f"{_REQUESTS_HEAD}{''.join(sorted(rows))}}}\n").encode()


def _parts(contract: dict[str, Any], spec: dict[str, Any]) -> str:
    """The list of files in a multipart body; empty for JSON."""
    media = spec.get("requestBody", {}).get("content", {}).get("multipart/form-data")
    if media is None:
        return ""
    (name,) = contract["components"]["schemas"][media["schema"]["$ref"].rsplit("/", 1)[1]]["properties"]
    return str(name)


def operations(client: Path = CLIENT, path: Path = CONTRACT) -> bytes:
    """A module with the methods of `shop.api`: parameters and results as the generated client in `client` has them."""
    specs = {
        _snake(spec["operationId"]): spec
        for item in load_contract(path)["paths"].values()
        for method, spec in item.items()
        if method != "parameters"
    }
    methods, models = [], set()
    for name in sorted(specs.keys() - SIGN_IN):
        source, used = _method(name, specs[name]["summary"], client / "api" / specs[name]["tags"][0] / f"{name}.py")
        methods.append(source)
        models |= used
    head = _OPERATIONS_HEAD.format(models=f"({', '.join(sorted(models, key=str.lower))})")
    return _formatted("\n".join([head, *methods])).encode()


def _method(name: str, summary: str, module: Path) -> tuple[str, set[str]]:
    """A method of `shop.api`, and the models that its annotations name, from the generated module of the operation."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    models = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models.")
        for alias in node.names
    } - {"ErrorEnvelope"}
    given = functions["_get_kwargs"].args
    path = [one.arg for one in given.args]
    parameters = [f"{one.arg}: {_unparsed(one.annotation)}" for one in given.args]
    named = [
        f"{one.arg}: {_accepted(one.arg, one.annotation)}{_default(default)}"
        for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
        if one.arg not in HEADERS
    ]
    passed = [f"{one.arg}={one.arg}" for one in given.kwonlyargs if one.arg not in HEADERS]
    answers = [one for one in _choices(functions["_parse_response"].returns) if one not in ("ErrorEnvelope", "None")]
    # The generator has Any for an answer without a body.
    result = "None" if answers == ["Any"] else " | ".join(answers)
    signature = ", ".join(["self", *parameters, *(["*", *named] if named else [])])
    call = f"self._call({', '.join([repr(name), *path, *passed])})"
    body = f"{call}" if result == "None" else f"return {call}"
    text = summary.strip().rstrip(".")
    source = (
        f'    def {name}({signature}) -> {result}:\n        """{text} (``{_operation_id(name)}``)."""\n        {body}\n'
    )
    return source, {one for one in models if re.search(rf"\b{one}\b", f"{signature} {result}")}


def _operation_id(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def _unparsed(node: ast.expr | None) -> str:
    assert node is not None, "the generated client annotates everything"
    return ast.unparse(node)


def _choices(annotation: ast.expr | None) -> list[str]:
    """The members of a union, as text."""
    if isinstance(annotation, ast.BinOp):
        return [*_choices(annotation.left), *_choices(annotation.right)]
    return [_unparsed(annotation)]


def _accepted(name: str, annotation: ast.expr | None) -> str:
    """What a keyword argument of a method accepts: None for what may be left out, and bodies as plain values too."""
    choices = _choices(annotation)
    if name == "body":
        lists = ["Sequence[Mapping[str, Any]]"] if any(one.startswith("list[") for one in choices) else []
        return " | ".join([*choices, "Mapping[str, Any]", *lists])
    return " | ".join("None" if one == "Unset" else one for one in choices)


def _default(node: ast.expr | None) -> str:
    text = "" if node is None else ast.unparse(node)
    return f" = {'None' if text == 'UNSET' else text}" if text else ""


def _resolved(contract: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """A parameter, or the component that its `$ref` points to."""
    if "$ref" not in node:
        return node
    found: dict[str, Any] = contract["components"]["parameters"][node["$ref"].rsplit("/", 1)[1]]
    return found


def _snake(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", name).lower()


def _argument(name: str) -> str:
    """The name of a parameter in the generated client."""
    return f"{_snake(name)}_" if _snake(name) in _TAKEN else _snake(name)


def make(
    client: Path = CLIENT,
    contract_as: Path = CONTRACT_AS_JSON,
    requests_as: Path = REQUESTS,
    operations_as: Path = OPERATIONS,
) -> None:
    """Writes everything that is generated."""
    text = contract_as_json()
    make_client(client)
    requests_as.write_bytes(requests())
    operations_as.write_bytes(operations(client))
    contract_as.parent.mkdir(parents=True, exist_ok=True)
    contract_as.write_bytes(text)


def differences() -> list[str]:
    """What is not as it would be made now, a line each; empty when all is well."""
    modules = (CONTRACT_AS_JSON, REQUESTS, OPERATIONS)
    with tempfile.TemporaryDirectory(prefix="regen-") as scratch:
        client, *others = (Path(scratch) / path.name for path in (CLIENT, *modules))
        make(client, *others)
        wanted = _contents(client, CLIENT)
        wanted |= {path: made.read_bytes() for path, made in zip(modules, others, strict=True)}
    there = _contents(CLIENT, CLIENT)
    there |= {path: path.read_bytes() for path in modules if path.is_file()}
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

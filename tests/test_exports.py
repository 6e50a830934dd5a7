"""The public names of the package."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import oneentry_toolkit as oe


def test_all_is_sorted_and_importable() -> None:
    """Every name can be had, and `dir` shows it."""
    assert oe.__all__ == sorted(oe.__all__)
    assert len(set(oe.__all__)) == len(oe.__all__)
    for name in oe.__all__:
        assert getattr(oe, name) is not None
        assert name in dir(oe)


MODULES = ["checkout", "errors", "exports", "money", "plots", "sandbox", "tables", "tokens", "views", "widgets"]


def test_package_dir_lists_its_names_and_public_modules() -> None:
    assert dir(oe) == sorted([*oe.__all__, *MODULES])


@pytest.mark.parametrize("name", MODULES)
def test_public_module_is_an_attribute_and_dir_lists_its_names_only(name: str) -> None:
    module = getattr(oe, name)
    assert module is importlib.import_module(f"oneentry_toolkit.{name}")
    assert dir(module) == sorted(module.__all__)
    assert all(hasattr(module, public) for public in module.__all__)


def test_other_modules_are_private() -> None:
    """They are no attribute of the package until code imports them, and ``dir`` never lists them."""
    private = {one.name for one in pkgutil.iter_modules(oe.__path__)} - set(MODULES)
    assert {"orders", "payments", "transport"} < private
    assert private & set(dir(oe)) == set()


def test_type_checkers_see_the_names_that_are_loaded_on_use() -> None:
    """The imports under ``TYPE_CHECKING`` repeat the table, name by name and module by module."""
    tree = ast.parse(Path(oe.__file__).read_text(encoding="utf-8"))
    [block] = [node for node in tree.body if isinstance(node, ast.If) and isinstance(node.test, ast.Name)]
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom) and node.level == 1]
    named = {alias.asname: node.module for node in imports for alias in node.names}
    assert all(alias.name == alias.asname for node in imports for alias in node.names), "private without an alias"
    assert {name: module for name, module in named.items() if module} == oe._LAZY
    assert {name for name, module in named.items() if module is None} == {*MODULES} - {"errors"}


def test_unknown_attribute_raises_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'oneentry_toolkit' has no attribute 'Basket'"):
        _ = oe.Basket  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["connect", "Order", "PaymentSession", "Sandbox", "FileTokens", "OneEntryError"])
@pytest.mark.slow
def test_each_subpackage_imports_in_a_fresh_interpreter(name: str) -> None:
    """With warnings as errors."""
    program = f"from oneentry_toolkit import {name}"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_all_errors_are_exported_and_derive_from_one_root() -> None:
    found = {
        name
        for name, value in vars(oe.errors).items()
        if inspect.isclass(value) and issubclass(value, Exception) and value.__module__ == "oneentry_toolkit.errors"
    }
    assert found == set(oe.errors.__all__)
    assert found <= set(oe.__all__)
    for name in found:
        assert issubclass(getattr(oe, name), oe.OneEntryError | oe.OneEntryWarning)
        assert name in (oe.errors.__doc__ or "")


def public(owner: Any) -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name, value in vars(owner).items()
        if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property))
    ]


@pytest.mark.parametrize(
    "name", [name for name in oe.__all__ if inspect.isclass(getattr(oe, name)) or inspect.isfunction(getattr(oe, name))]
)
def test_every_public_object_has_a_docstring(name: str) -> None:
    value = getattr(oe, name)
    assert value.__doc__
    for method, code in public(value) if inspect.isclass(value) else []:
        assert code.__doc__, f"{name}.{method}"


def test_names_have_no_vague_words_and_durations_have_units() -> None:
    from oneentry_toolkit import shop
    from oneentry_toolkit.orders import orders
    from oneentry_toolkit.payments import sessions as payments
    from oneentry_toolkit.resources import products, users

    modules = [one.name for one in pkgutil.iter_modules(oe.__path__)]
    assert not {"utils", "helpers", "common", "toolkit", "widget"} & set(modules)
    for owner in (orders.Orders, payments.Payments, products.Products, users.Users):
        for name, code in public(owner):
            assert not name.startswith(("do_", "handle_", "process_"))
            if inspect.isfunction(code):
                parameters = inspect.signature(code).parameters
                assert not {"timeout", "poll", "delay", "limit"} & set(parameters)
    assert "timeout_s" in inspect.signature(shop.connect).parameters

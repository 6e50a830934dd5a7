"""The programs in ``tests/typing``, which mypy and pyright check in strict mode, use every public name."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import widgets
from oneentry_toolkit.checkout import CheckoutFlow
from oneentry_toolkit.orders.orders import Orders
from oneentry_toolkit.payments.refunds import Refunds
from oneentry_toolkit.payments.sessions import Payments
from oneentry_toolkit.resources._operations import Operations
from oneentry_toolkit.resources.carts import Cart, Wishlist
from oneentry_toolkit.resources.discounts import Discounts
from oneentry_toolkit.resources.files import Files
from oneentry_toolkit.resources.forms import Forms
from oneentry_toolkit.resources.products import Products
from oneentry_toolkit.resources.users import Users

PROGRAMS = [file for file in sorted((Path(__file__).parent / "typing").glob("*.py")) if file.stem != "mistakes"]
MODULES = ["", ".checkout", ".errors", ".exports", ".plots", ".sandbox", ".tables", ".tokens", ".views", ".widgets"]
OWNERS = {
    "shop": oe.Shop,
    "shop.api": Operations,
    "shop.cart": Cart,
    "shop.discounts": Discounts,
    "shop.files": Files,
    "shop.forms": Forms,
    "shop.orders": Orders,
    "shop.payments": Payments,
    "shop.products": Products,
    "shop.refunds": Refunds,
    "shop.users": Users,
    "shop.wishlist": Wishlist,
    "flow": CheckoutFlow,
    "sandbox": oe.Sandbox,
    "widget": widgets.SignInForm.__bases__[0],
}


def used() -> set[str]:
    """Dotted names in the programs, such as ``shop.orders.list``, and imported names."""
    found = set()
    for file in PROGRAMS:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                found.add(ast.unparse(node))
            elif isinstance(node, ast.ImportFrom):
                found |= {alias.name for alias in node.names}
    return found


USED = used()


@pytest.mark.parametrize("module", MODULES)
def test_each_public_name_is_type_checked(module: str) -> None:
    names = importlib.import_module(f"oneentry_toolkit{module}").__all__
    prefixes = ["oe", "server", module.removeprefix(".")]
    missing = [name for name in names if USED.isdisjoint([name, *(f"{prefix}.{name}" for prefix in prefixes)])]
    assert missing == []


@pytest.mark.parametrize("path", OWNERS)
def test_each_public_method_is_type_checked(path: str) -> None:
    classes = [one for one in inspect.getmro(OWNERS[path]) if one.__module__.startswith("oneentry_toolkit")]
    names = {name for one in classes for name in vars(one) if not name.startswith("_")}
    assert len(names) > 1
    prefixes = [path, f"oe.{OWNERS[path].__name__}"]
    assert sorted(name for name in names if USED.isdisjoint(f"{prefix}.{name}" for prefix in prefixes)) == []

"""A checkout from sign-in to DataFrames, on an embedded sandbox. The printed code is the code that runs."""

from __future__ import annotations

import ast
import textwrap
from typing import Any

STEPS = (
    (
        "Start a sandbox and connect. (oe.connect() alone does both, when no ONEENTRY_URL is set.)",
        """
        import oneentry_toolkit as oe
        sandbox = oe.Sandbox().start()
        shop = oe.connect(url=sandbox.url, app_token=sandbox.app_token)
        """,
    ),
    (
        "Sign in. The markers of the login and password fields are looked up.",
        """
        shop.users.sign_in("your-user@email.com", "123456")
        """,
    ),
    (
        "What can be bought, and where do orders go?",
        """
        shop.products.get(14)
        """,
    ),
    (
        "",
        """
        shop.orders.storages()
        """,
    ),
    (
        "Place an order. The form, its field types and the language are looked up.",
        """
        order = shop.orders.create(
            "orders", products={14: 1}, form={"name": "Christina Thomas"}, payment_account="cash"
        )
        order
        """,
    ),
    (
        "Open a payment session and read it back.",
        """
        session = shop.payments.create_session(order)
        shop.payments.sessions_for(order)
        """,
    ),
    (
        "Everything as DataFrames: orders ...",
        """
        orders = shop.orders.frame()
        orders[["order_id", "created", "storage", "status", "total", "currency", "paid"]].head()
        """,
    ),
    (
        "... their lines ...",
        """
        lines = shop.orders.lines_frame()
        lines[["order_id", "product_id", "title", "price", "quantity", "amount"]].head()
        """,
    ),
    (
        "... and payment sessions.",
        """
        sessions = shop.payments.frame()
        sessions[["session_id", "order_id", "created", "status", "payment_account", "amount"]].head()
        """,
    ),
    (
        "Money is exact: what was paid for, by currency.",
        """
        orders[orders["paid"]].groupby("currency", observed=True)["total"].sum()
        """,
    ),
    (
        "Sign out and stop.",
        """
        shop.users.sign_out()
        shop.close()
        sandbox.stop()
        """,
    ),
)


def run() -> None:
    """Runs the steps and prints each with its result.

    Raises:
        OneEntryError: a step failed.
    """
    import pandas as pd

    names: dict[str, Any] = {}
    print("A checkout on the embedded sandbox. Nothing leaves this machine.\n")
    try:
        with pd.option_context("display.width", 120, "display.max_columns", 12):
            for title, source in STEPS:
                _step(title, textwrap.dedent(source).strip(), names)
    finally:
        if "sandbox" in names:
            names["sandbox"].stop()
    print("Done. Next: `make lab` opens the notebooks; `oneentry sandbox` serves this shop to other programs.")


def _step(title: str, source: str, names: dict[str, Any]) -> None:
    if title:
        print(f"# {title}")
    for number, line in enumerate(source.splitlines()):
        print(f"{'...' if number and line[:1] in (' ', ')') else '>>>'} {line}")
    *body, last = ast.parse(source).body
    if isinstance(last, ast.Expr):
        exec(compile(ast.Module(body, []), "demo", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "demo", "eval"), names)
        if value is not None:
            print(value)
    else:
        exec(compile(ast.Module([*body, last], []), "demo", "exec"), names)
    print()

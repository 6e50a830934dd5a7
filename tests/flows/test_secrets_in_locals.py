"""Tracebacks that show local variables show no secret: IPython's ``%xmode Verbose``, rich's, and Python's own."""

from __future__ import annotations

import contextlib
import io
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from rich.console import Console
from rich.traceback import Traceback

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER

WRONG = "tr0ub4dor-'and'-3"
"""Typed as a password, a code or a client's secret; its ``repr`` differs from it."""

Steps = dict[str, tuple[Callable[[oe.Shop, oe.Sandbox], object], str]]
BODY = "{'userIdentifier': get('user'), 'code': get('wrong'), 'password1': get('wrong'), 'password2': get('wrong')"
STEPS: Steps = {
    "wrong password": (lambda shop, box: None, "shop.users.sign_in(get('user'), get('wrong'))"),
    "wrong password in a variable": (lambda shop, box: None, "w = get('wrong'); shop.users.sign_in(get('user'), w)"),
    "wrong code": (lambda shop, box: None, "shop.users.sign_in(get('user'), code=get('wrong'))"),
    "no such provider": (lambda shop, box: None, "shop.users.sign_in(get('user'), get('wrong'), provider='x')"),
    "lost": (
        lambda shop, box: box.add_fault(operation="auth", drop_answer=True),
        "shop.users.sign_in(get('user'), get('wrong'))",
    ),
    "oauth": (
        lambda shop, box: None,
        "shop.users.sign_in_by_oauth(get('wrong'), redirect_uri='x', provider='google', client_secret=get('wrong'))",
    ),
    "sign-up": (
        lambda shop, box: None,
        "shop.users.sign_up(get('user'), get('wrong'), form={'name_reg': 'Ann'})",
    ),
    "raw change of the password": (
        lambda shop, box: None,
        f"shop.api.change_password('email', body={BODY}, 'type': 1, 'eventIdentifier': 'e'}})",
    ),
    "raw sign-in": (lambda shop, box: None, f"shop.api.activate_user('email', body={BODY}}})"),
    "sign-out": (lambda shop, box: box.add_fault(operation="logout", status=500), "shop.users.sign_out()"),
    "sign-out, lost": (lambda shop, box: box.add_fault(operation="logout", drop_answer=True), "shop.users.sign_out()"),
    "renewal": (
        lambda shop, box: (box.expire_tokens(), box.add_fault(operation="refresh", status=503)),
        "shop.users.me()",
    ),
    "renewal, dead": (lambda shop, box: box.expire_tokens(all=True), "shop.users.me()"),
    "frame": (lambda shop, box: box.add_fault(operation="listOrders", status=400, times=9), "shop.orders.frame()"),
    "connect": (lambda shop, box: None, "oe.connect('https://shop.example', get('app token'), lang='no language')"),
    "connect to nothing": (lambda shop, box: None, "oe.connect('ftp://', get('app token'))"),
}


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    made = InteractiveShell.instance()
    before = made.InteractiveTB.mode
    made.InteractiveTB.set_mode("Verbose")
    yield made
    made.InteractiveTB.set_mode(before)
    InteractiveShell.clear_instance()


FEW = {"IPython": ("wrong password in a variable", "renewal"), "rich": ("wrong password", "sign-out")}
"""Formatting a traceback takes IPython and rich a second, and Python a millisecond."""


@pytest.mark.parametrize(
    "few", [pytest.param(True, marks=pytest.mark.slow, id="few"), pytest.param(False, marks=pytest.mark.long, id="all")]
)
def test_no_local_variable_shows_a_secret(
    sandbox: oe.Sandbox, shop: oe.Shop, shell: InteractiveShell, few: bool
) -> None:
    """The wrong password stood 24 times in what IPython saved, and 36 times in rich's."""
    hits, shown, masks = [], 0, 0
    known = {"wrong": WRONG, "user": USER, "app token": sandbox.app_token}
    for step, (prepare, code) in STEPS.items():
        sandbox.clear_faults()
        shop.users.sign_in(USER, PASSWORD)
        pair = shop._api.tokens.load()
        assert pair is not None
        secrets = {WRONG, repr(WRONG)[1:-1], *map(str, (pair.access_token, pair.refresh_token, sandbox.app_token))}
        for printer in ("IPython", "rich", "Python"):
            if few and printer in FEW and step not in FEW[printer]:
                continue
            if shop.users.signed_in is None:
                shop.users.sign_in(USER, PASSWORD)
                again = shop._api.tokens.load()
                assert again is not None
                secrets |= {str(again.access_token), str(again.refresh_token)}
            sandbox.clear_faults()
            prepare(shop, sandbox)
            names: dict[str, Any] = {"shop": shop, "oe": oe, "get": known.__getitem__}
            if printer == "IPython":
                text = _in_ipython(shell, code, names)
            elif step == "wrong password in a variable":
                continue  # a variable of the user's own, which only IPython asks the toolkit about
            else:
                text = _with_locals(printer, code, names)
            assert "Error" in text, step
            shown += 1
            masks += text.count("'***'")
            hits += [(step, printer) for secret in secrets if secret in text]
    print(f"tracebacks with locals: {shown}, masked values: {masks}, secrets shown: {len(hits)}")
    assert hits == []
    assert masks > shown, "the locals were shown"


def _in_ipython(shell: InteractiveShell, code: str, names: dict[str, Any]) -> str:
    shell.push(names)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        shell.run_cell(code)
    return out.getvalue()


def _with_locals(printer: str, code: str, names: dict[str, Any]) -> str:
    try:
        exec(code, names)
    except oe.OneEntryError as error:
        trace = error.__traceback__
        assert trace is not None
        error.with_traceback(trace.tb_next)  # without this function, whose locals hold what is looked for
        if printer == "Python":
            return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        out = io.StringIO()
        shown = Traceback.from_exception(
            type(error), error, error.__traceback__, show_locals=True, locals_max_string=None, locals_max_length=None
        )
        Console(file=out, width=250).print(shown)
        return out.getvalue()
    return ""

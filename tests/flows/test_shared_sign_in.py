"""Kernels that share a kept sign-in: one refresh for all of them, and none of them is signed out."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER

CALLS = 64
ROUNDS = 20
WITHIN_S = 120  # a busy machine; each wait ends much sooner

KERNEL = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
import oneentry_toolkit as oe
url, app_token, path = sys.argv[1:]
with oe.connect(url, app_token, tokens=oe.FileTokens(path)) as shop:
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor({CALLS}) as pool:
        print(sum(pool.map(lambda _: shop.users.me().id == 16, range({CALLS}))), flush=True)
"""


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "sign-in.json"


@pytest.fixture
def kernel(sandbox: oe.Sandbox, kept: Path) -> Iterator[Callable[[], oe.Shop]]:
    """Connects as another kernel does: with a store of its own on the same file."""
    with ExitStack() as stack:

        def connect() -> oe.Shop:
            tokens = oe.FileTokens(kept)
            return stack.enter_context(oe.connect(sandbox.url, sandbox.app_token, tokens=tokens))

        yield connect


def refreshes(sandbox: oe.Sandbox) -> int:
    return int(sandbox.stats()["requests"]["refresh"])


@pytest.mark.slow
def test_two_processes_with_64_calls_each_make_one_refresh(
    sandbox: oe.Sandbox, kernel: Callable[[], oe.Shop], kept: Path
) -> None:
    """All calls succeed."""
    kernel().users.sign_in(USER, PASSWORD)
    with ExitStack() as stack:
        children = [stack.enter_context(_child(KERNEL, sandbox.url, sandbox.app_token, str(kept))) for _ in range(2)]
        assert [_line(child) for child in children] == ["ready", "ready"]
        sandbox.expire_tokens()
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        done = [int(_line(child)) for child in children]
    print(f"refreshes: {refreshes(sandbox)}, successes: {sum(done)} of {2 * CALLS}")
    assert (refreshes(sandbox), done) == (1, [CALLS, CALLS])


@pytest.mark.slow
def test_kernels_that_renew_at_once_stay_signed_in(sandbox: oe.Sandbox, kernel: Callable[[], oe.Shop]) -> None:
    kernel().users.sign_in(USER, PASSWORD)
    kernels = (kernel(), kernel())
    signed_out = 0
    for _ in range(ROUNDS):
        sandbox.expire_tokens()
        barrier = threading.Barrier(2)

        def call(shop: oe.Shop, barrier: threading.Barrier = barrier) -> bool:
            barrier.wait()
            try:
                return shop.users.me().id == 16
            except oe.SignInError:
                return False

        with ThreadPoolExecutor(2) as pool:
            signed_out += list(pool.map(call, kernels)).count(False)
    print(f"rounds: {ROUNDS}, signed out: {signed_out}, refreshes: {refreshes(sandbox)}")
    assert (signed_out, refreshes(sandbox)) == (0, ROUNDS)


def test_kernels_that_renew_one_after_the_other_stay_signed_in(
    sandbox: oe.Sandbox, kernel: Callable[[], oe.Shop]
) -> None:
    first = kernel()
    first.users.sign_in(USER, PASSWORD)
    second = kernel()
    for _ in range(3):
        sandbox.expire_tokens()
        assert [shop.users.me().id for shop in (first, second)] == [16, 16]
    assert refreshes(sandbox) == 3


def test_signing_in_and_out_counts_for_the_other_kernels(kernel: Callable[[], oe.Shop], kept: Path) -> None:
    first, second = kernel(), kernel()
    first.users.sign_in(USER, PASSWORD)
    assert second.users.me().id == 16, "it looks again before it says that no user is signed in"
    second.users.sign_in(USER, PASSWORD)
    assert first.users.me().id == 16
    first.users.sign_out()
    assert not kept.exists()
    with pytest.raises(oe.SignInExpiredError, match="Sign in again"):
        second.users.me()
    assert second.users.signed_in is None
    second.users.sign_in(USER, PASSWORD)
    assert first.users.me().id == 16


def test_signing_out_uses_the_pair_that_another_kernel_renewed(
    sandbox: oe.Sandbox, kernel: Callable[[], oe.Shop], kept: Path
) -> None:
    first = kernel()
    first.users.sign_in(USER, PASSWORD)
    second = kernel()
    sandbox.expire_tokens()
    assert second.users.me().id == 16
    first.users.sign_out()
    assert not kept.exists()
    with pytest.raises(oe.SignInExpiredError):
        second.users.me()


def test_a_refresh_that_did_not_arrive_is_sent_again(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    sandbox.expire_tokens()
    sandbox.add_fault(operation="refresh", drop_request=True)
    assert shop.users.me().id == 16


def test_a_refresh_whose_answer_was_lost_is_one_error_and_one_sign_in_away(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    sandbox.expire_tokens()
    sandbox.add_fault(operation="refresh", drop_answer=True)
    with pytest.raises(oe.SignInExpiredError) as caught:
        shop.users.me()
    assert str(caught.value) == (
        "Your sign-in has ended: the answer with its new tokens was lost, and the tokens before them work no more. "
        "Sign in again."
    )
    assert refreshes(sandbox) == 2
    shop.users.sign_in(USER, PASSWORD)
    assert shop.users.me().id == 16


def test_the_lock_of_a_killed_process_is_free(sandbox: oe.Sandbox, kernel: Callable[[], oe.Shop], kept: Path) -> None:
    shop = kernel()
    shop.users.sign_in(USER, PASSWORD)
    holding = (
        "import sys\nfrom oneentry_toolkit import FileTokens\nwith FileTokens(sys.argv[1]).exclusive(60):\n"
        "    print('ready', flush=True)\n    sys.stdin.readline()\n"
    )
    with _child(holding, str(kept)) as child:
        assert _line(child) == "ready"
        child.kill()
        child.wait(WITHIN_S)
    sandbox.expire_tokens()
    assert shop.users.me().id == 16


def test_keep_counts_for_no_embedded_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with the process, so that a notebook runs on both as it is."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with oe.connect(sandbox=True, keep="file") as shop:
        shop.users.sign_in(USER, PASSWORD)
        with oe.connect(sandbox=True, keep="file") as again:
            assert again.users.signed_in == shop.users.signed_in
    assert list(tmp_path.iterdir()) == []


@contextmanager
def _child(code: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child:
        try:
            yield child
        finally:
            if child.poll() is None:
                child.kill()


def _line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return re.sub(r"\s", "", child.stdout.readline())

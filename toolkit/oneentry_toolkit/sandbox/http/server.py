"""The HTTP server: embedded in a thread, or as a process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from types import FrameType, TracebackType
from typing import Unpack

import uvicorn

from ..api import contract
from ..api.dispatch import Dispatcher
from ..api.work import Work
from ..control.methods import Controls
from ..control.room import ControlRoom
from ..control.routes import ControlRoutes
from ..data.options import Options, OptionValues
from ..errors import SandboxError
from ..operations.call import Instance
from ..scenario.instance import open_instance
from . import app, certificate
from .connection import Connection

_START_TIMEOUT_S = 30.0
_KEEP_ALIVE_S = 75
_GRACE_S = 10
_TICK_S = 0.1
_WORKERS = 8
_PORT_MAX = 65_535
# An address that stands for all of this machine's is no address to connect to: not on Windows, nor for a proxy.
_REACHED_BY = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}


_sandboxes: weakref.WeakSet[Sandbox] = weakref.WeakSet()
_abandoned: list[object] = []


def _after_fork() -> None:
    for sandbox in tuple(_sandboxes):
        sandbox._after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_after_fork)


class Sandbox(Controls):
    """An embedded OneEntry server on a loopback port.

    ```python
    with Sandbox() as sandbox:
        httpx.get(f"{sandbox.url}/api/content/forms", headers={"x-app-token": sandbox.app_token})
    ```

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        options: See `Options`.

    Raises:
        SandboxError: An option is not valid.
    """

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0, **options: Unpack[OptionValues]) -> None:
        self.options = Options.of(options)
        if not isinstance(host, str):
            raise SandboxError(f"host must be str, not {type(host).__name__}.")
        if isinstance(port, bool) or not isinstance(port, int):
            raise SandboxError(f"port must be int, not {type(port).__name__}.")
        if not 0 <= port <= _PORT_MAX:
            raise SandboxError(f"port must be from 0 (any free one) to {_PORT_MAX}, not {port}.")
        self._host, self._port = host, port
        self._running: _Running | None = None
        self._forked = False
        _sandboxes.add(self)

    def start(self) -> Sandbox:
        """Opens the database and serves; does nothing if it already serves.

        Raises:
            SandboxError: The port is in use, the database cannot be used, or no more threads can be started.
        """
        if self._running is None:
            self._running = _Running(self.options, self._host, self._port)
            self._forked = False
        return self

    def stop(self) -> None:
        """Finishes pending requests, stops serving and closes the database; does nothing if it does not serve."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    @property
    def url(self) -> str:
        """URL of the server, without a trailing slash."""
        return self._now().url

    @property
    def ca_file(self) -> str | None:
        """Path of the certificate that clients have to trust, until the server stops; `None` without `tls`."""
        made = self._now().certificate
        return None if made is None else made.authority

    @property
    def app_token(self) -> str:
        """The application token that requests need."""
        return self.instance.keys.app_token

    @property
    def user(self) -> str:
        """Login of the demo user."""
        return str(self.instance.catalogue.settings["demoUser"]["login"])

    @property
    def password(self) -> str:
        """Password of the demo user."""
        return str(self.instance.catalogue.settings["demoUser"]["password"])

    @property
    def instance(self) -> Instance:
        """The shop of the server: database, definitions and keys; for tests and tools in the same process."""
        return self._now().dispatcher.instance

    def _after_fork(self) -> None:
        """Leaves the server to the parent: a forked child has none of its threads, and may not close its database."""
        running, self._running = self._running, None
        if running is not None:
            self._forked = True
            running.abandon()

    def __enter__(self) -> Sandbox:
        """Starts the server."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops the server."""
        self.stop()

    def __repr__(self) -> str:
        """Returns the URL, without secrets."""
        return f"Sandbox({self._running.url})" if self._running else "Sandbox(not serving)"

    def _room(self) -> ControlRoom:
        running = self._now()
        running.catch_up()
        return running.control

    def _now(self) -> _Running:
        if self._running is None:
            if self._forked:
                raise SandboxError(
                    "The sandbox serves in the process that started it, and this one was forked from it. "
                    "Use its controls there, or call start() for a server of this process."
                )
            raise SandboxError("The sandbox does not serve: call start() first.")
        return self._running


def serve(options: Options, *, host: str, port: int, ready: Callable[[Sandbox], None]) -> None:
    """Serves until SIGINT or SIGTERM, then finishes pending requests and returns.

    Args:
        options: See `Options`.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        ready: Called once, when the server accepts requests.

    Raises:
        SandboxError: The port is in use or the database cannot be used.
    """
    asked_to_stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        asked_to_stop.set()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    sandbox = Sandbox(host=host, port=port)
    sandbox.options = options
    try:
        with sandbox:
            ready(sandbox)
            while not asked_to_stop.wait(0.5):
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Running:
    """The state of a serving sandbox."""

    def __init__(self, options: Options, host: str, port: int) -> None:
        with contextlib.ExitStack() as opened:
            self._listener = opened.enter_context(_listen(host, port))
            instance = open_instance(options)
            opened.callback(instance.store.close)
            self.dispatcher = Dispatcher(instance, contract.load())
            self.control = ControlRoom(self.dispatcher, contract.load())
            shown = _REACHED_BY.get(host, f"[{host}]" if ":" in host else host)
            self.certificate = certificate.make(host, opened) if options.tls else None
            scheme = "https" if options.tls else "http"
            self.url = f"{scheme}://{shown}:{self._listener.getsockname()[1]}"
            self._executor = ThreadPoolExecutor(_WORKERS, thread_name_prefix="oneentry-sandbox-worker")
            opened.callback(self._executor.shutdown, cancel_futures=True)
            self._serve_in_threads()
            self._opened = opened.pop_all()

    def _serve_in_threads(self) -> None:
        """Starts all threads, so that no request finds that there is none for it, and waits until it serves.

        Raises:
            SandboxError: It does not serve.
        """
        self._work = Work(self._executor)
        config = uvicorn.Config(
            app.build(self.dispatcher, ControlRoutes(self.control, self.dispatcher), self._work),
            http=Connection,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            ws="none",
            workers=1,  # not WEB_CONCURRENCY of the environment
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=_GRACE_S,
            ssl_certfile=None if self.certificate is None else self.certificate.chain,
        )
        self._server = _Server(config)
        self._failed = ""
        self._thread = threading.Thread(target=self._serve, name="oneentry-sandbox", daemon=True)
        try:
            _start_all(self._executor)
            self._thread.start()
        except RuntimeError as error:
            raise SandboxError(
                f"The sandbox cannot start: {error}. It needs {_WORKERS + 1} threads: end others or raise the limit of "
                "this process, then start it again."
            ) from error
        deadline = time.monotonic() + _START_TIMEOUT_S
        try:
            while not self._server.started:
                if not self._thread.is_alive() or time.monotonic() > deadline:
                    raise SandboxError(f"The sandbox did not start serving on {self.url}.{self._failed}")
                time.sleep(0.001)
        except BaseException:
            self._end_thread()
            raise

    def catch_up(self) -> None:
        """Waits until all received requests are done, see `Work.caught_up`."""
        waiting = self._work.caught_up()
        try:
            caught_up = asyncio.run_coroutine_threadsafe(waiting, self._server.loop)
            while self._thread.is_alive():
                with contextlib.suppress(TimeoutError):
                    return caught_up.result(timeout=0.5)
        except (CancelledError, RuntimeError):
            waiting.close()
        raise SandboxError("The sandbox stopped serving.")

    def stop(self) -> None:
        self._end_thread()
        self._opened.close()

    def _end_thread(self) -> None:
        self._server.end()
        self._thread.join()

    def abandon(self) -> None:
        """Closes a forked child's copies of the sockets, so that their ends are told to clients, and keeps the rest.

        Nothing is finalized: SQLite must not close a connection that it opened in another process.
        """
        _abandoned.append(self)
        sockets = [self._listener.fileno()]
        for connection in tuple(self._server.server_state.connections):
            found = connection.transport.get_extra_info("socket")
            sockets += [] if found is None else [found.fileno()]
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in sockets:
            if descriptor >= 0:
                os.dup2(null, descriptor, inheritable=False)
        os.close(null)

    def _serve(self) -> None:
        # Not uvicorn's run(), which takes a loop by the policy of the process, or uvloop's.
        if _is_in_a_loop():
            self._failed = (
                " Its thread has a running event loop already, as threads that gevent replaced do: "
                "start the sandbox as a process of its own (oneentry sandbox), and give its address to connect()."
            )
            return
        try:
            with contextlib.suppress(SystemExit), asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(self._server.serve(sockets=[self._listener]))
        except OSError as error:  # such as no file descriptor left
            self._failed = f" {error}."


def _start_all(executor: ThreadPoolExecutor) -> None:
    """Starts all threads of an executor.

    Raises:
        RuntimeError: No more threads can be started.
    """
    over = threading.Event()
    try:
        for _ in range(_WORKERS):
            executor.submit(over.wait)  # a free thread would take the next task
    finally:
        over.set()


class _Server(uvicorn.Server):
    """uvicorn's server, which reports its startup and ends as soon as it is told to."""

    loop: asyncio.AbstractEventLoop
    _ending: asyncio.Event

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts serving."""
        self.loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        await super().startup(sockets)

    async def main_loop(self) -> None:
        """Ticks as uvicorn does; `end` does not have to wait for the next tick."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), _TICK_S)

    def end(self) -> None:
        """Ends serving, from any thread."""
        self.should_exit = True
        with contextlib.suppress(AttributeError, RuntimeError):  # it did not start, or has ended
            self.loop.call_soon_threadsafe(self._ending.set)


def _is_in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio disables Nagle's algorithm only for sockets with protocol TCP; otherwise small responses take 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise SandboxError(f"Cannot serve on {host}:{port}: {error}.") from error
    return listener

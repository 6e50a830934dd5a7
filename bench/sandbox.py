"""Pages a second from the embedded sandbox, at several offsets, beside a server that knows the bytes by heart."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from .floor import PATH
from .runs import ROOT, environment, middle, say

PAGE = 100
REQUESTS = 200
_BARE = """
import sys, uvicorn, socket
body = sys.stdin.buffer.read()
async def app(scope, receive, send):
    await send({'type': 'http.response.start', 'status': 200,
                'headers': [(b'content-length', str(len(body)).encode())]})
    await send({'type': 'http.response.body', 'body': body})
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
listener.bind(('127.0.0.1', 0))
listener.listen()
print(listener.getsockname()[1], flush=True)
config = uvicorn.Config(app, log_config=None, access_log=False, lifespan='off')
uvicorn.Server(config).run(sockets=[listener])
"""


def measure(orders: int, *, rounds: int) -> tuple[str, dict[str, list[float]]]:
    """A title, and pages a second of each candidate, round by round; the first round does not count."""
    with _sandbox(orders) as shop:
        headers = {"x-app-token": shop["app_token"], "authorization": f"Bearer {_sign_in(shop)}"}
        total = json.loads(_fetch(shop["url"], _path(0, 1), headers))["total"]
        page = _fetch(shop["url"], _path(0, PAGE), headers)
        with _bare_server(page) as bare:
            candidates = {
                "bare server, same bytes from memory": _pages(bare, 0, headers),
                "sandbox, first page": _pages(shop["url"], 0, headers),
                "sandbox, middle": _pages(shop["url"], total // 2, headers),
                f"sandbox, offset {total - PAGE:,}": _pages(shop["url"], total - PAGE, headers),
            }
            taken: dict[str, list[float]] = {name: [] for name in candidates}
            for number in range(rounds + 1):
                for name in list(candidates)[:: 1 if number % 2 else -1]:
                    speed = candidates[name]()
                    if number:
                        taken[name].append(speed)
            for name, speeds in taken.items():
                say(f"  {name}: {middle(speeds):.0f} pages/s")
    return f"Pages of {PAGE} of {total:,} orders, one client, against a bare server", taken


@contextmanager
def _sandbox(orders: int) -> Iterator[dict[str, str]]:
    command = [sys.executable, "-m", "oneentry_toolkit.cli", "sandbox", "--json", "--orders", str(orders)]
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        begun = time.perf_counter()
        try:
            ready: dict[str, str] = json.loads(process.stdout.readline())
            say(f"a sandbox with {orders:,} orders was ready after {time.perf_counter() - begun:.1f} s")
            yield ready
        finally:
            process.terminate()


@contextmanager
def _bare_server(body: bytes) -> Iterator[str]:
    """The least that can answer: the same bytes for every request, through uvicorn as the sandbox has it."""
    with subprocess.Popen([sys.executable, "-c", _BARE], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(body)
            process.stdin.close()
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def _pages(url: str, offset: int, headers: Mapping[str, str]) -> Callable[[], float]:
    """Asks for one page again and again over one connection; gives pages a second."""

    def measured() -> float:
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        begun = time.perf_counter()
        for _ in range(REQUESTS):
            connection.request("GET", _path(offset, PAGE), headers=dict(headers))
            answer = connection.getresponse()
            assert answer.read()
            assert answer.status == 200
        took = time.perf_counter() - begun
        connection.close()
        return REQUESTS / took

    return measured


def _path(offset: int, limit: int) -> str:
    return PATH.format(storage="orders", offset=offset, limit=limit)


def _fetch(url: str, path: str, headers: Mapping[str, str]) -> bytes:
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", path, headers=dict(headers))
    body = connection.getresponse().read()
    connection.close()
    return body


def _sign_in(shop: Mapping[str, str]) -> str:
    connection = http.client.HTTPConnection(urlsplit(shop["url"]).netloc)
    entries = [
        {"marker": "email_reg", "value": shop["user"]},
        {"marker": "password_reg", "value": shop["password"]},
    ]
    connection.request(
        "POST",
        "/api/content/users-auth-providers/marker/email/users/auth",
        body=json.dumps({"authData": entries}),
        headers={
            "content-type": "application/json",
            "x-app-token": shop["app_token"],
            "x-device-metadata": json.dumps({"fingerprint": "UQ_bench", "deviceInfo": {}}),
        },
    )
    token: str = json.loads(connection.getresponse().read())["accessToken"]
    connection.close()
    return token

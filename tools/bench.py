"""Figures of this machine, as ratios measured side by side in one run: `make bench`, or `make bench BENCH_ARGS=import`.

Machines are noisy: every round measures all candidates one after the other, and the medians over the rounds are
compared. A difference under 15 % is no result.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

ORDERS = 100_000
PAGE = 100
PATH = "/api/content/orders-storage/marker/orders/orders?langCode=en_US&offset={offset}&limit={limit}"


def compare(title: str, candidates: Mapping[str, Callable[[], float]], *, rounds: int, unit: str) -> None:
    """Measures the candidates in turn, `rounds` times, and prints each median with its ratio to the first."""
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for number in range(rounds + 1):
        for name, measure in candidates.items():
            value = measure()
            if number:  # the first round warms up
                taken[name].append(value)
    first = statistics.median(next(iter(taken.values())))
    print(f"\n{title} ({rounds} rounds)")
    for name, values in taken.items():
        middle = statistics.median(values)
        print(
            f"  {name:<44} {middle:>10.3f} {unit:<8} {middle / first:6.2f}x   ({min(values):.3f} to {max(values):.3f})"
        )


def bench_import() -> None:
    """What `import oneentry_toolkit` costs beside `import pandas`, both over a bare interpreter."""

    def starting(program: str) -> Callable[[], float]:
        def measure() -> float:
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True)
            return (time.perf_counter() - begun) * 1000

        return measure

    candidates = {
        "import pandas": starting("import pandas"),
        "import oneentry_toolkit": starting("import oneentry_toolkit"),
        "nothing (subtract it)": starting("pass"),
    }
    compare("New interpreter", candidates, rounds=9, unit="ms")


def bench_sandbox() -> None:
    """Pages a second from the sandbox, at several offsets, beside a server that knows the bytes by heart."""
    with sandbox(ORDERS) as shop:
        token = sign_in(shop)
        headers = {"x-app-token": shop["app_token"], "authorization": f"Bearer {token}"}
        total = json.loads(fetch(shop["url"], PATH.format(offset=0, limit=1), headers))["total"]
        page = fetch(shop["url"], PATH.format(offset=0, limit=PAGE), headers)
        with bare_server(page) as bare:
            candidates = {
                "bare server, same bytes from memory": pages(bare, 0, headers),
                "sandbox, first page": pages(shop["url"], 0, headers),
                "sandbox, middle": pages(shop["url"], total // 2, headers),
                f"sandbox, offset {total - PAGE:,}": pages(shop["url"], total - PAGE, headers),
            }
            compare(f"Pages of {PAGE} of {total:,} orders, one client", candidates, rounds=7, unit="pages/s")


def bench_frame() -> None:
    """All orders as a DataFrame, beside what one would write with the generated client alone."""
    import oneentry_toolkit as oe

    with sandbox(5_000) as address:
        shop = oe.connect(address["url"], address["app_token"])
        shop.users.sign_in(address["user"], address["password"])

        def ours() -> float:
            begun = time.perf_counter()
            assert len(shop.orders.frame("orders")) > 5_000
            return time.perf_counter() - begun

        def by_hand() -> float:
            import pandas as pd

            begun = time.perf_counter()
            rows: list[dict[str, object]] = []
            while True:
                got = shop.api.list_orders("orders", lang_code="en_US", offset=len(rows), limit=PAGE)
                rows += [item.to_dict() for item in got.items]
                if not got.items or len(rows) >= got.total:
                    break
            frame = pd.json_normalize(rows)
            frame["createdDate"] = pd.to_datetime(frame["createdDate"])
            assert len(frame) > 5_000
            return time.perf_counter() - begun

        compare(
            "5,000 orders as a DataFrame",
            {"generated client, models, json_normalize": by_hand, "shop.orders.frame()": ours},
            rounds=5,
            unit="s",
        )
        shop.close()


@contextmanager
def sandbox(orders: int) -> Iterator[dict[str, str]]:
    """A sandbox in a process of its own, with so many orders."""
    command = [sys.executable, "-m", "oneentry_toolkit.cli", "sandbox", "--json", "--orders", str(orders)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        begun = time.perf_counter()
        try:
            ready: dict[str, str] = json.loads(process.stdout.readline())
            print(f"\nA sandbox with {orders:,} orders was ready after {time.perf_counter() - begun:.1f} s.")
            yield ready
        finally:
            process.terminate()


@contextmanager
def bare_server(body: bytes) -> Iterator[str]:
    """The least that can answer: the same bytes for every request, through uvicorn as the sandbox has it."""
    program = (
        "import sys, uvicorn, socket\n"
        "body = sys.stdin.buffer.read()\n"
        "async def app(scope, receive, send):\n"
        "    await send({'type': 'http.response.start', 'status': 200,\n"
        "                'headers': [(b'content-length', str(len(body)).encode())]})\n"
        "    await send({'type': 'http.response.body', 'body': body})\n"
        "listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)\n"
        "listener.bind(('127.0.0.1', 0))\n"
        "listener.listen()\n"
        "print(listener.getsockname()[1], flush=True)\n"
        "config = uvicorn.Config(app, log_config=None, access_log=False, lifespan='off')\n"
        "uvicorn.Server(config).run(sockets=[listener])\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(body)
            process.stdin.close()
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def pages(url: str, offset: int, headers: Mapping[str, str]) -> Callable[[], float]:
    """Asks for one page again and again over one connection; gives pages a second."""

    def measure(count: int = 200) -> float:
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        begun = time.perf_counter()
        for _ in range(count):
            connection.request("GET", PATH.format(offset=offset, limit=PAGE), headers=dict(headers))
            answer = connection.getresponse()
            assert answer.read()
            assert answer.status == 200
        took = time.perf_counter() - begun
        connection.close()
        return count / took

    return measure


def fetch(url: str, path: str, headers: Mapping[str, str]) -> bytes:
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", path, headers=dict(headers))
    body = connection.getresponse().read()
    connection.close()
    return body


def sign_in(shop: Mapping[str, str]) -> str:
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


BENCHES = {"import": bench_import, "sandbox": bench_sandbox, "frame": bench_frame}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=[*BENCHES, []], help="which to run (default: all)")
    for name in parser.parse_args().what or BENCHES:
        BENCHES[name]()


if __name__ == "__main__":
    main()

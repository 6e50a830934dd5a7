"""A server that costs next to nothing, so that its clients are what is measured: `python -m bench.server`.

It knows sign-in, order storages with their statuses and form, and lists of orders. It checks the app token and the
bearer as the contract says, and answers pages with bytes that were made before. `POST /_bench` with a `Mode` says how
to behave from now on, and `GET /_bench` what was asked since. Prints one line of JSON when it is ready, and ends with
its standard input.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from . import data

API = "/api/content"
APP_TOKEN = "bench-app-token"
USER = "your-user@email.com"
PASSWORD = "123456"
PROVIDER = "email"
STORAGE = "orders"
WARM = "warm"
WARM_ORDERS = 300
READY_MB = 512
DEFAULT_LIMIT = 30

TITLES = {STORAGE: "Orders", WARM: "Warm-up"}
FORM = "order"

_STORAGES = [
    {
        "id": number,
        "localizeInfos": {data.LANG: {"title": title}},
        "position": number,
        "identifier": marker,
        "formIdentifier": FORM,
        "generalTypeId": 21,
        "paymentAccountIdentifiers": [{"identifier": account} for account in data.ACCOUNTS],
    }
    for number, (marker, title) in enumerate(TITLES.items(), 1)
]
_FORM = {
    "id": 1,
    "identifier": FORM,
    "type": "order",
    "localizeInfos": {data.LANG: {"title": "Order"}},
    "attributes": [
        {
            "type": "string",
            "marker": marker,
            "position": number,
            "validators": {},
            "listTitles": [],
            "localizeInfos": {"title": marker.title()},
        }
        for number, marker in enumerate(data.FIELDS, 1)
    ],
}
_STATUSES = [
    {
        "id": number,
        "identifier": marker,
        "localizeInfos": {data.LANG: {"title": title}},
        "isDefault": number == 1,
        "position": number,
        "isUsed": True,
    }
    for number, (marker, title) in enumerate(data.STATUSES.items(), 1)
]
_REASONS = {200: "OK", 201: "Created", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


@dataclass(frozen=True)
class Change:
    """Something that happens to the list while it is read.

    Attributes:
        after: when so many pages have been asked for.
        place: so many new orders, which come first and shift all others.
        remove: the places of orders that disappear; later ones move up.
    """

    after: int
    place: int = 0
    remove: tuple[int, ...] = ()


@dataclass(frozen=True)
class Mode:
    """How the server behaves.

    Attributes:
        delay_ms: between a request and its answer.
        total: orders in the list.
        mixed: three in a hundred of them are odd.
        cap: at most so many orders a page, whatever `limit` says.
        rights_cap: nothing from this offset on, as a group with restricted read rights gets it
            (docs/api/requests.md#requests-pages).
        changes: what happens while the list is read.
        expire_after: the access token ends when so many pages have been asked for.
        fail_every: the first answer for every so-manyth page is a 503.
        ready: page sizes to make answers for before anybody asks.
    """

    delay_ms: float = 0.0
    total: int = 100
    mixed: bool = False
    cap: int | None = None
    rights_cap: int | None = None
    changes: tuple[Change, ...] = ()
    expire_after: int | None = None
    fail_every: int | None = None
    ready: tuple[int, ...] = ()

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Mode:
        """The settings from JSON."""
        changes = tuple(Change(**one | {"remove": tuple(one["remove"])}) for one in raw.get("changes", ()))
        return cls(**{**raw, "changes": changes, "ready": tuple(raw.get("ready", ()))})

    def to_json(self) -> dict[str, Any]:
        """As `POST /_bench` takes it."""
        return asdict(self)


@dataclass
class Seen:
    """What was asked since the mode was set."""

    pages: int = 0
    connections: int = 0
    sign_ins: int = 0
    refreshes: int = 0
    refused: int = 0
    failed: int = 0


class Shop:
    """What the server answers, without the network around it.

    Args:
        plain, mixed: the orders; `mixed` may be left out if no mode asks for it.
    """

    def __init__(self, plain: data.Corpus, mixed: data.Corpus | None = None) -> None:
        self._plain = plain
        self._mixed = mixed
        self._warm = self._page(plain, 0, WARM_ORDERS, WARM_ORDERS)
        self._tokens = 1
        self._ready: dict[tuple[int, int], bytes] = {}
        self._ready_bytes = 0
        self._corpus = plain
        self.mode = Mode(total=0)
        self.set_mode(Mode())

    def set_mode(self, mode: Mode) -> None:
        """Forgets what was seen and behaves so from now on."""
        corpus = self._mixed if mode.mixed else self._plain
        if corpus is None or mode.total > len(corpus):
            raise ValueError("not that many orders here")
        if corpus is not self._corpus or mode.total != self.mode.total:
            self._ready.clear()
            self._ready_bytes = 0
        self.mode = mode
        self.seen = Seen()
        self._corpus = corpus
        self._changes = sorted(mode.changes, key=lambda change: change.after)
        self._places: list[int] | None = list(range(mode.total)) if mode.changes else None
        self._failed: set[int] = set()
        for size in mode.ready:
            for offset in range(0, mode.total, size):
                self.orders(offset, size)

    @property
    def access_token(self) -> str:
        """The one that is accepted now."""
        return f"bench.access.{self._tokens}"

    def token_pair(self) -> dict[str, str]:
        """The sign-in that is valid now."""
        return {
            "userIdentifier": USER,
            "authProviderIdentifier": PROVIDER,
            "accessToken": self.access_token,
            "refreshToken": f"bench-refresh-{self._tokens}",
        }

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> bytes:
        """The whole answer to a request, as bytes of HTTP."""
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/_bench":
            return self._control(method, body)
        if headers.get("x-app-token") != APP_TOKEN:
            return refusal(403, "Resource is closed", target)
        path = parts.path.removeprefix(API).rstrip("/")
        provider = f"/users-auth-providers/marker/{PROVIDER}/users"
        if method == "POST" and path == f"{provider}/auth":
            return self._sign_in(json.loads(body), target)
        if method == "POST" and path == f"{provider}/refresh":
            return self._refresh(json.loads(body), target)
        if method == "GET" and path == "/orders-storage":
            return as_json(_STORAGES)
        if method == "GET" and path == f"/forms/marker/{FORM}":
            return as_json(_FORM)
        for storage in (STORAGE, WARM):
            below = f"/orders-storage/marker/{storage}"
            if method == "GET" and path == f"{below}/order-statuses":
                return as_json(_STATUSES)
            if method == "GET" and path == f"{below}/orders":
                if headers.get("authorization") != f"Bearer {self.access_token}":
                    self.seen.refused += 1
                    return refusal(401, "Unauthorized", target)
                offset, limit = int(query.get("offset", 0)), int(query.get("limit", DEFAULT_LIMIT))
                return self._listed(offset, limit, target) if storage == STORAGE else self._warm_page(offset, limit)
        return refusal(404, "Not found", target)

    def orders(self, offset: int, limit: int) -> bytes:
        """A page of the list as the mode has it, without side effects."""
        mode = self.mode
        limit = limit if mode.cap is None else min(limit, mode.cap)
        if mode.rights_cap is not None:
            limit = max(0, min(limit, mode.rights_cap - offset))
        if self._places is not None:
            return self._moved_page(self._places[offset : offset + limit], len(self._places))
        key = (offset, limit)
        if (page := self._ready.get(key)) is None:
            page = self._page(self._corpus, offset, limit, mode.total)
            if self._ready_bytes + len(page) < READY_MB << 20:
                self._ready[key] = page
                self._ready_bytes += len(page)
        return page

    def _listed(self, offset: int, limit: int, target: str) -> bytes:
        mode, seen = self.mode, self.seen
        seen.pages += 1
        while self._changes and self._changes[0].after < seen.pages:
            self._change(self._changes.pop(0))
        if mode.expire_after is not None and seen.pages == mode.expire_after:
            self._tokens += 1
        if mode.fail_every and offset not in self._failed and (offset // max(1, limit)) % mode.fail_every == 1:
            self._failed.add(offset)
            seen.failed += 1
            return refusal(503, "Service Unavailable", target)
        return self.orders(offset, limit)

    def _change(self, change: Change) -> None:
        assert self._places is not None
        for _ in range(change.place):
            self._places.insert(0, min(self._places[0], 0) - 1)
        gone = set(change.remove)
        self._places = [place for place in self._places if place not in gone]

    def _warm_page(self, offset: int, limit: int) -> bytes:
        return (
            self._warm if (offset, limit) == (0, WARM_ORDERS) else self._page(self._plain, offset, limit, WARM_ORDERS)
        )

    @staticmethod
    def _page(corpus: data.Corpus, offset: int, limit: int, total: int) -> bytes:
        return _page(corpus.span(offset, min(offset + limit, total)), total)

    def _moved_page(self, places: list[int], total: int) -> bytes:
        mixed = self.mode.mixed
        new = (data.encode_order(data.make_order(at, mixed=mixed), escaped=False) for at in places if at < 0)
        kept = (self._corpus.span(at, at + 1) for at in places if at >= 0)
        # New orders come first.
        return _page(b",".join([*new, *kept]), total)

    def _sign_in(self, body: Mapping[str, Any], target: str) -> bytes:
        given = [entry.get("value") for entry in body.get("authData", ())]
        if given != [USER, PASSWORD]:
            return refusal(401, "Unauthorized", target)
        self.seen.sign_ins += 1
        return as_json(self.token_pair(), status=201)

    def _refresh(self, body: Mapping[str, Any], target: str) -> bytes:
        # A sign-in of an earlier measurement may be renewed too: all are the same user's.
        if not str(body.get("refreshToken")).startswith("bench-refresh-"):
            return refusal(400, "Invalid refresh token", target)
        self.seen.refreshes += 1
        return as_json(self.token_pair(), status=201)

    def _control(self, method: str, body: bytes) -> bytes:
        if method == "POST":
            self.set_mode(Mode.read(json.loads(body)))
        expected = self._corpus.count(self.mode.total)
        return as_json(asdict(self.seen) | {"tokens": self.token_pair(), "expected": asdict(expected)})


def as_json(value: Any, *, status: int = 200) -> bytes:
    """An answer with this body."""
    return _answer(json.dumps(value).encode(), status)


def refusal(status: int, message: str, target: str) -> bytes:
    """The error envelope of the contract."""
    return as_json(
        {
            "statusCode": status,
            "message": message,
            "timestamp": "2026-09-30T12:00:00.000Z",
            "path": target,
            "pageData": None,
        },
        status=status,
    )


def _answer(body: bytes, status: int) -> bytes:
    reason = _REASONS.get(status, "Service Unavailable")
    head = f"HTTP/1.1 {status} {reason}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _page(items: bytes, total: int) -> bytes:
    return _answer(b'{"items":[%b],"total":%d}' % (items, total), 200)


@dataclass
class _Heads:
    """Header blocks that were parsed before: a client sends the same one again and again."""

    known: dict[bytes, Mapping[str, str]] = field(default_factory=dict)

    def parse(self, block: bytes) -> Mapping[str, str]:
        if (found := self.known.get(block)) is not None:
            return found
        lines = (line.partition(":") for line in block.decode("latin-1").split("\r\n") if line)
        parsed = {name.strip().lower(): value.strip() for name, _, value in lines}
        if len(self.known) < 1000:
            self.known[block] = parsed
        return parsed


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as much of it as JSON clients speak."""

    def __init__(self, shop: Shop, heads: _Heads) -> None:
        self._shop = shop
        self._heads = heads
        self._received = b""
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._shop.seen.connections += 1

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, received: bytes) -> None:
        self._received += received
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            line, _, block = self._received[:end].partition(b"\r\n")
            headers = self._heads.parse(block)
            stop = end + 4 + int(headers.get("content-length", 0))
            if len(self._received) < stop:
                return
            body, self._received = self._received[end + 4 : stop], self._received[stop:]
            method, target, _ = line.decode("latin-1").split(" ")
            delay_s = 0.0 if target == "/_bench" else self._shop.mode.delay_ms / 1000
            answer = self._shop.answer(method, target, headers, body)
            if delay_s:
                self._loop.call_later(delay_s, self._send, answer)
            else:
                self._send(answer)

    def _send(self, answer: bytes) -> None:
        if self._transport is not None:
            self._transport.write(answer)


async def _serve(shop: Shop, ready: Callable[[int], None]) -> None:
    heads = _Heads()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(shop, heads), "127.0.0.1", 0, backlog=512)
    ready(server.sockets[0].getsockname()[1])
    # The parent process holds the other end: this process ends with it, however that ends.
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    """Serves until its standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000, help="the largest list that a mode may ask for")
    parser.add_argument("--mixed", type=int, default=0, help="as many orders of the mixed kind")
    parser.add_argument("--data", type=Path, default=data.FOLDER, help="folder where the orders are kept")
    parser.add_argument("--peers", type=Path, help="folder with optional packages (uvloop)")
    arguments = parser.parse_args()
    if arguments.peers is not None:
        sys.path.append(str(arguments.peers))
    plain = data.load(max(arguments.orders, WARM_ORDERS), folder=arguments.data)
    mixed = data.load(arguments.mixed, mixed=True, folder=arguments.data) if arguments.mixed else None
    shop = Shop(plain, mixed)
    run: Callable[..., Any] = asyncio.run
    loop = "asyncio"
    with contextlib.suppress(ImportError):
        import uvloop  # type: ignore[import-not-found,unused-ignore]

        run, loop = uvloop.run, "uvloop"

    def ready(port: int) -> None:
        sys.stdout.write(json.dumps({"url": f"http://127.0.0.1:{port}", "loop": loop, "bytes": len(plain.text)}) + "\n")
        sys.stdout.flush()

    with contextlib.suppress(KeyboardInterrupt):
        run(_serve(shop, ready))


if __name__ == "__main__":
    main()

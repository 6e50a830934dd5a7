"""The pace of a fetch: what its requests share of a server's rate limit."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pytest
from hypothesis import given, strategies as st

from oneentry_toolkit import ApiError, RateLimitedError, ServerError
from oneentry_toolkit.transport.pace import Pace, StoppedError
from oneentry_toolkit.transport.retry import RetryPolicy

from .conftest import MakeClient
from .waiting import eventually


def limited(retry_after_s: float | None = None, *, status: int = 429, operation: str = "listOrders") -> ApiError:
    error = (RateLimitedError if status == 429 else ServerError)("x", status=status, operation=operation)
    error.retry_after_s = retry_after_s
    return error


@dataclass
class World:
    """A clock that jumps from one event to the next, and a server with a token bucket."""

    rate: float
    burst: int
    retry_after_s: float | None
    takes_s: float = 0.1
    now: float = 100.0
    tokens: float = 0.0
    filled_at: float = 100.0
    events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    serial: itertools.count[int] = field(default_factory=itertools.count)
    under_way: int = 0
    most_under_way: int = 0
    refused: int = 0
    held_until: float = 0.0

    def later(self, after_s: float, event: Callable[[], None]) -> None:
        heapq.heappush(self.events, (self.now + after_s, next(self.serial), event))

    def allows(self) -> bool:
        self.tokens = min(self.burst, self.tokens + self.rate * (self.now - self.filled_at))
        self.filled_at = self.now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


def fetch(world: World, pages: int, workers: int) -> list[int]:
    """The pages in the order in which they came; a refused one is queued again, as a thread would wait for its turn."""
    world.tokens = world.burst
    pace = Pace(workers, RetryPolicy(), clock=lambda: world.now)
    found: list[int] = []

    def start(page: int, turn: int) -> None:
        assert world.now >= world.held_until, "a request was sent while all had to wait"
        world.under_way += 1
        world.most_under_way = max(world.most_under_way, world.under_way)
        world.later(world.takes_s, lambda: arrive(page, turn))

    def arrive(page: int, turn: int) -> None:
        world.under_way -= 1
        if world.allows():
            found.append(page)
            pace.answered()
            return
        world.refused += 1
        if world.retry_after_s is not None:
            world.held_until = max(world.held_until, world.now + world.retry_after_s)
        pace.refused(turn, world.retry_after_s)
        assert pace.goes_on(limited(world.retry_after_s))
        pace.queue(lambda turn: start(page, turn))

    for page in range(pages):
        pace.queue(lambda turn, page=page: start(page, turn))  # type: ignore[misc]
    while len(found) < pages:
        if not world.events:
            world.later(0.5, pace._go_on)  # as the threads that wait look up
        world.now, _, event = heapq.heappop(world.events)
        event()
    return found


@given(
    st.integers(1, 60), st.sampled_from([1, 2, 4, 8, 32]), st.sampled_from([0.2, 1, 5, 50]), st.integers(1, 10),
    st.sampled_from([None, 0, 1, 5]),
)  # fmt: skip
def test_a_rate_limit_makes_a_fetch_slower_and_loses_nothing(
    pages: int, workers: int, rate: float, burst: int, retry_after_s: float | None
) -> None:
    """No request is sent while the server has asked to wait, and few are refused."""
    world = World(rate, burst, retry_after_s)
    assert sorted(fetch(world, pages, workers)) == list(range(pages))
    assert world.most_under_way <= workers
    assert world.under_way == 0
    least_s = max(0.0, pages - burst) / rate
    assert world.refused <= workers + 8 + 4 * max(pages, least_s)
    # A server that asks for more time than it needs gets it.
    assert world.now - 100 <= 4 * least_s + 40 + (0.2 + (retry_after_s or 0.0)) * pages


def test_without_refusals_all_workers_are_under_way() -> None:
    world = World(10**6, 10**6, None)
    assert fetch(world, 64, 8) == list(range(64))
    assert (world.most_under_way, world.refused) == (8, 0)
    assert world.now - 100 == pytest.approx(0.8)


def test_refusals_of_requests_sent_together_halve_once() -> None:
    now = [0.0]
    pace = Pace(8, RetryPolicy(), clock=lambda: now[0])
    turns: list[int] = []
    for _ in range(20):
        pace.queue(turns.append)
    assert len(turns) == 8
    for turn in turns[:8]:
        pace.refused(turn, 1.0)
    assert len(turns) == 8
    now[0] = 1.25
    pace._go_on()
    assert len(turns) == 12
    for _ in range(4):
        pace.answered()
    assert len(turns) == 16  # and almost one more


@pytest.mark.parametrize(
    ("retry_after_s", "least_s", "most_s"),
    [(0.1, 0.1, 0.1), (1.0, 1.0, 1.0), (29.0, 29.0, 29.0), (None, 8.0, 10.0), (0.0, 8.0, 10.0)],
)
def test_a_wait_that_the_server_names_replaces_the_own_pause(
    retry_after_s: float | None, least_s: float, most_s: float
) -> None:
    """After many refusals in a row too, shorter or longer. 0 names no wait: the request would be refused again."""
    now = [0.0]
    pace = Pace(1, RetryPolicy(wait_initial_s=0.25, wait_max_s=8.0), clock=lambda: now[0])
    turns: list[int] = []
    for _ in range(10):
        pace.queue(turns.append)
        began = now[0]
        pace.refused(turns[-1], retry_after_s)
        now[0] = pace._resumes_at
        pace._go_on()
    assert least_s - 1e-9 <= now[0] - began <= most_s + 1e-9


@pytest.mark.parametrize(
    ("error", "refusal", "goes_on"),
    [
        (limited(), True, True),
        (limited(30.0), True, True),
        (limited(31.0), True, False),
        (limited(3.0, status=503), True, True),
        (limited(None, status=503), False, True),
        (limited(3.0, status=500), False, True),
        (limited(operation="refresh"), False, True),
        (ApiError("x", status=408, operation="listOrders"), False, True),
    ],
)
def test_what_is_a_refusal_and_whether_it_is_outlived(error: ApiError, refusal: bool, goes_on: bool) -> None:
    pace = Pace(1, RetryPolicy(), clock=lambda: 0.0)
    assert pace.is_refusal(error, "listOrders") is refusal
    assert pace.goes_on(error) is goes_on


def test_a_fetch_that_does_not_advance_ends() -> None:
    """No further request is begun after ``total_s`` without an answer; an answer begins them anew."""
    now = [0.0]
    pace = Pace(1, RetryPolicy(total_s=60.0), clock=lambda: now[0])
    turns: list[int] = []
    pace.queue(turns.append)
    now[0] = 50.0
    assert pace.goes_on(limited(10.0))
    assert not pace.goes_on(limited(11.0))
    pace.answered()
    assert pace.goes_on(limited(30.0))
    now[0] = 111.0
    assert not pace.goes_on(limited())


def test_a_long_wait_holds_nothing_back() -> None:
    """No request follows it: the error says how long."""
    turns: list[int] = []
    pace = Pace(2, RetryPolicy())
    for _ in range(3):
        pace.queue(turns.append)
    pace.refused(turns[0], 3600.0)
    assert len(turns) == 3


def test_closing_ends_the_threads_that_wait() -> None:
    pace = Pace(1, RetryPolicy())
    turns: list[int] = []
    pace.queue(turns.append)
    pace.queue(turns.append)
    ended: list[str] = []

    def wait() -> None:
        try:
            with pace.turn("listOrders"):
                ended.append("sent")
        except StoppedError as error:
            ended.append(str(error))

    threads = [threading.Thread(target=wait) for _ in range(3)]
    for one in threads:
        one.start()
    assert eventually(lambda: len(pace._waiting) == 3)
    pace.close()
    for one in threads:
        one.join(10)
    assert ended == ["listOrders was stopped. Call again."] * 3
    pace.left()
    with pytest.raises(StoppedError), pace.turn("listOrders"):
        pass
    assert turns == [0]


def test_threads_take_turns_before_the_queue() -> None:
    """They wait with a request that was refused, which is the earlier page."""
    pace = Pace(1, RetryPolicy())
    order: list[str] = []
    pace.queue(lambda _: order.append("first"))
    pace.queue(lambda _: order.append("queued"))

    def wait() -> None:
        with pace.turn("listOrders"):
            order.append("thread")

    thread = threading.Thread(target=wait)
    thread.start()
    assert eventually(lambda: len(pace._waiting) == 1)
    pace.answered()
    thread.join(10)
    assert eventually(lambda: len(order) == 3)
    assert order == ["first", "thread", "queued"]


def test_a_queue_that_ends_at_once_does_not_recurse() -> None:
    pace = Pace(1, RetryPolicy())
    count = [0]

    def start(_turn: int) -> None:
        count[0] += 1
        pace.left()

    pace.queue(lambda _: None)
    for _ in range(5000):
        pace.queue(start)
    pace.left()
    assert count == [5000]


FAST = RetryPolicy(total_s=0.6, wait_initial_s=0.01, wait_max_s=0.02)


@pytest.mark.parametrize("name", ["list_orders", "list_products"])
def test_refusals_do_not_use_up_the_tries_of_a_read(make_client: MakeClient, name: str) -> None:
    """GET and POST alike; without a pace, four tries are all."""
    left = [20]

    def handler(_request: httpx.Request) -> httpx.Response:
        left[0] -= 1
        return httpx.Response(429) if left[0] >= 0 else httpx.Response(200, json=[])

    api = make_client(handler, retry=RetryPolicy(wait_initial_s=0.001, wait_max_s=0.002))
    given = {"body": {"filter": []}} if name == "list_products" else {}
    args = ["orders"] if name == "list_orders" else []
    assert api.call(name, *args, pace=api.pace(1), **given) == []
    left[0] = 20
    with pytest.raises(RateLimitedError):
        api.call(name, *args, **given)
    assert left == [16]


def test_a_rate_limit_that_stays_is_raised(make_client: MakeClient) -> None:
    count = [0]

    def handler(_request: httpx.Request) -> httpx.Response:
        count[0] += 1
        return httpx.Response(429, headers={"retry-after": "0"})

    api = make_client(handler, retry=FAST)
    with pytest.raises(RateLimitedError, match="listOrders was refused for now"):
        api.call("list_orders", "orders", pace=api.pace(1))
    assert 4 < count[0] <= 61


def test_a_write_is_not_sent_again(make_client: MakeClient) -> None:
    count = [0]

    def handler(_request: httpx.Request) -> httpx.Response:
        count[0] += 1
        return httpx.Response(429)

    api = make_client(handler)
    body = {"userIdentifier": "ada@example.org", "eventIdentifier": "send_code"}
    with pytest.raises(RateLimitedError):
        api.call("generate_code", "email", body=body, pace=api.pace(1))
    assert count == [1]


def test_other_failures_use_up_the_tries(make_client: MakeClient) -> None:
    """And end the turn, so that others go on."""
    count = [0]

    def handler(_request: httpx.Request) -> httpx.Response:
        count[0] += 1
        return httpx.Response(502)

    api = make_client(handler)
    pace = api.pace(1)
    for _ in range(2):
        with pytest.raises(ServerError):
            api.call("list_orders", "orders", pace=pace)
    assert count == [8]

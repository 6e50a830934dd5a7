"""Whatever is called in whatever order, and whatever fails on the way: at most one order, and never a dead end."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import oneentry_toolkit as oe
from oneentry_toolkit.checkout import CheckoutFlow
from oneentry_toolkit.checkout.state import CALLS, CheckoutState

from .checkout_shop import Clock, FakeShop, lost, ready, refused

FAULTS = st.sampled_from(["none", "refused", "lost before", "lost after", "refused", "none"])
LATE = (CheckoutState.PLACED, CheckoutState.PAYING, CheckoutState.PAID, CheckoutState.DECLINED, CheckoutState.EXPIRED)


class Checkout(RuleBasedStateMachine):
    """A user who presses everything, a network that loses what it likes, a kernel that is started again."""

    @initialize()
    def start(self) -> None:
        self.shop, self.clock = FakeShop(), Clock()
        self.flow = ready(self.shop, self.clock)

    def call(self, name: str, operation: str, fault: str) -> Any:
        """Calls it; whether that is possible, the snapshot said before."""
        possible = name in self.flow.snapshot().can
        self.shop.wrong.clear()
        if fault == "refused":
            self.shop.fails(operation, refused(operation))
        elif fault != "none":
            self.shop.fails(operation, lost(operation), when=fault.removeprefix("lost "))
        sent = self.shop.calls[operation]
        try:
            return getattr(self.flow, name)()
        except oe.CheckoutStateError:
            assert not possible
            assert self.shop.calls[operation] == sent
        except oe.CheckoutUncertainError:
            assert possible
        except oe.OneEntryError:
            assert possible
            assert fault != "none"
        finally:
            self.shop.wrong.clear()
        return None

    @rule(fault=FAULTS)
    def place(self, fault: str) -> None:
        self.call("place", "createOrder", fault)

    @rule(fault=FAULTS)
    def pay(self, fault: str) -> None:
        self.call("pay", "createPaymentSession", fault)

    @rule(fault=FAULTS)
    def cancel(self, fault: str) -> None:
        self.call("cancel", "updateOrder", fault)

    @rule(fault=FAULTS)
    def look(self, fault: str) -> None:
        self.call("look", "getOrder", fault)

    @rule(fault=FAULTS)
    def reconcile(self, fault: str) -> None:
        self.call("reconcile", "listOrders", fault)

    @rule()
    def edit(self) -> None:
        self.call("clear", "", "none")
        if "add" in self.flow.snapshot().can:
            self.flow.add(14)

    @rule(status=st.sampled_from(["completed", "canceled", "expired"]))
    def provider(self, status: str) -> None:
        for session in list(self.shop.sessions.values()):
            if session.is_open:
                self.shop.settle(session.id, status)

    @rule(seconds=st.sampled_from([1, 59, 61]))
    def time_passes(self, seconds: int) -> None:
        self.clock.sleep(seconds)

    @rule()
    def the_kernel_is_started_again(self) -> None:
        before = self.flow.snapshot()
        shop: Any = self.shop
        self.flow = CheckoutFlow.resume(
            shop, self.flow.save(), clock=self.clock, now=self.clock, sleep=self.clock.sleep
        )
        after = self.flow.snapshot()
        assert (after.state, after.form, after.problems) == (before.state, before.form, before.problems)

    @invariant()
    def one_order_at_most(self) -> None:
        assert len(self.shop.placed) <= 1

    @invariant()
    def the_state_is_true(self) -> None:
        snapshot = self.flow.snapshot()
        assert snapshot.can == CALLS[snapshot.state]
        assert (snapshot.order is not None) >= (snapshot.state in LATE)
        if snapshot.state in (CheckoutState.EDITING, CheckoutState.READY):
            assert not self.shop.placed
            assert (snapshot.state is CheckoutState.EDITING) == bool(snapshot.problems)
        if snapshot.state is CheckoutState.PAID:
            assert self.shop.placed[89].paid

    @invariant()
    def there_is_a_way_on(self) -> None:
        """However it stands, a doubt ends once the server can be read and some time has passed."""
        snapshot = self.flow.snapshot()
        if snapshot.state is CheckoutState.UNCERTAIN:
            later = Clock(self.clock.now + 3600)
            shop: Any = self.shop
            other = CheckoutFlow.resume(shop, self.flow.save(), now=later)
            assert other.reconcile() is not CheckoutState.UNCERTAIN


TestCheckout = pytest.mark.slow(Checkout.TestCase)
TestCheckout.settings = settings(max_examples=150, stateful_step_count=25, derandomize=True, deadline=None)

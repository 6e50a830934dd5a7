"""The tables of a checkout: what may be called when, and what follows what."""

from __future__ import annotations

import inspect
import itertools

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.checkout.state import CALLS, EVENTS, CheckoutState, Problem, after, check_call

from .checkout_shop import FakeShop, ready

EVERY_CALL = sorted(set().union(*CALLS.values()))


@pytest.mark.parametrize(("state", "call"), list(itertools.product(CheckoutState, EVERY_CALL)))
def test_a_call_is_possible_or_says_what_is(state: CheckoutState, call: str) -> None:
    """For every pair of a state and a call."""
    if call in CALLS[state]:
        check_call(state, call)
        return
    with pytest.raises(oe.CheckoutStateError) as caught:
        check_call(state, call)
    error = caught.value
    assert (error.state, error.call, error.possible) == (state, call, tuple(sorted(CALLS[state])))
    assert f"{call}() is not possible while the checkout is {state}." in str(error)
    assert all(one in str(error) for one in CALLS[state])


@pytest.mark.parametrize("state", CheckoutState)
def test_every_state_can_be_reached_and_left(state: CheckoutState) -> None:
    """From an empty basket; only what is cancelled may stay so for good."""
    reached, edge = {CheckoutState.EDITING}, [CheckoutState.EDITING]
    while edge:
        here = edge.pop()
        for (source, _), target in EVENTS.items():
            if source is here and target not in reached:
                reached.add(target)
                edge.append(target)
    assert state in reached
    assert any(source is state for source, _ in EVENTS)
    assert state in CALLS


def test_an_event_out_of_place_is_a_mistake_of_ours() -> None:
    """It is never taken silently."""
    for state, event in itertools.product(CheckoutState, {event for _, event in EVENTS}):
        if (state, event) in EVENTS:
            assert after(state, event) is EVENTS[state, event]
        else:
            with pytest.raises(KeyError):
                after(state, event)


def test_what_was_sent_is_never_edited_again_but_after_it_was_not_placed() -> None:
    """Only "not placed" leads back; nothing but reconcile() leads out of doubt."""
    back = {
        event
        for (state, event), target in EVENTS.items()
        if state not in (CheckoutState.EDITING, CheckoutState.READY)
        and target in (CheckoutState.EDITING, CheckoutState.READY)
    }
    assert back == {"not placed"}
    assert CALLS[CheckoutState.UNCERTAIN] == {"reconcile"}
    assert [state for state in CheckoutState if "place" in CALLS[state]] == [CheckoutState.READY]


def test_every_call_of_the_table_is_a_method() -> None:
    """And is documented."""
    for call in EVERY_CALL:
        assert inspect.getdoc(getattr(oe.CheckoutFlow, call)), call


def test_a_refusal_names_the_problems_and_what_is_under_way() -> None:
    """Word for word."""
    problems = (Problem("form.name", "Name is needed."),)
    with pytest.raises(oe.CheckoutStateError) as caught:
        check_call(CheckoutState.EDITING, "place", problems=problems)
    assert str(caught.value) == (
        "place() is not possible while the checkout is editing. form.name: Name is needed. Possible now: add, "
        "choose_storage, clear, fill, pay_with, remove, set_quantity, unfill, use_bonus, use_coupon, use_discounts."
    )
    with pytest.raises(oe.CheckoutStateError) as caught:
        check_call(CheckoutState.PLACED, "pay", busy="cancel")
    assert str(caught.value) == (
        "pay() is not possible while the checkout is placed. cancel() is running. "
        "Possible now: nothing but to wait for it."
    )


def test_a_snapshot_shows_no_form_values_in_its_repr() -> None:
    """They are people's data; the table for people has the rest."""
    flow = ready(FakeShop())
    snapshot = flow.snapshot()
    assert repr(snapshot) == "<Checkout ready: 2 pieces, orders, The order is complete. place() sends it.>"
    assert "Ada" not in repr(snapshot) + repr(flow) + snapshot._repr_html_()
    assert "In stock" in flow._repr_html_()
    assert repr(flow).startswith("<CheckoutFlow ready")
    assert snapshot.can == CALLS[CheckoutState.READY]

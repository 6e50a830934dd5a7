"""Carts and wishlists, guests, and what becomes of theirs at a sign-in."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.resources.carts import MOST_LINES

USER, PASSWORD = "your-user@email.com", "123456"
ORDER: dict[str, Any] = {"form": {"name": "Ada"}, "payment_account": "stripe"}


@pytest.fixture
def visitor(guest: oe.Shop) -> Iterator[oe.Shop]:
    """A guest."""
    with guest.as_guest() as connected:
        yield connected


def kept(shop: oe.Shop) -> Mapping[int, int]:
    return {line.product_id: line.quantity for line in shop.cart.read()}


def fill(sandbox: oe.Sandbox, name: str, count: int) -> None:
    """Puts so many products into a list of the demo user."""
    columns = "(owner, list, product_id, qty, added_at, changed_at)"
    now = "2025-04-30T20:15:29.254Z"
    assert sandbox.instance is not None
    with sandbox.instance.store.write() as tx:
        rows = [(name, number, now, now) for number in range(1000, 1000 + count)]
        tx.executemany(f"INSERT INTO kept_products {columns} VALUES (16, ?, ?, 1, ?, ?)", rows)


def test_a_cart_is_filled_changed_and_emptied(shop: oe.Shop) -> None:
    assert shop.cart.read() == []
    (line,) = shop.cart.add(14)
    assert (line.product_id, line.quantity) == (14, 1)
    assert line.added_at is not None and line.added_at.year == 2025
    assert repr(line) == "<CartItem product 14: 1 piece>"
    shop.cart.add(shop.products.get(14), 2)
    assert kept(shop) == {14: 3}
    shop.cart.set(14, 2)
    shop.cart.set(8, 5)
    assert kept(shop) == {14: 2, 8: 5}
    shop.cart.set(8, 0)
    assert kept(shop) == {14: 2}
    assert [one.product_id for one in shop.cart.remove(99)] == [14]
    assert shop.cart.remove(14) == []
    assert [(one.product_id, one.quantity) for one in shop.cart.replace({21: 1, 14: 4})] == [(21, 1), (14, 4)]
    assert shop.cart.clear() == []


def test_a_wishlist_is_filled_and_emptied(shop: oe.Shop) -> None:
    shop.wishlist.add(14)
    (wished,) = shop.wishlist.add(shop.products.get(14))
    assert wished.product_id == 14 and wished.added_at is not None
    assert repr(wished) == "<WishlistItem product 14>"
    assert [one.product_id for one in shop.wishlist.replace([8, 14, 8])] == [8, 14]
    assert [one.product_id for one in shop.wishlist.remove(8)] == [14]
    assert shop.wishlist.clear() == shop.wishlist.read() == shop.cart.read() == []


def test_adding_in_threads_loses_nothing(shop: oe.Shop) -> None:
    """Each reads and writes, so they take turns."""
    threads = [threading.Thread(target=shop.cart.add, args=(14,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept(shop) == {14: 8}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda s: s.cart.add(0), "product must be a whole number from 1 to 2147483647."),
        (lambda s: s.cart.add("14"), "product must be a whole number from 1 to 2147483647, not str: pass it without"),
        (lambda s: s.cart.add(14, 0), "quantity must be a whole number from 1 to 2147483647."),
        (lambda s: s.cart.set(14, 1.5), "quantity must be a whole number from 1 to 2147483647, not float."),
        (lambda s: s.cart.set(14, -1), "quantity must be a whole number from 1 to 2147483647."),
        (lambda s: s.cart.set(14, False), "quantity must be a whole number from 1 to 2147483647, not bool."),
        (lambda s: s.cart.replace([14]), "quantities must be a dict of product numbers and quantities: {14: 2}."),
        (lambda s: s.cart.replace({14: 0}), "each quantity must be a whole number from 1 to 2147483647."),
        (
            lambda s: s.cart.replace(dict.fromkeys(range(1, MOST_LINES + 2), 1)),
            "A cart holds no more than 500 products, not 501. Leave some out.",
        ),
        (
            lambda s: s.wishlist.replace("14"),
            "products must be a list, not str. Put a single one into brackets: [...].",
        ),
        (
            lambda s: s.wishlist.replace(range(1, MOST_LINES + 2)),
            "A wishlist holds no more than 500 products, not 501. Leave some out.",
        ),
        (lambda s: s.cart.merge(s.wishlist), "other must be the cart of a guest: guest.cart."),
        (lambda s: s.cart.merge(s.cart), "other is this very cart. Pass that of a guest: guest.cart."),
        (lambda s: s.wishlist.merge(None), "other must be the wishlist of a guest: guest.wishlist."),
        (lambda s: s.as_guest("guest_1"), "guest_id must be that of an earlier guest, a UUID of version 4 as text."),
    ],
)
def test_bad_input_is_refused_before_anything_is_sent(
    shop: oe.Shop, sandbox: oe.Sandbox, call: Any, message: str
) -> None:
    before = sandbox.stats()["requests"]
    with pytest.raises(oe.InputError) as caught:
        call(shop)
    assert str(caught.value).startswith(message)
    assert sandbox.stats()["requests"] == before


def test_a_checkout_over_something_else_is_refused() -> None:
    flow: Any = oe.CheckoutFlow
    for call in (lambda: flow("shop"), lambda: flow.from_cart("shop"), lambda: flow.resume("shop", "{}")):
        with pytest.raises(oe.InputError, match=r"made over a shop, not over a str: connect\(\)\.checkout\(\)\."):
            call()


def test_a_product_that_does_not_exist_is_refused(shop: oe.Shop) -> None:
    for call in (lambda: shop.cart.add(9999), lambda: shop.cart.set(9999, 1), lambda: shop.wishlist.add(9999)):
        with pytest.raises(oe.InvalidRequestError, match="Product 9999 not found"):
            call()


def test_a_full_list_says_so(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    fill(sandbox, "cart", MOST_LINES)
    fill(sandbox, "wishlist", MOST_LINES)
    full = r"The cart is full: it holds 500 products, and no more than 500 fit\. Remove one first: shop\.cart\.remove"
    with pytest.raises(oe.InputError, match=full):
        shop.cart.add(14)
    with pytest.raises(oe.InvalidRequestError, match=full):
        shop.cart.set(14, 1)
    with pytest.raises(oe.InvalidRequestError, match=full.replace("cart", "wishlist")):
        shop.wishlist.add(14)
    shop.cart.remove(1000)
    shop.wishlist.remove(1000)
    assert len(shop.cart.add(14)) == len(shop.wishlist.add(14)) == MOST_LINES


def test_a_lost_answer_says_that_it_may_have_been_done(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    sandbox.add_fault(operation="addCartItem", drop_answer=True)
    with pytest.raises(oe.ConnectionFailedError, match="It may have been carried out: look before") as caught:
        shop.cart.add(14)
    assert caught.value.sent
    assert kept(shop) == {14: 1}


def test_guests_have_carts_of_their_own(shop: oe.Shop, visitor: oe.Shop) -> None:
    with visitor.as_guest() as other, visitor.as_guest(visitor.guest_id) as same:
        visitor.cart.add(14)
        visitor.wishlist.add(8)
        assert (kept(other), kept(same), kept(shop)) == ({}, {14: 1}, {})
        assert [one.product_id for one in same.wishlist.read()] == [8]


def test_a_guest_previews_orders_and_opens_a_payment(visitor: oe.Shop, sandbox: oe.Sandbox) -> None:
    preview = visitor.orders.preview(products={14: 2})
    assert preview.due == 680
    order = visitor.orders.create("orders", products={14: 2}, **ORDER)
    session = visitor.payments.create_session(order)
    assert session.payment_url is not None and session.order_id == order.id == 89
    sandbox.settle_session(session.id, "completed")
    with pytest.raises(oe.InvalidRequestError, match="Order has already been paid"):
        visitor.payments.create_session(order)


@pytest.mark.parametrize("call", [lambda s: s.orders.list(), lambda s: s.orders.get(89), lambda s: s.users.me()])
def test_what_a_guest_cannot_read_says_so(visitor: oe.Shop, call: Any) -> None:
    with pytest.raises(oe.SignInRequiredError, match="needs a signed-in user, and this is the shop of a guest"):
        call(visitor)


def test_a_guest_stays_one(guest: oe.Shop, visitor: oe.Shop) -> None:
    """After a sign-in its cart would be out of reach, and a checkout cannot look its order up."""
    for sign_in in (
        lambda: visitor.users.sign_in(USER, PASSWORD),
        lambda: visitor.users.sign_in_by_oauth("code", redirect_uri="https://example.org", provider="google"),
    ):
        with pytest.raises(oe.InputError, match=r"take the cart over: shop\.cart\.merge\(guest\.cart\)"):
            sign_in()
    saved = guest.checkout("orders").save()
    for checkout in (
        visitor.checkout,
        lambda: oe.CheckoutFlow(visitor),
        lambda: oe.CheckoutFlow.from_cart(visitor),
        lambda: oe.CheckoutFlow.resume(visitor, saved),
        lambda: visitor.resume_checkout(saved),
    ):
        with pytest.raises(oe.InputError, match="which a guest cannot"):
            checkout()


def test_a_sign_in_takes_over_what_the_guest_had(guest: oe.Shop) -> None:
    with guest.as_guest() as visitor:
        visitor.cart.replace({14: 3, 8: 1})
        visitor.wishlist.replace([21, 8])
        guest.users.sign_in(USER, PASSWORD)
        guest.cart.replace({21: 2, 14: 1})
        guest.wishlist.replace([8])
        merged = guest.cart.merge(visitor.cart)
        # The larger quantity, so that a second merge changes nothing.
        assert [(one.product_id, one.quantity) for one in merged] == [(21, 2), (14, 3), (8, 1)]
        assert [one.product_id for one in guest.wishlist.merge(visitor.wishlist)] == [8, 21]
        assert visitor.cart.read() == visitor.wishlist.read() == []
        assert guest.cart.merge(visitor.cart) == merged


def test_a_merge_that_fails_loses_nothing(shop: oe.Shop, visitor: oe.Shop, sandbox: oe.Sandbox) -> None:
    visitor.cart.replace({14: 1, 8: 1})
    fill(sandbox, "cart", MOST_LINES - 1)
    with pytest.raises(oe.InputError, match="A cart holds no more than 500 products, not 501"):
        shop.cart.merge(visitor.cart)
    assert (len(kept(shop)), kept(visitor)) == (MOST_LINES - 1, {14: 1, 8: 1})
    shop.cart.clear()
    # The answer is lost: both have the lines now, and the merge can be repeated.
    shop.cart.set(14, 5)
    sandbox.add_fault(operation="setCart", drop_answer=True)
    with pytest.raises(oe.ConnectionFailedError):
        shop.cart.merge(visitor.cart)
    assert (kept(shop), kept(visitor)) == ({14: 5, 8: 1}, {14: 1, 8: 1})
    shop.cart.merge(visitor.cart)
    assert (kept(shop), kept(visitor)) == ({14: 5, 8: 1}, {})


def test_a_sign_up_hands_the_cart_to_the_new_user(guest: oe.Shop, visitor: oe.Shop) -> None:
    visitor.cart.add(14, 2)
    visitor.wishlist.add(8)
    visitor.users.sign_up("ada.cart@example.com", "correct-horse", form={"name_reg": "Ada"})
    guest.users.sign_in("ada.cart@example.com", "correct-horse")
    assert kept(guest) == {14: 2}
    # Only the cart: the wishlist is for a merge.
    assert guest.wishlist.read() == []
    assert [one.product_id for one in guest.wishlist.merge(visitor.wishlist)] == [8]


def test_an_expired_sign_in_is_renewed_and_is_no_guest(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    shop.cart.add(14)
    sandbox.expire_tokens()
    assert kept(shop) == {14: 1}
    sandbox.expire_tokens(all=True)
    with pytest.raises(oe.SignInExpiredError):
        shop.cart.read()
    with pytest.raises(oe.SignInRequiredError):
        shop.orders.create("orders", products={14: 1}, **ORDER)


def test_the_guest_id_is_in_no_text(visitor: oe.Shop, sandbox: oe.Sandbox) -> None:
    secret = visitor.guest_id
    assert secret is not None
    visitor.cart.add(14)
    shown = [repr(visitor), visitor._repr_html_(), repr(visitor.cart), repr(visitor.cart.read()), repr(visitor._api)]
    sandbox.add_fault(operation="getCart", status=403)
    with pytest.raises(oe.AccessDeniedError) as caught:
        visitor.cart.read()
    shown += ["".join(traceback.format_exception(caught.value))]
    assert not any(secret in text for text in shown)
    assert repr(visitor).endswith(": a guest>")


def test_a_closed_shop_makes_no_guests(sandbox: oe.Sandbox) -> None:
    shop = oe.connect(url=sandbox.url, app_token=sandbox.app_token)
    visitor = shop.as_guest()
    shop.close()
    with pytest.raises(oe.SettingsError, match="This shop is closed"):
        shop.as_guest()
    assert visitor.cart.read() == []
    visitor.close()


def test_a_checkout_of_the_cart(shop: oe.Shop) -> None:
    shop.cart.replace({14: 2, 8: 1})
    flow = oe.CheckoutFlow.from_cart(shop, "orders")
    assert [(line.product_id, line.quantity) for line in flow.snapshot().lines] == [(14, 2), (8, 1)]
    flow.fill(name="Ada")
    flow.pay_with("cash")
    order = flow.place()
    assert [(line.product_id, line.quantity) for line in shop.orders.get(order.id).lines] == [(14, 2), (8, 1)]
    # An order does not empty the cart (docs/api/users.md#users-cart).
    assert kept(shop) == {14: 2, 8: 1}


def test_a_checkout_of_an_empty_cart_is_an_empty_checkout(shop: oe.Shop) -> None:
    flow = oe.CheckoutFlow.from_cart(shop)
    assert flow.snapshot().lines == ()
    assert flow.snapshot().storage is None


def test_a_checkout_names_products_that_are_gone(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    shop.cart.add(14)
    fill(sandbox, "cart", 2)
    with pytest.raises(oe.InputError, match=r"products of the cart: 1000, 1001\. .*shop\.cart\.remove\(1000\)"):
        oe.CheckoutFlow.from_cart(shop, "orders")

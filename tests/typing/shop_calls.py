"""Calls of a shop's parts as a user writes them: only type-checked, never run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

import duckdb
import pandas as pd

import oneentry_toolkit as oe
from oneentry_toolkit.tokens import TokenPair, TokenStore

assert_type(oe.__version__, str)
shop = oe.connect(
    "https://my-shop.oneentry.cloud",
    "token",
    lang="de_DE",
    provider="email",
    timeout_s=5,
    tokens=oe.FileTokens(Path("tokens")),
)
assert_type(shop, oe.Shop)
assert_type(shop.url, str)
assert_type(shop.lang, str)
assert_type(shop.is_sandbox, bool)
assert_type(shop.sandbox, oe.Sandbox | None)
with oe.connect(tokens=oe.MemoryTokens()) as other:
    assert_type(other, oe.Shop)
shop.close()
oe.connect(keep="file")
oe.connect(keep="keyring")


class OwnTokens:
    """A store of a user's own."""

    pair: TokenPair | None = None

    def load(self) -> TokenPair | None:
        return self.pair

    def save(self, pair: TokenPair | None) -> None:
        self.pair = pair


store: TokenStore = OwnTokens()
oe.connect(tokens=store)
oe.connect(sandbox=True)
oe.connect(sandbox=Path("shop.yaml"))

taken = shop.scenario(languages=["en_US", "de_DE"], max_products=100)
assert_type(taken, oe.Scenario)
assert_type(taken.text, str)
assert_type(taken.notes, tuple[str, ...])
assert_type(taken.save("shop.yaml", overwrite=True), Path)
changed: Sequence[oe.ScenarioChange] = taken.changes_from(shop.scenario())
assert_type(changed[0].path, tuple[str, ...])
kept = store.load()
if kept is not None:
    assert_type(kept.user, str)
    assert_type(kept.expires_at, datetime | None)

# --- Guests, cart and wishlist ---

assert_type(shop.as_guest(), oe.Shop)
with shop.as_guest("5f6f0d3e-8f0c-4c67-9d2e-0f4c1f2d7a11") as guest:
    assert_type(guest.guest_id, str | None)
    assert_type(shop.cart.merge(guest.cart)[0], oe.CartItem)
    assert_type(shop.wishlist.merge(guest.wishlist)[0], oe.WishlistItem)
assert_type(shop.guest_id, str | None)
for item in shop.cart.read():
    assert_type(item.product_id, int)
    assert_type(item.quantity, int)
    assert_type(item.added_at, datetime | None)
    shop.cart.set(item.product_id, 1)
    shop.cart.add(item.product_id, quantity=2)
    shop.cart.remove(item.product_id)
shop.cart.add(shop.products.get(14))
assert_type(shop.cart.replace({14: 2})[0], oe.CartItem)
shop.cart.clear()
for wished in shop.wishlist.read():
    assert_type(wished.product_id, int)
    assert_type(wished.added_at, datetime | None)
    shop.wishlist.remove(wished.product_id)
shop.wishlist.add(shop.products.get(14))
shop.wishlist.add(14)
shop.wishlist.replace([14, shop.products.get(8)])
shop.wishlist.clear()

# --- Users ---

assert_type(shop.users.providers()[0], oe.Provider)
assert_type(shop.users.sign_in("a", "b"), oe.SignIn)
assert_type(shop.users.sign_in("a", code="123456", provider="phone", login_field="phone").user, str)
assert_type(shop.users.sign_in_by_oauth("code", redirect_uri="https://example.org", provider="google"), oe.SignIn)
assert_type(shop.users.sign_up("a", "b", form={"name": "c"}).is_active, bool | None)
assert_type(shop.users.me(), oe.User)
assert_type(shop.users.me().id, int)
assert_type(shop.users.signed_in, oe.SignIn | None)
assert_type(shop.users.expires_at, datetime | None)
shop.users.sign_out(everywhere=True)

# --- Orders ---

assert_type(shop.orders.storages()[0], oe.Storage)
assert_type(shop.orders.statuses("orders")[0], oe.Status)
order = shop.orders.create(
    "orders",
    products={14: 1},
    form={"name": "Ada"},
    payment_account="cash",
    coupon="WELCOME10",
    personal_discounts=["silver"],
    bonus=Decimal("1.5"),
)
assert_type(order, oe.Order)
assert_type(order.total, Decimal | None)
assert_type(order.lines, tuple[oe.OrderLine, ...])
orders: Sequence[oe.Order] = shop.orders.list("orders", max_items=5)
assert_type(shop.orders.list(status=["paid"], paid=True, created_after=date(2026, 1, 1), strict=True)[0], oe.Order)
assert_type([one.id for one in shop.orders.list()[:3]], list[int])
assert_type(shop.orders.list().total, int | None)
assert_type(shop.orders.get(89), oe.Order)
assert_type(shop.orders.update(order, products={14: 2}), oe.Order)
assert_type(shop.orders.cancel(89, storage="orders"), oe.Order)
assert_type(shop.orders.preview({14: 1}, coupon="X", bonus="2.50"), oe.OrderPreview)
assert_type(shop.orders.preview({14: 1}).due, Decimal | None)

# --- Frames of orders ---

assert_type(shop.orders.frame(money="float", created_before="2026-01-01", workers=4), pd.DataFrame)
assert_type(shop.orders.lines_frame("orders"), pd.DataFrame)
assert_type(shop.orders.frames(progress=False).orders, pd.DataFrame)
assert_type(shop.orders.frames().lines, pd.DataFrame)
assert_type(shop.duckdb("orders", paid=True, raw=True), duckdb.DuckDBPyConnection)
assert_type(shop.orders.statuses_frame(), pd.DataFrame)
assert_type(shop.orders.to_parquet(Path("orders"), page_size=500).folder, Path)
assert_type(shop.orders.dask_frame(partition_size=100), Any)  # dask has no types

# --- Payments and refunds ---

session = shop.payments.create_session(order, type="intent")
assert_type(session, oe.PaymentSession)
assert_type(shop.payments.wait(session, until="link", timeout_s=1), oe.PaymentSession)
assert_type(shop.payments.get(45).status, str)
assert_type(shop.payments.list(max_items=5)[0], oe.PaymentSession)
progress = shop.payments.stages_for(89)
assert_type(progress, oe.PaymentProgress)
assert_type(progress.left, tuple[oe.PaymentStage, ...])
assert_type(shop.payments.sessions_for(order)[0], oe.PaymentSession)
assert_type(shop.payments.accounts()[0], oe.PaymentAccount)
assert_type(shop.payments.account("cash"), oe.PaymentAccount)
assert_type(shop.payments.accounts_frame(), pd.DataFrame)
assert_type(shop.payments.frame(), pd.DataFrame)
assert_type(shop.refunds.request(order, products={14: 1}, note="broken"), oe.RefundRequest)
assert_type(shop.refunds.list(order)[0], oe.RefundRequest)
assert_type(shop.refunds.frame(shop.orders.frame(), max_items=5), pd.DataFrame)
assert_type(shop.refunds.frame([order, 7]), pd.DataFrame)
shop.refunds.cancel(order)

# --- Catalogue, discounts, forms ---

assert_type(shop.products.list(filters=[{"attributeMarker": "price"}])[0], oe.Product)
assert_type(shop.products.get(14).price, Decimal | None)
assert_type(shop.products.by_ids([14, 15])[0], oe.Product)
assert_type(shop.products.search("Bora")[0], oe.ProductHit)
assert_type(shop.products.frame(page="coffee", strict=True), pd.DataFrame)
assert_type(shop.products.list(page=11)[0].title, str | None)
assert_type(shop.products.related(14, max_items=3)[0], oe.Product)
assert_type(shop.products.blocks(14)[0], oe.ProductBlock)
assert_type(shop.products.without_page({"title": "Bora"})[0], oe.ProductGroup)
assert_type(shop.products.prices("coffee")[0], oe.ProductPrice)
assert_type(shop.products.prices_frame("coffee", money="float"), pd.DataFrame)
assert_type(shop.products.count(page="coffee", filters=[{"title": "Bora"}]), oe.ProductCounts)
assert_type(shop.products.count().total, int)
assert_type(shop.discounts.list("PERSONAL_DISCOUNT")[0], oe.Discount)
assert_type(shop.discounts.get("silver"), oe.Discount)
assert_type(shop.discounts.get("silver").conditions, tuple[oe.DiscountCondition, ...])
assert_type(shop.discounts.get("silver").excluded, tuple[int | str, ...])
assert_type(shop.discounts.coupon("WELCOME10"), oe.CouponCheck)
assert_type(shop.discounts.bonus_balance(), Decimal)
assert_type(shop.discounts.bonus_history()[0], oe.BonusMovement)
picture = shop.files.upload(Path("cup.png"), type="page", entity="editor", id=10)
assert_type(picture, oe.UploadedFile)
assert_type(shop.files.upload(b"x", name="x.txt", media_type="text/plain").value, dict[str, Any])
shop.files.delete(picture)
assert_type(shop.forms.list()[0], oe.Form)
assert_type(shop.forms.get("addresses").configs, tuple[oe.FormConfig, ...])
address = shop.forms.submit("addresses", form={"street": "Quay 1"}, entity="account", config_id=3, status="moderation")
assert_type(address, oe.Submission)
assert_type(shop.forms.submit("reviews", form={"score": 5}, entity=14, reply_to=address).message, str | None)
assert_type(shop.forms.submissions("addresses", status=["sent"], created_after=date(2026, 1, 1))[0], oe.Submission)
assert_type(shop.forms.submissions("reviews", answers_to=0, entity=14, strict=True)[0].created, datetime | None)
assert_type(shop.forms.submissions_frame("reviews", max_items=5, author="a", config_id=4), pd.DataFrame)
assert_type(shop.forms.update_submission(address, form={"street": "Quay 2"}), oe.Submission)
shop.forms.set_submission_status(address, "approved")
shop.forms.delete_submission(4)
assert_type(shop.forms.known("order"), oe.Form)
assert_type(shop.forms.get("order")["name"], oe.FormField)

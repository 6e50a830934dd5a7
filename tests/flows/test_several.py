"""``frames_of``: the orders of several users in two frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER

ANNA, BEN, CHIARA = 3, 5, 8
LOGINS = {
    ANNA: ("anna.keller@example.com", "password-3"),
    BEN: ("ben.osei@example.com", "password-5"),
    CHIARA: ("chiara.russo@example.com", "password-8"),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[oe.Sandbox]:
    """Shared: tests that change something do so to their own sign-ins."""
    with oe.Sandbox() as server:
        yield server


@pytest.fixture(scope="module")
def anna(sandbox: oe.Sandbox) -> Iterator[oe.Shop]:
    with signed_in(sandbox, *LOGINS[ANNA]) as connected:
        yield connected


@pytest.fixture(scope="module")
def ben(sandbox: oe.Sandbox) -> Iterator[oe.Shop]:
    with signed_in(sandbox, *LOGINS[BEN]) as connected:
        yield connected


def signed_in(sandbox: oe.Sandbox, login: str, password: str, **options: Any) -> oe.Shop:
    shop = oe.connect(url=sandbox.url, app_token=sandbox.app_token, **options)
    shop.users.sign_in(login, password)
    return shop


def test_frames_of_several_users_have_the_rows_and_dtypes_of_each(anna: oe.Shop, ben: oe.Shop) -> None:
    """Categories are joined, and a column of the user's number comes first."""
    shops = {ANNA: anna, BEN: ben}
    joined = oe.frames_of(shops.values())
    alone = {user: shop.orders.frames() for user, shop in shops.items()}
    for kind, which in enumerate(joined):
        each = {user: frames[kind] for user, frames in alone.items()}
        assert list(which.columns[:2]) == ["user", "order_id"] and which["user"].dtype == "int64"
        assert which.attrs["users"] == [ANNA, BEN] and "user" not in which.attrs
        fetch = which.attrs["fetch"]
        assert fetch["total"] == sum(frame.attrs["fetch"]["total"] for frame in each.values())
        assert (fetch["currencies"], fetch["failed"]) == (["USD"], [])
        for user, frame in each.items():
            assert len(frame)
            found = which[which["user"] == user].reset_index(drop=True)
            for name in frame.columns:
                assert str(found[name].dtype) == str(frame[name].dtype), name
                assert found[name].astype("object").equals(frame[name].astype("object")), name


def test_filters_and_limits_count_for_each_user(anna: oe.Shop, ben: oe.Shop) -> None:
    orders, lines = oe.frames_of([ben, anna], "orders", paid=True, max_items=1, money="float")
    assert orders["user"].tolist() == [BEN, ANNA]
    assert orders["paid"].all() and orders["total"].dtype == "float64"
    assert set(lines["order_id"]) == set(orders["order_id"])


def signed_out_elsewhere(sandbox: oe.Sandbox) -> oe.Shop:
    shop = signed_in(sandbox, *LOGINS[CHIARA])
    with signed_in(sandbox, *LOGINS[CHIARA]) as other:
        other.users.sign_out(everywhere=True)
    return shop


def test_user_whose_orders_cannot_be_read_is_named(sandbox: oe.Sandbox, anna: oe.Shop) -> None:
    """The others' orders are there, with a warning; ``strict`` raises, as does the failure of all."""
    for shops, options in (([anna], {"strict": True}), ([], {})):
        with signed_out_elsewhere(sandbox) as gone, pytest.raises(oe.SignInExpiredError):
            oe.frames_of([gone, *shops], **options)
    with signed_out_elsewhere(sandbox) as gone:
        with pytest.warns(oe.IncompleteListWarning, match=r"The orders of user 8 are missing: Your sign-in") as said:
            orders, lines = oe.frames_of([gone, anna])
        assert said[0].filename == __file__
    assert set(orders["user"]) == set(lines["user"]) == {ANNA}
    assert orders.attrs["users"] == [ANNA]
    assert [one["user"] for one in orders.attrs["fetch"]["failed"]] == [CHIARA]


def test_warnings_name_the_user(sandbox: oe.Sandbox, ben: oe.Shop) -> None:
    """They come at the caller's line, whatever thread read the orders."""
    with signed_in(sandbox, *LOGINS[ANNA]) as anna:
        sandbox.add_fault(operation="listOrderStorages", status=403, times=1)
        with pytest.warns(oe.MissingDetailWarning, match=r"^Of user 3: Titles and forms of order storages") as said:
            oe.frames_of([anna, ben], "orders", users_at_once=1)
    assert [warning.filename for warning in said] == [__file__]


def test_shops_that_do_not_belong_together_are_refused(sandbox: oe.Sandbox, anna: oe.Shop) -> None:
    with signed_in(sandbox, *LOGINS[ANNA]) as twin, pytest.raises(oe.InputError) as caught:
        oe.frames_of([anna, twin])
    assert str(caught.value).startswith("shops[0] and shops[1] are signed in as the same user (3)")
    with signed_in(sandbox, USER, PASSWORD, lang="de_DE") as german, pytest.raises(oe.InputError, match="one language"):
        oe.frames_of([anna, german])
    with oe.connect(url="http://127.0.0.1:9", app_token="x") as far, pytest.raises(oe.InputError, match="one project"):
        oe.frames_of([anna, far])
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token) as unsigned:
        with pytest.raises(oe.SignInRequiredError, match=r"No user is signed in to shops\[1\]"):
            oe.frames_of([anna, unsigned])
        with unsigned.as_guest() as guest, pytest.raises(oe.InputError, match=r"shops\[1\] is the shop of a guest"):
            oe.frames_of([anna, guest])


@pytest.mark.parametrize("shops", [[], None, "ab", [None], 7])
def test_shops_must_be_a_list_of_shops(shops: Any) -> None:
    with pytest.raises(oe.InputError, match="shops must be a list of shops"):
        oe.frames_of(shops)


def test_arguments_are_checked_before_anything_is_read(anna: oe.Shop, ben: oe.Shop, sandbox: oe.Sandbox) -> None:
    before = sandbox.stats()["requests"]["listOrders"]
    for given in ({"money": "cents"}, {"users_at_once": 0}, {"users_at_once": 17}):
        with pytest.raises(oe.InputError):
            oe.frames_of([anna, ben], **given)
    with pytest.raises(oe.InputError, match=r"max_items"):
        oe.frames_of([anna, ben], max_items=-1)
    with pytest.raises(TypeError, match="frames_of\\(\\) has no option 'created_since'"):
        oe.frames_of([anna, ben], created_since="2024-01-01")  # type: ignore[call-arg]
    assert sandbox.stats()["requests"]["listOrders"] == before


def test_user_without_a_number_in_the_token_is_asked_for_it(anna: oe.Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oneentry_toolkit.transport.tokens.TokenPair.user_id", None)
    orders, _ = oe.frames_of([anna])
    assert isinstance(orders, pd.DataFrame) and orders.attrs["users"] == [ANNA]

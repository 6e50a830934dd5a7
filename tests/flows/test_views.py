"""Views over the sandbox's frames."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import plots, views

from .conftest import PASSWORD, USER


@pytest.fixture(scope="module")
def shop() -> Iterator[oe.Shop]:
    """Signed in as the demo user; nothing here changes anything."""
    with oe.Sandbox() as sandbox, oe.connect(url=sandbox.url, app_token=sandbox.app_token) as connected:
        connected.users.sign_in(USER, PASSWORD)
        yield connected


@pytest.fixture(scope="module")
def orders(shop: oe.Shop) -> pd.DataFrame:
    return shop.orders.frame()


@pytest.fixture(scope="module")
def sessions(shop: oe.Shop) -> pd.DataFrame:
    return shop.payments.frame()


def test_with_latest_session_equals_the_api(shop: oe.Shop, orders: pd.DataFrame, sessions: pd.DataFrame) -> None:
    joined = views.with_latest_session(orders, sessions)
    assert joined["order_id"].tolist() == orders["order_id"].tolist()
    assert joined["sessions"].sum() == len(sessions)
    assert str(joined["session.id"].dtype) == "Int64"
    assert joined.attrs["fetch"]["total"] == len(orders)
    for row in joined.itertuples():
        ids = [one.id for one in shop.payments.sessions_for(row.order_id)]
        assert row.sessions in (0, len(ids)) or row.sessions >= len(ids)
        assert (max(ids) if ids else None) == (
            None if pd.isna(row[joined.columns.get_loc("session.id") + 1]) else max(ids)
        )
    none = views.with_latest_session(orders, sessions.head(0))
    assert none["sessions"].sum() == 0
    assert none["session.id"].isna().all()


def test_funnel_counts_placed_begun_and_paid(orders: pd.DataFrame, sessions: pd.DataFrame) -> None:
    steps = views.funnel(orders, sessions)
    assert steps["step"].tolist() == ["placed", "payment begun", "paid"]
    assert steps["orders"].is_monotonic_decreasing
    assert steps["orders"].iloc[0] == len(orders)
    assert steps["orders"].iloc[-1] == orders["paid"].sum()
    assert views.funnel(orders.head(0), sessions.head(0))["share"].isna().all()


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter", "year"])
def test_revenue_is_exact_for_every_period(orders: pd.DataFrame, every: views.Every) -> None:
    sums = views.revenue(orders, every=every)
    assert sum(sums) == orders.loc[orders["paid"], "total"].sum()
    assert all(isinstance(one, Decimal) for one in sums)
    assert sums.index.is_monotonic_increasing
    assert sums.attrs == {"currency": "USD", "paid_left_out": 0, "tz": "UTC"}
    assert len(views.revenue(orders.head(0), every=every)) == 0


def test_several_currencies_raise_currency_mismatch(orders: pd.DataFrame) -> None:
    mixed = orders.copy()
    mixed["currency"] = ["USD", "EUR"] * (len(mixed) // 2) + ["USD"] * (len(mixed) % 2)
    with pytest.raises(oe.CurrencyMismatchError) as caught:
        views.revenue(mixed)
    assert str(caught.value) == (
        "Amounts in EUR and USD cannot be one sum. Take one currency at a time, "
        'such as frame[frame["currency"] == "EUR"].'
    )
    assert caught.value.currencies == ("EUR", "USD")
    mixed.loc[mixed.index[0], "currency"] = None
    with pytest.raises(oe.CurrencyMismatchError, match="Amounts in EUR, USD and none cannot"):
        plots.amounts(mixed, "total")
    mixed["currency"] = [None if number % 2 else "USD" for number in range(len(mixed))]
    with pytest.raises(oe.CurrencyMismatchError, match="Amounts in USD and none"):
        views.one_currency(mixed)
    mixed["currency"] = None
    assert views.one_currency(mixed) == ""


def test_wrong_frame_raises_and_names_the_argument(orders: pd.DataFrame, sessions: pd.DataFrame) -> None:
    with pytest.raises(oe.InputError) as caught:
        views.revenue(sessions)
    assert str(caught.value) == (
        "orders has no column 'paid': it is a frame of payment sessions (shop.payments.frame()); "
        "pass shop.orders.frame()."
    )
    with pytest.raises(oe.InputError, match="sessions has no column 'session_id'"):
        views.with_latest_session(orders, orders)
    with pytest.raises(oe.InputError, match="every must be one of day, week, month, quarter, year"):
        views.revenue(orders, every="decade")  # type: ignore[arg-type]

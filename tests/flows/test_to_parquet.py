"""``shop.orders.to_parquet`` and ``shop.orders.dask_frame`` over the sandbox."""

from __future__ import annotations

import pickle
import shutil
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import oneentry_toolkit as oe


def plain(column: pd.Series[Any]) -> list[Any]:
    return [None if pd.isna(value) else value for value in column.astype("object")]


def test_to_parquet_files_equal_the_frames(shop: oe.Shop, tmp_path: Path) -> None:
    done = shop.orders.to_parquet(tmp_path)
    orders, lines = shop.orders.frames()
    assert (done.orders, done.lines, done.total) == (len(orders), len(lines), orders.attrs["fetch"]["total"])
    kept = pd.read_parquet(tmp_path / "orders").set_index("order_id").sort_index()
    found = orders.set_index("order_id").sort_index()
    shared = [name for name in found.columns if name in kept.columns and not name.startswith("form.")]
    assert len(shared) == len([name for name in found.columns if not name.startswith("form.")])
    for name in shared:
        assert plain(kept[name]) == plain(found[name])
    assert pd.read_parquet(tmp_path / "lines")["amount"].sum() == lines["amount"].sum()
    exact = oe.exports.read_parquet(tmp_path / "orders")
    assert str(exact["total"].dtype) == "money"
    assert exact["total"].sum() == orders["total"].sum()
    answers = [name for name in orders if name.startswith("form.")]
    assert exact[answers].dtypes.astype(str).to_dict() == orders[answers].dtypes.astype(str).to_dict()
    by_id = exact.set_index("order_id").loc[orders["order_id"]]
    for name in answers:
        assert [repr(value) for value in by_id[name]] == [repr(value) for value in orders[name]]
    user = {"user": shop.users.me().id}
    assert exact.attrs == user
    assert [pd.read_parquet(tmp_path / kind).attrs for kind in ("orders", "lines")] == [user, user]


def test_to_parquet_of_one_storage_with_raw_json(shop: oe.Shop, tmp_path: Path) -> None:
    done = shop.orders.to_parquet(tmp_path, "orders", raw=True, page_size=7)
    kept = pd.read_parquet(tmp_path / "orders")
    assert set(kept["storage"]) == {"orders"}
    assert done.orders == len(kept)
    assert kept["raw"].str.startswith("{").all()


def test_to_parquet_resumes_after_a_failure(shop: oe.Shop, sandbox: oe.Sandbox, tmp_path: Path) -> None:
    sandbox.add_fault(operation="listOrders", status=500, times=2)
    with pytest.raises(oe.ServerError):
        shop.orders.to_parquet(tmp_path)
    done = shop.orders.to_parquet(tmp_path)
    assert done.resumed
    assert done.orders == len(shop.orders.frame())


def test_missing_part_raises_and_is_written_again(
    shop: oe.Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_export: object) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "export"
    with monkeypatch.context() as patch:
        patch.setattr("oneentry_toolkit.orders.parquet.Export.finish", crash)
        with pytest.raises(KeyboardInterrupt):
            shop.orders.to_parquet(folder)
    for part in (folder / "lines").iterdir():
        part.unlink()
    with pytest.raises(oe.ExportError, match=r"is missing.* Delete the folder"):
        shop.orders.to_parquet(folder)
    shutil.rmtree(folder)
    assert shop.orders.to_parquet(folder).lines == len(shop.orders.frames()[1])


def test_to_parquet_of_another_user_does_not_resume(shop: oe.Shop, sandbox: oe.Sandbox, tmp_path: Path) -> None:
    """The state file has no secret."""
    sandbox.add_fault(operation="listOrders", status=500, times=2)
    with pytest.raises(oe.ServerError):
        shop.orders.to_parquet(tmp_path)
    state = (tmp_path / "_export.json").read_text()
    assert sandbox.app_token not in state
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, lang="de_DE") as other:
        other.users.sign_in(sandbox.user, sandbox.password)
        with pytest.raises(oe.InputError, match="an export of something else"):
            other.orders.to_parquet(tmp_path)


def test_to_parquet_of_a_capped_list_warns_or_raises(tmp_path: Path) -> None:
    with oe.Sandbox(page_cap=10) as capped, oe.connect(url=capped.url, app_token=capped.app_token) as shop:
        shop.users.sign_in(capped.user, capped.password)
        with pytest.raises(oe.IncompleteListError):
            shop.orders.to_parquet(tmp_path / "a", "orders", strict=True)
        with pytest.warns(oe.IncompleteListWarning):
            assert shop.orders.to_parquet(tmp_path / "b", "orders").orders == 10


@pytest.fixture(scope="module")
def cluster() -> Any:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, silence_logs=50
        ) as made,
        Client(made) as client,
    ):
        yield client


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of Dask's own event loop
def test_dask_frame_has_exact_sums_and_raises_if_token_or_list_changed(
    shop: oe.Shop, sandbox: oe.Sandbox, cluster: Any
) -> None:
    orders = shop.orders.frame()
    frame = shop.orders.dask_frame(partition_size=7)
    assert frame.npartitions > 3
    computed = frame.compute()
    assert sorted(computed["order_id"]) == sorted(orders["order_id"])
    assert {str(kind) for kind in computed.dtypes} == {str(kind) for kind in frame.dtypes}
    assert frame["total"].sum().compute() == orders["total"].sum()
    by_status = frame.groupby("status")["total"].sum().compute()
    assert by_status["completed"] == orders.groupby("status", observed=True)["total"].sum()["completed"]
    assert isinstance(frame["total"].max().compute(), Decimal)

    pair = shop._api.tokens.load()
    assert pair is not None
    graph = pickle.dumps(dict(frame.__dask_graph__()))
    assert pair.refresh_token.encode() not in graph
    assert pair.access_token not in repr(dict(frame.__dask_graph__()))
    assert sandbox.app_token not in repr(dict(frame.__dask_graph__()))

    shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
    with pytest.raises(oe.IncompleteListError, match=r"has moved .*Call shop\.orders\.dask_frame\(\) again"):
        frame.compute()
    frame = shop.orders.dask_frame(partition_size=7)
    sandbox.expire_tokens()
    before = sandbox.stats()["requests"]["refresh"]
    assert len(frame.compute()) == len(orders) + 1, "workers in the shop's process ask the shop for a new token"
    assert sandbox.stats()["requests"]["refresh"] == before + 1

    sandbox.expire_tokens()
    with pytest.raises(oe.SignInExpiredError) as caught:
        frame.compute(scheduler="processes", num_workers=1)
    assert str(caught.value) == (
        "The access token that this worker was given has ended, and only the notebook that is signed in can renew it. "
        "Make the frame there again, shop.orders.dask_frame(), and compute it."
    )
    assert len(shop.orders.frame()) == len(orders) + 1, "the notebook's own sign-in lives on"

    sandbox.expire_tokens()
    assert len(shop.orders.dask_frame().compute()) == len(orders) + 1, "workers get the renewed token"


@pytest.mark.filterwarnings("default")
@pytest.mark.slow
def test_dask_frame_of_no_orders_has_the_columns(cluster: Any) -> None:
    with oe.Sandbox(orders=0) as empty, oe.connect(url=empty.url, app_token=empty.app_token) as shop:
        shop.users.sign_in(empty.user, empty.password)
        for one in list(shop.orders.list()):
            assert one.id
        frame = shop.orders.dask_frame("subscriptions", partition_size=5)
        assert list(frame.compute().columns) == list(frame.columns)


def test_missing_dask_raises_with_the_install_command(shop: oe.Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing sign-in is reported first."""
    monkeypatch.setitem(sys.modules, "dask.dataframe", None)
    with pytest.raises(oe.MissingExtraError, match=r'pip install "dask\[dataframe\]>=\S+" "distributed>=\S+"$'):
        shop.orders.dask_frame()


def test_dask_frame_without_sign_in_raises(shop: oe.Shop) -> None:
    shop.users.sign_out()
    with pytest.raises(oe.SignInRequiredError):
        shop.orders.dask_frame()

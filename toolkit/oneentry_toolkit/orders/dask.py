"""Orders as a ``dask.dataframe``: its partitions are fetched by the workers of a cluster.

A worker gets the access token and nothing that could renew it: a one-time refresh token in several hands would end the
sign-in of all. A worker in the process of the shop asks the shop for a new one. See ``docs/decisions/0010-dask.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import IncompleteListError, InputError, ResponseFormatError, SignInRequiredError
from ..extras import need
from ..frames.answers import AnswerField, columns_of
from ..frames.chunks import Chunk
from ..frames.fetch import read_chunks
from ..frames.schema import NULLABLE, ORDERS
from ..lists.plan import Report
from ..lists.reach import Reach
from ..lists.read_all import say_missing, say_unreadable
from ..transport.client import ApiClient
from ..transport.sign_in import LentTokens
from ..transport.tokens import Device, TokenPair
from ..values.unreadable import Findings
from .decode import OrderDecoder
from .models import of_storage
from .tables import Schemas

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_PARTS_MAX = 100_000


@dataclass(frozen=True)
class Source:
    """Everything that a worker needs to fetch orders.

    Attributes:
        url, app_token, lang, timeout_s, max_answer_mb: of the project.
        pair: the sign-in, without its refresh token.
        lender: who renews it, for workers in this process.
        schemas: of the tables.
        page_size, workers: as in ``shop.orders.frame``.
    """

    url: str
    app_token: str = field(repr=False)
    lang: str
    timeout_s: float
    max_answer_mb: float
    pair: TokenPair
    lender: str
    schemas: Schemas
    page_size: int
    workers: int

    @classmethod
    def of(cls, api: ApiClient, lang: str, schemas: Schemas, *, page_size: int, workers: int) -> Source:
        """What a worker needs of a shop's API client.

        Raises:
            SignInRequiredError: no user is signed in.
        """
        lent = api.sign_ins.lend()
        if lent is None:
            raise SignInRequiredError("dask_frame needs a signed-in user. Sign in first: shop.users.sign_in(...).")
        return cls(
            url=api.url,
            app_token=api.app_token,
            lang=lang,
            timeout_s=api.timeout_s,
            max_answer_mb=api.max_answer_mb,
            pair=lent[0],
            lender=lent[1],
            schemas=schemas,
            page_size=page_size,
            workers=workers,
        )


@dataclass(frozen=True)
class Span:
    """A part of a storage's list.

    Attributes:
        storage, storage_title: marker and title of the storage.
        start, stop: offset of its first order, and of the first one after it.
        reach: of the list when it was cut into parts.
    """

    storage: str
    storage_title: str
    start: int
    stop: int
    reach: Reach

    @property
    def total(self) -> int | None:
        """Of the list when it was cut into parts."""
        return self.reach.total


def cut(storage: str, title: str, reach: Reach, size: int) -> list[Span]:
    """Returns the parts of a storage's list, each of ``size`` orders.

    Raises:
        InputError: there would be too many parts.
        ResponseFormatError: the server does not say how many orders there are, or not truly.

    Warns:
        IncompleteListWarning: the list ends before the server's total.
    """
    total = reach.total
    if reach.repeats:
        raise ResponseFormatError(
            f"listOrders answers with the first orders of storage '{storage}' again at the end of its list, so it "
            "cannot be cut into parts. Use shop.orders.frame(), which says what is missing; ask the server's host.",
            operation="listOrders",
        )
    if total is None:
        raise ResponseFormatError(
            f"listOrders does not say how many orders storage '{storage}' has, or gives more than it says, so the list "
            "cannot be cut into parts. Use shop.orders.frame() or to_parquet().",
            operation="listOrders",
        )
    if reach.given > _PARTS_MAX * size:
        raise InputError(
            f"partition_size must be larger: storage '{storage}' has {reach.given} orders, and a Dask frame takes at "
            f"most {_PARTS_MAX} partitions.",
            name="partition_size",
        )
    report = Report(total=total, capped=True, complete=reach.given == total)
    say_missing(report, reach.given, noun="order", scope=of_storage(storage), strict=False)
    return [Span(storage, title, start, min(start + size, reach.given), reach) for start in range(0, reach.given, size)]


def dask_frame(source: Source, spans: Sequence[Span]) -> Any:
    """Returns the orders of spans as a ``dask.dataframe.DataFrame``, one partition for each.

    Raises:
        MissingExtraError: dask is not installed.
    """
    dd = need("dask.dataframe", "dask")
    meta = _to_pandas(source.schemas.orders.empty_table(), source.schemas.fields)
    return dd.from_map(
        fetch_span, spans or [Span("", "", 0, 0, Reach(0, 0))], source=source, meta=meta, label="oneentry-orders"
    )


def fetch_span(span: Span, source: Source) -> pd.DataFrame:
    """Fetches the orders of a span. Runs on a worker.

    Raises:
        IncompleteListError: the list has moved since it was cut into parts, or the server ignores the offset.
        SignInExpiredError: the access token has ended.

    Warns:
        UnreadableRecordWarning: an order, or a member of one, could not be read.
    """
    import pyarrow as pa

    if span.stop == span.start:
        return _to_pandas(source.schemas.orders.empty_table(), source.schemas.fields)
    api = ApiClient(
        url=source.url,
        app_token=source.app_token,
        tokens=LentTokens(source.pair, source.lender),
        device=Device(source.pair.fingerprint),
        timeout_s=source.timeout_s,
        max_answer_mb=source.max_answer_mb,
    )
    decoder = OrderDecoder(
        span.storage,
        storage_title=lambda: span.storage_title or None,
        fields=lambda: source.schemas.fields,
        parse=lambda body: api.parse("list_orders", body),
        operation="listOrders",
        lang=source.lang,
        raw=source.schemas.raw,
    )
    report, findings = Report(), Findings(scope=of_storage(span.storage))
    tables: list[pa.Table] = []
    try:
        for chunk in read_chunks(
            api,
            "list_orders",
            span.storage,
            decoder=decoder,
            report=report,
            noun="order",
            max_items=None,
            page_size=source.page_size,
            workers=source.workers,
            progress=False,
            start=span.start,
            stop=span.stop,
            lang_code=source.lang,
        ):
            tables.append(_without_misfits(source.schemas.orders_of(chunk), chunk))
            chunk.report_to(findings)
    finally:
        api.close()
    table = pa.concat_tables(tables)
    _check_part(span, report.total, table["order_id"].to_pylist(), findings.set_aside)
    say_unreadable(findings, table.num_rows, noun="order")
    return _to_pandas(table, source.schemas.fields)


def _check_part(span: Span, total: int | None, numbers: list[int], set_aside: int) -> None:
    """Checks that the orders of a part are those that belong there, as far as the answers tell.

    Args:
        span: the part.
        total: of the list, by the last answer.
        numbers: of the orders that came.
        set_aside: number of orders that came and could not be identified.

    Raises:
        IncompleteListError: they are others.
    """
    part = f"of the list of storage '{span.storage}' from order {span.start} on"
    again = "Call shop.orders.dask_frame() again, or use to_parquet, which follows such a list."
    given, wanted = len(numbers) + set_aside, span.stop - span.start
    if total != span.total:
        said = (
            f"The list of storage '{span.storage}' had {span.total} orders when it was cut into parts, and has "
            f"{'no total' if total is None else total} now: it has moved since, so parts would overlap or miss some. "
            f"{again}"
        )
    elif span.start and span.reach.first in numbers:
        said = (
            f"The part {part} has the first order of the whole list again: the server ignores the offset, or the list "
            "has moved. Use shop.orders.frame(), which says what is missing, or to_parquet."
        )
    elif given != wanted:
        said = (
            f"The part {part} should have {wanted} different orders, and the server gave {given} under the same total: "
            f"orders came twice, or the list has moved. {again}"
        )
    elif span.stop == span.reach.given and span.reach.last not in (None, *numbers) and not set_aside:
        said = (
            f"The part {part} does not have the last order of the list: the list has moved, or the server repeats "
            f"what came before. {again}"
        )
    else:
        return
    raise IncompleteListError(said, given=given, total=span.total or 0)


def _without_misfits(table: pa.Table, chunk: Chunk) -> pa.Table:
    """Returns the table without the totals that the dtype ``money`` does not hold, which the chunk records.

    All parts have one dtype, so that none can have objects instead.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from ..money.amounts import MOST, amount_of

    largest = pa.scalar(amount_of(MOST), table["total"].type)
    too_large = pc.greater(pc.abs(table["total"]), largest).fill_null(False)
    if not pc.any(too_large).as_py():
        return table
    chunk.note(pc.indices_nonzero(too_large).to_pylist(), lambda _row: "totalSum", "is too large for the dtype money")
    place = table.schema.get_field_index("total")
    return table.set_column(place, table.schema.field(place), pc.if_else(too_large, None, table["total"]))


def _to_pandas(table: pa.Table, fields: Sequence[AnswerField]) -> pd.DataFrame:
    """Returns a frame with text instead of categories, on which parts cannot agree, and with Arrow's lists."""
    import pandas as pd
    import pyarrow as pa

    from ..money import types_mapper

    plain = pa.schema(
        [(one.name, pa.string() if pa.types.is_dictionary(one.type) else one.type) for one in table.schema]
    )
    frame: pd.DataFrame = table.cast(plain).to_pandas(
        # Dask takes Python objects for text.
        types_mapper=lambda kind: pd.ArrowDtype(kind) if pa.types.is_list(kind) else types_mapper(kind)
    )
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    for column in (*ORDERS, *columns_of(fields)):
        if column.dtype in (NULLABLE, "boolean"):
            frame[column.name] = table[column.name].to_pandas(types_mapper=nullable.get)
    return frame

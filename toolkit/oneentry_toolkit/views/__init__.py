"""Joins and counts of DataFrames. Pure functions: nothing is fetched, and no argument is changed.

| question | view | takes |
|---|---|---|
| which order was paid by which session? | ``with_latest_session`` | orders, sessions |
| how far do orders get? | ``funnel`` | orders, sessions |
| what did we take, by month, status, product or another column? | ``revenue`` | orders or lines, refunds if net |
| what was given back, by product? | ``refunds_by_product`` | refunds, lines |
| where do orders stand? | ``orders_by_status`` | orders |
| how long until paid? | ``time_to_payment``, ``time_to_payment_counts`` | orders, sessions |
| what sells? | ``top_products`` | lines |
| what is bought together? | ``baskets`` | lines |
| who comes back, and after how many days? | ``repeat_purchases`` | orders |
| how many come back after so many months? | ``cohorts`` | orders |

Orders come from ``shop.orders.frame()``, lines from ``shop.orders.lines_frame()``, sessions from
``shop.payments.frame()``, refunds from ``shop.refunds.frame(orders)``. Frames that were read back from the toolkit's
files are taken too: Parquet with any ``dtype_backend``, CSV and Excel as pandas reads them, Dask frames after
``compute()``. Money stays exact; amounts of several currencies are refused, never summed. ``oneentry_toolkit.plots``
draws the views.
"""

from .currencies import mismatch as mismatch, one_currency as one_currency
from .customers import cohorts, repeat_purchases
from .pairs import PairsBy as PairsBy, baskets
from .payments import funnel, time_to_payment, time_to_payment_counts, with_latest_session
from .periods import PERIODS as PERIODS, Every as Every
from .products import By as By, top_products
from .refunded import refunds_by_product
from .sales import is_lines as is_lines, revenue
from .statuses import orders_by_status

__all__ = [
    "baskets",
    "cohorts",
    "funnel",
    "orders_by_status",
    "refunds_by_product",
    "repeat_purchases",
    "revenue",
    "time_to_payment",
    "time_to_payment_counts",
    "top_products",
    "with_latest_session",
]


def __dir__() -> list[str]:
    return __all__

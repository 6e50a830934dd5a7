"""Plots of a shop's orders. Each draws a table of ``views``, and ``amounts`` a column.

| plot | shows | takes |
|---|---|---|
| ``revenue(orders, by="month")`` | what paid orders brought, over time or by a column | orders or lines, refunds |
| ``orders_by_status(orders)`` | where the orders stand, by storage | orders |
| ``funnel(orders, sessions)`` | how many orders got to a payment session, how many were paid | orders, sessions |
| ``time_to_payment(orders, sessions)`` | how long it took from the order to its payment | orders, sessions |
| ``refunds_by_product(refunds, lines)`` | what was given back | refunds, lines |
| ``top_products(lines, n=10, by="amount")`` | what sells most | lines |
| ``amounts(frame, "total")`` | how often amounts of which size occur | any frame with amounts |
| ``baskets(lines, n=10)`` | what is bought together | lines |
| ``repeat_purchases(orders)`` | how many customers come back | orders |
| ``cohorts(orders, every="month")`` | what share comes back, by the month of the first order | orders |

    orders, sessions = shop.orders.frame(), shop.payments.frame()
    plots.funnel(orders, sessions)                     # shows itself as the last value of a cell
    plots.revenue(orders).savefig("revenue.png")       # a matplotlib Figure: save it, or change it first

Each returns a new ``matplotlib.figure.Figure``, created without pyplot. Its ``repr`` describes the content as text.
Frames without rows return a figure with a message. Money is drawn as floats; the exact numbers are in the view.

All functions raise ``MissingExtraError`` without matplotlib (the extra ``plot``), ``InputError`` if a frame is of the
wrong kind, and ``CurrencyMismatchError`` if amounts are in several currencies.
"""

from .amounts import amounts
from .customers import baskets, cohorts, repeat_purchases
from .orders import funnel, orders_by_status, time_to_payment
from .sales import refunds_by_product, revenue, top_products

__all__ = [
    "amounts",
    "baskets",
    "cohorts",
    "funnel",
    "orders_by_status",
    "refunds_by_product",
    "repeat_purchases",
    "revenue",
    "time_to_payment",
    "top_products",
]


def __dir__() -> list[str]:
    return __all__

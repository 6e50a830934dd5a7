"""The checkout: one order from an empty basket to payment, as a state machine that never places it twice.

``flow`` has the class that users see, and ``editing`` its calls that change the basket. It holds the parts: ``basket``
(what is to be ordered), ``placement`` (sending the order and finding it again, with ``search``), ``payment`` (what
follows). They share ``machine`` (the state, one call at a time, subscribers), ``draft`` (the data of the order to be)
and ``progress`` (what was sent and what came of it). ``state`` has the tables and the snapshot, ``outcome`` reads how
payments end, ``file`` keeps a checkout as text, and ``nouns`` says what is needed of a shop. No widget and no HTTP in
here.
"""

from .flow import CheckoutFlow

__all__ = ["CheckoutFlow"]


def __dir__() -> list[str]:
    return __all__

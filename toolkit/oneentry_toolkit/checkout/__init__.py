"""A checkout, from an empty basket to paid: one order, one state at a time, and never placed twice.

``flow`` is the whole; it stands on ``payment`` and ``basket``, they on ``machine`` (one call at a time, who is told),
``draft`` (what is to be ordered, and what is wrong with it), ``search`` (which order is the lost one), ``file`` (a
checkout as text) and ``state`` (states, events, snapshot). No widget and no HTTP in here.
"""

from .flow import CheckoutFlow as CheckoutFlow

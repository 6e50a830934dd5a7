"""``shop.payments`` and ``shop.refunds``. Private."""

"""Resources of a shop: ``users``, ``products``, ``forms``, ``discounts`` and ``api``. Private."""

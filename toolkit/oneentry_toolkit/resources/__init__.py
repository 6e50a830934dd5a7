"""What ``shop.users``, ``.products``, ``.forms``, ``.discounts`` and ``.api`` are. Private: they belong to a shop."""

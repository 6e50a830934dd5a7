"""What ``shop.payments`` and ``shop.refunds`` are. Private: reach them through a shop."""

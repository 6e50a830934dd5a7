"""What ``shop.orders`` is. Private: reach it through a shop."""

"""A project's definitions as a scenario file of the sandbox, and what differs between two of them."""

MAX_PRODUCTS = 1000
"""The highest number of products that are read, unless another is given."""

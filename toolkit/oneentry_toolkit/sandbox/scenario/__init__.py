"""The demo shop: catalogue, history and instances. Private."""

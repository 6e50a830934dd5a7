"""The demo shop: what it sells, its history, and a running instance of it. Private."""

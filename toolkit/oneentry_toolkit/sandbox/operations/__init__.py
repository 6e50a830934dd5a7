"""Handlers of the API's operations and shared code. Private."""

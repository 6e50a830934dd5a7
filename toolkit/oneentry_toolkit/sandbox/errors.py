"""What can go wrong with the sandbox itself, and how an operation says no."""

from __future__ import annotations


class SandboxError(Exception):
    """The sandbox could not start or go on: a port in use, a file that is not ours, a bad option."""


class RefusedError(Exception):
    """An operation refuses a request; the dispatcher turns this into the error envelope.

    Args:
        status: HTTP status of the answer.
        message: What the envelope's `message` says; a list when several members of a request are wrong.
    """

    def __init__(self, status: int, message: str | list[str]) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message


class ContractError(Exception):
    """An answer does not fit the contract; only raised when answers are checked."""

"""Errors of the sandbox and of its operations."""

from __future__ import annotations

from collections.abc import Sequence


class SandboxError(Exception):
    """The sandbox cannot start or continue: a port in use, a file of another program, an invalid option."""


class RefusedError(Exception):
    """An operation refuses a request; the dispatcher converts it to the error envelope.

    Args:
        status: HTTP status of the answer.
        message: The envelope's `message`; a list if several members of a request are not valid.
    """

    def __init__(self, status: int, message: str | list[str]) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message


class ContractError(Exception):
    """A response does not fit the contract; only raised with `check_answers`."""


class ScenarioError(SandboxError):
    """A scenario file cannot be used; the message has a line for each mistake: where, what, and what is expected.

    Attributes:
        mistakes: The mistakes, each as `file:line:column: what`.
    """

    def __init__(self, message: str, mistakes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.mistakes = tuple(mistakes) or (message,)

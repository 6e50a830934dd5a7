"""Everything the toolkit raises or warns about, in one tree.

OneEntryError
├── SettingsError             a setting is missing or malformed
├── InputError                a value that you passed cannot be used; nothing was sent (also ValueError)
├── ConnectionFailedError     no answer: unreachable, cut off or timed out
├── ResponseFormatError       an answer came that does not fit the contract
├── ApiError                  the server said no
│   ├── InvalidRequestError   400, 422
│   ├── AccessDeniedError     403
│   ├── NotFoundError         404
│   ├── ConflictError         409
│   ├── RateLimitedError      429
│   └── ServerError           5xx
├── IncompleteListError       the server gave fewer items than it says there are, and you asked for all
├── CurrencyMismatchError     amounts of several currencies cannot be one sum (also ValueError)
├── SignInError               who you are is the problem
│   ├── SignInRequiredError   nobody is signed in
│   ├── SignInRejectedError   the login, password or code was refused
│   └── SignInExpiredError    you were signed in, and are not any more
├── CheckoutError             a checkout cannot go on as asked
│   ├── CheckoutStateError    a call that is not possible in the checkout's state
│   └── CheckoutUncertainError  sent, and no answer came: it is not known whether it was carried out
├── PaymentError
│   └── PaymentTimeoutError   a payment session was still open when the time was up
├── ExportError               a file could not be written (also OSError)
└── MissingExtraError         an optional library is not installed (also ImportError)

OneEntryWarning
└── IncompleteListWarning     the server gave fewer items than it says there are
"""

from __future__ import annotations

__all__ = [
    "AccessDeniedError",
    "ApiError",
    "CheckoutError",
    "CheckoutStateError",
    "CheckoutUncertainError",
    "ConflictError",
    "ConnectionFailedError",
    "CurrencyMismatchError",
    "ExportError",
    "IncompleteListError",
    "IncompleteListWarning",
    "InputError",
    "InvalidRequestError",
    "MissingExtraError",
    "NotFoundError",
    "OneEntryError",
    "OneEntryWarning",
    "PaymentError",
    "PaymentTimeoutError",
    "RateLimitedError",
    "ResponseFormatError",
    "ServerError",
    "SettingsError",
    "SignInError",
    "SignInExpiredError",
    "SignInRejectedError",
    "SignInRequiredError",
]


class OneEntryError(Exception):
    """The root: catch this to catch everything the toolkit raises."""

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between processes (pools, Dask), and their attributes with them.
        return _rebuilt, (type(self), self.args, self.__dict__)

    def _render_traceback_(self) -> list[str]:
        from .tracebacks import render

        return render(self)


class SettingsError(OneEntryError):
    """A setting is missing or malformed. The message names it and gives an example."""


class InputError(OneEntryError, ValueError):
    """A value that you passed cannot be used. Nothing was sent to the server.

    Attributes:
        name: the argument, form field or marker that is wrong.
    """

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name


class ConnectionFailedError(OneEntryError):
    """No answer came.

    Attributes:
        operation: the API operation that was called.
        sent: True if the request may have reached the server, so that it may have been carried out;
            False if it certainly was not.
        timeout_s: the time limit that ran out, in seconds; None if time was not the reason.
    """

    def __init__(self, message: str, *, operation: str, sent: bool, timeout_s: float | None = None) -> None:
        super().__init__(message)
        self.operation = operation
        self.sent = sent
        self.timeout_s = timeout_s


class ResponseFormatError(OneEntryError):
    """An answer came that does not fit the contract.

    Attributes:
        operation: the API operation that was called.
        json_path: where in the answer, such as ``$.items[3].id``; ``$`` is the whole answer.
    """

    def __init__(self, message: str, *, operation: str, json_path: str = "$") -> None:
        super().__init__(message)
        self.operation = operation
        self.json_path = json_path


class ApiError(OneEntryError):
    """The server said no.

    Attributes:
        status: the HTTP status.
        operation: the API operation that was called.
        message: the server's own words, without secrets; several are joined by ``"; "``.
        request_id: the server's request id, if it sent one.
    """

    def __init__(
        self, text: str, *, status: int, operation: str, message: str = "", request_id: str | None = None
    ) -> None:
        super().__init__(text)
        self.status = status
        self.operation = operation
        self.message = message
        self.request_id = request_id


class InvalidRequestError(ApiError):
    """400 or 422: the server could not use what was sent.

    Attributes:
        fields: the server's complaints, one each.
    """

    @property
    def fields(self) -> tuple[str, ...]:
        """The server's complaints, one each."""
        return tuple(part for part in self.message.split("; ") if part)


class AccessDeniedError(ApiError):
    """403: the app token is wrong, or your user group may not use this operation."""


class NotFoundError(ApiError):
    """404: there is no such thing, or it is not yours."""


class ConflictError(ApiError):
    """409: it clashes with what is there."""


class RateLimitedError(ApiError):
    """429: too many requests.

    Attributes:
        retry_after_s: how long the server asks to wait, in seconds; None if it did not say.
    """

    retry_after_s: float | None = None


class ServerError(ApiError):
    """5xx: the server, or a gateway before it, failed.

    Attributes:
        retry_after_s: how long the server asks to wait, in seconds; None if it did not say.
    """

    retry_after_s: float | None = None


class IncompleteListError(OneEntryError):
    """The server gave fewer items than it says there are, and you asked with ``strict=True``.

    Attributes:
        given: how many came.
        total: how many there are by the server's word.
    """

    def __init__(self, message: str, *, given: int, total: int) -> None:
        super().__init__(message)
        self.given = given
        self.total = total


class CurrencyMismatchError(OneEntryError, ValueError):
    """Amounts of several currencies cannot be one sum.

    Attributes:
        currencies: the ones that were found.
    """

    def __init__(self, message: str, *, currencies: tuple[str, ...]) -> None:
        super().__init__(message)
        self.currencies = currencies


class SignInError(OneEntryError):
    """Who you are is the problem."""


class SignInRequiredError(SignInError):
    """The operation needs a signed-in user and nobody is signed in."""


class SignInRejectedError(SignInError):
    """The login, password or code was refused. Signing in again with the same values will not help."""


class SignInExpiredError(SignInError):
    """You were signed in and are not any more: signed out, replaced, password changed, or too long ago."""


class CheckoutError(OneEntryError):
    """A checkout cannot go on as asked."""


class CheckoutStateError(CheckoutError):
    """A call that is not possible in the state that the checkout is in. Nothing was sent.

    Attributes:
        state: the state, such as ``editing``.
        call: the method that was called.
        possible: the calls that are possible in this state, sorted.
    """

    def __init__(self, message: str, *, state: str, call: str, possible: tuple[str, ...]) -> None:
        super().__init__(message)
        self.state = state
        self.call = call
        self.possible = possible


class CheckoutUncertainError(CheckoutError):
    """Something was sent and no usable answer came: it may have been carried out. ``reconcile()`` finds out.

    Attributes:
        reference: what is in doubt, such as ``an order in storage 'orders' after order 88``.
    """

    def __init__(self, message: str, *, reference: str) -> None:
        super().__init__(message)
        self.reference = reference


class PaymentError(OneEntryError):
    """A payment did not go as asked."""


class PaymentTimeoutError(PaymentError):
    """A payment session was still open when the time was up. It may still be paid later.

    Attributes:
        session_id: the payment session.
        last_status: the status that the server gave last.
        timeout_s: how long was waited, in seconds.
    """

    def __init__(self, message: str, *, session_id: int, last_status: str, timeout_s: float) -> None:
        super().__init__(message)
        self.session_id = session_id
        self.last_status = last_status
        self.timeout_s = timeout_s


class ExportError(OneEntryError, OSError):
    """A file could not be written, or what was written before is missing or damaged. What is there is unchanged.

    Attributes:
        path: the file, or the folder of many.
    """

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path


class MissingExtraError(OneEntryError, ImportError):
    """An optional library is not installed. The message has the command that installs it."""


class OneEntryWarning(UserWarning):
    """The root of the toolkit's warnings."""


class IncompleteListWarning(OneEntryWarning):
    """The server gave fewer items than it says there are (a group's "restricted read" rule caps a list at 10)."""


def _rebuilt(kind: type[OneEntryError], args: tuple[object, ...], attributes: dict[str, object]) -> OneEntryError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(attributes)
    return error

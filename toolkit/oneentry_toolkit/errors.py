"""Exceptions and warnings of the toolkit, in one tree.

OneEntryError
├── SettingsError             a setting is missing or malformed
├── InputError                an argument is not valid; nothing was sent (also ValueError)
├── ConnectionFailedError     no response: unreachable, cut off or timed out
├── ResponseFormatError       a response does not fit the contract
├── ApiError                  the server answered with an error status
│   ├── InvalidRequestError   400, 422
│   ├── AccessDeniedError     403
│   ├── NotFoundError         404
│   ├── ConflictError         409
│   ├── RateLimitedError      429
│   └── ServerError           5xx
├── IncompleteListError       the server returned fewer items than its total, with strict=True
├── CurrencyMismatchError     amounts of several currencies cannot be summed (also ValueError)
├── MoneyError                an amount does not fit a money column exactly (also ValueError)
├── MoneyTypeError            a money column does not do this, or not with this type (also TypeError)
├── SignInError               a sign-in is missing, refused or expired
│   ├── SignInRequiredError   no user is signed in
│   ├── SignInRejectedError   the login, password or code was refused
│   └── SignInExpiredError    the sign-in has ended
├── CheckoutError             a checkout call failed
│   ├── CheckoutStateError    the call is not possible in the checkout's state
│   └── CheckoutUncertainError  no usable response came: the request may have been carried out
├── PaymentError
│   └── PaymentTimeoutError   a payment session was still open after the timeout
├── ExportError               a file could not be written (also OSError)
└── MissingExtraError         an optional library is not installed (also ImportError)

OneEntryWarning
├── IncompleteListWarning     the server returned fewer items than its total
├── MissingDetailWarning      a side look-up failed, such as that of titles
├── MoneyWarning              a column has objects of Decimal, since an amount does not fit the dtype money
└── UnreadableRecordWarning   a record, or a member of it, could not be read
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
    "MissingDetailWarning",
    "MissingExtraError",
    "MoneyError",
    "MoneyTypeError",
    "MoneyWarning",
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
    "UnreadableRecordWarning",
]


class OneEntryError(Exception):
    """Base class of all exceptions of the toolkit."""

    def __reduce__(self) -> tuple[object, ...]:
        # Process pools and Dask pickle exceptions: the attributes have to survive it.
        return _rebuilt, (type(self), self.args, self.__dict__)

    def _render_traceback_(self) -> list[str]:
        from .tracebacks import render

        return render(self)


class SettingsError(OneEntryError):
    """A setting is missing or malformed. The message names it and gives an example."""


class InputError(OneEntryError, ValueError):
    """An argument is not valid. Nothing was sent to the server.

    Attributes:
        name: the argument, form field or marker that is not valid.
    """

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name


class ConnectionFailedError(OneEntryError):
    """No response was received: the server is unreachable, or the connection failed or timed out.

    Attributes:
        operation: the API operation that was called.
        sent: True if the request may have reached the server, so that it may have been carried out;
            False if it certainly did not.
        timeout_s: the time limit that ran out, in seconds; None if time was not the reason.
    """

    def __init__(self, message: str, *, operation: str, sent: bool, timeout_s: float | None = None) -> None:
        super().__init__(message)
        self.operation = operation
        self.sent = sent
        self.timeout_s = timeout_s


class ResponseFormatError(OneEntryError):
    """A response does not fit the contract.

    Attributes:
        operation: the API operation that was called.
        json_path: the place in the response, such as ``$.items[3].id``; ``$`` is the whole response.
        sent: True, since the server has answered: the request may have been carried out.
    """

    def __init__(self, message: str, *, operation: str, json_path: str = "$", sent: bool = True) -> None:
        super().__init__(message)
        self.operation = operation
        self.json_path = json_path
        self.sent = sent


class ApiError(OneEntryError):
    """The server answered with an error status.

    Attributes:
        status: the HTTP status.
        operation: the API operation that was called.
        message: the server's error message, without secrets; several are joined by ``"; "``.
        request_id: the server's request id; None if it sent none.
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
    """400 or 422: the server rejected the request as invalid.

    Attributes:
        fields: the server's error messages, one for each problem.
    """

    @property
    def fields(self) -> tuple[str, ...]:
        """The server's error messages, one for each problem."""
        return tuple(part for part in self.message.split("; ") if part)


class AccessDeniedError(ApiError):
    """403: the app token is wrong, or your user group may not use this operation."""


class NotFoundError(ApiError):
    """404: the object does not exist, or belongs to another user."""


class ConflictError(ApiError):
    """409: the request conflicts with existing data."""


class RateLimitedError(ApiError):
    """429: too many requests.

    Attributes:
        retry_after_s: seconds that the server asks to wait; None if it sent no ``Retry-After``.
    """

    retry_after_s: float | None = None


class ServerError(ApiError):
    """5xx: the server, or a gateway in front of it, failed.

    Attributes:
        retry_after_s: seconds that the server asks to wait; None if it sent no ``Retry-After``.
    """

    retry_after_s: float | None = None


class IncompleteListError(OneEntryError):
    """The server returned fewer items than its total, and ``strict=True`` was given.

    Attributes:
        given: number of items returned.
        total: number of items according to the server.
    """

    def __init__(self, message: str, *, given: int, total: int) -> None:
        super().__init__(message)
        self.given = given
        self.total = total


class CurrencyMismatchError(OneEntryError, ValueError):
    """Amounts of several currencies cannot be summed.

    Attributes:
        currencies: the currencies that were found.
    """

    def __init__(self, message: str, *, currencies: tuple[str, ...]) -> None:
        super().__init__(message)
        self.currencies = currencies


class MoneyError(OneEntryError, ValueError):
    """An amount, or the exact result of an operation, does not fit a money column (``oneentry_toolkit.money``)."""


class MoneyTypeError(OneEntryError, TypeError):
    """A money column (``oneentry_toolkit.money``) does not support an operation, or not with values of this type."""


class SignInError(OneEntryError):
    """A sign-in is missing, was refused or has expired."""


class SignInRequiredError(SignInError):
    """The operation needs a signed-in user and no user is signed in."""


class SignInRejectedError(SignInError):
    """The login, password or code was refused. Signing in again with the same values will not help."""


class SignInExpiredError(SignInError):
    """The sign-in has ended: signed out, replaced, password changed, or refresh token expired."""


class CheckoutError(OneEntryError):
    """Base class of the errors of a checkout."""


class CheckoutStateError(CheckoutError):
    """The call is not possible in the checkout's current state. Nothing was sent.

    Attributes:
        state: the checkout's state, such as ``editing``.
        call: the method that was called.
        possible: the calls that are possible in this state, sorted.
    """

    def __init__(self, message: str, *, state: str, call: str, possible: tuple[str, ...]) -> None:
        super().__init__(message)
        self.state = state
        self.call = call
        self.possible = possible


class CheckoutUncertainError(CheckoutError):
    """A request was sent and no usable response came. Call ``reconcile()`` to find out whether it took effect.

    Attributes:
        reference: what is in doubt, such as ``an order in storage 'orders' after order 88``.
    """

    def __init__(self, message: str, *, reference: str) -> None:
        super().__init__(message)
        self.reference = reference


class PaymentError(OneEntryError):
    """Base class of the errors of a payment."""


class PaymentTimeoutError(PaymentError):
    """A payment session was still open after the timeout, or could not be read until then. It may still be paid later.

    Attributes:
        session_id: number of the payment session.
        last_status: the last status that the server returned; None if the session could not be read at all. If the
            last request failed, ``__cause__`` is its error.
        timeout_s: the timeout, in seconds.
    """

    def __init__(self, message: str, *, session_id: int, last_status: str | None, timeout_s: float) -> None:
        super().__init__(message)
        self.session_id = session_id
        self.last_status = last_status
        self.timeout_s = timeout_s


class ExportError(OneEntryError, OSError):
    """A file could not be written, or an existing part is missing or damaged. Existing files are unchanged.

    Attributes:
        path: the file, or the folder of several files.
    """

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path


class MissingExtraError(OneEntryError, ImportError):
    """An optional library is not installed. The message shows the command that installs it."""


class OneEntryWarning(UserWarning):
    """Base class of the warnings of the toolkit."""


class IncompleteListWarning(OneEntryWarning):
    """The server returned fewer items than its total (a group's "restricted read" rule caps a list at 10)."""


class MissingDetailWarning(OneEntryWarning):
    """A side look-up failed, such as that of titles or markers; the records themselves are all there."""


class MoneyWarning(OneEntryWarning):
    """An amount does not fit the dtype ``money``, so its column has objects of ``Decimal``; all amounts are there.

    It has more than six decimals, or is 9.2 trillion (9.2 * 10**12) or more.
    """


class UnreadableRecordWarning(OneEntryWarning):
    """A record, or a member of it, could not be read. All other records are there.

    A member that could not be read is missing (None, ``NA`` in a frame); a record that is no object or has no number is
    left out. The message names the first of them. ``strict=True`` raises a ``ResponseFormatError`` instead.
    """


def _rebuilt(kind: type[OneEntryError], args: tuple[object, ...], attributes: dict[str, object]) -> OneEntryError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(attributes)
    return error


def __dir__() -> list[str]:
    return __all__

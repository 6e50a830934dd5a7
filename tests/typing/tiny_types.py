"""Markers and forms of tiny.yaml, for editors and type checkers.

Do not edit this module. After a change of the scenario file, make it anew: oneentry scenario stubs tiny.yaml --out
FILE, with FILE for the path of this module.
"""

# fmt: off
# ruff: noqa

from typing import Final, Literal, Never, NotRequired, TypeAlias, TypedDict


StorageMarker: TypeAlias = Literal["b2b"]


class Storages:
    """Order storages."""

    b2b: Final = "b2b"


FormMarker: TypeAlias = Literal["registration", "checkout_form"]


class Forms:
    """Forms."""

    registration: Final = "registration"
    """Registration"""
    checkout_form: Final = "checkout_form"


ProviderMarker: TypeAlias = Literal["email"]


class Providers:
    """Auth providers."""

    email: Final = "email"


AccountMarker: TypeAlias = Literal["cash"]


class Accounts:
    """Payment accounts."""

    cash: Final = "cash"
    """Cash"""


EventMarker: TypeAlias = Literal["send_code", "user_registration", "password_reset"]


class Events:
    """Events that codes are sent for."""

    send_code: Final = "send_code"
    user_registration: Final = "user_registration"
    password_reset: Final = "password_reset"


DiscountMarker: TypeAlias = Never


class Discounts:
    """Discounts."""


PageMarker: TypeAlias = Never


class Pages:
    """Pages of the catalogue."""


ProductStatusMarker: TypeAlias = Never


class ProductStatuses:
    """Statuses of products."""


B2bStatus: TypeAlias = Literal["created", "inProgress", "completed", "canceled"]


class B2bStatuses:
    """Statuses of orders in 'b2b'."""

    created: Final = "created"
    """Created"""
    inProgress: Final = "inProgress"
    """In progress"""
    completed: Final = "completed"
    """Completed"""
    canceled: Final = "canceled"
    """Canceled"""


StatusMarker: TypeAlias = Literal["created", "inProgress", "completed", "canceled"]
PaymentStatusMarker: TypeAlias = Never
RefundStatusMarker: TypeAlias = Literal["waiting", "canceled", "approved", "rejected", "refunded"]
AttributeMarker: TypeAlias = Never
ProductId: TypeAlias = Literal[
    2957,  # "City bike"
    2958,  # "Lock"
]


class RegistrationForm(TypedDict):
    """Registration (form 'registration'). For sign-up with 'email'. Login and password are arguments of their own."""


class CheckoutForm(TypedDict):
    """Form 'checkout_form'. For orders in 'b2b'."""

    name: NotRequired[str | None]
    phone: NotRequired[str | None]

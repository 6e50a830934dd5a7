"""Markers and forms of harbour-pantry.yaml, for editors and type checkers.

Do not edit this module. After a change of the scenario file, make it anew: oneentry scenario stubs harbour-pantry.yaml
--out FILE, with FILE for the path of this module.
"""

# fmt: off
# ruff: noqa

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NotRequired, Protocol, Required, TypeAlias, TypedDict


StorageMarker: TypeAlias = Literal["orders", "subscriptions", "tickets"]


class Storages:
    """Order storages."""

    orders: Final = "orders"
    """Orders"""
    subscriptions: Final = "subscriptions"
    """Subscriptions"""
    tickets: Final = "tickets"
    """Tickets"""


FormMarker: TypeAlias = Literal[
    "reg",
    "reg_code",
    "order",
    "subscription_form",
    "tickets_form",
    "contact_us",
    "newsletter",
    "addresses",
    "reviews",
]


class Forms:
    """Forms."""

    reg: Final = "reg"
    """Registration"""
    reg_code: Final = "reg_code"
    """Registration with a code"""
    order: Final = "order"
    """Order"""
    subscription_form: Final = "subscription_form"
    """Subscription"""
    tickets_form: Final = "tickets_form"
    """Tickets"""
    contact_us: Final = "contact_us"
    """Contact us"""
    newsletter: Final = "newsletter"
    """Newsletter"""
    addresses: Final = "addresses"
    """Addresses"""
    reviews: Final = "reviews"
    """Reviews"""


ProviderMarker: TypeAlias = Literal["email", "email_code", "google", "phone"]


class Providers:
    """Auth providers."""

    email: Final = "email"
    email_code: Final = "email_code"
    """E-mail code"""
    google: Final = "google"
    """Google"""
    phone: Final = "phone"


AccountMarker: TypeAlias = Literal["cash", "stripe", "paypal"]


class Accounts:
    """Payment accounts."""

    cash: Final = "cash"
    """Cash"""
    stripe: Final = "stripe"
    paypal: Final = "paypal"
    """PayPal"""


EventMarker: TypeAlias = Literal["send_code", "user_registration", "password_reset"]


class Events:
    """Events that codes are sent for."""

    send_code: Final = "send_code"
    user_registration: Final = "user_registration"
    password_reset: Final = "password_reset"


DiscountMarker: TypeAlias = Literal[
    "brewing_days",
    "personal_discount",
    "welcome",
    "gift_mug",
    "big_basket",
    "loyalty",
    "spring_2023",
]


class Discounts:
    """Discounts."""

    brewing_days: Final = "brewing_days"
    """Brewing days"""
    personal_discount: Final = "personal_discount"
    """Personal discount"""
    welcome: Final = "welcome"
    """Welcome: 10 % off"""
    gift_mug: Final = "gift_mug"
    """A mug as a gift"""
    big_basket: Final = "big_basket"
    """20 % off from 500 USD"""
    loyalty: Final = "loyalty"
    """5 % back as bonuses"""
    spring_2023: Final = "spring_2023"
    """Spring 2023"""


PageMarker: TypeAlias = Literal["catalog", "coffee", "brewing", "machines", "tableware", "subscriptions", "workshops"]


class Pages:
    """Pages of the catalogue."""

    catalog: Final = "catalog"
    coffee: Final = "coffee"
    brewing: Final = "brewing"
    machines: Final = "machines"
    tableware: Final = "tableware"
    subscriptions: Final = "subscriptions"
    workshops: Final = "workshops"


ProductStatusMarker: TypeAlias = Literal["in_stock", "sale", "waiting"]


class ProductStatuses:
    """Statuses of products."""

    in_stock: Final = "in_stock"
    """In stock"""
    sale: Final = "sale"
    """Sale"""
    waiting: Final = "waiting"
    """On its way"""


OrdersStatus: TypeAlias = Literal["created", "inProgress", "shipped", "completed", "canceled"]


class OrdersStatuses:
    """Statuses of orders in 'orders'."""

    created: Final = "created"
    """Created"""
    inProgress: Final = "inProgress"
    """In progress"""
    shipped: Final = "shipped"
    """Shipped"""
    completed: Final = "completed"
    """Completed"""
    canceled: Final = "canceled"
    """Canceled"""


SubscriptionsStatus: TypeAlias = Literal["active", "ended", "stopped"]


class SubscriptionsStatuses:
    """Statuses of orders in 'subscriptions'."""

    active: Final = "active"
    """Active"""
    ended: Final = "ended"
    """Ended"""
    stopped: Final = "stopped"
    """Stopped"""


TicketsStatus: TypeAlias = Literal["upcoming", "attended", "returned"]


class TicketsStatuses:
    """Statuses of orders in 'tickets'."""

    upcoming: Final = "upcoming"
    """Upcoming"""
    attended: Final = "attended"
    """Attended"""
    returned: Final = "returned"
    """Returned"""


StatusMarker: TypeAlias = Literal[
    "created",
    "inProgress",
    "shipped",
    "completed",
    "canceled",
    "active",
    "ended",
    "stopped",
    "upcoming",
    "attended",
    "returned",
]
PaymentStatusMarker: TypeAlias = Literal[
    "inProgress-payment",  # "Payment in progress"
    "completed-payment",  # "Paid"
    "canceled-payment",  # "Not paid"
    "expired-payment",  # "Payment expired"
]
RefundStatusMarker: TypeAlias = Literal["waiting", "canceled", "approved", "rejected", "refunded"]
AttributeMarker: TypeAlias = Literal["product-name", "price", "currency_products", "weight", "description", "img"]
ProductId: TypeAlias = Literal[
    1,  # "House blend, 1 kg"
    2,  # "Ethiopia Guji, 250 g"
    3,  # "Colombia Huila, 250 g"
    4,  # "Decaf Peru, 250 g"
    5,  # "Espresso Nero, 1 kg"
    6,  # "Pour-over dripper"
    7,  # "Paper filters, 100 pieces"
    8,  # "Stoneware mug"
    9,  # "French press, 1 l"
    10,  # "Hand grinder"
    11,  # "Gooseneck kettle"
    12,  # "Espresso cups, set of 4"
    13,  # "Electric grinder"
    14,  # "Espresso machine Bora"
    15,  # "Filter machine Fjord"
    16,  # "Milk frother"
    17,  # "Travel cup"
    18,  # "Carafe, 0.6 l"
    19,  # "Coffee subscription, 1 month"
    20,  # "Coffee subscription, 1 year"
    21,  # "Café machine Maestral"
    22,  # "Latte art workshop"
    23,  # "Home barista course"
    24,  # "Cupping evening"
    25,  # "Winter blend 2023, 250 g"
]


class UploadedFile(Protocol):
    """A file on the server, as ``shop.files.upload`` returns it."""

    @property
    def value(self) -> Mapping[str, object]: ...


DateValue: TypeAlias = datetime.date | str | Mapping[str, object]
TextValue: TypeAlias = str | Mapping[str, object] | Sequence[Mapping[str, object]]
IntervalValue: TypeAlias = tuple[datetime.datetime | str, datetime.datetime | str]
IntervalsValue: TypeAlias = IntervalValue | Sequence[IntervalValue | list[datetime.datetime | str]]
OneFileValue: TypeAlias = os.PathLike[str] | UploadedFile | Mapping[str, object]
FileValue: TypeAlias = OneFileValue | Sequence[OneFileValue]


OrderDeliveryOption: TypeAlias = Literal[
    "courier",  # "By courier"
    "pickup",  # "I will fetch it"
]


SubscriptionSubscriptionTimeOption: TypeAlias = Literal[
    "1_month",  # "One month"
    "1_year",  # "One year"
]


class RegForm(TypedDict):
    """Registration (form 'reg'). For sign-up with 'email'. Login and password are arguments of their own."""

    name_reg: Required[str]
    """Name"""
    phone_reg: NotRequired[str | None]
    """Phone"""


class RegCodeForm(TypedDict):
    """Registration with a code (form 'reg_code').

    For sign-up with 'email_code', 'phone'. Login and password are arguments of their own.
    """

    name_reg: NotRequired[str | None]
    """Name"""


class OrderForm(TypedDict):
    """Order (form 'order'). For orders in 'orders'."""

    name: Required[str]
    """Name"""
    phone: NotRequired[str | None]
    """Phone"""
    delivery: NotRequired[OrderDeliveryOption | None]
    """Delivery"""
    delivery_date: NotRequired[DateValue | None]
    """Delivery date"""
    comment: NotRequired[TextValue | None]
    """Comment"""


class OrderFormChanges(TypedDict, total=False):
    """Order (form 'order'). To change orders in 'orders': any of the fields."""

    name: str | None
    """Name"""
    phone: str | None
    """Phone"""
    delivery: OrderDeliveryOption | None
    """Delivery"""
    delivery_date: DateValue | None
    """Delivery date"""
    comment: TextValue | None
    """Comment"""


class SubscriptionForm(TypedDict):
    """Subscription (form 'subscription_form'). For orders in 'subscriptions'."""

    expired_date: Required[DateValue]
    """Last day"""
    subscription_time: Required[SubscriptionSubscriptionTimeOption | Sequence[SubscriptionSubscriptionTimeOption]]
    """Length"""


class SubscriptionFormChanges(TypedDict, total=False):
    """Subscription (form 'subscription_form'). To change orders in 'subscriptions': any of the fields."""

    expired_date: DateValue | None
    """Last day"""
    subscription_time: SubscriptionSubscriptionTimeOption | Sequence[SubscriptionSubscriptionTimeOption] | None
    """Length"""


class TicketsForm(TypedDict):
    """Tickets (form 'tickets_form'). For orders in 'tickets'."""

    schedule: Required[IntervalsValue]
    """When"""
    tickets: Required[int]
    """How many"""


class TicketsFormChanges(TypedDict, total=False):
    """Tickets (form 'tickets_form'). To change orders in 'tickets': any of the fields."""

    schedule: IntervalsValue | None
    """When"""
    tickets: int | None
    """How many"""


class ContactUsForm(TypedDict):
    """Contact us (form 'contact_us'). For submissions."""

    message: Required[TextValue]
    """Message"""


class ContactUsFormChanges(TypedDict, total=False):
    """Contact us (form 'contact_us'). To change submissions: any of the fields."""

    message: TextValue | None
    """Message"""


class NewsletterForm(TypedDict):
    """Newsletter (form 'newsletter'). For submissions."""


class AddressesForm(TypedDict):
    """Addresses (form 'addresses'). For submissions."""

    label: NotRequired[str | None]
    """Name of the address"""
    street: Required[str]
    """Street and number"""
    postcode: NotRequired[str | None]
    """Postcode"""
    city: Required[str]
    """City"""
    floor_plan: NotRequired[FileValue | None]
    """How to find you"""


class AddressesFormChanges(TypedDict, total=False):
    """Addresses (form 'addresses'). To change submissions: any of the fields."""

    label: str | None
    """Name of the address"""
    street: str | None
    """Street and number"""
    postcode: str | None
    """Postcode"""
    city: str | None
    """City"""
    floor_plan: FileValue | None
    """How to find you"""


class ReviewsForm(TypedDict):
    """Reviews (form 'reviews'). For submissions."""

    score: NotRequired[int | None]
    """Stars"""
    review: NotRequired[TextValue | None]
    """Review"""
    photo: NotRequired[FileValue | None]
    """Photo"""

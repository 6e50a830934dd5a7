"""Markers and forms of odd-names.yaml, for editors and type checkers.

Do not edit this module. After a change of the scenario file, make it anew: oneentry scenario stubs odd-names.yaml --out
FILE, with FILE for the path of this module.
"""

# fmt: off
# ruff: noqa

import datetime
import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal, Never, NotRequired, Protocol, Required, TypeAlias, TypedDict


StorageMarker: TypeAlias = Literal["product", "2", "商店"]


class Storages:
    """Order storages."""

    product: Final = "product"
    """Type: ignore"""
    x2: Final = "2"
    商店: Final = "商店"


FormMarker: TypeAlias = Literal[
    "order form",
    "order-form",
    "order_form",
    "form",
    "empty",
    "every",
    "nothing_to_send",
    "sign up",
]


class Forms:
    """Forms."""

    order_form_5c0e15: Final = "order form"
    """'''quoted''' \\"""
    order_form_e4b6de: Final = "order-form"
    order_form: Final = "order_form"
    form: Final = "form"
    empty: Final = "empty"
    every: Final = "every"
    nothing_to_send: Final = "nothing_to_send"
    sign_up: Final = "sign up"


ProviderMarker: TypeAlias = Literal["e-mail", "e_mail", "e mail"]


class Providers:
    """Auth providers."""

    e_mail_39e074: Final = "e-mail"
    e_mail: Final = "e_mail"
    e_mail_45e938: Final = "e mail"


AccountMarker: TypeAlias = Literal["mro", "naïve", "\\"]


class Accounts:
    """Payment accounts."""

    mro: Final = "mro"
    naïve: Final = "naïve"
    """pragma: no cover"""
    x: Final = "\\"


EventMarker: TypeAlias = Literal["_", "__init__", "None", "Final", "1st", "x1st", '"""; import os #']


class Events:
    """Events that codes are sent for."""

    x: Final = "_"
    init: Final = "__init__"
    None_: Final = "None"
    Final_f4ed8f: Final = "Final"
    x1st_e01ddf: Final = "1st"
    x1st: Final = "x1st"
    import_os: Final = '"""; import os #'


DiscountMarker: TypeAlias = Literal["ten-percent"]


class Discounts:
    """Discounts."""

    ten_percent: Final = "ten-percent"
    """10 % 'off'"""


PageMarker: TypeAlias = Literal["", "/a/b", "/a-b"]


class Pages:
    """Pages of the catalogue."""

    x: Final = ""
    a_b_662b7b: Final = "/a/b"
    a_b_590bb8: Final = "/a-b"


ProductStatusMarker: TypeAlias = Literal["on", "off"]


class ProductStatuses:
    """Statuses of products."""

    on: Final = "on"
    """On"""
    off: Final = "off"
    """# fmt: skip"""


ProductStatus: TypeAlias = Literal["new-one", "new_one", "new one"]


class ProductStatuses_5066b0:
    """Statuses of orders in 'product'."""

    new_one_f995e3: Final = "new-one"
    new_one: Final = "new_one"
    """New"""
    new_one_20a96d: Final = "new one"
    """fmt: off"""


X2Status: TypeAlias = Literal["\t"]


class X2Statuses:
    """Statuses of orders in '2'."""

    x: Final = "\t"
    """Tab"""


商店Status: TypeAlias = Literal["created", "inProgress", "completed", "canceled"]


class 商店Statuses:
    """Statuses of orders in '商店'."""

    created: Final = "created"
    """Created"""
    inProgress: Final = "inProgress"
    """In progress"""
    completed: Final = "completed"
    """Completed"""
    canceled: Final = "canceled"
    """Canceled"""


StatusMarker: TypeAlias = Literal[
    "new-one",
    "new_one",
    "new one",
    "\t",
    "created",
    "inProgress",
    "completed",
    "canceled",
]
PaymentStatusMarker: TypeAlias = Never
RefundStatusMarker: TypeAlias = Literal["waiting", "canceled", "approved", "rejected", "refunded"]
AttributeMarker: TypeAlias = Literal["a'b", 'c"d']
ProductId: TypeAlias = Literal[
    7,  # '"""\\'
    2147483647,  # "A title that is much longer than what a comment at the en..."
]


class UploadedFile(Protocol):
    """A file on the server, as ``shop.files.upload`` returns it."""

    @property
    def value(self) -> Mapping[str, object]: ...


NumberValue: TypeAlias = int | float | Decimal
DateValue: TypeAlias = datetime.date | str | Mapping[str, object]
TimeValue: TypeAlias = datetime.time | datetime.datetime | str | Mapping[str, object]
TextValue: TypeAlias = str | Mapping[str, object] | Sequence[Mapping[str, object]]
EntityValue: TypeAlias = int | str | Sequence[int | str]
IntervalValue: TypeAlias = tuple[datetime.datetime | str, datetime.datetime | str]
IntervalsValue: TypeAlias = IntervalValue | Sequence[IntervalValue | list[datetime.datetime | str]]
CaptchaValue: TypeAlias = str | Mapping[str, object]
UploadedValue: TypeAlias = Mapping[str, object] | Sequence[Mapping[str, object]]
OneFileValue: TypeAlias = os.PathLike[str] | UploadedFile | Mapping[str, object]
FileValue: TypeAlias = OneFileValue | Sequence[OneFileValue]


OrderSayHiOption: TypeAlias = Literal[
    "it's",
    'say "hi"',
    "both ' and \"",
    "line\nbreak",
    "back\\slash",
    "\u202eright to left",
    "😀",
]


OrderCountOption: TypeAlias = Literal[
    1,  # "One \x23 type: ignore"
    2,
]


EveryRadioButtonOption: TypeAlias = Literal["a", "b"]


EveryListOption: TypeAlias = Literal["a", "b"]


OrderForm_8758e1 = TypedDict(
    "OrderForm_8758e1",
    {
        "a b": Required[str],
        "__private": NotRequired[str | None],
        "class": NotRequired[int | None],
        "größe": Required[str],
        "ﬁeld": NotRequired[DateValue | None],
        'say "hi"': NotRequired[OrderSayHiOption | Sequence[OrderSayHiOption] | None],
        "count": NotRequired[OrderCountOption | None],
        "share": NotRequired[object],
    },
)
"""'''quoted''' \\ (form 'order form'). For orders in 'product'."""


OrderFormChanges_e05cd3 = TypedDict(
    "OrderFormChanges_e05cd3",
    {
        "a b": str | None,
        "__private": str | None,
        "class": int | None,
        "größe": str | None,
        "ﬁeld": DateValue | None,
        'say "hi"': OrderSayHiOption | Sequence[OrderSayHiOption] | None,
        "count": OrderCountOption | None,
        "share": object,
    },
    total=False,
)
"""'''quoted''' \\ (form 'order form'). To change orders in 'product': any of the fields."""


OrderForm_8c86ba = TypedDict(
    "OrderForm_8c86ba",
    {
        "str": Required[str],
        "Required": NotRequired[str | None],
    },
)
"""Form 'order-form'. For orders in '2'."""


OrderFormChanges_7a5364 = TypedDict(
    "OrderFormChanges_7a5364",
    {
        "str": str | None,
        "Required": str | None,
    },
    total=False,
)
"""Form 'order-form'. To change orders in '2': any of the fields."""


class OrderForm_a23f3e(TypedDict):
    """Form 'order_form'. For orders in '商店'."""

    date: NotRequired[DateValue | None]
    type: NotRequired[str | None]
    items: NotRequired[int | None]
    self: NotRequired[TextValue | None]
    StorageMarker: NotRequired[str | None]
    x: NotRequired[str | None]


class OrderSignUpForm(TypedDict):
    """Form 'order_form'. For sign-up with 'e mail'. Login and password are arguments of their own."""

    date: NotRequired[DateValue | None]
    type: NotRequired[str | None]
    items: NotRequired[int | None]
    self: NotRequired[TextValue | None]
    StorageMarker: NotRequired[str | None]
    x: NotRequired[str | None]


class FormForm(TypedDict):
    """Form 'form'. For submissions."""

    stars: NotRequired[int | None]


class EmptyForm(TypedDict):
    """Form 'empty'. For submissions."""


class EveryForm(TypedDict):
    """Form 'every'. For submissions."""

    string: NotRequired[str | None]
    text: NotRequired[TextValue | None]
    textWithHeader: NotRequired[TextValue | None]
    integer: NotRequired[int | None]
    real: NotRequired[NumberValue | None]
    float: NotRequired[NumberValue | None]
    dateTime: NotRequired[DateValue | None]
    date: NotRequired[DateValue | None]
    time: NotRequired[TimeValue | None]
    file: NotRequired[FileValue | None]
    image: NotRequired[FileValue | None]
    groupOfImages: NotRequired[FileValue | None]
    radioButton: NotRequired[EveryRadioButtonOption | None]
    list: NotRequired[EveryListOption | Sequence[EveryListOption] | None]
    entity: NotRequired[EntityValue | None]
    timeInterval: NotRequired[IntervalsValue | None]
    spam: NotRequired[CaptchaValue | None]
    json: NotRequired[object]


class NothingToSendForm(TypedDict):
    """Form 'nothing_to_send'. For submissions."""


class SignUpForm(TypedDict):
    """Form 'sign up'. For sign-up with 'e-mail', 'e_mail'. Login and password are arguments of their own."""

    mail: NotRequired[str | None]
    phone: NotRequired[str | None]
    nickname: Required[str]
    portrait: Required[UploadedValue]

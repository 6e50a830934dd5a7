"""Discounts, coupons and bonus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, get_args

from ..errors import InputError, InvalidRequestError
from ..lists.plan import read_page
from ..lists.read_all import read_all, read_items, read_one
from ..transport.client import ApiClient
from ..values.arguments import check_marker, check_text
from ..values.display import Listing, describe_part, html_card, one_line, show
from ..values.money import format_money
from ..values.reader import Reader

DiscountType = Literal["DISCOUNT", "BONUS", "PERSONAL_DISCOUNT"]
BonusType = Literal["ACCRUAL", "USAGE", "REDUCE", "REVERSAL_ACCRUAL", "REVERSAL_USAGE", "EXPIRATION"]


@dataclass(frozen=True, kw_only=True)
class Discount:
    """A discount of the project (docs/api/discounts.md#discounts-discount).

    Attributes:
        id: number of the discount.
        marker: textual identifier; orders name a personal discount by it.
        title: title in the shop's language.
        type: ``DISCOUNT``, ``BONUS`` or ``PERSONAL_DISCOUNT``.
        value: amount or percentage, see ``value_type``; None for gifts and bonuses.
        value_type: ``FIXED_AMOUNT``, ``PERCENT``, ``PERCENTAGE``, ``FIXED_PRICE``; other values are possible.
        applies_to: ``TO_PRODUCT`` or ``TO_ORDER``; None where ``value`` is.
        max_amount: maximum reduction; None for no limit.
        starts, ends: period of validity, in UTC.
        raw: the JSON object, with conditions, gifts and exclusions.
    """

    id: int
    marker: str
    title: str
    type: str
    value: Decimal | None
    value_type: str | None
    applies_to: str | None
    max_amount: Decimal | None
    starts: datetime | None
    ends: datetime | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> Discount:
        """Reads a ``Discount`` from a response."""
        marker = reader.text("identifier") or ""
        worth = reader.nested("discountValue")
        return cls(
            id=reader.id(),
            marker=marker,
            title=reader.title() or marker,
            type=reader.text("type") or "",
            value=worth.money("value"),
            value_type=worth.text("discountType"),
            applies_to=worth.text("applicability"),
            max_amount=worth.money("maxAmount"),
            starts=reader.time("startDate"),
            ends=reader.time("endDate"),
            raw=reader.raw,
        )

    @property
    def worth(self) -> str:
        """Returns the reduction as text: ``10 %``, ``15.00``; empty for gifts and bonuses."""
        if self.value is None:
            return ""
        if self.value_type in ("PERCENT", "PERCENTAGE"):
            return f"{show(self.value)} %"
        return format_money(self.value, None)

    def __repr__(self) -> str:
        return one_line("Discount", self.marker, (self.title, self.worth))

    def _repr_html_(self) -> str:
        return html_card(
            f"Discount {self.marker}",
            (
                ("title", self.title),
                ("type", self.type),
                ("worth", self.worth),
                ("applies to", self.applies_to),
                ("at most", format_money(self.max_amount, None)),
                ("starts", self.starts),
                ("ends", self.ends),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class CouponCheck:
    """What the server says of a coupon code (docs/api/discounts.md#discounts-coupon).

    Attributes:
        code: the code that was checked.
        valid: the coupon exists and is not used up. ``shop.orders.preview`` shows whether it applies to a basket.
        discount_id: number of its discount; None if the coupon does not exist.
        is_used, is_reusable: None if the coupon does not exist.
        error: the server's message if it is not valid; None if it is.
        raw: the JSON object.
    """

    code: str
    valid: bool
    discount_id: int | None
    is_used: bool | None
    is_reusable: bool | None
    error: str | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader, code: str) -> CouponCheck:
        """Reads a ``CouponCheck`` from a response."""
        coupon = reader.nested("coupon")
        return cls(
            code=code,
            valid=reader.flag("valid") is True,
            discount_id=coupon.integer("discountId"),
            is_used=coupon.flag("isUsed"),
            is_reusable=coupon.flag("isReusable"),
            error=reader.text("error"),
            raw=reader.raw,
        )

    def __bool__(self) -> bool:
        return self.valid

    def __repr__(self) -> str:
        return one_line("CouponCheck", self.code, ("valid" if self.valid else "not valid", self.error or ""))


@dataclass(frozen=True, kw_only=True)
class BonusMovement:
    """A movement of your bonus (docs/api/discounts.md#discounts-history).

    Attributes:
        amount: exact, never negative; ``type`` gives the direction.
        type: ``ACCRUAL``, ``USAGE``, ``REDUCE``, ``REVERSAL_ACCRUAL``, ``REVERSAL_USAGE`` or ``EXPIRATION``.
        by_admin: created in the admin panel.
        discount_id: number of the discount that caused it; None otherwise.
        reference: what it belongs to, such as the number of an order as text.
        comment: remark, if there is one.
        created, expires: in UTC; None if the server sends none.
        raw: the JSON object.
    """

    amount: Decimal | None
    type: str
    by_admin: bool | None
    discount_id: int | None
    reference: str | None
    comment: str | None
    created: datetime | None
    expires: datetime | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> BonusMovement:
        """Reads a ``BonusMovement`` from a response."""
        return cls(
            amount=reader.money("amount"),
            type=reader.text("type") or "",
            by_admin=reader.flag("isAdmin"),
            discount_id=reader.integer("discountId"),
            reference=reader.text("entityIdentifier"),
            comment=reader.text("comment"),
            created=reader.time("createdAt"),
            expires=reader.time("expiresAt"),
            raw=reader.raw,
        )

    def __repr__(self) -> str:
        return one_line("BonusMovement", self.type, (format_money(self.amount, None), self.comment or ""))


class Discounts:
    """``shop.discounts``. ``shop.orders.preview`` computes a basket with discounts."""

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang

    def __repr__(self) -> str:
        return describe_part(self, "shop.discounts")

    def list(self, type: DiscountType | None = None) -> Listing[Discount]:
        """Lists the discounts of the project.

        Args:
            type: return only this type; ``"PERSONAL_DISCOUNT"`` are discounts that an order has to name.

        Raises:
            AccessDeniedError: the app token, or your user group, may not read discounts.
            InputError: the type is not known.
        """
        if type is not None and type not in get_args(DiscountType):
            raise InputError(f"type must be one of {', '.join(get_args(DiscountType))}.", name="type")
        asked: dict[str, Any] = {} if type is None else {"type_": type}
        found, report = read_all(
            self._api, "list_discounts", read=Discount.read, lang=self._lang, noun="discount",
            lang_code=self._lang, **asked,
        )  # fmt: skip
        return Listing(
            found,
            noun="discount",
            total=report.total,
            columns={
                "marker": lambda one: one.marker,
                "title": lambda one: one.title,
                "type": lambda one: one.type,
                "worth": lambda one: one.worth,
                "applies to": lambda one: one.applies_to,
                "ends": lambda one: one.ends,
            },
        )

    def get(self, marker: str) -> Discount:
        """Returns a discount.

        Raises:
            NotFoundError: no discount has this marker.
        """
        answer = self._api.call("get_discount", check_marker(marker, "marker"), lang_code=self._lang)
        return read_one(answer, Discount.read, operation="getDiscount", lang=self._lang, noun="discount")

    def coupon(self, code: str) -> CouponCheck:
        """Checks whether a coupon code exists and is not used up. An invalid code does not raise.

        Raises:
            InputError: ``code`` is not a text, or is empty.
        """
        asked = check_text(code, "code").strip()
        try:
            answer = self._api.call("validate_coupon", code=asked)
        except InvalidRequestError as error:
            # Some servers refuse an unknown code instead of answering (docs/api/discounts.md#discounts-coupon).
            answer = {"valid": False, "error": error.message or "The server does not accept this code"}
        return CouponCheck.read(Reader(answer, operation="validateCoupon", lang=self._lang), asked)

    def bonus_balance(self) -> Decimal:
        """Returns your bonus balance, exact.

        Raises:
            SignInRequiredError: no user is signed in.
        """
        answer = self._api.call("get_bonus_balance")
        # Known to be an array on some servers (docs/api/discounts.md#discounts-balance).
        entries = [
            Reader(one, operation="getBonusBalance", lang=self._lang, path="$" if answer is one else f"$[{place}]")
            for place, one in enumerate(answer if isinstance(answer, list) else [answer])
        ]
        return sum((one.amount("balance") for one in entries), Decimal(0))

    def bonus_history(self, type: BonusType | None = None) -> Listing[BonusMovement]:
        """Lists the movements of your bonus, in the server's order.

        Args:
            type: return only this type.

        Raises:
            SignInRequiredError: no user is signed in.
            InputError: the type is not known.
        """
        if type is not None and type not in get_args(BonusType):
            raise InputError(f"type must be one of {', '.join(get_args(BonusType))}.", name="type")
        asked: dict[str, Any] = {} if type is None else {"type_": type}
        # This list is not paged: the operation takes neither offset nor limit.
        items, total = read_page(self._api.call("list_bonus_history", **asked), "listBonusHistory")
        found = read_items(
            items, BonusMovement.read, operation="listBonusHistory", lang=self._lang, noun="bonus movement"
        )
        return Listing(
            found,
            noun="bonus movement",
            total=total,
            columns={
                "created": lambda one: one.created,
                "type": lambda one: one.type,
                "amount": lambda one: format_money(one.amount, None),
                "reference": lambda one: one.reference,
                "comment": lambda one: one.comment,
            },
        )

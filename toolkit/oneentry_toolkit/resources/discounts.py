"""Discounts: what the shop gives, what a coupon is worth, and your bonus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, get_args

from ..errors import InputError, InvalidRequestError
from ..lists.plan import read_page
from ..lists.read_all import read_all
from ..transport.client import ApiClient
from ..values.arguments import check_marker, check_text
from ..values.display import Listing, describe_part, html_card, one_line, show
from ..values.money import format_money
from ..values.reader import Reader, read_objects

DiscountType = Literal["DISCOUNT", "BONUS", "PERSONAL_DISCOUNT"]
BonusType = Literal["ACCRUAL", "USAGE", "REDUCE", "REVERSAL_ACCRUAL", "REVERSAL_USAGE", "EXPIRATION"]


@dataclass(frozen=True, kw_only=True)
class Discount:
    """A discount of the project (docs/api/discounts.md#discounts-discount).

    Attributes:
        id: number of the discount.
        marker: its textual identifier; a personal one is used by it.
        title: in the shop's language.
        type: ``DISCOUNT``, ``BONUS`` or ``PERSONAL_DISCOUNT``.
        value: how much; None for gifts and bonuses. See ``value_type`` for what it counts.
        value_type: ``FIXED_AMOUNT``, ``PERCENT``, ``PERCENTAGE``, ``FIXED_PRICE``; other words are possible.
        applies_to: ``TO_PRODUCT`` or ``TO_ORDER``; None where ``value`` is.
        max_amount: at most so much off; None for no limit.
        starts, ends: when it holds, in UTC.
        raw: the discount as it came, with conditions, gifts and exclusions.
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
        """The same from an answer."""
        marker = reader.text("identifier") or ""
        worth = Reader(
            reader.raw.get("discountValue") or {},
            operation=reader.operation,
            lang=reader.lang,
            path=f"{reader.path}.discountValue",
        )
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
        """How much off, for people: ``10 %``, ``15.00``; empty for gifts and bonuses."""
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
        code: the code that was asked about.
        valid: it exists and is free. Whether it takes effect on a basket is told by ``shop.orders.preview``.
        discount_id: number of its discount; None if there is no such coupon.
        is_used, is_reusable: None if there is no such coupon.
        error: why it is not valid, in the server's words; None if it is.
        raw: the answer as it came.
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
        """The same from an answer."""
        coupon = Reader(
            reader.raw.get("coupon") or {}, operation=reader.operation, lang=reader.lang, path=f"{reader.path}.coupon"
        )
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
        amount: exact, never negative; ``type`` says which way.
        type: ``ACCRUAL``, ``USAGE``, ``REDUCE``, ``REVERSAL_ACCRUAL``, ``REVERSAL_USAGE`` or ``EXPIRATION``.
        by_admin: made by hand in the admin panel.
        discount_id: the discount that caused it, if one did.
        reference: what it belongs to, such as the number of an order as text.
        comment: a word about it.
        created, expires: in UTC; None where the server does not say.
        raw: the movement as it came.
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
        """The same from an answer."""
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
    """``shop.discounts``. What a basket comes to with them, ``shop.orders.preview`` tells."""

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang

    def __repr__(self) -> str:
        return describe_part(self, "shop.discounts")

    def list(self, type: DiscountType | None = None) -> Listing[Discount]:
        """The discounts of the project, as a sequence of ``Discount``.

        Args:
            type: only this kind; ``"PERSONAL_DISCOUNT"`` are those that an order has to name.

        Raises:
            AccessDeniedError: the app token, or your user group, may not read discounts.
            InputError: there is no such type.
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
        """One discount.

        Raises:
            NotFoundError: there is no discount with this marker.
        """
        answer = self._api.call("get_discount", check_marker(marker, "marker"), lang_code=self._lang)
        return Discount.read(Reader(answer, operation="getDiscount", lang=self._lang))

    def coupon(self, code: str) -> CouponCheck:
        """Whether a coupon code exists and is free. One that is not is an answer, not an error.

        Raises:
            InputError: the code is not a text, or is empty.
        """
        asked = check_text(code, "code").strip()
        try:
            answer = self._api.call("validate_coupon", code=asked)
        except InvalidRequestError as error:
            # Some servers refuse an unknown code instead of answering (docs/api/discounts.md#discounts-coupon).
            answer = {"valid": False, "error": error.message or "The server does not accept this code"}
        return CouponCheck.read(Reader(answer, operation="validateCoupon", lang=self._lang), asked)

    def bonus_balance(self) -> Decimal:
        """Your bonus, exact.

        Raises:
            SignInRequiredError: nobody is signed in.
        """
        answer = self._api.call("get_bonus_balance")
        # Known to be an array on some servers (docs/api/discounts.md#discounts-balance).
        entries = read_objects(
            answer if isinstance(answer, list) else [answer], operation="getBonusBalance", lang=self._lang
        )
        return sum((one.amount("balance") for one in entries), Decimal(0))

    def bonus_history(self, type: BonusType | None = None) -> Listing[BonusMovement]:
        """The movements of your bonus, as a sequence of ``BonusMovement`` in the server's order.

        Args:
            type: only this kind.

        Raises:
            SignInRequiredError: nobody is signed in.
            InputError: there is no such type.
        """
        if type is not None and type not in get_args(BonusType):
            raise InputError(f"type must be one of {', '.join(get_args(BonusType))}.", name="type")
        asked: dict[str, Any] = {} if type is None else {"type_": type}
        # This list is not paged: the operation takes neither offset nor limit.
        items, total = read_page(self._api.call("list_bonus_history", **asked), "listBonusHistory")
        found = [
            BonusMovement.read(one)
            for one in read_objects(items, operation="listBonusHistory", lang=self._lang, path="$.items")
        ]
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

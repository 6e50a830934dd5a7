"""Discounts, coupons and bonus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Literal, get_args

from ..errors import InputError, InvalidRequestError, ResponseFormatError
from ..frames.records import BONUS_MOVEMENTS, DISCOUNTS, frame_of
from ..lists.plan import read_page
from ..lists.read_all import read_all, read_items, read_one
from ..transport.client import ApiClient
from ..values.arguments import check_marker, check_text
from ..values.display import Amount, Listing, describe_part, html_card, one_line, show
from ..values.money import format_money
from ..values.reader import Reader

DiscountType = Literal["DISCOUNT", "BONUS", "PERSONAL_DISCOUNT"]
BonusType = Literal["ACCRUAL", "USAGE", "REDUCE", "REVERSAL_ACCRUAL", "REVERSAL_USAGE", "EXPIRATION"]


@dataclass(frozen=True, kw_only=True)
class DiscountCondition:
    """A condition of a discount (docs/api/discounts.md#discounts-discount).

    Attributes:
        kind: such as ``MIN_CART_AMOUNT``, ``CATEGORY`` or ``PRODUCT_IN_CART``; other values are possible.
        amount: the amount that the basket or the user's orders must reach; None for other kinds.
        entities: ids or markers of products or categories; empty for other kinds.
        raw: the JSON object.
    """

    kind: str
    amount: Decimal | None
    entities: tuple[int | str, ...]
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> DiscountCondition:
        """Reads a ``DiscountCondition`` from a response."""
        return cls(
            # The official SDK's type has the name ``type``.
            kind=reader.text("conditionType") or reader.text("type") or "",
            # Text by the SDK's type; its form for attributes is not known.
            amount=reader.nested("value").money("amount") if isinstance(reader.raw.get("value"), Mapping) else None,
            entities=_entities(reader, "entityIds"),
            raw=reader.raw,
        )

    def __repr__(self) -> str:
        shown = format_money(self.amount, None) if self.amount is not None else ", ".join(map(str, self.entities))
        return one_line("DiscountCondition", self.kind, (shown,))


@dataclass(frozen=True, kw_only=True)
class Discount:
    """A discount of the project (docs/api/discounts.md#discounts-discount).

    Attributes:
        id: number of the discount.
        marker: textual identifier; orders name a personal discount by it.
        title: title in the shop's language.
        type: ``DISCOUNT``, ``BONUS`` or ``PERSONAL_DISCOUNT``.
        value: amount or percentage, see ``value_type``; None if it only gives gifts.
        value_type: ``PERCENTAGE``, ``FIXED_AMOUNT``, ``FIXED_PRICE`` (replaces the price) or ``NONE`` (only gives
            gifts); other values are possible. ``PERCENT`` of some servers becomes ``PERCENTAGE``.
        applies_to: ``TO_PRODUCT`` or ``TO_ORDER``; None where ``value`` is.
        max_amount: maximum reduction; None for no limit.
        starts, ends: period of validity, in UTC; None for no limit.
        conditions: what must hold, all or any of it.
        conditions_match: ``AND`` or ``OR``; None if the server sends none.
        excluded: ids or markers of products and categories that get no discount.
        bonus_event: event that gives the bonus, such as ``ORDER_PAID``; None for other discounts.
        bonus_expires_days: days after which that bonus expires; None for never.
        raw: the JSON object, with gifts and user groups.
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
    conditions: tuple[DiscountCondition, ...]
    conditions_match: str | None
    excluded: tuple[int | str, ...]
    bonus_event: str | None
    bonus_expires_days: int | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> Discount:
        """Reads a ``Discount`` from a response."""
        marker = reader.name()
        worth, bonus = reader.nested("discountValue"), reader.nested("bonusEvent")
        value_type = worth.text("discountType")
        return cls(
            id=reader.id(),
            marker=marker,
            title=reader.title() or marker,
            type=reader.text("type") or "",
            value=worth.money("value"),
            value_type="PERCENTAGE" if value_type == "PERCENT" else value_type,
            applies_to=worth.text("applicability"),
            max_amount=worth.money("maxAmount"),
            starts=reader.time("startDate"),
            ends=reader.time("endDate"),
            conditions=tuple(DiscountCondition.read(one) for one in reader.objects("conditions")),
            conditions_match=reader.text("conditionLogic"),
            excluded=_entities(reader, "exclusions"),
            bonus_event=bonus.text("triggerEvent"),
            bonus_expires_days=bonus.integer("bonusExpirationDays"),
            raw=reader.raw,
        )

    @property
    def worth(self) -> str:
        """Returns the reduction as text: ``10 %``, ``15.00``, ``price 79.90``; empty if it only gives gifts."""
        if self.value is None:
            return ""
        if self.value_type == "PERCENTAGE":
            return f"{show(self.value)} %"
        amount = format_money(self.value, None)
        return f"price {amount}" if self.value_type == "FIXED_PRICE" else amount

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
                ("conditions", self.conditions),
                ("excluded", self.excluded),
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


def _entities(reader: Reader, key: str) -> tuple[int | str, ...]:
    """Returns the ids of a list of ``{id, isNested}``; empty for an object, which the SDK's type says."""
    if isinstance(reader.raw.get(key), Mapping):
        return ()
    found = (one.raw.get("id") for one in reader.objects(key))
    return tuple(one for one in found if isinstance(one, int | str) and not isinstance(one, bool))


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
            fetch=report.facts(),
            columns={
                "marker": "marker",
                "title": "title",
                "type": "type",
                "worth": "worth",
                "applies to": "applies_to",
                "ends": "ends",
            },
            frame=partial(frame_of, columns=DISCOUNTS, lists=("conditions", "excluded")),
        )

    def get(self, marker: str) -> Discount:
        """Returns a discount.

        Raises:
            NotFoundError: no discount has this marker.
        """
        answer = self._api.call("get_discount", check_marker(marker, "marker"), lang_code=self._lang)
        return read_one(answer, Discount.read, operation="getDiscount", lang=self._lang, noun="discount", marker=marker)

    def coupon(self, code: str) -> CouponCheck:
        """Checks whether a coupon code exists and is not used up. An invalid code does not raise.

        Raises:
            InputError: ``code`` is not a text, or is empty.
            ResponseFormatError: the answer is about another code.
        """
        asked = check_text(code, "code").strip()
        try:
            answer = self._api.call("validate_coupon", code=asked)
        except InvalidRequestError as error:
            # Some servers refuse an unknown code instead of answering (docs/api/discounts.md#discounts-coupon).
            answer = {"valid": False, "error": error.message or "The server does not accept this code"}
        found = CouponCheck.read(Reader(answer, operation="validateCoupon", lang=self._lang), asked)
        coupon = found.raw.get("coupon")
        answered = coupon.get("code") if isinstance(coupon, Mapping) else None
        if isinstance(answered, str) and answered.strip().casefold() != asked.casefold():
            raise ResponseFormatError(
                "validateCoupon answered about another code than was asked for. Call again; if it stays so, something "
                "between you and the server (a cache, a proxy) confuses answers.",
                operation="validateCoupon",
                json_path="$.coupon.code",
            )
        return found

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
        answer = self._api.call("list_bonus_history", **asked)
        _, total = read_page(answer, "listBonusHistory")
        found = read_items(
            answer, BonusMovement.read, operation="listBonusHistory", lang=self._lang, noun="bonus movement"
        )
        return Listing(
            found,
            noun="bonus movement",
            total=total,
            columns={
                "created": "created",
                "type": "type",
                "amount": Amount("amount"),
                "reference": "reference",
                "comment": "comment",
            },
            frame=partial(frame_of, columns=BONUS_MOVEMENTS),
            user=self._api.sign_ins.user_id(),
        )

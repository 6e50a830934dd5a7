"""Orders: storages, statuses, lists, reads, create, update and preview."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..data import clock
from ..data.catalogue import Catalogue, Definition, Document
from ..data.documents import INSERT_ORDER, decode, dumps, next_id, next_order_seq, order_document, order_product
from ..data.money import amount, number
from ..data.store import Tx
from ..errors import RefusedError
from . import baskets, discounts, formdata, guests, payments, pricing, stages, statuses
from .baskets import Priced
from .call import Call, Raw
from .lines import ordered, products_of

_ROWS = "FROM orders WHERE user_id = ? AND storage_id = ? AND seq BETWEEN ? AND ? ORDER BY seq "
_DIRECTIONS = {"newest_first": "DESC", "oldest_first": "ASC"}
PAGE_QUERIES = {
    name: f"SELECT CAST(group_concat(body) AS BLOB), count(form_data) FROM (SELECT body, form_data {_ROWS}{direction})"
    for name, direction in _DIRECTIONS.items()
}
"""A page is a range of `seq`, so that its cost does not depend on the offset; SQLite joins the documents."""
_ROW_QUERIES = {
    name: f"SELECT CAST(body AS BLOB), form_data {_ROWS}{direction}" for name, direction in _DIRECTIONS.items()
}


def list_order_storages(call: Call) -> object:
    """Returns all storages."""
    return call.page(call.catalogue.storages.bodies)


def get_order_storage(call: Call) -> object:
    """Returns a storage."""
    return call.storage().body


def list_order_statuses(call: Call) -> object:
    """Returns the statuses of a storage."""
    return call.page([status.body for status in call.catalogue.statuses_of(call.storage().id)])


def list_orders(call: Call) -> object:
    """Returns a page of the caller's orders in a storage."""
    storage, user = call.storage(), call.caller
    with call.store.read() as tx:
        row = tx.execute(
            "SELECT total FROM order_totals WHERE user_id = ? AND storage_id = ?", (user.id, storage.id)
        ).fetchone()
        total = row[0] if row else 0
        start, end = call.window(total)
        first, last = (total - end + 1, total - start)
        if call.options.order_list == "oldest_first":
            first, last = (start + 1, end)
        where = (user.id, storage.id, first, last)
        joined, in_locales = tx.execute(PAGE_QUERIES[call.options.order_list], where).fetchone()
        if in_locales:  # an order has form data in several locales
            rows = tx.execute(_ROW_QUERIES[call.options.order_list], where).fetchall()
            joined = b",".join(body if keyed is None else _in_locale(body, keyed, call.lang) for body, keyed in rows)
    return Raw(b'{"items":[%b],"total":%d}' % (joined or b"", total))


def get_order(call: Call) -> object:
    """Returns one of the caller's orders."""
    storage, user = call.storage(), call.caller
    with call.store.read() as tx:
        row = tx.execute(
            "SELECT CAST(body AS BLOB), form_data FROM orders WHERE id = ? AND user_id = ? AND storage_id = ?",
            (call.row_id("id"), user.id, storage.id),
        ).fetchone()
    if row is None:
        raise RefusedError(404, "Order not found")
    return Raw(row[0] if row[1] is None else _in_locale(row[0], row[1], call.lang))


def create_order(call: Call) -> object:
    """Creates an order with the current prices, or those that were signed."""
    storage, body = call.storage(), call.body
    account, status, form_data = _checked(call, storage)
    status = status or call.catalogue.default_status(storage.id)
    lang = _lang_of(call.catalogue, form_data)
    with call.store.write() as tx:
        buyer = guests.buyer(call, tx, writes=True)
        lines = ordered(call, storage, lang, clock.now(tx), {})
        priced = _priced(call, tx, buyer, lines)
        order_id = next_id(tx, "orders")
        created = clock.stamp(tx)
        currency = body.get("currency") or call.catalogue.settings["currency"]
        order = order_document(
            order_id=order_id,
            storage=storage,
            created=created,
            status=status,
            form_data=form_data[lang],
            total=priced.quote.discounted,
            currency=currency,
            account=account,
            products=lines + priced.gifts(call.catalogue, lang),
            is_completed=None,
            terms=priced.terms,
            payment=statuses.NO_PAYMENT_STATUS,
            split=_split(call, lines, priced),
        )
        tx.execute(
            INSERT_ORDER,
            (
                order_id,
                buyer.id,
                storage.id,
                next_order_seq(tx, buyer.id, storage.id),
                status.identifier,
                account.identifier,
                currency,
                str(priced.quote.discounted),
                str(priced.quote.due),
                None,
                dumps(form_data) if len(form_data) > 1 else None,
                dumps(priced.terms) if priced.terms else None,
                dumps(order),
            ),
        )
        discounts.use_coupon(tx, priced.coupon if priced.quote.coupon_applied else None, order_id)
        discounts.move_bonuses(tx, buyer.id, priced.quote.bonus_applied, "USAGE", order_id=order_id)
    return _created(order_id, body, priced, currency, created)


def update_order(call: Call) -> object:
    """Replaces an order's form data and products; keeps recorded prices and cancels open payment sessions."""
    storage, user, body = call.storage(), call.caller, call.body
    with call.store.read() as tx:  # another user's order is not found, before the body is validated
        _owned(tx, call.row_id("id"), user.id, storage.id)
    account, status, form_data = _checked(call, storage)
    lang = _lang_of(call.catalogue, form_data)
    with call.store.write() as tx:
        order_id = call.row_id("id")
        row = _owned(tx, order_id, user.id, storage.id)
        old, terms = decode(row[0]), decode(row[1]) if row[1] else {}
        payments.cancel_open(tx, order_id)
        recorded = {line["id"]: line for line in old["products"] if not line["isGift"]}
        lines = ordered(call, storage, lang, clock.now(tx), recorded)
        given_back = amount(terms.get("bonusApplied", 0))
        discounts.move_bonuses(tx, user.id, given_back, "REVERSAL_USAGE", order_id=order_id)
        priced = _priced(call, tx, guests.Buyer(user.id, user.groups), lines, order_id)
        status = status or call.catalogue.status(storage.id, old["statusIdentifier"])
        assert status is not None, "no operation removes a status"
        currency = body.get("currency") or old["currency"]
        order = order_document(
            order_id=order_id,
            storage=storage,
            created=old["createdDate"],
            status=status,
            form_data=form_data[lang],
            total=priced.quote.discounted,
            currency=currency,
            account=account,
            products=lines + priced.gifts(call.catalogue, lang),
            is_completed=old["isCompleted"],
            terms=priced.terms,
            payment=statuses.payment_members(call.catalogue, payments.payment_of(tx, order_id)),
            split=_split(call, lines, priced),
        )
        tx.execute(
            "UPDATE orders SET status = ?, account = ?, currency = ?, total = ?, due = ?, form_data = ?, terms = ?,"
            " body = ? WHERE id = ?",
            (
                status.identifier,
                account.identifier,
                currency,
                str(priced.quote.discounted),
                str(priced.quote.due),
                dumps(form_data) if len(form_data) > 1 else None,
                dumps(priced.terms) if priced.terms else None,
                dumps(order),
                order_id,
            ),
        )
        discounts.use_coupon(tx, priced.coupon if priced.quote.coupon_applied else None, order_id)
        discounts.move_bonuses(tx, user.id, priced.quote.bonus_applied, "USAGE", order_id=order_id)
    return _created(order_id, body, priced, currency, old["createdDate"])


def preview_order(call: Call) -> object:
    """Returns the price of a basket; stores nothing."""
    wanted = call.body.get("products") or []
    lines = [
        order_product(product, line["quantity"], call.lang)
        for product, line in zip(products_of(call.catalogue, wanted), wanted, strict=True)
    ]
    with call.store.read() as tx:
        buyer = guests.buyer(call, tx, writes=False)
        priced = _priced(call, tx, buyer, lines, is_preview=True)  # which says what bonuses the user has
    quote = priced.quote
    return {
        "totalSum": number(quote.total),
        "totalSumWithDiscount": number(quote.discounted),
        "bonusApplied": number(quote.bonus_applied),
        "totalDue": number(quote.due),
        "currency": call.catalogue.settings["currency"],
        "orderPreview": [
            {
                "id": line.product_id,
                "price": number(line.price),
                "quantity": line.quantity,
                "discountPrice": None if line.discount_price is None else number(line.discount_price),
                "isGift": line.is_gift,
            }
            for line in quote.lines
        ],
        "discountConfig": priced.config,
    }


def _priced(
    call: Call,
    tx: Tx,
    buyer: guests.Buyer,
    lines: list[Document],
    order_id: int | None = None,
    *,
    is_preview: bool = False,
) -> Priced:
    body, catalogue = call.body, call.catalogue
    wanted = amount(body.get("bonusAmount") or 0)
    basket = pricing.Basket(
        lines=[pricing.Line(line["id"], line["quantity"], amount(line["price"])) for line in lines],
        products={one.id: one.body for one in catalogue.products.all},
        now=clock.now(tx),
        coupon=discounts.find_coupon(tx, catalogue, body.get("couponCode"), order_id),
        markers=body.get("additionalDiscountsMarkers") or [],
        bonus_wanted=wanted,
        bonus_balance=discounts.balance(tx, buyer.id) if wanted or is_preview else Decimal(0),
        groups=buyer.groups,
        above=catalogue.above,
        spent=_spent(tx, buyer.id) if baskets.asks_for_spending(catalogue) else Decimal(0),
    )
    return baskets.price(catalogue, basket)


def _split(call: Call, lines: list[Document], priced: Priced) -> Document | None:
    if call.options.payment_stages == "none":
        return None
    return stages.split(lines, priced.quote.due, call.catalogue)


def _spent(tx: Tx, user_id: int) -> Decimal:
    rows = tx.execute("SELECT due FROM orders WHERE user_id = ? AND is_completed = 1", (user_id,))
    return sum((Decimal(row[0]) for row in rows), Decimal(0))


def _created(order_id: int, body: Document, priced: Priced, currency: str, created: str) -> Document:
    """Returns the response of create and update: the request's members and the results."""
    answer = {
        "id": order_id,
        "formIdentifier": body["formIdentifier"],
        "paymentAccountIdentifier": body["paymentAccountIdentifier"],
        "formData": body["formData"],
        "products": [{"productId": line["productId"], "quantity": line["quantity"]} for line in body["products"]],
        "currency": currency,
        "totalSum": number(priced.quote.discounted),
        "createdDate": created,
    }
    echoed = ("statusIdentifier", "couponCode", "additionalDiscountsMarkers", "bonusAmount")
    answer |= {name: body[name] for name in echoed if body.get(name)}
    return answer | (priced.terms or {})


def _checked(call: Call, storage: Definition) -> tuple[Definition, Definition | None, Document]:
    """Validates and returns a body's payment account, status and form data."""
    body, catalogue = call.body, call.catalogue
    account = catalogue.accounts.by_identifier.get(body["paymentAccountIdentifier"])
    linked = [one["identifier"] for one in storage.body["paymentAccountIdentifiers"]]
    if account is not None and linked and account.identifier not in linked:
        raise RefusedError(400, payments.NOT_CONNECTED)  # docs/api/requests.md#requests-400
    if account is None or not (linked or account.body["isVisible"]):
        raise RefusedError(400, "paymentAccountIdentifier is not a payment account of this orders storage")
    form = catalogue.forms.by_identifier[storage.body["formIdentifier"]]
    form_data = formdata.check(form.body["attributes"] or [], body["formData"])
    if body["formIdentifier"] != form.identifier:
        raise RefusedError(400, "Incorrect formIdentifier for provided config")
    status = catalogue.status(storage.id, body.get("statusIdentifier"))
    if body.get("statusIdentifier") and status is None:
        raise RefusedError(400, "statusIdentifier is not a status of this orders storage")
    return account, status, form_data


def _owned(tx: Tx, order_id: int, user_id: int, storage_id: int) -> tuple[str, str | None]:
    row: tuple[str, str | None] | None = tx.execute(
        "SELECT body, terms FROM orders WHERE id = ? AND user_id = ? AND storage_id = ?",
        (order_id, user_id, storage_id),
    ).fetchone()
    if row is None:
        raise RefusedError(404, "Order not found")
    return row


def _lang_of(catalogue: Catalogue, form_data: Document) -> str:
    return catalogue.language if catalogue.language in form_data else next(iter(form_data))


def _in_locale(body: bytes, keyed: str, lang: str) -> bytes:
    sections: dict[str, Any] = decode(keyed)
    if lang not in sections:
        return body
    return dumps({**decode(body), "formData": sections[lang]}).encode()

"""The front page: description, connection data, catalogue and current activity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..data.catalogue import Catalogue
from ..data.documents import PAGE_BASE, decode
from ..data.money import amount
from . import checkout
from .markup import NOTHING, Safe, join, money, render
from .visits import Page, Visit, html, message

_LATEST = 8
_MOST_USERS = 50
_USUAL_PROVIDER = "email"
_TILES = 6


def show(visit: Visit) -> Page:
    """Returns the whole page."""
    if not visit.names_us:
        return refuse(visit)
    instance = visit.instance
    catalogue = instance.catalogue
    products = [one.body for one in catalogue.products.all if one.body["isVisible"]]
    currency = catalogue.settings["currency"]
    categories = list(dict.fromkeys(_category(body) for body in products))
    body = render(
        "front",
        shop=checkout.shop_name(instance),
        connect=_connect(visit),
        live=_live(visit),
        products=join(_product(body, currency, categories.index(_category(body)) % _TILES) for body in products),
        users=join(_users(visit)),
        storages=join(
            render(
                "storage_row",
                identifier=one.identifier,
                title=checkout.localized(one.body["localizeInfos"]),
                form=one.body["formIdentifier"],
                statuses=", ".join(status.identifier for status in catalogue.statuses_of(one.id)),
            )
            for one in catalogue.storages.all
        ),
    )
    return html(body, title="OneEntry sandbox", css="front", head=render("front_head"), scripts=True)


def live(visit: Visit) -> Page:
    """Returns only the part of the page that changes."""
    return Page(_live(visit).encode()) if visit.names_us else refuse(visit)


def refuse(visit: Visit) -> Page:
    """Returns the error page for a foreign host name."""
    return message(
        403,
        "Not under this name",
        "This page shows what only this machine may see. Open it by the address that the sandbox printed when it"
        " started, such as http://127.0.0.1 and its port.",
    )


def _connect(visit: Visit) -> Safe:
    if not visit.is_local:
        return render("connect_elsewhere", url=visit.base_url)
    demo = visit.instance.catalogue.settings["demoUser"]
    return render(
        "connect",
        url=visit.base_url,
        token=visit.instance.keys.app_token,
        user=demo["login"],
        password=demo["password"],
        provider=_provider(visit.instance.catalogue, demo["provider"]),
    )


def _provider(catalogue: Catalogue, marker: str) -> Safe:
    """Returns the argument that names an auth provider; nothing for the usual one and the only one."""
    able = [one.identifier for one in catalogue.providers.all if one.body["isActive"] and one.body["formIdentifier"]]
    return NOTHING if marker == _USUAL_PROVIDER or able == [marker] else render("provider", marker=marker)


def _live(visit: Visit) -> Safe:
    instance = visit.instance
    checkout.catch_up(instance)
    with instance.store.read() as tx:
        totals = tx.execute(
            "SELECT (SELECT coalesce(sum(total), 0) FROM order_totals),"
            " (SELECT coalesce(sum(total), 0) FROM session_totals)"
        ).fetchone()
        orders = tx.execute(
            "SELECT o.id, o.storage_id, o.status, o.is_completed, o.total, o.currency, o.body, u.identifier"
            " FROM orders o LEFT JOIN users u ON u.id = o.user_id ORDER BY o.id DESC LIMIT ?",
            (_LATEST,),
        ).fetchall()
        sessions = tx.execute(
            "SELECT s.id, s.order_id, s.status, s.account_id, s.amount, s.body, o.currency"
            " FROM payment_sessions s JOIN orders o ON o.id = s.order_id ORDER BY s.id DESC LIMIT ?",
            (_LATEST,),
        ).fetchall()
    return render(
        "live",
        orders=join(_orders(visit, orders)),
        sessions=join(_sessions(visit, sessions)),
        order_count=f"{totals[0]:,}",
        session_count=f"{totals[1]:,}",
    )


def _orders(visit: Visit, rows: Iterable[Any]) -> Iterable[Safe]:
    for order_id, storage_id, status, paid, total, currency, body, user in rows:
        yield render(
            "order_row",
            id=order_id,
            created=_moment(decode(body)["createdDate"]),
            user=user or "deleted",
            storage=visit.instance.catalogue.storages.by_id[storage_id].identifier,
            status=status,
            paid="paid" if paid else "not paid",
            css="good" if paid else "calm",
            total=money(amount(total), currency),
        )


def _sessions(visit: Visit, rows: Iterable[Any]) -> Iterable[Safe]:
    styles = {"completed": "good", "waiting": "busy"}
    for session_id, order_id, status, account_id, total, body, currency in rows:
        document = decode(body)
        url = (document["paymentUrl"] or "").removeprefix(PAGE_BASE)
        is_open = url and status == "waiting" and visit.is_local
        yield render(
            "session_row",
            id=session_id,
            order=order_id,
            created=_moment(document["createdDate"]),
            account=visit.instance.catalogue.accounts.by_id[account_id].identifier,
            kind=document["type"],
            status=status,
            css=styles.get(status, "calm"),
            total=money(amount(total), currency),
            link=render("pay_link", id=session_id, url=url) if is_open else NOTHING,
        )


def _category(body: dict[str, Any]) -> str:
    return str(next(iter(body["categories"]), ""))


def _product(body: dict[str, Any], currency: str, tile: int) -> Safe:
    title = checkout.localized(body["localizeInfos"])
    price = "Price on request" if body["price"] is None else money(amount(body["price"]), currency)
    initials = "".join(word[0] for word in title.split()[:2] if word[0].isalnum()).upper()
    return render(
        "product",
        id=body["id"],
        title=title,
        price=price,
        category=_category(body),
        initials=initials,
        tile=tile,
    )


def _users(visit: Visit) -> Iterable[Safe]:
    with visit.instance.store.read() as tx:
        rows = tx.execute(
            "SELECT id, identifier, provider, is_active FROM users WHERE archived_at IS NULL ORDER BY id LIMIT ?",
            (_MOST_USERS,),
        ).fetchall()
    for user_id, login, provider, active in rows:
        yield render("user_row", id=user_id, login=login, provider=provider, state="active" if active else "inactive")


def _moment(text: str) -> str:
    return text[:16].replace("T", " ")

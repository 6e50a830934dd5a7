"""Payment accounts, payment sessions and payment outcomes."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from decimal import Decimal

from ..data import clock
from ..data.catalogue import Catalogue, Definition, Document
from ..data.documents import INSERT_SESSION, PAGE_BASE, decode, dumps, next_id, next_session_seq, session_document
from ..data.money import amount
from ..data.options import Options
from ..data.store import Tx
from ..errors import RefusedError
from . import discounts, guests, stages, statuses
from .call import Call, Instance, Raw

_PAGE = "SELECT CAST(body AS BLOB) FROM payment_sessions WHERE user_id = ? AND seq BETWEEN ? AND ? ORDER BY seq "
PAGE_QUERIES = {"newest_first": _PAGE + "DESC", "oldest_first": _PAGE + "ASC"}
NOT_CONNECTED = "Your payment account is not connected"
OUTCOMES = ("completed", "canceled", "expired")
_DAY_MINUTES = 1440
_LINK = re.compile(r"cs_test_(?P<secret>[0-9a-f]{40})(?P<id>[1-9a-f][0-9a-f]{0,15})")


def list_payment_accounts(call: Call) -> object:
    """Returns all payment accounts."""
    return call.page(call.catalogue.accounts.bodies)


def get_payment_account(call: Call) -> object:
    """Returns a payment account."""
    account = call.catalogue.accounts.by_id.get(call.path["id"])
    if account is None:
        raise RefusedError(404, "Payment account not found")
    return account.body


def list_payment_sessions(call: Call) -> object:
    """Returns a page of the caller's payment sessions."""
    with call.store.read() as tx:
        row = tx.execute("SELECT total FROM session_totals WHERE user_id = ?", (call.caller.id,)).fetchone()
        total = row[0] if row else 0
        start, end = call.window(total)
        first, last = (total - end + 1, total - start)
        if call.options.order_list == "oldest_first":
            first, last = (start + 1, end)
        rows = tx.execute(PAGE_QUERIES[call.options.order_list], (call.caller.id, first, last)).fetchall()
    return Raw(b'{"items":[%b],"total":%d}' % (b",".join(row[0] for row in rows), total))


def get_payment_session(call: Call) -> object:
    """Returns one of the caller's payment sessions."""
    with call.store.read() as tx:
        row = tx.execute(
            "SELECT CAST(body AS BLOB) FROM payment_sessions WHERE id = ? AND user_id = ?",
            (call.row_id("id"), call.caller.id),
        ).fetchone()
    if row is None:
        raise RefusedError(404, "Payment session not found")
    return Raw(row[0])


def get_payment_session_by_order(call: Call) -> object:
    """Returns the latest session of an order, or all as an array; an empty array if there is none.

    For an order that is paid in stages it is always an array.
    """
    with call.store.read() as tx:
        order_id = call.row_id("orderId")
        order = tx.execute("SELECT user_id, body FROM orders WHERE id = ?", (order_id,)).fetchone()
        if order is None or order[0] != call.caller.id:
            raise RefusedError(404, "Order not found")
        rows = tx.execute(
            "SELECT CAST(body AS BLOB) FROM payment_sessions WHERE order_id = ? ORDER BY id", (order_id,)
        ).fetchall()
    if call.options.sessions_by_order == "object" and rows and "split" not in decode(order[1]):
        return Raw(rows[-1][0])
    return Raw(b"[%b]" % b",".join(row[0] for row in rows))


def get_payment_stages(call: Call) -> object:
    """Returns how far an order is paid in stages; without stages if it is paid at once."""
    with call.store.read() as tx:
        row = tx.execute(
            "SELECT is_completed, body FROM orders WHERE id = ? AND user_id = ?", (call.row_id("id"), call.caller.id)
        ).fetchone()
    if row is None:
        raise RefusedError(404, "Order not found")
    return decode(row[1]).get("split") or {"completed": bool(row[0]), "partial": False, "stages": []}


def create_payment_session(call: Call) -> object:
    """Opens a session for one of the caller's or the guest's orders; for an order in stages, that of the next stage."""
    with call.store.write() as tx:
        buyer = guests.buyer(call, tx, writes=False)
        order_id = call.body["orderId"] if 0 <= call.body["orderId"] < 2**63 else -1
        row = tx.execute(
            "SELECT account, due, is_completed, body FROM orders WHERE id = ? AND user_id = ?",
            (order_id, buyer.id),
        ).fetchone()
        if row is None:
            raise RefusedError(404, "Order not found")
        if row[2]:
            raise RefusedError(400, "Order has already been paid")
        account = call.catalogue.accounts.by_identifier[row[0]]
        if account.body["settings"]["status"] != "connected":  # in test mode, too: docs/api/traps.md#trap-36
            raise RefusedError(400, NOT_CONNECTED)
        progress = decode(row[3]).get("split")
        if progress is not None:
            return _open_stages(call, tx, buyer, order_id, account, progress)
        session = _open(call, tx, buyer, order_id, account, Decimal(row[1]))
        if session["paymentUrl"] is not None:
            change_order(tx, order_id, paymentUrl=session["paymentUrl"])
        _move(tx, call.catalogue, order_id)
    return session


def _open_stages(
    call: Call, tx: Tx, buyer: guests.Buyer, order_id: int, account: Definition, progress: Document
) -> Document:
    opened: list[Document] = []
    for stage in stages.to_open(tx, progress, ahead=call.options.payment_stages == "ahead"):
        if stages.open_session(tx, stage) is not None:  # a stage has at most one open session, so that it is paid once
            _close(tx, stage["sessionId"], "canceled")
        opened.append(_open(call, tx, buyer, order_id, account, amount(stage["value"])))
        stage["sessionId"] = opened[-1]["id"]
    change_order(tx, order_id, split=progress)
    _show_link(tx, order_id, None)
    _move(tx, call.catalogue, order_id)
    return opened[0]


def _open(call: Call, tx: Tx, buyer: guests.Buyer, order_id: int, account: Definition, due: Decimal) -> Document:
    kind = call.body["type"]
    session_id = next_id(tx, "payment_sessions")
    link, now = account.notes["link"], time.time()
    delay = call.options.paypal_delay_s
    at_once = kind == "session" and (link == "at_once" or (link == "later" and delay == 0))
    url = payment_url(call.instance.keys.signing, session_id) if at_once else None
    created = clock.stamp(tx)
    session = session_document(
        session_id=session_id,
        created=created,
        updated=created,
        kind=kind,
        status="waiting",
        account=account,
        order_id=order_id,
        payment_url=url,
        amount=due,
        client_secret=_client_secret(call, session_id) if kind == "intent" and link == "at_once" else None,
    )
    tx.execute(
        INSERT_SESSION,
        (
            session_id,
            order_id,
            buyer.id,
            next_session_seq(tx, buyer.id),
            "waiting",
            account.id,
            str(due),
            now + delay if link == "later" and kind == "session" and url is None else None,
            None if link == "never" else now + _lifetime_s(account),
            dumps(session),
        ),
    )
    return session


def _lifetime_s(account: Definition) -> int:
    return 60 * int(account.body["testSettings"].get("sessionTimeout") or _DAY_MINUTES)


def payment_url(key: str, session_id: int) -> str:
    """Returns the URL of a session's payment page: unguessable and stable."""
    return f"{PAGE_BASE}/pay/cs_test_{_secret(key, f'pay-{session_id}')}{session_id:x}"


def session_of_link(key: str, name: str) -> int | None:
    """Returns the session of a payment page's name, `cs_test_...`; `None` if the name is not valid."""
    parts = _LINK.fullmatch(name)
    if parts is None:
        return None
    session_id = int(parts["id"], 16)
    genuine = hmac.compare_digest(parts["secret"], _secret(key, f"pay-{session_id}"))
    return session_id if genuine else None


def _client_secret(call: Call, session_id: int) -> str:
    key = call.instance.keys.signing
    return f"pi_{_secret(key, f'intent-{session_id}')[:24]}_secret_{_secret(key, f'client-{session_id}')[:24]}"


def _secret(key: str, purpose: str) -> str:
    return hmac.new(key.encode(), purpose.encode(), hashlib.sha256).hexdigest()[:40]


_ANYTHING_DUE = (
    "SELECT EXISTS (SELECT 1 FROM payment_sessions WHERE link_at <= :now)"
    " OR EXISTS (SELECT 1 FROM payment_sessions WHERE expires_at <= :now)"
)


def settle_due(instance: Instance) -> None:
    """Calls `settle` if a session is due, which costs one read otherwise."""
    now = time.time()
    with instance.store.read() as tx:
        due = tx.execute(_ANYTHING_DUE, {"now": now}).fetchone()[0]
    if due:
        settle(instance, now)


def settle(instance: Instance, now: float) -> None:
    """Applies the time: shows delayed payment links and expires open sessions."""
    due = (
        "SELECT id, expires_at FROM payment_sessions WHERE link_at <= :now"
        " UNION SELECT id, expires_at FROM payment_sessions WHERE expires_at <= :now"
    )
    with instance.store.write() as tx:
        for session_id, expires_at in tx.execute(due, {"now": now}).fetchall():
            if expires_at is not None and expires_at <= now:
                order_id = _close(tx, session_id, "expired")
                _not_paid(tx, order_id)
                _move(tx, instance.catalogue, order_id)
            else:
                url = payment_url(instance.keys.signing, session_id)
                order_id = _change_session(tx, session_id, paymentUrl=url, updatedDate=clock.now(tx))
                tx.execute("UPDATE payment_sessions SET link_at = NULL WHERE id = ?", (session_id,))
                _show_link(tx, order_id, url)


def pass_time(tx: Tx, catalogue: Catalogue, options: Options, now_ms: int) -> None:
    """Makes sessions due whose time is over by a clock that was moved on; `settle` then ends them.

    Args:
        tx: A write transaction.
        catalogue: The shop's definitions.
        options: The options, which delay links.
        now_ms: The shop's new time.
    """
    waiting = "SELECT id, account_id, link_at, body FROM payment_sessions WHERE status = 'waiting'"
    for session_id, account_id, link_at, body in tx.execute(waiting).fetchall():
        account, created_ms = catalogue.accounts.by_id[account_id], clock.to_ms(decode(body)["createdDate"])
        if account.notes["link"] != "never" and created_ms + _lifetime_s(account) * 1000 <= now_ms:
            tx.execute("UPDATE payment_sessions SET expires_at = 0 WHERE id = ?", (session_id,))
        elif link_at is not None and created_ms + options.paypal_delay_s * 1000 <= now_ms:
            tx.execute("UPDATE payment_sessions SET link_at = 0 WHERE id = ?", (session_id,))


def finish(tx: Tx, catalogue: Catalogue, session_id: int, outcome: str) -> None:
    """Closes an open session like a payment provider's callback, and marks its order as paid or not.

    An order in stages is paid with its last stage.

    Args:
        tx: A write transaction.
        catalogue: The shop's definitions.
        session_id: The session.
        outcome: One of `OUTCOMES`.

    Raises:
        RefusedError: 404 if the session does not exist, 400 if it is closed.
    """
    row = tx.execute(
        "SELECT s.status, o.id, o.is_completed FROM payment_sessions s"
        " JOIN orders o ON o.id = s.order_id WHERE s.id = ?",
        (session_id,),
    ).fetchone()
    if row is None:
        raise RefusedError(404, "Payment session not found")
    status, order_id, was_paid = row
    if status != "waiting" or (was_paid and outcome == "completed"):
        raise RefusedError(400, "Payment session is closed")
    _close(tx, session_id, outcome)
    if outcome == "completed":
        _paid(tx, catalogue, order_id, session_id)
    else:
        _not_paid(tx, order_id)
    _move(tx, catalogue, order_id)


def _paid(tx: Tx, catalogue: Catalogue, order_id: int, session_id: int) -> None:
    user_id, due, body = tx.execute("SELECT user_id, due, body FROM orders WHERE id = ?", (order_id,)).fetchone()
    progress = decode(body).get("split")
    if progress is not None:
        paid = stages.pay(progress, session_id)
        change_order(tx, order_id, split=progress)
        if not paid:
            _not_paid(tx, order_id)
            return
    cancel_open(tx, order_id, paid=session_id)
    tx.execute("UPDATE orders SET is_completed = 1 WHERE id = ?", (order_id,))
    change_order(tx, order_id, isCompleted=True, paymentUrl=None)
    discounts.accrue(tx, catalogue, user_id, order_id=order_id, paid=Decimal(due))


def payment_of(tx: Tx, order_id: int) -> str | None:
    """Returns the session status that stands for an order's payment, see `statuses.payment_of`."""
    paid = tx.execute("SELECT is_completed FROM orders WHERE id = ?", (order_id,)).fetchone()[0]
    rows = tx.execute("SELECT status FROM payment_sessions WHERE order_id = ? ORDER BY id", (order_id,))
    return statuses.payment_of(bool(paid), [row[0] for row in rows])


def _move(tx: Tx, catalogue: Catalogue, order_id: int) -> None:
    """Moves the statuses of an order after one of its sessions was opened or ended, as the storage maps them."""
    payment = payment_of(tx, order_id)
    members = statuses.payment_members(catalogue, payment)
    storage_id = tx.execute("SELECT storage_id FROM orders WHERE id = ?", (order_id,)).fetchone()[0]
    status = statuses.mapped(catalogue, storage_id, payment)
    if status is not None:
        tx.execute("UPDATE orders SET status = ? WHERE id = ?", (status.identifier, order_id))
        members = {
            **members,
            "statusIdentifier": status.identifier,
            "statusLocalizeInfos": status.body["localizeInfos"],
        }
    change_order(tx, order_id, **members)


def cancel_open(tx: Tx, order_id: int, *, paid: int | None = None) -> None:
    """Cancels an order's open sessions, as on an update of the order.

    A session that has expired cannot be canceled any more than a paid one, and the real server refuses both with the
    text about a payment: docs/api/orders.md#orders-cancel.

    Args:
        tx: A write transaction.
        order_id: The order.
        paid: The paid session that causes the cancellation; sessions that have ended are then allowed.

    Raises:
        RefusedError: 400 if a session has been paid or has expired.
    """
    rows = tx.execute("SELECT id, status FROM payment_sessions WHERE order_id = ? ORDER BY id", (order_id,)).fetchall()
    closed = [str(session_id) for session_id, status in rows if status in ("completed", "expired")]
    if closed and paid is None:
        raise RefusedError(
            400,
            f"Can't update the order. Payment sessions {', '.join(closed)} could not be canceled — the order may have"
            " been paid.",
        )
    for session_id, status in rows:
        if status == "waiting":
            _close(tx, session_id, "canceled")


def _close(tx: Tx, session_id: int, status: str) -> int:
    tx.execute(
        "UPDATE payment_sessions SET status = ?, link_at = NULL, expires_at = NULL WHERE id = ?", (status, session_id)
    )
    return _change_session(tx, session_id, status=status, updatedDate=clock.now(tx))


def _not_paid(tx: Tx, order_id: int) -> None:
    # A payment failed, or was not the last one: the order is now known to be unpaid.
    tx.execute("UPDATE orders SET is_completed = 0 WHERE id = ? AND is_completed IS NULL", (order_id,))
    paid = tx.execute("SELECT is_completed FROM orders WHERE id = ?", (order_id,)).fetchone()[0]
    change_order(tx, order_id, isCompleted=bool(paid))
    _show_link(tx, order_id, None)


def _show_link(tx: Tx, order_id: int, url: str | None) -> None:
    """Sets the payment link of the order: `url`, or the link of the next stage."""
    progress = decode(tx.execute("SELECT body FROM orders WHERE id = ?", (order_id,)).fetchone()[0]).get("split")
    change_order(tx, order_id, paymentUrl=url if progress is None else stages.link(tx, progress))


def _change_session(tx: Tx, session_id: int, **members: object) -> int:
    body, order_id = tx.execute("SELECT body, order_id FROM payment_sessions WHERE id = ?", (session_id,)).fetchone()
    tx.execute("UPDATE payment_sessions SET body = ? WHERE id = ?", (dumps({**decode(body), **members}), session_id))
    return int(order_id)


def change_order(tx: Tx, order_id: int, **members: object) -> None:
    """Changes members of an order's document."""
    body: Document = decode(tx.execute("SELECT body FROM orders WHERE id = ?", (order_id,)).fetchone()[0])
    tx.execute("UPDATE orders SET body = ? WHERE id = ?", (dumps({**body, **members}), order_id))

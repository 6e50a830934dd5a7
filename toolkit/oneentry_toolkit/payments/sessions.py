"""Payment accounts and payment sessions. In this module, a session is always a payment session."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Unpack

from ..errors import InputError, PaymentTimeoutError
from ..frames.assemble import Assembly, Money, build, check_money
from ..frames.decode import Decoder
from ..frames.fetch import fetch_options, read_chunks, warm_up
from ..frames.records import frame_of
from ..frames.schema import ACCOUNTS, SESSIONS, array, documented, from_rows
from ..lists.cache import TtlCache
from ..lists.options import ListOptions, takes
from ..lists.plan import Report
from ..lists.read_all import check_findings, read_all, read_items, read_one, say_missing, say_unreadable
from ..lists.side import look_up
from ..orders.models import Order, order_number
from ..transport.client import ApiClient
from ..transport.messages import LOOK_FIRST
from ..values.arguments import check_id, check_max_items, check_seconds, unknown_marker
from ..values.display import Listing, describe_part
from ..values.words import is_known, sounds_cancelled
from .accounts import PaymentAccount
from .models import PaymentSession
from .of_order import check_of_order, read_of_order
from .stages import PaymentProgress
from .waiting import Polled, poll

if TYPE_CHECKING:
    import pandas as pd


class Payments:
    """``shop.payments``. A user sees their own payment sessions only."""

    def __init__(
        self,
        api: ApiClient,
        lang: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._api = api
        self._lang = lang
        self._clock = clock
        self._sleep = sleep
        self._accounts: TtlCache[str, tuple[PaymentAccount, ...]] = TtlCache(lambda _: tuple(self.accounts()), api)

    def __repr__(self) -> str:
        return describe_part(self, "shop.payments")

    def accounts(self) -> Listing[PaymentAccount]:
        """Lists the payment accounts of the project.

        Raises:
            SignInRequiredError: no user is signed in.
        """
        answer = self._api.call("list_payment_accounts")
        found = read_items(
            answer, PaymentAccount.read, operation="listPaymentAccounts", lang=self._lang, noun="payment account"
        )
        return Listing(
            found,
            noun="payment account",
            columns={
                "id": "id",
                "marker": "marker",
                "title": "title",
                "type": "type",
                "connected": "is_connected",
                "test mode": "test_mode",
            },
            frame=functools.partial(frame_of, columns=ACCOUNTS),
        )

    def account(self, account: int | str) -> PaymentAccount:
        """Returns a payment account, by number or by marker.

        Raises:
            InputError: no account has this marker.
            NotFoundError: no account has this number.
        """
        if isinstance(account, str):
            known = {one.marker: one for one in self._accounts[""]}
            if account not in known:
                raise unknown_marker("payment account", account, known, name="account")
            return known[account]
        answer = self._api.call("get_payment_account", number := check_id(account, "account"))
        how = {"operation": "getPaymentAccount", "lang": self._lang, "noun": "payment account"}
        return read_one(answer, PaymentAccount.read, **how, number=number)

    def create_session(
        self, order: Order | int, *, type: Literal["session", "intent"] = "session", automatic_tax: bool = False
    ) -> PaymentSession:
        """Opens a payment session for an order. The request is not retried: every call opens a new session.

        Args:
            order: the order or its number.
            type: ``"session"`` for a page to pay on, ``"intent"`` for a card form of your own (Stripe).
            automatic_tax: let Stripe compute taxes.

        Raises:
            InputError: ``order`` is paid or cancelled; nothing was sent. By its number, the server decides.
            NotFoundError: the order does not exist, or belongs to another user.
            ConnectionFailedError: no response; ``sent`` is True if a session may have been opened.
        """
        if type not in ("session", "intent"):
            raise InputError('type must be "session" or "intent".', name="type")
        number = order_number(order)
        if isinstance(order, Order):
            _check_payable(order)
        body = {"orderId": number, "type": type, "automaticTaxEnabled": bool(automatic_tax)}
        answer = self._api.call("create_payment_session", body=body)
        opened = self._read(answer, "createPaymentSession")
        check_of_order([opened], number, operation="createPaymentSession", noun="payment session", advice=LOOK_FIRST)
        return opened

    def get(self, session_id: int) -> PaymentSession:
        """Returns a payment session.

        Raises:
            NotFoundError: the session does not exist, or belongs to another user.
        """
        answer = self._api.call("get_payment_session", number := _session_id(session_id, "session_id"))
        return self._read(answer, "getPaymentSession", number)

    def sessions_for(self, order: Order | int) -> Listing[PaymentSession]:
        """Lists the payment sessions of an order. A session of another order is left out, with a warning.

        Some servers answer with one object and some with an array (docs/api/traps.md#trap-5); here it is always a
        sequence.

        Raises:
            NotFoundError: the order does not exist, or belongs to another user.
            ResponseFormatError: the answer is no list, or all of it is of other orders.

        Warns:
            UnreadableRecordWarning: a session, or a member of it, could not be read, or it is of another order.
        """
        answer = self._api.call("get_payment_session_by_order", number := order_number(order))
        found = read_of_order(
            [answer] if isinstance(answer, dict) and answer and "items" not in answer else answer,
            PaymentSession.read,
            number,
            operation="getPaymentSessionByOrder",
            lang=self._lang,
            noun="payment session",
        )
        return self._listing(found)

    def stages_for(self, order: Order | int) -> PaymentProgress:
        """Returns how far an order is paid in stages.

        Servers of the official SDK 1.0.149 and older do not have this operation, and its path is a guess
        (docs/api/open-questions.md#question-paths): where it is missing, ``PaymentProgress.of(order)`` reads what the
        order itself says.

        Raises:
            NotFoundError: the order does not exist, belongs to another user, or the server has no such operation.
            ResponseFormatError: the answer cannot be read.
        """
        answer = self._api.call("get_payment_stages", order_number(order))
        return read_one(
            answer, PaymentProgress.read, operation="getPaymentStages", lang=self._lang, noun="payment progress"
        )

    def list(self, *, max_items: int | None = None, strict: bool = False) -> Listing[PaymentSession]:
        """Lists your payment sessions, in the server's order.

        Args:
            max_items: maximum number of sessions; None for all.
            strict: raise instead of warning when the server returns fewer items than its total, or when a session
                could not be read.

        Raises:
            SignInRequiredError: no user is signed in.
            IncompleteListError: with ``strict``, the server returned fewer items than its total.
            ResponseFormatError: with ``strict``, a session, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer items than its total.
            UnreadableRecordWarning: without ``strict``, a session, or a member of one, could not be read.
        """
        found, report = read_all(
            self._api,
            "list_payment_sessions",
            read=PaymentSession.read,
            lang=self._lang,
            noun="payment session",
            max_items=max_items,
            strict=strict,
        )
        return self._listing(found, report)

    def wait(
        self,
        session: PaymentSession | int,
        *,
        until: Literal["settled", "link"] = "settled",
        timeout_s: float = 60.0,
        poll_s: float = 1.5,
    ) -> PaymentSession:
        """Polls a payment session until it has a final status or a payment link.

        Args:
            session: the session or its number.
            until: ``"settled"`` waits for any final status; ``"link"`` for ``payment_url`` (PayPal's comes
                some seconds late), or a final status.
            timeout_s: maximum time to wait, in seconds. A renewal of the sign-in that has begun is not cut short, since
                that could end the sign-in: it may take as long as ``connect(timeout_s=...)`` says.
            poll_s: seconds between two requests.

        Failures that may pass (no answer, 404, 429, 5xx) do not end the wait; a longer pause that the server asks for
        is kept.

        Returns:
            The session. Check its ``status``: ``completed`` is paid, ``canceled`` and ``expired`` are not.

        Raises:
            PaymentTimeoutError: the session is still open after ``timeout_s``, or could not be read until then.
            AccessDeniedError, SignInError: you may not read it, or no user is signed in; raised at once.
        """
        if until not in ("settled", "link"):
            raise InputError('until must be "settled" or "link".', name="until")
        number = session.id if isinstance(session, PaymentSession) else _session_id(session, "session")
        limit, pause = check_seconds(timeout_s, "timeout_s", zero=True), check_seconds(poll_s, "poll_s", zero=False)
        polled = poll(
            lambda: self.get(number),
            lambda one: not one.is_open or (until == "link" and bool(one.payment_url)),
            timeout_s=limit,
            pause_s=pause,
            clock=self._clock,
            sleep=self._sleep,
        )
        if polled.seen is not None and polled.done:
            return polled.seen
        raise PaymentTimeoutError(
            _why_not_settled(number, polled, limit, until),
            session_id=number,
            last_status=None if polled.seen is None else polled.seen.status,
            timeout_s=limit,
        ) from polled.failure

    @documented(SESSIONS)
    @takes(ListOptions)
    def frame(self, *, money: Money = "exact", **options: Unpack[ListOptions]) -> pd.DataFrame:
        """Returns your payment sessions as a DataFrame, one row each.

        Args:
            money: what amounts are, as in ``shop.orders.frame``.
            {options}

        Returns:
            These columns, with the same dtypes when there are no rows, and ``attrs`` as in ``shop.orders.frame``:

            {columns}

        Raises:
            SignInRequiredError: no user is signed in.
            InputError: an argument is not valid.
            IncompleteListError: with ``strict``, the server returned fewer items than its total.
            ResponseFormatError: with ``strict``, a session, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer items than its total.
            UnreadableRecordWarning: without ``strict``, a session, or a member of one, could not be read.
            MissingDetailWarning: the accounts cannot be read, so ``payment_account`` is missing.
            MoneyWarning: as in ``shop.orders.frame``.
        """
        check_money(money)
        warm_up()
        markers = self._markers()
        found = Assembly(SESSIONS, money=money)
        report = Report(user=self._api.sign_ins.user_id())
        count = 0
        strict = options.get("strict", False)
        limit = check_max_items(options.get("max_items"))
        chunks = read_chunks(
            self._api,
            "list_payment_sessions",
            decoder=Decoder(
                [column for column in SESSIONS if column.name != "payment_account"],
                read=PaymentSession.read,
                checked=("clientSecret",),
                parse=functools.partial(self._api.parse, "list_payment_sessions"),
                operation="listPaymentSessions",
                lang=self._lang,
            ),
            report=report,
            noun="payment session",
            **fetch_options(options),
        )
        with contextlib.closing(chunks):
            for chunk in chunks:
                chunk.cut(limit, count)
                count += chunk.item_count
                chunk.report_to(report.findings)
                if strict:
                    check_findings(report.findings, noun="payment session", operation="listPaymentSessions")
                accounts = [markers.get(number) or None for number in chunk.columns["payment_account_id"].to_pylist()]
                chunk.columns["payment_account"] = array(accounts, "category")
                found.add(chunk.columns)
        say_unreadable(report.findings, count - report.findings.set_aside, noun="payment session", strict=strict)
        say_missing(report, count, noun="payment session", strict=strict)
        return found.frame(report=report)

    @documented(ACCOUNTS)
    def accounts_frame(self) -> pd.DataFrame:
        """Returns the payment accounts of the project as a DataFrame, one row each.

        Returns:
            These columns, with the same dtypes when there are no rows:

            {columns}

        Raises:
            SignInRequiredError: no user is signed in.
        """
        return build(ACCOUNTS, self.accounts())

    def _markers(self) -> dict[int, str]:
        """Returns the markers of payment accounts by number, from a cache of one minute; empty if that fails."""
        return look_up(
            lambda: {one.id: one.marker for one in self._accounts[""]}, "The markers of payment accounts", {}
        )

    def _read(self, answer: Any, operation: str, number: int | None = None) -> PaymentSession:
        how = {"operation": operation, "lang": self._lang, "noun": "payment session"}
        return read_one(answer, PaymentSession.read, **how, number=number)

    def _listing(self, found: Sequence[PaymentSession], report: Report | None = None) -> Listing[PaymentSession]:
        return Listing(
            found,
            noun="payment session",
            total=None if report is None else report.total,
            fetch=None if report is None else report.facts(),
            columns={
                "id": "id",
                "order": "order_id",
                "status": "status",
                "type": "type",
                "account": "account_id",
                "created": "created",
                "pay at": "payment_url",
            },
            frame=_frame_of,
            user=self._api.sign_ins.user_id(),
            look_up=lambda: {"accounts": self._markers()},
        )


def _frame_of(
    sessions: Sequence[PaymentSession], *, accounts: Mapping[int, str] | None = None, **how: Any
) -> pd.DataFrame:
    """Returns the frame of payment sessions: see ``Payments.frame``.

    Args:
        sessions: one row each.
        accounts: markers of payment accounts by number.
        how: ``money``.
    """
    known = accounts or {}
    columns = from_rows([column for column in SESSIONS if column.name != "payment_account"], sessions)
    columns["payment_account"] = array([known.get(one.account_id or 0) or None for one in sessions], "category")
    found = Assembly(SESSIONS, **how)
    found.add(columns)
    return found.frame()


def _session_id(session: Any, name: str) -> int:
    if isinstance(session, Order):
        raise InputError(
            f"{name} must be a payment session, not an Order. shop.payments.sessions_for(order) lists those of an "
            "order.",
            name=name,
        )
    return check_id(session, name)


def _check_payable(order: Order) -> None:
    """Checks that there is something to pay.

    Raises:
        InputError: the order is paid or cancelled.
    """
    if order.paid:
        raise InputError(f"Order {order.id} is paid already: there is nothing to pay.", name="order")
    if sounds_cancelled(order.status):
        raise InputError(
            f"Order {order.id} is cancelled (status '{order.status}'): there is nothing to pay. Place a new order, or "
            f"call create_session({order.id}) to leave it to the server.",
            name="order",
        )


def _why_not_settled(number: int, polled: Polled[PaymentSession], limit: float, until: str) -> str:
    """Returns the message of a ``PaymentTimeoutError``: the last status, else the last error."""
    last = "" if polled.failure is None else f" The last request failed: {polled.failure}"
    if polled.seen is None:
        return f"Payment session {number} could not be read for {limit:g} s.{last}"
    status = polled.seen.status
    awaited = "has no link" if until == "link" else f"is still {status or 'without a status'}"
    odd = (
        ""
        if not status or is_known(status)
        else f" '{status}' is not a status that the toolkit knows, so it counts as open."
    )
    return (
        f"Payment session {number} {awaited} after {limit:g} s.{odd}{last} "
        "It can still be paid: wait again, or read it later with shop.payments.get."
    )

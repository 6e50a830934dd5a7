"""The payment page: card form, confirmation and result.

The URL itself protects against forged forms (CSRF): it has 160 secret bits, is not sent to other sites
(`Referrer-Policy`), and everyone who knows it may pay anyway. There is no cookie that a forged form could use.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from . import cards, checkout
from .cards import TEST_CARDS, Entry, Verdict
from .checkout import Checkout
from .markup import NOTHING, Safe, join, money, render
from .visits import Page, Visit, html, message, see_other

_FIELDS = ("number", "expiry", "cvc", "holder")
_OVER = {  # status of a session: HTTP status, heading, explanation
    "completed": (200, "Payment received", "Thank you. There is nothing more to do here."),
    "canceled": (200, "Payment canceled", "Nothing was charged, and this link cannot be used any more."),
    "expired": (410, "This payment link has expired", "Nothing was charged. Ask the shop for a new link to pay."),
}
_DECLINED = "Your card was declined. Nothing was charged. Try another card."
_REFUSED = "The payment was not confirmed. Nothing was charged. You may try again."


def show(visit: Visit) -> Page:
    """Returns the page."""
    return _with_checkout(visit, lambda one: _form(visit, one))


def pay(visit: Visit) -> Page:
    """Handles the card form."""

    def act(one: Checkout) -> Page:
        if not one.by_card:
            return _end(visit, one, "completed")
        entry = cards.read(visit.form, datetime.now(UTC).date())
        if entry.verdict is Verdict.PAID:
            return _end(visit, one, "completed")
        if entry.verdict is Verdict.EXPIRED:
            return _end(visit, one, "expired")
        if entry.verdict is Verdict.CONFIRM:
            return see_other(f"/pay/{one.name}/confirm?proof={checkout.proof(visit.instance, one)}")
        if entry.verdict is Verdict.DECLINED:
            return _form(visit, one, Entry(None, kept=entry.kept), notice=_DECLINED, status=402)
        return _form(visit, one, entry, status=422)

    return _with_checkout(visit, act)


def cancel(visit: Visit) -> Page:
    """Cancels the payment."""
    return _with_checkout(visit, lambda one: _end(visit, one, "canceled"))


def ask_to_confirm(visit: Visit) -> Page:
    """Returns the confirmation page of a card that requires one."""

    def act(one: Checkout) -> Page:
        proof = visit.query.get("proof", "")
        if not checkout.is_proven(visit.instance, one, proof):
            return see_other(f"/pay/{one.name}")
        body = render("confirm", shop=one.shop, name=one.name, proof=proof, total=money(one.total, one.currency))
        return html(body, title=f"Confirm your payment - {one.shop}", css="pay", forms_to=_addresses(visit, one))

    return _with_checkout(visit, act)


def confirm(visit: Visit) -> Page:
    """Handles the confirmation."""

    def act(one: Checkout) -> Page:
        if not checkout.is_proven(visit.instance, one, visit.form.get("proof", "")):
            return see_other(f"/pay/{one.name}")
        if visit.form.get("answer") == "confirm":
            return _end(visit, one, "completed")
        return _form(visit, one, notice=_REFUSED, status=402)

    return _with_checkout(visit, act)


def came_back(visit: Visit) -> Page:
    """Returns the page of the simulated shop after a payment or a cancellation."""
    paid = visit.path.endswith("/success")
    title, text = (
        ("Thank you for your order", "The payment went through.") if paid else ("Not paid", "You gave up paying.")
    )
    more = " A real shop's own page would be shown here: the payment account's address says which."
    return message(200, title, text + more)


def _with_checkout(visit: Visit, act: Callable[[Checkout], Page]) -> Page:
    one = checkout.find(visit.instance, visit.path.split("/")[2])
    if one is None:
        return message(
            404, "No such payment link", "Check that the address is complete, or ask the shop for a new one."
        )
    # A repeated or late form finds the session closed and shows its result.
    return act(one) if one.status == "waiting" else _over(visit, one)


def _end(visit: Visit, one: Checkout, outcome: str) -> Page:
    done = checkout.finish(visit.instance, one, outcome)
    if not done or outcome == "expired":
        return _with_checkout(visit, lambda open_still: _form(visit, open_still))
    url = visit.address(one.success_url if outcome == "completed" else one.cancel_url)
    return see_other(url or f"/pay/{one.name}", forms_to=_addresses(visit, one))


def _addresses(visit: Visit, one: Checkout) -> tuple[str, ...]:
    found = (visit.address(url) for url in (one.success_url, one.cancel_url))
    return tuple(url for url in found if url is not None)


def _form(
    visit: Visit, one: Checkout, entry: Entry | None = None, *, notice: str | None = None, status: int = 200
) -> Page:
    entry = entry or Entry(None)
    total = money(one.total, one.currency)
    if one.by_card:
        values = {
            "number": "",
            "cvc": "",
            "expiry": entry.kept.get("expiry", ""),
            "holder": entry.kept.get("holder", ""),
        }
        parts: dict[str, object] = {f"{name}_value": value for name, value in values.items()}
        for name in _FIELDS:
            parts[f"{name}_error"], parts[f"{name}_state"] = _field_error(name, entry)
        form = render("card_form", name=one.name, total=total, alert=_alert(entry, notice), hints=_hints(), **parts)
    else:
        form = render("account_form", name=one.name, total=total, account=one.account)
    body = render("pay", shop=one.shop, total=total, summary=_summary(one), form=form)
    title = f"{'Problem: ' if entry.errors or notice else ''}Pay {total} - {one.shop}"
    return html(body, title=title, css="pay", status=status, forms_to=_addresses(visit, one))


def _field_error(name: str, entry: Entry) -> tuple[Safe, Safe]:
    described = "" if name == "holder" else f"{name}-hint"
    if name not in entry.errors:
        return NOTHING, render("described", by=described) if described else NOTHING
    by = f"{described} {name}-error".strip()
    return render("field_error", name=name, text=entry.errors[name]), render("invalid", by=by)


def _alert(entry: Entry, notice: str | None) -> Safe:
    if notice is not None:
        return render("notice", text=notice)
    if not entry.errors:
        return NOTHING
    items = join(render("alert_item", name=name, text=text) for name, text in entry.errors.items())
    return render("alert", items=items)


def _hints() -> Safe:
    return join(
        render("hint", number=cards.spaced(number), text=verdict.value) for number, verdict in TEST_CARDS.items()
    )


def _summary(one: Checkout) -> Safe:
    lines = join(
        render(
            "line",
            title=line.title,
            quantity=line.quantity,
            price="Gift" if line.is_gift else money(line.price, one.currency),
        )
        for line in one.lines
    )
    reductions = join(
        render("reduction", text=text, amount=money(-value, one.currency)) for text, value in one.reductions
    )
    subtotal = sum((line.price for line in one.lines), start=one.total * 0)
    sums = render("subtotal", amount=money(subtotal, one.currency)) + reductions if one.reductions else NOTHING
    return render("summary", order=one.order_id, lines=lines, sums=Safe(sums), total=money(one.total, one.currency))


def _over(visit: Visit, one: Checkout) -> Page:
    status, title, text = _OVER.get(one.status, (200, f"Payment {one.status}", "There is nothing to do here."))
    url = visit.address(one.success_url if one.status == "completed" else one.cancel_url)
    back = render("back", url=url) if url else render("close")
    body = render("over", kind=one.status, shop=one.shop, title=title, text=text, summary=_summary(one), back=back)
    return html(body, title=f"{title} - {one.shop}", css="pay", status=status)

"""The order form, built from the project's form definition, with the order's total."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import ipywidgets

from ..checkout.state import CheckoutSnapshot, CheckoutState
from ..errors import InputError, InvalidRequestError, OneEntryError, SignInError
from ..lists.read_all import hear_shortfalls
from ..lists.side import look_up
from ..orders.models import Storage
from ..payments.accounts import PaymentAccount
from ..resources.files import UploadedFile, folder_for
from ..resources.formdata import Form, FormField
from ..resources.validators import is_secret
from ..values.display import counted
from ..values.labels import products_told_apart
from ..values.money import format_money
from .parts.controls import Control, SecretControl
from .parts.fields import control, fields_to_fill
from .parts.file import Upload
from .parts.look import heading, plain, todo
from .parts.order_words import account_labels, form_words, problem_words, sums
from .parts.reconcile import Reconciling
from .parts.reductions import Reductions
from .parts.runner import Runner
from .parts.source import flow_of, source_of
from .parts.view import NONE, View, choices, discard, field_of, input_of, offer, row, shown

if TYPE_CHECKING:
    from ..checkout import CheckoutFlow

T = TypeVar("T")

_S = CheckoutState


class CheckoutForm(View):
    """A form for a checkout: storage, payment account, form fields, discounts, total and submit button.

    Nothing about the form is built in: fields, titles, hints, options and required marks come from its definition
    (docs/api/forms.md#forms-fields), and what is wrong with a value comes from the checkout.

    Args:
        flow: the ``CheckoutFlow`` to fill in.
        upload: uploads a chosen file (name and bytes) and returns its ``filename``, ``downloadLink`` and ``size``;
            default: ``shop.files.upload``. If False, the form asks for URLs of uploaded files.
        runner: runs the calls; default: in the background in a notebook, synchronously elsewhere.
    """

    def __init__(
        self, flow: CheckoutFlow, *, upload: Upload | Literal[False] | None = None, runner: Runner | None = None
    ) -> None:
        super().__init__(runner)
        self._flow: CheckoutFlow = flow_of(flow, "CheckoutForm")
        self._shop, _ = source_of(flow)
        self._upload: Upload | None = self._send_file if upload is None else (upload or None)
        self._storages: tuple[Storage, ...] = ()
        self._accounts: tuple[PaymentAccount, ...] = ()
        self._accounts_for: str | None = None
        self._loaded = self._incomplete = False
        self._form: Form | None = None
        self._controls: dict[str, Control] = {}
        self._last: dict[str, Any] = {}
        self._asked_for: object = None
        self._counting = False
        self._remark = ""

        self._title = ipywidgets.HTML()
        self._storage = input_of(ipywidgets.Dropdown(description="Kind of order *"))
        self._account = input_of(ipywidgets.Dropdown(description="Pay with *"))
        self._choices = row(field_of(self._storage), field_of(self._account))
        self._fields = field_of()
        self._fields.add_class("oe-fields")
        self._legend = ipywidgets.HTML(plain("* must be filled in"))
        self._reductions = Reductions(flow, self._watch, self.refresh)
        self._summary = ipywidgets.HTML()
        self._todo = ipywidgets.HTML()
        self._submit = self._button("Place order", self._place, main=True)
        self._again = self._button("Look up again", self.load)
        self._reconciling = Reconciling(flow, self._button, self._act)
        self._watch(self._storage, self._choose_storage)
        self._watch(self._account, self._pay_with)
        self._lay_out(
            self._title,
            self._choices,
            self._fields,
            self._legend,
            self._reductions.box,
            self._summary,
            self._todo,
            row(self._submit, self._again),
            self._reconciling.box,
        )
        self._endings.append(flow.subscribe(lambda _snapshot: self._guard(self.refresh)))
        self.load(here=True)

    @property
    def flow(self) -> CheckoutFlow:
        """The checkout to fill in."""
        return self._flow

    def load(self, *, here: bool = False) -> None:
        """Looks up storages, payment accounts and discounts, such as again after a sign-in.

        Args:
            here: run in this thread and wait.
        """

        def look() -> None:
            self._storages, self._incomplete = tuple(self._flow.storages()), False
            self._look_up_accounts()
            self._reductions.know(
                self._side(self._flow.personal_discounts, "Personal discounts", ()),
                self._side(self._flow.bonus_balance, "Bonuses", None),
            )
            self._loaded = True
            if not self._storages:
                self._say("The project has no order storage that you may see.", "empty")

        self._act("Looking up the form…", look, here=here)

    def refresh(self) -> None:
        """Renders the current state again; requests the total if the basket has changed."""
        with self._lock, self._by_itself():
            starts = {} if self._closed else self._build()
        super().refresh()
        if starts and "fill" in self._flow.snapshot().can:
            self._flow.fill(starts)
        self._fill_late_secrets()
        self._follow_up()

    def _headline(self) -> str:
        fields, problems = len(self._controls), len(self._problems(self._flow.snapshot()))
        return f"CheckoutForm: {counted(fields, 'field')}, {counted(problems, 'problem')}"

    def _body(self) -> Sequence[str]:
        snapshot = self._flow.snapshot()
        account = self._accounts_offered().get(snapshot.payment_account or "")
        due = None if snapshot.preview is None else format_money(snapshot.preview.due, snapshot.preview.currency)
        labels = products_told_apart(snapshot.lines)
        return [
            f"Kind of order: {snapshot.storage_title or '(not chosen)'}",
            f"Pay with: {account or '(not chosen)'}",
            *(one.line() for one in self._controls.values()),
            *self._reductions.lines(snapshot),
            *(f"{one.quantity} x {labels[one.product_id]}" for one in snapshot.lines),
            *([f"To pay: {due}"] if due else []),
            *(f"To do: {one}" for one in self._problems(snapshot)),
        ]

    # Look-ups.

    def _look_up_accounts(self) -> None:
        self._accounts_for = self._flow.snapshot().storage
        self._accounts = self._side(self._flow.accounts, "Titles of payment accounts", ())

    def _side(self, look: Callable[[], T], what: str, missing: T) -> T:
        """Looks up what the form can do without; a button looks it up again."""
        failed: list[str] = []
        with hear_shortfalls(failed.append):
            found = look_up(look, what, missing)
        if failed:
            self._incomplete = True
            self._say(failed[0], "error")
        return found

    def _accounts_offered(self) -> dict[str, str]:
        chosen = self._flow.snapshot().storage
        storage = next((one for one in self._storages if one.marker == chosen), None)
        return account_labels(self._accounts, storage.payment_accounts if storage is not None else ())

    def _build(self) -> dict[str, Any]:
        """Creates the controls of a new form; returns the initial values of its fields."""
        form = self._flow.form()
        if form is self._form:
            return {}
        self._form = form
        old = list(self._controls.values())
        shown_fields = fields_to_fill(form.fields) if form is not None else []
        made = [self._control(one) for one in shown_fields]
        self._controls = {one.field.marker: one for one in made if one is not None}
        self._last = {}
        filled = self._flow.snapshot().form
        starts = {}
        for marker, one in self._controls.items():
            one.watch(self._changer(one))
            if marker not in filled and (start := one.value()) is not None:
                starts[marker] = self._last[marker] = start
        self._fields.children = tuple(one.box for one in self._controls.values())
        discard([one.box for one in old])
        return starts

    def _control(self, field: FormField) -> Control | None:
        if is_secret(field) and field.type in ("string", "spam"):
            return SecretControl(
                field,
                autocomplete="off",
                typed=lambda: self._guard(lambda: self._fill_secret(field.marker)),
                left=lambda: self._guard(lambda: self._take_secret(field.marker)),
            )
        return control(field, upload=self._upload)

    def _send_file(self, name: str, data: bytes) -> Mapping[str, Any]:
        sent: UploadedFile = self._shop.files.upload(data, name=name, **folder_for(self._form))
        return sent.value

    # Rendering.

    def _render(self) -> None:
        snapshot = self._flow.snapshot()
        can, editing = snapshot.can, snapshot.order is None
        self._title.value = heading(self._form.title if self._form is not None else "Checkout")
        offer(self._storage, choices((one.marker, one.title) for one in self._storages), snapshot.storage)
        if snapshot.storage == self._accounts_for:
            offer(self._account, choices(self._accounts_offered().items()), snapshot.payment_account)
        for marker, one in self._controls.items():
            value = snapshot.form.get(marker)
            if self._last.get(marker) != value:
                one.show(value)
                self._last[marker] = value
                one.unreadable = False
            one.enable("fill" in can and not self.busy)
        self._complain(snapshot)
        self._reductions.render(snapshot, busy=self.busy)
        remark = "Computing the total…" if self._counting else self._remark if snapshot.preview is None else ""
        self._summary.value = sums(snapshot, remark)
        self._todo.value = todo(self._problems(snapshot)) if self._loaded and editing else ""
        # The caption of the form's own button, if it has one.
        self._submit.description = next((one.title for one in self._form or () if one.type == "button"), "Place order")
        unreadable = bool(self._reductions.unreadable) or any(one.unreadable for one in self._controls.values())
        self._submit.disabled = self.busy or "place" not in can or unreadable
        self._storage.disabled = self.busy or "choose_storage" not in can
        self._account.disabled = self.busy or "pay_with" not in can
        self._again.disabled = self.busy
        shown(self._choices, self._loaded)
        shown(self._legend, bool(self._controls) and editing)
        shown(self._reductions.box, self._loaded and editing)
        shown(self._summary, bool(self._summary.value))
        shown(self._todo, bool(self._todo.value))
        shown(self._submit, self._loaded and editing)
        shown(self._again, not self._loaded or (self._incomplete and editing))
        self._reconciling.render(snapshot, here=editing, busy=self.busy)

    def _standing(self) -> tuple[str, str]:
        snapshot = self._flow.snapshot()
        if (order := snapshot.order) is not None:
            if snapshot.state == _S.CANCELLED:
                return "empty", f"Order {order.id} is cancelled."
            if snapshot.state == _S.UNCERTAIN:
                return "error", f"No answer came, so it is not certain how order {order.id} stands."
            what = "paid" if snapshot.state == _S.PAID else "placed"
            placed = f"Order {order.id} is {what}: {format_money(order.total, order.currency)}."
            return "done", f"{placed}\n{form_words(self._form, 'successMessage', self._shop.lang)}".strip()
        if snapshot.state == _S.PLACING:
            return "busy", "The order is being placed…"
        if snapshot.state == _S.UNCERTAIN:
            return "error", "No answer came, so it is not certain whether the order was placed."
        ready = snapshot.state == _S.READY and not self._problems(snapshot)
        return ("", "Everything is filled in. The order can be placed.") if ready else ("", "")

    def _complain(self, snapshot: CheckoutSnapshot) -> None:
        wrong = {one.field: one.message for one in snapshot.problems}
        for marker, one in self._controls.items():
            # No error at an empty field before the user has edited it: the list below names what is missing.
            if not one.unreadable:
                said = one.touched or snapshot.form.get(marker) is not None
                one.complain(wrong.get(f"form.{marker}", "") if said else "")

    def _problems(self, snapshot: CheckoutSnapshot) -> list[str]:
        unread = [one.complaint for one in self._controls.values() if one.unreadable]
        bonus = [f"Bonus to use: {self._reductions.unreadable}"] if self._reductions.unreadable else []
        return problem_words(snapshot) + unread + bonus

    # Actions of the controls.

    def _changer(self, one: Control) -> Callable[[], None]:
        return lambda: None if self._is_rendering() else self._guard(lambda: self._fill(one))

    def _fill(self, one: Control) -> None:
        marker, one.touched, one.unreadable = one.field.marker, True, False
        self._say("")
        try:
            value = one.value()
        except InputError as error:
            value, one.unreadable = None, True
            one.complain(str(error))
        if self._last.get(marker) == value:
            self.refresh()
            return
        self._last[marker] = value
        self._flow.fill({marker: value})

    def _fill_secret(self, marker: str) -> None:
        """Passes the current value of a secret field to the checkout, so that the order has the value shown."""
        one = self._controls.get(marker)
        if isinstance(one, SecretControl) and (value := one.secret.peek()) != (self._last.get(marker) or ""):
            self._last[marker] = value or None
            self._flow.fill({marker: value or None})

    def _fill_late_secrets(self) -> None:
        """Passes values on that were still in transit from the page when the fields were disabled."""
        for marker, one in self._controls.items():
            if isinstance(one, SecretControl) and one.secret.is_filled and not one.secret.disabled:
                self._fill_secret(marker)

    def _take_secret(self, marker: str) -> None:
        """Empties a secret field after the checkout has its value."""
        one = self._controls.get(marker)
        if isinstance(one, SecretControl):
            if one.secret.is_filled:
                self._fill_secret(marker)
            one.secret.clear()
            one.touched = True
            one.secret.hint = "Typed. Type again to change it." if self._last.get(marker) else ""
            self.refresh()

    def _choose_storage(self) -> None:
        marker = self._storage.value
        if marker == NONE or marker == self._flow.snapshot().storage:
            return

        def choose() -> None:
            self._flow.choose_storage(marker)
            self._look_up_accounts()

        self._act("Looking up the form…", choose)

    def _pay_with(self) -> None:
        self._say("")
        if self._account.value != NONE:
            self._flow.pay_with(self._account.value)

    def _place(self) -> None:
        for marker, one in self._controls.items():
            if isinstance(one, SecretControl) and one.secret.is_filled:
                self._take_secret(marker)
        self._act("The order is being placed…", self._flow.place)

    # Automatic requests.

    def _follow_up(self) -> None:
        """Requests the total once for each basket, and the accounts of a storage chosen elsewhere."""
        snapshot = self._flow.snapshot()
        if not self._loaded or self._closed:
            return
        if not self.busy and snapshot.storage not in (None, self._accounts_for):
            self._act("Looking up how to pay…", self._look_up_accounts)
        basket = (snapshot.lines, snapshot.coupon, snapshot.bonus, snapshot.discounts)
        with self._lock:
            wanted = "use_coupon" in snapshot.can and snapshot.lines and snapshot.preview is None
            if not wanted or self._counting or basket == self._asked_for:
                return
            self._counting, self._asked_for, self._remark = True, basket, ""
        try:
            self._runner.start(self._count)
        except OneEntryError as error:
            self._counting, self._remark = False, f"The total is not known: {error}"
            super().refresh()

    def _count(self) -> None:
        unexpected: Exception | None = None
        try:
            self._flow.preview()
        except InvalidRequestError as error:
            # The checkout's problems name the field; otherwise show the server's message.
            blamed = self._flow.snapshot().problems
            self._remark = "The total is not known yet." if blamed else f"The total is not known: {error.message}"
        except OneEntryError as error:
            self._remark = f"The total is not known: {error}"
            if isinstance(error, SignInError):
                self._tell()
        except Exception as error:  # noqa: BLE001  (shown below)
            unexpected = error
        self._counting = False
        if unexpected is not None:
            self._show_error(unexpected)
        else:
            self._guard(self.refresh)

"""A complete shop in one widget: sign in, choose products, order, pay, view orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

import ipywidgets

from ..checkout.state import CheckoutState
from .checkout_form import CheckoutForm
from .orders_explorer import OrdersExplorer
from .parts.file import Upload
from .parts.runner import Runner
from .parts.source import signed_in_source_of
from .parts.view import View, row, shown
from .payment_panel import PaymentPanel
from .product_picker import ProductPicker
from .sign_in_form import SignInForm

if TYPE_CHECKING:
    from ..checkout import CheckoutFlow
    from ..shop import Shop


class CheckoutApp(View):
    """Shows ``SignInForm``, ``ProductPicker``, ``CheckoutForm``, ``PaymentPanel`` and ``OrdersExplorer`` as needed.

    Args:
        source: a ``Shop``; or a ``CheckoutFlow`` to continue.
        storage: marker of the order storage; None to choose it in the form.
        embed: show the payment page inside the notebook, see ``PaymentPanel``.
        upload: uploads a file, see ``CheckoutForm``.
        runner: runs the calls; default: in the background in a notebook, synchronously elsewhere.
    """

    def __init__(
        self,
        source: Shop | CheckoutFlow,
        *,
        storage: str | None = None,
        embed: bool = False,
        upload: Upload | Literal[False] | None = None,
        runner: Runner | None = None,
    ) -> None:
        super().__init__(runner)
        self._shop, self._next_flow = signed_in_source_of(source, "CheckoutApp")
        self._storage, self._embed, self._upload = storage, embed, upload
        self._user: str | None = None
        self._unfinished: dict[str, CheckoutFlow] = {}
        self._parts: tuple[ProductPicker, CheckoutForm, PaymentPanel] | None = None
        self._explorer: OrdersExplorer | None = None
        self._explorer_shown = False
        self._gone: list[View] = []
        self._unsubscribe: Callable[[], None] = lambda: None
        self._sign_in = SignInForm(self._shop, runner=self._runner)
        self._work = ipywidgets.VBox()
        self._orders = ipywidgets.VBox()
        self._anew = self._button("New order", self._start)
        self._look = self._button("My orders", self._toggle_orders)
        self._lay_out(self._sign_in, self._work, row(self._anew, self._look), self._orders)
        self._endings += [self._drop, self._sign_in.on_change(self._follow)]
        self._follow(here=True)

    @property
    def flow(self) -> CheckoutFlow | None:
        """The current checkout; None while no user is signed in."""
        return None if self._parts is None else self._parts[1].flow

    def _headline(self) -> str:
        state = "no user is signed in" if self.flow is None else str(self.flow.state)
        return f"CheckoutApp: {state}"

    def _body(self) -> Sequence[str]:
        shown_parts: list[View] = [self._sign_in, *self._visible()]
        if self._explorer is not None and self._explorer_shown:
            shown_parts.append(self._explorer)
        return [line for one in shown_parts for line in ("", *one.text().split("\n")) if line]

    def _visible(self) -> list[View]:
        """Returns the widgets of the current step."""
        if self._parts is None:
            return []
        picker, form, panel = self._parts
        return [picker, form] if form.flow.snapshot().order is None else [form, panel]

    def _render(self) -> None:
        parts = self._parts or ()
        if self._work.children != parts:
            self._work.children = parts
        visible = self._visible()
        for one in parts:
            shown(one, one in visible)
        orders = (self._explorer,) if self._explorer is not None else ()
        if self._orders.children != orders:
            self._orders.children = orders
        shown(self._orders, self._explorer_shown)
        self._look.description = "Hide my orders" if self._explorer_shown else "My orders"
        self._anew.disabled = self._look.disabled = self.busy or self._parts is None
        shown(self._anew, self.flow is not None and self.flow.snapshot().order is not None)
        shown(self._look, self._parts is not None)
        gone, self._gone = self._gone, []
        for part in gone:
            part.close()

    # Reactions to sign-in and sign-out.

    def _follow(self, *, here: bool = False) -> None:
        who = self._shop.users.signed_in
        user = None if who is None else f"{who.provider} {who.user}"
        if user == self._user:
            self.refresh()
            return
        left, flow = self._user, self.flow
        # A checkout with a request without response is kept: the user can reconcile it later and does not order twice.
        # So is every checkout whose sign-in was ended by the server.
        in_doubt = flow is not None and flow.state in (CheckoutState.PLACING, CheckoutState.UNCERTAIN)
        if left is not None and flow is not None and (in_doubt or self._sign_in.has_ended):
            self._unfinished[left] = flow
            who_left = left.partition(" ")[2]
            self._say(f"An order of {who_left} is not finished. It is here again after signing in as {who_left}.")
        self._user = user
        self._sign_in.refresh()
        self._drop()
        if user is None:
            self.refresh()
        else:
            self._start(here=here)

    def _start(self, *, here: bool = False) -> None:
        """Starts a new checkout and creates its widgets."""

        def make() -> tuple[ProductPicker, CheckoutForm, PaymentPanel]:
            unfinished = self._unfinished.pop(self._user or "", None)
            flow = self._next_flow or unfinished or self._shop.checkout(self._storage)
            self._next_flow = None
            picker = ProductPicker(flow, runner=self._runner)
            form = CheckoutForm(flow, upload=self._upload, runner=self._runner)
            panel = PaymentPanel(flow, embed=self._embed, runner=self._runner)
            for one in (picker, form, panel):
                one.on_change(self._follow)
            self._unsubscribe()
            self._unsubscribe = flow.subscribe(lambda _snapshot: self._guard(self.refresh))
            return picker, form, panel

        def made(parts: tuple[ProductPicker, CheckoutForm, PaymentPanel]) -> None:
            self._gone += self._parts or ()
            self._parts = parts

        self._act("Opening the shop…", make, made, here=here)

    def _toggle_orders(self) -> None:
        self._explorer_shown = not self._explorer_shown
        explorer = self._explorer
        if not self._explorer_shown:
            self.refresh()
        elif explorer is None:
            self._act("Reading the orders…", lambda: OrdersExplorer(self._shop, runner=self._runner), self._take)
        else:
            explorer.load()
            self.refresh()

    def _take(self, explorer: OrdersExplorer) -> None:
        self._explorer = explorer
        explorer.on_change(self._follow)

    def _drop(self) -> None:
        """Closes the widgets of the previous user."""
        self._unsubscribe()
        self._gone += [*(self._parts or ()), *([self._explorer] if self._explorer is not None else [])]
        self._parts, self._explorer, self._explorer_shown = None, None, False
        if self._closed:
            for part in self._gone:
                part.close()

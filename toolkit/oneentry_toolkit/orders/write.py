"""Places, changes and cancels orders. A changed order is read first and sent as a whole."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Literal

from ..errors import InputError, InvalidRequestError, ResponseFormatError
from ..lists.read_all import read_one
from ..lists.side import Failures
from ..resources.answers import changed_answers, new_answers
from ..resources.files import Files, as_if_uploaded, has_files, uploaded
from ..resources.formdata import Form
from ..resources.forms import Forms
from ..transport.client import ApiClient
from ..transport.messages import LOOK_FIRST
from ..transport.refusals import advised
from ..values.arguments import check_text
from .bodies import account_of, cancelled_status, changed_order, kept_members, new_order
from .models import Order, Storage
from .read import OrderReader


class OrderWriter:
    """Sends orders of the signed-in user, for ``Orders``.

    Args:
        api: the client of the project.
        lang: language of the order form.
        forms: definitions of forms.
        reader: reads storages and statuses.
    """

    def __init__(self, api: ApiClient, lang: str, forms: Forms, reader: OrderReader) -> None:
        self._api = api
        self._lang = lang
        self._forms = forms
        self._files = Files(api, lang)
        self._reader = reader

    def create(
        self,
        storage: str,
        *,
        values: Mapping[str, Any] | None,
        products: Mapping[int, int],
        account: str | None,
        status: str | None,
        currency: str | None,
        discounts: Mapping[str, Any],
    ) -> Order:
        """Places an order: see ``Orders.create``."""
        target = self._reader.storage(storage)
        definition = self._form_of(target)
        checked = as_if_uploaded(definition, values)
        body = new_order(target, definition, self._lang, values=checked, products=products, account=account)
        if status is not None:
            body["statusIdentifier"] = self._reader.known_status(target.marker, status)
        if currency is not None:
            body["currency"] = check_text(currency, "currency")
        if has_files(definition, values):
            body["formData"] = {self._lang: new_answers(definition, uploaded(self._files, definition, values))}
        answer = self._api.call("create_order", target.marker, body=body | dict(discounts))
        return self._read(answer, "createOrder", target.marker)

    def update(
        self,
        current: Order,
        *,
        values: Mapping[str, Any] | None = None,
        products: Mapping[int, int] | None = None,
        account: str | None = None,
        status: str | None = None,
        verb: Literal["change", "cancel"] = "change",
    ) -> Order:
        """Changes an order that was just read: see ``Orders.update``; ``verb`` says what for, in a refusal."""
        storage = current.storage
        definition = self._form_to_change(current, needed=values is not None)
        if account is not None:
            account = account_of(self._reader.named(storage), account)
        checked = as_if_uploaded(definition, values)
        body = changed_order(current, definition, self._lang, values=checked, products=products, account=account)
        body |= kept_members(current, status=None if status is None else self._reader.known_status(storage, status))
        if definition is not None and has_files(definition, values):
            sent = uploaded(self._files, definition, values)
            body["formData"] = changed_answers(definition, current.raw.get("formData"), self._lang, sent)
        try:
            answer = self._api.call("update_order", storage, current.id, body=body, lang_code=self._lang)
        except InvalidRequestError as error:
            if "may have been paid" not in error.message:
                raise
            raise self._not_changed(current, error, verb) from error
        if isinstance(answer, dict) and "formIdentifier" in answer:  # it is an order
            # The oldest servers leave the number out (docs/api/orders.md#orders-update).
            answer = answer | {"id": current.id if answer.get("id") is None else answer["id"]}
        changed = self._read(answer, "updateOrder", storage)
        if changed.id != current.id:
            raise ResponseFormatError(
                f"updateOrder was accepted for order {current.id} and answered with order {changed.id}. {LOOK_FIRST}",
                operation="updateOrder",
                json_path="$.id",
            )
        if status is not None and changed.status not in (None, status):
            raise ResponseFormatError(
                f"updateOrder was accepted for order {current.id}, but its status is '{changed.status}' and not "
                f"'{status}'. Look at it with shop.orders.get({current.id}).",
                operation="updateOrder",
            )
        return changed

    def cancel(self, current: Order, status: str | None) -> Order:
        """Cancels an order that was just read: see ``Orders.cancel``."""
        if status is None:
            status = cancelled_status(current.storage, self._reader.known_statuses(current.storage))
        return self.update(current, status=status, verb="cancel")

    def _read(self, answer: Any, operation: str, storage: str) -> Order:
        """Returns the order of an answer; what was done is not lost because of a member that cannot be read."""
        read = functools.partial(Order.read, storage=storage)
        return read_one(answer, read, operation=operation, lang=self._lang, noun="order")

    def _not_changed(self, current: Order, error: InvalidRequestError, verb: str) -> InvalidRequestError:
        """Returns the error that says what to do: the server has one text for a paid order and for an expired session.

        See docs/api/orders.md#orders-cancel.
        """
        try:
            paid = self._reader.order(current.id, current.storage).paid
        except Failures:
            paid = current.paid
        if paid:
            cannot = ", so it cannot be changed" if verb == "change" else ""
            advice = f"Order {current.id} is paid{cannot}: ask for the money back with shop.refunds.request(order)."
        else:
            instead = "place another order" if verb == "change" else "open another session to pay"
            advice = (
                f"Order {current.id} is not paid, so there is nothing to refund. A payment session of it has expired, "
                f"and then only the shop can {verb} the order: ask the shop, or {instead} "
                "(docs/api/orders.md#orders-cancel)."
            )
        return advised(error, advice)

    def _form_of(self, storage: Storage) -> Form:
        if storage.form is None:
            raise InputError(
                f"Storage '{storage.marker}' has no form, so it takes no orders. Choose another.", name="storage"
            )
        return self._forms.known(storage.form)

    def _form_to_change(self, order: Order, *, needed: bool) -> Form | None:
        """Returns the form of an order to send again; None if it cannot be had and is not needed for changes."""
        if not order.form_marker:
            return self._form_of(self._reader.storage(order.storage))
        try:
            return self._forms.known(order.form_marker)
        except Failures:
            if needed:
                raise
            return None

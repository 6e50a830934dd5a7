"""Many orders at once, for a database of any size."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from ..data import clock
from ..data.catalogue import Catalogue, Document
from ..data.documents import INSERT_ORDER, dumps, next_id, next_order_seq, order_product
from ..data.money import amount
from ..data.store import Tx
from ..errors import SandboxError
from ..operations import statuses
from . import lines

_AXES = {
    "paymentStrategy": "once",
    "fulfillmentStatusIdentifier": None,
    "fulfillmentStatusLocalizeInfos": None,
}


def write(
    tx: Tx,
    catalogue: Catalogue,
    user_id: int,
    count: int,
    between: tuple[int, int],
    form_data: Sequence[list[Document]],
    rng: random.Random,
) -> None:
    """Writes orders of a user into the shop's first storage, fast: bodies are joined from prepared JSON.

    Args:
        tx: The transaction.
        catalogue: The shop.
        user_id: The user.
        count: The number of orders.
        between: Their first and last moment, in milliseconds since 1970.
        form_data: What they are filled in with, by chance.
        rng: Where chance comes from.

    Raises:
        SandboxError: The shop has no storage, or no product with a price in it.
    """
    storage = next(iter(catalogue.storages.all), None)
    shelf = lines.shelf(catalogue, storage) if storage else []
    if storage is None or not shelf:
        raise SandboxError("The option orders needs a shop with an order storage and a product with a price in it.")
    first, currency = next_id(tx, "orders"), catalogue.settings["currency"]
    filled_in = [dumps(one) for one in form_data]
    made = [
        [
            (dumps(order_product(product, quantity, catalogue.language)), amount(product["price"]) * quantity)
            for quantity in (1, 2, 3)
        ]
        for product in shelf
    ]
    order_statuses, accounts = catalogue.statuses_of(storage.id), list(catalogue.accounts.all)
    marked = {one.identifier: dumps(one.identifier) for one in (*order_statuses, *accounts)}
    status_json = [(one.identifier, dumps(one.body["localizeInfos"])) for one in order_statuses]
    account_json = [(one.identifier, dumps(one.body["localizeInfos"])) for one in accounts]
    paid_json = [(None, "null"), (0, "false"), (1, "true"), (1, "true")]
    axes_json = {
        paid: dumps({**_AXES, **statuses.payment_members(catalogue, statuses.payment_of(bool(paid), []))})[1:]
        for paid, _ in paid_json
    }
    seq = next_order_seq(tx, user_id, storage.id, count)
    step = (between[1] - between[0]) / count
    uniform, head = rng.random, f'"storageId":{storage.id},"createdDate":"'
    tail = f'"formIdentifier":{dumps(storage.body["formIdentifier"])},"formData":'
    attributes = f',"attributeSetIdentifier":{dumps(storage.notes["attributeSetIdentifier"])},"totalSum":"'

    def rows() -> Iterator[tuple[object, ...]]:
        for index in range(count):
            order_id = first + index
            picked = [made[int(uniform() * len(made))][int(uniform() * 3)] for _ in range(1 + int(uniform() * 3))]
            total = f"{sum(price for _, price in picked):.2f}"
            status, status_infos = status_json[int(uniform() * len(status_json))]
            account, account_infos = account_json[int(uniform() * len(account_json))]
            paid, paid_text = paid_json[int(uniform() * len(paid_json))]
            created = clock.to_iso(between[0] + int(step * index))
            body = (
                f'{{"id":{order_id},{head}{created}","statusIdentifier":{marked[status]},"statusLocalizeInfos":{status_infos},'
                f"{tail}{filled_in[int(uniform() * len(filled_in))]}{attributes}{total}"
                f'","currency":"{currency}","paymentAccountIdentifier":{marked[account]},"paymentAccountLocalizeInfos":{account_infos},'
                f'"products":[{",".join([text for text, _ in picked])}],"paymentUrl":null,'
                f'"isCompleted":{paid_text},{axes_json[paid]}'
            )
            yield (
                order_id,
                user_id,
                storage.id,
                seq + index,
                status,
                account,
                currency,
                total,
                total,
                paid,
                None,
                None,
                body,
            )

    tx.executemany(INSERT_ORDER, rows())

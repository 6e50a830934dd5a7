"""Orders: create, list, read, update, cancel."""

from __future__ import annotations

import threading

import pytest

from .till import ORDERS

NAME = [{"type": "string", "marker": "name", "value": "Christina Thomas"}]


def test_storages_have_forms_and_payment_accounts(shared):
    storages = shared.get("/orders-storage")
    assert [one["identifier"] for one in storages] == ["orders", "subscriptions", "tickets"]
    assert shared.get("/orders-storage/marker/tickets") == storages[2]
    assert shared.refused("GET", "/orders-storage/marker/nope") == (404, "Orders storage not found")
    assert shared.refused("GET", "/orders-storage/marker/nope/orders") == (404, "Orders storage not found")
    assert shared.refused("GET", "/orders-storage/marker/nope/order-statuses")[0] == 404


def test_read_order_has_the_documented_shape(shop, order_body):
    shop.post(ORDERS, order_body((14, 1), (2, 3)))
    order = shop.get(f"{ORDERS}/89")
    image = order["products"][0].pop("previewImage")
    assert image[0]["filename"] == "product-14-1.png" and len(image) == 1
    assert order == {
        "id": 89,
        "storageId": 1,
        "createdDate": "2025-04-30T20:15:29.254Z",
        "statusIdentifier": "created",
        "statusLocalizeInfos": {"en_US": {"title": "Created"}, "de_DE": {"title": "Angelegt"}},
        "formIdentifier": "order",
        "formData": NAME,
        "attributeSetIdentifier": "order",
        "totalSum": "377.50",
        "currency": "USD",
        "paymentAccountIdentifier": "cash",
        "paymentAccountLocalizeInfos": {"en_US": {"title": "Cash"}},
        "products": [
            {
                "id": 14,
                "title": "Espresso machine Bora",
                "sku": "HP-MCH-002",
                "price": 340,
                "quantity": 1,
                "isGift": False,
            },
            {
                "id": 2,
                "title": "Ethiopia Guji, 250 g",
                "sku": "HP-COF-002",
                "previewImage": None,
                "price": 12.5,
                "quantity": 3,
                "isGift": False,
            },
        ],
        "paymentUrl": None,
        "isCompleted": None,
        "paymentStrategy": "once",
        "fulfillmentStatusIdentifier": None,
        "fulfillmentStatusLocalizeInfos": None,
        "paymentStatusIdentifier": None,
        "paymentStatusLocalizeInfos": None,
    }
    assert shop.get(ORDERS, limit=1)["items"][0] == shop.get(f"{ORDERS}/89")


def test_list_is_newest_first_and_has_only_own_orders(shared):
    page = shared.get(ORDERS, limit=1000)
    ids = [order["id"] for order in page["items"]]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == page["total"] == len(shared.sql("SELECT 1 FROM orders WHERE user_id = 16 AND storage_id = 1"))
    assert len(shared.get(ORDERS)["items"]) == min(30, page["total"])


def test_pages_join_up(shared):
    """Pages of any size join to one list; offsets past the end return an empty page."""
    everything = shared.get(ORDERS, limit=1000)
    for size in (1, 4, 7):
        pieces = [shared.get(ORDERS, offset=offset, limit=size) for offset in range(0, everything["total"] + 3, size)]
        assert [order for piece in pieces for order in piece["items"]] == everything["items"]
        assert {piece["total"] for piece in pieces} == {everything["total"]}
    assert shared.get(ORDERS, offset=5000) == {"items": [], "total": everything["total"]}
    assert shared.get(ORDERS, limit=0) == {"items": [], "total": everything["total"]}


def test_order_list_option_reverses_the_list(connect):
    shop = connect(order_list="oldest_first")
    shop.sign_in()
    ids = [order["id"] for order in shop.get(ORDERS, offset=2, limit=5)["items"]]
    assert ids == sorted(ids) and len(ids) == 5


def test_page_cap_limits_items_and_not_total(connect):
    shop = connect(page_cap=10)
    shop.sign_in()
    assert len(shop.get(ORDERS, limit=100)["items"]) == 10
    assert len(shop.get(ORDERS, offset=5, limit=50)["items"]) == 5
    page = shop.get(ORDERS, offset=10)
    assert page["items"] == [] and page["total"] > 10
    assert len(shop.post("/products/all?limit=100", [])["items"]) == 10
    assert len(shop.get("/payments/sessions", limit=100)["items"]) == 10


def test_order_of_another_user_answers_404(shop, order_body, connect, phone):
    other = connect(shop.sandbox, device=phone)
    other.sign_in("anna.keller@example.com", "password-3")
    other.post(ORDERS, order_body())
    assert shop.refused("GET", f"{ORDERS}/89") == (404, "Order not found")
    assert shop.refused("PUT", f"{ORDERS}/89", order_body()) == (404, "Order not found")
    assert shop.refused("POST", "/payments/sessions", {"orderId": 89, "type": "session"}) == (404, "Order not found")
    assert shop.refused("GET", "/payments/sessions/order/89") == (404, "Order not found")
    assert shop.refused("GET", "/orders/89/refund") == (404, "Order not found")
    assert shop.refused("GET", "/orders-storage/marker/tickets/orders/89")[0] == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"paymentAccountIdentifier": None}, "Order must have a payment"),
        ({"paymentAccountIdentifier": ""}, "Order must have a payment"),
        ({"paymentAccountIdentifier": ...}, "Order must have a payment"),
        (
            {"paymentAccountIdentifier": "bitcoin"},
            "paymentAccountIdentifier is not a payment account of this orders storage",
        ),
        ({"formIdentifier": "reg"}, "Incorrect formIdentifier for provided config"),
        ({"statusIdentifier": "upcoming"}, "statusIdentifier is not a status of this orders storage"),
        ({"formData": ...}, ["formData should not be empty"]),
        ({"formData": {}}, "empty form data section"),
        ({"formData": {"en_US": []}}, "empty form data section"),
        ({"formData": {"en_US": [None]}}, "formData's marker 'undefined' marker is required"),
        ({"formData": {"en_US": [{"en_US": NAME}]}}, "formData's marker 'undefined' marker is required"),
        ({"formData": {"english": NAME}}, "langCode must match /^[a-zA-Z_]{2,5}$/"),
        ({"formData": NAME}, ["formData must be an object"]),
        (
            {"formData": {"en_US": [{"marker": "name", "value": "C", "type": "text"}]}},
            "formData's marker 'name' value is missing or incorrect",
        ),
        (
            {"formData": {"en_US": [{"marker": "name", "value": "  ", "type": "string"}]}},
            "required values are missing or incorrect: name",
        ),
        (
            {"formData": {"en_US": [{"marker": "nick", "value": "C"}]}},
            "formData's marker 'nick' value is missing or incorrect",
        ),
        (
            {"formData": {"en_US": [{"marker": "phone", "value": "1", "type": "string"}]}},
            "required values are missing or incorrect: name",
        ),
        ({"products": ...}, ["products must be an array"]),
        (
            {"products": [{"id": 14, "quantity": 1}]},
            ["products.0.productId must be a number conforming to the specified constraints"],
        ),
        (
            {"products": [{"productId": "14", "quantity": 1}]},
            ["products.0.productId must be a number conforming to the specified constraints"],
        ),
        (
            {"products": [{"productId": 14, "quantity": 1.5}]},
            ["products.0.quantity must be a number conforming to the specified constraints"],
        ),
        ({"products": [{"productId": 14, "quantity": 0}]}, ["products.0.quantity must not be less than 1"]),
        ({"products": [{"productId": 14, "quantity": -1}]}, ["products.0.quantity must not be less than 1"]),
        ({"products": [{"productId": 9171, "quantity": 1}]}, "Product 9171 not found"),
        (
            {"products": [{"productId": 9171, "quantity": 1}, {"productId": 25, "quantity": 1}]},
            "Product 9171, 25 not found",
        ),
        ({"products": [{"productId": 21, "quantity": 1}]}, "Product 21 has no price"),
        ({"couponCode": "NOPE"}, "Coupon not found"),
        ({"couponCode": "SPRING23"}, "Coupon has expired"),
        ({"couponCode": "SPRING-USED-1"}, "Coupon has already been used"),
    ],
)
def test_invalid_create_is_refused_and_stores_nothing(shared, order_body, changes, message):
    body = {name: value for name, value in (order_body() | changes).items() if value is not ...}
    before = shared.sql("SELECT body FROM orders UNION ALL SELECT body FROM payment_sessions")
    unpaid = shared.sql("SELECT max(id) FROM orders WHERE user_id = 16 AND storage_id = 1 AND is_completed IS NULL")[0][
        0
    ]
    assert shared.refused("POST", ORDERS, body) == (400, message)
    assert shared.refused("PUT", f"{ORDERS}/{unpaid}", body) == (400, message)
    assert shared.sql("SELECT body FROM orders UNION ALL SELECT body FROM payment_sessions") == before


def test_a_product_twice_is_refused(shop, order_body):
    """The database has one line for a product, so quantities are to be added up before; a gift is a line of its own."""
    twice = (400, "Product 1 is in the order twice")
    assert shop.refused("POST", ORDERS, order_body((1, 1), (14, 1), (1, 2))) == twice
    shop.post(ORDERS, order_body((8, 1), couponCode="GIFTMUG"))
    assert [line["isGift"] for line in shop.get(f"{ORDERS}/89")["products"]] == [False, True]
    assert shop.refused("PUT", f"{ORDERS}/89", order_body((1, 1), (1, 2))) == twice
    shop.put(f"{ORDERS}/89", order_body((8, 2)))
    assert [line["quantity"] for line in shop.get(f"{ORDERS}/89")["products"]] == [2]


def test_orders_of_other_storages_use_their_field_types(shop):
    date = {"fullDate": "2026-05-01T00:00:00.000Z", "formattedValue": "01-05-2026", "formatString": "DD-MM-YYYY"}
    subscription = {
        "formIdentifier": "subscription_form",
        "paymentAccountIdentifier": "stripe",
        "formData": {
            "en_US": [
                {"marker": "expired_date", "type": "date", "value": date},
                {"marker": "subscription_time", "type": "list", "value": ["1_year"]},
            ]
        },
        "products": [{"productId": 20, "quantity": 1}],
    }
    assert shop.post("/orders-storage/marker/subscriptions/orders", subscription)["totalSum"] == 240
    slot = [["2025-05-10T10:00:00.000Z", "2025-05-10T12:00:00.000Z"]]
    tickets = {
        "formIdentifier": "tickets_form",
        "paymentAccountIdentifier": "cash",
        "formData": {
            "en_US": [
                {"marker": "schedule", "type": "timeInterval", "value": slot},
                {"marker": "tickets", "type": "integer", "value": 2},
            ]
        },
        "products": [],
    }
    assert shop.post("/orders-storage/marker/tickets/orders", tickets)["totalSum"] == 0
    order = shop.get("/orders-storage/marker/tickets/orders/90")
    assert (order["totalSum"], order["statusIdentifier"], order["products"]) == ("0.00", "upcoming", [])


def test_create_accepts_status_and_currency(shop, order_body):
    body = order_body(statusIdentifier="inProgress", currency="usd")
    answer = shop.post(ORDERS, body)
    assert (answer["statusIdentifier"], answer["currency"]) == ("inProgress", "usd")
    order = shop.get(f"{ORDERS}/89")
    assert (order["statusIdentifier"], order["currency"]) == ("inProgress", "usd")


def test_form_data_is_read_in_the_requested_locale(shop, order_body):
    german = [{"type": "string", "marker": "name", "value": "Christina T."}]
    shop.post(ORDERS, order_body(formData={"de_DE": german, "en_US": NAME}))
    shop.post(ORDERS, order_body(formData={"de_DE": german}))
    both, only = "89", "90"
    assert shop.get(f"{ORDERS}/{both}")["formData"] == NAME
    assert shop.get(f"{ORDERS}/{both}", langCode="de_DE")["formData"] == german
    assert shop.get(f"{ORDERS}/{both}", langCode="fr_FR")["formData"] == NAME
    assert shop.get(f"{ORDERS}/{only}", langCode="en_US")["formData"] == german
    assert shop.get(f"{ORDERS}/{only}")["products"][0]["title"] == "Espressomaschine Bora"
    page = shop.get(ORDERS, langCode="de_DE", limit=3)["items"]
    assert [order["formData"] for order in page[:2]] == [german, german]
    assert [order["id"] for order in page[:2]] == [90, 89]


def test_update_replaces_form_and_products_and_keeps_prices(shop, order_body):
    shop.post(ORDERS, order_body((14, 1), statusIdentifier="inProgress"))
    row = shop.sql("SELECT body FROM orders WHERE id = 89")[0][0].replace('"price":340', '"price":300')
    shop.sql("UPDATE orders SET body = ? WHERE id = 89", row)
    other = [{"type": "string", "marker": "name", "value": "C. T."}]
    body = order_body((14, 2), (1, 1), paymentAccountIdentifier="stripe", formData={"en_US": other})
    assert shop.put(f"{ORDERS}/89?langCode=en_US", body) == {
        "id": 89,
        "formIdentifier": "order",
        "paymentAccountIdentifier": "stripe",
        "formData": {"en_US": other},
        "products": [{"productId": 14, "quantity": 2}, {"productId": 1, "quantity": 1}],
        "currency": "USD",
        "totalSum": 624.9,
        "createdDate": "2025-04-30T20:15:29.254Z",
    }
    order = shop.get(f"{ORDERS}/89")
    assert (order["totalSum"], order["statusIdentifier"], order["formData"]) == ("624.90", "inProgress", other)
    assert [line["price"] for line in order["products"]] == [300, 24.9]
    assert shop.get(ORDERS, limit=1)["items"] == [order]


def test_update_to_canceled_cancels_open_sessions(shop, order_body):
    shop.post(ORDERS, order_body(paymentAccountIdentifier="stripe"))
    session = shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    assert shop.get(f"{ORDERS}/89")["paymentUrl"] == session["paymentUrl"] is not None
    body = order_body(paymentAccountIdentifier="stripe", statusIdentifier="canceled")
    assert shop.put(f"{ORDERS}/89", body)["statusIdentifier"] == "canceled"
    order = shop.get(f"{ORDERS}/89")
    assert (order["statusIdentifier"], order["paymentUrl"], order["isCompleted"]) == ("canceled", None, None)
    assert shop.get("/payments/sessions/46")["status"] == "canceled"


def test_read_order_can_be_sent_as_update(shop, order_body):
    shop.post(ORDERS, order_body((14, 1), (6, 2)))
    order = shop.get(f"{ORDERS}/89")
    numbers = [f"products.{line}.productId must be a number conforming to the specified constraints" for line in (0, 1)]
    as_it_is = order | {"formData": {"en_US": order["formData"]}}
    assert shop.refused("PUT", f"{ORDERS}/89", as_it_is) == (400, numbers)
    body = order | {
        "formData": {"en_US": order["formData"]},
        "products": [{"productId": line["id"], "quantity": line["quantity"]} for line in order["products"]],
        "statusIdentifier": "canceled",
    }
    shop.put(f"{ORDERS}/89", body)
    assert shop.get(f"{ORDERS}/89")["totalSum"] == order["totalSum"]


def test_a_paid_order_cannot_be_updated(shop, order_body):
    """An order whose session has been paid is not changed, and the message names the session."""
    from oneentry_toolkit.sandbox.operations import payments

    shop.post(ORDERS, order_body())
    shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    with shop.sandbox.instance.store.write() as tx:
        payments.finish(tx, shop.sandbox.instance.catalogue, 46, "completed")
    message = "Can't update the order. Payment sessions 46 could not be canceled — the order may have been paid."
    assert shop.refused("PUT", f"{ORDERS}/89", order_body()) == (400, message)


def test_an_order_with_an_expired_session_can_be_neither_updated_nor_refunded(shop, order_body):
    """An unpaid order whose session has expired is refused like a paid one, also beside a newer open session."""
    message = "Can't update the order. Payment sessions 46 could not be canceled — the order may have been paid."
    body = order_body(paymentAccountIdentifier="stripe")
    shop.post(ORDERS, body)
    session = shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    shop.sandbox.settle_session(session["id"], "expired")
    before = shop.get(f"{ORDERS}/89")
    assert shop.refused("PUT", f"{ORDERS}/89", {**body, "statusIdentifier": "canceled"}) == (400, message)
    assert shop.refused("PUT", f"{ORDERS}/89", order_body((1, 1))) == (400, message)
    assert shop.get(f"{ORDERS}/89") == before
    refused = shop.refused("POST", "/orders/89/refund", {"products": {"14": {"quantity": 1}}})
    assert refused == (404, "You cannot refund uncompleted order")
    another = shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    assert shop.refused("PUT", f"{ORDERS}/89", body) == (400, message)
    assert shop.get(f"/payments/sessions/{another['id']}")["status"] == "waiting"
    shop.sandbox.settle_session(another["id"], "completed")
    assert shop.get(f"{ORDERS}/89")["isCompleted"] is True


@pytest.mark.slow
@pytest.mark.parametrize("in_file", [False, True])
def test_parallel_orders_get_unique_ids_and_dates_without_gaps(connect, order_body, tmp_path, in_file):
    shop = connect(db=str(tmp_path / "shop.db") if in_file else None)
    shop.sign_in()
    clients = [connect(shop.sandbox) for _ in range(6)]
    before = shop.get(ORDERS)["total"]
    answers = []

    def buy(client):
        client.http.headers["Authorization"] = shop.http.headers["Authorization"]
        for _ in range(10):
            answers.append(client.post(ORDERS, order_body()))
            assert client.get(ORDERS, limit=3)["items"]

    threads = [threading.Thread(target=buy, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["id"] for answer in answers) == list(range(89, 149))
    assert len({answer["createdDate"] for answer in answers}) == 60
    page = shop.get(ORDERS, limit=60)
    assert page["total"] == before + 60
    assert [order["id"] for order in page["items"]] == list(range(148, 88, -1))

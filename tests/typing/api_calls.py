"""Calls of ``shop.api`` as a user writes them: only type-checked, never run."""

from __future__ import annotations

from typing import Any, assert_type

import oneentry_toolkit as oe
from oneentry_client import models

shop = oe.connect()

assert_type(shop.api.activate_user("email", body={}), bool)
assert_type(shop.api.add_fcm_token("device"), bool)
assert_type(shop.api.archive_user(), bool)
assert_type(shop.api.cancel_refund_request(1), bool)
assert_type(shop.api.change_password("email", body={}), bool)
assert_type(shop.api.check_code("email", body={}), bool)
assert_type(shop.api.create_order("orders", body={}), models.CreatedOrder)
assert_type(shop.api.create_payment_session(body={}), models.PaymentSession)
assert_type(shop.api.create_refund_request(1, body={}), bool | models.CreateRefundRequestResponse201Type1)
assert_type(shop.api.delete_fcm_token("device"), bool)
assert_type(shop.api.delete_user(), bool)
shop.api.generate_code("email", body={})
assert_type(shop.api.get_auth_provider("email", lang_code="de_DE"), models.AuthProvider)
assert_type(shop.api.get_bonus_balance(), models.BonusBalance | list[models.BonusBalance])
assert_type(shop.api.get_discount("silver", lang_code="de_DE"), models.Discount)
assert_type(shop.api.get_form("order", lang_code="de_DE"), models.Form)
assert_type(shop.api.get_order("orders", 1, lang_code="de_DE"), models.Order)
assert_type(shop.api.get_order_storage("orders", lang_code="de_DE"), models.OrderStorage)
assert_type(shop.api.get_payment_account(1), models.PaymentAccount)
assert_type(shop.api.get_payment_session(1), models.PaymentSession)
assert_type(shop.api.get_payment_session_by_order(1), list[models.PaymentSession] | models.PaymentSession)
assert_type(shop.api.get_payment_stages(1), models.PaymentProgress)
assert_type(shop.api.get_product(1, lang_code="de_DE"), models.Product)
assert_type(shop.api.get_user(lang_code="de_DE"), models.User)
assert_type(shop.api.list_active_sessions("email"), list[models.ActiveSession])
assert_type(shop.api.list_auth_providers(lang_code="de_DE"), list[models.AuthProvider])
assert_type(shop.api.list_bonus_history(), models.BonusHistoryPage | list[models.BonusHistoryEntry])
assert_type(shop.api.list_discounts(lang_code="de_DE"), models.DiscountPage)
assert_type(shop.api.list_forms(lang_code="de_DE"), models.FormPage | list[models.Form])
assert_type(shop.api.list_order_statuses("orders", lang_code="de_DE"), list[models.OrderStatus])
assert_type(shop.api.list_order_storages(lang_code="de_DE"), list[models.OrderStorage])
assert_type(shop.api.list_orders("orders", lang_code="de_DE"), models.OrderPage)
assert_type(shop.api.list_payment_accounts(), list[models.PaymentAccount])
assert_type(shop.api.list_payment_sessions(), models.PaymentSessionPage)
assert_type(shop.api.list_products(body={}, lang_code="de_DE"), models.ProductPage)
assert_type(shop.api.list_products_by_ids(ids="14,15", lang_code="de_DE"), list[models.Product])
assert_type(shop.api.list_refunds(1), list[models.RefundRequest])
assert_type(shop.api.preview_order(body={}, lang_code="de_DE"), models.OrderPreview)
assert_type(shop.api.search_products(name="Bora", lang_code="de_DE"), list[models.ProductHit])
assert_type(shop.api.sign_up("email", body={}), models.SignedUpUser)
assert_type(shop.api.update_order("orders", 1, body={}, lang_code="de_DE"), models.CreatedOrder)
assert_type(shop.api.update_user(body={}), bool)
assert_type(shop.api.validate_coupon(code="WELCOME10"), models.CouponCheck)

# A body is a generated model or plain values.
product = models.OrderInputProduct(product_id=14, quantity=1)
shop.api.preview_order(body=models.OrderPreviewInput(products=[product]), lang_code=None)
plain: dict[str, Any] = {"products": [{"productId": 14, "quantity": 1}]}
shop.api.preview_order(body=plain)
filters: list[dict[str, Any]] = [{"attributeMarker": "price"}]
shop.api.list_products(body=filters, offset=30, limit=10, sort_key="price", sort_order="DESC")
shop.api.list_products(body=models.ProductQuery())

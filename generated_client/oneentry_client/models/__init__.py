"""Contains all the data models used in inputs/outputs"""

from .activate_user_input import ActivateUserInput
from .active_session import ActiveSession
from .active_session_device_info import ActiveSessionDeviceInfo
from .auth_data_entry import AuthDataEntry
from .auth_input import AuthInput
from .auth_provider import AuthProvider
from .auth_provider_config import AuthProviderConfig
from .bonus_balance import BonusBalance
from .bonus_event import BonusEvent
from .bonus_history_entry import BonusHistoryEntry
from .bonus_history_page import BonusHistoryPage
from .cart import Cart
from .cart_input import CartInput
from .cart_item import CartItem
from .cart_item_input import CartItemInput
from .change_password_input import ChangePasswordInput
from .check_code_input import CheckCodeInput
from .coupon import Coupon
from .coupon_check import CouponCheck
from .create_refund_request_response_201_type_1 import (
    CreateRefundRequestResponse201Type1,
)
from .created_order import CreatedOrder
from .created_order_created_order_product import CreatedOrderCreatedOrderProduct
from .discount import Discount
from .discount_attribute_values_type_0 import DiscountAttributeValuesType0
from .discount_condition import DiscountCondition
from .discount_config import DiscountConfig
from .discount_config_bonus_type_0 import DiscountConfigBonusType0
from .discount_config_coupon_type_0 import DiscountConfigCouponType0
from .discount_config_settings_type_0 import DiscountConfigSettingsType0
from .discount_coupon_type_0 import DiscountCouponType0
from .discount_exclusions_type_1 import DiscountExclusionsType1
from .discount_page import DiscountPage
from .discount_user_exclusions_type_1 import DiscountUserExclusionsType1
from .discount_value import DiscountValue
from .entity_reference import EntityReference
from .error_envelope import ErrorEnvelope
from .error_envelope_page_data_type_0 import ErrorEnvelopePageDataType0
from .file_upload import FileUpload
from .form import Form
from .form_attributes_type_1 import FormAttributesType1
from .form_data import FormData
from .form_data_entry import FormDataEntry
from .form_field import FormField
from .form_field_additional_fields_type_1 import FormFieldAdditionalFieldsType1
from .form_field_settings import FormFieldSettings
from .form_field_validators import FormFieldValidators
from .form_page import FormPage
from .generate_code_input import GenerateCodeInput
from .list_bonus_history_type import ListBonusHistoryType
from .list_discounts_type import ListDiscountsType
from .list_prices_by_page_url_sort_key import ListPricesByPageUrlSortKey
from .list_prices_by_page_url_sort_order import ListPricesByPageUrlSortOrder
from .list_products_by_page_sort_key import ListProductsByPageSortKey
from .list_products_by_page_sort_order import ListProductsByPageSortOrder
from .list_products_by_page_url_sort_key import ListProductsByPageUrlSortKey
from .list_products_by_page_url_sort_order import ListProductsByPageUrlSortOrder
from .list_products_sort_key import ListProductsSortKey
from .list_products_sort_order import ListProductsSortOrder
from .list_products_without_page_sort_key import ListProductsWithoutPageSortKey
from .list_products_without_page_sort_order import ListProductsWithoutPageSortOrder
from .list_related_products_sort_key import ListRelatedProductsSortKey
from .list_related_products_sort_order import ListRelatedProductsSortOrder
from .list_submissions_is_extended import ListSubmissionsIsExtended
from .localize_infos import LocalizeInfos
from .notification_data import NotificationData
from .oauth_input import OauthInput
from .order import Order
from .order_fulfillment_status_localize_infos_type_0 import (
    OrderFulfillmentStatusLocalizeInfosType0,
)
from .order_input import OrderInput
from .order_input_product import OrderInputProduct
from .order_page import OrderPage
from .order_payment_status_localize_infos_type_0 import (
    OrderPaymentStatusLocalizeInfosType0,
)
from .order_preview import OrderPreview
from .order_preview_input import OrderPreviewInput
from .order_preview_line import OrderPreviewLine
from .order_product import OrderProduct
from .order_product_preview_image_type_0_item import OrderProductPreviewImageType0Item
from .order_product_preview_image_type_1 import OrderProductPreviewImageType1
from .order_status import OrderStatus
from .order_storage import OrderStorage
from .order_storage_storage_payment_account import OrderStorageStoragePaymentAccount
from .payment_account import PaymentAccount
from .payment_account_settings import PaymentAccountSettings
from .payment_progress import PaymentProgress
from .payment_session import PaymentSession
from .payment_session_input import PaymentSessionInput
from .payment_session_input_type import PaymentSessionInputType
from .payment_session_intent_type_0 import PaymentSessionIntentType0
from .payment_session_page import PaymentSessionPage
from .payment_stage import PaymentStage
from .product import Product
from .product_additional_type_0 import ProductAdditionalType0
from .product_attribute_values_type_0 import ProductAttributeValuesType0
from .product_block import ProductBlock
from .product_block_attribute_values_type_0 import ProductBlockAttributeValuesType0
from .product_block_custom_settings_type_0 import ProductBlockCustomSettingsType0
from .product_counts import ProductCounts
from .product_discount_config_type_0 import ProductDiscountConfigType0
from .product_filter import ProductFilter
from .product_filter_condition_marker import ProductFilterConditionMarker
from .product_filter_condition_value_type_2 import ProductFilterConditionValueType2
from .product_group import ProductGroup
from .product_hit import ProductHit
from .product_page import ProductPage
from .product_price import ProductPrice
from .product_price_page import ProductPricePage
from .product_product_pages_type_0_item import ProductProductPagesType0Item
from .product_product_pages_type_1 import ProductProductPagesType1
from .product_query import ProductQuery
from .product_rating_type_0 import ProductRatingType0
from .product_status_localize_infos_type_0 import ProductStatusLocalizeInfosType0
from .refresh_token_input import RefreshTokenInput
from .refund_request import RefundRequest
from .refund_request_input import RefundRequestInput
from .refund_request_input_products import RefundRequestInputProducts
from .refund_request_input_products_refund_quantity import (
    RefundRequestInputProductsRefundQuantity,
)
from .refund_request_products import RefundRequestProducts
from .sign_up_input import SignUpInput
from .signed_up_user import SignedUpUser
from .signed_up_user_rating import SignedUpUserRating
from .signed_up_user_state import SignedUpUserState
from .submission import Submission
from .submission_filter import SubmissionFilter
from .submission_filter_status_item import SubmissionFilterStatusItem
from .submission_input import SubmissionInput
from .submission_page import SubmissionPage
from .submission_receipt import SubmissionReceipt
from .submission_receipt_action_message_type_1 import (
    SubmissionReceiptActionMessageType1,
)
from .submission_status_input import SubmissionStatusInput
from .submission_status_input_status import SubmissionStatusInputStatus
from .submission_update import SubmissionUpdate
from .token_pair import TokenPair
from .uploaded_file import UploadedFile
from .uploaded_file_preview_link import UploadedFilePreviewLink
from .user import User
from .user_rating import UserRating
from .user_state import UserState
from .user_update_input import UserUpdateInput
from .user_update_input_state import UserUpdateInputState
from .wishlist import Wishlist
from .wishlist_input import WishlistInput
from .wishlist_item import WishlistItem
from .wishlist_item_input import WishlistItemInput

__all__ = (
    "ActivateUserInput",
    "ActiveSession",
    "ActiveSessionDeviceInfo",
    "AuthDataEntry",
    "AuthInput",
    "AuthProvider",
    "AuthProviderConfig",
    "BonusBalance",
    "BonusEvent",
    "BonusHistoryEntry",
    "BonusHistoryPage",
    "Cart",
    "CartInput",
    "CartItem",
    "CartItemInput",
    "ChangePasswordInput",
    "CheckCodeInput",
    "Coupon",
    "CouponCheck",
    "CreateRefundRequestResponse201Type1",
    "CreatedOrder",
    "CreatedOrderCreatedOrderProduct",
    "Discount",
    "DiscountAttributeValuesType0",
    "DiscountCondition",
    "DiscountConfig",
    "DiscountConfigBonusType0",
    "DiscountConfigCouponType0",
    "DiscountConfigSettingsType0",
    "DiscountCouponType0",
    "DiscountExclusionsType1",
    "DiscountPage",
    "DiscountUserExclusionsType1",
    "DiscountValue",
    "EntityReference",
    "ErrorEnvelope",
    "ErrorEnvelopePageDataType0",
    "FileUpload",
    "Form",
    "FormAttributesType1",
    "FormData",
    "FormDataEntry",
    "FormField",
    "FormFieldAdditionalFieldsType1",
    "FormFieldSettings",
    "FormFieldValidators",
    "FormPage",
    "GenerateCodeInput",
    "ListBonusHistoryType",
    "ListDiscountsType",
    "ListPricesByPageUrlSortKey",
    "ListPricesByPageUrlSortOrder",
    "ListProductsByPageSortKey",
    "ListProductsByPageSortOrder",
    "ListProductsByPageUrlSortKey",
    "ListProductsByPageUrlSortOrder",
    "ListProductsSortKey",
    "ListProductsSortOrder",
    "ListProductsWithoutPageSortKey",
    "ListProductsWithoutPageSortOrder",
    "ListRelatedProductsSortKey",
    "ListRelatedProductsSortOrder",
    "ListSubmissionsIsExtended",
    "LocalizeInfos",
    "NotificationData",
    "OauthInput",
    "Order",
    "OrderFulfillmentStatusLocalizeInfosType0",
    "OrderInput",
    "OrderInputProduct",
    "OrderPage",
    "OrderPaymentStatusLocalizeInfosType0",
    "OrderPreview",
    "OrderPreviewInput",
    "OrderPreviewLine",
    "OrderProduct",
    "OrderProductPreviewImageType0Item",
    "OrderProductPreviewImageType1",
    "OrderStatus",
    "OrderStorage",
    "OrderStorageStoragePaymentAccount",
    "PaymentAccount",
    "PaymentAccountSettings",
    "PaymentProgress",
    "PaymentSession",
    "PaymentSessionInput",
    "PaymentSessionInputType",
    "PaymentSessionIntentType0",
    "PaymentSessionPage",
    "PaymentStage",
    "Product",
    "ProductAdditionalType0",
    "ProductAttributeValuesType0",
    "ProductBlock",
    "ProductBlockAttributeValuesType0",
    "ProductBlockCustomSettingsType0",
    "ProductCounts",
    "ProductDiscountConfigType0",
    "ProductFilter",
    "ProductFilterConditionMarker",
    "ProductFilterConditionValueType2",
    "ProductGroup",
    "ProductHit",
    "ProductPage",
    "ProductPrice",
    "ProductPricePage",
    "ProductProductPagesType0Item",
    "ProductProductPagesType1",
    "ProductQuery",
    "ProductRatingType0",
    "ProductStatusLocalizeInfosType0",
    "RefreshTokenInput",
    "RefundRequest",
    "RefundRequestInput",
    "RefundRequestInputProducts",
    "RefundRequestInputProductsRefundQuantity",
    "RefundRequestProducts",
    "SignUpInput",
    "SignedUpUser",
    "SignedUpUserRating",
    "SignedUpUserState",
    "Submission",
    "SubmissionFilter",
    "SubmissionFilterStatusItem",
    "SubmissionInput",
    "SubmissionPage",
    "SubmissionReceipt",
    "SubmissionReceiptActionMessageType1",
    "SubmissionStatusInput",
    "SubmissionStatusInputStatus",
    "SubmissionUpdate",
    "TokenPair",
    "UploadedFile",
    "UploadedFilePreviewLink",
    "User",
    "UserRating",
    "UserState",
    "UserUpdateInput",
    "UserUpdateInputState",
    "Wishlist",
    "WishlistInput",
    "WishlistItem",
    "WishlistItemInput",
)

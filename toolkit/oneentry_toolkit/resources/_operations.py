"""The methods of ``shop.api``, typed.

Made by tools/regen.py from openapi.yaml and the generated client, never edited.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

# The generated models are a hundred modules: they are imported for type checkers, and at the first call.
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oneentry_client.models import (
        ActivateUserInput,
        ActiveSession,
        AuthProvider,
        BonusBalance,
        BonusHistoryEntry,
        BonusHistoryPage,
        Cart,
        CartInput,
        CartItemInput,
        ChangePasswordInput,
        CheckCodeInput,
        CouponCheck,
        CreatedOrder,
        CreateRefundRequestResponse201Type1,
        Discount,
        DiscountPage,
        FileUpload,
        Form,
        FormPage,
        GenerateCodeInput,
        ListBonusHistoryType,
        ListDiscountsType,
        ListPricesByPageUrlSortKey,
        ListPricesByPageUrlSortOrder,
        ListProductsByPageSortKey,
        ListProductsByPageSortOrder,
        ListProductsByPageUrlSortKey,
        ListProductsByPageUrlSortOrder,
        ListProductsSortKey,
        ListProductsSortOrder,
        ListProductsWithoutPageSortKey,
        ListProductsWithoutPageSortOrder,
        ListRelatedProductsSortKey,
        ListRelatedProductsSortOrder,
        ListSubmissionsIsExtended,
        Order,
        OrderInput,
        OrderPage,
        OrderPreview,
        OrderPreviewInput,
        OrderStatus,
        OrderStorage,
        PaymentAccount,
        PaymentProgress,
        PaymentSession,
        PaymentSessionInput,
        PaymentSessionPage,
        Product,
        ProductBlock,
        ProductCounts,
        ProductFilter,
        ProductGroup,
        ProductHit,
        ProductPage,
        ProductPricePage,
        ProductQuery,
        RefundRequest,
        RefundRequestInput,
        SignedUpUser,
        SignUpInput,
        Submission,
        SubmissionFilter,
        SubmissionInput,
        SubmissionPage,
        SubmissionReceipt,
        SubmissionStatusInput,
        SubmissionUpdate,
        UploadedFile,
        User,
        UserUpdateInput,
        Wishlist,
        WishlistInput,
        WishlistItemInput,
    )


class Operations(ABC):
    """Every operation of the contract, except those that change who is signed in."""

    @abstractmethod
    def _call(self, name: str, /, *path: Any, **arguments: Any) -> Any:
        """The parsed answer of an operation. An argument that is None is not sent."""

    def activate_user(self, marker: str, *, body: ActivateUserInput | Mapping[str, Any]) -> bool:
        """Activate a new user by code (``activateUser``)."""
        return self._call("activate_user", marker, body=body)

    def add_cart_item(self, *, body: CartItemInput | Mapping[str, Any]) -> Cart:
        """Put a product into the cart (``addCartItem``)."""
        return self._call("add_cart_item", body=body)

    def add_fcm_token(self, token: str) -> bool:
        """Register a device for push messages (``addFcmToken``)."""
        return self._call("add_fcm_token", token)

    def add_wishlist_item(self, *, body: WishlistItemInput | Mapping[str, Any]) -> Wishlist:
        """Put a product onto the wishlist (``addWishlistItem``)."""
        return self._call("add_wishlist_item", body=body)

    def archive_user(self) -> bool:
        """Archive the signed-in user (``archiveUser``)."""
        return self._call("archive_user")

    def cancel_refund_request(self, id: int) -> bool:
        """Withdraw a refund request (``cancelRefundRequest``)."""
        return self._call("cancel_refund_request", id)

    def change_password(self, marker: str, *, body: ChangePasswordInput | Mapping[str, Any]) -> bool:
        """Set a new password by code (``changePassword``)."""
        return self._call("change_password", marker, body=body)

    def check_code(self, marker: str, *, body: CheckCodeInput | Mapping[str, Any]) -> bool:
        """Whether a one-time code is right (``checkCode``)."""
        return self._call("check_code", marker, body=body)

    def count_products(
        self, *, body: list[ProductFilter] | Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> ProductCounts:
        """How many products there are (``countProducts``)."""
        return self._call("count_products", body=body)

    def count_products_by_page(
        self, page_id: int, *, body: list[ProductFilter] | Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> ProductCounts:
        """How many products a page has (``countProductsByPage``)."""
        return self._call("count_products_by_page", page_id, body=body)

    def count_products_by_page_url(
        self, page_url: str, *, body: list[ProductFilter] | Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> ProductCounts:
        """How many products a page has, by its marker (``countProductsByPageUrl``)."""
        return self._call("count_products_by_page_url", page_url, body=body)

    def create_order(self, marker: str, *, body: OrderInput | Mapping[str, Any]) -> CreatedOrder:
        """Place an order (``createOrder``)."""
        return self._call("create_order", marker, body=body)

    def create_payment_session(self, *, body: PaymentSessionInput | Mapping[str, Any]) -> PaymentSession:
        """Open a payment session for an order (``createPaymentSession``)."""
        return self._call("create_payment_session", body=body)

    def create_refund_request(
        self, id: int, *, body: RefundRequestInput | Mapping[str, Any]
    ) -> bool | CreateRefundRequestResponse201Type1:
        """Ask for a refund (``createRefundRequest``)."""
        return self._call("create_refund_request", id, body=body)

    def create_submission(self, *, body: SubmissionInput | Mapping[str, Any]) -> Submission | SubmissionReceipt:
        """Fill in a form (``createSubmission``)."""
        return self._call("create_submission", body=body)

    def delete_fcm_token(self, token: str) -> bool:
        """Forget a device for push messages (``deleteFcmToken``)."""
        return self._call("delete_fcm_token", token)

    def delete_file(
        self, *, filename: str, type_: str | None = None, entity: str | None = None, id: str | None = None
    ) -> bool:
        """Delete a file (``deleteFile``)."""
        return self._call("delete_file", filename=filename, type_=type_, entity=entity, id=id)

    def delete_submission(self, id: int) -> bool:
        """Delete a record (``deleteSubmission``)."""
        return self._call("delete_submission", id)

    def delete_user(self) -> bool:
        """Erase the signed-in user (``deleteUser``)."""
        return self._call("delete_user")

    def generate_code(self, marker: str, *, body: GenerateCodeInput | Mapping[str, Any]) -> None:
        """Send a one-time code (``generateCode``)."""
        self._call("generate_code", marker, body=body)

    def get_auth_provider(self, marker: str, *, lang_code: str | None = None) -> AuthProvider:
        """One way to sign in (``getAuthProvider``)."""
        return self._call("get_auth_provider", marker, lang_code=lang_code)

    def get_bonus_balance(self) -> BonusBalance | list[BonusBalance]:
        """The user's bonus balance (``getBonusBalance``)."""
        return self._call("get_bonus_balance")

    def get_cart(self) -> Cart:
        """The cart (``getCart``)."""
        return self._call("get_cart")

    def get_discount(self, marker: str, *, lang_code: str | None = None) -> Discount:
        """One discount (``getDiscount``)."""
        return self._call("get_discount", marker, lang_code=lang_code)

    def get_form(self, marker: str, *, lang_code: str | None = None) -> Form:
        """One form (``getForm``)."""
        return self._call("get_form", marker, lang_code=lang_code)

    def get_order(self, marker: str, id: int, *, lang_code: str | None = None) -> Order:
        """One order (``getOrder``)."""
        return self._call("get_order", marker, id, lang_code=lang_code)

    def get_order_storage(self, marker: str, *, lang_code: str | None = None) -> OrderStorage:
        """One order storage (``getOrderStorage``)."""
        return self._call("get_order_storage", marker, lang_code=lang_code)

    def get_payment_account(self, id: int) -> PaymentAccount:
        """One payment account (``getPaymentAccount``)."""
        return self._call("get_payment_account", id)

    def get_payment_session(self, id: int) -> PaymentSession:
        """One payment session (``getPaymentSession``)."""
        return self._call("get_payment_session", id)

    def get_payment_session_by_order(self, order_id: int) -> list[PaymentSession] | PaymentSession:
        """The payment sessions of an order (``getPaymentSessionByOrder``)."""
        return self._call("get_payment_session_by_order", order_id)

    def get_payment_stages(self, id: int) -> PaymentProgress:
        """The payment stages of an order (``getPaymentStages``)."""
        return self._call("get_payment_stages", id)

    def get_product(self, id: int, *, lang_code: str | None = None, is_normalized: bool | None = None) -> Product:
        """One product (``getProduct``)."""
        return self._call("get_product", id, lang_code=lang_code, is_normalized=is_normalized)

    def get_user(self, *, lang_code: str | None = None) -> User:
        """The signed-in user (``getUser``)."""
        return self._call("get_user", lang_code=lang_code)

    def get_wishlist(self) -> Wishlist:
        """The wishlist (``getWishlist``)."""
        return self._call("get_wishlist")

    def list_active_sessions(self, marker: str) -> list[ActiveSession]:
        """The devices that the user is signed in on (``listActiveSessions``)."""
        return self._call("list_active_sessions", marker)

    def list_auth_providers(
        self, *, lang_code: str | None = None, offset: int | None = 0, limit: int | None = 30
    ) -> list[AuthProvider]:
        """The ways to sign in (``listAuthProviders``)."""
        return self._call("list_auth_providers", lang_code=lang_code, offset=offset, limit=limit)

    def list_bonus_history(
        self,
        *,
        type_: ListBonusHistoryType | None = None,
        date_from: str | None = None,
        date_to: str | None = None,
        discount_id: int | None = None,
        module_id: int | None = None,
        is_admin: bool | None = None,
    ) -> BonusHistoryPage | list[BonusHistoryEntry]:
        """How the bonus balance came about (``listBonusHistory``)."""
        return self._call(
            "list_bonus_history",
            type_=type_,
            date_from=date_from,
            date_to=date_to,
            discount_id=discount_id,
            module_id=module_id,
            is_admin=is_admin,
        )

    def list_discounts(
        self,
        *,
        lang_code: str | None = None,
        offset: int | None = 0,
        limit: int | None = 30,
        type_: ListDiscountsType | None = None,
    ) -> DiscountPage:
        """The discounts (``listDiscounts``)."""
        return self._call("list_discounts", lang_code=lang_code, offset=offset, limit=limit, type_=type_)

    def list_forms(
        self, *, lang_code: str | None = None, offset: int | None = 0, limit: int | None = 30
    ) -> FormPage | list[Form]:
        """The forms (``listForms``)."""
        return self._call("list_forms", lang_code=lang_code, offset=offset, limit=limit)

    def list_order_statuses(
        self, marker: str, *, lang_code: str | None = None, offset: int | None = 0, limit: int | None = 30
    ) -> list[OrderStatus]:
        """The statuses of a storage (``listOrderStatuses``)."""
        return self._call("list_order_statuses", marker, lang_code=lang_code, offset=offset, limit=limit)

    def list_order_storages(
        self, *, lang_code: str | None = None, offset: int | None = 0, limit: int | None = 30
    ) -> list[OrderStorage]:
        """The order storages (``listOrderStorages``)."""
        return self._call("list_order_storages", lang_code=lang_code, offset=offset, limit=limit)

    def list_orders(
        self, marker: str, *, lang_code: str | None = None, offset: int | None = 0, limit: int | None = 30
    ) -> OrderPage:
        """The user's orders in a storage (``listOrders``)."""
        return self._call("list_orders", marker, lang_code=lang_code, offset=offset, limit=limit)

    def list_payment_accounts(self) -> list[PaymentAccount]:
        """The payment accounts (``listPaymentAccounts``)."""
        return self._call("list_payment_accounts")

    def list_payment_sessions(self, *, offset: int | None = 0, limit: int | None = 30) -> PaymentSessionPage:
        """The user's payment sessions (``listPaymentSessions``)."""
        return self._call("list_payment_sessions", offset=offset, limit=limit)

    def list_prices_by_page_url(
        self,
        page_url: str,
        *,
        lang_code: str | None = None,
        offset: int | None = 0,
        limit: int | None = 30,
        sort_key: ListPricesByPageUrlSortKey | None = None,
        sort_order: ListPricesByPageUrlSortOrder | None = None,
        sign_price: str | None = None,
    ) -> ProductPricePage:
        """The prices of a page's products (``listPricesByPageUrl``)."""
        return self._call(
            "list_prices_by_page_url",
            page_url,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
            sort_key=sort_key,
            sort_order=sort_order,
            sign_price=sign_price,
        )

    def list_product_blocks(self, id: int) -> list[ProductBlock]:
        """The blocks of a product (``listProductBlocks``)."""
        return self._call("list_product_blocks", id)

    def list_products(
        self,
        *,
        body: list[ProductFilter] | ProductQuery | Mapping[str, Any] | Sequence[Mapping[str, Any]],
        lang_code: str | None = None,
        offset: int | None = 0,
        limit: int | None = 30,
        sort_key: ListProductsSortKey | None = None,
        sort_order: ListProductsSortOrder | None = None,
        sign_price: str | None = None,
    ) -> ProductPage:
        """The catalogue (``listProducts``)."""
        return self._call(
            "list_products",
            body=body,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
            sort_key=sort_key,
            sort_order=sort_order,
            sign_price=sign_price,
        )

    def list_products_by_ids(self, *, ids: str, lang_code: str | None = None) -> list[Product]:
        """Several products at once (``listProductsByIds``)."""
        return self._call("list_products_by_ids", ids=ids, lang_code=lang_code)

    def list_products_by_page(
        self,
        page_id: int,
        *,
        body: list[ProductFilter] | ProductQuery | Mapping[str, Any] | Sequence[Mapping[str, Any]],
        lang_code: str | None = None,
        offset: int | None = 0,
        limit: int | None = 30,
        sort_key: ListProductsByPageSortKey | None = None,
        sort_order: ListProductsByPageSortOrder | None = None,
        sign_price: str | None = None,
    ) -> ProductPage:
        """The products of a page (``listProductsByPage``)."""
        return self._call(
            "list_products_by_page",
            page_id,
            body=body,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
            sort_key=sort_key,
            sort_order=sort_order,
            sign_price=sign_price,
        )

    def list_products_by_page_url(
        self,
        page_url: str,
        *,
        body: list[ProductFilter] | ProductQuery | Mapping[str, Any] | Sequence[Mapping[str, Any]],
        lang_code: str | None = None,
        offset: int | None = 0,
        limit: int | None = 30,
        sort_key: ListProductsByPageUrlSortKey | None = None,
        sort_order: ListProductsByPageUrlSortOrder | None = None,
        sign_price: str | None = None,
    ) -> ProductPage:
        """The products of a page, by its marker (``listProductsByPageUrl``)."""
        return self._call(
            "list_products_by_page_url",
            page_url,
            body=body,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
            sort_key=sort_key,
            sort_order=sort_order,
            sign_price=sign_price,
        )

    def list_products_without_page(
        self,
        *,
        body: ProductFilter | Mapping[str, Any],
        lang_code: str | None = None,
        offset: int | None = 0,
        limit: int | None = 30,
        sort_key: ListProductsWithoutPageSortKey | None = None,
        sort_order: ListProductsWithoutPageSortOrder | None = None,
        sign_price: str | None = None,
    ) -> list[ProductGroup]:
        """The products on no page (``listProductsWithoutPage``)."""
        return self._call(
            "list_products_without_page",
            body=body,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
            sort_key=sort_key,
            sort_order=sort_order,
            sign_price=sign_price,
        )

    def list_refunds(self, id: int) -> list[RefundRequest]:
        """The refund requests of an order (``listRefunds``)."""
        return self._call("list_refunds", id)

    def list_related_products(
        self,
        id: int,
        *,
        lang_code: str | None = None,
        offset: int | None = 0,
        limit: int | None = 30,
        sort_key: ListRelatedProductsSortKey | None = None,
        sort_order: ListRelatedProductsSortOrder | None = None,
        sign_price: str | None = None,
    ) -> ProductPage:
        """The products that go with one (``listRelatedProducts``)."""
        return self._call(
            "list_related_products",
            id,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
            sort_key=sort_key,
            sort_order=sort_order,
            sign_price=sign_price,
        )

    def list_submissions(
        self,
        marker: str,
        *,
        body: SubmissionFilter | Mapping[str, Any],
        form_module_config_id: int | None = None,
        is_extended: ListSubmissionsIsExtended | None = None,
        lang_code: str | None = None,
        offset: int | None = 0,
        limit: int | None = 30,
    ) -> SubmissionPage:
        """What a form was filled in with (``listSubmissions``)."""
        return self._call(
            "list_submissions",
            marker,
            body=body,
            form_module_config_id=form_module_config_id,
            is_extended=is_extended,
            lang_code=lang_code,
            offset=offset,
            limit=limit,
        )

    def preview_order(
        self, *, body: OrderPreviewInput | Mapping[str, Any], lang_code: str | None = None
    ) -> OrderPreview:
        """What an order would cost (``previewOrder``)."""
        return self._call("preview_order", body=body, lang_code=lang_code)

    def remove_cart_item(self, product_id: int) -> Cart:
        """Take a product out of the cart (``removeCartItem``)."""
        return self._call("remove_cart_item", product_id)

    def remove_wishlist_item(self, product_id: int) -> Wishlist:
        """Take a product off the wishlist (``removeWishlistItem``)."""
        return self._call("remove_wishlist_item", product_id)

    def search_products(self, *, name: str, lang_code: str | None = None) -> list[ProductHit]:
        """Find products by title (``searchProducts``)."""
        return self._call("search_products", name=name, lang_code=lang_code)

    def set_cart(self, *, body: CartInput | Mapping[str, Any]) -> Cart:
        """Replace the cart (``setCart``)."""
        return self._call("set_cart", body=body)

    def set_wishlist(self, *, body: WishlistInput | Mapping[str, Any]) -> Wishlist:
        """Replace the wishlist (``setWishlist``)."""
        return self._call("set_wishlist", body=body)

    def sign_up(self, marker: str, *, body: SignUpInput | Mapping[str, Any]) -> SignedUpUser:
        """Register a user (``signUp``)."""
        return self._call("sign_up", marker, body=body)

    def update_order(
        self, marker: str, id: int, *, body: OrderInput | Mapping[str, Any], lang_code: str | None = None
    ) -> CreatedOrder:
        """Replace an order (``updateOrder``)."""
        return self._call("update_order", marker, id, body=body, lang_code=lang_code)

    def update_submission(
        self, id: int, *, body: SubmissionUpdate | Mapping[str, Any], lang_code: str | None = None
    ) -> Submission:
        """Change a record (``updateSubmission``)."""
        return self._call("update_submission", id, body=body, lang_code=lang_code)

    def update_submission_status(self, id: int, *, body: SubmissionStatusInput | Mapping[str, Any]) -> bool:
        """Change the status of a record (``updateSubmissionStatus``)."""
        return self._call("update_submission_status", id, body=body)

    def update_user(self, *, body: UserUpdateInput | Mapping[str, Any]) -> bool:
        """Change the signed-in user (``updateUser``)."""
        return self._call("update_user", body=body)

    def upload_files(
        self,
        *,
        body: FileUpload | Mapping[str, Any],
        type_: str | None = None,
        entity: str | None = None,
        id: str | None = None,
        width: int | None = None,
        height: int | None = None,
        compress: bool | None = None,
        template: int | None = None,
    ) -> list[UploadedFile]:
        """Upload files (``uploadFiles``)."""
        return self._call(
            "upload_files",
            body=body,
            type_=type_,
            entity=entity,
            id=id,
            width=width,
            height=height,
            compress=compress,
            template=template,
        )

    def validate_coupon(self, *, code: str) -> CouponCheck:
        """Whether a coupon exists and is free (``validateCoupon``)."""
        return self._call("validate_coupon", code=code)

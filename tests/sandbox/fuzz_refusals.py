"""What the sandbox may say when it refuses a request of the fuzzer."""

from __future__ import annotations

import re

# Operations whose requests a schema cannot judge: 400 is their documented answer to a well-formed one about an account,
# a code, a token, a product, a form field or a day that is not there. What they may say then is in DOCUMENTED.
REFUSES_BY_MEANING = [
    "activateUser",
    "addCartItem",
    "addWishlistItem",
    "auth",
    "changePassword",
    "checkCode",
    "createOrder",
    "createPaymentSession",
    "createRefundRequest",
    "createSubmission",
    "generateCode",
    "listProductsByIds",
    "listSubmissions",
    "logout",
    "oauth",
    "previewOrder",
    "refresh",
    "setCart",
    "setWishlist",
    "signUp",
    "updateOrder",
    "updateSubmission",
    "updateUser",
    "uploadFiles",
]
FIELD = re.compile(
    r"property .+ should not exist"
    r"|\S+ (should not be empty|must be (a|an) [a-z ]+|must be a boolean value|must match /.+/|is not valid"
    r"|must be a number conforming to the specified constraints|must be one of the following values: .+"
    r"|must not be (less|greater) than [\d.]+|must be a comma-separated list of numbers"
    r"|must be a date in the format YYYY-MM-DD or YYYY-MM-DD HH:mm:ss"
    r"|must contain no more than \d+ elements)",
    re.DOTALL,
)
DOCUMENTED = re.compile(
    "|".join(
        [
            r"Auth provider (is not defined|has no registration form|not found)",
            r"Cannot [A-Z]+ /.*",
            r"Code is incorrect",
            r"Coupon (not found|has expired|has already been used)",
            r"Discount not found",
            r'Event "[\w-]+" with formType "send_code" not found',
            r"File (not found|size limit exceeded)",
            r"Form (not found|has incorrect type: \w+|of the auth provider is not defined)",
            r"Form data not found",
            r"Incorrect formIdentifier for provided config",
            r"Login or password values are missed",
            r"(Malformed part header|Multipart: Unexpected end of form|Too many parts)",
            r"(Missing x-device-metadata header|Invalid x-device-metadata format)",
            r"Order (not found|must have a payment|has already been paid)",
            r"Orders storage not found",
            r"Page not found",
            r"Payment (account|session) not found",
            r"Product( [\d, ]+)? not found",
            r"Product ([\d, ]+, )?unknown(, [\d, ]+)? not found",
            r"Product [\d, ]+ has no price",
            r"Product [\d, ]+ is in the (cart|wishlist) twice",
            r"Refresh token is not valid",
            r"Refund (request not found|request already exists|quantity exceeds the quantity of the order)",
            r"Request body is (not multipart/form-data|not valid JSON|nested too deeply)",
            r"Resource is closed",
            r"(Storage limit exceeded|Template not found)",
            r"This form's submissions are not publicly readable",
            r"Too Many Requests",
            r"Unauthorized",
            r"User (not found|already exists)",
            r"Validation failed \(numeric string is expected\)",
            r"You must authorize to send data",
            r"We couldn't pass the oauth authentication with provided data",
            r"You cannot refund uncompleted order",
            r"empty form data section",
            r"formData's marker '.*' (value is missing or incorrect|marker is required)",
            r"[\w-]+ is not allowed",
            r"langCode must match /\^\[a-zA-Z_\]\{2,5\}\$/",
            r"notificationData\.phoneSMS is not allowed to be empty",
            r"password1 and password2 must be equal",
            r"paymentAccountIdentifier is not a payment account of this orders storage",
            r"required values are missing or incorrect: [\w, ]+",
            r"statusIdentifier is not a status of this orders storage",
            r"Can't update the order\. Payment sessions [\d, ]+ could not be canceled — the order may have been paid\.",
        ]
    ),
    re.DOTALL,
)

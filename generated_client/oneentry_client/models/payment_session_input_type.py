from typing import Literal

PaymentSessionInputType = Literal["intent", "session"]

PAYMENT_SESSION_INPUT_TYPE_VALUES: set[PaymentSessionInputType] = {
    "intent",
    "session",
}


def check_payment_session_input_type(value: str) -> PaymentSessionInputType:
    if value in PAYMENT_SESSION_INPUT_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PAYMENT_SESSION_INPUT_TYPE_VALUES!r}")

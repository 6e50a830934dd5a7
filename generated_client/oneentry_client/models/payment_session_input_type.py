from enum import StrEnum


class PaymentSessionInputType(StrEnum):
    INTENT = "intent"
    SESSION = "session"

    def __str__(self) -> str:
        return str(self.value)

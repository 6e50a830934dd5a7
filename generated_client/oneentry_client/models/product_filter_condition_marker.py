from enum import StrEnum


class ProductFilterConditionMarker(StrEnum):
    EQ = "eq"
    EXS = "exs"
    IN = "in"
    LTH = "lth"
    MTH = "mth"
    NEQ = "neq"
    NEXS = "nexs"
    NIN = "nin"

    def __str__(self) -> str:
        return str(self.value)

from enum import StrEnum


class ListProductsSortKey(StrEnum):
    DATE = "date"
    ID = "id"
    POSITION = "position"
    PRICE = "price"
    TITLE = "title"

    def __str__(self) -> str:
        return str(self.value)

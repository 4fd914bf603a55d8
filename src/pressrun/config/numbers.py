"""Numbers that keys take: pydantic reads true as 1, and `entries = true` would press feeds of one entry."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticKnownError


def _whole(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticKnownError("int_type")
    return value


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticKnownError("float_type")
    return value


#: A whole number.
Whole = Annotated[int, BeforeValidator(_whole)]
#: How many entries a live feed has at the most. The range stands in front, or no schema would tell it.
Entries = Annotated[int, Field(ge=1, le=1000), BeforeValidator(_whole)]
#: A number, whole or not.
Number = Annotated[float, BeforeValidator(_number)]

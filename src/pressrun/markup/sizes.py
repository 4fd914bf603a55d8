"""How large a saved page says that a picture is."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PIXELS = re.compile(r"([0-9]{1,5})(?:px)?")
_RATIO = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,20})?")
_LARGEST = 20_000


def size_said(attributes: Mapping[str, object]) -> dict[str, str]:
    """`width` and `height` in pixels for a picture's tag, from its own attributes; both or none.

    WeChat's pages tell the width in `data-w` and the height as a part of it in `data-ratio`; their `width`
    is that of the column. A percentage, or one of the two alone, says nothing of the picture's shape.
    """
    width = _pixels(attributes.get("data-w"))
    ratio = _RATIO.fullmatch(str(attributes.get("data-ratio")))
    if width and ratio:
        return _size(width, round(width * float(ratio[0])))
    return _size(_pixels(attributes.get("width")), _pixels(attributes.get("height")))


def _pixels(value: object) -> int:
    number = _PIXELS.fullmatch(str(value).strip())
    return int(number[1]) if number else 0


def _size(width: int, height: int) -> dict[str, str]:
    if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
        return {}
    return {"width": str(width), "height": str(height)}

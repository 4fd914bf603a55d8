"""What only looks like items: a discussion, whose questions and answers are numbered (FB甲方群话题讨论)."""

from __future__ import annotations

import re

_ANSWER = re.compile(r"(?m)^\*\*A\d{1,3}\s*[：:]\*\*|<(?:strong|b)>A\d{1,3}\s*[：:]</")
_FEWEST = 3


def is_discussion(body: str) -> bool:
    """Whether the text holds numbered answers in bold, as they follow the questions of a discussion."""
    return len(_ANSWER.findall(body)) >= _FEWEST

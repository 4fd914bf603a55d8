"""The targets of links and pictures in a Markdown body without its code."""

from __future__ import annotations

import html
import re

from pressrun.rules.brackets import is_picture, opening_of
from pressrun.rules.prose import prose_of
from pressrun.rules.subject import Subject

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNREAD = re.compile(r"[\x00-\x20]")
#: What stands behind a target: the parenthesis, or a title first. The archiver's cut leaves neither.
CLOSED = r"""(?=>?(?:[ \t]*+\)|\s++["'(]))"""
#: The characters of a target, pairs of parentheses among them. It stops at a lone one: so no line costs
#: more than a look at each of its characters.
REST = r"(?:[^()\s>]++|\([^()\s]*+\))*+"
# An empty target counts; so does one in angle brackets.
_INNER = re.compile(r"\]\(")
# The text of a link without brackets, escapes and line breaks.
_PLAIN_LINK = re.compile(r"\[(?<!\\\[)[^\[\]\\\n]{0,900}+\](?=\((?!https?://))")
_TARGET = re.compile(rf"\]\((?!https?://)[ \t]*+<?({REST}){CLOSED}")


def targets_of(subject: Subject) -> list[re.Match[str]]:
    """The targets of links and pictures that are no http address: group 1, without `<`. Without code."""
    return subject.once("targets", lambda: _targets(prose_of(subject).text))


def address(target: str) -> str:
    """A target as a browser reads it: entities, backslashes and white space undone."""
    if "&" in target:
        target = html.unescape(target)
    if "\\" in target:
        target = _ESCAPED.sub(r"\1", target)
    return target if target.isprintable() else _UNREAD.sub("", target)


def _targets(text: str) -> list[re.Match[str]]:
    """The targets whose link begins in the same paragraph. A link with another one in its text is none."""
    matches = [*_TARGET.finditer(text)] if "](" in text else []
    # Nine of ten links are told by one pass, for a tenth of the time of a look at their brackets.
    plain = {match.end() for match in _PLAIN_LINK.finditer(text)} if matches else set()
    return [match for match in matches if match.start() + 1 in plain or _is_linked(text, match.start())]


def _is_linked(text: str, bracket: int) -> bool:
    """Whether the `]` at this offset closes the text of a link or picture."""
    opening = opening_of(text, bracket)
    if opening is None or text.find("\n\n", opening, bracket) >= 0:
        return False
    nested = text.find("](", opening, bracket) >= 0 and text[opening - 1 : opening] != "!"
    return not nested or all(
        is_picture(text, inner.start()) for inner in _INNER.finditer(text, opening, bracket)
    )

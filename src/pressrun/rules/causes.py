"""The one cause that keeps a body from being an article, told by phrases together with little other text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pressrun.markup.residual import count_letters, has_picture, pictures_of_text, undo_mojibake
from pressrun.rules.subject import Subject

# The order of FACTS §1: what is surest first. BD001 and BD012 have no phrases.
CAUSES = (
    ("BD003", "deleted"),
    ("BD004", "banned"),
    ("BD005", "moved"),
    ("BD002", "verification"),
    ("BD009", "blocked"),
    ("BD007", "javascript"),
    ("BD010", "server_error"),
    ("BD008", "parked"),
    ("BD011", "redirect"),
)
#: What a phrase can tell of a page: a cause, or that the rest is for readers who log in (BD006).
KINDS = (*(kind for _, kind in CAUSES), "login")

PHRASES = tomllib.loads(files("pressrun.rules").joinpath("phrases.toml").read_text("utf-8"))
_SIGNATURES = PHRASES["signature"]
_LABELS = PHRASES["label"]
_DIALOGS = PHRASES["dialog"]
# A letter of the Latin-1 block and what follows it where UTF-8 was read as cp1252: Ã©, â€™, æ­£.
# One set of first letters, which is searched for ten times as quickly as one of each kind (measured).
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00e2\u00e4-\u00e9](?:(?<=[\u00c2\u00c3])[\u0080-\u00bf]|(?<=\u00e2)(?:\u0080|\u20ac)"
    "|(?<=[\u00e4-\u00e9])[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2})"
)
# The first letters of these sequences: to look for nine letters is quicker than for a pattern.
_LEADS = "\u00c2\u00c3\u00e2\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9"
_LEAST_MOJIBAKE = 10
_SMALL = 100


def cause_of(subject: Subject) -> str | None:
    """The one cause that keeps the body from being an article."""
    return subject.once("cause", lambda: _find_cause(subject))


def _find_cause(subject: Subject) -> str | None:
    if not subject.believed:
        return None
    if subject.residual_text is not None:
        for code, kind in CAUSES:
            if phrase_in(subject, kind) is not None:
                return code
        if _is_empty(subject):
            return "BD001"
        if subject.residual <= _SMALL and mojibake_in(subject) is not None:
            return "BD012"
    elif dialog_in(subject, "blocked") is not None:
        return "BD009"
    return None


def _is_empty(subject: Subject) -> bool:
    """Whether there is neither text nor picture, or the account's name and portrait alone."""
    if not subject.residual:
        return not has_picture(subject.text)
    if subject.residual > _SMALL:
        return False
    names = [line for line in subject.residual_lines if any(map(str.isalnum, line))]
    source = subject.digest.source if subject.digest else ""
    alone = len(set(names)) == 1 and (len(names) > 1 or names[0] == source)
    return alone and not pictures_of_text(subject.text, subject.title)


def phrase_in(subject: Subject, kind: str) -> str | None:
    """The phrase of this kind in the residual text, as it is or re-decoded, or of the page's whole shape."""
    residual = subject.residual_text
    if residual is None:
        return None
    shape = _shape_in(subject, kind, _SIGNATURES)
    if shape is not None:
        return shape
    for text in filter(None, (residual, subject.once("re-decoded", lambda: undo_mojibake(residual)))):
        for limit, phrases in _groups(kind, subject.phrases):
            if subject.residual <= limit:
                found = next((phrase for phrase in phrases if phrase in text), None)
                if found is not None:
                    return found
    return None


def dialog_in(subject: Subject, kind: str) -> str | None:
    """The phrase of a dialog of this kind that the page consists of, though its forms are long."""
    for one in _DIALOGS:
        if one["kind"] == kind and one["phrase"] in subject.text:
            rest = [line for line in subject.residual_lines if line not in one["lines"]]
            if count_letters(rest, one["residual"]) <= one["residual"]:
                phrase: str = one["phrase"]
                return phrase
    return None


def label_in(subject: Subject, kind: str) -> str | None:
    """The label of this kind that stands on a line of its own, whatever else the page holds."""
    return _shape_in(subject, kind, _LABELS)


def _shape_in(subject: Subject, kind: str, shapes: Sequence[Mapping[str, str]]) -> str | None:
    return next(
        (one["phrase"] for one in shapes if one["kind"] == kind and one["text"] in subject.text), None
    )


@cache
def _groups(kind: str, added: tuple[tuple[str, tuple[str, ...]], ...]) -> list[tuple[int, tuple[str, ...]]]:
    groups = [(group["residual"], tuple(group["phrases"])) for group in PHRASES[kind]]
    groups += [(groups[0][0], phrases) for name, phrases in added if name == kind]
    return groups


def mojibake_in(subject: Subject) -> str | None:
    """The first sequence of a text that holds many of them; a run of U+FFFD counts as many."""
    text = subject.text
    # One character is found 15 times as fast as two.
    if "\ufffd" in text and "\ufffd\ufffd" in text:
        return "\ufffd\ufffd"
    capture = subject.capture
    if text.isascii() or (capture and not capture.is_page and not capture.accented):
        return None
    if not any(lead in text for lead in _LEADS):
        return None
    found = _MOJIBAKE.search(text)
    least = _LEAST_MOJIBAKE if subject.residual > _SMALL else 3
    return found[0] if found and len(_MOJIBAKE.findall(text)) >= least else None

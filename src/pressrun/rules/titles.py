"""TI: the headline, which becomes the entry's title."""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from importlib.resources import files

from pressrun.capture import Field
from pressrun.finding import Place, Severity
from pressrun.rules.catalogue import Complaint, rule
from pressrun.rules.prose import and_more
from pressrun.rules.subject import Subject, quote

_HTML = tomllib.loads(files("pressrun.rules").joinpath("html.toml").read_text("utf-8"))
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(rf"</?(?:{'|'.join(_HTML['elements'] + _HTML['active'])})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_WHITE_SPACE = re.compile(r"\s\s+|\t")
_LONG = 200
_JOINERS = "\u200c\u200d"
# Format characters that are seen: the number signs of Arabic, Syriac and Kaithi.
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# Scripts in which a joiner decides how letters are written: Arabic to Mongolian.
_JOINING = range(0x0600, 0x1900)
# A black flag and the tags that make it that of England, Scotland or Wales.
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]++")

_Find = Callable[[str], Iterator[tuple[int, int]]]


@rule("TI001", "html-entity-in-title", Severity.WARNING)
def html_entity(subject: Subject) -> Iterator[Complaint]:
    """The title holds an HTML entity, such as `&amp;` or `&#8211;`: it was copied out of a page's source.

    Published with the character that it stands for.

    Example, front matter:
        title: Fish &amp; chips by the harbour

    Remedy: Write the character itself.
    """
    for text, place, more in _found(subject, "&", entities_in):
        character = quote(html.unescape(text))
        yield Complaint(place, f"title: {text} is an HTML entity{and_more(more)}; write {character} instead")


@rule("TI002", "html-tag-in-title", Severity.INFO)
def html_tag(subject: Subject) -> Iterator[Complaint]:
    """The title holds an HTML tag.

    It stays text, because a title may be about a tag.

    Example, front matter:
        title: Why the <marquee> tag never died

    Remedy: Remove it where it was meant as markup.
    """
    for text, place, more in _found(subject, "<", _tags):
        yield Complaint(
            place, f"title: {quote(text)} is shown as text{and_more(more)}; remove it if it was markup"
        )


@rule("TI003", "long-title", Severity.INFO)
def long_title(subject: Subject) -> Iterator[Complaint]:
    """The title is longer than 200 characters.

    Published whole, but many readers cut it. It may be the article's first paragraph.

    Example, front matter:
        title: The storm <and the rain × 20>

    Remedy: Write the page's own headline.
    """
    field = _title(subject)
    if field and len(field.value) > _LONG:
        yield Complaint(
            field.place, f"title: {len(field.value)} characters, more than {_LONG}; write a shorter one"
        )


@rule("TI004", "cut-title", Severity.INFO)
def cut_title(subject: Subject) -> Iterator[Complaint]:
    """The title ends in `...` or `…`: its rest was cut off, or it is meant to tease.

    Published as it is, because nobody can tell the two apart.

    Example, front matter:
        title: What the harbour master saw that night…

    Remedy: Write the whole title, if the page has more.
    """
    field = _title(subject)
    if field and field.value.endswith(("...", "…")):
        mark = "…" if field.value.endswith("…") else "..."
        for text, place, _ in _found(subject, mark, lambda value: _last(value, mark)):
            yield Complaint(place, f"title: {text} at its end; write the whole title if the page has more")


@rule("TI005", "white-space-in-title", Severity.INFO)
def white_space(subject: Subject) -> Iterator[Complaint]:
    """The title holds a tabulator, or two spaces in a row.

    Published with one space instead. Searching for the title as it is written misses it.

    Example, front matter:
        title: Storm  closes the harbour

    Remedy: Write one space.
    """
    for text, place, more in _found(subject, "", spaces_in):
        yield Complaint(place, f"title: {text!r} is white space{and_more(more)}; write one space")


@rule("TI006", "invisible-character", Severity.WARNING)
def invisible_character(subject: Subject) -> Iterator[Complaint]:
    """The title holds a character that nobody sees: a zero-width space, a soft hyphen, a bidi control.

    Searching for the title misses it, and a bidi control turns the text around it. The joiners inside an
    emoji, and between the letters of scripts that need them, are no such character.

    Example, front matter:
        title: Storm closes the har<U+00AD>bour

    Remedy: Remove it.
    """
    for text, place, more in _found(subject, "", invisible_in):
        name = f"U+{ord(text):04X} {unicodedata.name(text, '')}".strip()
        yield Complaint(place, f"title: {name} is invisible{and_more(more)}; remove it")


def _title(subject: Subject) -> Field | None:
    return subject.capture.field("title") if subject.capture and subject.readable else None


def _found(subject: Subject, sign: str, find: _Find) -> Iterator[tuple[str, Place, int]]:
    """The first thing found in the title, its place, and how many more there are."""
    field = _title(subject)
    if field is None or sign not in field.value:
        return
    spans = list(find(field.value))
    if spans:
        text = field.value[slice(*spans[0])]
        yield text, _place(subject, field, find), len(spans) - 1


def _place(subject: Subject, field: Field, find: _Find) -> Place:
    """Where it is written; the whole value where an escape of YAML hides it."""
    lines = subject.capture.lines if subject.capture else ()
    written = [(field.place.line, field.place.column, field.raw)]
    written += [(number, 1, lines[number - 1]) for number in field.stray]
    for number, column, text in written:
        for start, end in find(text):
            return Place(number, column + start, number, column + end)
    return field.place


def entities_in(text: str) -> Iterator[tuple[int, int]]:
    """Where HTML entities stand in the text."""
    return (match.span() for match in _ENTITY.finditer(text) if html.unescape(match[0]) != match[0])


def _tags(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _TAG.finditer(text))


def _last(text: str, mark: str) -> Iterator[tuple[int, int]]:
    at = text.rfind(mark)
    if at >= 0:
        yield at, at + len(mark)


def spaces_in(text: str) -> Iterator[tuple[int, int]]:
    """Where white space stands that is more than one space."""
    return (match.span() for match in _WHITE_SPACE.finditer(text))


def invisible_in(text: str) -> Iterator[tuple[int, int]]:
    """Where characters stand that nobody sees and nothing needs."""
    # No format character is printable, and few titles hold one: most need no look at each character.
    if text.isprintable():
        return
    text = _FLAG.sub(lambda match: " " * len(match[0]), text)
    for at, char in enumerate(text):
        if unicodedata.category(char) == "Cf" and char not in _SEEN and not _belongs(text, at):
            yield at, at + 1


def _belongs(text: str, at: int) -> bool:
    """Whether this format character is part of an emoji or of a word."""
    if text[at] not in _JOINERS or at == 0:
        return False
    before, after = text[at - 1], text[at + 1 : at + 2]
    if text[at] == "\u200d" and after and _pictorial(before) and _pictorial(after):
        return True
    return ord(before) in _JOINING and bool(after) and ord(after) in _JOINING


def _pictorial(char: str) -> bool:
    """Whether an emoji sequence may hold this character: a symbol, a skin tone, a variation selector."""
    return unicodedata.category(char) in {"So", "Sk", "Sm"} or char in "\ufe0f\u20e3"

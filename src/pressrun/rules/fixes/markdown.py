"""Fixes of the MD rules: the body says what is published of it anyway."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

from pressrun.finding import Place
from pressrun.markup.cut import CUT_NOTE
from pressrun.markup.safe import absolute_address
from pressrun.rules.brackets import is_escaped, is_picture, picture_start
from pressrun.rules.fixes.registry import Edit, fixer
from pressrun.rules.fixes.stretches import place_of
from pressrun.rules.links import REST, address, targets_of
from pressrun.rules.markdown import images_by_http, is_relative
from pressrun.rules.prose import prose_of
from pressrun.rules.subject import Subject

# From the end of a target to that of its link: a title may stand between.
_END = re.compile(r""">?(?:[ \t]*+|\s++(?:"[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\))[ \t]*+)\)""")
# The same where the archiver cut the title.
_CUT_OFF = re.compile(rf""">?\s++["'(][^\n]*?(?=\.\.\.(?:\n{CUT_NOTE}\n*)?\Z)""")
_WHOLE = re.compile(REST)
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)++/?")
_MARKER = re.compile(r"[-*+]|\d{1,9}[.)]")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*")
_CONTINUED = re.compile(r"\n(?:[ \t]*\n)+[ \t]{2,}(?=\S)")
_EMPHASIS = "*_"


@fixer("MD001", "close the fence at the end")
def close_fence(subject: Subject) -> Iterator[Edit]:
    """The same fence behind the last line, where the press closes it too."""
    fence, capture = prose_of(subject).fence, subject.capture
    if fence is None or capture is None:
        return
    lines = capture.lines
    last = len(lines)
    while last > 1 and lines[last - 1] in {"", CUT_NOTE} and CUT_NOTE in lines[last - 1 :]:
        last -= 1
    closing = _MARKER.sub(lambda match: " " * len(match[0]), fence.before) + fence.ticks
    text = f"{closing}\n" if lines[last - 1] == "" else f"\n{closing}"
    at = len(lines[last - 1]) + 1
    yield Edit(Place(last, at, last, at), text)


@fixer("MD002", "remove the picture")
def remove_empty(subject: Subject) -> Iterator[Edit]:
    """Every picture without an address, with its line where nothing else stands on it."""
    return _removed(subject, lambda target: not target)


@fixer("MD005", "remove the picture")
def remove_data(subject: Subject) -> Iterator[Edit]:
    """Every picture inside the text, with its line where nothing else stands on it."""
    return _removed(subject, lambda target: target[:5].lower() == "data:")


def _has_plain_path(subject: Subject) -> bool:
    """Whether an address is a path of plain names from the top of the site: the whole one is always right."""
    return any(_PLAIN_PATH.fullmatch(match[1]) for match in targets_of(subject))


@fixer("MD003", "write the whole address", sure=_has_plain_path)
def resolve(subject: Subject) -> Iterator[Edit]:
    """Every address that leads somewhere as seen from `url`, spelled as it was."""
    if subject.digest is None:
        return
    base, text = subject.digest.url, prose_of(subject).text
    for match in targets_of(subject):
        if is_relative(match[1]):
            whole = _whole(match[1], base, picture=is_picture(text, match.start()))
            if whole:
                yield Edit(place_of(subject, *match.span(1)), whole)


@fixer("MD006", "write https")
def secure_image(subject: Subject) -> Iterator[Edit]:
    """The scheme of every picture that the rule speaks of, unless a port is named."""
    text = prose_of(subject).text
    for match in images_by_http(subject):
        if text[match.end(2) : match.end(2) + 1] != ":":
            at = match.start(1) + len("http")
            yield Edit(place_of(subject, at, at), "s")


def _whole(target: str, base: str, *, picture: bool) -> str:
    """The target as an absolute address that a Markdown reader reads so; empty where there is none."""
    wanted = absolute_address(address(target), base, picture=picture)
    if target.startswith("/") and not target.startswith("//") and "/." not in target:
        parts = urlsplit(base)
        whole = f"{parts.scheme}://{parts.netloc}{target}"
    else:
        try:
            whole = urljoin(base, target)
        except ValueError:
            return ""
    # Spelled with its entities and backslashes, it must still be the address that it was without them.
    same = wanted and absolute_address(address(whole), base, picture=picture) == wanted
    return whole if same and _WHOLE.fullmatch(whole) else ""


def _removed(subject: Subject, unwanted: Callable[[str], bool]) -> Iterator[Edit]:
    text = prose_of(subject).text
    spans: list[tuple[int, int]] = []
    for match in targets_of(subject):
        start = picture_start(text, match.start()) if unwanted(match[1]) else None
        end = _END.match(text, match.end()) or _CUT_OFF.match(text, match.end())
        if start is not None and end is not None and not is_escaped(text, start):
            start, stop = _with_emphasis(text, start, end.end())
            # One picture inside the text of another: the inner one now, the outer one next time.
            if not spans or start >= spans[-1][1]:
                spans.append((start, stop))
    for start, stop in _with_lines(text, spans):
        yield Edit(place_of(subject, start, stop), "")


def _with_emphasis(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the marks around it: without the picture, `****` would be a rule."""
    while start and text[start - 1] in _EMPHASIS and text[end : end + 1] == text[start - 1]:
        start, end = start - 1, end + 1
    return start, end


def _with_lines(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches; those that leave nothing of a line take it along, or they would part a paragraph."""
    at = 0
    while at < len(spans):
        floor = text.rfind("\n", 0, spans[at][0]) + 1
        found = text.find("\n", spans[at][1])
        line_end = len(text) if found < 0 else found
        last = at
        while last + 1 < len(spans) and spans[last + 1][0] < line_end:
            last += 1
        on_line = spans[at : last + 1]
        rest = _without(text[floor:line_end], [(start - floor, end - floor) for start, end in on_line])
        # A list item may not begin with a blank line: what comes behind it moves up.
        behind = _CONTINUED.match(text, line_end) if _ITEM.fullmatch(rest) else None
        if rest.strip(" \t") == "" and found >= 0:
            yield floor, line_end + 1
        else:
            yield from on_line[:-1]
            yield on_line[-1][0], behind.end() if behind else on_line[-1][1]
        at = last + 1


def _without(line: str, spans: list[tuple[int, int]]) -> str:
    edges = [0, *(edge for span in spans for edge in span), len(line)]
    return "".join(line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))

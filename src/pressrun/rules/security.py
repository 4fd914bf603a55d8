"""SE: what could run in a reader if it were passed on. It never is (law 9)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from pressrun.finding import Severity
from pressrun.rules.brackets import is_escaped, is_picture
from pressrun.rules.catalogue import Complaint, rule
from pressrun.rules.links import address, targets_of
from pressrun.rules.prose import and_more, prose_of
from pressrun.rules.subject import Subject, quote

_HTML = tomllib.loads(files("pressrun.rules").joinpath("html.toml").read_text("utf-8"))
_ACTIVE = frozenset(_HTML["active"])
# A tag ends with its paragraph.
_TAG = re.compile(r"<([a-z][a-z0-9]*+)(?=[\s/>])(?:[^<>\n]|\n(?!\n))*+>", re.IGNORECASE)
_HANDLER = re.compile(r"[\s/\"'](on[a-z]{3,}+)\s*+=", re.IGNORECASE)
# Fetching or refreshing needs one of these attributes; without, `<link>` is a placeholder.
_FETCHING = re.compile(r"<(?:link\s.*?\brel|meta\s.*?\bhttp-equiv)\s*+=", re.IGNORECASE | re.DOTALL)
_SCHEMES = ("javascript:", "vbscript:", "livescript:", "jscript:", "mocha:", "data:")
# <scheme:…> is a link too, and so is the target of a definition: [word]: target.
_AUTOLINK = re.compile(r"<(?=[a-z]++:)([^<>\s]++)>", re.IGNORECASE)
_DEFINITION = re.compile(r"\]:[ \t]*+<?(?!https?://)([^>\s]++)")


@rule("SE001", "active-html", Severity.WARNING)
def active_html(subject: Subject) -> Iterator[Complaint]:
    """Outside code the text holds HTML that would run or load something: script, iframe, onerror=….

    Published as text that is read and never run: write-ups of attacks quote such things.

    Example, passage:
        <script src="https://example.net/x.js"></script>

    Remedy: Mark it as code; where nobody meant to quote it, look at who wrote it.
    """
    prose = prose_of(subject)
    if "<" not in prose.text:
        return
    tags = [match for match in _TAG.finditer(prose.text) if not is_escaped(prose.text, match.start())]
    active = [(tag, what) for tag in tags if (what := _what_runs(tag))]
    if active:
        tag, what = active[0]
        more = and_more(len(active) - 1)
        message = f"{what} is active HTML{more}, shown as text; mark it as code"
        yield Complaint(prose.place(*tag.span()), message)


@rule("SE002", "script-link", Severity.WARNING)
def script_link(subject: Subject) -> Iterator[Complaint]:
    """A link runs a script instead of leading to a page: `javascript:`, `vbscript:`, `data:`.

    Published as text without the link, so that no reader can run it.

    Example, passage:
        The next one leaves at six, says the [timetable](javascript:open).

    Remedy: Remove the link, or write the address that it was to open.
    """
    prose = prose_of(subject)
    if ":" not in prose.text and "&" not in prose.text:
        return
    links = [
        *targets_of(subject),
        *(_AUTOLINK.finditer(prose.text) if "<" in prose.text else ()),
        *(_DEFINITION.finditer(prose.text) if "]:" in prose.text else ()),
    ]
    # A page has the same `javascript:;` dozens of times.
    targets = {target for link in links if ":" in (target := link[1]) or "&" in target}
    running = {target for target in targets if address(target).lower().startswith(_SCHEMES)}
    found = [link for link in links if link[1] in running and not _is_data_picture(prose.text, link)]
    if found:
        first, more = found[0], and_more(len(found) - 1)
        message = f"{quote(first[1])} runs a script{more}, its link is dropped; remove it"
        yield Complaint(prose.place(*first.span(1)), message)


def _what_runs(tag: re.Match[str]) -> str | None:
    """What a browser would run or load of this tag."""
    handler = _HANDLER.search(tag[0])
    if handler:
        return f"{handler[1]}=…"
    return f"<{tag[1]}>" if tag[1].lower() in _ACTIVE or _FETCHING.match(tag[0]) else None


def _is_data_picture(text: str, link: re.Match[str]) -> bool:
    return link[1][:5].lower() == "data:" and is_picture(text, link.start())

"""Proposed columns as blocks for config.toml, with the evidence as comments, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING

from pressrun.cli.listing import number
from pressrun.columns.names import Shape
from pressrun.reports.text import comma_separated, json_text, printable

if TYPE_CHECKING:
    from pressrun.press.columns import Proposal

_PLACES = {
    Shape.SUFFIX: "behind a bar",
    Shape.PREFIX: "in front of a bar",
    Shape.BRACKETS: "in brackets in front",
    Shape.NUMBERED: "in front of a number",
}
_EXAMPLE = 100
_INTRODUCTION = """\
# Series that the config names no column for, the longest first. Copy those that you agree with into
# config.toml, in front of any [[column]] that gathers the whole of their source: the first that fits counts.\
"""


def blocks(proposals: Sequence[Proposal]) -> Iterator[str]:
    """Lines of TOML that load as a config of these columns; the evidence stands in front of each block."""
    if not proposals:
        yield "# No series that the config names no column for."
        return
    yield from _INTRODUCTION.split("\n")
    for proposal in proposals:
        yield ""
        yield from (f"# {line}" for line in _evidence(proposal))
        rule = proposal.series.rule
        yield "[[column]]"
        yield f"name = {_toml(rule.name)}"
        yield f"slug = {_toml(proposal.slug)}"
        yield f"sources = [{', '.join(map(_toml, rule.sources))}]"
        yield f"columns = [{', '.join(map(_toml, rule.columns))}]"
        yield f"title = {_toml(rule.title or '')}"


def records(proposals: Sequence[Proposal]) -> Iterator[str]:
    """The same as a JSON list."""
    yield "["
    for line in comma_separated(json_text(_record(proposal)) for proposal in proposals):
        yield f"  {line}"
    yield "]"


def _evidence(proposal: Proposal) -> Iterator[str]:
    series = proposal.series
    digests = series.digests
    count = number(_items(proposal))
    items = f"{count} {'item' if count == '1' else 'items'} each"
    rejected = f"; rejected besides: {proposal.rejected}" if proposal.rejected else ""
    yield (
        f"{len(digests)} digests from {digests[0].date} to {digests[-1].date}, {items} (median){rejected}."
    )
    places = " and ".join(_PLACES[shape] for shape in series.shapes)
    yield f"The name stands {places}; {', '.join(series.signs)}."
    if series.recognised == len(digests):
        yield "A column already, by its titles alone: this block only settles its name and its folder."
    elif series.recognised:
        yield f"{series.recognised} of them are a column already; the others are in their source's."
    yield f"The newest: {printable(digests[-1].title[:_EXAMPLE])}"


def _record(proposal: Proposal) -> dict[str, object]:
    series = proposal.series
    return {
        "name": series.rule.name,
        "slug": proposal.slug,
        "sources": series.rule.sources,
        "columns": series.rule.columns,
        "title": series.rule.title,
        "digests": len(series.digests),
        "recognised": series.recognised,
        "rejected": proposal.rejected,
        "first": series.digests[0].date.isoformat(),
        "last": series.digests[-1].date.isoformat(),
        "items": _items(proposal),
        "shapes": [str(shape) for shape in series.shapes],
        "signs": series.signs,
        "example": series.digests[-1].title,
    }


def _items(proposal: Proposal) -> float:
    return median(len(digest.items) for digest in proposal.series.digests)


def _toml(text: str) -> str:
    """A TOML 1.0 string: literal where that can be, for patterns are easier to read so."""
    if text.isprintable() and "'" not in text:
        return f"'{text}'" if "\\" in text else f'"{text}"' if '"' not in text else f"'{text}'"
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08X}"

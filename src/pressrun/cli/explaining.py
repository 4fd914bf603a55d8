"""Explanations of rules as text, Markdown and JSON."""

from __future__ import annotations

import itertools
import json
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pressrun.rules import Rule
from pressrun.rules.explanation import EXAMPLES, LEGEND, Explanation, explain, family_of

_WIDTH = 90


def _text(rule: Rule) -> str:
    told = explain(rule)
    parts = [
        f"{told.code} {told.name}: {_terms(told)}",
        *map(_filled, (told.what, told.why)),
        f"{EXAMPLES[told.example.kind]}:",
        textwrap.indent("\n".join(told.example.lines), "    "),
        *([_filled(LEGEND)] if told.example.marked else []),
        _filled(f"Remedy: {told.remedy}"),
    ]
    return "\n\n".join(parts)


def _markdown(rule: Rule, level: int = 1) -> str:
    told = explain(rule)
    parts = [
        f"{'#' * level} {told.code} {told.name}",
        f"*{_terms(told)}*",
        told.what,
        told.why,
        f"{EXAMPLES[told.example.kind]}:",
        _fenced(told.example.lines),
        *([LEGEND] if told.example.marked else []),
        f"**Remedy:** {told.remedy}",
    ]
    return "\n\n".join(parts)


def _markdown_of_all(rules: Sequence[Rule]) -> str:
    """A table of all rules, then a section each, under the door plate of its family."""
    parts = ["\n".join(_table([explain(rule) for rule in rules]))]
    for plate, members in itertools.groupby(rules, family_of):
        parts.append(f"## {plate}")
        parts += [_markdown(rule, level=3) for rule in members]
    return "\n\n".join(parts)


def _table(explanations: Sequence[Explanation]) -> Iterator[str]:
    yield "| code | name | severity | runs | fix |"
    yield "|---|---|---|---|---|"
    for one in explanations:
        link = f"[{one.code}](#{one.code.lower()}-{one.name})"
        yield f"| {link} | {one.name} | {one.severity} | {one.selection} | {one.fix or ''} |"


def _record(rule: Rule) -> dict[str, Any]:
    told = explain(rule)
    return {
        "code": told.code,
        "name": told.name,
        "severity": told.severity.value,
        "selection": told.selection,
        "fix": told.fix,
        "what": told.what,
        "why": told.why,
        "example": {"kind": told.example.kind, "text": "\n".join(told.example.lines)},
        "remedy": told.remedy,
    }


def _terms(told: Explanation) -> str:
    return f"{told.severity}, {told.selection}" + (f"; fix: {told.fix}" if told.fix else "")


def _filled(paragraph: str) -> str:
    return textwrap.fill(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _fenced(lines: Sequence[str]) -> str:
    """The lines as a block of code whose fence is longer than any in it."""
    longest = max((len(ticks) for line in lines for ticks in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}text", *lines, fence])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


ONE_RULE: dict[str, Callable[[Rule], str]] = {
    "text": _text,
    "md": _markdown,
    "json": lambda rule: _json(_record(rule)),
}
ALL_RULES: dict[str, Callable[[Sequence[Rule]], str]] = {
    "text": lambda rules: "\n\n\n".join(map(_text, rules)),
    "md": _markdown_of_all,
    "json": lambda rules: _json([_record(rule) for rule in rules]),
}

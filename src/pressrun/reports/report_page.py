"""report.html: what was rejected and why, at a glance. Counts first, then files; no script in it.

Of long lists only the beginning is shown, so that the page of a large archive stays small: report.json
has everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from pressrun.reports.accounted import Accounted
from pressrun.reports.examples import Examples, Shown, rejects
from pressrun.reports.tally import RuleCount, SourceCount, Tally
from pressrun.reports.text import printable

#: So many sources are shown.
SOURCES = 100
#: Characters of a path and of a message; what is longer loses its middle, or its end.
LONGEST_PATH = 200
LONGEST_MESSAGE = 300

_HEAD = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<meta name="color-scheme" content="light dark">
<title>{title} · report</title>
<link rel="stylesheet" href="feed.css">
</head>
<body class="report">
<main>
<h1>{title} · report</h1>
<p><strong>{captures:,} captures = {published:,} published + {rejected:,} rejected + {duplicates}\
</strong></p>
<p><a href="index.html">The edition</a> <a href="report.json">Every file, as JSON</a></p>"""
_RULES_HEAD = """<h2 id="rules">By rule</h2>
<p>A capture with several errors is rejected under the first of them.</p>
<div class="wide"><table>
<thead><tr><th class="rule">rule</th><th class="severity">severity</th><th class="n">captures</th>\
<th class="n">share</th><td class="bar"></td><th class="n">rejected</th></tr></thead>
<tbody>"""
_SOURCES_HEAD = """<h2 id="sources">By source</h2>
<div class="wide"><table>
<thead><tr><th>source</th><th class="n">captures</th><th class="n published">published</th>\
<th class="n">rejected</th><th class="n">share</th><td class="bar"></td>\
<th class="rule">most often</th></tr></thead>
<tbody>"""
_TABLE_END = "</tbody>\n</table></div>"


def serialise(title: str, language: str, tally: Tally, shown: Examples) -> bytes:
    """The page in UTF-8.

    Args:
        title: the edition's.
        language: the texts', as in index.html: a browser chooses Chinese and Japanese fonts by it.
        tally: the account.
        shown: what is told of the wanted captures of this account.
    """
    return "".join(f"{line}\n" for line in _lines(title, language, tally, shown)).encode()


def _lines(title: str, language: str, tally: Tally, shown: Examples) -> Iterator[str]:
    yield _HEAD.format(
        title=_text(title),
        language=escape(language),
        captures=tally.captures,
        published=tally.published,
        rejected=tally.rejected,
        duplicates=_count(tally.duplicates, "duplicate"),
    )
    if tally.rules:
        yield _RULES_HEAD
        yield from (_rule_row(rule, tally.captures) for rule in tally.rules)
        yield _TABLE_END
    if tally.sources:
        yield _SOURCES_HEAD
        names = {rule.code: rule.name for rule in tally.rules}
        yield from (_source_row(source, names) for source in tally.sources[:SOURCES])
        yield _TABLE_END
        yield from _more(len(tally.sources) - SOURCES)
    yield from _files(tally, shown)
    yield "</main>\n</body>\n</html>"


def _rule_row(rule: RuleCount, captures: int) -> str:
    rejected = f"{rule.rejected:,}" if rule.rejected else "–"
    return (
        f'<tr><td class="rule"><a href="#{rule.code}">{rule.code}</a> {_text(rule.name)}</td>'
        f'<td class="severity {rule.severity}">{rule.severity}</td><td class="n">{rule.captures:,}</td>'
        f'{_share(rule.captures, captures)}<td class="n">{rejected}</td></tr>'
    )


def _source_row(source: SourceCount, names: Mapping[str, str]) -> str:
    often = next(iter(source.rules), None)
    rule = f'<a href="#{often}">{often}</a> {_text(names.get(often, ""))}' if often else ""
    return (
        f'<tr><td><bdi>{_text(source.source)}</bdi></td><td class="n">{source.captures:,}</td>'
        f'<td class="n published">{source.published:,}</td><td class="n">{source.rejected:,}</td>'
        f'{_share(source.rejected, source.captures)}<td class="rule">{rule}</td></tr>'
    )


def _share(part: int, whole: int) -> str:
    """Two cells: the share in per cent, and as a bar for the eye."""
    # Whole thousandths by integers: no rounding of floats is in any byte.
    thousandths = (part * 2_000 + whole) // (2 * whole)
    number = f"{thousandths // 10}.{thousandths % 10}%" if thousandths or not part else "<0.1%"
    bar = f'<meter aria-hidden="true" max="1000" value="{thousandths}"></meter>'
    return f'<td class="n">{escape(number)}</td><td class="bar">{bar}</td>'


def _files(tally: Tally, shown: Examples) -> Iterator[str]:
    rejecting = [rule for rule in tally.rules if rejects(rule)]
    others = [rule for rule in tally.rules if not rejects(rule)]
    for title, rules in (("Rejected", rejecting), ("Warnings", others)):
        if rules:
            yield f"<h2>{title}</h2>"
        for rule in rules:
            yield from _section(rule, shown.by_rule[rule.code])
    yield from _duplicates(tally.duplicates, shown.duplicates)


def _section(rule: RuleCount, shown: Sequence[Shown]) -> Iterator[str]:
    messages = {one.finding.message for one in shown}
    # What is said of every file alike is said once.
    same = messages.pop() if len(messages) == 1 and len(shown) > 1 else None
    yield f'<section id="{rule.code}"><h3>{rule.code} {_text(rule.name)}</h3>'
    yield f"<p>{_code(_text(rule.meaning))} {_count(rule.captures, 'capture')}.</p>"
    if same is not None:
        yield f"<p>In each: {_text(same, LONGEST_MESSAGE)}</p>"
    yield "<ul>"
    yield from (_item(rule, one, same) for one in shown)
    yield "</ul>"
    yield from _more(rule.captures - len(shown))
    yield "</section>"


def _item(rule: RuleCount, shown: Shown, same: str | None) -> str:
    finding = shown.finding
    severity = f' <em class="{finding.severity}">{finding.severity}</em>'
    other = "" if finding.severity is rule.severity else severity
    more = f" (and {shown.others:,} more)" if shown.others else ""
    message = "" if finding.message == same else f"<br>{_text(finding.message, LONGEST_MESSAGE)}"
    return f"<li>{_path(shown.path)}:{finding.line}{other}{message}{more}</li>"


def _duplicates(number: int, shown: Sequence[Accounted]) -> Iterator[str]:
    if not number:
        return
    yield '<h2 id="duplicates">Duplicates</h2>'
    yield f"<p>Another capture of the same digest was published. {_count(number, 'capture')}.</p>"
    yield "<ul>"
    for file in shown:
        yield f"<li>{_path(file.path)}<br>published from {_path(file.speaker or '')}</li>"
    yield "</ul>"
    yield from _more(number - len(shown))


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f'<p>and {count:,} more in <a href="report.json">report.json</a></p>'


def _path(path: str) -> str:
    half = (LONGEST_PATH - 1) // 2
    shown = path if len(path) <= LONGEST_PATH else f"{path[:half]}…{path[-half:]}"
    return f"<bdi>{_text(shown)}</bdi>"


def _text(text: str, longest: int | None = None) -> str:
    """A stranger's text: markup in it is text, and what cannot be seen is an escape."""
    if longest is not None and len(text) > longest:
        text = f"{text[:longest]}…"
    return escape(printable(text))


def _code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

"""Two texts as a unified diff, in linear time.

Not difflib: on text made for it, it takes minutes. Lines are paired by looking ahead for the next place
where both texts go on alike, and not further than AHEAD; what comes out is always a right diff, if not
always the shortest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressrun.reports.text import printable

#: Lines that are looked at on either side for where the texts go on alike.
AHEAD = 24
#: Lines shown around a change.
CONTEXT = 3
#: The short ways first; of equally short ones that which replaces lines one by one, as most fixes do.
_FAR = sorted(
    ((skip, more) for skip in range(AHEAD) for more in range(AHEAD) if skip or more),
    key=lambda way: (sum(way), abs(way[0] - way[1])),
)
_NEAR = _FAR[:3]
_RARELY = 32
_NO_END = "\\ No newline at end of file"

#: Lines of the text before that others replace: from and to (exclusive) in both texts.
_Change = tuple[int, int, int, int]


def unified(path: str, before: str, after: str, *, terminal: bool = False) -> Iterator[str]:
    """The lines of the diff, without their ends; none where the texts are equal. patch(1) can apply it.

    Args:
        path: as both headers show it; a line break in it is always escaped.
        before: the text as found.
        after: the text that it becomes.
        terminal: show control and bidi characters as escapes: for eyes, not for patch(1).
    """
    old, new = _lines(before), _lines(after)
    hunks = list(_hunks(_changes(old, new)))
    if hunks:
        # A name with spaces ends at a tabulator, for patch(1) and git.
        name = printable(path) if terminal or len(path.splitlines()) > 1 else path
        name += "\t" if " " in path else ""
        yield f"--- {name}"
        yield f"+++ {name}"
    for hunk in hunks:
        yield from (printable(line) if terminal else line for line in _shown(hunk, old, new))


def _lines(text: str) -> list[str]:
    """The lines with their line feeds; the last one has none if the text ends without."""
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    at, to, lost = 0, 0, 0
    while at < len(old) or to < len(new):
        if at < len(old) and to < len(new) and old[at] == new[to]:
            at, to, lost = at + 1, to + 1, 0
            continue
        found = next((way for way in _ways(lost) if _meet(old, new, at + way[0], to + way[1])), None)
        lost = 0 if found else lost + 1
        skip, more = found or (min(1, len(old) - at), min(1, len(new) - to))
        yield at, at + skip, to, to + more
        at, to = at + skip, to + more


def _ways(lost: int) -> Sequence[tuple[int, int]]:
    """How far to look; where nothing was alike the last times, as in a file of changed line ends, less."""
    return _FAR if lost % _RARELY == 0 else _NEAR


def _meet(old: Sequence[str], new: Sequence[str], at: int, to: int) -> bool:
    if at < len(old) and to < len(new):
        return old[at] == new[to]
    return at == len(old) and to == len(new)


def _hunks(changes: Iterator[_Change]) -> Iterator[list[_Change]]:
    """The changes whose surroundings touch, together."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change[0] - hunk[-1][1] > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _shown(hunk: Sequence[_Change], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    lead = min(CONTEXT, hunk[0][0])
    tail = min(CONTEXT, len(old) - hunk[-1][1])
    at = hunk[0][0] - lead
    yield (f"@@ -{_range(at, hunk[-1][1] + tail)} +{_range(hunk[0][2] - lead, hunk[-1][3] + tail)} @@")
    for start, end, to, until in hunk:
        yield from _marked(" ", old[at:start])
        yield from _marked("-", old[start:end])
        yield from _marked("+", new[to:until])
        at = end
    yield from _marked(" ", old[at : at + tail])


def _range(start: int, end: int) -> str:
    """As GNU diff writes it: the first line from 1, or the one before where there is none."""
    count = end - start
    return f"{start + 1 if count else start},{count}"


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line.removesuffix("\n")
        if not line.endswith("\n"):
            yield _NO_END

"""A random choice of rejected or published captures, to be read: do the rules judge as a person would?

    uv run bench/judge.py SAMPLE --seed 20261122 --count 200 --outcome rejected

SAMPLE is a folder of captures. What is printed of each is its number, path, code and message, and its
residual text: all of it, or the beginning, the longest lines and the end of a long one (navigation comes
first, and its lines are short); of a text that was printed before, only its number. Where the rules see
no text at all the body is printed, for they may be blind. `--code XF003` chooses among the captures of
some codes alone, `--slice 1-25` prints a part of the choice, `--tally` counts the outcomes instead.

The outcome is the one that `build` gives with the default rules: the same proofs, held against each other,
and of several captures of one digest the one that speaks. Duplicates are neither rejected nor published.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressrun.capture import split
from pressrun.compose import choose
from pressrun.config import Config
from pressrun.finding import Finding
from pressrun.markup import shown_text
from pressrun.markup.residual import residual_lines
from pressrun.press import Proof, ProofSettings
from pressrun.press.batches import prove_all
from pressrun.press.crossing import cross_examine
from pressrun.rules import first_error, select
from pressrun.store import inbox

#: Characters of the residual text that are printed from its beginning, of its longest lines, from its end.
BEGINNING, LINE, END = 200, 160, 150
#: How many of its longest lines.
LINES = 4


@dataclass(frozen=True)
class Judged:
    """A capture and what became of it; `error` is the finding that keeps it out."""

    path: str
    outcome: str
    error: Finding | None


def judged(root: Path) -> list[Judged]:
    """Every capture below the folder with its outcome, in the order of the paths."""
    config = Config()
    rules = select()
    settings = ProofSettings(config.imprint().zone, tuple(rule.code for rule in rules), items=False)
    found = inbox.find(root)
    proofs = cross_examine(prove_all(root, found, settings, config.max_capture_bytes, None), rules)
    duplicates = frozenset(choose(proof.digest for proof in proofs if proof.digest).duplicates)
    return sorted((_judge(proof, duplicates) for proof in proofs), key=lambda one: one.path)


def _judge(proof: Proof, duplicates: frozenset[str]) -> Judged:
    error = first_error(proof.findings)
    accepted = "duplicate" if proof.path in duplicates else "published"
    return Judged(proof.path, "rejected" if error else accepted, error)


def text_of(root: Path, path: str) -> str:
    """The text that the rules measure, whole; the body where they see none."""
    capture = split(path, (root / path).read_bytes())
    title = capture.field("title")
    body = shown_text(capture.body) if capture.is_page else capture.body
    residual = "\n".join(residual_lines(body, title.value if title else ""))
    return residual or "\n".join(line for line in body.split("\n") if line.strip())


def chosen(captures: Sequence[Judged], seed: int, count: int) -> list[Judged]:
    """A choice that anybody with the same captures and rules can repeat."""
    return random.Random(seed).sample(captures, min(count, len(captures)))  # noqa: S311


def shown(number: int, capture: Judged, text: str, before: int) -> Iterator[str]:
    """The lines to read of one capture; `before` is the number of the first with this text."""
    yield f"=== {number} · {sum(map(str.isalnum, text))} letters · {capture.path}"
    if capture.error:
        yield f"--- {capture.error.code} {capture.error.message}"
    if before < number:
        yield f"the text of {before}"
    elif len(text) > BEGINNING + LINES * LINE + END:
        lines = text.split("\n")
        longest = sorted(lines, key=len, reverse=True)[:LINES]
        yield " / ".join(text[:BEGINNING].split("\n"))
        yield from (f"  […] {line[:LINE]}" for line in lines if line in longest)
        yield "  […] " + " / ".join(text[-END:].split("\n"))
    else:
        yield text


def tally(captures: Sequence[Judged]) -> Iterator[str]:
    """How many captures came to each outcome, and under which code."""
    outcomes = Counter(one.outcome for one in captures)
    for outcome, count in sorted(outcomes.items()):
        yield f"{outcome} {count} ({count / len(captures):.1%})"
    for code, count in sorted(Counter(one.error.code for one in captures if one.error).items()):
        yield f"  {code} {count} ({count / len(captures):.1%})"


def main() -> None:
    """Reads the command line and prints the choice."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("sample", type=Path)
    arguments.add_argument("--seed", type=int, default=20261122)
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--outcome", choices=("rejected", "published"), default="rejected")
    arguments.add_argument("--code", action="append", default=[])
    arguments.add_argument("--slice", default="1-")
    arguments.add_argument("--tally", action="store_true")
    given = arguments.parse_args()
    captures = judged(given.sample)
    if given.tally:
        print(*tally(captures), sep="\n")
        return
    wanted = [
        one
        for one in captures
        if one.outcome == given.outcome and (not given.code or (one.error and one.error.code in given.code))
    ]
    first, _, last = given.slice.partition("-")
    numbers: dict[str, int] = {}
    for number, capture in enumerate(chosen(wanted, given.seed, given.count), 1):
        text = text_of(given.sample, capture.path)
        before = numbers.setdefault(text, number)
        if int(first) <= number <= int(last or number):
            print(*shown(number, capture, text, before), "", sep="\n")


if __name__ == "__main__":
    main()

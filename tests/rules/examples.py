"""The examples of the documentation, turned into captures and checked."""

from __future__ import annotations

import re
import subprocess
import time
import tomllib
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from pressrun.config import Config
from pressrun.finding import Finding
from pressrun.press import check, target_of
from pressrun.press.build import build
from pressrun.press.edition import check_edition
from pressrun.rules import Rule
from pressrun.rules.explanation import Example, spell_out

#: A capture that no rule has anything to say about, but for what an example puts in its place.
FIELDS = {
    "title": "Calm sea",
    "url": "https://example.org/calm-sea",
    "source": "Harbour News",
    "date": "2025-03-14",
    "fetch_date": "2025-03-15T08:30:00+08:00",
}
BODY = """
Nothing happened in the harbour today. The ferries came and left as the timetable says, the cranes stood
still over noon, and the gulls had the pier to themselves until the fish market opened.
"""
NAME = "note.md"
#: Seconds until a race that an example starts is lost.
PATIENCE = 30


def findings_of(example: Example, folder: Path, rules: Sequence[Rule]) -> Sequence[Finding]:
    """What the rules say about the captures that an example stands for, made in an empty folder."""
    if example.kind == "edition":
        return _in_an_edition(example.lines, folder, rules)
    if example.kind == "shell" and rules[0].on_documents:
        return _in_an_edition_by_shell(example.lines, folder, rules)
    if example.kind == "shell":
        return _made_by_shell(example.lines, folder, rules)
    if example.kind == "config":
        write_sound(folder)
        config = Config.model_validate(tomllib.loads("\n".join(example.lines)))
        return check(target_of(folder), config, rules).findings
    for name, data in _captures(example):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return _found(folder, rules)


def _captures(example: Example) -> Iterator[tuple[str, bytes]]:
    text = "\n".join(example.lines)
    if example.kind == "front matter":
        yield NAME, _whole(example.lines, BODY)
    elif example.kind == "body":
        yield NAME, _whole((), f"\n{text}")
    elif example.kind == "passage":
        yield NAME, _whole((), f"{BODY}\n{text}\n")
    elif example.kind == "file":
        yield NAME, spell_out(f"{text}\n")
    else:
        for name, fields in _files(example.lines):
            yield name, _whole(fields, BODY)


def _files(lines: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The files of an example: a name and a colon, below it the fields, indented."""
    starts = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start].removesuffix(":"), tuple(line.strip() for line in lines[start + 1 : end])


def press(folder: Path) -> Path:
    """An edition of two sound captures, pressed below the folder."""
    for number, title in enumerate(("Calm sea", "Storm closes the harbour")):
        fields = (f"title: {title}", f"url: https://example.org/{number}")
        path = folder / "captures" / f"{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(_whole(fields, BODY))
    output = folder / "feeds"
    build(Config(inbox=str(folder / "captures"), output=str(output), state=str(folder / "state")))
    return output


def _in_an_edition(lines: tuple[str, ...], folder: Path, rules: Sequence[Rule]) -> Sequence[Finding]:
    """The findings of an edition in whose documents the lines with - became those with +."""
    edition = press(folder)
    for name, changes in _files(lines):
        text = (edition / name).read_text("utf-8")
        (edition / name).write_bytes(spell_out(_changed(text, changes)))
    return check_edition(edition, Config(), rules).findings


def _in_an_edition_by_shell(lines: tuple[str, ...], folder: Path, rules: Sequence[Rule]) -> Sequence[Finding]:
    """The findings of an edition in which a shell has run the lines."""
    edition = press(folder)
    subprocess.run(["/bin/sh", "-euc", "\n".join(lines)], cwd=edition, check=True)
    return check_edition(edition, Config(), rules).findings


def _changed(text: str, changes: tuple[str, ...]) -> str:
    """The text with each change made once, behind the one before it."""
    done, rest = "", text
    for number, line in enumerate(changes):
        if line.startswith("- "):
            pattern = ".*?".join(map(re.escape, line[2:].split("…")))
            (before, rest) = re.split(pattern, rest, maxsplit=1)
            after = takewhile(lambda added: added.startswith("+ "), changes[number + 1 :])
            done += before + "\n".join(added[2:] for added in after)
    return done + rest


def _whole(lines: tuple[str, ...], body: str) -> bytes:
    """The capture with these lines of front matter instead of the sound ones of the same name."""
    named = {line.partition(":")[0] for line in lines}
    sound = [f"{name}: {value}" for name, value in FIELDS.items() if name not in named]
    return spell_out("\n".join(["---", *sound, *lines, "---", body]))


def _found(folder: Path, rules: Sequence[Rule]) -> Sequence[Finding]:
    return check(target_of(folder), Config(), rules).findings


def _made_by_shell(lines: tuple[str, ...], folder: Path, rules: Sequence[Rule]) -> Sequence[Finding]:
    """The findings after a shell has run the lines beside a sound capture `note.md`.

    A loop has no end: it is checked while it runs, until it is noticed.
    """
    write_sound(folder)
    with subprocess.Popen(["/bin/sh", "-euc", "\n".join(lines)], cwd=folder) as shell:
        if not lines[0].startswith("while "):
            assert shell.wait(PATIENCE) == 0
            return _found(folder, rules)
        try:
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                found = _found(folder, rules)
                if found:
                    return found
        finally:
            shell.kill()
    raise AssertionError("the loop was never noticed")


def write_sound(folder: Path) -> None:
    """Puts a capture there that no rule complains about, but for its name."""
    (folder / NAME).write_bytes(_whole((), BODY))

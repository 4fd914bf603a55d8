"""`check --write-baseline` and `check --baseline`: what is known is written down, and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.capture import Refusal, first_lines
from pressrun.cli.output import deliver
from pressrun.cli.shown import from_base
from pressrun.errors import ConfigurationError
from pressrun.reports import baseline
from pressrun.reports.baseline import Baseline, Key
from pressrun.reports.text import printable, spelled
from pressrun.store import inbox

if TYPE_CHECKING:
    from pressrun.finding import Finding
    from pressrun.press import Checked, Target
    from pressrun.reports import Source
    from pressrun.rules import Rule

# A person reads so many lines; the count says how many there are.
_SHOWN = 20


@dataclass(frozen=True)
class Looked:
    """A target and what was found there. Captures have so many bytes (`limit`) at the most."""

    target: Target
    checked: Checked
    limit: int

    @cached_property
    def prefix(self) -> str:
        """What leads from the top of the checkout to the target's folder, with a slash at its end."""
        return from_base(self.target.root)

    def findings(self) -> list[Finding]:
        """The findings with their paths as every checkout has them."""
        prefix = self.prefix
        return [one._replace(path=prefix + one.path) for one in self.checked.findings]

    def lines(self) -> Source:
        """The lines of files, only as far down as a finding stands: whole ones would take a second more."""
        cut = len(self.prefix)
        depths: dict[str, int] = {}
        for one in self.checked.findings:
            depths[one.path] = max(depths.get(one.path, 0), one.line)
        last: dict[str, Sequence[str]] = {}

        def source(path: str) -> Sequence[str]:
            if path not in last:
                last.clear()
                last[path] = self._top(path[cut:], depths[path[cut:]])
            return last[path]

        return source

    def _top(self, path: str, count: int) -> Sequence[str]:
        raw = self.target.raws.get(path)
        held = inbox.read(self.target.root, path, self.limit) if raw is None else raw
        return () if isinstance(held, Refusal) else first_lines(held, count)


def write_baseline(file: Path, looked: Sequence[Looked], rules: Sequence[Rule]) -> None:
    """Writes down everything that was found, whole or not at all.

    Raises:
        OutputUnwritable: the disk fails.
    """
    keys: Counter[Key] = Counter()
    about_run = _about_run(rules)
    for one in looked:
        # A file that was named twice is known once.
        keys |= baseline.keys_of(one.findings(), one.lines(), about_run)
    deliver(baseline.write(keys), file, utf8=True)
    click.echo(f"{file}: {_many(keys.total(), 'finding')} written down as known", err=True)


def read_baseline(file: Path) -> Baseline:
    """The baseline in this file.

    Raises:
        ConfigurationError: there is none.
    """
    try:
        text = file.read_text("utf-8")
    except IsADirectoryError:
        raise ConfigurationError(f"{file}: it is a folder; name the baseline's file in it") from None
    except OSError as error:
        raise ConfigurationError(
            f"{file}: {error.strerror}; write a baseline with --write-baseline {file}"
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{file}: no baseline, it is not UTF-8 ({error.reason})") from None
    return baseline.believe(text, str(file))


def leave_out(known: Baseline, file: Path, looked: Sequence[Looked], rules: Sequence[Rule]) -> list[Checked]:
    """What was checked with its new findings alone; what is known and what is gone is said on stderr."""
    results = []
    met: Counter[Key] = Counter()
    about_run = _about_run(rules)
    for one in looked:
        new, again = known.split(one.findings(), one.lines(), about_run)
        cut = len(one.prefix)
        results.append(replace(one.checked, findings=tuple(it._replace(path=it.path[cut:]) for it in new)))
        met |= again
    click.echo(f"{file}: {_many(met.total(), 'known finding')} left out", err=True)
    for line in _gone(known.gone(met, _looked_at(looked, rules)), file):
        click.echo(line, err=True)
    return results


def _gone(gone: dict[tuple[str, str], int], file: Path) -> Iterator[str]:
    if not gone:
        return
    are = "is" if sum(gone.values()) == 1 else "are"
    yield (
        f"{_many(sum(gone.values()), 'known finding')} {are} gone; "
        f"write the baseline anew with --write-baseline {file}:"
    )
    for (path, code), count in list(gone.items())[:_SHOWN]:
        yield f"  {printable(path)}: {code}{f' ({count})' if count > 1 else ''}"
    if len(gone) > _SHOWN:
        yield f"  … and {len(gone) - _SHOWN} more"


def _looked_at(looked: Sequence[Looked], rules: Sequence[Rule]) -> Callable[[str, str], bool]:
    """Whether a rule has looked at a file: what was not looked at is not gone."""
    wide = {rule.code for rule in rules if rule.once or rule.compare is not None}
    codes = {rule.code for rule in rules}
    files = {spelled(one.prefix + found.path) for one in looked for found in one.target.found}
    folders = tuple(spelled(one.prefix) for one in looked if one.target.whole)

    def answer(path: str, code: str) -> bool:
        if path == baseline.RUN:
            return code in codes and bool(folders)
        return code in codes and (path.startswith(folders) or (code not in wide and path in files))

    return answer


def _about_run(rules: Sequence[Rule]) -> frozenset[str]:
    return frozenset(rule.code for rule in rules if rule.once)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"

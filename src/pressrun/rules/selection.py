"""Which rules look: by default every error and warning, more and less by code or prefix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pressrun.errors import ConfigurationError
from pressrun.finding import Severity
from pressrun.rules.catalogue import Rule, capture_rules, catalogue

ALL = "ALL"

# Of prefixes of one length the later speaker is heard: the config's selection, what it ignores, the command
# line's selection, what that ignores.
_STANDING, _STANDING_IGNORED, _ASKED, _ASKED_IGNORED = range(4)


@dataclass(frozen=True, slots=True)
class Standing:
    """What config.toml says of the choice: codes or prefixes, as for `select`."""

    chosen: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def select(
    chosen: Iterable[str] = (),
    extended: Iterable[str] = (),
    ignored: Iterable[str] = (),
    *,
    documents: bool = False,
    standing: Standing = Standing(),
) -> tuple[Rule, ...]:
    """The rules to run.

    Args:
        chosen: codes or prefixes that replace the default, and what `standing` selects; ALL is every code.
        extended: codes or prefixes beside it.
        ignored: codes or prefixes to leave out; a longer prefix beats a shorter one.
        standing: what holds where the command line says nothing; of two prefixes of one length its own loses.
            It takes no indispensable rule away: without them a capture is neither published nor rejected.
        documents: of the rules about what we publish instead of those about captures.

    Raises:
        ConfigurationError: a code or prefix names no rule.
    """
    asked = Standing(tuple(chosen), tuple(extended), tuple(ignored))
    for prefix in (*asked.chosen, *asked.extended, *asked.ignored):
        if not is_known(prefix):
            raise ConfigurationError(
                f"no rule is called {prefix}; `pressrun check --help` says how to choose"
            )
    return tuple(
        rule
        for rule in (catalogue() if documents else capture_rules())
        if rule.on_documents is documents and _runs(rule, asked, standing)
    )


def is_known(prefix: str) -> bool:
    """Whether a rule's code starts like this, or it is ALL."""
    # The rules about documents are asked last: they need not be loaded for most.
    return prefix == ALL or (prefix != "" and _begins(capture_rules(), prefix)) or prefix in _prefixes()


def _begins(rules: Iterable[Rule], prefix: str) -> bool:
    return any(rule.code.startswith(prefix) for rule in rules)


def is_among(code: str, prefixes: Iterable[str]) -> bool:
    """Whether one of these codes, prefixes or ALL names this code."""
    return any(prefix == ALL or code.startswith(prefix) for prefix in prefixes)


@cache
def _prefixes() -> frozenset[str]:
    codes = [rule.code for rule in catalogue()]
    return frozenset({ALL, *(code[:end] for code in codes for end in range(1, len(code) + 1))})


def _runs(rule: Rule, asked: Standing, standing: Standing) -> bool:
    wanted = _wanted(rule, asked.chosen + asked.extended), _ASKED
    if not asked.chosen:
        wanted = max(wanted, (_wanted(rule, standing.chosen + standing.extended), _STANDING))
        if rule.indispensable or (
            not standing.chosen and rule.default and rule.severity is not Severity.INFO
        ):
            wanted = max(wanted, (0, _STANDING))
    ignored = max(
        (_strength(rule, asked.ignored), _ASKED_IGNORED),
        (-1 if rule.indispensable else _strength(rule, standing.ignored), _STANDING_IGNORED),
    )
    return wanted >= (0, 0) and wanted > ignored


def _wanted(rule: Rule, prefixes: tuple[str, ...]) -> int:
    """As _strength; a rule that is off is wanted by its whole code or ALL, and by no prefix."""
    return _strength(
        rule, prefixes if rule.default else tuple(one for one in prefixes if one in {rule.code, ALL})
    )


def _strength(rule: Rule, prefixes: tuple[str, ...]) -> int:
    """The length of the longest prefix that names the rule; 0 for ALL, -1 for none."""
    matching = [len(prefix) for prefix in prefixes if rule.code.startswith(prefix)]
    return max(matching, default=0 if ALL in prefixes else -1)

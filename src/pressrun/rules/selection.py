"""Which rules look: by default every error and warning, more and less by code or prefix."""

from __future__ import annotations

from collections.abc import Iterable

from pressrun.errors import ConfigurationError
from pressrun.finding import Severity
from pressrun.rules.catalogue import Rule, catalogue

ALL = "ALL"


def select(
    chosen: Iterable[str] = (),
    extended: Iterable[str] = (),
    ignored: Iterable[str] = (),
    *,
    documents: bool = False,
) -> tuple[Rule, ...]:
    """The rules to run.

    Args:
        chosen: codes or prefixes that replace the default; ALL is every code.
        extended: codes or prefixes beside the default.
        ignored: codes or prefixes to leave out; a longer prefix beats a shorter one.
        documents: of the rules about what we publish instead of those about captures.

    Raises:
        ConfigurationError: a code or prefix names no rule.
    """
    chosen, extended, ignored = tuple(chosen), tuple(extended), tuple(ignored)
    rules = catalogue()
    for prefix in (*chosen, *extended, *ignored):
        if prefix != ALL and not any(rule.code.startswith(prefix) for rule in rules):
            raise ConfigurationError(
                f"no rule is called {prefix}; `pressrun check --help` says how to choose"
            )
    return tuple(
        rule for rule in rules if rule.on_documents is documents and _runs(rule, chosen, extended, ignored)
    )


def _runs(rule: Rule, chosen: tuple[str, ...], extended: tuple[str, ...], ignored: tuple[str, ...]) -> bool:
    wanted = max(_wanted(rule, chosen), _wanted(rule, extended))
    if wanted < 0 and not chosen and rule.default and rule.severity is not Severity.INFO:
        wanted = 0
    return wanted >= 0 and wanted > _strength(rule, ignored)


def _wanted(rule: Rule, prefixes: tuple[str, ...]) -> int:
    """As _strength; a rule that is off is wanted by its whole code or ALL, and by no prefix."""
    return _strength(
        rule, prefixes if rule.default else tuple(one for one in prefixes if one in {rule.code, ALL})
    )


def _strength(rule: Rule, prefixes: tuple[str, ...]) -> int:
    """The length of the longest prefix that names the rule; 0 for ALL, -1 for none."""
    matching = [len(prefix) for prefix in prefixes if rule.code.startswith(prefix)]
    return max(matching, default=0 if ALL in prefixes else -1)

"""The rules that the config asks for, as checking and pressing need them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pressrun.config import Config
from pressrun.finding import Severity
from pressrun.press.proof import ProofSettings
from pressrun.rules import NOTHING_MUTED, Muting, Rule, select


def check_settings(config: Config, rules: Sequence[Rule], root: Path) -> ProofSettings:
    """What checking the captures below a folder depends on.

    Neither a path nor a capture silences what is indispensable. A capture that `build` would reject stands
    in no set, whichever rules are asked for; the rules that tell run only where there is a set rule to run.

    Args:
        config: whose zone, phrases, unwanted lines and silences count.
        rules: those to run.
        root: the folder that the captures' paths start at.
    """
    muting = NOTHING_MUTED
    if config.rules.per_path_ignores:
        inbox = Path(config.inbox).resolve()
        muting = Muting(config.rules.by_path(), root.resolve().as_posix(), inbox.as_posix())
    return ProofSettings(
        config.zone,
        tuple(rule.code for rule in rules),
        items=False,
        phrases=config.rules.by_kind(),
        columns=config.column_rules(),
        muting=muting,
        certain=_certain(press_rules(config)),
        gates=_gates(config) if any(rule.compare for rule in rules) else None,
        unwanted=config.clean.lines,
    )


def _gates(config: Config) -> tuple[str, ...]:
    """The codes of the rules that keep captures from being published, those of a set included."""
    return tuple(rule.code for rule in press_rules(config) if rule.severity is Severity.ERROR)


def press_rules(config: Config) -> tuple[Rule, ...]:
    """What the publisher runs: what a check runs where the command line says nothing."""
    return select(standing=config.rules.standing())


def press_settings(config: Config, rules: Sequence[Rule]) -> ProofSettings:
    """What pressing the inbox depends on; nothing silences what is indispensable."""
    return ProofSettings(
        config.zone,
        tuple(rule.code for rule in rules),
        phrases=config.rules.by_kind(),
        columns=config.column_rules(),
        muting=Muting(config.rules.by_path()),
        certain=_certain(rules),
        unwanted=config.clean.lines,
    )


def _certain(rules: Sequence[Rule]) -> tuple[str, ...]:
    return tuple(rule.code for rule in rules if rule.indispensable)

"""The rules that the config asks for, as checking and pressing need them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pressrun.config import Config
from pressrun.press.proof import ProofSettings
from pressrun.rules import NOTHING_MUTED, Muting, Rule, indispensable, select


def check_settings(config: Config, rules: Sequence[Rule], root: Path) -> ProofSettings:
    """What checking the captures below a folder depends on.

    Args:
        config: whose zone, phrases and silences count.
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
        muting=muting,
    )


def press_rules(config: Config) -> tuple[Rule, ...]:
    """What the publisher runs: what a check runs, and what the accounting cannot do without."""
    return indispensable(select(standing=config.rules.standing()))


def press_settings(config: Config, rules: Sequence[Rule]) -> ProofSettings:
    """What pressing the inbox depends on; nothing silences what is indispensable."""
    return ProofSettings(
        config.zone,
        tuple(rule.code for rule in rules),
        phrases=config.rules.by_kind(),
        muting=Muting(config.rules.by_path()),
        certain=tuple(rule.code for rule in rules if rule.indispensable),
    )

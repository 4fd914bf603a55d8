"""Which column a digest belongs to, and what an edition's columns are."""

from pressrun.columns.configured import ColumnRule, ItemPatterns, grammar_for
from pressrun.columns.gathering import (
    Column,
    ColumnRecord,
    Contents,
    gather,
    named,
    recognise,
    rule_for,
)

__all__ = [
    "Column",
    "ColumnRecord",
    "ColumnRule",
    "Contents",
    "ItemPatterns",
    "gather",
    "grammar_for",
    "named",
    "recognise",
    "rule_for",
]

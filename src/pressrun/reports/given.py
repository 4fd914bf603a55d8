"""What a report is given besides the findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from pressrun.finding import Severity

#: The lines of a file by the path that a finding names; empty where they cannot be shown.
Source = Callable[[str], Sequence[str]]


class Explained(Protocol):
    """What a report tells of a rule. A Protocol: the catalogue's rules fit, and no room is imported."""

    @property
    def code(self) -> str:
        """The rule's public code."""

    @property
    def name(self) -> str:
        """The rule's public name."""

    @property
    def severity(self) -> Severity:
        """What its findings are by default."""

    @property
    def documentation(self) -> str:
        """What it finds, why that matters and what to do."""


#: The rules that looked, whether they found something or not.
Rules = Sequence[Explained]

"""The keys of `[feeds]`: which feeds are published on request, beside those of the columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pressrun.characters import illegal_character
from pressrun.config.numbers import Whole
from pressrun.identity import normalise

if TYPE_CHECKING:
    from pressrun.attributions import AttributionRule


def _name(value: str) -> str:
    if illegal_character(value) is not None or not any(map(str.isalnum, value)):
        raise ValueError(
            f"{value!r} is no name: it needs a letter or a digit, and no character that XML forbids"
        )
    return value


_Name = Annotated[str, AfterValidator(_name)]


def _merge(value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    _names_of(value)
    return value


def _names_of(merge: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The name for each spelling.

    Raises:
        ValueError: a spelling would have two.
    """
    from pressrun.attributions import spelling  # noqa: PLC0415  only where a config merges

    names: dict[str, str] = {}
    for written, others in merge.items():
        name = normalise(written)
        for other in (written, *others):
            if names.setdefault(spelling(other), name) != name:
                raise ValueError(f"{other!r} is given two names, {names[spelling(other)]!r} and {name!r}")
    return names


class AttributionsSection(BaseModel):
    """`[feeds.attributions]`: whom items are attributed to, and whether each of them has a feed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        default=False, description="Publish attributions/<slug>/feed.xml, a feed of single items, for each."
    )
    least: Whole = Field(3, ge=1, description="Items that an attribution has at the least to have a feed.")
    names: tuple[_Name, ...] = Field(
        (), description="Only these have a feed, in any of their spellings; none named: all of them."
    )
    merge: Annotated[dict[_Name, tuple[_Name, ...]], AfterValidator(_merge)] = Field(
        {},
        description="Other names of an attribution, by the one that entries are to show, with or without "
        "the feeds. Letter case, white space and punctuation around a name are no difference.",
    )

    def merged(self) -> dict[str, str]:
        """The name for each spelling, as `attributions.rename` takes it."""
        return _names_of(self.merge)

    def rule(self) -> AttributionRule | None:
        """Which attributions have a feed; None where none has."""
        if not self.enabled:
            return None
        from pressrun.attributions import AttributionRule, spelling  # noqa: PLC0415  for a build alone

        merged = self.merged()
        only = frozenset(spelling(merged.get(spelling(name), name)) for name in self.names)
        return AttributionRule(self.least, only)


class FeedsSection(BaseModel):
    """`[feeds]`: feeds on request."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    attributions: AttributionsSection = AttributionsSection()

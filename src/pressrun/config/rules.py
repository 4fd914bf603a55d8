"""The keys of `[rules]`: which rules look, where they are silent, and what they know of error pages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from pressrun.rules.causes import KINDS
from pressrun.rules.muting import ANY_DEPTH
from pressrun.rules.selection import ALL, Standing, is_known


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _code(value: str) -> str:
    if not is_known(value):
        raise ValueError(f"{value!r} names no rule; a code as FM003, a prefix as FM, or {ALL}")
    return value


def _globs(value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for glob in value:
        parts = glob.split("/")
        if not all(parts) or {".", ".."} & set(parts):
            raise ValueError(
                f"{glob!r} is no path below the inbox, as 2024/**/*.md is: "
                "names joined by single slashes, none in front or behind, no . and no .."
            )
        if any(ANY_DEPTH in part and part != ANY_DEPTH for part in parts):
            raise ValueError(f"{glob!r}: {ANY_DEPTH} stands for whole names; write it between slashes")
    return value


def _phrases(value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for kind, phrases in value.items():
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no kind of page; there are {', '.join(KINDS)}")
        for phrase in phrases:
            if not any(map(str.isalnum, phrase)):
                raise ValueError(f"{kind}: {phrase!r} holds no letter, so nearly every page would hold it")
            if "\n" in phrase or phrase != phrase.strip():
                raise ValueError(f"{kind}: {phrase!r} is looked for in one line, without white space around")
    return value


_Code = Annotated[str, BeforeValidator(_upper), AfterValidator(_code)]


class RulesSection(BaseModel):
    """`[rules]`: what `check` shows and `build` rejects."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    select: tuple[_Code, ...] = Field(
        (), description="Codes or prefixes that run instead of the default: every error and warning."
    )
    extend_select: tuple[_Code, ...] = Field((), description="Codes or prefixes that run as well.")
    ignore: tuple[_Code, ...] = Field(
        (), description="Codes or prefixes that do not run; a longer prefix beats a shorter one."
    )
    per_path_ignores: Annotated[dict[str, tuple[_Code, ...]], AfterValidator(_globs)] = Field(
        {},
        description="Codes or prefixes that are silent about some captures, by a glob for their paths below "
        "the inbox; * stays within a name, ** stands for any number of names.",
    )
    phrases: Annotated[dict[str, tuple[str, ...]], AfterValidator(_phrases)] = Field(
        {},
        description="More phrases of pages that are no article, by the kind of page.",
        json_schema_extra={"propertyNames": {"enum": list(KINDS)}},
    )
    fail_on: Literal["error", "warning", "info", "never"] = Field(
        "error", description="The least severity with which `check` leaves with exit code 1."
    )

    def standing(self) -> Standing:
        """What the choice of rules is where the command line says nothing."""
        return Standing(self.select, self.extend_select, self.ignore)

    def by_path(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What `Muting` is told."""
        return tuple(sorted(self.per_path_ignores.items()))

    def by_kind(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The phrases as rules are given them."""
        return tuple(sorted(self.phrases.items()))

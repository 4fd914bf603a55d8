"""Patterns in config.toml: believed when they are read, so that none fails in a worker."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _pattern(value: str | None) -> str | None:
    if value is not None:
        from pressrun.columns.patterns import refusal  # noqa: PLC0415  a config without patterns needs none of it

        wrong = refusal(value)
        if wrong is not None:
            raise ValueError(f"{value!r} is no pattern of RE2: {wrong}")
    return value


Pattern = Annotated[str | None, AfterValidator(_pattern)]


class ItemPatternsSection(BaseModel):
    """`include` or `exclude` of a `[[column]]`: a pattern for each part of an item that counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Pattern = Field(None, description="A pattern (RE2) for the item's headline.")
    text: Pattern = Field(None, description="A pattern for its text without markup.")
    attribution: Pattern = Field(None, description="A pattern for whom it is attributed to.")

    @model_validator(mode="after")
    def _asks_something(self) -> ItemPatternsSection:
        if self.title is None and self.text is None and self.attribution is None:
            raise ValueError("holds no pattern; give it title, text or attribution")
        return self

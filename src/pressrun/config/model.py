"""The keys of config.toml, and what each one takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pressrun.characters import illegal_character
from pressrun.config.feeds import FeedsSection
from pressrun.config.images import ImagesSection
from pressrun.config.patterns import ItemPatternsSection, Pattern
from pressrun.config.rules import RulesSection
from pressrun.identity import normalise, valid_slug

if TYPE_CHECKING:
    from pressrun.columns import ColumnRule
    from pressrun.compose import Imprint

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
# RFC 4151 §2.1: a domain name or an address, and the date from which it was yours.
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?:,[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)?"
)
# What a line of `[clean]` has at the least and at the most.
_LEAST_LETTERS, _LONGEST_LINE = 2, 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def _name(value: str) -> str:
    if illegal_character(value) is not None or not normalise(value):
        raise ValueError("must be text that a reader can show")
    return value


def _base_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#<>\"]+(?:/[^\s?#<>\"]*)?", value):
        raise ValueError("must be an absolute http or https address without query and fragment")
    return value if value.endswith("/") else value + "/"


def _authority(value: str) -> str:
    if not _AUTHORITY.fullmatch(value):
        raise ValueError('must be a domain or address and the year it was yours, as in "example.org,2026"')
    return value if "," in value else f"{value},2026"


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise ValueError('is no zone of the tz database, as "Asia/Shanghai" is') from None
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError('must be a language tag, as in "zh-CN"')
    return value


def _slug(value: str | None) -> str | None:
    if value is not None and not valid_slug(value):
        raise ValueError("must be a-z, 0-9 and single hyphens, and none of attributions, archive, items")
    return value


def _line(value: str) -> str:
    if sum(map(str.isalnum, value)) < _LEAST_LETTERS:
        raise ValueError(
            f"{value!r} holds less than {_LEAST_LETTERS} letters, so lines of articles would fit"
        )
    if "\n" in value or value != value.strip() or len(value) > _LONGEST_LINE:
        raise ValueError(
            f"{value!r} is compared with whole lines without white space around: one line of at most "
            f"{_LONGEST_LINE} characters"
        )
    return value


def _interval(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d{0,5}[smhd]", value):
        raise ValueError('must be a whole number and s, m, h or d, as in "5m"')
    return value


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EditionSection(_Section):
    """`[edition]`: what every document says of its publisher."""

    title: Annotated[str, AfterValidator(_name)] = Field(
        "Pressrun", min_length=1, description="The name of the edition."
    )
    base_url: Annotated[str, AfterValidator(_base_url)] = Field(
        "http://127.0.0.1:8000/", description="Where the output folder is served; every link starts with it."
    )
    authority: Annotated[str, AfterValidator(_authority)] = Field(
        "localhost,2026",
        description="Whose ids these are, for ever: a domain of yours and the year from which it was.",
    )
    language: Annotated[str, AfterValidator(_language)] = Field(
        "zh-CN", description="Language of the texts whose own cannot be told."
    )
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        "Asia/Shanghai", description="The zone of `date`, and of a `fetch_date` that names none."
    )
    mirrors: tuple[str, ...] = Field(
        (), description="Sources that only repeat others' digests; they never own one."
    )
    entries: int = Field(50, ge=1, le=1000, description="Entries of a live feed at the most.")
    max_bytes: int = Field(
        512 * 1024, ge=1024, description="Bytes of a live feed at the most; one entry always stays."
    )


class CleanSection(_Section):
    """`[clean]`: what is taken out of texts besides what every page of its kind has."""

    lines: tuple[Annotated[str, AfterValidator(_line)], ...] = Field(
        (), description="Lines that are no part of any article, compared whole; * stands for any text."
    )


class WatchSection(_Section):
    """`[watch]`: when the scheduler presses."""

    every: Annotated[str, AfterValidator(_interval)] = Field("5m", description="Time between two cycles.")
    settle: float = Field(
        2.0, ge=0, le=3600, description="Seconds a file must have been quiet before it is read."
    )

    @property
    def seconds(self) -> int:
        """`every` in seconds."""
        return int(self.every[:-1]) * _UNITS[self.every[-1]]


class ColumnSection(_Section):
    """One `[[column]]`: names, merges or re-slugs what is recognised."""

    name: Annotated[str, AfterValidator(_name)] = Field(
        min_length=1, description="What the column is called."
    )
    slug: Annotated[str | None, AfterValidator(_slug)] = Field(None, description="Its folder in the output.")
    sources: tuple[str, ...] = Field((), description="Gather only digests of these sources.")
    columns: tuple[str, ...] = Field((), description="Gather only digests recognised under these names.")
    language: Annotated[str | None, AfterValidator(lambda value: value and _language(value))] = Field(
        None, description="Language of all its texts; without it, each text's own is told by the text."
    )
    title: Pattern = Field(
        None, description="Gather digests whose title matches this pattern (RE2), too, recognised or not."
    )
    grammar: Literal["headings", "bold", "bullets", "numbers", "ordinals", "none"] | None = Field(
        None, description="How the items of its digests are marked; without it the body tells."
    )
    timezone: Annotated[str | None, AfterValidator(lambda value: value and _timezone(value))] = Field(
        None, description="The zone of its digests' `date`, where it is not the edition's."
    )
    entries: int | None = Field(
        None, ge=1, le=1000, description="Entries of its live feeds at the most, where not the edition's."
    )
    include: ItemPatternsSection | None = Field(
        None, description="Publish only items in which every one of these patterns is found."
    )
    exclude: ItemPatternsSection | None = Field(
        None, description="Publish no item in which any of these patterns is found."
    )

    def rule(self) -> ColumnRule:
        """The column as gathering needs it."""
        from pressrun.columns import ColumnRule, ItemPatterns  # noqa: PLC0415  for those that have one

        def patterns(section: ItemPatternsSection | None) -> ItemPatterns | None:
            return ItemPatterns(**section.model_dump()) if section else None

        return ColumnRule(
            name=self.name,
            slug=self.slug,
            sources=tuple(map(normalise, self.sources)),
            columns=tuple(map(normalise, self.columns)),
            language=self.language,
            title=self.title,
            grammar=self.grammar,
            timezone=self.timezone,
            entries=self.entries,
            include=patterns(self.include),
            exclude=patterns(self.exclude),
        )


class Config(_Section):
    """All of config.toml."""

    inbox: str = Field("inbox", min_length=1, description="The folder of captures; it is only read.")
    output: str = Field("feeds", min_length=1, description="The folder that the edition is published to.")
    state: str = Field(".pressrun", min_length=1, description="Where the press notes who holds an output.")
    max_capture_bytes: int = Field(
        8 * 1024 * 1024, ge=1024, description="A larger file is no capture (IN003)."
    )
    edition: EditionSection = EditionSection()
    watch: WatchSection = WatchSection()
    column: tuple[ColumnSection, ...] = ()
    feeds: FeedsSection = FeedsSection()
    rules: RulesSection = RulesSection()
    images: ImagesSection = ImagesSection()
    clean: CleanSection = CleanSection()

    @property
    def zone(self) -> ZoneInfo:
        """The zone of `date`, and of a `fetch_date` that names none."""
        return ZoneInfo(self.edition.timezone)

    def imprint(self) -> Imprint:
        """What composing needs of the config."""
        from pressrun.compose import Imprint  # noqa: PLC0415  a check composes nothing

        edition = self.edition
        return Imprint(
            title=edition.title,
            base_url=edition.base_url,
            authority=edition.authority,
            language=edition.language,
            zone=self.zone,
            entries=edition.entries,
            pictures=self.images.pictures(),
        )

    def column_rules(self) -> tuple[ColumnRule, ...]:
        """What gathering digests needs of the config."""
        return tuple(column.rule() for column in self.column)

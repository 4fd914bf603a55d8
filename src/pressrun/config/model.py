"""The keys of config.toml, and what each one takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from pressrun.config.feeds import FeedsSection
from pressrun.config.images import ImagesSection
from pressrun.config.numbers import Entries, Number, Whole
from pressrun.config.pages import PagesSection
from pressrun.config.patterns import ItemPatternsSection, Pattern
from pressrun.config.rules import RulesSection
from pressrun.config.serve import ServeSection
from pressrun.config.texts import Authority, BaseUrl, Crontab, Interval, Language, Line, Name, Slug, Timezone
from pressrun.config.websub import WebsubSection
from pressrun.identity import normalise

if TYPE_CHECKING:
    from pressrun.columns import ColumnRule
    from pressrun.compose import Imprint

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EditionSection(_Section):
    """`[edition]`: what every document says of its publisher."""

    title: Name = Field("Pressrun", min_length=1, description="The name of the edition.")
    base_url: BaseUrl = Field(
        "http://127.0.0.1:8000/", description="Where the output folder is served; every link starts with it."
    )
    authority: Authority = Field(
        "localhost,2026",
        description="Whose ids these are, for ever: a domain of yours and the year from which it was.",
    )
    language: Language = Field("zh-CN", description="Language of the texts whose own cannot be told.")
    timezone: Timezone = Field(
        "Asia/Shanghai", description="The zone of `date`, and of a `fetch_date` that names none."
    )
    removed: Literal["tombstone", "keep"] = Field(
        "tombstone",
        description="What becomes of digests whose captures left the inbox: tombstone takes them out of the "
        "feeds and tells readers so, keep leaves them published.",
    )
    mirrors: tuple[str, ...] = Field(
        (), description="Sources that only repeat others' digests; they never own one."
    )
    entries: Entries = Field(50, description="Entries of a live feed at the most.")
    max_bytes: Whole = Field(
        512 * 1024, ge=1024, description="Bytes of a live feed at the most; one entry always stays."
    )
    gzip: bool = Field(
        default=False, description="Publish every document in gzip as well, in a file of its name and .gz."
    )


class CleanSection(_Section):
    """`[clean]`: what is taken out of texts besides what every page of its kind has."""

    lines: tuple[Line, ...] = Field(
        (), description="Lines that are no part of any article, compared whole; * stands for any text."
    )


class WatchSection(_Section):
    """`[watch]`: when the scheduler presses."""

    every: Interval = Field("5m", description="Time between two cycles.")
    cron: Crontab = Field(
        "", description="A crontab line in the edition's zone, which takes the place of `every`."
    )
    settle: Number = Field(
        2.0, ge=0, le=3600, description="Seconds a file must have been quiet before it is read."
    )
    events: bool = Field(default=True, description="Press as soon as a file that came or changed is quiet.")
    poll: bool = Field(
        default=False, description="Look for changed files again and again, where the system tells of none."
    )
    log: Literal["auto", "json", "text"] = Field(
        "auto", description="How a watch speaks: auto is text on a terminal and JSON elsewhere."
    )

    @property
    def seconds(self) -> int:
        """`every` in seconds."""
        return int(self.every[:-1]) * _UNITS[self.every[-1]]


class ColumnSection(_Section):
    """One `[[column]]`: names, merges or re-slugs what is recognised."""

    name: Name = Field(min_length=1, description="What the column is called.")
    slug: Slug | None = Field(None, description="Its folder in the output.")
    sources: tuple[str, ...] = Field((), description="Gather only digests of these sources.")
    columns: tuple[str, ...] = Field((), description="Gather only digests recognised under these names.")
    language: Language | None = Field(
        None, description="Language of all its texts; without it, each text's own is told by the text."
    )
    title: Pattern = Field(
        None, description="Gather digests whose title matches this pattern (RE2), too, recognised or not."
    )
    grammar: Literal["headings", "bold", "bullets", "numbers", "ordinals", "none"] | None = Field(
        None, description="How the items of its digests are marked; without it the body tells."
    )
    timezone: Timezone | None = Field(
        None, description="The zone of its digests' `date`, where it is not the edition's."
    )
    entries: Entries | None = Field(
        None, description="Entries of its live feeds at the most, where not the edition's."
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
    state: str = Field(".pressrun", min_length=1, description="Where the press keeps its ledger.")
    max_capture_bytes: Whole = Field(
        8 * 1024 * 1024, ge=1024, description="A larger file is no capture (IN003)."
    )
    edition: EditionSection = EditionSection()
    watch: WatchSection = WatchSection()
    serve: ServeSection = ServeSection()
    websub: WebsubSection = WebsubSection()
    column: tuple[ColumnSection, ...] = ()
    feeds: FeedsSection = FeedsSection()
    rules: RulesSection = RulesSection()
    images: ImagesSection = ImagesSection()
    pages: PagesSection = PagesSection()
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
            hubs=self.websub.hubs,
        )

    def column_rules(self) -> tuple[ColumnRule, ...]:
        """What gathering digests needs of the config."""
        return tuple(column.rule() for column in self.column)

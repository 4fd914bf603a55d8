"""What the rules know of a file, and of a set of files, when they look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as of
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from pressrun.capture import Capture, Field, Refusal
from pressrun.digest import Digest, Doubt
from pressrun.finding import Place
from pressrun.markup import NONE, Outline, Reading, Section, clean_items, may_split, outline
from pressrun.markup.blocks import text_of
from pressrun.markup.residual import count_letters, has_plenty, residual_lines
from pressrun.rules.yaml_view import View, view

if TYPE_CHECKING:
    from pressrun.columns import ColumnRule

_T = TypeVar("_T")

#: No rule asks for more residual text than this, so no more is counted.
RESIDUAL_LIMIT = 600
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Subject:
    """All that is known of one file when the rules look at it.

    Either `refusal` says why it could not be read, or `capture` is what it holds; then `digest` is the
    believed capture, or None, and `doubts` say why.
    """

    path: str
    capture: Capture | None = None
    refusal: Refusal | None = None
    digest: Digest | None = None
    doubts: tuple[Doubt, ...] = ()
    #: The text that body rules read: the body, or what a saved page shows.
    text: str = of(default="", repr=False)
    #: Phrases that the config adds, by cause.
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    #: The columns of the config.
    columns: tuple[ColumnRule, ...] = ()
    #: Lines that the config calls none of any article.
    unwanted: tuple[str, ...] = ()
    _memory: dict[str, Any] = of(default_factory=dict, repr=False, compare=False)

    @cached_property
    def readable(self) -> bool:
        """Whether there are fields to speak about at all."""
        return self.capture is not None and self.capture.readable

    @property
    def title(self) -> str:
        """The believed title; empty where there is none."""
        return self.digest.title if self.digest else ""

    @cached_property
    def host(self) -> str:
        """The host of the believed url; empty where there is none."""
        return urlsplit(self.digest.url).hostname or "" if self.digest else ""

    @property
    def believed(self) -> bool:
        """Whether the front matter promises a digest, so that its body is worth a look."""
        return self.digest is not None

    @cached_property
    def residual_lines(self) -> list[str]:
        """The lines that only the article can have."""
        return residual_lines(self.text, self.title)

    @cached_property
    def residual(self) -> int:
        """Letters and digits that only the article can have; anything above RESIDUAL_LIMIT is plenty."""
        if has_plenty(self.residual_whole, RESIDUAL_LIMIT):
            return RESIDUAL_LIMIT + 1
        return count_letters(self.residual_lines, RESIDUAL_LIMIT)

    @cached_property
    def residual_whole(self) -> str:
        """The residual lines as one text."""
        return "\n".join(self.residual_lines)

    @property
    def residual_text(self) -> str | None:
        """The article's own words where they are few; None where there is plenty."""
        return None if self.residual > RESIDUAL_LIMIT else self.residual_whole

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The items of the digest's body, as blocks; the outline is made only where it may have any."""
        return self.outline.sections if self._may_split and self.outline else ()

    @cached_property
    def outline(self) -> Outline | None:
        """The digest's body in sections, not yet cleaned; None where there is no digest."""
        if self.digest is None or self.capture is None:
            return None
        return outline(
            self.digest,
            self.capture.body,
            page=self.capture.is_page,
            removed=self.capture.removed,
            unwanted=self.unwanted,
            grammar=self.grammar if self._may_split else NONE,
        )

    @cached_property
    def _may_split(self) -> bool:
        """Whether the body may hold items: asked once, and by more than one rule."""
        if self.digest is None or self.capture is None:
            return False
        return may_split(
            self.capture.body, self.digest.title, page=self.capture.is_page, grammar=self.grammar
        )

    @property
    def grammar(self) -> str | None:
        """How the config says that the body's items are marked; None where the body tells."""
        if not self.columns or self.digest is None:
            return None
        from pressrun.columns import grammar_for  # noqa: PLC0415  most configs name no column

        return grammar_for(self.columns, self.digest.source, self.digest.title)

    @cached_property
    def reading(self) -> Reading | None:
        """The digest's items, safe to publish; None where there is no digest."""
        if self.digest is None or self.outline is None:
            return None
        return clean_items(self.digest, self.outline)

    @property
    def filtering(self) -> ColumnRule | None:
        """The `[[column]]` of the digest where it publishes some items only; None where it publishes all.

        Under the source that the capture itself names, for a capture is proved alone.
        """
        return self._filtering if self.columns else None

    @cached_property
    def _filtering(self) -> ColumnRule | None:
        if not any(rule.filters for rule in self.columns) or self.digest is None or self.outline is None:
            return None
        from pressrun.columns import recognise, rule_for  # noqa: PLC0415

        recognised = recognise(replace(self.digest, whole=not self.outline.sections))
        rule = rule_for(self.columns, recognised, self.digest.title)
        return rule if rule is not None and rule.filters else None

    @cached_property
    def kept(self) -> tuple[int, ...] | None:
        """The places (from 0) of the items that the digest's column publishes; None: of all."""
        rule = self.filtering
        if rule is None or self.reading is None:
            return None
        return tuple(
            place
            for place, item in enumerate(self.reading.items)
            if rule.keeps(item.title, text_of(item.html), item.attribution or "")
        )

    def once(self, key: str, make: Callable[[], _T]) -> _T:
        """What `make` returns, made once a subject: rules of a family share it."""
        if key not in self._memory:
            self._memory[key] = make()
        made: _T = self._memory[key]
        return made

    def seen_as(self, kind: View) -> list[Field]:
        """The fields, written down on one line, that a YAML reader takes in this way."""
        return self._views.get(kind, [])

    @cached_property
    def _views(self) -> dict[View, list[Field]]:
        views: dict[View, list[Field]] = {}
        for field in self.written:
            if not (field.stray or field.block):
                views.setdefault(view(field.raw), []).append(field)
        return views

    @cached_property
    def written(self) -> tuple[Field, ...]:
        """The fields that somebody wrote down."""
        fields = self.capture.fields if self.capture and self.readable else ()
        return tuple([field for field in fields if field.written])

    def place(self, name: str) -> Place:
        """Where a field's value stands; the start of the file where it is absent."""
        found = self.capture.field(name) if self.capture else None
        return found.place if found else Place()


def quote(value: str) -> str:
    """A value as a message names it: quoted, and only its beginning if it is long."""
    return repr(value if len(value) <= _LONGEST_QUOTE else f"{value[:_LONGEST_QUOTE]}…")


class Facts(NamedTuple):
    """What the rules of a set need of one capture that would be published: small and picklable.

    `key` names the digest, `address` is its canonical url, `fingerprint` a hash of the residual text; None
    where there is none. `path` and the places are where a finding would stand. `site` is the url's host,
    `bare` marks a page without anything around its text. `sentences` are the lines of a page that may be
    its site's navigation alone, `shows_title` says that its title stands below some of them,
    `listing` that a list of files is what was cut, `behind_title` that it was cut right behind its title;
    `claims` are those of a page that was not cut. `pictures` are those of one with few words. All are
    hashed, as `furniture` and `shells` make them.
    """

    path: str
    key: str
    title: str
    source: str
    address: str
    fingerprint: str | None
    title_place: Place
    url_place: Place
    body_place: Place
    site: str = ""
    bare: bool = False
    sentences: bytes = b""
    shows_title: bool = False
    listing: bool = False
    behind_title: bool = False
    claims: bytes = b""
    pictures: frozenset[int] = frozenset()

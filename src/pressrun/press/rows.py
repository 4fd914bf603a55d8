"""What the ledger holds, as rows of plain values: of captures, of digests, of columns (law 6)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from datetime import date as Date  # noqa: N812  as in digest
from typing import Any, NamedTuple

from pressrun.columns import Column, ColumnRecord
from pressrun.compose import Imprint, Row, digest_row, item_rows
from pressrun.finding import Finding
from pressrun.history.graves import Grave
from pressrun.history.standing import Memory, Origin, Story
from pressrun.identity import ColumnName, digest_key, name_of, tag
from pressrun.press import records
from pressrun.press.proof import Proof
from pressrun.rules import Facts


class CaptureRow(NamedTuple):
    """A capture as it was last seen.

    `stat` tells its file apart, `raw` its bytes; `name` is that of the digest it belongs to. `key`, `address`
    and `fetched` are what it claims. `good` says that it can be published, `barred` that what other captures
    say keeps it out. `groups` are the sets that rules look at it in. `summary` is its part of the report.
    """

    stat: str
    raw: str
    name: str
    key: str
    address: str
    fetched: str
    source: str
    account: str
    text: str
    cut: bool
    good: bool
    barred: bool
    groups: tuple[str, ...]
    summary: list[Any]


class DigestRow(NamedTuple):
    """A published digest: its column's folder, its date and times, who speaks for it, and under which source.

    Times are in UTC with six decimals, so that they sort as text. `newest` is the newest `updated` of its
    items. `alias` is the name under its title of today, where that is another. `origin` is the path of the
    capture that its text was taken from.
    """

    slug: str
    date: str
    published: str
    updated: str
    newest: str
    speaker: str
    own: str
    cut: bool
    items: int
    language: str | None
    alias: str
    origin: str

    @property
    def month(self) -> str:
        """The month of its documents."""
        return self.date[:7]

    def row(self, name: str, imprint: Imprint) -> Row:
        """What lists its entry. `imprint` is its column's."""
        return Row(
            tag(imprint.authority, "digest", name),
            datetime.fromisoformat(self.updated).astimezone(imprint.zone),
            datetime.fromisoformat(self.published).astimezone(imprint.zone),
        )


def digest_row_of(memory: Memory, speaker: str, imprint: Imprint) -> DigestRow:
    """The row of a digest. `imprint` is its column's."""
    row = digest_row(memory, imprint)
    alias = ""
    if memory.updated is not None and (key := digest_key(memory.url, memory.title)) != memory.key:
        alias = name_of(key)
    return DigestRow(
        slug=memory.slug,
        date=memory.date.isoformat(),
        published=sortable(row.published),
        updated=sortable(row.updated),
        newest=max(sortable(item.updated) for item in item_rows(memory, imprint)),
        speaker=speaker,
        own=memory.source,
        cut=memory.origin.cut,
        items=len(memory.stories),
        language=memory.language,
        alias=alias,
        origin=memory.origin.path,
    )


def groups_of(facts: Facts | None) -> tuple[str, ...]:
    """The sets that the rules of a set see a capture in, each by a short name."""
    if facts is None:
        return ()
    titled = f"{facts.source}\n{facts.title}"
    groups = [
        f"k{name_of(facts.key)[:16]}",
        f"t{name_of(titled)[:16]}",
        f"a{name_of(facts.address)[:16]}",
    ]
    if facts.fingerprint:
        groups.append(f"f{facts.fingerprint[:16]}")
    if facts.sentences:
        groups.append(f"s{facts.site}")
    if facts.claims:
        groups.append(f"c{facts.site}")
    return tuple(groups)


def write_row(row: NamedTuple) -> bytes:
    """A row as JSON."""
    return json.dumps(row, separators=(",", ":")).encode("ascii")


def write_memory_row(memory: Memory) -> bytes:
    """All of a memory; of a story's earlier texts only how many there are."""
    origin = memory.origin
    record = [
        [memory.slug, memory.name, memory.key, memory.title, memory.url, memory.source],
        memory.date.isoformat(),
        [origin.path, origin.source, origin.fetched.isoformat(), origin.content, origin.cut],
        [
            [story.name, story.number, story.title, _iso(story.updated), story.texts]
            for story in memory.stories
        ],
        [_iso(memory.updated), memory.whole, memory.language, memory.via, memory.left],
    ]
    return json.dumps(record, separators=(",", ":")).encode("ascii")


def read_memory_row(data: bytes) -> Memory:
    """The inverse of `write_memory_row`."""
    texts, date, (path, source, fetched, content, cut), stories, rest = json.loads(data)
    updated, whole, language, via, left = rest
    slug, name, key, title, url, own = texts
    return Memory(
        slug=slug,
        name=name,
        key=key,
        title=title,
        url=url,
        source=own,
        date=Date.fromisoformat(date),
        origin=Origin(path, source, datetime.fromisoformat(fetched), content, cut),
        stories=tuple(
            Story(name, number, title, _moment(moment), texts=earlier)
            for name, number, title, moment, earlier in stories
        ),
        updated=_moment(updated),
        whole=whole,
        language=language,
        via=tuple(via),
        left=tuple((dropped, number) for dropped, number in left),
    )


def write_told(own: Proof, found: Sequence[Finding]) -> bytes:
    """All that is told of a capture: by itself, for sets, and by sets. JSON holds no NUL."""
    facts = records.write_facts(own.facts) if own.facts is not None else b""
    return b"\0".join((records.write_proof(own), facts, records.write_findings({own.path: found})))


def read_told(path: str, data: bytes) -> tuple[Proof, Facts | None, list[Finding]]:
    """The inverse of `write_told`: its own proof without its digest, its facts, the word of its sets.

    Raises:
        ValueError: these bytes are none that it makes.
    """
    proof, facts, found = data.split(b"\0")
    ((own, _),) = records.read_proofs([(path, proof)])
    known = records.read_facts([(path, facts)])[0] if facts else None
    return own, known, records.read_findings(found).get(path, [])


def write_column(column: Column, record: ColumnRecord) -> bytes:
    """A column, and what the edition says of it."""
    told = asdict(record) | {"updated": record.updated.isoformat()}
    return json.dumps([asdict(column), told], separators=(",", ":")).encode("ascii")


def read_column(data: bytes) -> tuple[Column, ColumnRecord]:
    """The inverse of `write_column`."""
    column, record = json.loads(data)
    column["key"] = ColumnName(*column["key"])
    record["updated"] = datetime.fromisoformat(record["updated"])
    return Column(**column), ColumnRecord(**record)


def write_grave(grave: Grave) -> bytes:
    """A grave as JSON."""
    return json.dumps([*grave[:4], grave.when.isoformat()]).encode("ascii")


def read_grave(data: bytes) -> Grave:
    """The inverse of `write_grave`."""
    kind, name, slug, month, when = json.loads(data)
    return Grave(kind, name, slug, month, datetime.fromisoformat(when))


def sortable(moment: datetime) -> str:
    """A moment in UTC with six decimals: as text these sort as moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

"""One new capture costs what it changes: a cycle that goes by the ledger (DESIGN, law 6).

What does not change is neither read nor composed. Wherever the ledger and the edition do not fit together,
or a column is emptied, the cycle gives up (`Unsound`) before it has written anything, and the whole inbox
is pressed. Both ways give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pressrun.compose import own_source, speak
from pressrun.config import Config
from pressrun.digest import Digest
from pressrun.finding import Finding
from pressrun.history.claims import Claim, owners
from pressrun.history.deciding import decide, first, needs_texts
from pressrun.history.graves import emptied
from pressrun.history.standing import Memory, Standing
from pressrun.identity import name_of
from pressrun.press.crossing import examine_around, heard
from pressrun.press.index import Index
from pressrun.press.keeping import Unsound
from pressrun.press.news import News, capture_row
from pressrun.press.reading import Asked, Checking
from pressrun.press.remembered import Captures, Memories
from pressrun.press.remembering import texts_of
from pressrun.press.rows import CaptureRow, DigestRow
from pressrun.rules import Rule, first_error
from pressrun.store.ledger import Ledger


@dataclass(slots=True)
class Turn:
    """What a cycle finds: `captures` whose part of the report changes, digests that stand anew, digests gone.

    `changed` are captures that are new, say something else, are judged otherwise or belong elsewhere.
    `speakers` are the paths of those who speak for the digests that stand anew.
    """

    captures: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    found: dict[str, list[Finding]] = field(default_factory=dict)
    standings: list[Standing] = field(default_factory=list)
    speakers: dict[str, str] = field(default_factory=dict)
    gone: list[Memory] = field(default_factory=list)


class Cycle:
    """Decides what changes, in the index and with the ledger's help.

    Args:
        config: of the edition.
        rules: those that look at captures.
        checking: how a capture is read and proved.
        index: what the ledger told; it is brought up to date.
        ledger: where the rest is asked for.
    """

    def __init__(
        self, config: Config, rules: Sequence[Rule], checking: Checking, index: Index, ledger: Ledger
    ) -> None:
        self._config = config
        self._rules = rules
        self._checking = checking
        self._index = index
        self._target = Path(config.output)
        self.memories = Memories(index, ledger)
        self._ledger = ledger

    def turn(self, news: Mapping[str, News], gone: Collection[str]) -> Turn:
        """What becomes of the edition when these captures are new or changed, and those are gone."""
        index = self._index
        index.find()
        old = {path: index.captures[path] for path in (*news, *gone) if path in index.captures}
        weights = {source: len(accounts) for source, accounts in index.accounts.items()}
        for path in gone:
            index.drop(path)
        turn = Turn(captures=set(news), changed=set(news))
        left = self._claim(turn, news)
        self._examine(turn, news, old)
        names = left | {row.name for row in old.values()}
        names |= {index.captures[path].name for path in turn.captures}
        moved = {source for source, weight in weights.items() if len(index.accounts[source]) != weight}
        moved |= index.accounts.keys() - weights.keys()
        names |= index.mixed(moved)
        self._decide(turn, names - {""}, news)
        return turn

    def _claim(self, turn: Turn, news: Mapping[str, News]) -> set[str]:
        """Enters captures by themselves: what their sets say is not known yet.

        Returns:
            The names of digests that captures which did not change belong to no longer.
        """
        index, left = self._index, set[str]()
        claims = [one.proof.claim or Claim(path, "", "") for path, one in news.items()]
        beside = self._beside(claims)
        owned = self._owned([*claims, *beside])
        for claim in claims:
            row = capture_row(news[claim.path], claim, owned.get(claim.path, ""))
            known = index.captures.get(claim.path)
            # What was counted last stays noted until the capture is counted again.
            index.put(claim.path, row._replace(summary=known.summary) if known else row)
        for claim in beside:
            row, name = index.captures[claim.path], owned.get(claim.path) or name_of(claim.key)
            if name != row.name:
                left.add(row.name)
                index.put(claim.path, row._replace(name=name))
                turn.captures.add(claim.path)
                turn.changed.add(claim.path)
        return left

    def _beside(self, claims: Sequence[Claim]) -> list[Claim]:
        """Those of the other captures of the same urls and titles: of what one is, so are they."""
        rows, news = self._index.captures, {claim.path for claim in claims}
        keys = {claim.key for claim in claims if claim.key}
        paths = sorted({path for key in keys for path in self._index.by_key[key]} - news)
        return [Claim(path, rows[path].key, rows[path].address) for path in paths]

    def _owned(self, claims: Sequence[Claim]) -> dict[str, str]:
        """The names of the published digests that these captures belong to, by path."""
        index = self._index
        paths = {one.path: max(names) for one in claims if (names := index.by_origin.get(one.path))}
        rows = ((one.path, index.captures.get(one.path)) for one in claims)
        paths |= {path: row.name for path, row in rows if row and row.name in index.digests}
        aliases = {alias: max(names) for alias, names in index.aliases.items() if names}
        return owners(claims, self.memories, paths, aliases)

    def _examine(self, turn: Turn, news: Mapping[str, News], old: Mapping[str, CaptureRow]) -> None:
        """Asks the rules of sets about all groups that a changed capture is or was in."""
        index = self._index
        sets = Captures(index, self._ledger, {path: one.proof for path, one in news.items()})
        touched = {group for row in old.values() for group in row.groups}
        touched |= {group for path in news for group in index.captures[path].groups}
        found, barred = examine_around(set(news), touched, sets, self._rules)
        told = sets.told(found)
        for path, findings in found.items():
            own, _, before = told[path]
            if path not in news and before == findings:
                continue
            turn.captures.add(path)
            turn.changed.add(path)
            turn.found[path] = findings
            row = index.captures[path]
            good = first_error(heard(own, findings).findings) is None and bool(row.text)
            index.put(path, row._replace(barred=path in barred, good=good))

    def _decide(self, turn: Turn, names: Collection[str], news: Mapping[str, News]) -> None:
        index, leaving = self._index, Counter[str]()
        for name in sorted(names):
            good = [path for path in index.by_name[name] if index.captures[path].good]
            row = index.digests.get(name)
            turn.captures |= index.by_name[name]
            if good:
                own, speaker = self._speaker(good)
                same = row is not None and (row.own, row.speaker) == (own, speaker)
                # A speaker that its set kept out for a while may say something else since.
                same = same and speaker not in turn.changed
                if not same or self._adds(good, speaker, turn.changed) or self._left(row, good, turn):
                    turn.standings.append(self._standing(name, good, own, news))
                    turn.speakers[name] = speaker
            elif row and not index.by_name[name] and self._config.edition.removed != "keep":
                leaving[row.slug] += 1
                turn.gone.append(self.memories[name])
        held = Counter({slug: len(index.by_slug[slug]) for slug in leaving})
        if emptied(held, leaving):
            raise Unsound("a column would lose most of its digests")

    def _adds(self, good: Sequence[str], speaker: str, changed: Collection[str]) -> bool:
        """Whether one of the others, which its sets judge anew, has another address, or says the same.

        Of captures that say the same the first is remembered, in whatever order they come (law 2).
        """
        rows, spoken = self._index.captures, self._index.captures[speaker]
        others = [rows[path] for path in good if path in changed and path != speaker]
        return any(
            row.address != spoken.address or (row.text, row.source) == (spoken.text, spoken.source)
            for row in others
        )

    @staticmethod
    def _left(row: DigestRow | None, good: Sequence[str], turn: Turn) -> bool:
        """Whether the capture that the text was taken from is gone, or is another now."""
        return row is not None and (row.origin not in good or row.origin in turn.changed)

    def _speaker(self, good: Sequence[str]) -> tuple[str, str]:
        rows = [(path, self._index.captures[path]) for path in good]
        weights = {row.source: len(self._index.accounts[row.source]) for _, row in rows}
        own = own_source(weights, self._config.edition.mirrors)
        path, _ = max(
            rows,
            key=lambda pair: (
                not pair[1].cut,
                pair[1].source == own,
                pair[1].fetched,
                pair[0],
            ),
        )
        return own, path

    def _standing(self, name: str, good: Sequence[str], own: str, news: Mapping[str, News]) -> Standing:
        memory = self.memories.get(name)
        digests = [self._digest(path, news) for path in sorted(good)]
        if memory is not None:
            digests = [replace(digest, key=memory.key) for digest in digests]
        digest = speak(digests, own)
        if memory is None:
            return first(digest)
        before = None
        if needs_texts(digest, memory):
            before = texts_of(self._target, memory, None, self._config.imprint())
            if before is None:
                raise Unsound(f"{memory.slug}: the texts of {memory.title} are lost")
        return decide(digest, memory, before)

    def _digest(self, path: str, news: Mapping[str, News]) -> Digest:
        digest = news[path].proof.digest if path in news else None
        if digest is None:
            (read,) = self._checking.read([Asked(path, b"")])
            known = self._index.captures[path].raw
            if read.proof is None or read.proof.digest is None or read.content.hex() != known:
                raise Unsound(f"{path}: it is not as it was")
            digest = read.proof.digest
        return digest

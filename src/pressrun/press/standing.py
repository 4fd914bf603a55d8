"""Who speaks for each digest, and what stands in the edition under its name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pressrun.compose import Choice, choose
from pressrun.digest import Digest
from pressrun.history.claims import owners, retitled
from pressrun.history.deciding import decide, first, needs_texts
from pressrun.history.standing import Memory, Standing
from pressrun.identity import name_of
from pressrun.press.proof import Proof
from pressrun.press.remembering import Known

Texts = Callable[[Memory], Standing | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an inbox: its digests as they stand, those kept though no capture speaks, those gone.

    `kept` are the names of such digests. `paths` are the names of all captures' digests. `now` is the newest
    `fetch_date` of the inbox.
    """

    choice: Choice
    standings: tuple[Standing, ...]
    kept: frozenset[str]
    gone: tuple[Memory, ...]
    paths: dict[str, str]
    now: datetime | None


def stand(
    proofs: Sequence[Proof], known: Known, texts: Texts, mirrors: Collection[str], *, keeps: bool
) -> Outcome:
    """Decides about every digest of the inbox and of the edition before.

    Args:
        proofs: of the whole inbox, in the order of their paths.
        known: what the edition before published.
        texts: reads a published digest's texts; None where they are lost.
        mirrors: sources that only repeat others' digests.
        keeps: digests that left the inbox stay.
    """
    claims = [proof.claim for proof in proofs if proof.claim]
    owned = owners(claims, known.memories, known.paths, retitled(known.memories.values()))
    digests = [
        _under_first_key(proof.digest, known, owned.get(proof.path)) for proof in proofs if proof.digest
    ]
    choice = choose(digests, mirrors)
    standings = [
        _standing(digest, known.memories.get(name_of(digest.key)), texts) for digest in choice.digests
    ]
    spoken = {standing.name for standing in standings}
    alive, kept, gone = set(owned.values()), [], []
    for name, memory in sorted(known.memories.items()):
        if name not in spoken:
            before = texts(memory) if keeps or name in alive else None
            (gone.append(memory) if before is None else kept.append(before))
    return Outcome(
        choice=choice,
        standings=(*standings, *kept),
        kept=frozenset(standing.name for standing in kept),
        gone=tuple(gone),
        paths=owned | {digest.path: name_of(digest.key) for digest in digests},
        now=max((claim.fetched for claim in claims if claim.fetched), default=None),
    )


def _under_first_key(digest: Digest, known: Known, name: str | None) -> Digest:
    """The digest under the key of its first publication, whatever its title is now."""
    return digest if name is None else replace(digest, key=known.memories[name].key)


def _standing(digest: Digest, memory: Memory | None, texts: Texts) -> Standing:
    if memory is None:
        return first(digest)
    before = texts(memory) if needs_texts(digest, memory) else None
    if before is None and needs_texts(digest, memory):
        return _anew(first(digest), memory)
    return decide(digest, memory, before)


def _anew(standing: Standing, memory: Memory) -> Standing:
    """A digest whose published texts are lost: what is remembered of its times still holds."""
    known = {story.name: story for story in memory.stories}
    stories = tuple(
        replace(story, number=known[story.name].number, updated=known[story.name].updated)
        if story.name in known
        else story
        for story in standing.stories
    )
    return replace(standing, stories=stories, updated=memory.updated)

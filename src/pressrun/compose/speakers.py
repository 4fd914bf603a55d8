"""Of several captures of one digest, the one that speaks; the others are duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pressrun.digest import Digest, account
from pressrun.identity import canonical_url, unescaped


@dataclass(frozen=True, slots=True)
class Choice:
    """The digests to publish, by key, each under its own source, and the paths of the duplicates."""

    digests: tuple[Digest, ...]
    duplicates: tuple[str, ...]


def choose(digests: Iterable[Digest], mirrors: Collection[str] = ()) -> Choice:
    """One digest a key.

    It is published under its own source: of the sources that captured it the one with the fewest
    distinct accounts in the inbox, ties by name; a mirror named in the config comes last. Its text is
    that of the uncut capture before a cut one, of its own source before a mirror's, then of the newest
    `fetch_date`, then of the greatest path.
    """
    by_key: dict[str, list[Digest]] = defaultdict(list)
    accounts: dict[str, set[str]] = defaultdict(set)
    for digest in digests:
        by_key[digest.key].append(digest)
        accounts[digest.source].add(account(digest.url))
    weights = {source: len(found) for source, found in accounts.items()}
    chosen: list[Digest] = []
    duplicates: list[str] = []
    for key in sorted(by_key):
        captures = by_key[key]
        chosen.append(
            speak(captures, own_source({one.source: weights[one.source] for one in captures}, mirrors))
        )
        duplicates.extend(capture.path for capture in captures if capture.path != chosen[-1].path)
    return Choice(tuple(chosen), tuple(sorted(duplicates)))


def own_source(weights: Mapping[str, int], mirrors: Collection[str] = ()) -> str:
    """Of the sources that captured a digest its own; `weights` are their distinct accounts in the inbox."""
    return min(weights, key=lambda source: (source in mirrors, weights[source], source))


def speak(captures: Sequence[Digest], own: str) -> Digest:
    """A digest as the best of its captures tells it, under its own source; of the others the addresses."""
    speaker, *others = sorted(captures, key=lambda capture: _precedence(capture, own), reverse=True)
    if not others:
        return speaker
    address = canonical_url(unescaped(speaker.url))
    via = {one.url for one in others if canonical_url(unescaped(one.url)) != address}
    mirror = "" if speaker.source == own else speaker.source
    alike = [one for one in captures if (one.content, one.source) == (speaker.content, speaker.source)]
    earliest = min(alike, key=lambda one: (one.fetched, one.path)) if speaker.content else speaker
    since = None if earliest.path == speaker.path else (earliest.fetched, earliest.path)
    return replace(speaker, source=own, mirror=mirror, via=tuple(sorted(via)), since=since)


def _precedence(digest: Digest, own: str) -> tuple[bool, bool, float, str]:
    return (not digest.cut, digest.source == own, digest.fetched.timestamp(), digest.path)

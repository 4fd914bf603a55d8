"""Of several captures of one digest, the one that speaks; the others are duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from pressrun.digest import Digest
from pressrun.identity import account


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
    chosen: list[Digest] = []
    duplicates: list[str] = []
    for key in sorted(by_key):
        captures = by_key[key]
        own = min(
            {capture.source for capture in captures},
            key=lambda source: (source in mirrors, len(accounts[source]), source),
        )
        captures.sort(key=lambda capture: _precedence(capture, own), reverse=True)
        chosen.append(replace(captures[0], source=own))
        duplicates.extend(capture.path for capture in captures[1:])
    return Choice(tuple(chosen), tuple(sorted(duplicates)))


def _precedence(digest: Digest, own: str) -> tuple[bool, bool, float, str]:
    return (not digest.cut, digest.source == own, digest.fetched.timestamp(), digest.path)

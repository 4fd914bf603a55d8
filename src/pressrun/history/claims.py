"""Which captures belong to a digest that was published before, whatever they call it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pressrun.history.standing import Memory
from pressrun.identity import canonical_url, digest_key, name_of, wechat_key


class Claim(NamedTuple):
    """What a capture says that it is of, be it published or rejected.

    `key` and `address` (its canonical url) are empty, and `fetched` is None, where they cannot be read.
    """

    path: str
    key: str
    address: str
    fetched: datetime | None = None


def owners(
    claims: Iterable[Claim],
    memories: Mapping[str, Memory],
    paths: Mapping[str, str],
    aliases: Mapping[str, str],
) -> dict[str, str]:
    """The name of the published digest that each capture belongs to, by path; others are left out.

    A capture at the path and with the url of a published one is its re-capture, whatever its title is now;
    one whose url cannot be read as well (DESIGN, Identity). So is every other capture of that url and title.

    Args:
        claims: of all captures.
        memories: the published digests by name.
        paths: the names of the digests that captures belonged to before, by path.
        aliases: the digests' names by their names under a title of today, as `retitled` gives them.
    """
    claims, aliases = list(claims), dict(aliases)
    owned: dict[str, str] = {}
    strangers: list[Claim] = []
    for claim in claims:
        name = name_of(claim.key) if claim.key else ""
        if name in memories or name in aliases:
            owned[claim.path] = name if name in memories else aliases[name]
        else:
            strangers.append(claim)
    for claim in sorted(strangers, key=lambda one: one.path):
        before = memories.get(paths.get(claim.path, ""))
        if before is not None and _is_of(claim, before):
            owned[claim.path] = before.name
            if claim.key:
                aliases[name_of(claim.key)] = before.name
    return owned | _under_new_titles(strangers, owned, aliases)


def _is_of(claim: Claim, memory: Memory) -> bool:
    # WeChat's three numbers are in every url of an article: with others it is another one.
    if claim.key and wechat_key(memory.url) is not None:
        return False
    return not claim.address or claim.address == canonical_url(memory.url)


def _under_new_titles(
    strangers: Sequence[Claim], owned: Mapping[str, str], aliases: Mapping[str, str]
) -> dict[str, str]:
    return {
        claim.path: aliases[name_of(claim.key)]
        for claim in strangers
        if claim.path not in owned and claim.key and name_of(claim.key) in aliases
    }


def retitled(memories: Iterable[Memory]) -> dict[str, str]:
    """Names under titles that came later: what a run that has lost its ledger finds captures under."""
    found = {}
    for memory in sorted(memories, key=lambda one: one.name):
        if memory.updated is not None and (key := digest_key(memory.url, memory.title)) != memory.key:
            found[name_of(key)] = memory.name
    return found

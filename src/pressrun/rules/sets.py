"""XF: what only the whole set of captures shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from pressrun.finding import Severity
from pressrun.rules.catalogue import Complaint, set_rule
from pressrun.rules.furniture import drowned
from pressrun.rules.shells import hollow
from pressrun.rules.subject import Facts

_FILES = 3


@set_rule("XF001", "duplicate-url", Severity.WARNING)
def duplicate_url(facts: Sequence[Facts]) -> Iterator[tuple[Facts, Complaint]]:
    """The same digest was captured already: same canonical url and title, or the same WeChat article.

    Published once; of the captures the uncut and then the newest one speaks, the others are counted as
    duplicates.

    Example, files:
        a.md:
            url: https://example.org/storm
        b.md:
            url: https://example.org/storm#comments

    Remedy: Nothing is to be done; the capture that does not speak can be removed.
    """
    for group in _groups(facts, lambda one: one.key):
        for again in group[1:]:
            message = f"the same digest as {group[0].path}; one is published, the others are duplicates"
            yield again, Complaint(again.url_place, message)


@set_rule("XF002", "duplicate-title", Severity.INFO)
def duplicate_title(facts: Sequence[Facts]) -> Iterator[tuple[Facts, Complaint]]:
    """Two digests of one source have the same title and different urls.

    Both are published. It may be one article at two addresses, or a column whose titles repeat.

    Example, files:
        a.md:
            url: https://example.org/storm
        b.md:
            url: https://example.org/2025/storm

    Remedy: If it is one article, keep the capture with its own address.
    """
    for group in _groups(facts, lambda one: (one.source, one.title)):
        for other in group[1:]:
            if other.key != group[0].key:
                message = f"the title of {group[0].path} too, under another url; both are published"
                yield other, Complaint(other.title_place, message)


@set_rule("XF003", "boilerplate-body", Severity.ERROR)
def boilerplate_body(facts: Sequence[Facts]) -> Iterator[tuple[Facts, Complaint]]:
    """The same text stands in three files or more under three titles or more.

    What does not change with the title is no article: an error page that no list knows, or a site's
    navigation alone. So is a page that the archiver cut before its article began, or right behind its
    title, where all its lines but one sentence stand on two other pages of the site; and a whole page, a
    mirror's for one, that says less than a sentence of its own. A post of pictures, and a WeChat notice that
    its account repeats, are none of these.

    Example, files:
        a.md:
            title: Storm closes the harbour
            url: https://example.org/storm
        b.md:
            title: The ferry is back
            url: https://example.org/ferry
        c.md:
            title: The bridge opens
            url: https://example.org/bridge

    Remedy: Capture the pages again.
    """
    told = set()
    for group in _groups([one for one in facts if one.fingerprint], lambda one: one.fingerprint):
        titles = {one.title for one in group}
        if len(group) >= _FILES and len(titles) >= _FILES:
            for one in _without_pictures([one for one in group if not one.bare]):
                told.add(one.path)
                other = group[0] if one is not group[0] else group[1]
                message = (
                    f"the same text as in {len(group) - 1} other files under other titles ({other.path})"
                )
                yield one, Complaint(one.body_place, f"{message}; no article, capture it again")
    for one, own in drowned(facts):
        if one.path not in told:
            message = f"all but {own} of its letters are those of other pages of {one.site}"
            if one.behind_title:
                message = "no text behind its title"
            message = f"cut at 8,000 characters, and {message}; no article, capture it again"
            yield one, Complaint(one.body_place, message)
    for one, own in hollow(facts):
        if one.path not in told:
            message = f"all but {own} of its letters are those of other pages of {one.site}"
            yield one, Complaint(one.body_place, f"{message}; no article, capture it again")


def _without_pictures(group: Sequence[Facts]) -> Iterator[Facts]:
    """Those of a group that show no picture of their own: an account's portrait stands under three titles."""
    shown = Counter(picture for one in group for picture in one.pictures)
    return (one for one in group if all(shown[picture] >= _FILES for picture in one.pictures))


@set_rule("XF004", "listing-url", Severity.INFO)
def listing_url(facts: Sequence[Facts]) -> Iterator[tuple[Facts, Complaint]]:
    """One url stands for digests with different titles: it is a listing, not an article's own address.

    Each title is published as a digest of its own, and every one of their links leads to the same page.

    Example, files:
        a.md:
            title: Storm closes the harbour
            url: https://example.org/news
        b.md:
            title: The ferry is back
            url: https://example.org/news

    Remedy: Let the archiver record the article's own address.
    """
    for group in _groups(facts, lambda one: one.address):
        for other in group[1:]:
            if other.key != group[0].key:
                message = f"the url of {group[0].path} too, under another title; each is a digest of its own"
                yield other, Complaint(other.url_place, message)


def _groups(facts: Sequence[Facts], key: Callable[[Facts], Hashable]) -> Iterator[list[Facts]]:
    groups: dict[Hashable, list[Facts]] = defaultdict(list)
    for one in facts:
        groups[key(one)].append(one)
    return (group for group in groups.values() if len(group) > 1)

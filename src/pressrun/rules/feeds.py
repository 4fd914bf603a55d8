"""DC: whether one published feed is what RFC 4287 and our own contract promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from pressrun.rules.catalogue import Complaint
from pressrun.rules.document import ID, TOMBSTONE, Document
from pressrun.rules.documents import document_rule
from pressrun.rules.kinds import is_story
from pressrun.rules.moments import moment_of
from pressrun.rules.subject import quote
from pressrun.rules.xml_view import Element

# RFC 4151 §2.1: an authority with the day from which it was its owner's, then what it named.
_TAG = re.compile(
    r"tag:(?P<authority>(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9.-]+,\d{4}(?:-\d{2}(?:-\d{2})?)?)"
    r":[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*",
    re.ASCII,
)


@document_rule("DC003", "invalid-tag-uri")
def invalid_tag_uri(document: Document) -> Iterator[Complaint]:
    """An id is no `tag:` URI in ASCII (RFC 4151), or not of the authority that the config names.

    An id is a promise for ever and readers compare it byte for byte. Another authority makes every entry
    new to every subscriber.

    Example, edition:
        harbour-news/feed.xml:
            - <id>tag:…:digest/…</id>
            + <id>https://example.org/storm</id>

    Remedy: Put the old authority back into the config, and press again.
    """
    for element, value in _ids(document):
        match = _TAG.fullmatch(value)
        authority = document.terms.authority
        if match is None:
            yield Complaint(document.place(element, value), f"{quote(value)} is no tag: URI in ASCII")
        elif authority is not None and match["authority"] != authority:
            message = f"the id is of {match['authority']}, and the config's authority is {authority}"
            yield Complaint(document.place(element, value), message)


def _ids(document: Document) -> Iterator[tuple[Element, str]]:
    if document.channel is None:
        return
    for parent in (document.channel, *document.entries):
        yield from ((element, element.text.strip()) for element in parent.every(ID[document.kind]))
    for tombstone in document.channel.every(TOMBSTONE):
        yield tombstone, tombstone.attributes.get("ref", "")


@document_rule("DC004", "invalid-timestamp")
def invalid_timestamp(document: Document) -> Iterator[Complaint]:
    """A time is none of RFC 3339, has no zone, or an entry was updated before it was published.

    Readers sort by these times, and each guesses in its own way where one is no time at all.

    Example, edition:
        harbour-news/feed.xml:
            - <published>…</published>
            + <published>2025-03-14</published>

    Remedy: Press the edition again; report it if it comes back.
    """
    for parent in _feed_and_entries(document):
        for name in ("updated", "published"):
            for element in parent.every(name):
                value = element.text.strip()
                if moment_of(value) is None:
                    message = f"{name} {quote(value)} is no time of RFC 3339 with a zone"
                    yield Complaint(document.place(element, value), message)
        updated, published = moment_of(parent.say("updated")), moment_of(parent.say("published"))
        if updated is not None and published is not None and updated < published:
            element = parent.find("updated") or parent
            message = f"updated {parent.say('updated')} is before published {parent.say('published')}"
            yield Complaint(document.place(element, parent.say("updated")), message)
    for tombstone in document.feed.every(TOMBSTONE) if document.feed is not None else ():
        when = tombstone.attributes.get("when", "")
        if moment_of(when) is None:
            yield Complaint(document.place(tombstone, when), f"when {quote(when)} is no time of RFC 3339")


@document_rule("DC006", "missing-author")
def missing_author(document: Document) -> Iterator[Complaint]:
    """A feed has no author with a name, or an entry has an author without one (RFC 4287 §4.1.1, §4.2.1).

    The author is the publisher, which a reader shows beside each entry. Our feeds always name theirs.

    Example, edition:
        harbour-news/feed.xml:
            - <author><name>Harbour News</name></author>
            + <author><name></name></author>

    Remedy: Press the edition again; report it if it comes back.
    """
    for parent in _feed_and_entries(document):
        authors = parent.every("author")
        if parent is document.feed and not authors:
            yield Complaint(document.place(parent), "the feed has no author")
        for author in authors:
            if not author.say("name"):
                yield Complaint(document.place(author), f"an author of the {parent.name} has no name")


@document_rule("DC013", "duplicate-updated")
def duplicate_updated(document: Document) -> Iterator[Complaint]:
    """Two entries of a feed have the same `updated`.

    Readers sort by it and some tell entries apart by it; entries of one second change places, or only one
    of them is shown. Each entry of ours has its own microsecond.

    Example, edition:
        harbour-news/feed.xml:
            - <updated>…</updated>
            + <updated>2025-03-15T00:00:00.000000Z</updated>
            - <updated>…</updated>
            + <updated>2025-03-15T00:00:00.000000Z</updated>
            - <updated>…</updated>
            + <updated>2025-03-15T00:00:00.000000Z</updated>

    Remedy: Press the edition again; report it if it comes back.
    """
    if is_story(document.path):
        # Its superseded texts are no news: one may have been corrected within the second.
        return
    seen: set[datetime] = set()
    for entry, moment in _updates(document):
        if moment in seen:
            value = entry.say("updated")
            place = document.place(entry.find("updated") or entry, value)
            yield Complaint(place, f"another entry of this feed has updated {value} too")
        seen.add(moment)


@document_rule("DC014", "not-newest-first")
def not_newest_first(document: Document) -> Iterator[Complaint]:
    """Entries do not stand newest first, or the feed's `updated` is not that of its newest entry.

    Many readers show a feed in its own order, and a reader that believes the feed's `updated` fetches
    nothing. Archive documents are in the same order.

    Example, edition:
        harbour-news/feed.xml:
            - <updated>…</updated>
            + <updated>2025-03-01T00:00:00.000000Z</updated>

    Remedy: Press the edition again; report it if it comes back.
    """
    if document.feed is None:
        return
    moments = list(_updates(document))
    for (_, before), (entry, moment) in pairwise(moments):
        if moment > before:
            value = entry.say("updated")
            place = document.place(entry.find("updated") or entry, value)
            yield Complaint(place, f"updated {value} is newer than the entry before it")
    told = document.feed.say("updated")
    newest = max((moment for _, moment in moments), default=None)
    # What was taken back last may be newer than all that stands.
    gone = {moment_of(stone.attributes.get("when", "")) for stone in document.feed.every(TOMBSTONE)}
    if newest is not None and moment_of(told) not in {None, newest, *gone}:
        place = document.place(document.feed.find("updated") or document.feed, told)
        yield Complaint(place, f"the feed's updated {told} is not that of its newest entry")


@document_rule("DC016", "missing-element")
def missing_element(document: Document) -> Iterator[Complaint]:
    """A feed or an entry has no id, title or updated, or more than one (RFC 4287 §4.1.1, §4.1.2).

    Readers drop such an entry, or show it as new with every fetch.

    Example, edition:
        harbour-news/feed.xml:
            - <title>Calm sea</title>

    Remedy: Press the edition again; report it if it comes back.
    """
    for parent in _feed_and_entries(document):
        for name in ("id", "title", "updated"):
            found = parent.every(name)
            if len(found) > 1:
                yield Complaint(document.place(found[1]), f"the {parent.name} has more than one {name}")
            elif not found or not found[0].text.strip():
                yield Complaint(document.place(parent), f"the {parent.name} has no {name}")


def _feed_and_entries(document: Document) -> Iterator[Element]:
    if document.feed is not None:
        yield document.feed
        yield from document.entries


def _updates(document: Document) -> Iterator[tuple[Element, datetime]]:
    """The entries with a time that is one."""
    for entry in document.entries:
        moment = moment_of(entry.say("updated"))
        if moment is not None:
            yield entry, moment

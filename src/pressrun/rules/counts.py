"""DC: whether the accounts of an edition add up, and say the numbers that its documents do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pressrun.finding import Place
from pressrun.rules.accounts import COUNTS, Accounts
from pressrun.rules.catalogue import Complaint
from pressrun.rules.documents import edition_rule
from pressrun.rules.kinds import ATTRIBUTIONS, Kind, archive_of
from pressrun.rules.subject import quote
from pressrun.rules.traits import Published


@edition_rule("DC012", "wrong-count")
def wrong_count(published: Published) -> Iterator[tuple[str, Complaint]]:
    """edition.json does not add up, or says another number than the documents do.

    Captures are those published, rejected and duplicate, always; that every file is accounted for is the
    promise of an edition. It was pressed by halves, edited, or put together from two.

    Example, edition:
        edition.json:
            - "captures": 2
            + "captures": 3

    Remedy: Press the edition again.
    """
    if published.accounts is None:
        return
    name, accounts = published.accounts
    for key, message in _sums(accounts):
        yield name, Complaint(accounts.places.get(key, Place()), message)
    for folder, message in (*_columns(published, accounts), *_attributions(published, accounts)):
        yield name, Complaint(accounts.places.get(folder, Place()), message)


def _sums(accounts: Accounts) -> Iterator[tuple[str, str]]:
    for key in COUNTS:
        if accounts.counts[key] < 0:
            yield key, f"{key} is no count"
    captures, published, rejected, duplicates = (accounts.counts[key] for key in COUNTS)
    if captures != published + rejected + duplicates:
        counted = f"{published} published, {rejected} rejected and {duplicates} duplicates"
        yield "captures", f"{captures} captures are not {counted}"
    if accounts.by_rule != rejected:
        yield (
            "rejected_by_rule",
            f"the rules rejected {accounts.by_rule} captures, and rejected is {rejected}",
        )
    digests = sum(column.digests for column in accounts.columns)
    # There may be more: a digest whose capture left the inbox can be kept.
    if digests < published:
        yield "published", f"{published} captures are published, and the columns have {digests} digests"


def _columns(published: Published, accounts: Accounts) -> Iterator[tuple[str, str]]:
    items = Counter(
        document.path.partition("/")[0]
        for document in published.documents
        if document.entries and document.path.split("/")[1:2] == ["items"]
    )
    digests = _archived(published)
    slugs = Counter(column.slug for column in accounts.columns)
    for column in accounts.columns:
        if slugs[column.slug] > 1:
            yield column.slug, f"there is more than one column {quote(column.slug)}"
        elif column.items != items[column.slug]:
            counted = f"{column.items} items, and {items[column.slug]} documents of items"
            yield column.slug, f"the column {quote(column.slug)} has {counted}"
        elif column.digests != digests.get(column.slug, column.digests):
            counted = f"{column.digests} digests, and {digests[column.slug]} in its archive"
            yield column.slug, f"the column {quote(column.slug)} has {counted}"
    for document in published.documents:
        slug, _, rest = document.path.partition("/")
        if rest == "feed.xml" and slug not in slugs:
            yield slug, f"{quote(document.path)} is the feed of no column"


def _archived(published: Published) -> Counter[str]:
    """The digests in the archive documents of each column that has them and whose can all be read."""
    count: Counter[str] = Counter()
    unread: set[str] = set()
    for document in published.documents:
        found = archive_of(document.path) if document.kind is Kind.ATOM else None
        if found is not None:
            count[found[0]] += len(document.entries)
            unread |= {found[0]} if document.unread else set()
    for folder in unread:
        del count[folder]
    return count


def _attributions(published: Published, accounts: Accounts) -> Iterator[tuple[str, str]]:
    entries = {
        document.path.removesuffix("/feed.xml"): len(document.entries)
        for document in published.documents
        if document.path.startswith(f"{ATTRIBUTIONS}/") and document.path.endswith("/feed.xml")
    }
    folders = Counter(attribution.folder for attribution in accounts.attributions)
    for attribution in accounts.attributions:
        folder, shown = attribution.folder, entries.get(attribution.folder, 0)
        if folders[folder] > 1:
            yield folder, f"there is more than one attribution {quote(attribution.slug)}"
        elif attribution.items < shown:
            counted = f"{attribution.items} items, and its feed {shown} entries"
            yield folder, f"the attribution {quote(attribution.slug)} has {counted}"
    for folder in entries:
        if folder not in folders:
            yield folder, f"{quote(f'{folder}/feed.xml')} is the feed of no attribution"

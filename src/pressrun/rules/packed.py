"""DC: whether what lies compressed beside a document is that document."""

from __future__ import annotations

from collections.abc import Iterator

from pressrun.finding import Place
from pressrun.rules.catalogue import Complaint
from pressrun.rules.documents import edition_rule
from pressrun.rules.kinds import at_our_place, worth_reading
from pressrun.rules.traits import Published
from pressrun.rules.unpacking import PACKED


@edition_rule("DC027", "stale-gzip")
def stale_gzip(published: Published) -> Iterator[tuple[str, Complaint]]:
    """The `.gz` beside a document does not hold the document's own bytes, or lies there without it.

    A server that sends the compressed file gives its readers old news, and those without compression the
    new; and it may send one for an address that is gone.

    Example, shell:
        echo old | gzip > harbour-news/feed.xml.gz

    Remedy: Press the edition again, or delete the `.gz` files.
    """
    for document in published.documents:
        if document.packed:
            yield document.path, Complaint(Place(), f"{document.packed}; press the edition again")
    for path in sorted(published.names):
        bare = path.removesuffix(PACKED)
        if bare != path and bare not in published.names and worth_reading(bare) and at_our_place(bare):
            yield path, Complaint(Place(), f"{bare} is not there; delete what is left of it")

"""What tells of the edition as a whole: its index, its accounting, its report. It is written last (law 4)."""

from __future__ import annotations

from collections.abc import Sequence

from pressrun.attributions import AttributionRecord
from pressrun.columns import Contents
from pressrun.compose import Imprint
from pressrun.store.publish import Publication


def add_index(
    contents: Contents,
    attributions: Sequence[AttributionRecord],
    imprint: Imprint,
    publication: Publication,
) -> None:
    """Adds the stylesheet, the OPML and the index; edition.json is the last word of an edition."""
    from pressrun.formats import edition, opml, page  # noqa: PLC0415  lxml is for a build alone

    publication.add("feed.css", page.stylesheet())
    publication.add("feeds.opml", opml.serialise(imprint.title, contents.columns, attributions))
    publication.add("index.html", page.serialise(imprint.title, imprint.language, contents, attributions))
    publication.add("edition.json", edition.serialise(contents, attributions))

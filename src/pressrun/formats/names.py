"""Names of other people's vocabularies, as lxml spells them."""

from __future__ import annotations

ATOM = "http://www.w3.org/2005/Atom"
#: RFC 5005 §4.
HISTORY = "http://purl.org/syndication/history/1.0"
#: RFC 6721 §3.
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
#: Media RSS.
MEDIA = "http://search.yahoo.com/mrss/"
#: RSS 1.0's modules, which RSS 2.0 uses too.
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ARCHIVE = f"{{{HISTORY}}}archive"
TOMBSTONE = f"{{{TOMBSTONES}}}deleted-entry"
THUMBNAIL = f"{{{MEDIA}}}thumbnail"

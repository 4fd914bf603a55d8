"""Digests to feeds: who speaks, when each entry stands, and which document holds it."""

from pressrun.compose.attributions import Placed, attribution_document, attribution_record, newest_mentions
from pressrun.compose.documents import (
    Document,
    Row,
    Sheet,
    archive_sheets,
    digest_row,
    item_documents,
    item_feed,
    item_rows,
    live_document,
    live_sheets,
    names_hubs,
)
from pressrun.compose.entries import ItemEntries, digest_entry, item_entries
from pressrun.compose.imprint import Imprint, column_language, item_path
from pressrun.compose.languages import FIRST, as_configured, language_of_digest, spoken, with_languages
from pressrun.compose.pictures import Pictures
from pressrun.compose.recovering import recovered
from pressrun.compose.speakers import Choice, choose, own_source, speak

__all__ = [
    "FIRST",
    "Choice",
    "Document",
    "Imprint",
    "ItemEntries",
    "Pictures",
    "Placed",
    "Row",
    "Sheet",
    "archive_sheets",
    "as_configured",
    "attribution_document",
    "attribution_record",
    "choose",
    "column_language",
    "digest_entry",
    "digest_row",
    "item_documents",
    "item_entries",
    "item_feed",
    "item_path",
    "item_rows",
    "language_of_digest",
    "live_document",
    "live_sheets",
    "names_hubs",
    "newest_mentions",
    "own_source",
    "recovered",
    "speak",
    "spoken",
    "with_languages",
]

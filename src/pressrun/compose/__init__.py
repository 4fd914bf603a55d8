"""Digests to feeds: who speaks, when each entry stands, and which document holds it."""

from pressrun.compose.attributions import Placed, attribution_document, attribution_record, newest_mentions
from pressrun.compose.dates import published
from pressrun.compose.documents import (
    Document,
    Imprint,
    column_language,
    item_documents,
    live_documents,
    newest,
)
from pressrun.compose.languages import with_languages
from pressrun.compose.pictures import Pictures
from pressrun.compose.speakers import Choice, choose

__all__ = [
    "Choice",
    "Document",
    "Imprint",
    "Pictures",
    "Placed",
    "attribution_document",
    "attribution_record",
    "choose",
    "column_language",
    "item_documents",
    "live_documents",
    "newest",
    "newest_mentions",
    "published",
    "with_languages",
]

"""Digests to feeds: who speaks, when each entry stands, and which document holds it."""

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
    "choose",
    "column_language",
    "item_documents",
    "live_documents",
    "newest",
    "published",
    "with_languages",
]

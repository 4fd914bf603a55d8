"""Digests to feeds: who speaks, when each entry stands, and which document holds it."""

from pressrun.compose.attributions import Placed, attribution_document, attribution_record, newest_mentions
from pressrun.compose.dates import published
from pressrun.compose.documents import Document, Imprint, item_documents, live_documents, newest
from pressrun.compose.speakers import Choice, choose

__all__ = [
    "Choice",
    "Document",
    "Imprint",
    "Placed",
    "attribution_document",
    "attribution_record",
    "choose",
    "item_documents",
    "live_documents",
    "newest",
    "newest_mentions",
    "published",
]

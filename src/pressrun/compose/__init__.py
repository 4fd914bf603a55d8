"""Digests to feeds: who speaks, when each entry stands, and which document holds it."""

from pressrun.compose.documents import Document, Imprint, column_documents
from pressrun.compose.speakers import Choice, choose

__all__ = ["Choice", "Document", "Imprint", "choose", "column_documents"]

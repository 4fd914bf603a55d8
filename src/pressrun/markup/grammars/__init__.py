"""The item grammars: how the bodies of digests mark where one item ends and the next begins."""

from __future__ import annotations

from pressrun.markup.grammars.headings import Section, may_split, split_headings

__all__ = ["Section", "may_split", "split_headings"]

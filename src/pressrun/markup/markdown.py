"""Markdown to HTML: comrak, CommonMark with CJK-friendly emphasis and tables.

Raw HTML in the text is escaped, not passed on: a write-up that quotes a script shows it (SE001).
Strikethrough and bare-url links stay off: `3~5` is a range in Chinese prose, and a bare url would
swallow the full-width text behind it. docs/design.md has the measurements behind the choice.
"""

from __future__ import annotations

import comrak

from pressrun.characters import xml_legal
from pressrun.markup.emphasis import repair_emphasis

_EXTENSIONS = comrak.ExtensionOptions()
_EXTENSIONS.table = True
_EXTENSIONS.cjk_friendly_emphasis = True
_PARSE = comrak.ParseOptions()
_RENDER = comrak.RenderOptions()
_RENDER.escape = True


def render_markdown(text: str) -> str:
    """Balanced HTML for this Markdown, XML-legal; every `<` that the author wrote is escaped."""
    rendered: str = comrak.render_markdown(repair_emphasis(text), _EXTENSIONS, _PARSE, _RENDER)
    # `&#1;` stands for a character that XML forbids; comrak has read it by now.
    return xml_legal(rendered) if "&#" in text else rendered

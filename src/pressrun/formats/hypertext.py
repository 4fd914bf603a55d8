"""What the edition's pages share: the head, strangers' text as text, counts. No script."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import NamedTuple

from pressrun.feed import Entry

# What a page says is English; the names and titles in it have their own language. No address of an
# edition is sent to the pages that it links to.
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" \
content="default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="pressrun">
<title{lang}>{title}</title>
<link rel="stylesheet" href="{top}feed.css">
{alternates}</head>
"""
_ALTERNATE = '<link rel="alternate" type="{type}" title="{title}" href="{href}">\n'


class Alternate(NamedTuple):
    """A feed that browsers and readers find by themselves: its media type, its title, its address."""

    type: str
    title: str
    href: str


def head(title: str, language: str, alternates: Iterable[Alternate], top: str = "") -> str:
    """All of a page in front of its body.

    Args:
        title: the page's, any text.
        language: that of the title (BCP 47).
        alternates: the feeds to find.
        top: the way from the page to the folder of the edition, empty or ending in a slash.
    """
    links = "".join(map(_link, alternates))
    return _HEAD.format(lang=lang(language), title=escape(title), top=top, alternates=links)


# An index has one a column, most of them the same in each cycle of a press that goes on.
@lru_cache(maxsize=4096)
def _link(alternate: Alternate) -> str:
    return _ALTERNATE.format(**{key: escape(value) for key, value in alternate._asdict().items()})


def lang(language: str) -> str:
    """The attribute, with a space in front; nothing where no language is known."""
    return f' lang="{escape(language)}"' if language else ""


def name(text: str, language: str = "") -> str:
    """A name within a line: `bdi`, so that what it holds turns no text around it right to left."""
    return f"<bdi{lang(language)}>{escape(text)}</bdi>"


def count(number: int, thing: str) -> str:
    """`1 item`, `1,200 items`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def day(moment: datetime) -> str:
    """The day of a moment in its own zone."""
    return f'<time datetime="{moment:%Y-%m-%d}">{moment:%Y-%m-%d}</time>'


def captured_at(entry: Entry) -> str | None:
    """The address of the page that an entry was captured from; None where it is none of the web.

    The rules have seen to that already; that no click runs a `javascript:` must not hang on them alone.
    """
    links = (link.href for link in entry.links if link.rel == "alternate")
    return next((href for href in links if href.lower().startswith(("http://", "https://"))), None)

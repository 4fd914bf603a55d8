"""Bytes to characters, and which of them XML 1.0 allows: one that it does not kills a whole feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

# XML 1.0 §2.2, Char: everything else kills a whole feed (lone surrogates included).
_ILLEGAL = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
# The lead bytes of the common characters: most bytes are text of some kind in either encoding.
_CHINESE = {"GBK": ("gb18030", range(0xB0, 0xD8)), "Big5": ("big5", range(0xA4, 0xC7))}
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
# HTML §4.2.5.4 wants it within the first 1024 bytes; archivers put a comment of theirs in front.
_HEAD = 8 * 1024
_DECLARED = re.compile(rb"<meta\b[^<>]*?\bcharset\s*+=\s*+[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
# As browsers read these names (WHATWG Encoding §4.2): a page that calls itself GB2312 is GB18030.
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_CHARSETS |= {"iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "windows-1251": "cp1251"}
_CHARSETS |= {"shift_jis": "cp932", "euc-jp": "euc_jp", "euc-kr": "cp949", "koi8-r": "koi8_r"}


@cache
def _illegal() -> re.Pattern[str]:
    """Compiled when it is needed, for few texts: that takes 4 ms of a start-up of 350."""
    return re.compile(_ILLEGAL)


def xml_legal(text: str) -> str:
    """The text without the characters that XML 1.0 forbids (§2.2): U+000B, lone surrogates and kin."""
    # What is printable is legal, and most short texts are: a look that takes a fifth of the time.
    return text if text.isprintable() else _illegal().sub("", text)


def illegal_character(text: str) -> int | None:
    """The index of the first character that XML 1.0 forbids; None where there is none."""
    match = _illegal().search(text)
    return match.start() if match else None


def illegal_runs(text: str) -> Iterator[tuple[int, int]]:
    """Where characters that XML 1.0 forbids start and end (exclusive), adjacent ones together."""
    return (match.span() for match in re.finditer(f"{_ILLEGAL}+", text))


def decoded(raw: bytes, *, declared: bool) -> tuple[str, str | None, str]:
    """The text of these bytes, what they seem to be where they cannot be read, and the charset read in.

    Args:
        raw: UTF-8, with a byte order mark or without.
        declared: believe the charset that a saved page declares, where the bytes are none of UTF-8 and every
            one of them is right in that charset. Nothing is guessed.
    """
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8"), None, "utf-8"
    except UnicodeDecodeError:
        charset = _declared(raw) if declared else None
    if charset is not None:
        try:
            return raw.decode(charset), None, charset
        except UnicodeDecodeError:
            pass
    return raw.decode("utf-8", "replace"), _guess(raw), "utf-8"


def _declared(raw: bytes) -> str | None:
    """The codec of the charset that a page declares; None where it names none that we know."""
    match = _DECLARED.search(raw, 0, _HEAD)
    return _CHARSETS.get(match[1].decode("ascii").lower()) if match else None


def _guess(raw: bytes) -> str:
    if raw[:2] in _BOMS:
        return _BOMS[raw[:2]]
    shares = {name: _common_share(raw, codec, leads) for name, (codec, leads) in _CHINESE.items()}
    likeliest = max(shares, key=lambda name: shares[name])
    return likeliest if shares[likeliest] else "unknown"


def _common_share(raw: bytes, codec: str, leads: range) -> float:
    """Of the characters that these bytes are in this encoding, how many are among its common ones."""
    try:
        codes = [char.encode(codec) for char in raw.decode(codec) if "\u4e00" <= char <= "\u9fff"]
    except UnicodeDecodeError:
        return 0.0
    return sum(code[0] in leads for code in codes) / len(codes) if codes else 0.0

"""Which language a text is in, as far as its script and its smallest words tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from heapq import nsmallest

from pressrun.columns import Column
from pressrun.digest import Digest
from pressrun.identity import name_of

# A saved site begins and ends with its menus: its middle says more. Three places, so that one may be code.
_PLACES, _PLACE = 3, 400
_LONGEST_TITLE = 400
_TAG = re.compile(r"\A[^<>]*>|<[^>]*>|<[^>]*\Z")
_ADDRESS = re.compile("https?://[!-~]{1,2000}")
# First bytes of UTF-8: U+4000 to U+9FFF, U+A000 to U+DFFF. Counting bytes is three times as fast as a regex.
_IDEOGRAPHS, _HANGUL = bytes(range(0xE4, 0xEA)), bytes(range(0xEA, 0xEE))
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#: Latin letters that say as much as one ideograph: product names in a Chinese title are no English.
_LETTERS_OF_AN_IDEOGRAPH = 3
#: One kana of so many characters is Japanese; a Chinese text quotes fewer.
_OF_A_KANA = 8
#: Of so many words one is among the smallest of its language, at least, and three in all.
_OF_A_SMALL_WORD, _SMALL_WORDS = 20, 3
# Words that no other language of this list has; the languages are those that the archive sample holds.
_WORDS = {
    word: language
    for language, words in {
        "en": "the and of to for that with this are from is by you your it was can how has have will we our",
        "it": "il gli di della delle dei degli del dello che non per è sono nel nella alla dal ai anche più",
        "de": "der das und ist nicht mit für auf den dem ein eine von zu sich im werden wird auch",
        "fr": "le les une est et dans pour qui sur avec pas au aux du ce cette sont vous nous",
        "es": "el los las con para su como pero fue también sobre desde",
        "pt": "um uma não da dos das ao são pelo pela você",
    }.items()
    for word in words.split()
}
#: A column is in the language of its first digests, so many: later ones do not change it.
FIRST = 20
#: Of so many digests one must tell its language for the others to be taken for the same.
_TELLING = 4


# A digest that is one item is asked for twice, once as each, and a column's digests together.
@lru_cache(maxsize=256)
def language_of(title: str, markup: str = "") -> str | None:
    """The language of a text as its primary subtag (RFC 5646 §2.2.1); None where it cannot be told.

    The script tells Chinese, Japanese and Korean, the title's before the text's; small words tell English
    and other languages of the Latin script.

    Args:
        title: text.
        markup: clean HTML; three short stretches of it are looked at, whatever its length.
    """
    title, stretches = title[:_LONGEST_TITLE], _stretches(markup)
    if _is_cjk(title):
        return _of_script("".join((title, *stretches)))
    text = "\n".join((title, *(_TAG.sub(" ", stretch) for stretch in stretches)))
    if _is_cjk(text):
        return _of_script(text)
    # A title of product names and two ideographs, above code.
    return _of_small_words(text) or (_of_script(text) if _cjk(title) else None)


def as_configured(detected: str | None, configured: str) -> str:
    """The language tag to write: the configured one where it is the same language, or nothing was told.

    Which Chinese it is, `zh-CN` or `zh-Hant`, the config knows better than a count of characters.
    """
    if detected is None or configured.lower().partition("-")[0] == detected:
        return configured
    return detected


def language_of_digest(digest: Digest) -> str | None:
    """The language of a digest's title and items; None where it cannot be told."""
    return language_of(digest.title, "\n".join(item.html for item in digest.items))


def with_languages(gathered: Iterable[tuple[Column, list[Digest]]]) -> list[tuple[Column, list[Digest]]]:
    """The columns, each with the language that its digests are in, where the config names none."""
    return [
        (replace(column, spoken=None if column.language else _spoken(digests)), digests)
        for column, digests in gathered
    ]


def _spoken(digests: Sequence[Digest]) -> str | None:
    first = nsmallest(FIRST, digests, key=lambda digest: (digest.date, name_of(digest.key)))
    return spoken(list(map(language_of_digest, first)))


def spoken(languages: Sequence[str | None]) -> str | None:
    """The language that most of a column's first digests are in; None where it cannot be told."""
    told = Counter(language for language in languages if language)
    language, times = max(told.items(), key=lambda pair: pair[1], default=(None, 0))
    return language if times * 2 > told.total() and told.total() * _TELLING >= len(languages) else None


def _stretches(markup: str) -> list[str]:
    if len(markup) <= _PLACES * _PLACE:
        return [markup]
    middles = [len(markup) * (2 * place + 1) // (2 * _PLACES) for place in range(_PLACES)]
    return [markup[middle - _PLACE // 2 : middle + _PLACE // 2] for middle in middles]


def _is_cjk(text: str) -> bool:
    cjk = _cjk(text)
    if not cjk:
        return False
    if "://" in text:
        text = _ADDRESS.sub(" ", text)
    return cjk * _LETTERS_OF_AN_IDEOGRAPH >= _count(text, _LETTERS)


def _of_script(text: str) -> str:
    hangul, kana = _count(text, _HANGUL), len(_KANA.findall(text))
    all_three = hangul + kana + _count(text, _IDEOGRAPHS)
    if hangul * 2 > all_three:
        return "ko"
    return "ja" if kana * _OF_A_KANA >= all_three else "zh"


def _cjk(text: str) -> int:
    """How many ideographs, kana and hangul a text holds."""
    return 0 if text.isascii() else _count(text, _IDEOGRAPHS + _HANGUL) + len(_KANA.findall(text))


def _count(text: str, first_bytes: bytes) -> int:
    """How many characters of a text begin with one of these bytes in UTF-8; no other byte is alike."""
    written = text.encode("utf-8", "replace")
    return len(written) - len(written.translate(None, first_bytes))


def _of_small_words(text: str) -> str | None:
    words = text.lower().split()
    told = Counter(_WORDS[word] for word in words if word in _WORDS)
    language, times = max(told.items(), key=lambda pair: pair[1], default=(None, 0))
    return language if times >= _SMALL_WORDS and times * _OF_A_SMALL_WORD >= len(words) else None

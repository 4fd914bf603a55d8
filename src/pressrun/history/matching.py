"""Which of a digest's items go on when a later capture has edited its headings (DESIGN, Identity)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from pressrun.history.essence import Text, essence, visible
from pressrun.identity import item_keys

#: From here on two texts are one that was edited (DESIGN).
SIMILAR = 0.6
# What is compared of all texts together: a character takes about a microsecond.
_BUDGET = 1_000_000
# A word that more items have tells none of them; of those that share the most rare ones so many are compared.
_RARE, _COMPARED = 16, 8
_WIDE = "\u2e80-\u2fff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_FIRST_WIDE = "\u2e80"
_RUN = re.compile(rf"[{_WIDE}]++|[^\W_{_WIDE}]++")


def match(old: Sequence[Text], new: Sequence[Text]) -> tuple[int | None, ...]:
    """For each new item the index of the old one that it continues; None for one that is new.

    By normalised heading and its occurrence first, as `item_keys` counts; what is left by equal text, then by
    the most similar heading and text, the most similar pair first. Each old item is continued once.
    """
    numbers = {key: number for number, key in enumerate(item_keys("", (text.title for text in old)))}
    found = [numbers.get(key) for key in item_keys("", (text.title for text in new))]
    for pairs in (_equal, _similar):
        taken = set(found)
        left = {number: text for number, text in enumerate(old) if number not in taken}
        unknown = {number: text for number, text in enumerate(new) if found[number] is None}
        if left and unknown:
            for number, continued in pairs(left, unknown):
                found[number] = continued
    return tuple(found)


def _equal(old: Mapping[int, Text], new: Mapping[int, Text]) -> Iterator[tuple[int, int]]:
    """The numbers of a new and an old text that say the same, where no third one does.

    A text that several have, as "read on", and no text at all tell none of them: their headings do.
    """
    known, wanted = _by_essence(old), _by_essence(new)
    for said in wanted.keys() & known.keys() - {""}:
        if len(wanted[said]) == len(known[said]) == 1:
            yield wanted[said][0], known[said][0]


def _by_essence(texts: Mapping[int, Text]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, text in texts.items():
        numbers[essence(text.html)].append(number)
    return numbers


def _similar(old: Mapping[int, Text], new: Mapping[int, Text]) -> Iterator[tuple[int, int]]:
    """The numbers of a new and an old text of which more is the same than of any other pair with them."""
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, number, other in sorted(_alike(old, new)):
        if number not in taken_new and other not in taken_old:
            taken_new.add(number)
            taken_old.add(other)
            yield number, other


def _alike(old: Mapping[int, Text], new: Mapping[int, Text]) -> Iterator[tuple[float, int, int]]:
    """How alike a new and an old text are, negative so that the most comes first, and their numbers."""
    room = _BUDGET // max(len(old), len(new))
    known = {number: _words(text, room) for number, text in old.items()}
    holders: dict[str, list[int]] = defaultdict(list)
    for number, words in known.items():
        for word in words:
            holders[word].append(number)
    for number, text in new.items():
        words = _words(text, room)
        for other in _candidates(words, holders):
            likeness = similarity(words, known[other])
            if likeness >= SIMILAR:
                yield -likeness, number, other


def _candidates(words: Iterable[str], holders: Mapping[str, list[int]]) -> list[int]:
    """The old texts that share the most rare words with these, of equals the first."""
    shared: Counter[int] = Counter()
    for word in words:
        having = holders.get(word, ())
        if len(having) <= _RARE:
            shared.update(having)
    return sorted(shared, key=lambda number: (-shared[number], number))[:_COMPARED]


def _words(text: Text, room: int) -> Counter[str]:
    """How often each word stands in a heading and its text, of so many characters.

    Chinese, Japanese and Korean put no spaces between words: there it is each pair of characters.
    """
    said = f"{text.title}\n{visible(text.html[:room])}"[:room].lower()
    return Counter(word for run in _RUN.findall(said) for word in _split(run))


def _split(run: str) -> Iterable[str]:
    if run < _FIRST_WIDE or len(run) == 1:
        return (run,)
    return map("".join, pairwise(run))


def similarity(some: Counter[str], others: Counter[str]) -> float:
    """How much of both is the same, words that stand twice counted twice: Dice's coefficient, 0 to 1."""
    if not some or not others:
        return 0.0
    fewer, more = sorted((some, others), key=len)
    common = sum(min(count, more[word]) for word, count in fewer.items() if word in more)
    return 2 * common / (some.total() + others.total())

"""Items keep their ids: which of a digest's old items each new one continues."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.history.essence import Text
from pressrun.history.matching import match

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None, max_examples=60)

BRIDGE = "<p>这座桥用了三年建成，今天上午开放，第一辆公交车在九点整驶过桥面，两岸的居民站在雨里等它。</p>"
LIBRARY = "<p>市图书馆从下个月起每天开到晚上十一点，阅览室添了两百个座位，周末另有给孩子的故事会。</p>"
THEATRE = "<p>旧纺织厂的两座车间改成了剧场，首演的票在一小时内售完，剧团说秋天会加演六场。</p>"


def test_the_same_items_continue_themselves() -> None:
    """Heading for heading, whatever their order."""
    old = [Text("新桥", BRIDGE), Text("图书馆", LIBRARY), Text("剧场", THEATRE)]
    assert match(old, [old[2], old[0], old[1]]) == (2, 0, 1)


def test_a_heading_matches_as_its_key_does() -> None:
    """Format characters, widths and white space are none of a key."""
    assert match([Text("ＡＩ 新桥", BRIDGE)], [Text("AI\u200b  新桥", THEATRE)]) == (0,)


def test_a_repeated_heading_counts_its_occurrences() -> None:
    """The second one of a heading continues the second one, as `item_keys` counts."""
    old = [Text("简讯", BRIDGE), Text("简讯", LIBRARY)]
    assert match(old, [Text("简讯", LIBRARY), Text("简讯", BRIDGE), Text("简讯", THEATRE)]) == (0, 1, None)


def test_a_swapped_text_stays_below_its_heading() -> None:
    """The heading is the key: it decides before the text does."""
    old = [Text("新桥", BRIDGE), Text("图书馆", LIBRARY)]
    assert match(old, [Text("新桥", LIBRARY), Text("图书馆", BRIDGE)]) == (0, 1)


def test_an_edited_heading_with_the_same_text_is_the_same_item() -> None:
    """Also where the text is short and the new heading shares no character with the old one."""
    old = [Text("新桥", "<p>今天开放。</p>"), Text("图书馆", LIBRARY)]
    assert match(old, [Text("公交", "<p>今天<b>开放</b>。</p>"), Text("图书馆", LIBRARY)]) == (0, 1)


def test_an_edited_heading_with_an_edited_text_is_the_most_similar_item() -> None:
    """Where neither the heading nor the text is the same, most of the text is."""
    old = [Text("新桥", BRIDGE), Text("图书馆", LIBRARY), Text("剧场", THEATRE)]
    new = [Text("剧场加演", THEATRE.replace("六", "七")), Text("桥通车了", BRIDGE.replace("上午", "清晨"))]
    assert match(old, new) == (2, 0)


def test_words_are_compared_where_they_are_spaced() -> None:
    """Two English texts share most of their letters and are two; one edited word is an edit."""
    ferry = "<p>The ferry stopped on Monday because the river rose above the landing stage in the night.</p>"
    market = "<p>The market moved to the square after the council closed the old hall for its repair.</p>"
    assert match([Text("Ferry", ferry)], [Text("Boats", ferry.replace("Monday", "Tuesday"))]) == (0,)
    assert match([Text("Ferry", ferry)], [Text("Market", market)]) == (None,)


def test_another_item_is_new() -> None:
    """An item that left and one that came have nothing in common."""
    assert match([Text("新桥", BRIDGE)], [Text("图书馆", LIBRARY)]) == (None,)


def test_a_text_that_several_items_share_tells_none_of_them() -> None:
    """Else an item that says no more than where to read on would take the id of another one."""
    more = '<p><a href="https://example.org/more">阅读全文</a></p>'
    old = [Text("新桥通车典礼", more), Text("图书馆延长开放", more)]
    new = [Text("图书馆延长开放时间", more), Text("旧厂房改成剧场了", more)]
    assert match(old, new) == (1, None)


def test_items_without_a_text_are_told_by_their_headings() -> None:
    """No text is no text in common."""
    old = [Text("新桥今天上午通车", ""), Text("图书馆延长开放时间", "")]
    assert match(old, [Text("旧厂房改成剧场", ""), Text("新桥今天上午已通车", "")]) == (None, 0)


def test_the_most_similar_pair_comes_first() -> None:
    """An old text that two new ones resemble goes on in the one that is nearer, not in the first."""
    nearer, farther = BRIDGE.replace("九点", "十点"), BRIDGE.replace("第一辆公交车在九点整", "市长的车")
    assert match([Text("新桥", BRIDGE)], [Text("甲", farther), Text("乙", nearer)]) == (None, 0)


def test_equally_similar_pairs_go_by_their_order() -> None:
    """The first of the new continues the first of the old."""
    old = [Text("甲", BRIDGE), Text("乙", BRIDGE)]
    assert match(old, [Text("丙", BRIDGE), Text("丁", BRIDGE)]) == (0, 1)


@pytest.mark.parametrize(("old", "new", "expected"), [(0, 0, ()), (0, 2, (None, None)), (2, 0, ())])
def test_a_side_without_items_has_no_matches(old: int, new: int, expected: tuple[None, ...]) -> None:
    """Nothing continues nothing."""
    items = [Text("新桥", BRIDGE), Text("图书馆", LIBRARY)]
    assert match(items[:old], items[:new]) == expected


texts = st.lists(
    st.builds(Text, st.text("新桥图书馆ab ", max_size=6), st.text("一二三四五六七八 abc<p>", max_size=60)),
    max_size=12,
)


@law
@given(texts, texts)
def test_each_old_item_goes_on_once(old: list[Text], new: list[Text]) -> None:
    """One answer a new item; no old one twice; the same answer for the same items."""
    found = match(old, new)
    continued = [number for number in found if number is not None]
    assert len(found) == len(new)
    assert sorted(continued) == sorted({*continued} & {*range(len(old))})
    assert found == match(list(old), list(new))


@law
@given(st.data())
def test_a_permutation_matches_itself(data: st.DataObject) -> None:
    """Items with headings of their own are found wherever they stand."""
    old = [Text(f"第 {number} 条", text.html) for number, text in enumerate(data.draw(texts))]
    order = data.draw(st.permutations(range(len(old))))
    assert match(old, [old[number] for number in order]) == tuple(order)


def invented(seed: int, *, chinese: bool) -> list[str]:
    """Sixty words of nobody's, each seed its own: pairs of characters, or words with letters of our own."""
    chance = random.Random(seed)  # noqa: S311  the same words in every run
    if chinese:
        return [
            chr(chance.randrange(0x4E00, 0x9000)) + chr(chance.randrange(0x4E00, 0x9000)) for _ in range(60)
        ]
    return ["".join(chance.choices("abcdefghiklmnoprstuvwyz", k=6)) for _ in range(60)]


def written(words: list[str], *, chinese: bool) -> str:
    """These words as a paragraph."""
    return f"<p>{('' if chinese else ' ').join(words)}</p>"


@law
@given(
    count=st.integers(1, 12),
    seed=st.integers(0, 1_000),
    start=st.integers(0, 42),
    length=st.integers(0, 18),
    chinese=st.booleans(),
    chance=st.randoms(use_true_random=False),
)
def test_editing_less_than_a_third_of_each_text_keeps_all_matches(
    count: int, seed: int, start: int, length: int, *, chinese: bool, chance: random.Random
) -> None:
    """Every heading is another one, and a stretch of less than a third of every text, in another order."""
    words = [invented(seed * 100 + number, chinese=chinese) for number in range(count)]
    old = [Text(f"旧{number}", written(said, chinese=chinese)) for number, said in enumerate(words)]
    order = list(range(count))
    chance.shuffle(order)
    new = []
    for number in order:
        other = invented(seed * 100 + number + 50, chinese=chinese)
        edited = words[number][:start] + other[:length] + words[number][start + length :]
        new.append(Text(f"新{number}", written(edited, chinese=chinese)))
    assert match(old, new) == tuple(order)


def test_two_thousand_edited_items_are_matched_in_bounded_time() -> None:
    """Not every pair is compared: four million comparisons would take minutes."""
    words = [invented(number, chinese=number % 2 == 0) for number in range(2_000)]
    old = [Text(f"旧{number}", written(said, chinese=False)) for number, said in enumerate(words)]
    new = [
        Text(f"新{number}", written(["edited", *said], chinese=False)) for number, said in enumerate(words)
    ]
    start = time.process_time()
    assert match(old, new[::-1]) == tuple(range(2_000))[::-1]
    assert time.process_time() - start < 20


def test_two_thousand_items_that_all_share_their_words_are_matched_in_bounded_time() -> None:
    """A hostile digest gains nothing by items that are nearly the same."""
    same = "".join(invented(1, chinese=True))
    old = [Text(f"旧{number}", f"<p>{same}{number}</p>") for number in range(2_000)]
    new = [Text(f"新{number}", f"<p>{same}{same}{number}</p>") for number in range(2_000)]
    start = time.process_time()
    assert len(match(old, new)) == 2_000
    assert time.process_time() - start < 20


def test_texts_of_eight_megabytes_are_matched_in_bounded_time() -> None:
    """Only so much of all texts together is compared."""
    chance = random.Random(1)  # noqa: S311  the same text in every run
    long = "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(100_000)) * 80
    start = time.process_time()
    assert match([Text("旧", f"{long}一")], [Text("新", f"{long}二")]) == (0,)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(("kept", "expected"), [(6, 0), (5, None)])
def test_from_six_tenths_on_a_text_is_the_same_one_edited(kept: int, expected: int | None) -> None:
    """DESIGN, Identity: an item that is less like every old one is another item."""
    words, others = list("abcdefghij"), list("klmnopqrst")
    edited = words[:kept] + others[kept:]
    assert match([Text("", " ".join(words))], [Text("。", " ".join(edited))]) == (expected,)

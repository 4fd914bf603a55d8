"""Languages: told by a text's script and smallest words, and written on feeds and entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.columns import Column
from pressrun.compose import Imprint, column_language, with_languages
from pressrun.compose.languages import as_configured, language_of, language_of_digest
from pressrun.digest import Digest, Item
from pressrun.history.deciding import first
from pressrun.identity import ColumnName
from tests.compose.columns import item_feeds, live_feeds
from tests.compose.test_documents import IMPRINT

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

CHINESE = "<p>新桥今天上午开放，市民可以步行过河，两岸的渡船也照常往返。</p>"
ENGLISH = "<p>The new bridge opened this morning, and it is free for all who walk to the other bank.</p>"
ITALIAN = "<p>Il nuovo ponte è aperto da oggi: non si paga per il passaggio della sponda di là.</p>"
GERMAN = "<p>Die neue Brücke ist seit heute offen, und der Weg auf die andere Seite ist für alle frei.</p>"
JAPANESE = "<p>新しい橋が今日の朝に開通しました。歩いて川を渡ることができます。</p>"
KOREAN = "<p>새 다리가 오늘 아침에 열렸습니다. 걸어서 강을 건널 수 있습니다.</p>"
CODE = "<pre><code>for (int i = 0; i &lt; n; i++) { bridge[i] = open(river, i); }</code></pre>"


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ("河上新桥通车", CHINESE, "zh"),
        ("河上新橋通車", "", "zh"),
        ("Bridgeworks Cloud 12.5 发布新版本", CODE, "zh"),
        ("河上新桥通车", ENGLISH, "zh"),
        ("Bridgeworks Framework Console 详解", CODE, "zh"),
        ("Bridgeworks 12.5", f"{CHINESE}<p>https://example.org/{'releases-' * 40}</p>", "zh"),
        ("The bridge", ENGLISH, "en"),
        ("Bridgeworks 开桥 at riverside/bridge", ENGLISH, "en"),
        ("Il ponte", ITALIAN, "it"),
        ("Die Brücke", GERMAN, "de"),
        (
            "Le pont",
            "<p>Le pont est ouvert depuis ce matin et les piétons sont dans la rue pour vous.</p>",
            "fr",
        ),
        ("El puente", "<p>El puente se abrió hoy para los vecinos, con una fiesta en las calles.</p>", "es"),
        ("A ponte", "<p>A ponte não é paga: uma festa da cidade e dos vizinhos, ao lado do rio.</p>", "pt"),
        ("橋の開通", JAPANESE, "ja"),
        ("新橋開通", JAPANESE, "ja"),
        ("다리 개통", KOREAN, "ko"),
        ("다리 開通 소식", KOREAN, "ko"),
        ("夜市の招牌", CHINESE * 3, "zh"),
        ("Bridgeworks 12.5", CODE, None),
        ("Мост открыт", "<p>Мост открыт с сегодняшнего утра для всех.</p>", None),
        ("", "", None),
        ("12.5", "<p>—</p>", None),
    ],
)
def test_the_language_of_a_text_is_told(title: str, text: str, language: str | None) -> None:
    """By the title's script, then the text's, then by small words; code and product names tell nothing."""
    assert language_of(title, text) == language


def test_a_saved_sites_menus_do_not_hide_its_language() -> None:
    """The middle of a long text counts, not its ends."""
    menu = "<p>" + "首页 导航 收藏 登录 " * 8 + "</p>"
    assert language_of("Bridges", menu + ENGLISH * 20 + menu) == "en"


def test_a_digest_is_in_the_language_of_its_title_and_items() -> None:
    """Here English items under a name."""
    assert language_of_digest(digest("Bridge News", ENGLISH, ENGLISH)) == "en"


@pytest.mark.parametrize(
    ("detected", "configured", "written"),
    [
        ("zh", "zh-CN", "zh-CN"),
        ("zh", "ZH-Hant", "ZH-Hant"),
        ("zh", "zh", "zh"),
        ("zh", "en", "zh"),
        ("en", "zh-CN", "en"),
        (None, "zh-CN", "zh-CN"),
    ],
)
def test_the_config_says_which_variety_a_language_is(
    detected: str | None, configured: str, written: str
) -> None:
    """Its own tag where it names that language, and where none is told."""
    assert as_configured(detected, configured) == written


@law
@given(st.text(), st.text())
def test_any_text_has_a_language_or_none(title: str, markup: str) -> None:
    """Lone surrogates, half tags and all."""
    assert language_of(title, markup) in {"zh", "ja", "ko", "en", "it", "de", "fr", "es", "pt", None}


def test_a_long_text_is_not_read_to_its_end() -> None:
    """What stands between the three places that are looked at changes nothing."""
    text = ENGLISH * 4000
    assert language_of("Bridges", text[:80_000] + CHINESE * 50 + text[80_000:]) == "en"


# --- columns ---

COLUMN = Column(ColumnName("河岸通讯", "河岸通讯"), "河岸通讯", "河岸通讯", "he-an")


def digest(title: str, *texts: str, key: str = "k", day: int = 1) -> Digest:
    """A digest with an item a text."""
    return Digest(
        path=f"{key}.md",
        key=key,
        title=title,
        url="https://example.org/",
        source="河岸通讯",
        date=date(2025, 3, day),
        fetched=datetime(2025, 5, 2, tzinfo=UTC),
        items=tuple(Item(f"{number}.", text, "") for number, text in enumerate(texts)),
        whole=len(texts) == 1,
    )


def digests(*texts: str) -> list[Digest]:
    """A digest a text, the first the oldest."""
    return [digest("12.5", text, key=f"k{day}", day=day) for day, text in enumerate(texts, start=1)]


def spoken(found: Sequence[Digest], column: Column = COLUMN) -> str | None:
    """What a column of these digests is found to be in."""
    ((found_column, _),) = with_languages([(column, list(found))])
    return found_column.spoken


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        ([ENGLISH], "en"),
        ([ENGLISH, ENGLISH, CHINESE], "en"),
        ([ENGLISH, CHINESE], None),
        ([CODE, CODE, ENGLISH, CODE], "en"),
        ([CODE, CODE, ENGLISH, CODE, CODE], None),
        ([CODE], None),
        ([ITALIAN, ENGLISH, CHINESE], None),
    ],
)
def test_a_column_is_in_the_language_of_most_of_its_digests(texts: list[str], language: str | None) -> None:
    """Of those whose language can be told, where these are a quarter or more."""
    assert spoken(digests(*texts)) == language


def test_later_digests_do_not_change_a_columns_language() -> None:
    """Its first twenty decide, in whatever order they are given."""
    first = [digest("12.5", ENGLISH, key=f"a{number}", day=1) for number in range(20)]
    later = [digest("12.5", CHINESE, key=f"b{number}", day=2) for number in range(200)]
    assert spoken([*later, *first]) == "en"


def test_a_language_that_the_config_names_is_not_looked_for() -> None:
    """The owner knows best."""
    assert spoken(digests(ENGLISH), replace(COLUMN, language="zh-CN")) is None


def languages(
    found: Sequence[Digest], column: Column = COLUMN, imprint: Imprint = IMPRINT
) -> tuple[set[str], list[str], list[tuple[str, str]]]:
    """Languages of the live feeds, of feed.xml's entries from the oldest, and of items' feeds and entries."""
    ((column, members),) = with_languages([(column, list(found))])
    standings = [first(one) for one in members]
    live = live_feeds(column, standings, imprint)
    items = [document.feed for document in item_feeds(column, standings, imprint)]
    assert {document.feed.language for document in live} == {column_language(column, imprint)}
    return (
        {document.feed.language for document in live},
        [entry.language for entry in reversed(live[-1].feed.entries)],
        [(feed.language, feed.entries[0].language) for feed in items],
    )


def test_each_entry_is_in_its_own_language() -> None:
    """Written with the config's tag where it is the same language; an item's feed is in the item's."""
    assert languages(digests(CHINESE, ENGLISH, CHINESE)) == (
        {"zh-CN"},
        ["zh-CN", "en", "zh-CN"],
        [("zh-CN", "zh-CN"), ("en", "en"), ("zh-CN", "zh-CN")],
    )


def test_what_cannot_be_told_is_in_the_editions_language() -> None:
    """Whatever its neighbours are in: they may not change the bytes of an entry that nobody has touched."""
    assert languages(digests(ENGLISH, CODE)) == (
        {"en"},
        ["en", "zh-CN"],
        [("en", "en"), ("zh-CN", "zh-CN")],
    )


def test_in_a_column_of_another_language_chinese_is_still_the_configs() -> None:
    """`zh-CN`, as the edition says, and not bare `zh`."""
    assert languages(digests(ENGLISH, ENGLISH, CHINESE))[:2] == ({"en"}, ["en", "en", "zh-CN"])


def test_an_item_may_be_in_another_language_than_its_digest() -> None:
    """Each entry of items.xml says its own."""
    (_, of_digests, of_items) = languages([digest("两岸消息", CHINESE, ENGLISH)])
    assert (of_digests, of_items) == (["zh-CN"], [("zh-CN", "zh-CN"), ("en", "en")])


def test_a_column_whose_language_is_configured_has_no_other() -> None:
    """Feeds and entries alike, whatever they seem to be in."""
    assert languages(digests(CHINESE, ENGLISH), replace(COLUMN, language="de")) == (
        {"de"},
        ["de", "de"],
        [("de", "de"), ("de", "de")],
    )

"""Series in an inbox: what many titles together tell from rubrics, sites and persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from pressrun.columns import ColumnRule, gather
from pressrun.columns.names import Shape
from pressrun.columns.series import Series, find_series
from pressrun.digest import Digest
from pressrun.identity import ColumnName
from tests.test_columns import digest

FIRST = date(2030, 1, 2)


def inbox(*titles: str, source: str = "河岸通讯", every: int = 7, items: int = 1) -> list[Digest]:
    """Digests with these titles, so many days apart."""
    return [
        digest(
            title,
            source,
            items=items,
            path=f"{source}-{number}.md",
            day=FIRST + timedelta(days=every * number),
        )
        for number, title in enumerate(titles)
    ]


def names(found: Sequence[Series]) -> list[tuple[str, int]]:
    """What each series is called and how many digests it has."""
    return [(series.rule.name, len(series.digests)) for series in found]


DAILY = ("早市开张；新桥通车 | 渡口", "灯塔重亮；河道清淤 | 渡口", "书棚搬家；茶铺开张｜渡口")
PODCAST = ("The Pier #7: a duck", "The Pier #8: two ducks", "The Pier #9: no duck")


@pytest.mark.parametrize(
    ("titles", "name", "shape", "signs"),
    [
        (DAILY, "渡口", Shape.SUFFIX, ("the titles join several headlines",)),
        (
            (
                "渡口晨报 | 早市开张；新桥通车",
                "渡口 晨报｜灯塔重亮；河道清淤",
                "渡口晨报丨书棚搬家；茶铺开张",
            ),
            "渡口晨报",
            Shape.PREFIX,
            ("the titles join several headlines", "the name says that it comes again"),
        ),
        (
            (
                "【渡口周报】早市今天开张了/新桥今天通车了",
                "【渡口周报】灯塔又亮起来了",
                "【渡口周报】书棚搬到对岸去了",
            ),
            "渡口周报",
            Shape.BRACKETS,
            ("the name says that it comes again",),
        ),
        (PODCAST, "The Pier", Shape.NUMBERED, ("the numbers of its issues ascend",)),
        (
            ("渡口推送(1-1)", "渡口推送(1-8)", "渡口推送(30/1/15)"),
            "渡口推送",
            Shape.NUMBERED,
            ("the number of each issue is its day",),
        ),
        (
            ("渡口讲读 第四十四期", "渡口讲读 第四十五期", "渡口讲读 第四十六期"),
            "渡口讲读",
            Shape.NUMBERED,
            ("the numbers of its issues ascend",),
        ),
    ],
)
def test_a_series(titles: Sequence[str], name: str, shape: Shape, signs: tuple[str, ...]) -> None:
    """Each of the shapes, with what tells it."""
    (series,) = find_series(inbox(*titles), ())
    assert (series.column, series.shapes, series.signs) == (ColumnName("河岸通讯", name), (shape,), signs)
    assert [one.title for one in series.digests] == list(titles)


@pytest.mark.parametrize(
    "titles",
    [
        # Too few, or on too few days.
        DAILY[:2],
        # A rubric of single articles, a person, a site.
        ("评论 | 早市开张", "评论 | 新桥通车", "评论 | 灯塔重亮"),
        ("渡口观点 | 早市开张", "渡口观点 | 新桥通车", "渡口观点 | 灯塔重亮"),
        ("林一 | 早市开张", "林一 | 新桥通车", "林一 | 灯塔重亮"),
        ("A | Pier News", "Storm | Pier News", "Tide | Pier News"),
        ("[原创] 早市开张", "[原创] 新桥通车", "[原创] 灯塔重亮"),
        ("[PDF] Tides #1", "[PDF] Moon", "[PDF] Storm"),
        # The account's own name.
        ("【河岸】早市开张；新桥通车", "【河岸】灯塔重亮；河道清淤", "【河岸】书棚搬家；茶铺开张"),
        # A week day.
        ("周一 | 早市开张；新桥通车", "周一 | 灯塔重亮；河道清淤", "周一 | 书棚搬家；茶铺开张"),
        # Numbers of other things.
        ("CVE-2030-0101 in a lock", "CVE-2030-0108 in a pump", "CVE-2030-0115 in a gate"),
        ("Ticket #9: a duck", "Ticket #7: two ducks", "Ticket #7: no duck"),
        ("Exploit 1.2 #1", "Pump 3.4 #1", "Gate 5.6 #1"),
    ],
)
def test_no_series(titles: Sequence[str]) -> None:
    """False friends: what looks like a column's name in one title, and is none in many."""
    assert find_series(inbox(*titles), ()) == ()


def test_a_rubric_of_many_articles_a_day_is_no_series() -> None:
    """Even if their titles join headlines: a digest comes once a day."""
    more = ("早茶；晚茶 | 渡口", "潮水；月亮 | 渡口", "石桥；木桥 | 渡口")
    assert find_series([*inbox(*DAILY), *inbox(*more)], ()) == ()


def test_what_comes_once_a_year_is_no_series() -> None:
    """Half of the pauses are a month or shorter."""
    assert find_series(inbox(*DAILY, every=366), ()) == ()


def test_the_same_name_at_two_sources_is_two_series() -> None:
    """Names are scoped to a source."""
    found = find_series([*inbox(*DAILY, source="甲"), *inbox(*DAILY, source="乙")], ())
    assert [series.column for series in found] == [ColumnName("乙", "渡口"), ColumnName("甲", "渡口")]


def test_bodies_with_items_tell_a_series() -> None:
    """Where the titles do not: three digests that were split."""
    (series,) = find_series(inbox("渡口动态 | 早市", "渡口动态 | 新桥", "渡口动态 | 灯塔", items=3), ())
    assert (series.rule.name, series.signs) == ("渡口动态", ("the bodies hold several items",))


def test_a_rubric_in_front_of_a_series_is_not_proposed_beside_it() -> None:
    """Of two names for the same digests the one that numbers its issues is the series."""
    titles = (f"周报精选 | 渡口讲读（第{number}期）" for number in (4, 5, 6))
    assert names(find_series(inbox(*titles), ())) == [("周报精选", 3)]


def test_what_is_recognised_already_says_so() -> None:
    """The proposal gathers the same column under the same key, and what was not split as well."""
    found = [*inbox(*DAILY, items=2), *inbox("岸上开市；桥下停船 | 渡口", every=0)]
    (series,) = find_series(found, ())
    assert (len(series.digests), series.recognised) == (4, 3)
    before = [column.key for column, members in gather(found, (), {}) if len(members) == 3]
    assert [series.rule.key] == before


def test_a_series_that_the_config_names_is_not_proposed() -> None:
    """By its name or by a pattern; a column of the whole source names none."""
    by_name = ColumnRule("渡口", sources=("河岸通讯",), columns=("渡口",), title="渡口$")
    whole = ColumnRule("河岸", sources=("河岸通讯",))
    assert find_series(inbox(*DAILY), [by_name]) == ()
    assert names(find_series(inbox(*DAILY), [whole])) == [("渡口", 3)]


def test_a_spelling_that_is_a_column_already_stays() -> None:
    """A block with another would make another id."""
    known = [ColumnName("河岸通讯", "Pier 晨报")]
    titles = ("Pier晨报 | 早市开张；新桥", "Pier 晨报 | 灯塔重亮；河道", "Pier晨报 | 书棚搬家；茶铺")
    assert [series.rule.name for series in find_series(inbox(*titles), (), known)] == ["Pier 晨报"]


@pytest.mark.parametrize("titles", [DAILY, PODCAST, ("a.b* 日报 | 一", "a.b*日报 | 二", "A.B* 日报 | 三")])
def test_a_proposal_gathers_what_it_promises(titles: Sequence[str]) -> None:
    """Its own digests, and none of the others of its source."""
    others = inbox("渡口在修", "修渡口 | 记者", "The Pier is old", "acb 日报", source="河岸通讯")
    (series,) = find_series([*inbox(*titles), *others], ())
    made = gather([*inbox(*titles), *others], [series.rule], {})
    (members,) = [members for column, members in made if column.key == series.rule.key]
    assert {one.title for one in members} == set(titles)

"""Names of columns in titles: where they stand, what is none, and which spellings are one."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.columns.names import Named, Shape, fold, name_in, names_in, spelling_of, without_number
from pressrun.identity import normalise

#: Seconds for one hostile title: a quadratic search takes minutes.
PATIENCE = 2


@pytest.mark.parametrize(
    ("title", "name"),
    [
        # Behind a bar, with several headlines in front: any name.
        ("新桥通车；图书馆延长开放 | 河岸", "河岸"),
        ("新桥通车；图书馆延长开放｜晨间快报 | 晨间快报", "晨间快报"),
        ("新桥通车；图书馆延长开放丨晨间快报 第45期", "晨间快报"),
        ("新桥通车；图书馆延长开放 | 晨间快报（12-20）", "晨间快报"),
        ("新桥通车；图书馆延长开放 | 晨间\u00ad快报", "晨间快报"),
        # In front of several headlines: a name that says that it comes again.
        ("河岸早报 | 新桥通车；图书馆延长开放", "河岸早报"),
        ("河岸早报 |新桥通车；图书馆延长开放", "河岸早报"),
        ("【河岸周报】新桥今天通车/图书馆从下周起延长开放", "河岸周报"),
        ("[Harbour Weekly] The ferry is back; the bridge opens", "Harbour Weekly"),
        # In front of a number: the same.
        ("每日河岸推送(3-1)", "每日河岸推送"),
        ("每日河岸推送（24/11/1）", "每日河岸推送"),
        ("河岸周报（2030.02.20-2030.02.26）", "河岸周报"),
        ("河岸周报2030.02.20-2030.02.26", "河岸周报"),
        ("河岸周报20300313期", "河岸周报"),
        ("河岸周报2030年第44期", "河岸周报"),
        ("一周河岸要闻（第四十四期）", "一周河岸要闻"),
        ("Harbour podcast #311: gulls, ferries and a lost anchor", "Harbour podcast"),
        ("旧船坞今天重开——每周河岸动态第202期（11.22-11.28）", "每周河岸动态"),
        ("Harbour Newsletter Vol. 12", "Harbour Newsletter"),
        ("Harbour Weekly Issue 7 - the tide", "Harbour Weekly"),
    ],
)
def test_a_title_names_its_column(title: str, name: str) -> None:
    """In one of four places, without the number of the issue."""
    assert name_in(normalise(title)) == name


@pytest.mark.parametrize(
    "title",
    [
        "新桥通车 | 河岸",
        "The bridge opens | Harbour News",
        "The bridge opens - Harbour Daily",
        "The bridge opens | The Harbour Daily",
        "专家解读 | 新桥通车；图书馆延长开放",
        "关注 | 新桥通车；图书馆延长开放",
        "【转】新桥通车；图书馆延长开放",
        "[原创] 新桥通车；图书馆延长开放",
        "[PDF] The ferry is back; the bridge opens",
        "[webapps] Harbour 1.2 - a hole in the hull; unauthenticated",
        "【河岸圈】新桥通车",
        "【Python】从零开始/写一个程序",
        "林一 | 新桥通车；图书馆延长开放",
        "周一 | 新桥通车；图书馆延长开放",
        "Monday #12: the tide",
        "总第271周 | 新桥通车；图书馆延长开放",
        "Ticket #12: the tide",
        "CVE-2021-26411 in the harbour's daily digest",
        "Harbour SA-20300228-0 of the week",
        "河岸周报",
        "河岸周报 |",
        "读书笔记（三）",
        "2030年度河岸报告",
        "",
        "|",
        "；|；",
    ],
)
def test_a_title_that_names_none(title: str) -> None:
    """Sites, rubrics, persons, week days and numbers of other things."""
    assert name_in(normalise(title)) is None


@pytest.mark.parametrize(
    ("title", "found"),
    [
        (
            "河岸视野 | 渡口快讯(第36期)",
            [
                Named("渡口快讯", Shape.SUFFIX, "河岸视野"),
                Named("河岸视野", Shape.PREFIX, "渡口快讯(第36期)"),
                Named("渡口快讯", Shape.NUMBERED, "", "36", "第"),
            ],
        ),
        ("每日推送(3-1)", [Named("每日推送", Shape.NUMBERED, "", "3-1", "(")]),
        ("The Fix #23: a duck", [Named("The Fix", Shape.NUMBERED, "a duck", "23", "#")]),
        ("【河岸】新桥通车", [Named("河岸", Shape.BRACKETS, "新桥通车")]),
        ("新桥通车", []),
    ],
)
def test_every_place_where_a_name_may_stand(title: str, found: list[Named]) -> None:
    """What of these is a name only many titles tell."""
    assert list(names_in(title)) == found


def test_a_year_is_no_part_of_a_name() -> None:
    """A yearly count begins anew, the series does not."""
    assert without_number("河岸周报2030年第4期") == "河岸周报"


@pytest.mark.parametrize(
    ("one", "other"), [("Harbour Daily", "HARBOUR  daily"), ("Harbour 早报", "Harbour早报"), ("早报", "早报")]
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    """Letter case and spaces are no difference."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("names", "published", "chosen"),
    [
        ({"Harbour 早报": 9, "Harbour早报": 1}, (), "Harbour早报"),
        ({"Harbour 早报": 9, "Harbour早报": 1}, ("Harbour 早报",), "Harbour 早报"),
        ({"HARBOUR DAILY": 1, "Harbour Daily": 2}, (), "Harbour Daily"),
        ({"Harbour Daily": 2, "HarbourDaily": 1}, (), "Harbour Daily"),
        ({"Harbour Daily": 1, "HARBOUR DAILY": 1}, (), "HARBOUR DAILY"),
    ],
)
def test_one_spelling_names_the_column(
    names: dict[str, int], published: tuple[str, ...], chosen: str
) -> None:
    """The published one; else the tightest beside Chinese, the commonest, the smallest."""
    assert spelling_of(Counter(names), published) == chosen


@pytest.mark.parametrize(
    "piece", ["|", "【", "[", "(", "#1", "第", "第1", "2030-01-", "a；", "/", "x #", "(1-"]
)
def test_hostile_titles_take_no_time(piece: str) -> None:
    """A title of a megabyte, as repetitive as can be, is looked at in linear time."""
    started = time.process_time()
    name_in(normalise(piece * 100_000))
    assert time.process_time() - started < PATIENCE


@settings(deadline=None)
@given(st.text(alphabet="ab日报12#()（）【】[]|｜丨；;/:.-第期 \u00ad", max_size=40))
def test_a_name_is_short_and_holds_a_letter(title: str) -> None:
    """Whatever the title is: what is found could stand on a feed."""
    for named in names_in(normalise(title)):
        assert 1 < len(named.name) <= 40
        assert any(map(str.isalpha, named.name))
        assert named.name == named.name.strip()

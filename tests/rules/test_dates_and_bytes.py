"""DT, FM002 and FM011 at their edges: what a sample file beside this one cannot count through."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.proving import FETCH_DATE, PATIENT, codes, findings, rules_of
from tests.samples import capture

DATES = rules_of("DT")
SIMPLIFIED = "这座桥用了三年建成，今天上午开放。从下周起，图书馆每天开到晚上十点，旧厂房改成了剧场。"
TRADITIONAL = "這座橋用了三年建成，今天上午開放。從下週起，圖書館每天開到晚上十點，舊廠房改成了劇場。"


@PATIENT
@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    """From 1900 to 2999."""
    assert "DT001" not in codes(capture("新桥", date=f"{day}", fetch_date=f"{day}T00:00:00Z"))


@pytest.mark.parametrize(
    "day", ["1899-12-31", "3000-01-01", "2025-13-01", "2025-00-10", "2100-02-29", "2025-1-1"]
)
def test_anything_else_is_none(day: str) -> None:
    """The years around are what time arithmetic overflows on."""
    assert codes(capture("新桥", date=day, fetch_date=FETCH_DATE), rules=DATES) == ["DT001"]


@PATIENT
@given(st.dates(date(1950, 1, 1), date(2900, 1, 1)), st.integers(-3, 800))
def test_the_distance_of_the_two_dates_decides(day: date, days: int) -> None:
    """Before: DT002; more than 365 days later: DT006; between them nothing."""
    fetched = day + timedelta(days=days)
    expected = ["DT002"] if days < 0 else ["DT006"] if days > 365 else []
    text = capture("新桥", date=f"{day}", fetch_date=f"{fetched}T12:00:00+08:00")
    assert codes(text, rules=DATES) == expected


@pytest.mark.parametrize(
    ("moment", "naive"),
    [
        ("2025-03-15T08:30:00", True),
        ("2025-03-15 08:30", True),
        ("2025-03-15", True),
        ("20250315T083000", True),
        ("2025-03-15T08:30:00.123456", True),
        ("'2025-03-15T08:30:00'", True),
        ("2025-03-15T08:30:00Z", False),
        ("2025-03-15T08:30:00+08:00", False),
        ("2025-03-15T08:30:00-0330", False),
        ("2025-03-15T08:30:00+08:00:30", False),
        ("2025-03-15T08:30:00+08", False),
        ("'2025-03-15T08:30:00Z'", False),
        ("2025-03-15T08:30:00Z # 上海", False),
        ("2025-03-15T08:30:00 # -0800", True),
    ],
)
def test_a_moment_without_a_zone_is_told(moment: str, naive: bool) -> None:  # noqa: FBT001  a column of a table
    """And one with a zone is not, in whatever form ISO 8601 has for it."""
    assert codes(capture("新桥", fetch_date=moment), rules=DATES) == (["DT004"] if naive else [])


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("2025/03/14/a.md", False),
        ("2025/03/15/a.md", True),
        ("2025/03/15/daily/a.md", True),
        ("archive/2025/03/15/a.md", True),
        ("x2025/03/15/a.md", False),
        ("2025/03/150/a.md", False),
        ("2025/3/15/a.md", False),
        ("2025/03/a.md", False),
        ("2025-03-15/a.md", False),
        ("2025/03/14/2025/03/15/a.md", False),
        ("a.md", False),
        ("2025/03/15", False),
    ],
)
def test_the_folder_is_a_date_only_where_it_is_one(path: str, told: bool) -> None:  # noqa: FBT001
    """YYYY/MM/DD, whole names, the first of them."""
    assert codes(capture("新桥", fetch_date=FETCH_DATE), path, DATES) == (["DT005"] if told else [])


@pytest.mark.parametrize(("line", "code"), [(200, []), (201, ["FM002"])])
def test_a_closing_line_far_down_closes_something_else(line: int, code: list[str]) -> None:
    """A rule in an article that never had front matter."""
    top = capture("", fetch_date=FETCH_DATE).removesuffix("---\n")
    text = top + "\n" * (line - 1 - top.count("\n")) + "---\n新桥\n"
    assert text.split("\n")[line - 1] == "---"
    assert codes(text, rules=rules_of("FM")) == code


@pytest.mark.parametrize(
    ("encoding", "text", "named"),
    [
        ("gbk", SIMPLIFIED, "they look like GBK"),
        ("gb18030", SIMPLIFIED + "镕啰㐀", "they look like GBK"),
        ("big5", TRADITIONAL, "they look like Big5"),
        ("utf-16", SIMPLIFIED, "they look like UTF-16"),
        ("utf-16-be", SIMPLIFIED, "they look like UTF-16"),
        ("latin-1", "Die Brücke über den Fluß ist für Fußgänger geöffnet.", "encoding unknown"),
        ("latin-1", "Grüezi mitenand", "encoding unknown"),
    ],
)
def test_the_encoding_is_named_where_it_can_be_recognised(encoding: str, text: str, named: str) -> None:
    """A wrong name sends its reader to the wrong converter."""
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (finding,) = findings(f"{mark}---\ntitle: x\n---\n{text}\n".encode(encoding))
    assert (finding.code, finding.message) == (
        "FM011",
        f"the bytes are not UTF-8 ({named}); convert the file",
    )


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF])
@pytest.mark.parametrize("where", ["body", "title"])
def test_a_character_is_told_iff_xml_forbids_it(code: int, where: str) -> None:
    """XML 1.0 §2.2, Char."""
    legal = code in {0x9, 0xA, 0xD} or 0x20 <= code <= 0xFFFD or code >= 0x10000
    if where == "body":
        text = capture(f"新{chr(code)}桥", fetch_date=FETCH_DATE)
    else:
        text = capture("新桥", title=f"新{chr(code)}桥", fetch_date=FETCH_DATE)
    assert ("FM012" in codes(text)) == (not legal)

"""The archive sample: which of its series are proposed, and that their blocks give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressrun.cli.suggesting import blocks
from pressrun.config import Config, load
from pressrun.press.columns import Survey, survey

pytestmark = pytest.mark.sample

#: The families of FAMILIES.md that hold digests, with how many at least.
FAMILIES = {
    "极客早知道": 54,
    "牛览": 13,
    "每日安全动态推送": 26,
    "火绒安全周报": 3,
    "FreeBuf早报": 29,
    "FB甲方群话题讨论": 3,
    "Smashing Security podcast": 10,
}
#: Other series of the sample, each looked at: daily and weekly papers, reviews, another podcast.
SERIES = {
    "CNVD漏洞周报",
    "FreeBuf周报",
    "G.O.S.S.I.P 阅读推荐",
    "The AI Fix",
    "一周全球重大网络安全事件速递",
    "上周关注度较高的产品安全漏洞",
    "关键基础设施安全资讯周报",
    "国际网安快讯",
    "安全头条",
    "安全日报",
    "每周威胁情报动态",
    "每周高级威胁情报解读",
    "绿盟科技威胁周报",
    "网络安全信息与动态周报",
    "雷神众测漏洞周报",
}
#: What a careful editor would strike: announcements of live lectures, numbered as a series is.
STRUCK = {"网安大讲堂"}


@pytest.fixture(scope="module")
def surveyed(archive: Path) -> Survey:
    """The sample without a config."""
    return survey(Config(inbox=str(archive), output="nowhere"))


def test_the_families_are_proposed_and_little_else(surveyed: Survey) -> None:
    """Every name was looked at; three that a person would strike were one too many."""
    found = {one.series.rule.name: len(one.series.digests) for one in surveyed.proposals}

    assert {name: found.get(name) for name in FAMILIES} == FAMILIES
    assert set(found) - set(FAMILIES) - SERIES <= STRUCK


def test_every_capture_is_listed_once(surveyed: Survey) -> None:
    """Whatever became of it."""
    assert sum(row.captures for row in surveyed.rows) == 12_968
    assert all(row.captures == row.digests + row.rejected + row.duplicates for row in surveyed.rows)


def test_the_blocks_give_what_they_promise(archive: Path, surveyed: Survey, tmp_path: Path) -> None:
    """Loaded as they are printed; afterwards nothing is proposed any more."""
    printed = "\n".join(blocks(surveyed.proposals))
    (tmp_path / "config.toml").write_text(printed, "utf-8")

    again = survey(load(tmp_path / "config.toml", {}, {"inbox": str(archive), "output": "nowhere"}))

    promised = {(*one.series.column, len(one.series.digests)) for one in surveyed.proposals}
    assert promised <= {(row.source, row.title, row.digests) for row in again.rows}
    assert again.proposals == ()

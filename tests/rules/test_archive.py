"""The catalogue over the archive sample: 12,968 real captures, none of which is in the repository."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pressrun.capture import Capture, split
from pressrun.cli.pool import pool
from pressrun.config import Config
from pressrun.finding import Finding, Severity
from pressrun.markup.residual import count_letters, residual_lines, undo_mojibake
from pressrun.press import check, target_of
from pressrun.rules import catalogue, select

pytestmark = pytest.mark.sample

CAPTURES = 12_968
#: Residual text, in letters and digits, of a page that a phrase can still make no article.
SHORT = 400

#: Captures by code: what the quick script of RULES.md counted (None: it did not say), and what we find.
COUNTS: dict[str, tuple[int | None, int]] = {
    "BD001": (2_362, 2_394),
    "BD002": (209, 209),
    "BD003": (94, 97),
    "BD004": (18, 18),
    "BD005": (2, 2),
    "BD006": (5, 27),
    "BD007": (585, 582),
    "BD008": (0, 0),
    "BD009": (252, 624),
    "BD010": (56, 56),
    "BD011": (7, 7),
    "BD012": (30, 35),
    "BD013": (4_415, 4_425),
    "BD014": (4, 1),
    "BD015": (None, 4_876),
    "BD016": (891, 896),
    "DT001": (0, 0),
    "DT002": (0, 0),
    "DT003": (0, 0),
    "DT004": (None, 1),
    "DT005": (0, 0),
    "DT006": (6_315, 6_312),
    "FM001": (0, 0),
    "FM002": (0, 0),
    "FM003": (1_226, 1_226),
    "FM004": (78, 75),
    "FM005": (6, 2),
    "FM006": (0, 0),
    "FM007": (5, 4),
    "FM008": (0, 0),
    "FM009": (0, 0),
    "FM010": (1, 0),
    "FM011": (0, 0),
    "FM012": (None, 0),
    "FM013": (None, 0),
    "IN001": (0, 0),
    "IN002": (0, 0),
    "IN003": (0, 0),
    "IN004": (0, 0),
    "IT001": (None, 1),
    "IT002": (4, 0),
    "IT003": (0, 1),
    "IT004": (0, 0),
    "MD001": (225, 227),
    "MD002": (2_949, 2_947),
    "MD003": (None, 5_604),
    "MD004": (58, 65),
    "MD005": (930, 937),
    "MD006": (1_880, 1_861),
    "MD007": (None, 0),
    "NM001": (7, 7),
    "SE001": (35, 33),
    "SE002": (0, 0),
    "TI001": (50, 51),
    "TI002": (4, 4),
    "TI003": (3, 3),
    "TI004": (379, 379),
    "TI005": (63, 71),
    "TI006": (7, 7),
    "UR001": (0, 0),
    "UR002": (284, 284),
    "UR003": (1, 1),
    "UR004": (2_681, 2_681),
    "UR005": (0, 0),
    "UR006": (1, 1),
    "UR007": (594, 594),
    "XF001": (None, 184),
    "XF002": (284, 80),
    "XF003": (None, 1_654),
    "XF004": (None, 22),
}
#: Why we are more than three percent off; docs/rules.md says the same with paths.
DIFFERENCES = {
    "BD003": "three accounts that their owners closed are deleted articles too",
    "BD006": "27 stories for Medium's members stand among much of the site; the script looked at little text",
    "BD009": "369 lock-out pages with R = 267 are named here, by their words, and not as boilerplate",
    "BD012": "captures with 10 to 20 misread sequences count, and runs of U+FFFD",
    "BD014": "the three closed accounts, which are BD003",
    "FM004": "three titles stand in quotation marks, which we take off as YAML does",
    "FM005": "four captures have an empty title or source, which YAML reads as null and FM007 names better",
    "FM007": "five fields in four captures: one has neither title nor source",
    "FM010": "no value goes on in a second line, see the test of the front matter below",
    "IT002": "headings that hold only a picture are no items",
    "IT003": "one FreeBuf 早报 tells a piece in two of its sections; the script knew no such items",
    "MD004": "HTML that a site's own comment form shows as allowed counts as well",
    "SE001": "what stands behind an unclosed fence is code, as CommonMark has it",
    "TI005": "63 doubled spaces, seven tabs and one no-break space",
    "XF002": "277 with those that are rejected; of what is published, 80",
}
NEARLY = 0.03


@dataclass(frozen=True)
class Archive:
    """The sample, and what was found in it."""

    root: Path
    captures: int
    findings: tuple[Finding, ...]

    def paths(self, code: str) -> set[str]:
        """The captures that a rule speaks of."""
        return {finding.path for finding in self.findings if finding.code == code}

    def published(self) -> Iterator[Capture]:
        """The captures that no error keeps out."""
        rejected = {finding.path for finding in self.findings if finding.severity is Severity.ERROR}
        for path in sorted(self.root.rglob("*.md")):
            name = path.relative_to(self.root).as_posix()
            if name not in rejected:
                yield split(name, path.read_bytes())


@pytest.fixture(scope="module")
def checked(archive: Path) -> Archive:
    """The archive under every rule, once for all of these tests."""
    with pool(None) as executor:
        result = check(target_of(archive), Config(), select(["ALL"]), executor)
    return Archive(result.root, result.captures, result.findings)


def test_every_capture_is_looked_at_under_every_rule(checked: Archive) -> None:
    """And every rule has its line in the table."""
    assert checked.captures == CAPTURES
    assert list(COUNTS) == [rule.code for rule in catalogue() if not rule.on_documents]


@pytest.mark.parametrize("code", COUNTS)
def test_captures_by_code(checked: Archive, code: str) -> None:
    """Exactly so many; the archive does not change, so what moves is us."""
    assert len(checked.paths(code)) == COUNTS[code][1]


@pytest.mark.parametrize("code", COUNTS)
def test_a_difference_has_its_reason(code: str) -> None:
    """Within three percent of RULES.md, or it is said why; no reason outlives its difference."""
    theirs, ours = COUNTS[code]
    differs = theirs is not None and abs(ours - theirs) > NEARLY * theirs
    assert (code in DIFFERENCES) == differs


def test_what_is_rejected_is_no_duplicate(checked: Archive) -> None:
    """A capture that an error keeps out is counted as that, and under nothing else that counts it again."""
    rejected = {finding.path for finding in checked.findings if finding.severity is Severity.ERROR}
    assert not rejected & (checked.paths("XF001") | checked.paths("XF002") | checked.paths("XF004"))


def test_fields_of_the_differences(checked: Archive) -> None:
    """The reasons given above for FM005 and FM007 hold: five empty fields in four captures."""
    empty = [finding for finding in checked.findings if finding.code == "FM007"]
    assert len(empty) == 5
    assert sorted(finding.severity for finding in empty) == ["error"] * 3 + ["warning"] * 2
    assert len(checked.paths("FM005") | checked.paths("FM007")) == 6


def test_the_front_matter_of_the_sample_is_five_plain_lines(archive: Path) -> None:
    """Why FM001, FM002, FM006, FM008 to FM013 find nothing in it."""
    shapes: Counter[tuple[tuple[str, ...], int, bool, bool]] = Counter()
    for path in archive.rglob("*.md"):
        capture = split(path.name, path.read_bytes())
        odd = capture.byte_order_mark or capture.carriage_returns or capture.illegal or capture.encoding
        stray = any(field.stray or field.block for field in capture.fields)
        names = tuple(field.name for field in capture.fields)
        shapes[names, capture.body_line, bool(odd), stray] += 1
    assert shapes == {(("title", "url", "source", "date", "fetch_date"), 8, False, False): CAPTURES}


def test_findings_stand_in_the_order_of_path_and_place(checked: Archive) -> None:
    """A report of the same inbox is the same text."""
    order = [(finding.path, finding.line, finding.column, finding.code) for finding in checked.findings]
    assert order == sorted(order)


#: What a page says that wants to know whether a human reads it, in the words of the systems that put one up;
#: not the product's list, so that a gap in that one shows.
HUMAN_CHECK = re.compile(
    r"""(?ix)
      captcha | verif\w+ .{0,40} \bhuman\b | \bhuman\b .{0,20} verif | (?:a|not\s+a|no)\s+robot\b
    | are\s+you\s+human | prove\s+(?:that\s+)?you | just\s+a\s+moment
    | checking\s+(?:your\s+browser|if\s+the\s+site) | security\s+(?:check|verification)
    | security\s+service\s+to\s+protect | unusual\s+(?:traffic|activity) | cf-?ray | \bray\s+id | ddos
    | turnstile | press\s+(?:and|&)\s+hold | enable\s+javascript\s+and\s+cookies
    | automated\s+(?:access|queries|requests|traffic)
    | (?:before|to)\s+(?:you\s+)?(?:continue|proceed).{0,30}(?:check|confirm|verif)
    | incapsula | imperva | datadome | perimeterx | akamai\s+bot | _waf | acw_sc | \barg1\b
    | (?:完成|进行|通过|请|去|需要?).{0,6}(?:验证|校验)
    | (?:安全|人机|真人|滑动|滑块|访问)验证 | 验证您 | 您的请求
    | 环境异常 | 访问异常 | 访问(?:过于)?频繁 | 异常(?:流量|访问|请求)
    | 真人 | 不是机器人 | 滑块 | 拖动 | 驗證 | 進行安全檢查 | 人機
    | ロボットではありません | 로봇이\s*아닙니다 | я\s+не\s+робот
    """
)


def _residual(capture: Capture, limit: int) -> int:
    title = capture.field("title")
    return count_letters(residual_lines(capture.body, title.value if title else ""), limit)


def test_no_short_page_that_asks_who_is_there_is_published(checked: Archive) -> None:
    """Of the captures with 400 letters and digits or fewer, none holds a phrase of a human check.

    The title's own heading counts no more than it does for the residual: news may be about a check.
    """
    missed = []
    for capture in checked.published():
        title = capture.field("title")
        if _residual(capture, SHORT) > SHORT:
            continue
        body = capture.body.replace(title.value if title else "\0", "")
        texts = (body, undo_mojibake(body) or "")
        missed += [
            (capture.path, match[0]) for text in texts if (match := HUMAN_CHECK.search(text)) is not None
        ]
    assert missed == []


def test_no_verification_page_inside_another_page_is_published(checked: Archive) -> None:
    """A mirror puts its own navigation around what it fetched, and its letters count as residual.

    The whole sentence on a line of its own is nobody's quotation.
    """
    sentence = re.compile(r"(?m)^\W*当前环境异常，完成验证后即可继续访问。?\W*$")
    missed = [capture.path for capture in checked.published() if sentence.search(capture.body)]
    assert missed == []

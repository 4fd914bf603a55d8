"""BD: which of several causes speaks, how little text a phrase needs, and what a config adds."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import pairwise

import pytest

from pressrun.finding import Severity
from pressrun.press import ProofSettings, proof
from tests.rules.proving import CAUSES, FETCH_DATE, PATH, ZONE, codes, findings, rules_of
from tests.samples import capture

#: FACTS §1: what is surest first. XF003 stands between BD001 and BD012, but sees the set alone.
ORDER = ("BD003", "BD004", "BD005", "BD002", "BD009", "BD007", "BD010", "BD008", "BD011")
KINDS = {
    "BD002": "verification",
    "BD003": "deleted",
    "BD004": "banned",
    "BD005": "moved",
    "BD007": "javascript",
    "BD008": "parked",
    "BD009": "blocked",
    "BD010": "server_error",
    "BD011": "redirect",
}
GROUPS = tomllib.loads(files("pressrun.rules").joinpath("phrases.toml").read_text("utf-8"))
#: RULES.md: letters and digits that a page of this cause has at the most.
LIMITS = {
    "BD002": 100,
    "BD003": 60,
    "BD004": 80,
    "BD005": 100,
    "BD007": 360,
    "BD008": 100,
    "BD009": 200,
    "BD010": 200,
    "BD011": 60,
}
#: What é becomes where UTF-8 is read as cp1252.
MISREAD = "Ã©"


def _page(body: str, title: str = "Bridge opens") -> str:
    return capture(f"\n# {title}\n\n{body}\n", title=title, fetch_date=FETCH_DATE)


def _causes(body: str, title: str = "Bridge opens") -> list[str]:
    return codes(_page(body, title), rules=CAUSES)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _phrase(code: str) -> str:
    """A short phrase of this cause that is none of a cause before it."""
    return str(min((phrase for phrase in GROUPS[KINDS[code]][0]["phrases"]), key=len))


@pytest.mark.parametrize(("first", "second"), list(pairwise(ORDER)))
def test_the_surer_cause_speaks_for_a_page_that_has_two(first: str, second: str) -> None:
    """Whichever phrase stands first on the page, there is one finding."""
    one, other = _phrase(first), _phrase(second)
    assert _causes(f"{one}\n\n{other}") == [first]
    assert _causes(f"{other}\n\n{one}") == [first]


@pytest.mark.parametrize("code", ORDER)
def test_a_phrase_alone_is_its_cause(code: str) -> None:
    """Each list leads to its own code, as an error that keeps the page out."""
    (finding,) = findings(_page(_phrase(code)), rules=CAUSES)
    assert (finding.code, finding.severity) == (code, Severity.ERROR)


@pytest.mark.parametrize("code", ORDER)
def test_the_limit_is_the_catalogues(code: str) -> None:
    """With as many letters as RULES.md allows it is a page of this cause, with one more an article."""
    phrase, limit = _phrase(code), LIMITS[code]
    filler = "桥" * (limit - _letters(phrase))
    assert _causes(f"{phrase}\n\n{filler}") == [code]
    assert _causes(f"{phrase}\n\n{filler}桥") == []


@pytest.mark.parametrize(
    ("kind", "group"), [(kind, n) for kind in KINDS.values() for n in range(len(GROUPS[kind]))]
)
def test_every_phrase_of_a_list_is_found_within_its_own_limit(kind: str, group: int) -> None:
    """No phrase is longer than what its page may hold, and none belongs to a surer cause."""
    code = next(code for code, name in KINDS.items() if name == kind)
    missed = [phrase for phrase in GROUPS[kind][group]["phrases"] if _causes(phrase) != [code]]
    assert missed == []


def test_the_whole_shape_of_a_check_is_enough_up_to_600_letters() -> None:
    """A mirror's navigation around it counts as text; the page block by block is nobody's quotation."""
    check = "## 环境异常\n\n当前环境异常，完成验证后即可继续访问。\n\n去验证"
    filler = "桥" * (600 - _letters(check))
    assert _causes(f"{check}\n\n{filler}") == ["BD002"]
    assert _causes(f"{check}\n\n{filler}桥") == []


def test_a_body_of_nothing_is_empty_and_one_letter_is_not() -> None:
    """R = 0 is BD001; a picture of its own is an article too, one of the interface is none."""
    assert _causes("微信扫一扫\n\n：") == ["BD001"]
    assert _causes("桥") == []
    assert _causes("![](https://img.example.org/1.jpg)") == []
    assert _causes("![跳转二维码](https://img.example.org/1.jpg)") == ["BD001"]


@pytest.mark.parametrize(
    ("signs", "letters", "expected"),
    [
        (3, 100, [("BD012", Severity.ERROR)]),
        (2, 100, []),
        (9, 101, []),
        (10, 101, [("BD012", Severity.WARNING)]),
    ],
)
def test_mojibake_counts_its_signs_by_the_length_of_the_text(
    signs: int, letters: int, expected: list[tuple[str, Severity]]
) -> None:
    """Three in 100 letters leave no article; ten in more are told, and the text is published."""
    body = MISREAD * signs + "\n\n"
    body += "a" * (letters - _letters(body))
    found = findings(_page(body), rules=CAUSES)
    assert [(finding.code, finding.severity) for finding in found] == expected


def test_two_replacement_characters_are_a_misread_text() -> None:
    """One may be quoted."""
    assert _causes("桥\ufffd\ufffd") == ["BD012"]
    assert _causes("桥\ufffd") == []


def test_mojibake_is_silent_where_another_cause_speaks() -> None:
    """A check whose page was misread is a check."""
    assert _causes(f"Just a moment... {MISREAD * 5}") == ["BD002"]


def test_a_login_wall_is_none_where_the_page_is_no_article() -> None:
    """What has a cause has one finding."""
    rules = rules_of("BD00")
    assert codes(_page("登录后查看全文\n\n河上新桥通车"), rules=rules) == ["BD006"]
    assert codes(_page("登录后查看全文\n\n该内容已被发布者删除"), rules=rules) == ["BD003"]


def test_a_login_wall_counts_up_to_400_letters() -> None:
    """Behind that much text the article may be whole."""
    phrase = "登录后查看全文"
    filler = "桥" * (400 - _letters(phrase))
    assert codes(_page(f"{phrase}\n\n{filler}"), rules=["BD006"]) == ["BD006"]
    assert codes(_page(f"{phrase}\n\n{filler}桥"), rules=["BD006"]) == []


def test_a_label_of_a_members_story_stands_on_its_own_line() -> None:
    """However much of the site stands around it; in a sentence it is quoted."""
    text = "bridge " * 300
    assert codes(_page(f"{text}\n\nMember-only story\n\n{text}"), rules=["BD006"]) == ["BD006"]
    assert codes(_page(f"{text}\n\nA Member-only story\n\n{text}"), rules=["BD006"]) == []


def _with_phrases(body: str, **phrases: tuple[str, ...]) -> list[str]:
    settings = ProofSettings(ZONE, CAUSES, items=False, phrases=tuple(phrases.items()))
    return [finding.code for finding in proof(PATH, _page(body).encode(), settings).findings]


def test_a_phrase_of_the_config_joins_its_list() -> None:
    """Under its cause's first limit, and beside what the package knows."""
    filler = "桥" * (LIMITS["BD003"] - 4)
    assert _with_phrases("旧页已撤") == []
    assert _with_phrases("旧页已撤", deleted=("旧页已撤",)) == ["BD003"]
    assert _with_phrases(f"旧页已撤{filler}", deleted=("旧页已撤",)) == ["BD003"]
    assert _with_phrases(f"旧页已撤{filler}桥", deleted=("旧页已撤",)) == []
    assert _with_phrases("该内容已被发布者删除", deleted=("旧页已撤",)) == ["BD003"]


def test_a_phrase_of_the_config_leaves_the_other_runs_alone() -> None:
    """Two configs in one process do not see each other's lists."""
    assert _with_phrases("旧页已撤", banned=("旧页已撤",)) == ["BD004"]
    assert _with_phrases("旧页已撤", parked=("旧页已撤",)) == ["BD008"]
    assert _with_phrases("旧页已撤") == []


DIALOG = GROUPS["dialog"][0]


@pytest.mark.parametrize(("letters", "expected"), [(400, ["BD009"]), (401, [])])
def test_a_login_dialog_is_no_article_however_long_its_forms(letters: int, expected: list[str]) -> None:
    """Its lines say nothing; with more of its own than a site's frame the page has a text."""
    dialog = "\n\n".join([*DIALOG["lines"], *DIALOG["lines"]])
    assert _causes(f"{dialog}\n\n{'m' * letters}") == expected


def test_an_article_may_quote_a_login_dialog() -> None:
    """The sentence alone, in a text of its own, is what the article is about."""
    story = "The ferry's new page asks for a name before it shows the timetable. " * 12
    assert _causes(f"{story}\n\n{DIALOG['phrase']}\n\n{story}") == []


@pytest.mark.parametrize("phrase", GROUPS["blocked"][1]["phrases"])
def test_the_form_for_a_password_may_stand_below_much_of_a_site(phrase: str) -> None:
    """Whole sentences that nobody but such a page says, up to 400 letters in all."""
    rest = 400 - _letters(phrase)
    assert _causes(f"{phrase}\n\n{'m' * rest}") == ["BD009"]
    assert _causes(f"{phrase}\n\n{'m' * (rest + 1)}") == []

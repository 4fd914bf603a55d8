"""The config's `[rules]`: what a check shows is what a press rejects, and no capture is lost by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.finding import Severity
from pressrun.press import check, target_of
from pressrun.press.build import Edition
from pressrun.rules import Standing, catalogue, select
from tests.press.pressing import config, plain, press
from tests.rules.proving import PATIENT, prove
from tests.samples import capture, write

#: Rules without which there is no digest: the accounting stands on them.
INDISPENSABLE = {
    *("IN001", "IN002", "IN003", "IN004", "FM001", "FM002", "FM006", "FM007", "FM011"),
    *("DT001", "DT003", "UR001", "IT004"),
}
BLOCKED = "Access Denied\n"


def bare(name: str, text: str, number: int) -> str:
    """A capture whose body is this text, under a title and a url of its own."""
    return capture(f"\n{text}\n", title=f"{name} {number}", url=f"https://example.org/{name}/{number}")


#: One capture a cause, by the code that rejects it; the number makes it another page.
CAPTURES: dict[str, Callable[[int], str]] = {
    "good": plain,
    "FM001": lambda number: f"no front matter {number}\n",
    "FM002": lambda number: f"---\ntitle: open {number}\n",
    "FM006": lambda number: plain(number).replace("url:", "uri:"),
    "FM007": lambda number: plain(number).replace(f"title: 河岸第 {number} 篇", "title:"),
    "DT001": lambda number: plain(number, date="never"),
    "DT003": lambda number: plain(number).replace("fetch_date: 20", "fetch_date: x"),
    "UR001": lambda number: plain(number).replace("https://", "ftp://"),
    "UR005": lambda number: plain(number).replace("https://example.org", "http://localhost"),
    "BD001": lambda number: bare("empty", "", number),
    "BD002": lambda number: bare("asked", "当前环境异常，完成验证后即可继续访问。", number),
    "BD009": lambda number: bare("blocked", BLOCKED, number),
    "XF003": lambda number: bare("same", "同一段文字，同一段文字，同一段文字。" * 8, number),
}


def rejected(edition: Edition) -> dict[str, int]:
    """How many captures were rejected, by the rule that did it."""
    return dict(edition.contents.rejected_by_rule)


def errors(folder: Path, codes: Mapping[str, Any], root: str = "inbox") -> set[tuple[str, str]]:
    """Path and code of every error that a check finds with these `[rules]`."""
    asked = config(folder, rules=codes)
    rules = select(standing=asked.rules.standing())
    found = check(target_of(folder / root), asked, rules).findings
    return {(one.path, one.code) for one in found if one.severity is Severity.ERROR}


def test_what_is_indispensable() -> None:
    """These and no others run in a press whatever the config says."""
    assert {rule.code for rule in catalogue() if rule.indispensable} == INDISPENSABLE


@settings(PATIENT, max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.sampled_from([make(1).encode() for make in CAPTURES.values()]).flatmap(
            lambda text: st.tuples(st.integers(0, len(text)), st.binary(max_size=6)).map(
                lambda edit: text[: edit[0]] + edit[1] + text[edit[0] + len(edit[1]) :]
            )
        ),
    )
)
def test_they_alone_tell_of_every_capture_without_a_digest(raw: bytes) -> None:
    """Any bytes at all give a digest, or an error of theirs."""
    proved = prove(raw, codes=sorted(INDISPENSABLE))

    assert (proved.digest is None) == any(one.severity is Severity.ERROR for one in proved.findings)


_codes = st.lists(
    st.one_of(
        st.sampled_from([rule.code for rule in catalogue()]),
        st.sampled_from(["ALL", "B", "BD", "FM", "FM00", "XF", "UR", "IN", "DT"]),
    ),
    max_size=4,
)
_rules = st.fixed_dictionaries(
    {
        "select": _codes,
        "extend_select": _codes,
        "ignore": _codes,
        "per_path_ignores": st.dictionaries(st.sampled_from(["**", "a/*", "**/1*.md", "b/**"]), _codes),
    }
)


@settings(PATIENT, max_examples=60)
@given(
    _rules,
    st.lists(st.tuples(st.sampled_from(sorted(CAPTURES)), st.sampled_from("ab"), _codes), max_size=10),
)
def test_no_choice_of_rules_loses_a_capture(
    rules: dict[str, Any], files: list[tuple[str, str, list[str]]]
) -> None:
    """Captures = published + rejected + duplicates, and what is rejected has an error of the check."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "inbox").mkdir()
        for number, (kind, where, silent) in enumerate(files):
            text = CAPTURES[kind](number).replace("---\n", f"---\nlint-ignore: {', '.join(silent)}\n", 1)
            write(folder / "inbox", f"{where}/{number}.md", text)

        edition = press(folder, rules=rules)

        contents = edition.contents
        kept_out = {one.path for one in edition.findings if one.severity is Severity.ERROR}
        told = {path for path, _ in errors(folder, rules)}
        assert contents.captures == len(files)
        assert contents.captures == contents.published + contents.rejected + contents.duplicates
        assert sum(rejected(edition).values()) == contents.rejected == len(kept_out)
        assert told == kept_out


def test_what_the_config_ignores_is_published(tmp_path: Path) -> None:
    """The operator's word counts in the press as in the check."""
    write(tmp_path / "inbox", "a.md", CAPTURES["BD009"](1))

    assert errors(tmp_path, {}) == {("a.md", "BD009")}
    assert rejected(press(tmp_path)) == {"BD009": 1}
    assert errors(tmp_path, {"ignore": ["BD009"]}) == set()
    assert press(tmp_path, rules={"ignore": ["BD009"]}).contents.published == 1


@pytest.mark.parametrize(
    "rules",
    [
        {"ignore": ["ALL"]},
        {"ignore": ["FM007"]},
        {"select": ["XF"]},
        {"per_path_ignores": {"**": ["FM007"]}},
        {},
    ],
)
def test_nothing_hides_from_a_check_what_the_press_rejects(tmp_path: Path, rules: dict[str, Any]) -> None:
    """Without a title there is nothing to publish, whatever the config and the capture say."""
    text = CAPTURES["FM007"](1).replace("---\n", "---\nlint-ignore: FM007\n", 1)
    write(tmp_path / "inbox", "a.md", text)

    assert errors(tmp_path, rules) == {("a.md", "FM007")}
    assert rejected(press(tmp_path, rules=rules)) == {"FM007": 1}


@pytest.mark.parametrize(
    "asked",
    [Standing(), Standing(("XF",)), Standing(("XF003",)), Standing(ignored=("BD", "FM", "DT"))],
)
@pytest.mark.parametrize("memory", ["none", "written", "read"])
def test_a_set_is_the_same_whichever_rules_are_asked_for(
    tmp_path: Path, asked: Standing, memory: str
) -> None:
    """Three pages of one text are told; three that are rejected for themselves stand in no set."""
    for number in range(1, 4):
        write(tmp_path / "inbox", f"same/{number}.md", CAPTURES["XF003"](number))
        write(tmp_path / "inbox", f"blocked/{number}.md", CAPTURES["BD009"](number))
    for number in range(4, 70):
        write(tmp_path / "inbox", f"good/{number}.md", plain(number))
    settled, rules = config(tmp_path), select(asked.chosen, asked.extended, asked.ignored)

    for _ in range(2 if memory == "read" else 1):
        found = check(target_of(tmp_path / "inbox"), settled, rules, remember=memory != "none").findings

    assert [one.path for one in found if one.code == "XF003"] == ["same/1.md", "same/2.md", "same/3.md"]


def test_what_a_rule_of_sets_rejects_is_no_duplicate_for_the_others(tmp_path: Path) -> None:
    """XF001 speaks of what is published, though XF003 was not asked for."""
    for name, number in {"a.md": 1, "b.md": 2, "c.md": 3, "again.md": 3}.items():
        write(tmp_path / "inbox", name, CAPTURES["XF003"](number))

    found = check(target_of(tmp_path / "inbox"), config(tmp_path), select(["XF001"])).findings

    assert found == ()
    assert rejected(press(tmp_path)) == {"XF003": 4}


def test_a_rule_that_the_config_ignores_keeps_nothing_out_of_sets(tmp_path: Path) -> None:
    """Asked for on the command line it speaks; the answer of the set is still that of the press."""
    for number in (1, 2, 3):
        write(tmp_path / "inbox", f"{number}.md", CAPTURES["BD009"](number))
    asked = config(tmp_path, rules={"ignore": ["BD009"]})
    rules = select(["BD009", "XF003"], standing=asked.rules.standing())

    found = check(target_of(tmp_path / "inbox"), asked, rules).findings

    assert [one.code for one in found] == ["BD009", "XF003"] * 3
    assert rejected(press(tmp_path, rules={"ignore": ["BD009"]})) == {"XF003": 3}


def test_a_path_of_the_config_is_below_the_inbox(tmp_path: Path) -> None:
    """In the press, and in a check of the inbox, of a folder in it, of one above it or of one file."""
    for name in ("2023/11/a.md", "2024/11/b.md"):
        write(tmp_path / "all/inbox", name, CAPTURES["BD009"](len(name)))
    rules = {"per_path_ignores": {"2023/**": ["BD"]}}

    folder = tmp_path / "all"
    assert errors(folder, rules) == {("2024/11/b.md", "BD009")}
    assert errors(folder, rules, "inbox/2023") == set()
    assert errors(folder, rules, "inbox/2023/11/a.md") == set()
    assert errors(folder, rules, "inbox/2024/11") == {("b.md", "BD009")}
    assert rejected(press(folder, rules=rules)) == {"BD009": 1}
    # The edition's own pages say no more of themselves than their titles.
    pages = {(f"feeds/{page}.html", "FM006") for page in ("index", "report", "he-an-tong-xun/index")}
    assert errors(folder, rules, ".") - pages == {("inbox/2024/11/b.md", "BD009")}


@pytest.mark.parametrize("by", ["path", "capture"])
def test_a_rule_of_a_set_is_silent_about_one_of_them(tmp_path: Path, by: str) -> None:
    """The capture is published, and still one of those that make the others boilerplate."""
    for number in (1, 2, 3):
        text = CAPTURES["XF003"](number)
        write(tmp_path / "inbox", f"{number}.md", text)
    rules = {"per_path_ignores": {"2.md": ["XF003"]}} if by == "path" else {}
    if by == "capture":
        path = tmp_path / "inbox" / "2.md"
        path.write_text(path.read_text("utf-8").replace("---\n", "---\nlint-ignore: XF\n", 1), "utf-8")

    edition = press(tmp_path, rules=rules)

    assert rejected(edition) == {"XF003": 2}
    assert {one.path for one in edition.findings if one.code == "XF003"} == {"1.md", "3.md"}


def test_a_phrase_of_the_config_rejects(tmp_path: Path) -> None:
    """The press and the check know it; an article that quotes it is published."""
    phrase = "Our robots need a rest"
    write(tmp_path / "inbox", "a.md", bare("a", f"{phrase}.", 1))
    write(tmp_path / "inbox", "b.md", bare("b", f"They said: {phrase}. {'And on it went. ' * 60}", 2))

    assert errors(tmp_path, {}) == set()
    assert errors(tmp_path, {"phrases": {"blocked": [phrase]}}) == {("a.md", "BD009")}
    assert rejected(press(tmp_path, rules={"phrases": {"blocked": [phrase]}})) == {"BD009": 1}


def test_what_stands_in_the_config_is_what_select_takes() -> None:
    """No key of `[rules]` is lost on the way."""
    asked = config(Path(), rules={"select": ["fm"], "extend_select": ["UR001"], "ignore": ["FM003"]})

    assert asked.rules.standing() == Standing(("FM",), ("UR001",), ("FM003",))

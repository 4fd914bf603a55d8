"""What a hostile capture costs: no rule may take more than time in proportion to the bytes."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.proving import PATIENT, prove

HEAD = (
    "---\ntitle: {title}\nurl: https://news.example.org/{path}\nsource: 河岸通讯\n"
    "date: 2025-03-14\nfetch_date: 2025-03-15T08:30:00+08:00\n---\n"
)
#: Beginnings that wait for an end which never comes, and what is looked for again and again.
TOKENS = (
    *("[", "![", "](", "![](", "[](", "[a](b", "]", "a](", "[a](javascript:", "![a](data:image/png;base64,"),
    *("(", "((", ")", "<", "<a ", "<a href='", "<!--", "</", "<br>", "<h2>", "<script", "<x on=", "on="),
    *("&", "&#", "&amp;", "`", "```\n", "~~~\n", "- ", "\n- ", "  - ", "> ", "\n> ", "1. ", "\n1. "),
    *("*", "**", "__", "\\", "\\[", "\t", "\n\n    x", "\n\n\tx", "|", "\n|-|\n", "[^1]", "[x]:", "---\n"),
    *("## x\n\n", "## x\n\n（来源：甲）\n\n", "## x\n\n## y\n\n甲\n\n", "（来源：", "来源", "环境异常"),
    *("Ã©", "â€™", "é¦–", "\ufffd", "\u200b", "\u3000", "…", "...", "http://", "x\n", " \n"),
)
SIZE = 24_000
#: Seconds of one processor; an ordinary capture of this size takes a hundredth of it.
CAP = 2.0


def _capture(where: str, text: str) -> str:
    line = text.replace("\n", " ")
    match where:
        case "title":
            return HEAD.format(title=line, path="bridge") + "\n桥通车了。\n"
        case "url":
            return HEAD.format(title="河上新桥通车", path=line) + "\n桥通车了。\n"
        case "front matter":
            return f"---\n{text}\n---\n桥通车了。\n"
        case _:
            return HEAD.format(title="河上新桥通车；渡口停航 | 晨间速读", path="bridge") + f"\n{text}"


@pytest.mark.parametrize("where", ["title", "url", "front matter", "body", "page"])
@pytest.mark.parametrize("token", TOKENS)
def test_no_repetition_costs_more_than_its_length(token: str, where: str) -> None:
    """24 KB of one token, anywhere, are proved within the cap; what is quadratic takes minutes here."""
    text = token * (SIZE // len(token.encode()))
    began = process_time()
    prove(_capture(where, text), "新桥.html" if where == "page" else "新桥.md", items=True)
    assert process_time() - began < CAP


@pytest.mark.parametrize(
    "token", [*TOKENS, "<meta property=og:title content='", "a<!---->", "var mid = ''||"]
)
def test_a_page_without_front_matter_costs_no_more(token: str) -> None:
    """Its own fields are looked for in all of it."""
    text = token * (SIZE // len(token.encode()))
    began = process_time()
    prove(f"<script>{text}</script>{text}<div id='js_content'>{text}", "新桥.html", items=True)
    assert process_time() - began < CAP


@given(
    st.binary(max_size=4_000) | st.lists(st.sampled_from(TOKENS), max_size=400).map("".join), st.booleans()
)
@PATIENT
def test_any_bytes_give_findings_or_a_proof(raw: str | bytes, page: object) -> None:
    """Whatever a file holds, there is a digest or an error that keeps it out, and never an exception."""
    proved = prove(raw, "新桥.html" if page else "新桥.md", items=True)
    errors = [finding.code for finding in proved.findings if finding.severity == "error"]
    assert (proved.digest is None) == bool(errors)


@given(st.lists(st.sampled_from(TOKENS) | st.text(max_size=20), max_size=200).map("".join), st.booleans())
@PATIENT
def test_any_body_gives_findings_or_a_proof(body: str, page: object) -> None:
    """The same behind front matter that is believed, where the body's rules look."""
    proved = prove(_capture("body", body), "新桥.html" if page else "新桥.md", items=True)
    errors = [finding.code for finding in proved.findings if finding.severity == "error"]
    assert (proved.digest is None) == bool(errors)

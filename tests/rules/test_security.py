from __future__ import annotations

import pytest

from tests.rules.looking import look, messages, places
from tests.samples import capture

# The body starts on line 8.
FIRST = 8


@pytest.mark.parametrize(
    ("tag", "what"),
    [
        ("<SCRIPT src=x>", "<SCRIPT>"),
        ("<iframe/src=x>", "<iframe>"),
        ("<svg/onload=alert(1)>", "onload=…"),
        ('<img src="x"onerror = "alert(1)">', "onerror=…"),
        ("<a\nonclick=alert(1)>", "onclick=…"),
        ("<meta http-equiv=refresh content=0>", "<meta>"),
        ("<link rel=stylesheet href=x>", "<link>"),
    ],
)
def test_what_would_run_is_named(tag: str, what: str) -> None:
    """SE001 names the element, or the handler that makes any element active."""
    assert messages(look("SE001", capture(f"桥 {tag}\n"))) == [
        f"{what} is active HTML, shown as text; mark it as code"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<LINK>",
        "<meta name=robots>",
        "<p class=onward>",
        "<scripture>",
        "\\<script>",
        "`<script>`",
        "~~~\n<script>\n~~~",
        "a <b\n\nonload=1>",
        "an onerror= handler",
    ],
)
def test_what_would_not_run_is_left_alone(text: str) -> None:
    """SE001 wants a tag, outside code, not escaped, that ends in its own paragraph."""
    assert look("SE001", capture(f"桥 {text}\n" if "~" not in text else f"{text}\n")) == []


def test_the_place_is_that_of_the_first_tag() -> None:
    """SE001 counts the other tags in its message."""
    findings = look("SE001", capture("河上 <b>新</b> <script>1</script> <iframe src=x>\n"))
    assert places(findings) == [(FIRST, 13, FIRST, 21)]
    assert messages(findings) == ["<script> is active HTML (and 1 more), shown as text; mark it as code"]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "javascript\\:alert(1)",
        "&#106;avascript&colon;alert(1)",
        "java&Tab;script:alert(1)",
        "vbscript:MsgBox(1)",
        "data:text/html,hello",
    ],
)
def test_a_scheme_is_read_as_a_browser_reads_it(target: str) -> None:
    """SE002 undoes entities, escapes, letter case and white space first, and no other rule speaks then."""
    text = capture(f"[桥]({target})\n")
    assert len(look("SE002", text)) == 1
    assert look("MD", text) == []


def test_the_place_is_the_target() -> None:
    """SE002 points at the address, up to its last parenthesis."""
    findings = look("SE002", capture("河上 [桥](javascript:alert(1)) 通车\n"))
    assert places(findings) == [(FIRST, 8, FIRST, 27)]
    assert messages(findings) == ["'javascript:alert(1)' runs a script, its link is dropped; remove it"]


@pytest.mark.parametrize(
    "body", ["[桥](https://example.org/javascript:1)", "javascript:1", "`[a](javascript:1)`"]
)
def test_a_word_about_scripts_is_no_link(body: str) -> None:
    """SE002 looks at the start of targets alone."""
    assert look("SE002", capture(f"{body}\n")) == []

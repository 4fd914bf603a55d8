"""BD: where the line runs between a page that is no article and an article about such pages."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.finding import Severity
from tests.rules import proving
from tests.rules.proving import CAUSES, FETCH_DATE, PATH, PATIENT, findings, rules_of
from tests.samples import capture

_GROUPS = tomllib.loads(files("pressrun.rules").joinpath("phrases.toml").read_text("utf-8"))["verification"]
PHRASES = [(phrase, group["residual"]) for group in _GROUPS for phrase in group["phrases"]]
FOREIGN = [phrase for phrase, _ in PHRASES if not phrase.isascii()]


def codes(raw: str | bytes, path: str = PATH) -> list[str]:
    """The causes that keep the body from being an article."""
    return proving.codes(raw, path, CAUSES)


def _page(body: str, title: str = "Bridge opens") -> str:
    return capture(body, title=title, fetch_date=FETCH_DATE)


def _saved(body: str) -> str:
    return _page(f"<html><head><title>x</title></head><body>{body}</body></html>")


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _misread(text: str) -> str:
    """UTF-8 read as cp1252, as a browser does it: the five bytes that cp1252 leaves out are controls."""
    return "".join(
        chr(byte) if byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )


@pytest.mark.parametrize(("phrase", "limit"), PHRASES)
def test_a_phrase_counts_up_to_its_residual(phrase: str, limit: int) -> None:
    """With `limit` letters and digits the page is one; with one more it is an article that quotes it."""
    filler = "桥" * (limit - _letters(phrase))
    assert codes(_page(f"\n# Bridge opens\n\n{phrase}\n\n{filler}\n")) == ["BD002"]
    assert codes(_page(f"\n# Bridge opens\n\n{phrase}\n\n{filler}字\n")) == []


@pytest.mark.parametrize("phrase", [phrase for phrase, _ in PHRASES])
def test_a_phrase_stands_alone(phrase: str) -> None:
    """What is marked is the phrase, or a shorter one in it, on its line."""
    text = f"now: {phrase}"
    (finding,) = findings(_page(f"\n\n{text}"), rules=CAUSES)
    marked = text[finding.column - 1 : finding.end_column - 1]
    assert (finding.line, finding.end_line) == (10, 10)
    assert marked in phrase
    assert repr(marked) in finding.message
    assert marked in dict(PHRASES)
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("phrase", FOREIGN)
@pytest.mark.parametrize("title", ["Bridge opens", "河上新桥通车"])
def test_a_phrase_is_known_as_mojibake(phrase: str, title: str) -> None:
    """The archiver writes its own heading above what it misread; that one is right."""
    assert codes(_page(f"\n# {title}\n\n{_misread(phrase)}\n", title)) == ["BD002"]


def test_latin_text_is_no_mojibake() -> None:
    """Letters above ASCII alone are a language."""
    assert codes(_page("\n# Bridge opens\n\nDas Café öffnet für Fußgänger, naïveté inbegriffen: £3.\n")) == []


def test_a_phrase_in_the_title_alone_is_news() -> None:
    """A short post about a check, its text one picture and a line."""
    title = "图解：人机验证的二十年"
    body = f"\n# {title}\n\n![](https://img.example.org/a.png)\n\n从左往右看。\n"
    assert codes(_page(body, title)) == []


_FRAGMENTS = st.sampled_from(
    [
        "环境异常",
        "Just a moment...",
        "知道了",
        "![]()",
        "![](https://img.example.org/a.png)",
        "![跳转二维码](https://img.example.org/code.png)",
        "桥" * 30,
        "河" * 120,
        "。",
        "",
    ]
)


@settings(PATIENT, max_examples=200)
@given(st.sampled_from(["", "# Bridge opens"]), st.permutations(range(6)), st.lists(_FRAGMENTS, max_size=6))
def test_one_cause_a_file_wherever_it_stands(heading: str, order: list[int], fragments: list[str]) -> None:
    """Never two codes of the family, and the order of the lines below the title decides nothing."""
    shuffled = [fragments[place] for place in order if place < len(fragments)]
    found = codes(_page("\n\n".join([heading, *fragments])))
    assert len(found) <= 1
    assert codes(_page("\n\n".join([heading, *shuffled]))) == found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![]({0})\n\n# Bridge opens\n\n河岸\n\n河岸", ["BD001"]),
        ("# Bridge opens\n\n![]({0})\n\n河岸\n\n河岸", []),
        ("河岸\n\n河岸\n\n# Bridge opens\n\n![]({0})", []),
    ],
    ids=["above", "below", "at-the-end"],
)
def test_a_cover_stands_above_the_title(body: str, expected: list[str]) -> None:
    """With nothing but an account's name it is no article; a picture below the title is one."""
    assert codes(_page(body.format("https://img.example.org/a.png"))) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ["BD001"]),
        ("<p> </p><script>document.write('新桥通车')</script><style>p{color:red}</style>", ["BD001"]),
        ("<noscript>Please enable scripts</noscript><div></div>", ["BD001"]),
        ("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", ["BD001"]),
        ("<p><img src='https://img.example.org/a.png'></p>", []),
        ("<p>新桥通车</p>", []),
        ("<div><h2>环境异常</h2><p>请在下方继续</p></div>", ["BD002"]),
        ("<p>Just a moment...</p>", ["BD002"]),
        ("<script>var s = 'Just a moment...';</script><p>新桥通车</p>", []),
    ],
)
def test_a_saved_page_is_read_as_it_shows(body: str, expected: list[str]) -> None:
    """What a script or a style sheet says is none of the text."""
    assert codes(_saved(body), "河岸通讯_新桥.html") == expected


@pytest.mark.parametrize("code", ["FM006", "FM011", "FM001", "FM002"])
def test_a_body_is_not_judged_without_its_front_matter(code: str) -> None:
    """Without a title nobody knows which heading repeats it."""
    raw = {
        "FM006": b"---\ntitle: a\n---\n",
        "FM011": _page("").encode() + b"\xff",
        "FM001": b"\n",
        "FM002": b"---\ntitle: a\n",
    }[code]
    assert set(proving.codes(raw, rules=rules_of("BD", code))) == {code}

"""What `check --fix` does to saved pages: it writes in the sidecar, never in what the page says itself."""

from __future__ import annotations

from pressrun.press.fixing import fix_bytes
from pressrun.press.proof import ProofSettings
from tests.rules.proving import EVERY, ZONE, findings

SIDECAR = "<!--\n---\ntitle: 桥: 新的\nfetch_date: 2025-03-15T08:30:00+08:00\n---\n-->\n"
PAGE = (
    "<html><head><meta charset=gbk><meta property=og:title content='桥 &amp;amp; 船'>"
    "<meta property=og:url content='https://example.org/a?utm_source=b'>"
    "<meta name=date content=2025-03-14></head><body><p>"
    + "桥今天通车，许多人走了过去，又走了回来。" * 8
    + "</p></body></html>\n"
)
SETTINGS = ProofSettings(ZONE, EVERY)


def test_a_field_of_the_sidecar_is_mended_there() -> None:
    """As front matter is; the page below it stays as it was."""
    fixed = fix_bytes("a.html", (SIDECAR + PAGE).encode(), SETTINGS, unsafe=True)
    assert fixed.after.decode() == SIDECAR.replace("桥: 新的", '"桥: 新的"') + PAGE


def test_what_a_page_says_itself_is_left_and_no_fix_promised() -> None:
    """Its meta tags are another program's; the sidecar overrules them."""
    raw = (SIDECAR.replace("title: 桥: 新的\n", "") + PAGE).encode()
    assert [(one.code, one.fix) for one in findings(raw, "a.html")] == [("TI001", None), ("UR004", None)]
    assert not fix_bytes("a.html", raw, SETTINGS, unsafe=True).changed


def test_a_page_in_another_charset_is_read_and_never_written() -> None:
    """Its finding promises no fix."""
    raw = (SIDECAR + PAGE).encode("gbk")
    assert [(one.code, one.fix) for one in findings(raw, "a.html") if one.code == "FM003"] == [
        ("FM003", None)
    ]
    assert not fix_bytes("a.html", raw, SETTINGS, unsafe=True).changed

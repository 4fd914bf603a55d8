"""One file to its proof: the pure unit that other processes run."""

from __future__ import annotations

import pickle
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressrun.capture import Refusal
from pressrun.finding import Severity
from pressrun.press import Proof, ProofSettings, proof
from pressrun.rules import select
from tests.samples import BODY, capture

SETTINGS = ProofSettings(ZoneInfo("Asia/Shanghai"), tuple(rule.code for rule in select()))

#: What captures are made of, good and bad, so that a mixture of them looks like one now and then.
PIECES = (
    *(
        "---\n",
        "title: ",
        "url: ",
        "source: ",
        "date: ",
        "fetch_date: ",
        "\n",
        "\r\n",
        "\ufeff",
        "\x0b",
        "\x00",
    ),
    *(
        "https://example.org/",
        "2025-03-14",
        "2025-05-02T08:30:00",
        "# ",
        "## ",
        "**",
        "（来源：",
        "）",
        "![](",
        "](",
        ")",
    ),
    *(
        "<p>",
        "<script>",
        "</p>",
        "&#0;",
        "&amp;",
        "```",
        "|",
        "；",
        " | 早报",
        "字",
        "更多阅读",
        "...",
        "\ud800",
        "预览时标签不可点",
    ),
)


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=400))
@example(b"")
@example(b"---\n---\n")
@example(b"\xff\xfe")
def test_any_bytes_have_a_proof(raw: bytes) -> None:
    """Splitting, believing, reading and judging never raise; what is not believed has an error."""
    for path in ("a.md", "a.html"):
        proved = proof(path, raw, SETTINGS)
        assert (proved.digest is None) == any(each.severity is Severity.ERROR for each in proved.findings)


@settings(max_examples=300, deadline=None)
@given(
    head=st.lists(st.sampled_from(PIECES), max_size=4), body=st.lists(st.sampled_from(PIECES), max_size=25)
)
def test_any_capture_has_a_proof_and_a_published_one_has_items(head: list[str], body: list[str]) -> None:
    """However the pieces of captures are mixed, a digest comes with titled items or not at all."""
    for path in ("a.md", "a.html"):
        text = capture("".join(body), title="标题" + "".join(head).replace("\n", " ").replace("\r", " "))
        proved = proof(path, text.encode("utf-8", "surrogatepass"), SETTINGS)
        if proved.digest is not None:
            assert proved.digest.items
            assert all(item.title and item.summary for item in proved.digest.items)
        else:
            assert proved.findings


def test_a_proof_travels_to_other_processes_and_back() -> None:
    """Settings and proofs are pickled and unpickled as they were."""
    proved = proof("a.md", capture(BODY).encode(), SETTINGS)

    assert pickle.loads(pickle.dumps(proved)) == proved  # noqa: S301  our own bytes
    assert pickle.loads(pickle.dumps(SETTINGS)) == SETTINGS  # noqa: S301
    assert proved.digest is not None
    assert [item.title for item in proved.digest.items] == ["河上新桥通车", "图书馆延长开放"]


def test_the_same_bytes_give_the_same_proof() -> None:
    """Nothing but path, bytes and settings is in a proof."""
    raw = capture(BODY).encode()

    assert proof("a.md", raw, SETTINGS) == proof("a.md", raw, SETTINGS)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("unreadable", "IN001"),
        ("not-a-regular-file", "IN002"),
        ("too-large", "IN003"),
        ("changed-while-read", "IN004"),
    ],
)
def test_a_refusal_is_a_proof_with_one_finding(reason: str, code: str) -> None:
    """What could not be read is told as what could not be believed."""
    proved = proof("a.md", Refusal(reason, "so it is"), SETTINGS)

    assert isinstance(proved, Proof)
    assert proved.digest is None
    assert [finding.code for finding in proved.findings] == [code]


def test_items_are_left_out_where_only_findings_are_wanted() -> None:
    """A check does not read the body for items."""
    quick = ProofSettings(SETTINGS.zone, SETTINGS.codes, items=False)

    proved = proof("a.md", capture(BODY).encode(), quick)

    assert proved.digest is not None
    assert proved.digest.items == ()


def test_only_the_rules_that_are_asked_for_speak() -> None:
    """A capture with two errors has the finding of the one rule that runs."""
    bad = capture(date="never", url="ftp://example.org/").encode()

    proved = proof("a.md", bad, ProofSettings(SETTINGS.zone, ("DT001",)))

    assert [finding.code for finding in proved.findings] == ["DT001"]

"""report.html and report.json of an edition: what became of every capture, and why."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from pressrun.compose import Imprint
from pressrun.finding import Finding, Severity
from pressrun.press.reporting import add_full_report, add_report, counting_of
from pressrun.reports.accounted import Accounted, Outcome, summary_of
from pressrun.reports.report_json import line_of
from pressrun.rules import capture_rules
from pressrun.store.publish import Publication
from tests.cli.process import run
from tests.press.pressing import plain, press, tree
from tests.reports.accounts import judged
from tests.samples import SOURCE, URL, capture, write


def report(folder: Path) -> dict[str, Any]:
    """report.json of the folder's edition, judged."""
    return judged((folder / "feeds" / "report.json").read_bytes())


@contextmanager
def publishing(folder: Path) -> Iterator[Publication]:
    """What is added stands in the folder afterwards."""
    folder.mkdir()
    publication = Publication(folder)
    yield publication
    publication.commit()


def outcomes(folder: Path) -> dict[str, tuple[str, str | None]]:
    """What became of each capture, and the code or the path that says why."""
    return {
        file["path"]: (file["outcome"], file.get("cause") or file.get("of"))
        for file in report(folder)["files"]
    }


def test_every_capture_is_told_with_what_became_of_it(tmp_path: Path) -> None:
    """Published, rejected under a rule, or the duplicate of a path that was published."""
    inbox = tmp_path / "inbox"
    write(inbox, "a.md", capture())
    write(inbox, "b.md", capture(fetch_date="2025-06-01T00:00:00"))
    write(inbox, "c.md", plain(1, date="never"))
    write(inbox, "d/e.html", plain(2))
    (inbox / "f.md").symlink_to("a.md")

    press(tmp_path)

    assert outcomes(tmp_path) == {
        "a.md": ("duplicate", "b.md"),
        "b.md": ("published", None),
        "c.md": ("rejected", "DT001"),
        "d/e.html": ("published", None),
        "f.md": ("rejected", "IN002"),
    }


def test_a_duplicate_that_is_rejected_is_rejected(tmp_path: Path) -> None:
    """A captcha page with the url of a published digest counts under its rule."""
    write(tmp_path / "inbox", "a.md", capture())
    write(tmp_path / "inbox", "b.md", capture("\n环境异常\n"))

    press(tmp_path)

    assert outcomes(tmp_path) == {"a.md": ("published", None), "b.md": ("rejected", "BD002")}


def test_all_errors_and_warnings_of_a_file_are_told(tmp_path: Path) -> None:
    """With severity and place, in the order of the places; the first error is the cause."""
    text = capture(title="桥 &amp; 路", date="never", fetch_date="never")
    write(tmp_path / "inbox", "a.md", text)

    press(tmp_path)

    (file,) = report(tmp_path)["files"]
    told = [(each["code"], each["severity"], each["line"], each["column"]) for each in file["findings"]]
    assert told == [("TI001", "warning", 2, 10), ("DT001", "error", 5, 7), ("DT003", "error", 6, 13)]
    assert file["cause"] == "DT001"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (capture(date="never", source="Lunt &amp; Teasel"), "Lunt & Teasel"),
        (capture("\n环境异常\n", source="A\u00adB"), "A\u00adB"),
        (capture(date="never", source=""), "mp.weixin.qq.com"),
        (capture(url="ftp://example.org/", source=""), "(no source)"),
        (capture(url="https://[/", source=""), "(no source)"),
        ("no front matter", "(no source)"),
    ],
    ids=["as a reader sees it", "believed", "host", "no host", "no address", "nothing"],
)
def test_a_rejected_capture_counts_under_its_source(tmp_path: Path, text: str, source: str) -> None:
    """The name it gives, which is the one that is published, else its url's host."""
    write(tmp_path / "inbox", "a.md", text)

    press(tmp_path)

    (counted,) = report(tmp_path)["sources"]
    assert (counted["source"], counted["rejected"]) == (source, 1)


def test_a_capture_counts_under_the_source_that_it_names_itself(tmp_path: Path) -> None:
    """A digest is published under its own source, its mirror's copy counts for the mirror."""
    write(tmp_path / "inbox", "a.md", capture(source="城南转载"))
    write(tmp_path / "inbox", "b.md", capture(source="城南转载", url=URL.replace("idx=1", "idx=2")))
    write(tmp_path / "inbox", "c.md", plain(1, source="城南转载"))
    write(tmp_path / "inbox", "d.md", capture())

    press(tmp_path)

    sources = {one["source"]: (one["published"], one["duplicates"]) for one in report(tmp_path)["sources"]}
    assert sources == {"城南转载": (2, 1), SOURCE: (1, 0)}


def test_the_page_shows_what_was_rejected_and_why(tmp_path: Path) -> None:
    """The sum, and the file with its message."""
    write(tmp_path / "inbox", "a.md", plain(1))
    write(tmp_path / "inbox", "2025/坏.md", plain(2, date="2025-02-30"))

    press(tmp_path, edition={"title": "<晨报>", "language": "zh"})

    page = (tmp_path / "feeds" / "report.html").read_text("utf-8")
    assert '<html lang="zh">' in page
    assert "<h1>&lt;晨报&gt; · report</h1>" in page
    assert "2 captures = 1 published + 1 rejected + 0 duplicates" in page
    assert "<li><bdi>2025/坏.md</bdi>:5<br>date: &#x27;2025-02-30&#x27;" in page


IMPRINT = Imprint("晨报", "https://news.example.org/", "news.example.org,2025", "zh-CN", UTC)
RULES = capture_rules()

NAMES = (b"2025/\xe5\x9d\x8f.md", b"2025/no-utf-8-\xff\xe5\x9d\x8f.md", b"2025/bidi-\xe2\x80\xae.md")


@pytest.mark.parametrize(
    "env",
    [{"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["UTF-8", "ASCII"],
)
def test_a_name_of_any_bytes_is_told_alike_in_every_locale(tmp_path: Path, env: dict[str, str]) -> None:
    """Chinese, bidi and bytes that are no UTF-8: valid documents, the same whatever the locale is."""
    inbox = os.fsencode(tmp_path / "inbox")
    os.makedirs(inbox + b"/2025")  # noqa: PTH103  pathlib takes no bytes
    for name in NAMES:
        # The same digest thrice: the messages name each other's files.
        with open(inbox + b"/" + name, "wb") as file:  # noqa: PTH123
            file.write(capture().encode())

    assert run("build", "--json", cwd=tmp_path, env=env).returncode == 0

    assert set(outcomes(tmp_path)) == {"2025/坏.md", "2025/no-utf-8-\\udcff坏.md", "2025/bidi-\u202e.md"}
    (speaker,) = [path for path, (outcome, _) in outcomes(tmp_path).items() if outcome == "published"]
    assert speaker == "2025/坏.md"
    text = tree(tmp_path / "feeds")["report.json"].decode()
    assert "the same digest as 2025/bidi-\\u202e.md; one is published" in text
    page = tree(tmp_path / "feeds")["report.html"].decode()
    assert "<bdi>2025/no-utf-8-\\udcff坏.md</bdi>" in page


def test_a_report_of_kept_lines_is_that_of_the_whole_inbox(tmp_path: Path) -> None:
    """One capture is counted anew, the others keep their lines; only what the page names is asked for."""
    files = [Accounted(f"{number:02}.md", SOURCE, Outcome.PUBLISHED) for number in range(40)]
    finding = Finding("TI001", "title-entity", Severity.WARNING, "07.md", 2, 10, 2, 15, "title: &amp;")
    changed = replace(files[7], findings=(finding,))
    counting, lines = counting_of(files), {file.path: line_of(file) for file in files}
    asked: list[str] = []

    def accounts(paths: Iterable[str]) -> dict[str, Accounted]:
        asked.extend(paths)
        return dict.fromkeys(asked, changed)

    counting.remove(summary_of(files[7]))
    counting.add(summary_of(changed))
    lines["07.md"] = line_of(changed)
    with publishing(tmp_path / "kept") as publication:
        add_report(counting, counting.tally(RULES), accounts, lines.values(), IMPRINT, publication)

    files[7] = changed
    counting = counting_of(files)
    with publishing(tmp_path / "whole") as publication:
        add_full_report(files, counting, counting.tally(RULES), IMPRINT, publication)
    assert tree(tmp_path / "kept") == tree(tmp_path / "whole")
    assert set(tree(tmp_path / "kept")) == {"report.html", "report.json"}
    assert asked == ["07.md"]

"""Law 1: a bad file is a value, a bad run is an exception; one bad file never stops the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pressrun.errors import ConfigurationError, InputUnreachable, OutputUnwritable, PressrunError
from tests.cli.process import run
from tests.press.pressing import plain, press, tree
from tests.samples import capture, write

GOOD = "2025/03/14/good.md"

#: Files of one inbox that cannot be published, and the rule that keeps each of them out.
BAD: dict[str, tuple[bytes, str]] = {
    "empty.md": (b"", "FM001"),
    "no-front-matter.md": ("只有正文。\n".encode(), "FM001"),
    "unclosed.md": (b"---\ntitle: A\nurl: https://example.org/\n", "FM002"),
    "no-date.md": (
        b"---\ntitle: A\nurl: https://example.org/\nfetch_date: 2025-05-02T08:30:00\n---\n",
        "FM006",
    ),
    "empty-title.md": (capture(title="").encode(), "FM007"),
    "gbk.md": (capture().encode("gbk"), "FM011"),
    "utf-16.md": (capture().encode("utf-16"), "FM011"),
    "picture.md": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\xff\xfe", "FM011"),
    "no-day.md": (capture(date="2025-02-30").encode(), "DT001"),
    "no-moment.md": (capture(fetch_date="yesterday").encode(), "DT003"),
    "no-web-page.md": (capture(url="javascript:alert(1)").encode(), "UR001"),
    "shell.md": (capture("\n \n").encode(), "BD001"),
    "captcha.md": (capture("\n环境异常\n\n完成验证后即可继续访问\n").encode(), "BD002"),
    "nothing.html": (b"<p>no front matter</p>", "FM001"),
}


def inbox_of_all(folder: Path) -> None:
    """An inbox with every bad file and a good one."""
    for name, (raw, _) in BAD.items():
        path = folder / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    write(folder / "inbox", GOOD, plain(1))


def test_every_bad_file_is_counted_under_its_rule_and_the_good_one_is_published(tmp_path: Path) -> None:
    """Fourteen bad files of every kind leave the good one published and themselves accounted for."""
    inbox_of_all(tmp_path)

    edition = press(tmp_path)

    contents = edition.contents
    assert (contents.captures, contents.published, contents.rejected) == (15, 1, 14)
    assert contents.rejected_by_rule == {
        "BD001": 1,
        "BD002": 1,
        "DT001": 1,
        "DT003": 1,
        "FM001": 3,
        "FM002": 1,
        "FM006": 1,
        "FM007": 1,
        "FM011": 3,
        "UR001": 1,
    }


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_leaves_the_documents_of_the_others_as_they_are_without_it(
    tmp_path: Path, name: str
) -> None:
    """One bad file beside a good one changes no feed by a byte; the page of its source counts it."""
    write(tmp_path / "alone" / "inbox", GOOD, plain(1))
    write(tmp_path / "beside" / "inbox", GOOD, plain(1))
    raw, code = BAD[name]
    (tmp_path / "beside" / "inbox" / name).write_bytes(raw)

    press(tmp_path / "alone")
    edition = press(tmp_path / "beside")

    assert edition.contents.rejected_by_rule == {code: 1}
    alone, beside = tree(tmp_path / "alone" / "feeds"), tree(tmp_path / "beside" / "feeds")
    accounting = {"edition.json", "index.html", "report.html", "report.json"}
    assert alone.keys() == beside.keys()
    changed = {path for path in alone if alone[path] != beside[path]}
    assert changed - {"he-an-tong-xun/index.html"} == accounting


def test_a_finding_names_the_bad_file_and_its_place(tmp_path: Path) -> None:
    """What is wrong with a file is a finding with path, line and column, not a message of the run."""
    write(tmp_path / "inbox", "2025/03/14/bad.md", capture(date="2025-02-30"))

    (finding,) = press(tmp_path).findings

    assert (finding.path, finding.code, finding.line, finding.column) == ("2025/03/14/bad.md", "DT001", 5, 7)


def test_the_program_ends_well_over_an_inbox_of_bad_files(tmp_path: Path) -> None:
    """`pressrun build` leaves with 0 and the accounting, whatever the files hold."""
    inbox_of_all(tmp_path)

    finished = run("build", "--json", cwd=tmp_path)

    assert finished.returncode == 0
    told = json.loads(finished.stdout)
    assert (told["captures"], told["published"], told["rejected"], told["duplicates"]) == (15, 1, 14, 0)


def test_a_bad_run_is_an_exception_by_whose_fault_it_is(tmp_path: Path) -> None:
    """No inbox, an output in the inbox, an output that is a file: each raises its own kind."""
    with pytest.raises(InputUnreachable):
        press(tmp_path)
    write(tmp_path / "inbox", GOOD, plain(1))
    with pytest.raises(ConfigurationError):
        press(tmp_path, output=str(tmp_path / "inbox" / "feeds"))
    (tmp_path / "feeds").write_text("a file", "utf-8")
    with pytest.raises(OutputUnwritable):
        press(tmp_path)


def test_the_exit_codes_of_the_kinds_are_those_of_the_contract() -> None:
    """2 is a wrong config, 3 an input or output that failed, 4 an output that another press holds."""
    codes = {kind.__name__: kind.exit_code for kind in PressrunError.__subclasses__()}
    assert codes == {"ConfigurationError": 2, "InputUnreachable": 3, "OutputUnwritable": 3}
    assert {kind.__name__: kind.exit_code for kind in OutputUnwritable.__subclasses__()} == {"OutputHeld": 4}

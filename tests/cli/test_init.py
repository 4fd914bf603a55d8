"""`pressrun init`: three questions, and a config that explains every key."""

from __future__ import annotations

import os
import re
import signal
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.cli.guessing import authority_of, machine_zone
from pressrun.config import Config, load
from pressrun.config.reference import example, written
from tests.cli.process import POWERLESS, finish, run
from tests.cli.terminal import END, talk
from tests.samples import write
from tests.test_config import keys
from tests.test_config import written as written_keys

YEAR = datetime.now(UTC).year
BERLIN = {"TZ": "Europe/Berlin"}
#: What a config without any answer holds, where the machine is in Berlin.
DEFAULTS = {
    "inbox": "inbox",
    "output": "feeds",
    "edition": {
        "title": "Pressrun",
        "base_url": "http://127.0.0.1:8000/",
        "authority": f"localhost,{YEAR}",
        "timezone": "Europe/Berlin",
    },
    "watch": {},
    "serve": {},
    "websub": {},
    "feeds": {"attributions": {}},
    "rules": {},
    "images": {},
    "pages": {},
    "clean": {},
}


def told(file: Path) -> dict[str, Any]:
    """What a config says that is not commented out."""
    return tomllib.loads(file.read_text("utf-8"))


def answered(**edition: str) -> dict[str, Any]:
    """The defaults, with these answers."""
    return DEFAULTS | {"edition": {**DEFAULTS["edition"], **edition}}  # type: ignore[dict-item]


def test_three_questions_make_a_config(tmp_path: Path) -> None:
    """Each shows its default; the authority's is the domain of the address and this year."""
    talked = talk(
        "init", answers=["https://feeds.example.org/news", "", "Asia/Tokyo"], cwd=tmp_path, env=BERLIN
    )

    assert (talked.returncode, talked.stdout) == (0, "")
    assert talked.screen == (
        "Where will the output be served? Readers take the address of a feed from it.\n"
        "  base_url [http://127.0.0.1:8000/]: https://feeds.example.org/news\n"
        "A domain of yours, and a year in which it was? Ids are made from it, for ever.\n"
        f"  authority [feeds.example.org,{YEAR}]: \n"
        "In which zone are the dates of the captures?\n"
        "  timezone [Europe/Berlin]: Asia/Tokyo\n"
        "config.toml is written and explains every key. Next:\n"
        "  1. put captures (*.md, *.html) below inbox\n"
        "  2. pressrun check inbox, then pressrun build\n"
        "  3. pressrun watch presses what comes; serve feeds at https://feeds.example.org/news/, "
        "or watch --serve behind it\n"
    )
    assert told(tmp_path / "config.toml") == answered(
        base_url="https://feeds.example.org/news/",
        authority=f"feeds.example.org,{YEAR}",
        timezone="Asia/Tokyo",
    )


def test_a_wrong_answer_is_asked_again_with_the_reason(tmp_path: Path) -> None:
    """At once, and in the words that a wrong config is refused with; what was right stays."""
    answers = ["feeds.example.org", "https://feeds.example.org/", "not one", "example.org", "Mars/Base", ""]

    talked = talk("init", answers=answers, cwd=tmp_path, env=BERLIN)

    assert talked.returncode == 0
    assert (
        "  base_url [http://127.0.0.1:8000/]: feeds.example.org\n"
        "  'feeds.example.org': must be an absolute http or https address without query and fragment, "
        'as in "https://feeds.example.org/"\n'
        "  base_url [http://127.0.0.1:8000/]: https://feeds.example.org/\n"
    ) in talked.screen
    assert (
        f"  authority [feeds.example.org,{YEAR}]: not one\n"
        "  'not one': must be a domain or address and the year it was yours, as in \"example.org,2026\"\n"
        f"  authority [feeds.example.org,{YEAR}]: example.org\n"
    ) in talked.screen
    assert (
        "  timezone [Europe/Berlin]: Mars/Base\n"
        "  'Mars/Base': is no zone of the tz database, as \"Asia/Shanghai\" is\n"
        "  timezone [Europe/Berlin]: \n"
    ) in talked.screen
    assert told(tmp_path / "config.toml") == answered(
        base_url="https://feeds.example.org/", authority=f"example.org,{YEAR}"
    )


def test_what_an_option_says_is_not_asked(tmp_path: Path) -> None:
    """The one question that is left is the only one."""
    options = (
        "--base-url",
        "https://example.org/",
        "--timezone",
        "UTC",
        "--inbox",
        "in here",
        "--output",
        "out",
    )

    talked = talk("init", *options, answers=["me@example.org,2025"], cwd=tmp_path)

    assert talked.returncode == 0
    assert talked.screen == (
        "A domain of yours, and a year in which it was? Ids are made from it, for ever.\n"
        f"  authority [example.org,{YEAR}]: me@example.org,2025\n"
        "config.toml is written and explains every key. Next:\n"
        "  1. put captures (*.md, *.html) below 'in here'\n"
        "  2. pressrun check 'in here', then pressrun build\n"
        "  3. pressrun watch presses what comes; serve out at https://example.org/, "
        "or watch --serve behind it\n"
    )
    assert told(tmp_path / "config.toml") == answered(
        base_url="https://example.org/", authority="me@example.org,2025", timezone="UTC"
    ) | {"inbox": "in here", "output": "out"}


def test_a_byte_that_is_no_text_is_a_wrong_answer(tmp_path: Path) -> None:
    """A terminal in another encoding ends no dialogue."""
    talked = talk("init", answers=[b"https://\xff.example/\n", "", "", ""], cwd=tmp_path, env=BERLIN)

    assert talked.returncode == 0
    assert r"'https://\udcff.example/': " in talked.screen
    assert told(tmp_path / "config.toml") == DEFAULTS


@pytest.mark.parametrize("leaving", [END, signal.SIGINT], ids=["end of input", "interrupt"])
def test_whoever_leaves_the_questions_has_written_nothing(tmp_path: Path, leaving: bytes | int) -> None:
    """Exit code 2, a line, and no file."""
    talked = talk("init", answers=["https://example.org/", leaving], cwd=tmp_path)

    assert talked.returncode == 2
    assert talked.screen.endswith("\npressrun: no answer, so nothing was written; --yes takes the defaults\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [(), ("--yes",)], ids=["no terminal", "--yes"])
def test_without_questions_the_defaults_are_the_answers(tmp_path: Path, words: tuple[str, ...]) -> None:
    """The last line reminds of what has to be set one day."""
    finished = run("init", *words, cwd=tmp_path, env=BERLIN)

    assert (finished.returncode, finished.stdout) == (0, "")
    assert finished.stderr == (
        "config.toml is written and explains every key. Next:\n"
        "  1. put captures (*.md, *.html) below inbox\n"
        "  2. pressrun check inbox, then pressrun build\n"
        "  3. pressrun watch --serve, and subscribe at http://127.0.0.1:8000/; "
        "set base_url and authority before others do\n"
    )
    assert told(tmp_path / "config.toml") == DEFAULTS


def test_the_next_step_serves_where_the_address_says(tmp_path: Path) -> None:
    """A loopback address of another port is one for `watch --serve` as well."""
    finished = run("init", "--yes", "--base-url", "http://localhost:9000/", cwd=tmp_path)

    assert "pressrun watch --serve --port 9000, and subscribe at http://localhost:9000/;" in finished.stderr


def test_yes_asks_nothing_at_a_terminal_either(tmp_path: Path) -> None:
    """A script that runs in somebody's terminal goes on by itself."""
    talked = talk("init", "--yes", answers=[], cwd=tmp_path, env=BERLIN)

    assert (talked.returncode, "?" in talked.screen) == (0, False)
    assert told(tmp_path / "config.toml") == DEFAULTS


def test_a_process_without_standard_input_is_asked_nothing(tmp_path: Path) -> None:
    """Some supervisors close it."""
    finished = finish(["sh", "-c", '"$0" -m pressrun init <&-', sys.executable], cwd=tmp_path, env=BERLIN)

    assert (finished.returncode, told(tmp_path / "config.toml")) == (0, DEFAULTS)


def test_a_folder_is_made_for_the_config(tmp_path: Path) -> None:
    """Its next step leads into it."""
    finished = run("init", "my news/press", "--yes", cwd=tmp_path, env=BERLIN)

    assert finished.returncode == 0
    assert "  1. cd 'my news/press', and put captures (*.md, *.html) below inbox\n" in finished.stderr
    assert told(tmp_path / "my news" / "press" / "config.toml") == DEFAULTS


def test_what_init_writes_is_what_build_takes(tmp_path: Path) -> None:
    """The three steps work as they are told."""
    run("init", "--yes", cwd=tmp_path)
    (tmp_path / "inbox").mkdir()

    assert run("check", "inbox", cwd=tmp_path).returncode == 0
    assert run("build", cwd=tmp_path).returncode == 0
    assert (tmp_path / "feeds" / "index.html").is_file()


@pytest.mark.parametrize("held", ["inbox = 'mine'\n", "no TOML at all"])
def test_a_config_that_is_there_stays(tmp_path: Path, held: str) -> None:
    """Exit code 2 and what to do, before anything is asked."""
    file = write(tmp_path, "config.toml", held)

    talked = talk("init", answers=[], cwd=tmp_path)

    assert (talked.returncode, talked.screen) == (
        2,
        (
            "pressrun: config.toml: is there and stays as it is; edit it, name another folder, "
            "or replace it with --force\n"
        ),
    )
    assert file.read_text("utf-8") == held


def test_a_link_that_leads_nowhere_yet_is_a_config_that_is_there(tmp_path: Path) -> None:
    """Its target may be on a disk that is not mounted."""
    (tmp_path / "config.toml").symlink_to("gone/config.toml")

    assert run("init", "--yes", cwd=tmp_path).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_force_replaces_a_config_keeps_it_beside_and_takes_its_answers(tmp_path: Path) -> None:
    """The authority above all: another one would make every entry new."""
    before = (
        'inbox = "mine"\n[edition]\ntitle = "My \\"wire\\""\nbase_url = "https://a.example.org/"\n'
        'authority = "example.org,2019"\ntimezone = "Asia/Tokyo"\nentries = 7\n'
    )
    write(tmp_path, "config.toml", before)

    finished = run("init", "--force", "--base-url", "https://b.example.org/", cwd=tmp_path)

    assert finished.returncode == 0
    assert (tmp_path / "config.toml.old").read_text("utf-8") == before
    assert told(tmp_path / "config.toml") == answered(
        title='My "wire"',
        base_url="https://b.example.org/",
        authority="example.org,2019",
        timezone="Asia/Tokyo",
    ) | {"inbox": "mine"}


def test_force_loses_no_config_that_is_kept_from_before(tmp_path: Path) -> None:
    """Twice in a row is once too often."""
    write(tmp_path, "config.toml", 'inbox = "second"')
    write(tmp_path, "config.toml.old", 'inbox = "first"')

    finished = run("init", "--force", "--yes", cwd=tmp_path)

    assert (finished.returncode, finished.stderr) == (
        2,
        "pressrun: config.toml.old: is kept from before; move it away first\n",
    )
    assert (tmp_path / "config.toml").read_text("utf-8") == 'inbox = "second"'
    assert (tmp_path / "config.toml.old").read_text("utf-8") == 'inbox = "first"'


def test_force_does_not_guess_past_a_config_that_it_cannot_read(tmp_path: Path) -> None:
    """Its authority may stand behind the mistake."""
    write(tmp_path, "config.toml", '[edition]\nauthority = "example.org,2019')

    finished = run("init", "--force", "--yes", cwd=tmp_path)

    assert finished.returncode == 2
    assert finished.stderr.startswith("pressrun: config.toml: not TOML: ")
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_an_option_beats_a_variable_beats_the_default(tmp_path: Path) -> None:
    """The order of every other subcommand."""
    variables = {
        "PRESSRUN_EDITION__BASE_URL": "https://variable.example.org/",
        "PRESSRUN_EDITION__AUTHORITY": "variable.example.org,2020",
    }

    finished = run("init", "--authority", "option.example.org,2021", cwd=tmp_path, env=BERLIN | variables)

    assert finished.returncode == 0
    assert told(tmp_path / "config.toml") == answered(
        base_url="https://variable.example.org/", authority="option.example.org,2021"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--timezone", "Mars"), 'command line: edition.timezone: is no zone of the tz database, as "Asia/'),
        (("--base-url", "x"), "command line: edition.base_url: must be an absolute http or https address"),
        (("--authority", "a b"), "command line: edition.authority: must be a domain or address"),
        (("--authority", ""), "command line: edition.authority: must be a domain or address"),
        (("--inbox", ""), "command line: inbox: is empty"),
        (("--inbox", os.fsdecode(b"\xff")), "command line: inbox: is no text in UTF-8"),
    ],
)
def test_an_option_that_cannot_be_is_2(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    """Nothing is asked, and nothing is written."""
    finished = run("init", *words, cwd=tmp_path)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(f"pressrun: {says}")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_3(tmp_path: Path) -> None:
    """The line names the config, and nothing is left behind."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)

    finished = run("init", "locked", "--yes", cwd=tmp_path, before=POWERLESS)

    assert (finished.returncode, finished.stderr) == (
        3,
        "pressrun: locked/config.toml: Permission denied; no config was written\n",
    )
    assert list(folder.iterdir()) == []


def test_the_reference_in_the_package_is_config_toml(root: Path) -> None:
    """One text: after a change, `cp config.toml src/pressrun/config/reference.toml`."""
    packaged = root / "src" / "pressrun" / "config" / "reference.toml"

    assert packaged.read_bytes() == (root / "config.toml").read_bytes()


def test_every_key_is_explained_where_it_stands(tmp_path: Path) -> None:
    """With each # in front of a key taken away, the file is the reference with these answers."""
    text = written({"edition.base_url": "https://example.org/"})
    file = write(tmp_path, "c.toml", re.sub(r"(?m)^#(?! )", "", text))

    assert set(written_keys(told(file), set(keys(Config)))) == set(keys(Config))
    assert load(file, {}, {}).edition.base_url == "https://example.org/"
    explained = re.findall(r"(?m)^(?:# .*\n)+(?:#?[a-z_]+ = .*\n)+", text)
    count = sum(len(re.findall(r"(?m)^#?[a-z_]+ = ", block)) for block in explained)
    assert count == len(re.findall(r"(?m)^#?[a-z_]+ = ", text)) == len(keys(Config)) - 4


@pytest.mark.parametrize("key", keys(Config))
def test_every_key_has_an_example_that_is_not_empty(key: str) -> None:
    """An error about the key shows it; those of include and exclude stand in one line."""
    shown = example(key) or example(key.rpartition(".")[0]) or ""

    assert next(iter(tomllib.loads(shown).values())) not in ("", [], {})


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_written_as_itself(text: str) -> None:
    """Quotation marks, backslashes, controls and line ends come back as they went in."""
    assert tomllib.loads(written({"inbox": text}))["inbox"] == text


@pytest.mark.parametrize(
    ("base_url", "authority"),
    [
        ("https://feeds.example.org/", "feeds.example.org,2031"),
        ("https://Feeds.Example.org.:8443/news/", "feeds.example.org,2031"),
        ("https://例子.example/", "xn--fsqu00a.example,2031"),
        ("https://my_host.example/", "localhost,2031"),
        ("http://127.0.0.1:8000/", "localhost,2031"),
        ("http://[2001:db8::1]/", "localhost,2031"),
        ("http://localhost/", "localhost,2031"),
        ("http://printer/", "localhost,2031"),
        (f"https://{'a' * 64}.example/", "localhost,2031"),
    ],
)
def test_an_authority_is_proposed_for_an_address(base_url: str, authority: str) -> None:
    """Its domain in ASCII; an address without one proposes what only tests should use."""
    assert authority_of(base_url, 2031) == authority


@pytest.mark.parametrize(
    ("variable", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":Asia/Tokyo", "Asia/Tokyo"),
        (":/usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", None),
        ("/home/me/zone", None),
    ],
)
def test_tz_tells_the_zone_of_the_machine(tmp_path: Path, variable: str, zone: str | None) -> None:
    """By a name or a file of the tz database; a rule has no name."""
    assert machine_zone({"TZ": variable}, tmp_path / "localtime") == zone


@pytest.mark.parametrize(
    ("target", "zone"),
    [
        ("/usr/share/zoneinfo/Asia/Shanghai", "Asia/Shanghai"),
        ("../usr/share/zoneinfo/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("/var/db/timezone/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        ("/etc/somewhere", None),
    ],
)
def test_without_tz_the_link_to_the_local_time_does(tmp_path: Path, target: str, zone: str | None) -> None:
    """Where it leads is the zone's name."""
    (tmp_path / "localtime").symlink_to(target)

    assert machine_zone({}, tmp_path / "localtime") == zone


def test_a_copy_of_a_zone_file_has_no_name(tmp_path: Path) -> None:
    """Then the edition's own default is proposed; so it is where there is no file."""
    assert machine_zone({"TZ": ""}, tmp_path / "localtime") is None
    (tmp_path / "localtime").write_bytes(b"TZif2")
    assert machine_zone({"TZ": ""}, tmp_path / "localtime") is None

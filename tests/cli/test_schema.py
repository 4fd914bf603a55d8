"""`pressrun schema`, and the schemas in the repository that are its output."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from tests.cli.process import run
from tests.samples import DATE, FETCH_DATE, SOURCE, TITLE, URL, capture, write

NAMES = ("config", "digest", "finding")
FRONT_MATTER = {"title": TITLE, "url": URL, "source": SOURCE, "date": DATE, "fetch_date": FETCH_DATE}


def committed(root: Path, name: str) -> Any:
    """A schema of the repository."""
    return json.loads((root / "schemas" / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_of_the_repository_is_the_one_that_is_printed(
    root: Path, tmp_path: Path, name: str
) -> None:
    """Whoever changes a model writes its schema anew: `pressrun schema NAME > schemas/NAME.json`."""
    finished = run("schema", name, cwd=tmp_path)

    assert (finished.returncode, finished.stderr) == (0, "")
    assert json.loads(finished.stdout) == committed(root, name)


def test_there_is_no_schema_beside_them(root: Path) -> None:
    """Nothing in the folder is left from a model that is gone."""
    assert sorted(path.name for path in (root / "schemas").iterdir()) == [f"{name}.json" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_of_draft_2020_12(root: Path, name: str) -> None:
    """An independent validator takes it."""
    schema = committed(root, name)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_the_digest_schema_is_printed_by_default(root: Path, tmp_path: Path) -> None:
    """The schema that people ask for is that of their captures."""
    assert json.loads(run("schema", cwd=tmp_path).stdout) == committed(root, "digest")


def test_an_unknown_name_is_2(tmp_path: Path) -> None:
    """The line says which names there are."""
    finished = run("schema", "feed", cwd=tmp_path)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert all(name in finished.stderr for name in NAMES)


def test_the_digest_schema_asks_for_the_four_fields_and_takes_more(root: Path) -> None:
    """title, url, date and fetch_date are required, source is not, other keys are kept."""
    validator = Draft202012Validator(committed(root, "digest"), format_checker=FormatChecker())

    assert sorted(validator.schema["required"]) == ["date", "fetch_date", "title", "url"]
    assert validator.is_valid(FRONT_MATTER | {"tags": "x"})
    for field in ("title", "url", "date", "fetch_date"):
        assert not validator.is_valid({name: value for name, value in FRONT_MATTER.items() if name != field})
    assert validator.is_valid({name: value for name, value in FRONT_MATTER.items() if name != "source"})
    assert not validator.is_valid(FRONT_MATTER | {"title": ""})


def test_the_config_schema_takes_config_toml_and_refuses_what_the_program_refuses(root: Path) -> None:
    """An editor that knows the schema marks an unknown key."""
    validator = Draft202012Validator(committed(root, "config"))

    assert validator.is_valid({"inbox": "x", "edition": {"entries": 5}, "column": [{"name": "x"}]})
    assert not validator.is_valid({"inbocks": "x"})
    assert not validator.is_valid({"edition": {"entries": 0}})


def test_the_finding_schema_takes_what_check_prints(root: Path, tmp_path: Path) -> None:
    """Every object of `check --output-format json` is one of the schema."""
    write(tmp_path, "a.md", capture(date="never", url="ftp://example.org/"))
    findings = json.loads(run("check", "a.md", "--output-format", "json", cwd=tmp_path).stdout)
    validator = Draft202012Validator(committed(root, "finding"))

    assert len(findings) == 2
    assert [finding for finding in findings if not validator.is_valid(finding)] == []
    assert [set(finding) for finding in findings] == [set(validator.schema["properties"])] * 2
    assert not validator.is_valid(findings[0] | {"severity": "fatal"})


def test_the_dates_of_these_tests_are_dates() -> None:
    """The front matter above is one that the program believes."""
    assert datetime.fromisoformat(FETCH_DATE) > datetime.fromisoformat(DATE)

"""The rules about documents over the edition of the archive sample."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from pressrun.config import Config
from pressrun.press.build import build
from pressrun.press.edition import check_edition
from pressrun.rules import select

pytestmark = pytest.mark.sample


def test_the_edition_of_the_sample_has_no_finding(archive: Path, tmp_path: Path) -> None:
    """Every feed of it is ours and was looked at, with the OPML, the pages and the accounts."""
    config = Config(inbox=str(archive), output=str(tmp_path / "feeds"), state=str(tmp_path / "state"))
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as executor:
        build(config, executor)
        checked = check_edition(tmp_path / "feeds", config, select(documents=True), executor)
    assert checked.findings == ()
    assert checked.left_alone == 0
    names = ("**/*.xml", "*/feed.json", "*/archive/*.json", "*/index.html")
    assert checked.captures == sum(len(list((tmp_path / "feeds").glob(name))) for name in names) + 4

"""Fixes over the archive sample: what `--fix` must leave of it, and what it must leave alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from shutil import copytree

import pytest

from pressrun.config import Config
from pressrun.press import check, target_of
from pressrun.press.mending import mend
from pressrun.press.proof import subject_of
from pressrun.rules import select
from pressrun.rules.fixes import fixers
from tests.fixes.fixing import settings

pytestmark = pytest.mark.sample

RULES = select(["ALL"])
SAFE = {one.code for one in fixers() if one.safe}


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    """Two processes for what is slow here."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="module")
def mended(archive: Path, executor: Executor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample after `check --fix --select ALL`."""
    folder = copytree(archive, tmp_path_factory.mktemp("mended") / "sample")
    for one in mend(target_of(folder), Config(), RULES, unsafe=False, executor=executor):
        assert not one.left
    return folder


def _changed(archive: Path, mended: Path) -> list[str]:
    names = [path.relative_to(archive).as_posix() for path in sorted(archive.rglob("*.md"))]
    return [name for name in names if (archive / name).read_bytes() != (mended / name).read_bytes()]


def test_no_finding_is_left_that_a_safe_fix_mends(mended: Path, executor: Executor) -> None:
    """Under every rule."""
    left = Counter(one.code for one in check(target_of(mended), Config(), RULES, executor).findings)
    assert {code: count for code, count in left.items() if code in SAFE} == {}


def test_a_second_fix_changes_nothing(mended: Path, executor: Executor) -> None:
    """Nothing is even proposed that could be made."""
    assert list(mend(target_of(mended), Config(), RULES, unsafe=False, executor=executor)) == []


def test_fields_and_bodies_are_the_same_where_no_fix_was_due(archive: Path, mended: Path) -> None:
    """A file without a finding that has a safe fix is the same bytes; a body without one the same text."""
    due: dict[str, set[str]] = {}
    for finding in check(target_of(archive), Config(), RULES).findings:
        if finding.code in SAFE:
            due.setdefault(finding.path, set()).add(finding.code[:2])
    changed = _changed(archive, mended)
    assert set(changed) <= set(due)
    for name in changed:
        before, after = (
            subject_of(name, (root / name).read_bytes(), settings()) for root in (archive, mended)
        )
        assert before.digest == after.digest or "TI" in due[name]
        if before.digest is not None and after.digest is not None:
            assert (before.digest.key, before.digest.url) == (after.digest.key, after.digest.url)
        assert before.capture is not None
        assert after.capture is not None
        assert before.capture.body == after.capture.body or "MD" in due[name]

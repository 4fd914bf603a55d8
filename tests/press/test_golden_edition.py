"""feeds/, as it is committed, is the edition of inbox/ and config.toml: a reader can open it."""

from __future__ import annotations

from pathlib import Path

from pressrun.config import load
from pressrun.press.build import build
from tests.press.judge import judge_edition, judge_rss
from tests.press.pressing import tree


def test_the_committed_edition_is_what_the_press_makes(root: Path, tmp_path: Path) -> None:
    """Pressed into an empty folder, the sample inbox gives feeds/ to the byte, no file more and none less."""
    options = {
        "inbox": str(root / "inbox"),
        "output": str(tmp_path / "feeds"),
        "state": str(tmp_path / "state"),
    }

    edition = build(load(root / "config.toml", {}, options))

    assert (edition.contents.rejected, edition.contents.duplicates) == (0, 0)
    assert tree(tmp_path / "feeds") == tree(root / "feeds")


def test_the_committed_edition_is_good_for_readers(root: Path) -> None:
    """Feedparser finds no fault in any document of it, and RSS tells the same digests as Atom."""
    documents = judge_edition(root / "feeds")
    assert len(documents) > 20
    assert [judged.path for judged in documents if judged.bozo] == []
    feeds = [judged for judged in documents if judged.path.endswith("/feed.xml")]
    assert len(feeds) == 4
    for judged in feeds:
        ids = judge_rss((root / "feeds" / judged.path).with_name("rss.xml"))
        assert ids == [entry[0] for entry in judged.entries]

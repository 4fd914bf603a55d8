"""Pressing a folder: what the config, the inbox and the edition before make of an edition."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pressrun.errors import ConfigurationError, InputUnreachable
from pressrun.press.build import build
from tests.press.judge import judge
from tests.press.pressing import WALK, config, fill, plain, press, tree
from tests.samples import capture, write

NAMED = {"name": "River Wire", "slug": "river", "sources": ["河岸通讯"]}


def columns(folder: Path) -> dict[str, dict[str, Any]]:
    """The columns of the folder's edition by their slugs."""
    told = json.loads((folder / "feeds" / "edition.json").read_bytes())
    return {column["slug"]: column for column in told["columns"]}


def test_every_digest_goes_to_its_column(tmp_path: Path) -> None:
    """A named digest makes a column of its name, everything else goes to its source's."""
    write(tmp_path / "inbox", "a.md", capture())
    write(tmp_path / "inbox", "b.md", plain(1))
    write(tmp_path / "inbox", "c.md", plain(2, source=""))

    press(tmp_path)

    assert {slug: (column["title"], column["source"]) for slug, column in columns(tmp_path).items()} == {
        "chen-jian-su-du": ("晨间速读", "河岸通讯"),
        "he-an-tong-xun": ("河岸通讯", "河岸通讯"),
        "example-org": ("example.org", "example.org"),
    }


def test_a_configured_column_renames_merges_and_slugs(tmp_path: Path) -> None:
    """All that a source publishes goes to the one column that names it."""
    write(tmp_path / "inbox", "a.md", capture())
    write(tmp_path / "inbox", "b.md", plain(1))

    press(tmp_path, column=[NAMED])

    assert {slug: (column["title"], column["digests"]) for slug, column in columns(tmp_path).items()} == {
        "river": ("River Wire", 2)
    }


def test_renaming_a_column_keeps_the_ids_of_its_feeds(tmp_path: Path) -> None:
    """A subscriber of a column that is renamed finds nothing new."""
    write(tmp_path / "inbox", "a.md", plain(1))
    press(tmp_path)
    before = judge("", (tmp_path / "feeds/he-an-tong-xun/feed.xml").read_bytes())

    press(tmp_path, column=[NAMED])

    after = judge("", (tmp_path / "feeds/river/feed.xml").read_bytes())
    assert after.id == before.id
    assert [entry[0] for entry in after.entries] == [entry[0] for entry in before.entries]
    assert not (tmp_path / "feeds" / "he-an-tong-xun").exists()


def test_a_columns_language_is_on_its_feeds(tmp_path: Path) -> None:
    """A column in another language than the edition says so."""
    write(tmp_path / "inbox", "a.md", plain(1))

    press(tmp_path, edition={"language": "zh"}, column=[NAMED | {"language": "en"}])

    pressed = tree(tmp_path / "feeds")
    assert b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">' in pressed["river/feed.xml"]
    assert b'<h1 lang="zh">' in pressed["index.html"]
    assert b'<h3 lang="en">' in pressed["index.html"]


def test_a_column_in_another_language_is_told_from_its_texts(tmp_path: Path) -> None:
    """Its feeds, its entries and its title on the index; nothing is configured but the edition's."""
    english = "The river rose by the width of a hand, and the ferry is to wait for it at the old quay. "
    write(
        tmp_path / "inbox", "a.md", plain(1, source="Quayside", title="The river").replace(WALK, english * 5)
    )
    write(tmp_path / "inbox", "b.md", plain(2))

    press(tmp_path)

    pressed = {name: data.decode() for name, data in tree(tmp_path / "feeds").items()}
    assert re.findall('xml:lang="(.*?)"', pressed["quayside/feed.xml"]) == ["en", "en"]
    assert re.findall('xml:lang="(.*?)"', pressed["he-an-tong-xun/feed.xml"]) == ["zh-CN", "zh-CN"]
    assert re.findall("<h3.*?>", pressed["index.html"]) == ['<h3 lang="zh-CN">', '<h3 lang="en">']


def test_a_policy_for_pictures_changes_their_addresses_and_no_id(tmp_path: Path) -> None:
    """The same edition but for the pictures: same documents, ids and times."""
    picture = "![](https://mmbiz.qpic.cn/a.png)\n\n"
    write(tmp_path / "inbox", "a.md", plain(1).replace("第 1 篇写", f"{picture}第 1 篇写"))
    images = {"hosts": {"mmbiz.qpic.cn": "proxy"}, "proxy": "https://images.example/?u={url}"}
    press(tmp_path)
    kept = tree(tmp_path / "feeds")

    press(tmp_path, images=images)

    proxied = tree(tmp_path / "feeds")
    old, new = (
        b"https://mmbiz.qpic.cn/a.png",
        b"https://images.example/?u=https%3A%2F%2Fmmbiz.qpic.cn%2Fa.png",
    )
    assert {name: data.replace(old, new) for name, data in kept.items()} == proxied
    # In the text, and as the entry's thumbnail.
    assert proxied["he-an-tong-xun/feed.xml"].count(new) == 2


def test_a_live_feed_holds_the_newest_entries(tmp_path: Path) -> None:
    """`entries` cuts feed.xml and items.xml; documents of items are all there."""
    for day in range(1, 8):
        write(tmp_path / "inbox", f"{day}.md", plain(day, date=f"2025-03-{day:02}"))

    press(tmp_path, edition={"entries": 3})

    pressed = tree(tmp_path / "feeds")
    for name in ("feed.xml", "items.xml"):
        titles = re.findall("<title>河岸第 (.) 篇</title>", pressed[f"he-an-tong-xun/{name}"].decode())
        assert titles == ["7", "6", "5"]
    assert len([path for path in pressed if "/items/" in path]) == 7
    assert columns(tmp_path)["he-an-tong-xun"]["digests"] == 7


def test_a_live_feed_keeps_to_its_bytes(tmp_path: Path) -> None:
    """`max_bytes` cuts before `entries` does; one entry always stays."""
    for day in range(1, 8):
        write(tmp_path / "inbox", f"{day}.md", plain(day, date=f"2025-03-{day:02}"))

    press(tmp_path, edition={"max_bytes": 3_000})
    some = judge("", (tmp_path / "feeds/he-an-tong-xun/feed.xml").read_bytes())
    press(tmp_path, edition={"max_bytes": 1_024})
    one = judge("", (tmp_path / "feeds/he-an-tong-xun/feed.xml").read_bytes())

    assert 1 < len(some.entries) < 7
    assert some.size <= 3_000
    assert len(one.entries) == 1


def test_links_lead_below_the_base_url(tmp_path: Path) -> None:
    """A base_url with or without its slash is the address of the output."""
    write(tmp_path / "inbox", "a.md", plain(1))

    press(tmp_path, edition={"base_url": "https://feeds.example.org/daily"})

    column = columns(tmp_path)["he-an-tong-xun"]
    assert column["feed"] == "https://feeds.example.org/daily/he-an-tong-xun/feed.xml"
    feed = (tmp_path / "feeds/he-an-tong-xun/feed.xml").read_text("utf-8")
    assert '<link href="https://feeds.example.org/daily/he-an-tong-xun/feed.xml" rel="self"' in feed


def test_the_timezone_of_the_config_is_that_of_the_dates(tmp_path: Path) -> None:
    """A `date` is a day in the config's zone, and so are its offsets."""
    write(tmp_path / "inbox", "a.md", plain(1))

    press(tmp_path, edition={"timezone": "America/New_York"})

    assert columns(tmp_path)["he-an-tong-xun"]["updated"].startswith("2025-03-14T01:")
    assert columns(tmp_path)["he-an-tong-xun"]["updated"].endswith("-04:00")


def test_an_emptied_inbox_does_not_empty_the_edition(tmp_path: Path) -> None:
    """An unmounted disk looks like an empty folder: only `force` takes the edition down."""
    fill(tmp_path, 3)
    press(tmp_path)
    before = tree(tmp_path / "feeds")
    for path in (tmp_path / "inbox").rglob("*.md"):
        path.unlink()

    with pytest.raises(InputUnreachable, match=r"no capture, but the edition before has 3; --force empties"):
        press(tmp_path)
    assert tree(tmp_path / "feeds") == before

    contents = press(tmp_path, force=True).contents
    assert contents.captures == 0
    left = tree(tmp_path / "feeds")
    assert sorted(path for path in left if "/" not in path) == [
        "edition.json",
        "feed.css",
        "feeds.opml",
        "index.html",
        "report.html",
        "report.json",
    ]
    buried = {path: data for path, data in left.items() if "/" in path}
    assert len(buried) == 3 + 2
    assert all(b"<at:deleted-entry" in data and b"<entry" not in data for data in buried.values())


@pytest.mark.parametrize(
    ("inbox", "output"),
    [("inbox", "inbox"), ("inbox", "inbox/feeds"), ("feeds/inbox", "feeds"), ("inbox", "link/feeds")],
)
def test_inbox_and_output_lie_apart(tmp_path: Path, inbox: str, output: str) -> None:
    """One inside the other, or both the same, is refused before anything is written, links or not."""
    write(tmp_path / inbox, "a.md", plain(1))
    (tmp_path / "link").symlink_to("inbox")
    before = tree(tmp_path)

    with pytest.raises(ConfigurationError, match="lie inside each other; name another output"):
        press(tmp_path, inbox=str(tmp_path / inbox), output=str(tmp_path / output))

    assert tree(tmp_path) == before


def test_the_state_does_not_lie_below_the_output(tmp_path: Path) -> None:
    """What is ours alone is never published: such a config is refused (DESIGN, Output layout)."""
    write(tmp_path / "inbox", "a.md", plain(1))

    with pytest.raises(ConfigurationError):
        press(tmp_path, state=str(tmp_path / "feeds" / ".pressrun"))


def test_progress_is_told_up_to_the_last_capture(tmp_path: Path) -> None:
    """Done and total, batch by batch."""
    fill(tmp_path, 150)
    told: list[tuple[int, int]] = []

    build(config(tmp_path), None, lambda done, total: told.append((done, total)))

    assert told[-1] == (150, 150)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) > 1


def test_a_digest_whose_documents_all_stand_is_unchanged(tmp_path: Path) -> None:
    """`unchanged` counts the published captures none of whose documents had to be written."""
    fill(tmp_path, 3)
    first = press(tmp_path)
    write(tmp_path / "inbox", "new.md", plain(9))
    second = press(tmp_path)

    assert (first.unchanged, first.contents.published) == (0, 3)
    assert (second.unchanged, second.contents.published) == (3, 4)


def test_a_capture_over_the_configured_size_is_rejected(tmp_path: Path) -> None:
    """`max_capture_bytes` is the cap of this inbox."""
    write(tmp_path / "inbox", "a.md", plain(1))
    write(tmp_path / "inbox", "b.md", plain(2) + "长" * 1_000)

    contents = press(tmp_path, max_capture_bytes=2_048).contents

    assert contents.rejected_by_rule == {"IN003": 1}


def test_findings_of_a_run_stand_in_the_order_of_the_paths(tmp_path: Path) -> None:
    """By path and then by place, over several batches and whoever was first to finish one."""
    names = [f"{number:03}.md" for number in range(150)]
    for name in names:
        write(tmp_path / "inbox", name, capture(date="never", fetch_date="never"))

    with ThreadPoolExecutor(4) as threads:
        findings = build(config(tmp_path), threads).findings

    assert [(finding.path, finding.code) for finding in findings] == [
        (name, code) for name in names for code in ("DT001", "DT003")
    ]

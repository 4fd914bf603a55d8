"""A small edition in invented words, pressed twice: one story is corrected, one digest withdrawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.press.pressing import WALK, plain, press
from tests.samples import BODY, SOURCE, TITLE, capture, write

DIGESTS, PAGES = "chen-jian-su-du", "he-an-tong-xun"
#: The own feed of an item of the digest that is withdrawn: ids never change, so its name does not.
GONE = f"{DIGESTS}/items/2025-03/465dec930ebf7d50.xml"
TITLE_OF_EDITION = "河岸版"
LONG = (
    "一条很长的消息写了河岸两边所有的店铺、渡口、图书馆和旧厂房，"
    "标题长得在小屏幕上要占五行才放得下，却还没有说完"
)
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
HOSTILE = '<script>alert("1")</script><img src=https://elsewhere.example/x onerror=alert(1)>'
CORRECTED = BODY.replace("开到晚上十点", "开到晚上九点")
SUBSCRIBE = {"Reader one": "https://reader.example/add?url={url}", "Own reader": "feed:{url}"}


def make_edition(folder: Path, base_url: str) -> None:
    """Presses an inbox below the folder into its feeds, for this address, before and after the changes."""
    inbox = folder / "inbox"
    for number in range(1, 14):
        write(inbox, digest_path(number), digest(number))
    for number, title in enumerate((LONG, f"{WORD} 与河", "短", HOSTILE, f"{WALK[:40]} | 河", "River walk")):
        # Two years of an archive.
        date = f"{('2024-11', '2025-01')[number % 2]}-0{number + 1}"
        write(inbox, f"pages/{number}.md", plain(number, source=SOURCE, date=date, title=title))
    write(inbox, "2025/03/14/daily/rejected.md", capture("", title="空", date="2025-03-14"))
    values: dict[str, Any] = {
        "edition": {"title": TITLE_OF_EDITION, "base_url": base_url},
        "pages": {"subscribe": SUBSCRIBE},
    }
    press(folder, **values)
    write(inbox, "2025/03/14/daily/corrected.md", digest(12, CORRECTED, fetch_date="2025-05-09T10:20:30.5"))
    (inbox / digest_path(13)).unlink()
    press(folder, **values)


def digest(number: int, body: str = BODY, **values: str) -> str:
    """A capture of the column's digest of that day in March."""
    url = f"https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=26500{number:05}&idx=1"
    return capture(body, title=TITLE, url=url, date=f"2025-03-{number:02}", **values)


def digest_path(number: int) -> str:
    """Where that capture lies in the inbox."""
    return f"2025/03/{number:02}/daily/{number}.md"

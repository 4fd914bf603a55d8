"""Digests and what is remembered of them, built in one line for the tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pressrun.digest import Digest, Item
from pressrun.history.deciding import first
from pressrun.history.memory import memory_of
from pressrun.history.standing import Memory, Standing
from pressrun.identity import digest_key, digest_of

OWN, MIRROR = "河岸通讯", "众声"
URL = "https://south.example.org/pages/1"
WECHAT = "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1"
TITLE = "河上两件事"
SLUG = "he-an-tong-xun"
BRIDGE = "这座桥用了三年建成，两岸的人从此不必再等渡船，守桥的人说他每天要数一遍栏杆。"
LIBRARY = "从下周起图书馆每天开到晚上十点，旧书的书架搬到了窗边，读书的人可以看见河。"
LAMPS = "渡口的灯换成了新的，守灯人往后夜里也看得见浮标，船家说这比什么都要紧。"


def fetched(hours: float) -> datetime:
    """So many hours after the first capture."""
    return datetime.fromtimestamp(datetime(2025, 5, 2, 8, tzinfo=UTC).timestamp() + hours * 3600, UTC)


def item(title: str, text: str = BRIDGE, *, cut: bool = False) -> Item:
    """An item of one paragraph."""
    return Item(title, f"<p>{text}</p>", text, cut=cut)


def digest(
    *items: Item,
    hours: float = 0,
    path: str = "a.md",
    title: str = TITLE,
    url: str = URL,
    key: str = "",
    source: str = OWN,
    mirror: str = "",
) -> Digest:
    """A capture that speaks for its digest; its content is told by its words, as the press does it."""
    told = items or (item("新桥通车"), item("图书馆延长开放", LIBRARY))
    words = "\n".join((title, *(f"{one.title}\n{one.html}" for one in told)))
    return Digest(
        path=path,
        key=key or digest_key(url, TITLE),
        title=title,
        url=url,
        source=source,
        date=date(2025, 3, 14),
        fetched=fetched(hours),
        items=told,
        whole=False,
        content=digest_of(words)[:16],
        mirror=mirror,
    )


def published(
    *items: Item, hours: float = 0, path: str = "a.md", mirror: str = ""
) -> tuple[Memory, Standing]:
    """A digest that an edition has published, and what is remembered of it."""
    return remembered(first(digest(*items, hours=hours, path=path, mirror=mirror)))


def remembered(standing: Standing) -> tuple[Memory, Standing]:
    """What the next run knows."""
    return memory_of(standing, SLUG), standing

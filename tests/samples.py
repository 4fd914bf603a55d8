"""Captures written for tests: the shape of real ones, our own words."""

from __future__ import annotations

from pathlib import Path

TITLE = "河上新桥通车；图书馆延长开放；旧厂房改成剧场 | 晨间速读"
URL = "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1&sn=0a1b2c3d&chksm=ffff&scene=58#rd"
SOURCE = "河岸通讯"
DATE = "2025-03-14"
FETCH_DATE = "2025-05-02T08:30:00.123456"

BODY = """
# {title}

![cover_image](https://img.example.org/cover.jpg)

# {title}

林一

河岸通讯

早上好。今天的三条消息都发生在河的两岸，编辑部从码头出发，步行走完了全程，沿途请教了路人。

## 河上新桥通车

这座桥用了三年建成，今天上午开放。（来源：河岸日报）

## 图书馆延长开放

从下周起，图书馆每天开到晚上十点。（消息来源：城南网）
"""


def capture(
    body: str = BODY,
    *,
    title: str = TITLE,
    url: str = URL,
    source: str = SOURCE,
    date: str = DATE,
    fetch_date: str = FETCH_DATE,
) -> str:
    """The text of a capture; `{title}` in the body is the title."""
    return (
        f"---\ntitle: {title}\nurl: {url}\nsource: {source}\ndate: {date}\nfetch_date: {fetch_date}\n---\n"
        + body.replace("{title}", title)
    )


def write(folder: Path, name: str, text: str) -> Path:
    """Puts a capture into a folder below which the inbox lies."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")
    return path


def make_checkout(folder: Path) -> None:
    """Makes the folder the top of what git takes for a repository, without a commit."""
    for name in ("objects", "refs"):
        (folder / ".git" / name).mkdir(parents=True)
    write(folder, ".git/HEAD", "ref: refs/heads/main\n")

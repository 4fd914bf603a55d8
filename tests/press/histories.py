"""Inboxes that change step by step, and what they must have become: a model that knows no code under test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.press.pressing import WALK
from tests.samples import capture, write

#: Digests of the first column are WeChat's and split into items, the others are plain pages of another site.
SPLIT, PLAIN = 2, 2
MIRROR, ANCHOR = "众声", "anchor.md"
_DAYS = ("2025-03-14", "2025-04-01", "2024-12-30", "2025-03-14")
_NOON = datetime(2025, 6, 1, 12)  # noqa: DTZ001  as an archiver writes it
_HEADINGS = ("新桥通车", "图书馆延长开放", "渡口修灯")
_CAPTCHA = "\n# 环境异常\n\n当前环境异常，完成验证后即可继续访问。\n\n去验证\n"


@dataclass(frozen=True)
class File:
    """A capture: of which digest, in which words, fetched when (minutes), from which source."""

    digest: int
    fetched: int
    title: int = 0
    texts: tuple[int, ...] = (0, 0)
    headings: tuple[int, ...] = (0, 0)
    dropped: int | None = None
    mirror: bool = False
    error: bool = False

    @property
    def words(self) -> tuple[object, ...]:
        """What it says, whenever and wherever it was captured."""
        return self.title, self.texts, self.headings, self.dropped, self.error

    @property
    def moment(self) -> datetime:
        """Its `fetch_date`."""
        return _NOON + timedelta(minutes=self.fetched)

    def text(self) -> str:
        """The file's text."""
        values = {
            "url": url_of(self.digest),
            "source": MIRROR if self.mirror else "河岸通讯" if self.digest < SPLIT else "城南网",
            "date": date_of(self.digest),
            "fetch_date": self.moment.isoformat(),
        }
        if self.error:
            return capture(_CAPTCHA, title="环境异常", **values)
        if self.digest >= SPLIT:
            title = f"城南第 {self.digest} 页，{self.title} 改"
            body = f"\n{title}：第 {self.texts[0]} 稿写到码头。{WALK}\n"
            return capture(body, title=title, **values)
        items = "".join(
            f"\n## {heading_of(self, place)}\n\n{_piece(self.digest, place, text)}\n"
            for place, text in enumerate(self.texts)
            if place != self.dropped
        )
        title = f"第 {self.digest} 天通车；第 {self.title} 版开放；旧厂房改成剧场 | 晨间速读"
        return capture(f"\n# {title}\n{items}", title=title, **values)


def heading_of(file: File, place: int) -> str:
    """The heading of an item."""
    number = file.headings[place]
    return f"第 {file.digest} 日{_HEADINGS[place]}" + (f"，{number} 改" if number else "")


def _piece(digest: int, place: int, text: int) -> str:
    return (
        f"第 {digest} 天的第 {place} 件事发生在河岸，编辑部走到现场看了一遍，问过守桥的人和茶铺的老板。"
        f"这是第 {text} 稿。"
    )


def url_of(digest: int) -> str:
    """The address of a digest's page: no two digests share one."""
    if digest < SPLIT:
        return f"https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=265000000{digest}&idx=1"
    return f"https://south.example.org/pages/{digest}"


def date_of(digest: int) -> str:
    """The day of a digest."""
    return _DAYS[digest]


@dataclass
class History:
    """An inbox and what has happened to it.

    `plain` says that nothing was edited, removed, moved or captured again with other content: then the
    edition is the one that an empty output would have got. `living` are the digests that the edition holds.
    """

    folder: Path
    files: dict[str, File] = field(default_factory=dict)
    gone: list[tuple[str, File]] = field(default_factory=list)
    living: set[int] = field(default_factory=set)
    newest: dict[int, datetime] = field(default_factory=dict)
    retitled: set[int] = field(default_factory=set)
    plain: bool = True
    clock: int = 0
    lost: bool = False
    changed: bool = False
    _touched: set[int] = field(default_factory=set)

    def begin(self) -> None:
        """Makes the inbox, with one capture that no step touches: an empty one is an error."""
        text = capture(f"\n{WALK}\n", title="岸上一日", url="https://anchor.example/1", source="岸上")
        write(self.folder / "inbox", ANCHOR, text)

    def do(self, name: str, some: int, other: int) -> None:
        """One operation on the file or digest that a number picks; nothing where there is none."""
        operation: Callable[[int, int], None] = getattr(self, name)
        operation(some, other)

    def settle(self) -> None:
        """Takes note that this inbox was pressed."""
        good = {file.digest for file in self.files.values() if not file.error}
        held = {file.digest for file in self.files.values()}
        self.living = good | (self.living & held)
        for file in self.files.values():
            known = self.newest.get(file.digest, file.moment)
            self.newest[file.digest] = max(known, file.moment)
        self.lost = self.changed = False
        self._touched = set()

    # --- operations ---

    def add(self, some: int, other: int) -> None:
        """A digest's first capture, or one more with today's words."""
        digest = some % (SPLIT + PLAIN)
        self._put(f"{other % 3}/{digest}.md", replace(self._latest(digest), fetched=self._now()))

    def edit_text(self, some: int, other: int) -> None:
        """The page says something else; its capture is overwritten."""

        def edited(file: File) -> File:
            place = other % len(file.texts)
            return replace(file, texts=_counted_up(file.texts, place))

        self._edit(some, edited)

    def edit_heading(self, some: int, other: int) -> None:
        """An item's heading is another."""

        def edited(file: File) -> File:
            return replace(file, headings=_counted_up(file.headings, other % len(file.headings)))

        self._edit(some, edited)

    def edit_title(self, some: int, other: int) -> None:
        """The page has another title."""
        del other
        self._edit(some, lambda file: replace(file, title=file.title + 1), retitles=True)

    def grow(self, some: int, other: int) -> None:
        """An item more at the end, or one less."""

        def edited(file: File) -> File:
            count = 2 if len(file.texts) == 3 else 3
            texts, headings = (*file.texts[:2], other), (*file.headings[:2], 0)
            return replace(file, texts=texts[:count], headings=headings[:count])

        self._edit(some, edited)

    def drop(self, some: int, other: int) -> None:
        """An item less, or the one that was dropped is back."""

        def edited(file: File) -> File:
            return replace(file, dropped=other % 2 if file.dropped is None else None)

        self._edit(some, edited)

    def again(self, some: int, other: int) -> None:
        """The same words are captured later, at a path of their own."""
        if found := self._pick(some, error=False):
            _, file = found
            self._put(f"again/{other % 4}-{file.digest}.md", replace(file, fetched=self._now()))

    def late(self, some: int, other: int) -> None:
        """A capture from before all others arrives: with the same words, or with other ones."""
        if found := self._pick(some, error=False, mirror=False):
            _, file = found
            old = replace(file, fetched=-self._now())
            if other % 2:
                old = replace(old, texts=_counted_up(old.texts, 0))
            self._put(f"late/{other % 4}-{file.digest}.md", old)

    def mirror(self, some: int, other: int) -> None:
        """A mirror's copy arrives, word for word or not, maybe before the digest itself."""
        digest = some % (SPLIT + PLAIN)
        copy = replace(self._latest(digest), fetched=self._now(), mirror=True)
        if other % 3 == 0:
            copy = replace(copy, texts=_counted_up(copy.texts, 0))
        # A mirror's column of the same name keeps the slug if it comes first: a published slug stays.
        self.plain &= any(file.digest == digest and not file.mirror for file in self.files.values())
        self._put(f"mirror/{digest}.md", copy)

    def fail(self, some: int, other: int) -> None:
        """A capture is overwritten with what stands in an article's place."""
        del other
        if found := self._pick(some, error=False):
            path, file = found
            self.plain = False
            self._put(path, replace(file, fetched=self._now(), error=True))

    def rename(self, some: int, other: int) -> None:
        """A capture moves to another path."""
        if found := self._pick(some, error=False):
            path, file = found
            if self._take(path):
                self._put(f"moved/{other % 4}-{file.digest}.md", file, again=True)

    def remove(self, some: int, other: int) -> None:
        """A capture leaves."""
        del other
        if found := self._pick(some):
            path, file = found
            if self._take(path):
                self.gone.append((path, file))

    def restore(self, some: int, other: int) -> None:
        """A capture comes back as it was."""
        del other
        if self.gone:
            path, file = self.gone[some % len(self.gone)]
            # Under a later title a page that has left comes back as another digest.
            if path not in self.files and file.digest not in self.retitled:
                self._put(path, file)

    def lose_state(self, some: int, other: int) -> None:
        """The state folder is deleted."""
        del some, other
        shutil.rmtree(self.folder / ".pressrun", ignore_errors=True)
        self.lost = True

    def lose_ledger(self, some: int, other: int) -> None:
        """The ledger's file is deleted, and what SQLite keeps beside it."""
        del some, other
        for path in (self.folder / ".pressrun").rglob("*.sqlite3*"):
            path.unlink()
        self.lost = True

    def flip(self, some: int, other: int) -> None:
        """A byte of the ledger is another."""
        for path in sorted((self.folder / ".pressrun").rglob("*.sqlite3")):
            data = bytearray(path.read_bytes())
            data[some * 977 % len(data)] ^= other % 255 + 1
            path.write_bytes(data)
        self.lost = True

    # --- what they are made of ---

    def _now(self) -> int:
        self.clock += 1
        return self.clock

    def _latest(self, digest: int) -> File:
        own = [file for file in self.files.values() if file.digest == digest and not file.error]
        return max(own, key=lambda file: file.fetched, default=File(digest, 0)) if own else File(digest, 0)

    def _pick(
        self, number: int, *, error: bool | None = None, mirror: bool | None = None
    ) -> tuple[str, File] | None:
        found = [
            (path, file)
            for path, file in sorted(self.files.items())
            if error in {None, file.error} and mirror in {None, file.mirror}
        ]
        return found[number % len(found)] if found else None

    def _edit(self, some: int, change: Callable[[File], File], *, retitles: bool = False) -> None:
        if found := self._pick(some, error=False, mirror=False):
            path, file = found
            # A title is held against what stands: one that was never pressed is only another page's.
            if retitles and file.digest not in self.living:
                return
            if self._put(path, replace(change(file), fetched=self._now())):
                self.plain = False
                if retitles:
                    self.retitled.add(file.digest)

    def _put(self, path: str, file: File, *, again: bool = False) -> bool:
        if file.digest in self._touched and not again:
            return False
        self._touched.add(file.digest)
        known = [
            one for one in (*self.files.values(), *dict(self.gone).values()) if one.digest == file.digest
        ]
        if path in self.files or any(one.words != file.words for one in known):
            self.plain = False
        self.files[path] = file
        write(self.folder / "inbox", path, file.text())
        self.changed = True
        return True

    def _take(self, path: str) -> bool:
        if self.files[path].digest in self._touched:
            return False
        self._touched.add(self.files.pop(path).digest)
        (self.folder / "inbox" / path).unlink()
        self.plain, self.changed = False, True
        return True


def _counted_up(numbers: tuple[int, ...], place: int) -> tuple[int, ...]:
    return (*numbers[:place], numbers[place] + 1, *numbers[place + 1 :])

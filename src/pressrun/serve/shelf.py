"""Documents kept in memory, the ones asked for last, up to a bound."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pressrun.serve.documents import Document, load
from pressrun.store.below import stamp
from pressrun.store.versions import Versions

#: Bytes of documents in memory.
BOUND = 64 * 1024 * 1024


class Shelf:
    """The documents of one output. For one event loop: only reading a file leaves it.

    Args:
        root: the output.
        versions: where what is served is noted.
        bound: bytes to keep at the most; one document beyond a quarter of it is never kept.
    """

    def __init__(self, root: Path, versions: Versions, bound: int = BOUND) -> None:
        self._root = str(root)
        self._versions = versions
        self._bound = bound
        self._size = 0
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._loading: dict[str, asyncio.Future[Document | None]] = {}
        # Reading, packing and hashing a large document would hold up every other reader.
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="pressrun-read")

    @property
    def documents(self) -> int:
        """How many are in memory."""
        return len(self._kept)

    @property
    def size(self) -> int:
        """The bytes of those."""
        return self._size

    def at_hand(self, path: str) -> Document | None:
        """The document, if it is in memory and still what stands on the disk."""
        document = self._kept.get(path)
        if document is None:
            return None
        if stamp(f"{self._root}/{path}") != document.stamp:
            self._drop(path)
            return None
        self._kept.move_to_end(path)
        return document

    async def fetch(self, path: str) -> Document | None:
        """The document as it stands now, from memory or from the disk; None where there is none.

        Raises:
            OSError: the machine is at fault.
        """
        document = self.at_hand(path)
        if document is not None:
            return document
        loading = self._loading.get(path)
        if loading is None:
            loop = asyncio.get_running_loop()
            loading = loop.run_in_executor(self._readers, load, self._root, path, self._versions)
            self._loading[path] = loading
            loading.add_done_callback(lambda done: self._loaded(path, done))
        return await asyncio.shield(loading)

    def close(self) -> None:
        """Lets the readers go."""
        self._readers.shutdown(wait=False, cancel_futures=True)

    def _loaded(self, path: str, done: asyncio.Future[Document | None]) -> None:
        del self._loading[path]
        document = None if done.cancelled() or done.exception() else done.result()
        if document is None or document.size > self._bound // 4:
            return
        self._drop(path)
        self._kept[path] = document
        self._size += document.size
        while self._size > self._bound:
            self._drop(next(iter(self._kept)))

    def _drop(self, path: str) -> None:
        document = self._kept.pop(path, None)
        if document is not None:
            self._size -= document.size

"""One hub, and the documents that it has still to be told of; a thread of its own tells it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from pressrun.compose import names_hubs
from pressrun.store.waiting import MOST, Waiting
from pressrun.websub.rhythm import Rhythm
from pressrun.websub.telling import Say, Telling

if TYPE_CHECKING:
    from pressrun.websub.ping import Answer

# Seconds between two notes of what is done, while there is more to do.
_SPACING = 1.0


class Hub:
    """Pings one hub, a document at a time; nobody waits for it, and it waits for no other hub.

    Args:
        address: of the hub.
        topic: the address of the document at a path.
        waiting: where those that wait are noted, so that the next process goes on.
        say: where it is said what happens.
    """

    def __init__(self, address: str, topic: Callable[[str], str], waiting: Waiting, say: Say) -> None:
        self.address = address
        self._topic = topic
        self._waiting = waiting
        self._telling = Telling(address, say)
        self._rhythm = Rhythm()
        self._change = threading.Condition()
        self._queue: dict[str, None] = {}
        self._now = ""
        self._done: set[str] = set()
        self._noted = time.monotonic()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def add(self, paths: Collection[str]) -> None:
        """Has the hub told of these documents, and of those noted that nobody tells it of; each once.

        Args:
            paths: below the output. Noted first, so that a process that ends leaves them to the next one.
        """
        with self._change:
            if paths:
                self._note(came=paths)
            noted = filter(names_hubs, self._waiting.read().get(self.address, ()))
            self._queue |= dict.fromkeys(path for path in noted if path not in self._done | {self._now})
            self._queue |= dict.fromkeys(paths)
            if (over := len(self._queue) - MOST) > 0:
                self._forget(over)
            if self._queue and self._thread is None:
                # Nobody waits for it: what it has not told of is noted.
                self._thread = threading.Thread(target=self._run, name="websub", daemon=True)
                self._thread.start()
            self._change.notify_all()

    def left(self, deadline: float) -> int:
        """Waits until nothing waits any more, or nothing can happen before the deadline; how many wait then.

        Args:
            deadline: by time.monotonic().
        """
        with self._change:
            while self._queue or self._now:
                pause = deadline - time.monotonic()
                if pause <= 0 or (not self._now and self._rhythm.pause > pause):
                    break
                self._change.wait(pause)
            return len(self._queue) + bool(self._now)

    def stop(self) -> None:
        """Nothing is sent any more; what is being sent is left alone, and nothing is said of it."""
        with self._change:
            self._stopped = True
            self._note_done()
            self._change.notify_all()

    def _run(self) -> None:
        from pressrun.websub.ping import connections, ping  # noqa: PLC0415  for those who have a hub to tell

        with connections() as out:
            while path := self._next():
                topic = self._topic(path)
                self._answered(path, topic, ping(out, self.address, topic))

    def _next(self) -> str:
        """The next document, once its time has come; empty at the end."""
        with self._change:
            while not self._stopped:
                pause = self._rhythm.pause
                if self._queue and pause <= 0:
                    self._now = next(iter(self._queue))
                    del self._queue[self._now]
                    return self._now
                self._change.wait(pause if self._queue else None)
        return ""

    def _answered(self, path: str, topic: str, answer: Answer) -> None:
        with self._change:
            self._now = ""
            if answer.again:
                # The last now: a hub may have trouble with one document, and take the others.
                self._queue.setdefault(path)
                self._rhythm.failed(answer.after)
            else:
                self._done.add(path)
                self._rhythm.well()
            waiting = len(self._queue)
            self._note_done()
            if not self._stopped:
                self._tell(answer, topic, waiting)
            self._change.notify_all()

    def _tell(self, answer: Answer, topic: str, waiting: int) -> None:
        if answer.again:
            self._telling.failed(answer.trouble, waiting)
            return
        self._telling.well()
        if answer.trouble:
            self._telling.refused(answer.trouble, topic)
        else:
            self._telling.took()
        if not waiting:
            self._telling.idle()

    def _note_done(self) -> None:
        """Notes what is done, at the end and now and again, but for what has changed once more since."""
        now = time.monotonic()
        if self._done and (not self._queue or self._stopped or now - self._noted >= _SPACING):
            self._noted = now
            if self._note(done=self._done - self._queue.keys()):
                self._done.clear()

    def _note(self, came: Collection[str] = (), done: Collection[str] = ()) -> bool:
        try:
            self._waiting.change(self.address, came=came, done=done)
        except OSError as error:
            # Only the next process misses it: it does not tell of what came, or tells twice of what is done.
            logging.getLogger(__name__).debug("pings are not noted: %s", error)
            return False
        return True

    def _forget(self, count: int) -> None:
        for path in list(self._queue)[:count]:
            del self._queue[path]
        self._telling.forgot(count)

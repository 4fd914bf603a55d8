"""What is said of a hub: each trouble when it begins and then now and again, and what it was told of."""

from __future__ import annotations

import logging
import time
from typing import Protocol

#: Seconds after which a trouble that lasts is said again.
REMINDER = 60 * 60


class Say(Protocol):
    """How it is said: `journal.event`, or what has its shape."""

    def __call__(self, name: str, message: str, *, level: int = logging.INFO, **fields: object) -> None:
        """Says that something happened."""


class Telling:
    """Remembers what was said of one hub.

    Args:
        hub: its address.
        say: where it goes.
    """

    def __init__(self, hub: str, say: Say) -> None:
        self._hub = hub
        self._say = say
        self._trouble = ""
        self._since = self._said = 0.0
        self._told = self._refused = 0

    def failed(self, trouble: str, waiting: int) -> None:
        """It did not take a ping, which goes out again later; so many wait."""
        now = time.monotonic()
        if not self._trouble:
            self._since = now
        if trouble == self._trouble and now - self._said < REMINDER:
            return
        self._trouble, self._said = trouble, now
        self._say(
            "hub.failed",
            f"{self._hub}: {trouble}; pings wait: {waiting}",
            level=logging.WARNING,
            hub=self._hub,
            waiting=waiting,
            since_seconds=round(now - self._since),
        )

    def refused(self, trouble: str, topic: str) -> None:
        """It will not take this ping: it is not sent again. The others that it refuses are only counted."""
        self._refused += 1
        if self._refused == 1:
            self._say(
                "hub.refused",
                f"{self._hub}: {trouble} to a ping for {topic}; it is not sent again",
                level=logging.WARNING,
                hub=self._hub,
                topic=topic,
            )

    def took(self) -> None:
        """It took one."""
        self._told += 1

    def well(self) -> None:
        """It answers."""
        if self._trouble:
            seconds = round(time.monotonic() - self._since)
            self._say(
                "hub.recovered",
                f"{self._hub}: it answers again, after {seconds} s",
                hub=self._hub,
                seconds=seconds,
            )
        self._trouble = ""

    def forgot(self, count: int) -> None:
        """So many more waited than there is room for: those that waited longest are told to nobody."""
        self._say(
            "hub.forgot",
            f"{self._hub}: too many pings wait, {count} are forgotten",
            level=logging.WARNING,
            hub=self._hub,
            count=count,
        )

    def idle(self) -> None:
        """Nothing waits any more."""
        if self._told or self._refused:
            self._say(
                "hub.told",
                f"{self._hub}: told of {self._told} changed feeds, refused {self._refused}",
                hub=self._hub,
                told=self._told,
                refused=self._refused,
            )
        self._told = self._refused = 0

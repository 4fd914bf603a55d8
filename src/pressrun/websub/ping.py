"""One ping: a hub is told that a topic has new content, and what it answers is understood."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    InvalidHeader,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

# Seconds: to be connected, and for each piece of an answer. Of what an answer says, a piece is read, so that
# the connection can be used again where that is all.
_CONNECT, _READ = 5, 10
_PIECE = 1024
# Statuses that say "not now": a request that took too long, one too early, too many of them.
_LATER = {408, 425, 429}
_REDIRECTS, _FAULTS = range(300, 400), range(500, 600)
_SUCCESS = range(200, 300)
_DAY = 24 * 60 * 60
# Characters of a library's error, which may quote a whole line of the hub's: 64 KiB at the most.
_QUOTED = 200
_HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "User-Agent": "pressrun (+https://pypi.org/project/pressrun/)",
    "Accept": "*/*",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a ping: `trouble` says why the hub did not take it, and is empty if it did.

    `again`: it may take the same ping later, and not before `after` seconds if that is not 0.
    """

    trouble: str = ""
    again: bool = False
    after: float = 0.0


def connections() -> PoolManager:
    """Where pings go out: a connection is kept for the next one, and no redirect is followed to anywhere."""
    timeout = Timeout(connect=_CONNECT, read=_READ)
    return PoolManager(num_pools=1, maxsize=1, timeout=timeout, retries=False, headers=_HEADERS)


def ping(out: PoolManager, hub: str, topic: str) -> Answer:
    """Tells the hub that the topic has changed; never raises for what the network or the hub does.

    A topic a ping: the protocol lets hub.url be repeated, and not every hub does. W3C WebSub leaves open what
    a publisher sends; hubs read `hub.url` (PubSubHubbub 0.4 §7, Google's, Superfeedr) or `hub.topic`
    (websubhub.com), and none minds the other one.

    Args:
        out: as `connections` made it.
        hub: named in the config.
        topic: the feed's own address, as its rel=self has it.
    """
    body = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
    try:
        response = out.request("POST", hub, body=body, redirect=False, preload_content=False)
    except HTTPError as error:
        return Answer(_told_of(error), again=True)
    try:
        # What it says besides is nothing to us, be it endless or broken off.
        with suppress(HTTPError, OSError):
            response.read1(_PIECE)
        return _understood(response)
    finally:
        response.close()


def _understood(response: BaseHTTPResponse) -> Answer:
    status = response.status
    if status in _SUCCESS:
        return Answer()
    if status in _LATER or status in _FAULTS:
        return Answer(f"it answers {status}", again=True, after=_asked_to_wait(response))
    if status in _REDIRECTS:
        return Answer(f"it answers {status}, and redirects are not followed; name the hub's own address")
    return Answer(f"it answers {status}")


def _asked_to_wait(response: BaseHTTPResponse) -> float:
    """Seconds, from Retry-After in either of its forms (RFC 9110 §10.2.3); a day at the most."""
    try:
        return Retry(retry_after_max=_DAY).get_retry_after(response) or 0.0
    except (InvalidHeader, ValueError, OverflowError):
        return 0.0


def _told_of(error: HTTPError) -> str:
    """In a few words, without the addresses and numbers of objects that the library's own have."""
    match error:
        case NameResolutionError():
            return "its name is not known"
        case NewConnectionError():
            cause = error.__cause__
            return f"it is not reached: {(cause.strerror if isinstance(cause, OSError) else None) or cause}"
        case ConnectTimeoutError():
            return f"it is not reached within {_CONNECT} seconds"
        case ReadTimeoutError():
            return f"it does not answer within {_READ} seconds"
        case SSLError():
            return f"its certificate is not trusted, or no https is spoken there: {error}"
    said = str(error)
    return f"the connection broke off: {said[:_QUOTED]}{'…' if len(said) > _QUOTED else ''}"

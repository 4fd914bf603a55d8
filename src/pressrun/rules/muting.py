"""Which rules are silent about one capture: by its path, and by its own front matter."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from pressrun.capture import LINT_IGNORE, Capture
from pressrun.rules.selection import is_known

ANY_DEPTH = "**"
# Characters of a `lint-ignore` that are read: room for every code there is.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Muting:
    """What config.toml says: pairs of a glob for paths below the inbox, and codes or prefixes.

    `root` is the folder that paths start at, and `inbox` the one that globs do: as one who stands in the
    root of the file system sees them. Where the inbox does not hold a capture its path counts as it is.
    """

    by_path: tuple[tuple[str, tuple[str, ...]], ...] = ()
    root: str = ""
    inbox: str = ""

    def below_inbox(self, path: str) -> str:
        """The path as globs see it."""
        seen = f"{self.root}/{path}"
        return seen.removeprefix(f"{self.inbox}/") if seen.startswith(f"{self.inbox}/") else path


NOTHING_MUTED = Muting()


def silenced(path: str, capture: Capture | None, muting: Muting) -> tuple[str, ...]:
    """The codes and prefixes that are silent about this capture.

    Args:
        path: posix, as the capture's finding would name it.
        capture: what it holds; None where it could not be read.
        muting: what the config says.
    """
    silent = _by_itself(capture) if capture else ()
    if muting.by_path:
        below = muting.below_inbox(path)
        silent += tuple(code for glob, codes in muting.by_path if fits(below, glob) for code in codes)
    return silent


def fits(path: str, glob: str) -> bool:
    """Whether the whole path is one that the glob stands for.

    `*`, `?` and `[…]` stand for characters of one name, `**` for any number of names, none as well. pathlib
    has no such match before Python 3.13, and fnmatch alone lets `*` cross a slash. So fnmatch judges each
    name: its patterns never go back (atomic groups since 3.11). Of the `**` only the last one is tried again,
    which is no more than names times parts of the glob, whatever a file is called.
    """
    names, parts = path.split("/"), glob.split("/")
    name = part = 0
    deep = resume = -1
    while name < len(names):
        if part < len(parts) and parts[part] == ANY_DEPTH:
            deep, resume = part, name
            part += 1
        elif part < len(parts) and fnmatchcase(names[name], parts[part]):
            name, part = name + 1, part + 1
        elif deep >= 0:
            resume += 1
            name, part = resume, deep + 1
        else:
            return False
    return all(left == ANY_DEPTH for left in parts[part:])


def _by_itself(capture: Capture) -> tuple[str, ...]:
    """What `lint-ignore` names: `FM003, BD014`, or a YAML list of these.

    An unknown code silences nothing; that is no finding, because what it was meant for is still reported.
    """
    field = capture.field(LINT_IGNORE) if capture.closed and capture.encoding is None else None
    if field is None:
        return ()
    words = field.value[:_LONGEST].partition(" #")[0].replace("\n", ",").split(",")
    return tuple(sorted(filter(is_known, {word.strip("[]- \t\"'").upper() for word in words})))

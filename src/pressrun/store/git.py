"""What git knows of a folder: the files it ignores, and those that changed.

git is asked in a process of its own, without a shell. Names come and go NUL-terminated, so none is ever
quoted. It never writes (no refreshed index), asks nobody and runs no command that a repository's config
names for file events. Whether a repository may be read at all is git's to say (safe.directory).
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressrun.capture import Refusal
from pressrun.errors import ConfigurationError, InputUnreachable
from pressrun.store.checkout import checkout_of

# A hook is given these, and they would name its repository whatever folder is asked about (githooks(5)).
_OF_A_HOOK = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS"),
    *("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
)
_QUIETLY = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
_CONFIG = ("-c", "core.fsmonitor=false", "--literal-pathspecs")
# A rename counts as its new name, what is deleted or in conflict is nothing to look at.
_DIFF = ("--no-ext-diff", "--no-renames", "--relative", "--no-color", "-z")
_PRESENT = "--diff-filter=ACMT"
_LINK = b"120000"
_FOLDER = b"160000"


@dataclass(frozen=True, slots=True)
class Staged:
    """A file as the next commit would have it: its object's id, and whether it is a symbolic link."""

    object: str
    link: bool


def ignored(folder: Path) -> list[str]:
    """What git ignores below the folder, by path; a folder has a slash at its end, and stands for all in it.

    Nothing, where the folder itself is ignored: then nobody has asked git to choose among its files.

    Raises:
        InputUnreachable: there is no git, or it refuses.
    """
    names = _names(
        _run(
            folder, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory", "--", "."
        )
    )
    if names and _is_ignored(folder):
        return []
    return names


def changed(folder: Path, ref: str) -> set[str]:
    """The files below the folder that differ from a commit, by path; new ones that git would add as well.

    Raises:
        ConfigurationError: git knows no such commit.
        InputUnreachable: there is no git, the folder is in no checkout, or git refuses.
    """
    commit = _commit(folder, ref)
    differing = _run(folder, "diff", "--name-only", _PRESENT, *_DIFF, commit, "--", ".")
    new = _run(folder, "ls-files", "-z", "--others", "--exclude-standard", "--", ".")
    return {*_names(differing), *_names(new)}


def staged(folder: Path) -> dict[str, Staged]:
    """The files below the folder that the next commit changes, by path.

    Inside a hook that is the commit being made, which may have an index of its own (`git commit -a`).

    Raises:
        InputUnreachable: there is no git, the folder is in no checkout, or git refuses.
    """
    _assure(folder)
    told = _run(folder, "diff", "--cached", "--raw", "--no-abbrev", _PRESENT, *_DIFF, "--", ".", index=True)
    parts = told.split(b"\0")[:-1]
    found = {}
    for entry, name in zip(parts[::2], parts[1::2], strict=True):
        _, mode, _, object_id, _ = entry.split(b" ")
        if mode != _FOLDER:
            found[os.fsdecode(name)] = Staged(object_id.decode("ascii"), mode == _LINK)
    return found


def unstaged(folder: Path) -> set[str]:
    """The tracked files below the folder that are otherwise on the disk than in the index, by path.

    Raises:
        InputUnreachable: as `staged`.
    """
    return set(_names(_run(folder, "diff", "--name-only", *_DIFF, "--", ".", index=True)))


def staged_texts(folder: Path, files: Iterable[Staged], limit: int) -> list[bytes | Refusal]:
    """The bytes of staged files, or why they are no capture.

    Args:
        folder: any one of the checkout.
        files: as `staged` has them.
        limit: bytes that a capture has at the most; of a larger one only the size is asked.

    Raises:
        InputUnreachable: as `staged`.
    """
    files = list(files)
    sizes = _sizes(folder, [file.object for file in files])
    wanted = [file.object for file, size in zip(files, sizes, strict=True) if not file.link and size <= limit]
    texts = dict(zip(wanted, _objects(folder, wanted), strict=True))
    return [
        Refusal("not-a-regular-file", "it is a symbolic link")
        if file.link
        else texts.get(file.object, Refusal("too-large", f"it has {size} bytes and {limit} are allowed"))
        for file, size in zip(files, sizes, strict=True)
    ]


def _sizes(folder: Path, objects: Sequence[str]) -> list[int]:
    told = _ask(folder, "--batch-check=%(objectsize)", objects)
    return [int(line) for line in told.split()]


def _objects(folder: Path, objects: Sequence[str]) -> list[bytes]:
    told = _ask(folder, "--batch=%(objectsize)", objects)
    texts = []
    at = 0
    while at < len(told):
        start = told.index(b"\n", at) + 1
        size = int(told[at : start - 1])
        texts.append(told[start : start + size])
        at = start + size + 1
    return texts


def _ask(folder: Path, how: str, objects: Sequence[str]) -> bytes:
    if not objects:
        return b""
    return _run(folder, "cat-file", how, given="".join(f"{one}\n" for one in objects).encode("ascii"))


def _commit(folder: Path, ref: str) -> str:
    if not ref or ref.startswith("-") or "\0" in ref:
        raise ConfigurationError(f"--since {ref!r} is no name of a commit; give a branch, a tag or an id")
    _assure(folder)
    done = _start(folder, ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"))
    if done.returncode:
        raise ConfigurationError(
            f"--since {ref}: git knows no such commit here; fetch it (a shallow clone has only the newest), "
            "or name another"
        )
    return done.stdout.decode("ascii").strip()


def _assure(folder: Path) -> None:
    # Outside a checkout `git diff` compares two files and complains of its options.
    _run(folder, "rev-parse", "--git-dir")


def _is_ignored(folder: Path) -> bool:
    return _start(folder, ("check-ignore", "--no-index", "--quiet", "--", ".")).returncode == 0


def _names(told: bytes) -> list[str]:
    return [os.fsdecode(name) for name in told.split(b"\0") if name]


def _run(folder: Path, *words: str, index: bool = False, given: bytes = b"") -> bytes:
    done = _start(folder, words, index=index, given=given)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip() or f"it left with {done.returncode}"
        # A repository's own names stand in it: one line, and nothing that moves a cursor.
        line = "".join(char if char.isprintable() else " " for char in said)
        raise InputUnreachable(
            f"{folder}: git {words[0]}: {' '.join(line.split())}; mend it, or name the files to check"
        )
    return done.stdout


def _start(
    folder: Path, words: Sequence[str], *, index: bool = False, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK} | _QUIETLY
    if index and (own := _own_index(folder)):
        environment["GIT_INDEX_FILE"] = own
    try:
        return subprocess.run(
            ["git", *_CONFIG, "-C", os.fspath(folder), *words],
            env=environment,
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise InputUnreachable(
            f"git cannot be started ({error.strerror}); install it, or name the files to check"
        ) from error


def _own_index(folder: Path) -> str | None:
    """The index that a hook of this very repository was given; a relative one starts at the top."""
    value, top = os.environ.get("GIT_INDEX_FILE"), checkout_of(folder)
    if not value or top is None:
        return None
    index = (top / value).resolve()
    held = Path(os.fsdecode(_run(folder, "rev-parse", "--absolute-git-dir").rstrip(b"\n")))
    return os.fspath(index) if index.is_relative_to(held.resolve()) else None

"""The commented config: every key with what it is for. One text is the reference, the example and the start.

`reference.toml` beside this module is the `config.toml` of the repository, byte for byte (a test holds them
together), because an installed pressrun has no repository.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

# A key with its value, or an example of one in a comment; the text keeps every value on its line.
_KEY = re.compile(r"(?P<comment># )?(?P<name>[a-z_]+) = \S.*")
_SECTION = re.compile(r"\[{1,2}(?P<name>[a-z.]+)\]{1,2}")
_COLUMN = "column"
_INTRODUCTION = """\
# What `pressrun init` was told, and every other key at its default behind a # without a space: take that away
# to change one.

"""


def example(key: str) -> str | None:
    """The line that shows a dotted key (`watch.every`), as `every = "5m"`; None where there is no such key.

    An example from the comments comes before a value that is empty.
    """
    shown = [line.removeprefix("# ") for at, line in _keys() if at == key]
    return shown[0] if shown else None


def written(values: Mapping[str, str]) -> str:
    """The reference as somebody's own config.

    Args:
        values: text for dotted keys, `edition.base_url` for one; these stand as they are given. All other
            keys, and the whole of [[column]], stand commented out.
    """
    lines = []
    for section, line in _sections():
        if not line or line.startswith("# "):
            lines.append(line)
        elif (key := _dotted(section, line)) in values:
            lines.append(f"{key.rpartition('.')[2]} = {_quoted(values[key])}")
        else:
            lines.append(line if line.startswith("[") and section != _COLUMN else f"#{line}")
    return "".join((_INTRODUCTION, *(f"{line}\n" for line in lines)))


def _sections() -> Iterator[tuple[str, str]]:
    """Each line with the section that it stands in; a section's own line stands in it."""
    section = ""
    text = files("pressrun.config").joinpath("reference.toml").read_text("utf-8")
    for line in text.splitlines():
        if match := _SECTION.fullmatch(line):
            section = match["name"]
        yield section, line


def _keys() -> Iterator[tuple[str, str]]:
    for section, line in _sections():
        if key := _dotted(section, line):
            yield key, line


def _dotted(section: str, line: str) -> str:
    match = _KEY.fullmatch(line)
    return f"{section}.{match['name']}".removeprefix(".") if match else ""


def _quoted(value: str) -> str:
    """A basic string of TOML; JSON's are that, but for U+007F."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

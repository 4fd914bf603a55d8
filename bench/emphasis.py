"""In how many captures of the archive sample does a Markdown parser leave a literal `**`?

    uv run --with pyromark --with cmarkgfm bench/emphasis.py

Code is left out; what remains is where an author meant bold, plus masked numbers and quoted globs.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import cmarkgfm
import comrak
import pyromark

from pressrun.capture import split
from pressrun.markup.cut import clean_cut, is_cut
from pressrun.markup.markdown import render_markdown

SAMPLE = Path(__file__).parent.parent.parent / "shared" / "archive-sample.tar.xz"


def plain_comrak(text: str) -> str:
    """What comrak does as it comes."""
    return str(comrak.render_markdown(text))


def cjk_comrak(text: str) -> str:
    """What comrak does with its CJK-friendly emphasis and nothing of ours."""
    options = comrak.ExtensionOptions()
    options.cjk_friendly_emphasis = True
    return str(comrak.render_markdown(text, options))


def pressrun(text: str) -> str:
    """The way a capture goes."""
    return render_markdown(clean_cut(text) if is_cut(text) else text)


PARSERS: dict[str, Callable[[str], str]] = {
    "pyromark": pyromark.html,
    "cmarkgfm": cmarkgfm.github_flavored_markdown_to_html,
    "comrak": plain_comrak,
    "comrak CJK": cjk_comrak,
    "pressrun": pressrun,
}


def main() -> None:
    """Counts and prints a line a parser."""
    counts = dict.fromkeys(PARSERS, 0)
    captures = 0
    with tarfile.open(SAMPLE) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is None:
                continue
            captures += 1
            body = split(member.name, file.read()).body
            for name, parse in PARSERS.items():
                markup = re.sub(r"<(pre|code).*?</\1>", "", parse(body), flags=re.DOTALL)
                counts[name] += "**" in markup
    for name, count in counts.items():
        print(f"{name:10} literal ** in {count} of {captures} captures")


if __name__ == "__main__":
    main()

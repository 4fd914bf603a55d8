"""Findings as one JSON list: the command line's contract with other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from pressrun.finding import Finding


def report(findings: Sequence[Finding], source: Callable[[str], Sequence[str]]) -> Iterator[str]:  # noqa: ARG001
    """The list, an object a line; `source` is not looked at."""
    last = len(findings) - 1
    yield "["
    for number, finding in enumerate(findings):
        # A path that is no UTF-8 holds lone surrogates; as escapes they are JSON.
        written = json.dumps(asdict(finding), ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
        yield written + ("" if number == last else ",")
    yield "]"

"""The fix of BD012: text read in the wrong encoding, read again in the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressrun.finding import Place
from pressrun.rules.fixes.registry import Edit, fixer
from pressrun.rules.subject import Subject

# The bytes 0x80 to 0xFF as cp1252 shows them; where it has no character, as Latin-1 does.
_BYTES = {bytes([code]).decode("cp1252", "ignore") or chr(code): code for code in range(0x80, 0x100)} | {
    chr(code): code for code in range(0x80, 0xA0)
}
_RUN = re.compile(f"[{''.join(map(re.escape, _BYTES))}]{{2,}}+")


@fixer("BD012", "decode the text again", safe=False)
def decode_again(subject: Subject) -> Iterator[Edit]:
    """Every run of such characters in the body that is UTF-8 to the last byte; no other is touched."""
    capture = subject.capture
    if capture is None or capture.is_page:
        return
    for number, line in enumerate(capture.lines[capture.body_line - 1 :], start=capture.body_line):
        for match in () if line.isascii() else _RUN.finditer(line):
            try:
                text = bytes(_BYTES[char] for char in match[0]).decode("utf-8")
            except UnicodeDecodeError:
                continue
            yield Edit(Place(number, match.start() + 1, number, match.end() + 1), text)

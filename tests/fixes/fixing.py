"""Captures mended in memory."""

from __future__ import annotations

from pressrun.press import ProofSettings
from pressrun.press.fixing import Fixed, fix_bytes
from pressrun.rules import select
from tests.rules.proving import EVERY, PATH, ZONE
from tests.samples import capture


def settings(*codes: str) -> ProofSettings:
    """The settings with these rules; with all of them without."""
    return ProofSettings(ZONE, tuple(rule.code for rule in select(codes)) if codes else EVERY, items=False)


def fixed(raw: str | bytes, *codes: str, unsafe: bool = False, path: str = PATH) -> Fixed:
    """The capture mended as far as these rules go; without any, as far as all go."""
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    return fix_bytes(path, data, settings(*codes), unsafe=unsafe)


def mended(raw: str, *codes: str, unsafe: bool = False) -> str:
    """The text of the mended capture."""
    return fixed(raw, *codes, unsafe=unsafe).after.decode("utf-8")


def title_after(written: str, code: str, *, unsafe: bool = False) -> str:
    """What stands behind `title: ` once the finding of this rule is mended."""
    text = mended(capture(title=written), code, unsafe=unsafe)
    return text.split("\n")[1].removeprefix("title: ")


def url_after(written: str, code: str, *, unsafe: bool = False) -> str:
    """The same of `url: `."""
    return mended(capture(url=written), code, unsafe=unsafe).split("\n")[2].removeprefix("url: ")


def body_after(body: str, code: str, *, unsafe: bool = False) -> str:
    """The body once the finding of this rule is mended."""
    before = capture(body, url="https://example.org/news/page.html")
    head = before.removesuffix(body)
    after = mended(before, code, unsafe=unsafe)
    assert after.startswith(head)
    return after.removeprefix(head)

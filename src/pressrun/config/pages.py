"""The keys of `[pages]`: what the pages of the edition offer besides its feeds."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pressrun.characters import illegal_character
from pressrun.identity import normalise

_LONGEST_NAME = 60
# What RFC 3986 lets stand in an address, behind a host. `feed:` is the one scheme besides that readers
# register with a browser; what else a link can do (javascript:, data:) is nothing that a page should.
_OTHERS = r"[!$&'()*+,;=:@/?#A-Za-z0-9._~%-]*"
_TEMPLATE = re.compile(rf"feed:\{{url\}}|https?://[A-Za-z0-9_.:@\[\]-]+[/?#]{_OTHERS}\{{url\}}{_OTHERS}")


def _readers(value: dict[str, str]) -> dict[str, str]:
    for reader, template in value.items():
        if illegal_character(reader) is not None or not normalise(reader) or len(reader) > _LONGEST_NAME:
            raise ValueError(f"{reader!r} is no name of a reader: text of at most {_LONGEST_NAME} characters")
        if not _TEMPLATE.fullmatch(template):
            raise ValueError(
                f"{reader} must be an absolute http or https address that holds {{url}} once behind its "
                'host, as in "https://reader.example/add?url={url}", or "feed:{url}"'
            )
    return value


class PagesSection(BaseModel):
    """`[pages]`: index.html and the page of each column."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subscribe: Annotated[dict[str, str], AfterValidator(_readers)] = Field(
        {},
        description="Where a column's page offers to subscribe, by the names of readers; {url} stands for "
        "the feed's address, percent-encoded.",
    )

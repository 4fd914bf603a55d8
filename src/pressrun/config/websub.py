"""The keys of `[websub]`: who is told that a feed has changed."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pressrun.config.texts import has_host

# A ping for each feed goes to each of them, and each has a thread of its own.
_MOST, _LONGEST = 8, 500
# ASCII, for it stands in a Link header; without name and password, for it stands in every feed.
_HUB = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]+(?:[/?][!$%&'()*+,./0-9:;=?@A-Z_a-z~-]*)?")


def _hub(value: str) -> str:
    if not (_HUB.fullmatch(value) and len(value) <= _LONGEST and has_host(value)):
        raise ValueError(
            "must be an absolute http or https address in ASCII, without name, password and fragment, as in "
            '"https://hub.example.org/"'
        )
    return value


def _hubs(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < len(value):
        raise ValueError("names a hub twice; a feed is for each hub once")
    if len(value) > _MOST:
        raise ValueError(f"names {len(value)} hubs; at most {_MOST}, for each is told of every change")
    return value


class WebsubSection(BaseModel):
    """`[websub]`: W3C WebSub, for publishers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hubs: Annotated[tuple[Annotated[str, AfterValidator(_hub)], ...], AfterValidator(_hubs)] = Field(
        (), description="Hubs that the live feeds name, and that are told when one of these has changed."
    )

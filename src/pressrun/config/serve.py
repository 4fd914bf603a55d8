"""The keys of `[serve]`: where the network door stands."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pressrun.config.numbers import Whole

# RFC 1123 names, and IPv4 and IPv6 addresses without brackets; a zone may follow a link-local one.
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253})|[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,32})?")


def _host(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise ValueError('must be a host name or an address without brackets, as in "127.0.0.1" or "::1"')
    return value


class ServeSection(BaseModel):
    """`[serve]`: where `pressrun serve` listens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: Annotated[str, AfterValidator(_host)] = Field(
        "127.0.0.1", description="The address to listen on; 0.0.0.0 and :: are every one of this machine."
    )
    port: Whole = Field(8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")

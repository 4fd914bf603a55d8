"""The keys of `[images]`: from which hosts pictures are shown, and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

if TYPE_CHECKING:
    from pressrun.compose import Pictures

# One label or more, each as RFC 1123 §2.1 has it (and with the underscore of real hosts).
_HOST = re.compile(r"(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,126}")
# What RFC 3986 lets stand in an address, with a host in front of the place for the picture's own.
_TEMPLATE = re.compile(
    r"https?://[A-Za-z0-9_.:@\[\]-]+[/?][!$&'()*+,;=:@/?A-Za-z0-9._~%-]*\{url\}[!$&'()*+,;=:@/?A-Za-z0-9._~%-]*",
    re.IGNORECASE,
)

_Policy = Literal["keep", "proxy", "drop"]


def _template(value: str) -> str:
    if value and not _TEMPLATE.fullmatch(value):
        raise ValueError(
            "must be an absolute http or https address that holds {url} once behind its host, as in "
            '"https://images.example/?url={url}"'
        )
    return value


def _with_proxy(value: _Policy, info: ValidationInfo) -> _Policy:
    # A template that was refused is the error to show, not that it is missing.
    if value == "proxy" and info.data.get("proxy") == "":
        raise ValueError("is proxy, and images.proxy names none")
    return value


def _hosts(value: dict[str, _Policy], info: ValidationInfo) -> dict[str, _Policy]:
    hosts: dict[str, _Policy] = {}
    for written, policy in value.items():
        host = written.lower()
        if not _HOST.fullmatch(host):
            raise ValueError(f"{written!r} is no host in ASCII, as mmbiz.qpic.cn or *.example.org is")
        if host in hosts:
            raise ValueError(f"{written!r} is named twice")
        hosts[host] = _with_proxy(policy, info)
    return hosts


class ImagesSection(BaseModel):
    """`[images]`: what becomes of the pictures of published texts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # First, because the others are held against it.
    proxy: Annotated[str, AfterValidator(_template)] = Field(
        "",
        description="The address to fetch a picture through; {url} stands for its own, percent-encoded.",
    )
    policy: Annotated[_Policy, AfterValidator(_with_proxy)] = Field(
        "keep", description="What becomes of a picture: keep, proxy (fetched through `proxy`) or drop."
    )
    hosts: Annotated[dict[str, _Policy], AfterValidator(_hosts)] = Field(
        {}, description="Another policy for a host; *.example.org stands for every host below example.org."
    )

    def pictures(self) -> Pictures:
        """What composing needs of it."""
        from pressrun.compose import Pictures  # noqa: PLC0415  a check composes nothing

        return Pictures(self.policy, self.hosts, self.proxy)

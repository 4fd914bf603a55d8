"""Which page a link leads to, and which picture an address shows, however it is asked for."""

from __future__ import annotations

import re
from urllib.parse import unquote

from pressrun.identity import canonical_url
from pressrun.markup.addresses import untracked

_PLAIN = re.compile(r"https?://([a-z0-9.-]++(?:/[^?#]*+)?)")
# A proxy's address carries the picture's own, encoded (`?url=https%3A%2F%2F…`) or not (`/w_200/https://…`).
_ENCODED = re.compile(r"https?%3A%2F%2F([A-Za-z0-9_.~%-]++)", re.IGNORECASE)
_PHOTON = re.compile(r"i[0-9]\.wp\.com/")
# WeChat names a picture by one part of its path: `/sz_mmbiz_png/<name>/640?wx_fmt=png&tp=webp`.
_WECHAT = re.compile(r"[a-z0-9.]{1,40}\.(?:qpic|qlogo)\.cn/(?:[^/]*+/)?([A-Za-z0-9_-]{20,})/[0-9]{0,4}")
# Blogger's /s1600/ and /w640-h480/, Medium's /v2/resize:fit:1400/ and /max/800/, the /w_400,c_fit/ of image
# services, Khoros' /image-size/large.
_SIZE_PART = re.compile(
    r"/(?:[swh][0-9]{2,4}(?:-[a-z0-9-]*+)?|(?:v2/)?resize:[^/]*+|max/[0-9]++|image-size/[a-z]++"
    r"|(?:v[0-9]++/)?[a-z]{1,6}[_=][a-z0-9.:]++(?:,[a-z]{1,6}[_=][a-z0-9.:]++)++)(?=/|\Z)"
)
# WordPress' -300x200 and -scaled, zhihu's _720w; a second format behind the first: .jpg.webp; a style: !w640.
# The first format stays: ten pictures of the sample have a namesake in another one, most of them no copy.
_SIZE_IN_NAME = re.compile(
    r"(?:-[1-9][0-9]{1,3}x[1-9][0-9]{1,3}|-scaled|@[23]x|_[0-9]{2,4}w)?"
    r"(\.(?:jpe?g|png|gif|webp|avif))?(?:\.(?:webp|avif))?(?:[!=~][a-z0-9:_-]{1,60})?\Z",
    re.IGNORECASE,
)
# A name's end, where all of these stand.
_LONGEST_END = 90
# What asks for a size or a form of the same picture, or past a cache. Without a value: `?imageView2/2/w/640`.
_OF_SIZE = frozenset(
    (
        *("w", "h", "wid", "hei", "width", "height", "size", "s", "sz", "px", "scl", "dpr", "resize", "fit"),
        *(
            "crop",
            "zoom",
            "rect",
            "q",
            "qlt",
            "quality",
            "auto",
            "format",
            "fm",
            "fmt",
            "strip",
            "ssl",
            "webp",
        ),
        *(
            "wx_fmt",
            "tp",
            "wxtype",
            "random",
            "randomid",
            "useppicprefetch",
            "x-oss-process",
            "itok",
            "resmode",
        ),
        *(
            "v",
            "ver",
            "version",
            "t",
            "ts",
            "timestamp",
            "_",
            "cb",
            "dm",
            "name",
            "op_usm",
            "lossy",
            "optimize",
        ),
    )
)
_SIGNATURE = re.compile(r"(?:\A|&)(?:auth_key|expires|sig|sign|token|x-[a-z]++-signature)=", re.IGNORECASE)


def page_of(address: str) -> str:
    """The page that an absolute address leads to, without scheme; its fragment and tracking are gone."""
    plain = _PLAIN.fullmatch(address)
    if plain:
        return plain[1].rstrip("/")
    try:
        return canonical_url(untracked(address)).removeprefix("https://").removeprefix("http://")
    except ValueError:
        return address


def picture_of(address: str) -> str:
    """What names the picture at an absolute address, whatever its size, form and proxy."""
    found = _carried(address)
    page, _, query = found.partition("#")[0].partition("?")
    page = _PHOTON.sub("", page, count=1)
    wechat = _WECHAT.fullmatch(page)
    if wechat:
        return wechat[1]
    page = _SIZE_PART.sub("", page)
    name, end = page[:-_LONGEST_END], page[-_LONGEST_END:]
    page = name + _SIZE_IN_NAME.sub(lambda size: size[1] or "", end, count=1)
    asked = _identifying(query)
    return f"{page}?{asked}" if asked else page


def foreign(link: str, picture: str) -> bool:
    """Whether a link leads to another site than the one that its picture comes from."""
    return _site(page_of(link)) != _site(_carried(picture))


def _carried(address: str) -> str:
    encoded = _ENCODED.search(address)
    if encoded:
        return unquote(encoded[1])
    before, _, found = address.rpartition("://")
    return found.partition("&")[0] if "?" in before else found


def _identifying(query: str) -> str:
    if not query or _SIGNATURE.search(query):
        return ""
    pairs = (pair for pair in query.split("&") if "=" in pair)
    return "&".join(pair for pair in pairs if pair.partition("=")[0].lower() not in _OF_SIZE)


def _site(address: str) -> list[str]:
    return _PHOTON.sub("", address, count=1).partition("/")[0].lower().split(".")[-2:]

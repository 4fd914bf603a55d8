"""What a saved page says of itself: title, address, publisher and dates, in meta tags, scripts and comments.

Sources: the Open Graph protocol, HTML's own elements, the variables of WeChat's pages (seen in public
copies from 2016 to 2025), and the comments that browsers and archivers leave: the mark of the web,
SingleFile, monolith, HTTrack, and the meta tags of Save Page WE.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

from pressrun.identity import is_wechat, unescaped, wechat_key
from pressrun.markup.parts import Parts
from pressrun.markup.safe import absolute_address


class Said(NamedTuple):
    """A page's word for a field; of several for one field the first that can be believed counts.

    `written` is what stands in the source, behind `mark`; only a place is told by them.
    """

    field: str
    value: str
    written: str
    mark: str


_TITLES = ("og:title", "twitter:title")
_ADDRESSES = ("og:url", "savepage-url")
_SOURCES = ("og:site_name", "application-name")
_DATES = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished"),
    *("pubdate", "publishdate", "publish_date", "date", "dc.date", "dc.date.issued", "dcterms.created"),
)
_FETCHED = ("savepage-date",)

_STRING = r"""(?:"(?:[^"\\\n]++|\\.)*+"|'(?:[^'\\\n]++|\\.)*+')"""
# var mid = "" || "" || "2650000001";  var nickname = htmlDecode("…");
_VARIABLE = re.compile(
    r"\b(?:var|let|const)\s++(ct|publish_time|biz|mid|appmsgid|idx|sn|msg_link|msg_title|nickname)\s*+=\s*+"
    rf"((?:htmlDecode\(\s*+)?{_STRING}(?:\s*+\|\|\s*+{_STRING})*+)"
)
_ONE_STRING = re.compile(_STRING)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))")
_BIZ, _DIGITS, _HEX = (
    re.compile(r"[A-Za-z0-9+/_-]{4,40}={0,2}"),
    re.compile("[0-9]{1,12}"),
    re.compile("[0-9a-f]+"),
)
# The browsers' mark of the web; monolith; SingleFile.
_SAVED_FROM = re.compile(
    r"\bsaved from url=\(\d{4}\)(\S+)|\bSaved from (https?://\S+) at \S+ using monolith\b"
)
_SINGLE_FILE = re.compile(r"\bPage saved with SingleFile\b\s*+url:\s*+(\S+)")
_SAVED_AT = re.compile(
    r"\bPage saved with SingleFile\b[^\0]*?\bsaved date:\s*+([^\n]++)"
    r"|\bSaved from [^\n]*? at (\S+) using monolith\b"
    r"|\bMirrored from \S+ by HTTrack Website Copier/[^\n]*?, ([A-Z][a-z]{2}, [^\n]*?GMT)"
)


def said_by(soup: BeautifulSoup, parts: Parts) -> Iterator[Said]:
    """What the page says, the surest word for each field first."""
    metas = _metas(soup)
    variables = _variables(parts.scripts)
    addresses = [*_addresses(soup, metas, variables, parts.comments)]
    wechat = any(is_wechat(one.value) for one in addresses) or (
        not addresses and soup.find(id="js_content") is not None
    )
    if not wechat:
        variables = {}
    yield from _in_meta("title", _TITLES, metas)
    yield from _in_script("title", ("msg_title",), variables)
    yield from _in_element("title", soup.find(id="activity-name"), "activity-name")
    yield from _in_element("title", soup.find("title"), "<title")
    yield from _ranked(addresses, variables)
    yield from _in_script("source", ("nickname",), variables)
    if wechat:
        # The site of all accounts is no publisher.
        yield from _in_element("source", soup.find(id="js_name"), "js_name")
    else:
        yield from _in_meta("source", _SOURCES, metas)
    yield from _in_script("date", ("ct", "publish_time"), variables)
    if wechat:
        yield from _in_element("date", soup.find(id="publish_time"), "publish_time")
    yield from _in_meta("date", _DATES, metas)
    yield from _in_time(soup)
    yield from _in_meta("fetch_date", _FETCHED, metas)
    yield from _in_comments("fetch_date", _SAVED_AT, parts.comments)


def _metas(soup: BeautifulSoup) -> dict[str, str]:
    """The first content of each meta tag that has any, by its name in small letters."""
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = str(tag.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _variables(scripts: Iterable[str]) -> dict[str, str]:
    """The first value of each variable of WeChat's that has any, as written."""
    found: dict[str, str] = {}
    for script in scripts:
        for match in _VARIABLE.finditer(script):
            # Where one of several strings counts, the others are empty.
            values = [value[1:-1] for value in _ONE_STRING.findall(match[2])]
            value = next(filter(None, values), "")
            if value:
                found.setdefault(match[1], value)
    return found


def _addresses(
    soup: BeautifulSoup, metas: Mapping[str, str], variables: Mapping[str, str], comments: Iterable[str]
) -> Iterator[Said]:
    """The absolute addresses that the page gives itself."""
    canonical = soup.find("link", rel="canonical")
    href = str(canonical.get("href") or "") if isinstance(canonical, Tag) else ""
    said = [
        *_in_meta("url", _ADDRESSES[:1], metas),
        Said("url", href, href, "canonical"),
        *_in_script("url", ("msg_link",), variables),
        *_in_meta("url", _ADDRESSES[1:], metas),
        *_in_comments("url", _SINGLE_FILE, comments),
        *_in_comments("url", _SAVED_FROM, comments),
    ]
    for one in said:
        address = unescaped(absolute_address(one.value, "", picture=True))
        if address:
            yield one._replace(value=address)


def _ranked(addresses: list[Said], variables: Mapping[str, str]) -> Iterator[Said]:
    """The addresses, the one that tells most first: WeChat's long one, then any, then a front page."""
    long = [one for one in addresses if wechat_key(one.value)]
    yield from long
    numbers = [
        variables.get("biz", ""),
        variables.get("mid") or variables.get("appmsgid", ""),
        variables.get("idx", ""),
    ]
    if not long and all(
        kind.fullmatch(number) for kind, number in zip((_BIZ, _DIGITS, _DIGITS), numbers, strict=True)
    ):
        # The short address, …/s/XXXX, names no article to anybody but WeChat: these three numbers do.
        address = "https://mp.weixin.qq.com/s?__biz={}&mid={}&idx={}".format(*numbers)
        sn = variables.get("sn", "")
        yield Said(
            "url",
            f"{address}&sn={sn}" if _HEX.fullmatch(sn) else address,
            numbers[1],
            "var mid" if "mid" in variables else "var appmsgid",
        )
    yield from sorted(addresses, key=lambda one: one.value.count("/") <= 3 and one.value.endswith("/"))  # noqa: PLR2004


def _in_meta(name: str, keys: Iterable[str], metas: Mapping[str, str]) -> Iterator[Said]:
    return (Said(name, metas[key], metas[key], key) for key in keys if key in metas)


def _in_script(name: str, keys: Iterable[str], variables: Mapping[str, str]) -> Iterator[Said]:
    for key in keys:
        if key in variables:
            value = _ESCAPE.sub(_unescaped, variables[key])
            yield Said(name, html.unescape(value) if name != "url" else value, variables[key], f"var {key}")


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else match[3]


def _in_element(name: str, tag: object, mark: str) -> Iterator[Said]:
    text = tag.get_text() if isinstance(tag, Tag) else ""
    if text.strip():
        yield Said(name, text, text.strip(), mark)


def _in_time(soup: BeautifulSoup) -> Iterator[Said]:
    """The first `<time datetime>` of the article, else of the page."""
    main = soup.find("article") or soup.find("main")
    for part in (main, soup):
        tag = part.find("time", datetime=True) if isinstance(part, Tag) else None
        if isinstance(tag, Tag):
            value = str(tag["datetime"])
            yield Said("date", value, value, "<time")
            return


def _in_comments(name: str, shape: re.Pattern[str], comments: Iterable[str]) -> Iterator[Said]:
    for comment in comments:
        match = shape.search(comment)
        value = next(filter(None, match.groups()), "") if match else ""
        if match and value:
            yield Said(name, value, value, " ".join(match[0].split()[:2]))

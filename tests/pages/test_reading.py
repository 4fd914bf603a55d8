"""A visitor reads the edition with a real browser: any width, day or night, scripts off."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from tests.pages.invented import DIGESTS, GONE, PAGES
from tests.pages.visiting import Scheme, Site

HTML = ("index.html", f"{DIGESTS}/index.html", f"{PAGES}/index.html", "report.html")
LIVE = (f"{DIGESTS}/feed.xml", f"{PAGES}/items.xml", f"{DIGESTS}/rss.xml")
XML = (*LIVE, f"{DIGESTS}/archive/2025-03.xml", GONE)
SCHEMES = get_args(Scheme)
PHONE, DESK = 400, 1280
PAPER = {"light": "rgb(253, 252, 249)", "dark": "rgb(22, 24, 27)"}

everywhere = pytest.mark.parametrize(("scheme", "width"), list(product(SCHEMES, (PHONE, DESK))))


@everywhere
@pytest.mark.parametrize("path", [*HTML, *XML])
def test_a_document_asks_for_its_stylesheet_and_nothing_else(
    site: Site, path: str, scheme: Scheme, width: int
) -> None:
    """No script, no picture, no address of elsewhere."""
    assert site.sight(path, scheme, width).requests == (site.address + path, f"{site.address}feed.css")


@everywhere
@pytest.mark.parametrize("path", [*HTML, *XML])
def test_a_browser_has_nothing_to_complain_of(site: Site, path: str, scheme: Scheme, width: int) -> None:
    """Its console stays empty, and nobody is asked anything."""
    assert site.sight(path, scheme, width).complaints == ()


@everywhere
@pytest.mark.parametrize("path", [*HTML, *XML])
def test_a_document_fits_its_window(site: Site, path: str, scheme: Scheme, width: int) -> None:
    """Nothing has to be pushed aside to be read, long words and addresses neither."""
    assert site.sight(path, scheme, width).overflow == 0


@everywhere
@pytest.mark.parametrize("path", [*HTML, *XML])
def test_a_document_keeps_to_the_visitors_light(site: Site, path: str, scheme: Scheme, width: int) -> None:
    """Dark paper for those whose system asks for it."""
    assert site.sight(path, scheme, width).background == PAPER[scheme]


@everywhere
@pytest.mark.parametrize("path", [*HTML, *XML])
def test_every_text_stands_out_from_its_paper(site: Site, path: str, scheme: Scheme, width: int) -> None:
    """Its contrast is 4.5 to 1 at the least (WCAG 2.2, 1.4.3), by day and by night."""
    sight = site.sight(path, scheme, width)

    assert sight.least_contrast >= 4.5, sight.hardest


@everywhere
@pytest.mark.parametrize("path", HTML)
def test_axe_finds_nothing(site: Site, path: str, scheme: Scheme, width: int) -> None:
    """Names, landmarks, headings, languages, contrast: not one violation of any weight."""
    with site.visit(path, scheme=scheme, width=width, scripts=True) as visit:
        assert visit.violations() == []


@pytest.mark.parametrize("path", HTML[:3])
def test_every_link_within_the_edition_leads_somewhere(site: Site, path: str) -> None:
    """Feeds, months, items, reports and pages are all there."""
    with site.visit(path) as visit:
        links = visit.page.evaluate(
            "[...document.querySelectorAll('a[href], link[href]')].map((link) => link.href)"
        )
        inside = sorted({link for link in links if link.startswith(site.address)})
        answers = {link: visit.page.request.get(link).status for link in inside}

    assert len(inside) >= 8
    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_a_digests_items_unfold_without_a_script(site: Site) -> None:
    """A click on their number shows each with the link to its own feed."""
    with site.visit(f"{DIGESTS}/index.html", width=PHONE) as visit:
        folded = visit.shown(".recent li li")
        visit.page.locator("summary").first.click()
        unfolded = visit.shown(".recent li li")

    assert folded == []
    assert unfolded == ["河上新桥通车", "图书馆延长开放, 1 correction"]


def test_one_click_selects_the_whole_address_to_subscribe(site: Site) -> None:
    """It is copied without a script and without aiming."""
    with site.visit(f"{DIGESTS}/index.html", width=PHONE) as visit:
        visit.page.locator(".address").click()
        selected = visit.page.evaluate("getSelection().toString()")

    assert selected == f"{site.address}{DIGESTS}/feed.xml"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"{DIGESTS}/feed.xml", {"title", "updated", "summary", "category"}),
        (f"{PAGES}/items.xml", {"title", "updated", "summary"}),
        (f"{DIGESTS}/rss.xml", {"title", "pubDate", "description", "category"}),
    ],
)
def test_an_entry_shows_title_day_and_summary(site: Site, path: str, shown: set[str]) -> None:
    """Content would show as markup; ids, authors and links are for machines."""
    with site.visit(path) as visit:
        names = visit.page.evaluate(
            "[...document.querySelectorAll('entry > *, item > *')]"
            ".filter((element) => element.checkVisibility()).map((element) => element.localName)"
        )

    assert set(names) == shown


@pytest.mark.parametrize("path", XML)
def test_a_feed_shows_its_title_and_its_entries(site: Site, path: str) -> None:
    """And no id, no address, no author of all."""
    with site.visit(path) as visit:
        others = "feed > :not(title, entry, deleted-entry), channel > :not(title, item)"

        assert visit.shown(others) == []
        assert len(visit.shown("feed > title, channel > title")) == 1


def test_a_time_is_shown_as_its_day(site: Site) -> None:
    """Of 32 characters the first ten have room, on one line."""
    with site.visit(f"{DIGESTS}/feed.xml", width=PHONE) as visit:
        shares = visit.page.evaluate(
            "[...document.querySelectorAll('entry > updated')]"
            ".map((time) => Math.round(32 * time.clientWidth / time.scrollWidth * 10) / 10)"
        )

    assert set(shares) == {10.0}


def test_a_feed_of_something_withdrawn_says_so(site: Site) -> None:
    """A document with a tombstone alone is no empty page."""
    with site.visit(GONE) as visit:
        said = visit.page.evaluate(
            "getComputedStyle(document.querySelector('deleted-entry'), '::after').content"
        )

        assert visit.shown("feed > *") == ["河上新桥通车", ""]
        assert said == '"Withdrawn from this edition."'

"""Claims: which captures belong to a digest that was published before, whatever they call it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from pressrun.history.claims import Claim, owners, retitled
from pressrun.history.dates import updated
from pressrun.history.standing import Memory
from pressrun.identity import canonical_url, digest_key, name_of
from tests.history.words import TITLE, URL, WECHAT, fetched, published

RETITLED = "河上三件事"
MEMORY, _ = published()


def claim(path: str, title: str = TITLE, url: str = URL) -> Claim:
    """What a capture of this title and url says that it is of."""
    return Claim(path, digest_key(url, title), canonical_url(url), fetched(0))


def owned(
    claims: Sequence[Claim], memories: Sequence[Memory] = (MEMORY,), paths: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The paths of the captures that belong to a published digest, and its key's title."""
    before = {memory.name: memory for memory in memories}
    known = {"a.md": MEMORY.name} if paths is None else paths
    return owners(claims, before, known, retitled(memories))


def test_a_capture_of_the_same_url_and_title_is_of_the_same_digest() -> None:
    """At any path."""
    assert owned([claim("a.md"), claim("b.md")]) == {"a.md": MEMORY.name, "b.md": MEMORY.name}


def test_a_capture_at_the_path_and_with_the_url_of_a_published_one_is_its_re_capture() -> None:
    """Whatever its title is now, and however its url is written."""
    assert owned([claim("a.md", RETITLED)]) == {"a.md": MEMORY.name}
    assert owned([claim("a.md", RETITLED, f"{URL}/?utm_source=x#top")]) == {"a.md": MEMORY.name}


def test_so_is_every_other_capture_of_that_url_and_new_title() -> None:
    """In whatever order they are found."""
    claims = [claim("b.md", RETITLED), claim("a.md", RETITLED), claim("c.md", RETITLED)]
    expected = dict.fromkeys(("a.md", "b.md", "c.md"), MEMORY.name)
    assert owned(claims) == owned(claims[::-1]) == expected


def test_another_title_at_another_path_is_another_digest() -> None:
    """A listing page can be the url of 125 different posts."""
    assert owned([claim("a.md"), claim("b.md", RETITLED)]) == {"a.md": MEMORY.name}


def test_another_url_at_the_path_of_a_published_digest_is_another_digest() -> None:
    """A file name is used again."""
    assert owned([claim("a.md", RETITLED, "https://south.example.org/pages/2")]) == {}


@pytest.mark.parametrize("key", ["", digest_key("https://x.example/", "x")])
def test_a_capture_whose_url_cannot_be_read_belongs_to_the_digest_of_its_path(key: str) -> None:
    """Overwritten with anything, it keeps its digest alive."""
    assert owned([Claim("a.md", key, "")]) == {"a.md": MEMORY.name}
    assert owned([Claim("b.md", key, "")]) == {}


def test_of_wechat_s_articles_the_three_numbers_decide_and_not_the_path() -> None:
    """They are in every url of an article: with others, or another url, it is another one."""
    memory = replace(MEMORY, url=WECHAT, key=digest_key(WECHAT, ""), name=name_of(digest_key(WECHAT, "")))
    paths = {"a.md": memory.name}
    again = claim("b.md", RETITLED, f"{WECHAT}&chksm=ff&scene=27#rd")
    other = claim("a.md", TITLE, WECHAT.replace("2650000001", "2650000002"))
    assert owned([again], [memory], paths) == {"b.md": memory.name}
    assert owned([other], [memory], paths) == {}


def test_a_wechat_capture_that_cannot_be_read_belongs_to_the_digest_of_its_path() -> None:
    """As any other page's."""
    memory = replace(MEMORY, url=WECHAT, key=digest_key(WECHAT, ""), name=name_of(digest_key(WECHAT, "")))
    assert owned([Claim("a.md", "", "")], [memory], {"a.md": memory.name}) == {"a.md": memory.name}


def test_a_title_that_was_edited_twice_is_still_the_first_one_s_digest() -> None:
    """By its path, by its first title and by that of today."""
    memory = replace(MEMORY, title=RETITLED, updated=updated(MEMORY.key, fetched(2)))
    claims = [claim("a.md", "河上四件事"), claim("b.md", TITLE), claim("c.md", RETITLED)]
    assert owned(claims, [memory]) == dict.fromkeys(("a.md", "b.md", "c.md"), MEMORY.name)


def test_the_title_of_today_is_known_without_a_ledger() -> None:
    """No path is: the memory's own title tells."""
    memory = replace(MEMORY, title=RETITLED, updated=updated(MEMORY.key, fetched(2)))
    assert owned([claim("c.md", RETITLED)], [memory], {}) == {"c.md": MEMORY.name}


def test_a_digest_that_was_never_edited_has_one_name_only() -> None:
    """Whatever a rule of a column shows its title as."""
    assert retitled([MEMORY, replace(MEMORY, title=RETITLED)]) == {}


def test_a_published_digest_is_not_taken_over_by_one_that_is_retitled_to_its_title() -> None:
    """Two digests of one listing url: whose key it is has it."""
    other = replace(MEMORY, key=digest_key(URL, RETITLED), name=name_of(digest_key(URL, RETITLED)))
    both = [MEMORY, other]
    claims = [claim("a.md", RETITLED), claim("b.md", RETITLED)]
    paths = {"a.md": MEMORY.name, "b.md": other.name}
    assert owned(claims, both, paths) == {"a.md": other.name, "b.md": other.name}


def test_a_path_whose_digest_is_no_longer_published_owns_nothing() -> None:
    """It was removed since."""
    assert owned([claim("a.md", RETITLED)], [], {"a.md": MEMORY.name}) == {}

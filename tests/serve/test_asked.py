"""What requests ask for: paths and headers, believed or ignored, and never an error."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.serve.addresses import document_of, folder_of, is_item, is_live
from pressrun.serve.conditions import Asked, asked, http_date

NAMES = st.binary(max_size=60)


@given(st.binary(max_size=200).map(lambda raw: b"/" + raw))
def test_a_path_is_none_or_stays_below_the_output(raw: bytes) -> None:
    """No part of it is empty, hidden, or says a folder above; nothing in it is left to decode."""
    path = document_of(raw)

    if path is not None:
        assert all(part and not part.startswith(".") for part in path.split("/"))
        assert path == quote(path, safe="/")
        assert raw.decode() in {f"/{path}", f"/{path.removesuffix('index.html')}"}


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/", "index.html"),
        (b"/yi/", "yi/index.html"),
        (b"/yi/items/2025-03/0123456789abcdef.xml", "yi/items/2025-03/0123456789abcdef.xml"),
        (b"/yi", "yi"),
        (b"", None),
        (b"yi/", None),
        (b"//", None),
        (b"/yi//feed.xml", None),
        (b"/yi/.hidden", None),
        (b"/yi/%66eed.xml", None),
        (b"/" + b"a" * 1024, None),
    ],
)
def test_every_document_has_one_spelling(raw: bytes, path: str | None) -> None:
    """A folder's page is asked for by the folder; everything is spelt as the press names it."""
    assert document_of(raw) == path


def test_only_feeds_that_grow_are_live() -> None:
    """Not what stands at the top, and not archives; items are told by where they stand."""
    live = ["yi/feed.xml", "yi/items.xml", "yi/rss.xml", "attributions/itzhi-jia/feed.xml"]
    others = ["feed.xml", "yi/feed.json", "yi/archive/2025-03.xml", "yi/items/2025-03/0123456789abcdef.xml"]

    assert [path for path in (*live, *others) if is_live(path)] == live
    assert [path for path in (*live, *others) if is_item(path)] == others[-1:]
    assert (folder_of("a/yi"), folder_of("a/yi.xml")) == ("yi/", None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    *(b"if-none-match", b"if-match", b"if-modified-since", b"if-unmodified-since"),
                    *(b"accept-encoding", b"a-im", b"range"),
                ]
            ),
            st.binary(max_size=300) | st.text('"W/,; =q0.1*gzipfed', max_size=60).map(str.encode),
        ),
        max_size=8,
    )
)
def test_no_header_is_an_error(headers: list[tuple[bytes, bytes]]) -> None:
    """Whatever stands in it, something is asked for."""
    wanted = asked(headers)

    assert isinstance(wanted, Asked)
    assert all(tag.isprintable() for tag in wanted.tags)


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ([], Asked()),
        ([(b"if-none-match", b'"a", W/"b"')], Asked(tags=frozenset({"a", "b"}))),
        ([(b"if-none-match", b'"a"'), (b"if-none-match", b'"b"')], Asked(tags=frozenset({"a", "b"}))),
        ([(b"if-none-match", b" * ")], Asked(tags=frozenset({"*"}))),
        ([(b"if-none-match", b'"' + b"a" * 9000 + b'"')], Asked()),
        ([(b"if-modified-since", b"Fri, 14 Mar 2025 01:00:00 GMT")], Asked(since=1_741_914_000)),
        ([(b"if-modified-since", b"Friday, 14-Mar-25 01:00:00 GMT")], Asked(since=1_741_914_000)),
        ([(b"if-modified-since", b"then")], Asked()),
        ([(b"if-none-match", b'"a"'), (b"if-modified-since", b"Fri, 14 Mar 2025 01:00:00 GMT")],
         Asked(tags=frozenset({"a"}))),
        ([(b"accept-encoding", b"br, GZIP;q=0.5")], Asked(gzip=True)),
        ([(b"accept-encoding", b"*")], Asked(gzip=True)),
        ([(b"accept-encoding", b"gzip;q=0, *")], Asked()),
        ([(b"a-im", b"vcdiff, feed;q=0.8")], Asked(news=True)),
        ([(b"a-im", b"*")], Asked()),
        ([(b"accept-encoding", b"x-gzip")], Asked(gzip=True)),
        ([(b"content-length", b"3")], Asked(body=True)),
        ([(b"if-match", b'"a", W/"b"')], Asked(only=frozenset({"a"}))),
        ([(b"if-match", b"*"), (b"if-unmodified-since", b"then")], Asked(only=frozenset({"*"}))),
        ([(b"if-unmodified-since", b"Fri, 14 Mar 2025 01:00:00 GMT")], Asked(until=1_741_914_000)),
    ],
)  # fmt: skip
def test_headers_ask_for(headers: list[tuple[bytes, bytes]], wanted: Asked) -> None:
    """Tags without quotes, seconds since 1970, gzip unless it is refused, news only by their name."""
    assert asked(headers) == wanted


@given(st.integers(0, 4_000_000_000))
def test_a_date_is_read_as_it_was_written(seconds: int) -> None:
    """RFC 9110's form, there and back."""
    assert asked([(b"if-modified-since", http_date(seconds))]) == Asked(since=seconds)

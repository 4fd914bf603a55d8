from __future__ import annotations

import pytest

from pressrun.finding import Severity
from tests.rules.looking import look, messages, places, subject_of
from tests.samples import capture


def test_a_place_is_that_of_the_very_part() -> None:
    """UR004 points at the first parameter that tracks, and names all of them."""
    findings = look("UR004", capture(url="https://news.example.org/a?utm_source=x&page=2&fbclid=y"))
    assert places(findings) == [(3, 33, 3, 44)]
    assert messages(findings) == ["url: 'utm_source', 'fbclid' for tracking only; remove"]


def test_many_parameters_do_not_make_a_long_message() -> None:
    """UR004 names five and counts the others."""
    query = "&".join(f"utm_{number}=1" for number in range(1, 9))
    assert messages(look("UR004", capture(url=f"https://news.example.org/?{query}"))) == [
        "url: 'utm_1', 'utm_2', 'utm_3', 'utm_4', 'utm_5' (and 3 more) for tracking only; remove"
    ]


def test_what_is_illegal_is_what_had_to_be_encoded() -> None:
    """UR003 speaks exactly where the published url differs from the written one."""
    text = capture(url="https://news.example.org/a|b?c={d}")
    digest = subject_of(text).digest
    assert digest is not None
    assert digest.url == "https://news.example.org/a%7Cb?c=%7Bd%7D"
    findings = look("UR003", text)
    assert messages(findings) == ["url: '|' is no character of an address; write it as %7C"]
    assert places(findings) == [(3, 32, 3, 33)]


def test_a_comment_behind_the_url_is_none_of_it() -> None:
    """UR003 does not take YAML's comment for a part of the address."""
    assert look("UR003", capture(url="https://news.example.org/a # from the letter")) == []


@pytest.mark.parametrize(
    "host",
    [
        "LOCALHOST", "app.localhost", "printer.local", "router.home.arpa", "10.0.0.8", "172.16.4.4",
        "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "240.0.0.1", "0x7f.1", "2130706433",
        "0177.0.0.1", "localhost.", "１２７.0.0.1", "127%2E0%2E0%2E1", "[::1]", "[fd00::1]",
        "[::ffff:10.0.0.1]", "[fe80::1%25eth0]",
    ],
)  # fmt: skip
def test_a_host_that_only_its_own_network_reaches_is_an_error(host: str) -> None:
    """UR005 reads a host as browsers do, whatever it is written as."""
    findings = look("UR005", capture(url=f"http://{host}/a"))
    assert [finding.severity for finding in findings] == [Severity.ERROR]


@pytest.mark.parametrize(
    "host",
    [
        "8.8.8.8",
        "[2606:4700::1111]",
        "10.example.org",
        "localhost.example.org",
        "my-local",
        "1.2.3.4.5",
        "3com",
    ],
)
def test_a_public_host_is_not(host: str) -> None:
    """UR005 leaves public addresses and names alone that only look like private ones."""
    assert look("UR005", capture(url=f"http://{host}/a")) == []


def test_a_password_is_not_repeated() -> None:
    """UR005 says that there is a login, and where, but a log of CI must not show it."""
    findings = look("UR005", capture(url="https://ann:hunter2@news.example.org/a"))
    assert messages(findings) == [
        "url: a login is written in front of 'news.example.org'; remove it, and change the password"
    ]
    assert places(findings) == [(3, 14, 3, 25)]


@pytest.mark.parametrize("url", ["https://t.co/x", "https://sub.t.co/x", "HTTPS://T.CO/x"])
def test_a_host_stands_for_its_subdomains_in_any_case(url: str) -> None:
    """UR007 compares whole labels of the host."""
    assert len(look("UR007", capture(url=url))) == 1


@pytest.mark.parametrize(
    "url", ["https://not-t.co/x", "https://buaq.net/about", "https://www.google.com/maps"]
)
def test_a_host_that_only_ends_like_one_is_no_redirector(url: str) -> None:
    """UR007 knows hosts, and of some hosts only the paths that lead elsewhere."""
    assert look("UR007", capture(url=url)) == []


def test_a_url_that_is_not_believed_is_left_to_its_own_rule() -> None:
    """Of a broken address only UR001 speaks."""
    text = capture(url="http:/home")
    assert len(look("UR001", text)) == 1
    assert look("UR", text) == look("UR001", text)

"""Debian's chromium before a real edition, which a real server serves."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.pages.invented import make_edition
from tests.pages.visiting import Site

CHROMIUM = Path("/usr/bin/chromium")
#: Set by .ci/run: there a browser that is missing is a failure and not a reason to skip.
REQUIRED = "CHROMIUM_REQUIRED"
# A closed network refuses what chromium asks of its makers, many times at a start.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Silent(SimpleHTTPRequestHandler):
    """A server that writes no line a request, and has an icon for the browser that asks for one by itself."""

    def do_GET(self) -> None:
        """A file of the edition; for the icon, no content."""
        if self.path != "/favicon.ico":
            super().do_GET()
            return
        self.send_response(HTTPStatus.NO_CONTENT)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the standard library's name
        """Says nothing."""


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the edition is served, ending in a slash."""
    folder = tmp_path_factory.mktemp("edition")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder / "feeds"))) as server:
        base_url = f"http://127.0.0.1:{server.server_port}/"
        make_edition(folder, base_url)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield base_url
        server.shutdown()
        thread.join()


# Not for the session: playwright keeps an event loop in the thread of the tests that follow.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One chromium for the tests of this folder."""
    if not CHROMIUM.exists():
        if os.environ.get(REQUIRED):
            pytest.fail(f"{CHROMIUM} is not there, and {REQUIRED} is set")
        pytest.skip(f"{CHROMIUM} is not there: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(browser: Browser, address: str) -> Site:
    """The edition, to be visited."""
    return Site(browser, address)

"""A visit to the edition, and what a visitor sees there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]

# The least contrast of any text that is shown to what lies behind it (WCAG 2.2, 1.4.3), and that text.
_LEAST_CONTRAST = """() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = ([red, green, blue]) =>
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const numbers = (color) => color.match(/[0-9.]+/g).map(Number);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const color = numbers(getComputedStyle(element).backgroundColor);
      if (color.length === 3) return color;
    }
    return [255, 255, 255];
  };
  let least = [21, 'nothing'];
  for (const element of document.querySelectorAll('*')) {
    const said = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!said || !element.getClientRects().length) continue;
    const both = [numbers(getComputedStyle(element).color), behind(element)].map(luminance);
    const contrast = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    if (contrast < least[0]) least = [contrast, element.textContent.slice(0, 60)];
  }
  return least;
}"""
_SHOWN = """(selector) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility()).map((element) => element.textContent)"""


@dataclass(frozen=True, slots=True)
class Sight:
    """A document as it came up: what was asked for, what the browser complained of, and how it looks.

    `overflow` is in pixels that the document is wider than its window; `least_contrast` is that of the text
    that is hardest to read, and `hardest` that text.
    """

    requests: tuple[str, ...]
    complaints: tuple[str, ...]
    overflow: int
    background: str
    least_contrast: float
    hardest: str


class Site:
    """An edition that is served, and the browser that visits it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self._browser = browser
        self._seen: dict[tuple[str, Scheme, int], Sight] = {}

    def sight(self, path: str, scheme: Scheme, width: int) -> Sight:
        """A document of the edition, scripts off; what has been seen once is not looked at again."""
        key = path, scheme, width
        if key not in self._seen:
            with self.visit(path, scheme=scheme, width=width) as visit:
                self._seen[key] = visit.sight()
        return self._seen[key]

    @contextmanager
    def visit(
        self, path: str, *, scheme: Scheme = "light", width: int = 1280, scripts: bool = False
    ) -> Iterator[Visit]:
        """Opens a document of the edition in a window of its own.

        Args:
            path: below the edition.
            scheme: what the visitor's system prefers.
            width: of the window in pixels.
            scripts: whether the tests themselves may run some; then the page's policy is put aside for them.
        """
        context = self._browser.new_context(
            color_scheme=scheme,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            bypass_csp=scripts,
        )
        try:
            visit = Visit(context.new_page())
            visit.page.goto(self.address + path, wait_until="load")
            yield visit
        finally:
            context.close()


class Visit:
    """A document in a window."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._requests: list[str] = []
        self._complaints: list[str] = []
        page.on("request", lambda request: self._requests.append(request.url))
        page.on("requestfailed", lambda request: self._complaints.append(f"failed: {request.url}"))
        page.on("console", lambda message: self._complaints.append(message.text))
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("dialog", lambda dialog: self._complaints.append(dialog.message))

    def sight(self) -> Sight:
        """What has been seen of the document until now."""
        root = "document.documentElement"
        contrast, text = self.page.evaluate(_LEAST_CONTRAST)
        return Sight(
            overflow=self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"),
            background=self.page.evaluate(f"getComputedStyle({root}).backgroundColor"),
            least_contrast=contrast,
            hardest=text,
            requests=tuple(self._requests),
            complaints=tuple(self._complaints),
        )

    def shown(self, selector: str) -> list[str]:
        """The texts of the elements that are shown, of those that the selector names."""
        texts: list[str] = self.page.evaluate(_SHOWN, selector)
        return texts

    def violations(self) -> list[tuple[str, str, Any]]:
        """What axe-core finds: rule, impact, and where."""
        found = Axe().run(self.page).response["violations"]
        return [(one["id"], one["impact"], [node["target"] for node in one["nodes"]]) for one in found]

"""What axe finds on a page that a browser shows, and what does not fit on the screen."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.1 A and AA, what 2.2 adds to them, and what axe takes for good manners."""
_RUN = """
([tags, colours]) => axe.run(document, {
  runOnly: tags, resultTypes: ["violations"], rules: {"color-contrast": {enabled: colours}},
}).then((found) => [
  found.passes.length,
  found.violations.flatMap((rule) => rule.nodes.map((node) =>
    rule.id + ": " + node.html.slice(0, 160) + " " + (node.failureSummary || "").slice(0, 240)))])
"""


@cache
def _script() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def axe_faults(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds, each with the element. `colours` take long to look at, and are the same at every width."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_script())
    answer: Any = page.evaluate(_RUN, [list(RULES), colours])
    passed, found = answer
    assert passed > 10, "axe has looked at nothing"
    return [str(one) for one in found]


def too_wide(page: Page) -> list[str]:
    """What makes a page scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide <= 0:
        return []
    who = page.evaluate(
        "[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right >"
        " document.documentElement.clientWidth + 1).slice(-3).map((one) => one.outerHTML.slice(0, 120))"
    )
    return [f"{wide} px too wide: {who}"]

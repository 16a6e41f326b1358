"""The desk in a real browser, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.incidents.desk import X, left_out, report, state
from tests.web.live import Live, live, watch  # noqa: F401

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1200, "height": 900}}


def opened(browser: Browser, live: Live, size: str = "desk") -> Page:  # noqa: F811
    """Kerstin's browser."""
    live.installation.client("Kerstin")
    context = browser.new_context(viewport=SIZES[size])  # type: ignore[arg-type]
    context.add_cookies(live.cookies("Kerstin"))  # type: ignore[arg-type]
    return context.new_page()


def test_the_inbox_is_worked_through_by_keyboard_alone(browser: Browser, live: Live) -> None:  # noqa: F811
    first = report(live.installation, "Stök")
    same = report(live.installation, "Sprejat", who="Pelle", x=X + 100)
    last = report(live.installation, "Kalle Karlsson", who="Sara", category="narkotika")
    page = opened(browser, live)
    seen = watch(page, live.url)
    page.goto(live.url + live.installation.url("inkorg/"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/inkorg/{last}/**")
    page.keyboard.press("a")
    page.wait_for_url(f"**/inkorg/{same}/?gjort=*")
    assert state(live.installation, last) == "read"
    page.keyboard.press("m")
    page.wait_for_url("**/inkorg/?gjort=*")  # neither is new any more
    assert left_out(live.installation, same) == "merged"
    page.keyboard.press("u")
    page.wait_for_url(f"**/inkorg/{same}/?gjort=*")
    assert left_out(live.installation, same) == ""
    page.keyboard.press("?")
    assert page.locator("dialog[data-keys-help]").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    assert page.locator("#skal").is_visible()
    page.focus("#skal")
    page.keyboard.type("oklar plats")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/inkorg/{first}/?gjort=*")
    assert left_out(live.installation, same) == "held_back"
    page.keyboard.press("f")
    assert page.locator("#fraga").is_visible()
    page.keyboard.press("c")
    page.wait_for_url(f"**/inkorg/{first}/ratta*")
    assert seen.faults == []
    page.context.close()

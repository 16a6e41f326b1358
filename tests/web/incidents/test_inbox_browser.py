"""The desk in a real browser: by keyboard alone, on a phone and a desk, axe-core without findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.incidents.desk import X, lay_areas, left_out, report, state
from tests.web.incidents.test_situation_reports import WEEK, write
from tests.web.incidents.test_uploads import number_of, rows, send
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


@pytest.mark.parametrize("size", SIZES)
def test_no_page_of_the_desk_has_faults_that_axe_finds(
    browser: Browser, live: Live, size: str, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    page = opened(browser, live, size)
    seen = watch(page, live.url)
    for rest in _filled(live, tmp_path):
        page.goto(live.url + live.installation.url(rest))
        page.wait_for_load_state("networkidle")
        found: Any = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], rest
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, rest
    assert seen.faults == []
    page.context.close()


def _filled(live: Live, folder: Path) -> list[str]:  # noqa: F811
    """Every page of the desk with something on it."""
    own = live.installation
    lay_areas(own, folder)
    one = report(own, "Kalle Karlsson sprejade i Sörgärdet, ring 070-123 45 67", severity=3)
    report(own, "Nytt klotter på muren", who="Pelle", x=X + 100)
    number = number_of(send(own, rows("Stök", "Sprejat")))
    own.client("Kerstin").post(own.url(f"inkorg/{one}/fraga"), {"text": "Vilken port?"})
    write(own, "Pelle", "Stök vid torget", do="send", sharing="adopted")
    own.client("Kerstin").post(own.url(f"ladda-upp/{number}/for-in"))
    bad = number_of(send(own, rows("Stök", kind="okänt ord")))
    return [
        "inkorg/", f"inkorg/{one}/", f"inkorg/{one}/ratta", "inkorg/?lage=practice", "inkorg/?personuppgifter=1",
        f"lagesrapporter/?period={WEEK}", "ladda-upp/", f"ladda-upp/{number}/", f"ladda-upp/{bad}/",
    ]  # fmt: skip

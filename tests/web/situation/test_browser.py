"""In a real browser: week → text → fastställ → PDF; every page of the week at two widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.live import Live, live, watch, worker  # noqa: F401
from tests.web.situation.seed import WEEK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDTHS = (390, 1200)
HERE = "/exempelkommunen"
PAGES = {
    "Kerstin": (
        f"/veckan/{WEEK}/", f"/veckan/{WEEK}/?category=klotter&severity=9", f"/veckan/{WEEK}/rapporter/",
        f"/lagesbild/{WEEK}/", "/lagesbild/2025-W40/", f"/lagesbild/{WEEK}/faststall/", "/lagesbilder/",
    ),
    "Vera": (f"/veckan/{WEEK}/", f"/veckan/{WEEK}/rapporter/"),
    "Sara": (f"/veckan/{WEEK}/", "/lagesbilder/"),
}  # fmt: skip


def faults_of(page: Page) -> list[object]:
    """What axe finds on the page, and whether it is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    faults: list[object] = [(page.url, rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*faults, *([(page.url, "wider than the screen", wide)] if wide > 0 else [])]


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_are_open_to_all_and_quiet(browser: Browser, live: Live, width: int) -> None:  # noqa: F811
    faults: list[object] = []
    for who, paths in PAGES.items():
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="sv-SE")
        context.add_cookies(live.cookies(who))  # type: ignore[arg-type]
        page = context.new_page()
        seen = watch(page, live.url)
        for path in paths:
            page.goto(live.url + HERE + path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            if page.locator("[data-map]").count():
                page.wait_for_selector("path.area")
            faults += faults_of(page)
        faults += seen.faults
        context.close()
    assert faults == []


@pytest.mark.usefixtures("worker")
def test_from_the_week_to_a_document(browser: Browser, live: Live) -> None:  # noqa: F811
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="sv-SE")
    context.add_cookies(live.cookies("Kerstin"))  # type: ignore[arg-type]
    page, other = context.new_page(), context.new_page()
    seen = watch(page, live.url)
    for one in (page, other):
        one.goto(f"{live.url}{HERE}/lagesbild/{WEEK}/")
    page.fill("#t_where", "Belysningen är trasig.")
    page.wait_for_selector("form[data-autosave*='/where/'] .status.saved")
    other.fill("#t_where", "Något annat.")
    other.wait_for_selector(".autosave-conflict [data-keep=mine]")
    assert "Belysningen är trasig." in other.inner_text(".autosave-conflict")
    other.click(".autosave-conflict [data-keep=mine]")
    other.wait_for_selector("form[data-autosave*='/where/'] .status.saved")
    page.goto(f"{live.url}{HERE}/lagesbild/{WEEK}/faststall/")
    page.check("#id_sure")
    page.click("main form .button:not(.quiet)")
    page.wait_for_url("**/arbete/*/")
    page.wait_for_selector("#arbete [aria-current=step]")
    faults = faults_of(page)
    page.wait_for_selector("#arbete .notice.success", timeout=60_000)
    faults += faults_of(page)
    page.click(f"#arbete a[href$='/lagesbilder/{WEEK}/1/']")
    assert "Något annat." in page.inner_text("main")
    faults += faults_of(page)
    page.set_viewport_size({"width": 390, "height": 844})
    faults += faults_of(page)
    with page.expect_download() as waiting:
        page.click("a[href$='lagesbild.pdf']")
    assert waiting.value.path().read_bytes()[:5] == b"%PDF-"
    assert faults == seen.faults == []
    context.close()

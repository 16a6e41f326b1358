"""In a real browser: week → text → fastställ → PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
import pytest

from tests.web.axe import axe_faults, too_wide
from tests.web.live import Live, live, watch, worker  # noqa: F401
from tests.web.situation.seed import WEEK

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

HERE = "/exempelkommunen"


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
    faults = axe_faults(page)
    page.wait_for_selector("#arbete .notice.success", timeout=60_000)
    faults += axe_faults(page)
    page.click(f"#arbete a[href$='/lagesbilder/{WEEK}/1/']")
    assert "Något annat." in page.inner_text("main")
    faults += axe_faults(page)
    page.set_viewport_size({"width": 390, "height": 844})
    faults += axe_faults(page) + too_wide(page)
    with page.expect_download() as waiting:
        page.click("a[href$='lagesbild.pdf']")
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(waiting.value.path()).pages)
    assert "Något annat." in text
    assert "Fastställd" in text
    assert "Utkast" not in text
    assert faults == seen.faults == []
    context.close()

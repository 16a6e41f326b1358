"""Driftstart in a browser: nothing real comes in until each item is filled in and a coordinator has opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import AT, Installation
from tests.web.incidents.ground import add_ground
from tests.web.live import Live, live, watch  # noqa: F401
from tryggve.store.database.models import Incident
from tryggve.web.core import readiness
from tryggve.web.core.actions.choices import unchoose
from tryggve.web.setup import driftstart

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = {"latitude": 59.5433, "longitude": 15.0088, "accuracy": 12}
ANSWERS = {"text": "Kommunstyrelsen", "date": "2026-01-02"}


def page_of(browser: Browser, site: Live, name: str) -> Page:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 390, "height": 844}, locale="sv-SE", geolocation=HERE,  # type: ignore[arg-type]
        permissions=["geolocation"],
    )  # fmt: skip
    context.add_cookies(site.cookies(name))  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    return context.new_page()


def report(page: Page, site: Live) -> int:
    """Send a report as a reporter does; how many real ones there are then."""
    page.goto(site.installation.url("rapport/"))
    page.locator(".tile:has([value=klotter])").click()
    page.locator("[data-map-locate]").click()
    page.locator("[data-step=when] .choice:has([value=now])").click()
    page.locator("[data-send]").click()
    page.wait_for_url("**/rapport/*-*/")
    with site.installation.inside():
        return Incident.objects.count()


def fill_in(page: Page, item: driftstart.Item) -> None:
    """Follow the link of an item, answer what is required, save."""
    page.locator(f"article:has(h3:text-is('{item.title}')) footer a").first.click()
    for field in item.fields:
        if not field.required:
            continue
        if field.kind == "choice":
            page.locator(f".choice:has([name={field.key}])").first.click()
        else:
            words = "24" if field.key.endswith("_months") else ANSWERS[field.kind]
            page.fill(f"#id_{field.key}", words)
    page.locator("main form .actions button").click()


@pytest.mark.browser
def test_the_first_real_report_comes_in_when_all_is_filled_in_and_opened(
    browser: Browser,
    live: Live,  # noqa: F811
    installation: Installation,
) -> None:
    """T-START: before that a reporter practises, and is told so."""
    with installation.inside() as database:
        add_ground(database, AT)
        unchoose(name=readiness.OPEN, by="test", at=AT)
    rut, adam, kerstin = (page_of(browser, live, name) for name in ("Rut", "Adam", "Kerstin"))
    faults = [watch(page, live.url) for page in (rut, adam, kerstin)]
    assert report(rut, live) == 0
    assert rut.locator(".notice.warning").count() == 1
    checklist = installation.url("driftstart/")
    kerstin.goto(checklist)
    kerstin.locator(f"a[href='{checklist}oppna/']").click()
    assert kerstin.locator("main form").count() == 0
    for item in driftstart.items():
        adam.goto(checklist)
        fill_in(adam, item)
    adam.goto(checklist)
    assert adam.locator(".cards .tag.success").count() == len(driftstart.items())
    assert adam.locator(f"a[href='{checklist}oppna/']").count() == 0
    assert report(rut, live) == 0
    kerstin.goto(checklist)
    kerstin.locator(f"a[href='{checklist}oppna/']").click()
    kerstin.locator("main form button").click()
    kerstin.locator("main .notice.success").wait_for()
    assert report(rut, live) == 1
    assert rut.locator(".notice.warning").count() == 0
    assert [one.faults for one in faults] == [[], [], []]
    for page in (rut, adam, kerstin):
        page.context.close()

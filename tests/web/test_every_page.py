"""Every address that answers a page, in a browser: axe finds nothing, nothing is said to the console, no other host is
asked (T-CSP), and nothing is wider than the screen: on a phone, on a desk, at 400 %, with letters twice as large.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern

from tests.web.access_table import WHO, expected
from tests.web.axe import axe_faults, too_wide
from tests.web.furnished import Furnished, _furnished_template, furnished, standing  # noqa: F401
from tests.web.live import Live, served, watch
from tests.web.test_access import address, patterns
from tests.web.visits import MOVES_ON, Visit, visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PHONE, DESK, REFLOW, LARGE = 390, 1200, 320, 1280
PARTS = 6
ANSWERS = {
    Visit("account_reset_password_from_key", "/konto/glomt/1-fel/", "-"): 200,
    Visit("join", "/inbjudan/exempelkommunen/", "-"): 404,
}
NOT_SHOWN = {"tile": "a picture of the municipality's own map server, which the test has none of"}


@pytest.fixture(scope="module")
def site(standing: Furnished) -> Iterator[Live]:  # noqa: F811
    """The furnished installation, served."""
    with served(standing.installation) as found:
        yield found


def test_every_page_is_visited(standing: Furnished) -> None:  # noqa: F811
    seen = {visit.name for visit in visits()}
    assert seen <= set(expected())
    for pattern in patterns():
        if pattern.name not in seen and pattern.name not in NOT_SHOWN:
            assert not is_page(standing, pattern), f"{pattern.name} answers a page that no row of visits.py shows"


def is_page(own: Furnished, pattern: URLPattern) -> bool:
    """Whether somebody who may go there is answered with a page of HTML."""
    letters = expected()[str(pattern.name)]
    who = {"*": "-", "in": "Kerstin"}.get(letters) or WHO[letters[0]]
    answer = own.client(who).get(address(pattern), HTTP_ACCEPT="text/html")
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def test_every_visit_leads_to_its_page(standing: Furnished) -> None:  # noqa: F811
    faults = []
    for visit in visits():
        answer = standing.client(visit.who).get(standing.address(visit.path))
        if answer.status_code != (ANSWERS.get(visit, 302 if visit.name in MOVES_ON else 200)):
            faults.append(f"{visit}: {answer.status_code} {answer.headers.get('Location', '')}")
    assert not faults, "\n".join(faults)


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_pages_are_open_to_all_quiet_and_fit(browser: Browser, site: Live, standing: Furnished, part: int) -> None:  # noqa: F811
    contexts: dict[str, BrowserContext] = {}
    faults: list[str] = []
    for visit in visits()[part::PARTS]:
        if visit.who not in contexts:
            contexts[visit.who] = browser.new_context(locale="sv-SE")
            held = standing.browsers.get(visit.who, {})
            contexts[visit.who].add_cookies([{"name": k, "value": v, "url": site.url} for k, v in held.items()])
        page = contexts[visit.who].new_page()
        faults += [f"{visit.name} {visit.path} {visit.who}: {one}" for one in look(page, site, standing, visit)]
        page.close()
    for context in contexts.values():
        context.close()
    assert not faults, "\n".join(faults)


def look(page: Page, site: Live, own: Furnished, visit: Visit) -> list[str]:
    """What is wrong with a page."""
    seen = watch(page, site.url)
    page.set_viewport_size({"width": DESK, "height": 900})
    answer = page.goto(site.url + own.address(visit.path))
    assert answer is not None
    faults = [] if visit.name in MOVES_ON or page.url.endswith(own.address(visit.path)) else [f"led to {page.url}"]
    settle(page)
    faults += axe_faults(page)
    page.set_viewport_size({"width": PHONE, "height": 844})
    faults += axe_faults(page, colours=False) + too_wide(page)
    # 1280 px at 400 % is 320 px: what a page is held to is the same.
    page.set_viewport_size({"width": REFLOW, "height": 800})
    faults += too_wide(page)
    page.set_viewport_size({"width": LARGE, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults += too_wide(page)
    wanted = "404 (Not Found)" if answer.status == 404 else "no such words"
    return faults + [one for one in seen.faults if wanted not in one]


def settle(page: Page) -> None:
    """All that can be opened is open, and the maps are drawn."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    for one in page.locator("[data-map]:visible").all():
        one.locator(".leaflet-pane path, .leaflet-pane canvas, .leaflet-marker-icon").first.wait_for(state="attached")
    # A drawing without a width has its paths, and shows nothing.
    for drawing in page.locator("[data-map]:visible svg:has(path)").all():
        box = drawing.bounding_box()
        assert box is not None
        assert box["width"] > 0, page.url

"""In a real browser: a signal is assessed, its insats is done, and whoever reported reads the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Installation
from tests.web.live import Live, live, watch  # noqa: F401
from tests.web.situation.signal_town import _signal_template, first_signal, town  # noqa: F401
from tryggve.store.database.signal_models import Signal
from tryggve.web import wiring
from tryggve.web.accounts.models import Account
from tryggve.web.core import clock
from tryggve.web.core.models import Organisation
from tryggve.web.incidents.models import Report, ReportLink
from tryggve.web.incidents.sealed import seal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HERE = "/exempelkommunen"
ANSWER = "Lampan är lagad och porten lagas i veckan. Tack för att du rapporterade."


@pytest.fixture
def installation(town: Installation) -> Iterator[Installation]:  # noqa: F811
    """The town with signals; Rut sent one of the reports behind the first of them."""
    clock.forget()
    name = first_signal(town)
    with town.inside():
        behind = wiring.reports_of_signal(str(Signal.objects.get(name=name).pk))
        mine = Organisation.objects.get(name="Bostadsbolaget")
        report = Report.objects.create(incident_id=behind[0], received_at=clock.now(), organisation=mine, state="read")
        rut = Account.objects.get(name="Rut").pk
        ReportLink.objects.create(report=report, sealed=seal(report.pk, rut))
    yield town
    clock.forget()


def page_of(browser: Browser, live: Live, who: str, width: int) -> Page:  # noqa: F811
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="sv-SE")
    context.add_cookies(live.cookies(who))  # type: ignore[arg-type]
    return context.new_page()


def test_from_a_signal_to_the_answer(browser: Browser, live: Live) -> None:  # noqa: F811
    page, name = page_of(browser, live, "Kerstin", 1200), first_signal(live.installation)
    seen = watch(page, live.url)
    page.goto(f"{live.url}{HERE}/signaler/{name}/")
    page.wait_for_selector("path.area")  # the evidence is drawn: the cluster on the map …
    assert page.locator("figure.chart svg rect").count() > 3  # … and the series with what was expected
    page.check("input[value=act]")
    page.click("form[action$='#judge'] .button")
    assert page.locator("#id_why_error").is_visible()  # a motive is required
    page.check("input[value=act]")
    page.fill("#id_why", "Belysningen är trasig och porten står öppen.")
    page.click("form[action$='#judge'] .button")
    page.wait_for_url("**/insatser/ny/**")
    page.fill("#id_what", "Laga lampan och låsa porten")
    page.select_option("#id_organisation", label="Bostadsbolaget")
    page.fill("#id_due", "2026-11-27")
    page.click("main form .button:not(.quiet)")
    page.wait_for_url(re.compile(r"/insatser/(\?|$)"))
    page.click("main table a:has-text('Laga lampan')")
    page.fill("#id_result", "Lampan lagad, nytt lås beställt.")
    page.fill("#id_answer", ANSWER)
    page.click("button[name=to][value=done]")
    page.wait_for_selector("#lage .notice.success, main .notice.success")
    rut = page_of(browser, live, "Rut", 390)
    rut.goto(f"{live.url}{HERE}/mina/")
    assert ANSWER in rut.inner_text("main")
    assert rut.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert [fault for fault in seen.faults if "422" not in fault] == []
    for one in (page, rut):
        one.context.close()

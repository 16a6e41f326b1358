"""Reporting on a phone: four taps, without network twice and then with, and axe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.axe import axe_faults
from tests.web.conftest import Installation
from tests.web.live import Live, live, watch  # noqa: F401 - a fixture
from tryggve.store.database.models import Incident
from tryggve.web.incidents.models import Report
from tryggve.web.incidents.places import outside_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
HERE = {"latitude": 59.5433, "longitude": 15.0088, "accuracy": 12}
FORM = "/exempelkommunen/rapport/"
Visit = Callable[..., "BrowserContext"]


@pytest.fixture
def visit(ground: Installation, live: Live, browser: Browser) -> Iterator[Visit]:  # noqa: F811
    """Opens the browser of one of the cast."""
    opened: list[BrowserContext] = []

    def open_as(name: str, width: int = 390) -> BrowserContext:
        context = browser.new_context(
            base_url=live.url, viewport={"width": width, "height": 844}, locale="sv-SE", geolocation=HERE,  # type: ignore[arg-type]
            permissions=["geolocation"],
        )  # fmt: skip
        context.add_cookies(live.cookies(name))  # type: ignore[arg-type]
        opened.append(context)
        return context

    yield open_as
    for context in opened:
        context.close()


def stored(installation: Installation) -> list[tuple[str, int]]:
    with installation.inside():
        return list(Incident.objects.order_by("pk").values_list("category", "location_precision"))


def four_taps(page: Page, category: str) -> None:
    page.locator(f".tile:has([value={category}])").click()
    page.locator("[data-map-locate]").click()
    page.locator("[data-step=when] .choice:has([value=now])").click()
    page.locator("[data-send]").click()


def ready_without_network(page: Page) -> None:
    """The worker has all that the form needs."""
    ready = (
        "async () => { const all = [location.href, ...[...document.scripts].map((one) => one.src)];"
        " for (const one of all) if (!(await caches.match(one))) return false;"
        " return navigator.serviceWorker.controller !== null; }"
    )
    until = time.monotonic() + 20
    while not page.evaluate(ready):
        assert time.monotonic() < until, "not kept"
        page.wait_for_timeout(50)


def test_four_taps_and_an_honest_receipt(visit: Visit, live: Live, ground: Installation) -> None:  # noqa: F811
    page = visit("Rut").new_page()
    seen = watch(page, live.url)
    page.add_init_script(
        "addEventListener('pointerdown', () => { sessionStorage.taps = 1 + Number(sessionStorage.taps || 0); }, true)"
    )
    page.goto(FORM)
    for part in (page.locator(".emergency"), page.locator(".tile").nth(3)):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844, "seen only after scrolling"
    four_taps(page, "klotter")
    page.wait_for_url("**/rapport/*-*/")
    assert page.evaluate("sessionStorage.taps") == "4"
    assert stored(ground) == [("klotter", 1)]
    page.locator("main a.button.large").first.click()
    page.locator(".tile:has([value=skadegorelse])").click()
    assert page.locator("[data-map-x]").input_value() != ""
    page.locator("[data-step=where] [data-next]").click()
    page.locator("[data-step=when] [data-next]").click()
    page.locator("[data-send]").click()
    page.wait_for_url(lambda url: url.count("-") >= 4 and "efter" not in url)
    page.locator("form[action$=angra] button").click()
    page.locator("form[action$=angra]").wait_for(state="detached")
    assert stored(ground) == [("klotter", 1)]
    outside_is_said_at_once(page)
    assert seen.faults == []


def outside_is_said_at_once(page: Page) -> None:
    """Not only when all is filled in: the step stays, and the position is gone."""
    page.context.set_geolocation({**HERE, "latitude": 57.7})  # type: ignore[typeddict-item]
    page.goto(FORM)
    page.locator(".tile:has([value=klotter])").click()
    page.locator("[data-map-locate]").click()
    page.get_by_text(outside_words()).wait_for()
    assert page.locator("[data-map-x]").input_value() == ""
    assert page.locator("[data-step=where]").is_visible()


def test_it_can_be_installed(visit: Visit, ground: Installation) -> None:
    context = visit("Rut")
    page = context.new_page()
    page.goto(FORM)
    ready_without_network(page)
    told = context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    # A browser of a test is like a private window, where nothing can be installed.
    assert [one["errorId"] for one in told["installabilityErrors"]] in ([], ["in-incognito"])


def test_two_reports_without_network_come_in_once_each(visit: Visit, ground: Installation) -> None:
    context = visit("Rut")
    page = context.new_page()
    page.goto(FORM)
    ready_without_network(page)
    context.set_offline(True)
    page.goto(FORM)
    for category in ("klotter", "alkohol"):
        page.locator("details.more").first.evaluate("one => { one.open = true; }")
        four_taps(page, category)
        page.locator("[data-kept]").wait_for()
        page.locator("[data-again]").click()
    rows = page.locator("[data-waiting] li")
    rows.nth(1).wait_for()
    assert rows.count() == 2
    sealed = page.evaluate(
        "() => new Promise((done) => { const open = indexedDB.open('tryggve'); open.onsuccess = () => { const all ="
        " open.result.transaction('reports').objectStore('reports').getAll(); all.onsuccess = () =>"
        " done(all.result.map((one) => new TextDecoder().decode(one.sealed)).join(' ')); }; })"
    )
    assert "klotter" not in sealed
    assert stored(ground) == []
    page.locator("details.menu summary").click()
    page.locator("form[data-logout] button").click()
    dialog = page.locator("[data-unsent-dialog]")
    dialog.wait_for()
    assert dialog.locator("li").count() == 2
    dialog.locator("[data-unsent=stay]").click()
    context.set_offline(False)
    page.locator("[data-waiting]").wait_for(state="hidden")
    other = context.new_page()
    other.goto(FORM)
    page.evaluate("() => window.tryggveQueue.sync()")
    assert sorted(stored(ground)) == [("alkohol", 1), ("klotter", 1)]
    with ground.inside():
        assert Report.objects.count() == 2


def test_without_network_other_pages_lead_to_the_form_and_what_was_sent_is_told_once(
    visit: Visit, ground: Installation
) -> None:
    context = visit("Rut")
    page = context.new_page()
    page.goto(FORM)
    ready_without_network(page)
    assert not page.locator("[data-no-network]").is_visible()
    context.set_offline(True)
    four_taps(page, "klotter")
    page.locator("[data-waiting] li").wait_for()
    page.goto("/exempelkommunen/mina/")
    page.wait_for_url(f"**{FORM}")
    assert page.locator("[data-no-network]").is_visible()
    page.locator("[data-waiting] li").wait_for()
    page.goto("about:blank")
    context.set_offline(False)
    page.goto("/exempelkommunen/mina/")
    notice = page.locator("main > [data-sent-notice]")
    notice.wait_for()
    assert "har skickats" in notice.inner_text()
    assert stored(ground) == [("klotter", 1)]
    page.goto(FORM)
    page.locator("[data-steps]").wait_for()
    page.evaluate("() => window.tryggveQueue.all()")
    assert not page.locator("[data-no-network]").is_visible()
    assert not page.locator("[data-sent-notice]").is_visible()


def test_what_is_told_stands_before_send_and_a_question_leaves_one_way_on(visit: Visit, ground: Installation) -> None:
    page = visit("Rut").new_page()
    page.goto(FORM)
    page.locator(".tile:has([value=klotter])").click()
    page.locator("[data-map-locate]").click()
    page.locator("[data-step=when] .choice:has([value=now])").click()
    page.locator("[data-more] summary").click()
    more, send = page.locator("[data-more]").bounding_box(), page.locator("[data-send]").bounding_box()
    assert more is not None
    assert send is not None
    assert more["y"] + more["height"] <= send["y"]
    page.locator("[name=text]").fill("Kalle Svensson var där")
    page.locator("[data-send]").click()
    page.locator("[data-anyway]").wait_for()
    main = page.locator("[data-step=send] button.button:not(.secondary, .quiet):visible")
    assert main.all_inner_texts() == ["Ändra texten"]
    page.locator("[data-change]").click()
    page.locator("[name=text]").fill("Ny sprej")
    assert main.all_inner_texts() == ["Skicka"]
    page.locator("[data-send]").click()
    page.wait_for_url("**/rapport/*-*/")


def test_a_kept_page_gives_each_report_an_id_of_its_own_and_a_calm_week_waits_too(
    visit: Visit, ground: Installation
) -> None:
    """T-QUEUE: a report that takes the id of another would be lost."""
    context = visit("Rut")
    page = context.new_page()
    page.goto(FORM)
    ready_without_network(page)
    four_taps(page, "klotter")
    page.wait_for_url("**/rapport/*-*/")
    context.set_offline(True)
    for number, category in enumerate(("skadegorelse", "narkotika"), start=1):
        page.goto(FORM)
        four_taps(page, category)
        page.locator("[data-kept]").wait_for()
        page.locator("[data-waiting] li").nth(number - 1).wait_for()
    page.goto(FORM)
    page.locator("[data-nothing] button").click()
    page.locator("[data-kept]").wait_for()
    page.locator("[data-waiting] li").nth(2).wait_for()
    assert "Inget att rapportera" in page.locator("[data-waiting] li").nth(2).inner_text()
    context.set_offline(False)
    page.locator("[data-waiting]").wait_for(state="hidden")
    assert sorted(stored(ground)) == [("", 5), ("klotter", 1), ("narkotika", 1), ("skadegorelse", 1)]


def test_what_waits_is_kept_when_one_has_been_logged_out(visit: Visit, live: Live, ground: Installation) -> None:  # noqa: F811
    context = visit("Rut")
    page = context.new_page()
    page.goto(FORM)
    context.clear_cookies()
    four_taps(page, "klotter")
    page.locator("[data-kept]").wait_for()
    page.locator("[data-waiting] li").wait_for()
    context.add_cookies(live.cookies("Kerstin"))  # type: ignore[arg-type]
    page.goto(FORM)
    page.evaluate("() => window.tryggveQueue.sync()")
    assert stored(ground) == []
    assert page.locator("[data-waiting] li").count() == 1
    assert "Klotter" not in page.locator("[data-waiting]").inner_text()
    assert "klotter" not in page.locator("[data-waiting] use").first.evaluate("one => one.getAttribute('href')")
    for address in (FORM, "/exempelkommunen/mina/"):
        page.goto(address)
        page.locator("details.menu summary").click()
        page.locator("form[data-logout] button").click()
        listed = page.locator("[data-unsent-dialog] li")
        listed.wait_for()
        assert "någon annan" in listed.inner_text()
        assert "Klotter" not in listed.inner_text()
    context.add_cookies(live.cookies("Rut"))  # type: ignore[arg-type]
    page.goto(FORM)
    page.locator("[data-waiting]").wait_for(state="hidden")
    until = time.monotonic() + 10
    while not stored(ground) and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert stored(ground) == [("klotter", 1)]


def test_the_next_one_on_the_phone_finds_no_page_of_whoever_was_logged_in(visit: Visit, ground: Installation) -> None:
    """T-CLEAR: neither after logging out, nor where the session has ended by itself."""
    kept = "async () => Boolean(await caches.match('/exempelkommunen/rapport/', { ignoreVary: true }))"
    context = visit("Rut")
    page = context.new_page()
    page.goto(FORM)
    ready_without_network(page)
    assert page.evaluate(kept)
    context.clear_cookies()
    page.goto(FORM)
    page.wait_for_url("**/konto/logga-in/**")
    assert not page.evaluate(kept)
    context.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(FORM)


def test_logging_out_leaves_nothing_on_the_phone(visit: Visit, ground: Installation) -> None:
    """T-CLEAR."""
    context = visit("Rut")
    page = context.new_page()
    page.goto(FORM)
    ready_without_network(page)
    page.locator("details.menu summary").click()
    page.locator("form[data-logout] button").click()
    page.wait_for_url(lambda url: "rapport" not in url)
    # The login page may keep its own static files anew; nothing of a municipality.
    page.wait_for_function(
        "async () => { for (const name of await caches.keys())"
        " for (const one of await (await caches.open(name)).keys())"
        " if (new URL(one.url).pathname.startsWith('/exempelkommunen/')) return false; return true; }"
    )
    context.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(FORM)


def test_after_seven_days_a_person_decides(visit: Visit, ground: Installation) -> None:
    context = visit("Rut")
    page = context.new_page()
    page.goto(FORM)
    context.set_offline(True)
    four_taps(page, "klotter")
    page.locator("[data-waiting] li").wait_for()
    page.evaluate(
        "() => new Promise((done) => { const open = indexedDB.open('tryggve'); open.onsuccess = () => { const all ="
        " open.result.transaction('reports', 'readwrite').objectStore('reports'); all.getAll().onsuccess = (event) => {"
        " const [one] = event.target.result; all.put({ ...one, written: one.written - 8 * 864e5 }).onsuccess = done;"
        " }; }; })"
    )
    context.set_offline(False)
    page.goto(FORM)
    page.locator("[data-sync]").click()
    page.evaluate("() => window.tryggveQueue.sync()")
    assert stored(ground) == []
    page.locator("[data-one-send]").click()
    page.locator("[data-waiting]").wait_for(state="hidden")
    assert stored(ground) == [("klotter", 1)]


def test_without_script_it_is_one_page(live: Live, browser: Browser, ground: Installation) -> None:  # noqa: F811
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    context.add_cookies(live.cookies("Rut"))  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(FORM)
    page.locator("[value=klotter]").check()
    page.locator("[name=area]").select_option("A2")
    page.locator("[data-more] summary").click()
    page.locator("[name=text]").fill("Kalle Svensson var där")
    page.locator("[data-send]").click()
    page.locator("mark.personal").first.wait_for()
    page.locator("[name=anyway]").check()
    page.locator("[data-asked-here] button").click()
    page.wait_for_url("**/rapport/*-*/")
    assert stored(ground) == [("klotter", 3)]
    context.close()


def test_axe_finds_nothing(visit: Visit, ground: Installation) -> None:
    page = visit("Rut").new_page()
    page.goto(FORM)
    faults = axe_faults(page)
    page.locator(".tile:has([value=klotter])").click()
    page.locator("[data-map-part] summary").click()
    page.locator(".leaflet-container .leaflet-interactive").first.wait_for()
    faults += axe_faults(page)
    page.locator("[data-map-locate]").click()
    page.locator("[data-step=when]").wait_for()
    faults += axe_faults(page)
    page.locator("[data-step=when] [data-next]").click()
    page.locator("[data-more] summary").click()
    page.locator("[name=text]").fill("Kalle Svensson var där")
    page.locator("[data-send]").click()
    page.locator("[data-anyway]").wait_for()
    faults += axe_faults(page)
    page.locator("[data-anyway]").click()
    page.wait_for_url("**/rapport/*-*/")
    faults += axe_faults(page)
    page.goto("/exempelkommunen/mina/")
    assert faults + axe_faults(page) == []

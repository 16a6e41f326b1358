"""A meeting on two screens, one writing and one showing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.group import material
from tests.web.live import Live, live, watch  # noqa: F401
from tryggve.web.group.facts import Origin
from tryggve.web.group.models import MeetingText, Notes, Task

pytestmark = pytest.mark.browser
DESK = {"width": 1200, "height": 900}


def opened(browser: Browser, live: Live, size: dict[str, int]) -> Page:  # noqa: F811
    context = browser.new_context(viewport=size, locale="sv-SE")  # type: ignore[arg-type]
    context.add_cookies(live.cookies("Kerstin"))  # type: ignore[arg-type]
    return context.new_page()


@pytest.fixture
def work(live: Live) -> dict[str, int]:  # noqa: F811
    """A meeting that has ended, one under way, insatser in several states."""
    with live.installation.inside():
        before = material.meeting(material.DAY - material.WEEK).pk
        late = material.task("Laga belysningen vid stationen", "Bostadsbolaget", due=material.DAY).pk
        material.task("Rondera parken kvällstid", "Polisen", partners=("Väktarna",), place="Stadsparken")
        now = material.meeting().pk
        material.task("Fältarna går ut på fredag", "Socialtjänsten", origin=Origin(now))
    client = live.installation.client("Kerstin")
    said = {"text": "Lugnare i norr.\n\nFler rapporter om buskörning.", "version": "0"}
    client.post(live.installation.url(f"moten/{before}/text/changed/"), said)
    client.post(live.installation.url(f"moten/{before}/avsluta/"), {"next_day": ""})
    return {"before": before, "now": now, "task": late}


def test_a_meeting_from_first_word_to_notes(browser: Browser, live: Live, work: dict[str, int]) -> None:  # noqa: F811
    writes, screen = opened(browser, live, DESK), opened(browser, live, DESK)
    seen = watch(writes, live.url)
    now = live.installation.url(f"moten/{work['now']}/")
    writes.goto(live.url + now + "skriv/")
    for size in ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080}):
        screen.set_viewport_size(size)  # type: ignore[arg-type]
        screen.goto(live.url + now + "skarm/")
        head = screen.locator("h1").bounding_box()
        assert head is not None
        assert head["y"] < size["height"] / 10
        assert not screen.locator("nav.main").is_visible()
        assert screen.locator("#s5").is_visible()
        assert screen.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    form = writes.locator("form#changed")
    form.locator("textarea").fill("Oroligare i söder.")
    expect(form.locator("[role=status]")).to_have_text(re.compile(r"\d\d\.\d\d"))
    expect(screen.locator("#skarm")).to_contain_text("Oroligare i söder.", timeout=15_000)
    writes.locator("#beslut [name=what]").fill("Städa gården")
    writes.locator("#beslut [name=organisation]").select_option(label="Bostadsbolaget")
    writes.locator("#beslut button").click()
    expect(writes.locator("#beslut .rows")).to_contain_text("Städa gården")
    writes.locator("#sedan-sist button").first.click()
    expect(writes.locator("#sedan-sist .tag.success")).to_have_count(1)
    # Somebody else writes under the same heading: both texts are shown, and the one that is kept is saved.
    other = live.installation.client("Kerstin")
    other.post(now + "text/changed/", {"text": "Lugnt överallt.", "version": "1"})
    form.locator("textarea").fill("Oroligare i söder, mest kvällar.")
    expect(form.locator("[data-theirs]")).to_have_text("Lugnt överallt.")
    form.locator("[data-keep=mine]").click()
    expect(form.locator(".autosave-conflict")).to_have_count(0)
    expect(form.locator("[role=status]")).to_have_class(re.compile("saved"))
    writes.goto(live.url + now + "avsluta/")
    writes.locator("main form button").click()
    expect(writes.locator("main")).to_contain_text("Oroligare i söder, mest kvällar.")
    assert [fault for fault in seen.faults if "409" not in fault] == []
    screen.close()
    writes.close()
    with live.installation.inside():
        texts = MeetingText.objects.filter(meeting_id=work["now"], section="changed").order_by("version")
        assert [one.text for one in texts][-2:] == ["Lugnt överallt.", "Oroligare i söder, mest kvällar."]
        assert Notes.objects.filter(meeting_id=work["now"]).exists()
        assert Task.objects.get(what="Städa gården").meeting_id == work["now"]

"""Signals in a real browser: decided by keyboard, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.axe import axe_faults, too_wide
from tests.web.conftest import Installation
from tests.web.live import Live, live, watch  # noqa: F401
from tests.web.situation.signal_town import _signal_template, first_signal, town  # noqa: F401
from tests.web.situation.test_signals_here import week_of
from tryggve.store.database.signal_models import SignalNote
from tryggve.web.core import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

HERE = "/exempelkommunen/signaler/"


@pytest.fixture
def installation(town: Installation) -> Iterator[Installation]:  # noqa: F811
    """The town with signals is the one that is live."""
    clock.forget()
    yield town
    clock.forget()


def test_a_signal_is_judged_by_keyboard_and_without_scripts(browser: Browser, live: Live) -> None:  # noqa: F811
    name = first_signal(live.installation)
    for scripts in (True, False):
        context = browser.new_context(locale="sv-SE", java_script_enabled=scripts)
        context.add_cookies(live.cookies("Kerstin"))  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(live.url + HERE)
        if scripts:
            page.keyboard.press("j")
        else:
            page.focus(".card a")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/signaler/{name}/")
        page.focus("input[value=watch]")
        page.keyboard.press("Space")
        if scripts:
            page.keyboard.press("m")
        else:
            page.focus("#id_why")
        page.keyboard.type("Fältarna går dit i kväll." if scripts else "Fältarna var där i går.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector(".notice.success")
        context.close()
    with live.installation.inside():
        assert list(SignalNote.objects.values_list("verdict", flat=True)) == ["judged", "judged"]


def test_the_map_of_the_week_names_its_signals(browser: Browser, live: Live) -> None:  # noqa: F811
    week = week_of(live.installation)
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="sv-SE")
    context.add_cookies(live.cookies("Kerstin"))  # type: ignore[arg-type]
    page = context.new_page()
    seen = watch(page, live.url)
    page.goto(f"{live.url}/exempelkommunen/{week}")
    outline = page.wait_for_selector("path.zone[role=img]")
    assert (outline.get_attribute("aria-label") or "").startswith("Ruta 4")
    page.focus("[data-map-focus^='signals:']")
    page.keyboard.press("Enter")
    faults = axe_faults(page)
    page.set_viewport_size({"width": 390, "height": 844})
    faults += axe_faults(page) + too_wide(page)
    assert faults == seen.faults == []
    context.close()

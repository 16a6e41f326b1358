"""The set-up in a real browser: by keyboard and form, at the width of a phone and of a desk, without faults."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.axe import axe_faults, too_wide
from tests.web.setup.test_start import AREAS, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def link(tmp_path: Path) -> Iterator[str]:
    """A server with nothing in it, and the link that it tells."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRYGGVE_", "DJANGO_"))}
    server = subprocess.Popen(
        [sys.executable, "-m", "tryggve", "serve", "--port", "0", "--data", str(tmp_path / "data")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    )  # fmt: skip
    assert server.stdout is not None
    try:
        yield next(found[0] for line in server.stdout if (found := re.search(r"http://\S+kod=\S+", line)))
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def sound(page: Page) -> None:
    """No fault that axe finds, and nothing beside the page, on a phone and on a desk."""
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe_faults(page) + too_wide(page) == []


@pytest.mark.browser
def test_a_municipality_is_set_up(browser: Browser, link: str, tmp_path: Path) -> None:
    areas = tmp_path / "omraden.geojson"
    areas.write_text(AREAS, encoding="utf-8")
    page = browser.new_page(locale="sv-SE")
    page.set_default_timeout(90_000)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: told.append(request.url) if "localhost" not in request.url else None)
    page.goto(link)
    sound(page)
    page.locator("main form button").click()
    page.fill("#id_name", "Provkommunen")
    sound(page)
    page.keyboard.press("Enter")
    page.set_input_files("#id_file", areas)
    page.click("button[value=file]")
    assert page.locator("main svg path").count() == 2
    sound(page)
    page.click("button[value=next]")
    page.fill("#id_name", "Skolan")
    page.select_option("#id_kind", "school")
    page.click("button[value=one]")
    assert page.locator("main tbody tr").count() == 1
    sound(page)
    page.click("button[value=next]")
    page.fill("#id_name", "Kim")
    page.fill("#id_email", "kim@example.org")
    page.fill("#id_organisation", "Kansliet")
    page.fill("#id_password", PASSWORD)
    sound(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/start/takt/")
    page.go_back()
    page.go_forward()
    sound(page)
    page.locator("main form button").click()
    sound(page)
    page.locator("main form button").click()
    page.wait_for_url("**/start/klart/")
    sound(page)
    assert page.goto(link).status == 404  # type: ignore[union-attr]
    page.close()
    assert told == ["Failed to load resource: the server responded with a status of 404 (Not Found)"]

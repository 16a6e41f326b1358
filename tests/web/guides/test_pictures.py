"""Every picture of the guides can still be taken; `make pictures` keeps what this test has taken."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.web.guides.pictures import HERE, PICTURES, Picture, in_few_colours
from tests.web.live import Live, live, watch  # noqa: F401

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = ROOT / "docs" / "bilder"
GUIDES = sorted((ROOT / "docs" / "sv" / "handledning").glob("*.md"))
MOST_BYTES, MOST_IN_ALL = 80_000, 1_500_000
KEPT = os.environ.get("PICTURES", "")
"""Where to keep them; nowhere unless it is said."""


@pytest.mark.browser
def test_every_picture_can_be_taken(browser: Browser, live: Live, ids: Mapping[str, str]) -> None:  # noqa: F811
    empty, sizes = browser.new_page(), {}
    for picture in PICTURES:
        taken = in_few_colours(_take(picture, browser, live, ids), empty)
        sizes[picture.name] = len(taken)
        if KEPT:
            Path(KEPT, f"{picture.name}.png").write_bytes(taken)
    empty.close()
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def _take(picture: Picture, browser: Browser, site: Live, ids: Mapping[str, str]) -> bytes:
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(
        base_url=site.url, viewport=size, locale="sv-SE", reduced_motion="reduce", geolocation=HERE,  # type: ignore[arg-type]
        permissions=["geolocation"],
    )  # fmt: skip
    if picture.login is not None:
        context.add_cookies(site.cookies(picture.login))  # type: ignore[arg-type]
    page = context.new_page()
    seen = watch(page, site.url)
    address = picture.address.format_map(ids)
    answer = page.goto(address if address.startswith("/") else site.installation.url(address))
    assert answer is not None
    assert answer.status == 200, (picture.name, answer.status)
    if picture.act is not None:
        picture.act(page)
    part = page.locator(picture.clip) if picture.clip else page
    taken: bytes = part.screenshot(animations="disabled", caret="hide")  # type: ignore[union-attr]
    assert [fault for fault in seen.faults if "ERR_INTERNET_DISCONNECTED" not in fault] == [], picture.name
    context.close()
    return taken


def test_each_picture_stands_in_a_guide_and_says_what_it_shows() -> None:
    texts = {guide.name: guide.read_text("utf-8") for guide in GUIDES}
    shown = [one for text in texts.values() for one in re.findall(r"!\[(.+?)\]\(../../bilder/(\S+)\.png\)", text)]
    assert sorted(name for _words, name in shown) == sorted(one.name for one in PICTURES)
    assert all(len(words) > 40 for words, _name in shown)
    assert not [name for name, text in texts.items() if "<!-- bild" in text]


def test_pictures_are_there_and_small() -> None:
    sizes = {one.name: (FOLDER / f"{one.name}.png").stat().st_size for one in PICTURES}
    assert max(sizes.values()) <= MOST_BYTES
    assert sum(file.stat().st_size for file in FOLDER.glob("*.png")) <= MOST_IN_ALL

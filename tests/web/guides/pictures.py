"""The pictures of the guides: one table of what is seen by whom, and how a picture is made small."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.web.guides.conftest import KERSTIN

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE, DESK = 390, 1200
HERE = {"longitude": 19.148812, "latitude": 61.556548, "accuracy": 12}
"""In Humleåsen, which lies in the sea: where the phone is."""

BERIT, ROLF, ADAM, REPORTER = "Berit Bostad", "Rolf Råd", "Adam Administratör", ""  # who has a code and no name
Act = Callable[["Page"], object]


@dataclass(frozen=True)
class Picture:
    """What is shown: to whom (`login` None is nobody), the part `clip` or else the top of the page, after `act`."""

    name: str
    login: str | None
    address: str
    width: int = DESK
    height: int = 800
    clip: str = ""
    act: Act | None = None


def fill_in_words(page: Page) -> None:
    """A report with words that point at somebody, about to be sent."""
    page.locator(".tile:has([value=skadegorelse])").click()
    page.locator("[data-map-locate]").click()
    page.locator("[data-step=when] .choice:has([value=now])").click()
    page.locator("[data-more] summary").click()
    page.locator("[name=text]").fill("Rutan i porten krossad. Ring Anders Lindgren 070-174 06 05.")
    page.locator("[data-send]").click()
    page.locator("[data-anyway]").wait_for()
    page.locator("[data-asked]").scroll_into_view_if_needed()


def wait_without_network(page: Page) -> None:
    """A report that waits on the phone."""
    page.evaluate("navigator.serviceWorker.ready")
    page.context.set_offline(True)
    page.locator("[data-nothing] button").click()
    page.locator("[data-kept]").wait_for()
    page.locator("[data-waiting] li").wait_for()
    page.locator("[data-waiting]").evaluate("one => scrollBy(0, one.getBoundingClientRect().top - 16)")


def drawn(page: Page) -> None:
    """The map has drawn itself."""
    page.locator(".leaflet-container path.leaflet-interactive").first.wait_for()
    page.wait_for_timeout(400)  # it fades in


PICTURES = (
    Picture("samordnare-uppstart", None, "/start/?kod={setup}", height=620),
    Picture("rapportor-qr", None, "/inbjudan/exempelkommunen/{join}/", PHONE, 640),
    Picture("rapportor-formular", REPORTER, "rapport/", PHONE, 1000),
    Picture("rapportor-text", REPORTER, "rapport/", PHONE, 780, act=fill_in_words),
    Picture("rapportor-ko", REPORTER, "rapport/", PHONE, 640, act=wait_without_network),
    Picture("rapportor-mina", REPORTER, "mina/", PHONE, 900, clip="main ul.cards"),
    Picture("organisation-inbjudan", BERIT, "personer/organisation/{homes}/", height=640),
    Picture("organisation-svarsgrad", BERIT, "veckan/2025-W51/", clip="section[aria-labelledby=coverage_head]"),
    Picture("rad-vecka", ROLF, "lagesbilder/2025-W51/1/", height=900),
    Picture("rad-mote", ROLF, "moten/{past}/", height=900),
    Picture("samordnare-inkorg", KERSTIN, "inkorg/{alike}/", height=1250, act=drawn),
    Picture("samordnare-vecka", KERSTIN, "veckan/2025-W51/", height=1350, act=drawn),
    Picture("samordnare-faststall", KERSTIN, "lagesbild/2025-W52/faststall/", height=900),
    Picture("samordnare-signal", KERSTIN, "signaler/2025-10-01-S402/", height=1600, act=drawn),
    Picture("samordnare-insats", KERSTIN, "insatser/?visa=alla", height=1060),
    Picture("samordnare-mote", KERSTIN, "moten/{next}/skriv/", height=900),
    Picture("administrator-driftstart", ADAM, "driftstart/", height=760),
    Picture("administrator-organisationer", ADAM, "personer/", height=640),
)  # fmt: skip
"""Name of the file in docs/bilder → what is seen."""

_COLOURS = """
async (png) => {
  const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height), ink = canvas.getContext("2d");
  ink.drawImage(bitmap, 0, 0);
  const seen = new Uint32Array(ink.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
  const times = new Map();
  for (const one of seen) times.set(one, (times.get(one) || 0) + 1);
  const order = [...times].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  const kept = order.slice(0, 128), near = new Map(kept.map((colour, i) => [colour, i]));
  const apart = (a, b) => [0, 8, 16].reduce((sum, bits) => sum + (((a >> bits) & 255) - ((b >> bits) & 255)) ** 2, 0);
  for (const colour of order.slice(128)) {
    let best = 0;
    for (let i = 1; i < kept.length; i++) if (apart(colour, kept[i]) < apart(colour, kept[best])) best = i;
    near.set(colour, best);
  }
  let rows = "";
  for (const one of seen) rows += String.fromCharCode(near.get(one));
  return {width: bitmap.width, height: bitmap.height, palette: kept, rows: btoa(rows)};
}
"""
"""The browser reads the picture: the colours seen most, and for each point the nearest of them."""


def in_few_colours(png: bytes, page: Page) -> bytes:
    """The same picture with at most 128 colours, a third of the size. `page` is an empty page of any browser."""
    read: dict[str, Any] = page.evaluate(_COLOURS, base64.b64encode(png).decode())
    width, height, points = read["width"], read["height"], base64.b64decode(read["rows"])
    palette = b"".join(bytes((colour & 255, colour >> 8 & 255, colour >> 16 & 255)) for colour in read["palette"])
    rows = b"".join(b"\0" + points[row * width : (row + 1) * width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )

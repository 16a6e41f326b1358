"""Makes the picture of a lägesbild anew, from the invented municipality: `make pictures`.

Those of the web's pages are taken by a test: `tests/web/guides/test_pictures.py`.

Needs the developers' tools and the system's Chromium (TRYGGVE_CHROMIUM can name another). Not part of any test: fonts
differ from machine to machine, and a picture is looked at by a person before it is shown.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tryggve.cli import main

HERE = Path(__file__).resolve().parent
PICTURE = HERE / "lagesbild.png"
PAGE = Path("exempelkommunen") / "manad" / "lagesbild.html"
WIDTH, HEIGHT = 1200, 1350
MOST_BYTES = 300_000
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def draw(page: Path, picture: Path) -> None:
    """Take a picture of the top of a page, as a reader sees it first."""
    named = os.environ.get("TRYGGVE_CHROMIUM")
    browser = next((found for name in ([named] if named else CHROMIUM_NAMES) if (found := shutil.which(name))), None)
    if browser is None:
        raise SystemExit("No Chromium found; TRYGGVE_CHROMIUM can name it.")
    # Chromium refuses its sandbox when it runs as root.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=arguments)
        sheet = running.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="sv-SE")
        sheet.goto(page.as_uri())
        sheet.screenshot(path=picture)
        running.close()
    if picture.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{picture.name} is {picture.stat().st_size} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        if main(["demo", "--out", folder]) != 0:
            sys.exit(1)
        draw(Path(folder) / PAGE, PICTURE)
    print(PICTURE)

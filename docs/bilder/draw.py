"""Makes the pictures of lägesbilder anew, from the two examples and an invented funnel: `make pictures`.

Those of the web's pages are taken by a test: `tests/web/guides/test_pictures.py`.

Needs the developers' tools and the system's Chromium (TRYGGVE_CHROMIUM can name another). Not part of any test: fonts
differ from machine to machine, and a picture is looked at by a person before it is shown.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from tryggve.cli import main
from tryggve.domain.figure import BOTH, Figure, FigureStatus
from tryggve.domain.indicator import indicators
from tryggve.domain.language import use_language
from tryggve.ingest.figures.scope import Scope
from tryggve.reports.municipal.funnel_figure import funnel_picture
from tryggve.reports.municipal.matter import Matter

HERE = Path(__file__).resolve().parent
PICTURE = HERE / "lagesbild.png"
PAGE = Path("exempelkommunen") / "manad" / "lagesbild.html"
WIDTH, HEIGHT = 1200, 1350
PUBLIC = Path("umea") / "lagesbild.html"
PARTS = {
    "jamforelse-liknande.png": "#alike\\.bra-totalt-invanare",
    "jamforelse-omraden.png": "#typed\\.cartogram",
}
"""Parts of the draft from public figures, by what they are called there."""

FUNNEL = HERE / "jamforelse-tratt.png"
MOST_BYTES = 300_000
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The browser of the system."""
    named = os.environ.get("TRYGGVE_CHROMIUM")
    browser = next((found for name in ([named] if named else CHROMIUM_NAMES) if (found := shutil.which(name))), None)
    if browser is None:
        raise SystemExit("No Chromium found; TRYGGVE_CHROMIUM can name it.")
    return browser


def draw(page: Path, pictures: Mapping[Path, str]) -> None:
    """Take pictures of a page: each of a part by its selector, or of the top where that is empty, as read first."""
    # Chromium refuses its sandbox when it runs as root.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        sheet = running.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="sv-SE")
        sheet.goto(page.as_uri())
        for picture, selector in pictures.items():
            if selector:
                sheet.locator(selector).first.screenshot(path=picture)
            else:
                sheet.screenshot(path=picture)
            if picture.stat().st_size > MOST_BYTES:
                raise SystemExit(f"{picture.name} is {picture.stat().st_size} bytes, more than {MOST_BYTES}")
        running.close()


def invented_funnel() -> str:
    """The product's own funnel, of 200 municipalities that do not exist: all alike but for their own spread."""
    rng = np.random.default_rng(2026)
    indicator = "anmalda_valdsbrott"
    people = np.round(10 ** rng.uniform(3.4, 5.4, 200))
    offences = rng.poisson(people * 0.009 * np.exp(rng.normal(0.0, 0.08, 200)))
    codes = [f"9{place:03d}" for place in range(200)]
    own = int(np.argsort(people)[140])
    numbers = [(indicator, 100_000.0 * offences / people), ("invanare", people)]
    figures = tuple(
        Figure(id, code, "municipality", "", "2025", BOTH, float(value), None, FigureStatus.VALUE, "", "påhittad")
        for id, values in numbers
        for code, value in zip(codes, values, strict=True)
    )
    scope = Scope(codes[own], "Exempelkommunen", "99", "Exempellänet", 2026)
    with use_language("sv"):
        picture = funnel_picture(Matter(scope, figures, (), indicators(), ()), indicator)
    assert picture is not None
    return picture.svg


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        if main(["demo", "--out", folder]) != 0:
            sys.exit(1)
        draw(Path(folder) / PAGE, {PICTURE: ""})
        draw(Path(folder) / PUBLIC, {HERE / name: selector for name, selector in PARTS.items()})
        funnel = Path(folder) / "tratt.html"
        funnel.write_text(f"<meta charset=utf-8><body>{invented_funnel()}", encoding="utf-8")
        draw(funnel, {FUNNEL: "svg"})
    print(PICTURE, *(HERE / name for name in PARTS), FUNNEL, sep="\n")

"""The design system's files: a picture for every category, and nothing that a strict page policy would stop."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import tryggve.catalog

STATIC = Path(tryggve.catalog.__file__).parents[1] / "web" / "core" / "static" / "tryggve"
CATEGORIES = Path(tryggve.catalog.__file__).parent / "categories.toml"
GUIDE = Path(__file__).parents[2] / "docs" / "explanation" / "formsprak.md"
STYLESHEETS = sorted(STATIC.glob("css/*.css"))
SCRIPTS = sorted(STATIC.glob("js/*.js"))
# What a page with default-src 'none' may not do, and what would write text from elsewhere as markup.
FORBIDDEN = re.compile(
    r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|data:[a-z]+/|https?://"
)
SVG_NAMESPACE = "http://www.w3.org/2000/svg"


def symbols() -> set[str]:
    """The names in the sprite."""
    return set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons/icons.svg").read_text(encoding="utf-8")))


def literals(script: str) -> Iterator[str]:
    """The quoted texts of a script, without its comments."""
    code = re.sub(r"/\*.*?\*/|//[^\n\"]*$", "", script, flags=re.DOTALL | re.MULTILINE)
    yield from (text for _, text in re.findall(r"([\"'`])((?:(?!\1)[^\\\n]|\\.)*)\1", code))


def test_every_reportable_category_has_its_picture() -> None:
    catalogue = tomllib.loads(CATEGORIES.read_text(encoding="utf-8"))
    reportable = {code for code, row in catalogue.items() if row["source"] == "EST"}
    assert len(reportable) > 15
    assert reportable <= symbols()


def test_the_guide_names_every_icon_of_the_interface_and_no_other() -> None:
    catalogue = set(tomllib.loads(CATEGORIES.read_text(encoding="utf-8")))
    guide = GUIDE.read_text(encoding="utf-8")
    listed = re.search(r"Gränssnittets: `([^`]+)`", guide)
    assert listed is not None
    assert set(listed.group(1).split()) == symbols() - catalogue


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_a_stylesheet_reads_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "data:" not in text
    assert "@import" not in text
    assert not re.findall(r"url\(\s*['\"]?(?:[a-z]+:|//)", text)
    assert len(text.encode()) <= 30 * 1024


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_writes_no_markup_evaluates_nothing_and_speaks_no_language(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert FORBIDDEN.findall(text.replace(SVG_NAMESPACE, "").replace("a data: picture", "")) == []
    spoken = [found for found in literals(text) if re.search(r"[åäöÅÄÖ]|^[A-ZÅÄÖ][a-zåäö]+ [a-zåäö]+", found)]
    assert spoken == []


def test_what_the_checks_look_for_is_found() -> None:
    assert FORBIDDEN.search("box.innerHTML = answer") is not None
    assert list(literals('say("Sparat nyss"); /* "no" */ // \'no\'')) == ["Sparat nyss"]

"""Report, week and signal as a screen reader tells them, from the browser's own accessibility tree, and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.furnished import WEEK, Furnished, _furnished_template, furnished  # noqa: F401
from tests.web.live import served, watch
from tests.web.test_every_page import settle
from tryggve.web.incidents.models import Report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SILENT = ("generic", "none", "StaticText", "InlineTextBox", "LineBreak", "RootWebArea", "ListMarker", "LabelText")
"""Roles that say nothing of their own: what stands in them is told by what they stand in."""


@pytest.fixture
def page(browser: Browser, furnished: Furnished, request: pytest.FixtureRequest) -> Iterator[Page]:  # noqa: F811
    """The page that the test is about, opened by the person that it names, at the top."""
    who, path = request.param
    with served(furnished.installation) as site:
        context = browser.new_context(locale="sv-SE", viewport={"width": 1200, "height": 900})
        context.add_cookies([{"name": k, "value": v, "url": site.url} for k, v in furnished.browsers[who].items()])
        shown = context.new_page()
        seen = watch(shown, site.url)
        shown.goto(site.url + furnished.address(path))
        yield shown
        context.close()
    assert seen.faults == []


def heard(page: Page) -> list[str]:
    """What is told, in order: role and name of each node of the tree that a screen reader gets."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}

    def told(node: dict[str, Any]) -> Iterator[str]:
        role, name = node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "")
        if not node.get("ignored") and role not in SILENT:
            yield re.sub(r"\s+", " ", f"{role} {name}").replace("\xad", "").strip()
        for child in node.get("childIds", ()):
            if child in by_id:
                yield from told(by_id[child])

    return list(told(nodes[0]))


def in_order(said: Sequence[str], wanted: Sequence[str]) -> None:
    """Each of these is told, in this order; a line that ends with … only has to begin so."""
    at = 0
    for line in wanted:
        begins = line.removesuffix("…")
        found = [i for i in range(at, len(said)) if said[i] == line or (begins != line and said[i].startswith(begins))]
        assert found, f"not told after {said[max(0, at - 1)]!r}: {line}\n" + "\n".join(said[at:])
        at = found[0] + 1


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until that has the focus; what one passes has to have a name too."""
    session = page.context.new_cdp_session(page)
    for _step in range(most):
        page.keyboard.press("Tab")
        held = session.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
        about = {"objectId": held, "fetchRelatives": False}
        node: dict[str, Any] = session.send("Accessibility.getPartialAXTree", about)["nodes"][0]
        told = re.sub(r"\s+", " ", node.get("name", {}).get("value", "")).strip()
        assert told, f"something without a name has the focus: {node}"
        if told.startswith(name):
            session.detach()
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


@pytest.mark.parametrize("page", [("Rut", "{here}/rapport/")], indirect=True)
def test_a_report(page: Page, furnished: Furnished) -> None:  # noqa: F811
    in_order(heard(page), (
        "link Till innehållet", "navigation Huvudmeny", "main", "heading Rapportera", "list Steg", "region Vad hände?",
        "heading Vad hände?", "group Vad hände?", "radio Våld och hot…", "radio Klotter…", "button Nästa",
        "region En lugn vecka?", "button Inget att rapportera den här veckan", "contentinfo",
    ))  # fmt: skip
    tab_to(page, "Våld och hot")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("[data-step=where]").wait_for()
    in_order(heard(page), (
        "heading Var hände det?", "button Min position", "list Känd plats", "button Torget",
        "searchbox Sök bland områden", "button Ruta 0",
    ))  # fmt: skip
    tab_to(page, "Ruta 0")
    page.keyboard.press("Enter")
    page.locator("[data-step=when]").wait_for()
    in_order(
        heard(page), ("heading När hände det?", "group När hände det?", "radio Nu", "button Nästa", "button Tillbaka")
    )
    tab_to(page, "Nästa")
    page.keyboard.press("Enter")
    page.locator("[data-step=send]").wait_for()
    in_order(
        heard(page),
        ("heading Skicka", "term Vad", "definition", "term Var", "definition", "term När", "button Skicka"),
    )
    assert page.locator("[data-summary] dd").all_inner_texts() == ["Klotter", "Ruta 0", "Nu"]
    with furnished.installation.inside():
        before = Report.objects.count()
    tab_to(page, "Skicka")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rapport/*-*/")
    in_order(heard(page), ("main", "heading Tack…"))
    with furnished.installation.inside():
        assert Report.objects.count() == before + 1


@pytest.mark.parametrize("page", [("Kerstin", f"{{here}}/veckan/{WEEK}/")], indirect=True)
def test_the_week(page: Page) -> None:
    settle(page)
    said = heard(page)
    in_order(said, (
        "heading Vecka 47 2026", "combobox Period", "combobox Slag", "combobox Område", "button Visa",
        "heading Det som sticker ut", "term Händelser", "term Områden utan besked", "heading Var",
        "group Karta över händelser, Vecka 47 2026", "button Zooma in", "group Visa på kartan",
        "checkbox Händelser per område", "table Händelser per område", "columnheader Område", "columnheader Händelser",
        "rowheader Ruta 4…", "button Visa Ruta 4 på kartan",
        "link Signaler att bedöma", "heading Vad", "table Händelser per slag…", "heading När",
        "figure…", "image När…", "table Händelser efter veckodag och timme", "rowheader måndag", "heading Rapportering",
        "button CSV", "button Excel",
    ))  # fmt: skip
    assert not [line for line in said if line in ("image", "graphics-document", "link", "button", "region")]
    drawn = page.evaluate("fetch(document.querySelector('[data-map]').dataset.map).then((one) => one.json())")
    areas = next(layer for layer in drawn["layers"] if layer["id"] == "areas")["features"]["features"]
    table = page.locator("table", has=page.locator("#areas"))
    for area in areas:
        row = table.locator("tr", has_text=area["properties"]["title"]).inner_text()
        shown = re.match(r"\d+", " ".join(area["properties"]["lines"]))
        assert (shown is None) or shown[0] in row.split(), (area["properties"], row)
    page.reload()
    tab_to(page, "Period och filter")
    page.keyboard.press("Enter")
    tab_to(page, "Slag")
    page.keyboard.type("Klott")
    tab_to(page, "Visa")
    page.keyboard.press("Enter")
    page.wait_for_url("**category=klotter**")
    in_order(heard(page), ("heading Vecka 47 2026", "link Klotter ta bort filtret", "heading Var"))
    tab_to(page, "Klotter ta bort filtret")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "klotter" not in url)


@pytest.mark.parametrize("page", [("Kerstin", "{here}/signaler/{signal}/")], indirect=True)
def test_a_signal(page: Page) -> None:
    settle(page)
    said = heard(page)
    in_order(said, (
        "navigation Brödsmulor", "heading Ruta 4", "term Hur sällsynt", "term Hur säkert", "heading Bedöm",
        "group Beslut", "radio Agera…", "radio Bevaka…", "radio Ingen åtgärd…", "textbox Motivering",
        "button Spara beslutet", "heading Var",
        "group Karta över signalen: Ruta 4", "table Signalens händelser per område…", "rowheader Ruta 4…",
        "heading Mot det vanliga där", "figure…", "image Mot det vanliga där…", "table Händelser…",
        "heading Vad den bygger på", "heading Rapporterna bakom", "columnheader Dag",
    ))  # fmt: skip
    assert not [line for line in said if line in ("image", "graphics-document", "link", "button", "region")]
    course = next(line for line in said if line.startswith("image Mot det vanliga där"))
    number = re.search(r"stapeln är signalen: (\d+)", course)
    assert number is not None
    in_order(said, ("table Händelser…", f"cell {number[1]}"))

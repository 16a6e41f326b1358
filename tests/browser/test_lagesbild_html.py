"""The web page in a real browser: a phone and a desk, keyboard, axe-core, no request but the file itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit import sample_situation
from tests.unit.report_material import material, reporters, table_of
from tryggve.domain.calendar_days import day_number
from tryggve.domain.period import parse_period
from tryggve.reports import html
from tryggve.reports.request import Request
from tryggve.reports.situation import build
from tryggve.reports.tree import Situation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
SAMPLES = [sample_situation.rich, sample_situation.hostile, sample_situation.empty]


class Seen:
    """What the page asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., tuple[Page, Seen]]]:
    pages: list[Page] = []

    def open_page(situation: Situation, viewport: dict[str, int]) -> tuple[Page, Seen]:
        file = tmp_path / "lagesbild.html"
        file.write_text(html.render(situation), encoding="utf-8")
        page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
        pages.append(page)
        seen = Seen(page)
        page.goto(file.as_uri())
        return page, seen

    yield open_page
    for page in pages:
        page.close()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
def test_no_accessibility_violation_no_console_message_no_request(
    opened: Callable[..., tuple[Page, Seen]], sample: Callable[[], Situation], viewport: dict[str, int]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, seen = opened(sample(), viewport)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    found: dict[str, Any] = Axe().run(page).response
    assert [(rule["id"], node["html"][:200]) for rule in found["violations"] for node in rule["nodes"]] == []
    assert len(found["passes"]) > 20
    assert seen.complaints == []
    assert seen.requests == [page.url]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
def test_only_tables_and_figures_scroll_sideways(
    opened: Callable[..., tuple[Page, Seen]], sample: Callable[[], Situation], viewport: dict[str, int]
) -> None:
    page, _seen = opened(sample(), viewport)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.scroll')]
            .filter(box => box.scrollWidth > box.clientWidth && box.tabIndex !== 0).length"""
    )
    assert wide == 0


BROKEN = """() => {
    const found = [];
    for (const cell of document.querySelectorAll('table th, table td')) {
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
                const range = document.createRange();
                range.setStart(texts.currentNode, word.index);
                range.setEnd(texts.currentNode, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
                if (lines.size > 1) found.push(word[0]);
            }
        }
    }
    return found;
}"""
"""The words of tables that stand on more lines than one."""


def few_events() -> Situation:
    days = [day_number(dt.date(2025, 10, d)) for d in range(1, 10)]
    kinds = ["skadegorelse", "ordningsstorning", "narkotika"] * 3
    ground = material(table_of(days, categories=kinds), known=reporters())
    return build(ground, Request(parse_period("2025-10")))


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("sample", [few_events, sample_situation.rich], ids=["few_events", "rich"])
def test_no_word_of_a_table_is_broken(
    opened: Callable[..., tuple[Page, Seen]], sample: Callable[[], Situation], viewport: dict[str, int]
) -> None:
    page, _seen = opened(sample(), viewport)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert [word for word in page.evaluate(BROKEN) if "-" not in word] == []


def test_a_day_takes_no_more_room_than_it_needs(opened: Callable[..., tuple[Page, Seen]]) -> None:
    page, _seen = opened(few_events(), PHONE)
    listed = page.locator("[id='list.est'] tbody tr").first
    day = listed.locator("th")
    lines = (
        "cell => cell.getClientRects().length && cell.scrollHeight < 3 * parseFloat(getComputedStyle(cell).lineHeight)"
    )
    assert day.evaluate(lines), "a day stands on one line"
    assert day.evaluate("cell => cell.getBoundingClientRect().width") < PHONE["width"] / 2
    assert listed.locator("td").first.evaluate("cell => cell.scrollWidth - cell.clientWidth") <= 0


def test_a_keyboard_reaches_everything_in_order(opened: Callable[..., tuple[Page, Seen]]) -> None:
    page, _seen = opened(sample_situation.rich(), DESK)
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate("[document.activeElement.tagName, document.activeElement.className]")
        if where[0] == "BODY":
            break
        reached.append(tuple(where))
    focusable = page.evaluate("document.querySelectorAll('a[href], summary, [tabindex=\"0\"]').length")
    inside_closed = page.evaluate("document.querySelectorAll('details:not([open]) [tabindex=\"0\"]').length")
    assert reached[0] == ("A", "skip")
    assert len(reached) == focusable - inside_closed
    assert ("DIV", "scroll") in reached
    assert ("SUMMARY", "") in reached


def test_skip_link_shows_on_focus_and_leads_to_the_content(opened: Callable[..., tuple[Page, Seen]]) -> None:
    page, _seen = opened(sample_situation.rich(), PHONE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_numbers_behind_a_figure_open_with_the_keyboard(opened: Callable[..., tuple[Page, Seen]]) -> None:
    page, _seen = opened(sample_situation.rich(), PHONE)
    cell = page.locator("details table td").first
    assert not cell.is_visible()
    page.locator("summary").first.press("Enter")
    assert cell.is_visible()


def test_focus_and_a_linked_number_can_be_seen(opened: Callable[..., tuple[Page, Seen]]) -> None:
    page, _seen = opened(sample_situation.rich(), DESK)
    page.locator("nav a").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.goto(f"{page.url}#t1.r0.n")
    assert page.evaluate("document.querySelector(':target').textContent") == "11"
    assert page.evaluate("getComputedStyle(document.querySelector(':target')).outlineStyle") == "solid"


def test_hostile_text_runs_nothing_and_stays_text(opened: Callable[..., tuple[Page, Seen]]) -> None:
    page, seen = opened(sample_situation.hostile(), DESK)
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("document.querySelectorAll('[onerror], [onclick], iframe, object, embed, form').length") == 0
    assert page.locator("h1").text_content() == "<script>alert(1)</script>"
    assert seen.complaints == []


def test_a_print_has_the_questions_and_the_numbers_but_no_contents(opened: Callable[..., tuple[Page, Seen]]) -> None:
    page, _seen = opened(sample_situation.rich(), DESK)
    page.emulate_media(media="print")
    assert page.locator(".questions li").first.is_visible()
    assert page.locator("details table td").first.is_visible()
    assert not page.locator("nav.contents").is_visible()

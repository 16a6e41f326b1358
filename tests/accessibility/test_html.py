"""What WCAG asks of the web page and a parser can see; the browser tests see the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tests.unit import sample_situation
from tryggve.reports import html
from tryggve.reports.tree import Situation

SAMPLES = [sample_situation.rich, sample_situation.hostile, sample_situation.empty]
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Start tags with their attributes and the text inside, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[list[str]] = []
        self._open: list[int] = []
        self.unbalanced: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts.append([])
        if tag not in VOID:
            self._open.append(len(self.tags) - 1)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self.tags[self._open[-1]][0] != tag:
            self.unbalanced.append(tag)
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for place in self._open:
            self.texts[place].append(data)

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [
            (attrs, " ".join("".join(text).split()))
            for (name, attrs), text in zip(self.tags, self.texts, strict=True)
            if name == tag
        ]

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _tag, attrs in self.tags if attribute in attrs]


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.__name__)
def page(request: pytest.FixtureRequest) -> Page:
    sample: Callable[[], Situation] = request.param
    return Page(html.render(sample()))


def test_tags_are_balanced(page: Page) -> None:
    assert page.unbalanced == []


def test_the_page_says_its_language_and_title(page: Page) -> None:
    assert page.all("html")[0][0]["lang"] == "sv"
    assert len(page.all("title")) == 1
    assert page.all("title")[0][1]


def test_one_first_heading_and_no_level_left_out(page: Page) -> None:
    levels = [int(tag[1]) for tag, _attrs in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(text for level in ("h1", "h2", "h3") for _attrs, text in page.all(level))


def test_landmarks_stand_once(page: Page) -> None:
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]


def test_ids_are_unique_without_blanks_and_every_reference_has_its_target(page: Page) -> None:
    ids = Counter(page.values("id"))
    assert [name for name, n in ids.items() if n > 1 or not name or re.search(r"\s", name)] == []
    links = {attrs["href"] or "" for attrs, _text in page.all("a")}
    assert {link for link in links if link[1:] not in ids or not link.startswith("#")} == set()
    assert {name for name in page.values("aria-labelledby") if name not in ids} == set()


def test_tables_have_captions_and_every_heading_its_scope(page: Page) -> None:
    tables = len(page.all("table"))
    assert len(page.all("caption")) == tables
    scopes = [attrs.get("scope") for attrs, _text in page.all("th")]
    assert set(scopes) <= {"col", "row"}
    assert scopes.count("row") == len(page.all("tr")) - tables


def test_what_scrolls_can_be_reached_and_has_a_name(page: Page) -> None:
    boxes = [attrs for attrs, _text in page.all("div") if attrs.get("class") == "scroll"]
    assert len(boxes) == len(page.all("table")) + len(page.all("figure"))
    assert all(box["tabindex"] == "0" and box["role"] == "group" and box["aria-label"] for box in boxes)
    assert set(page.values("tabindex")) <= {"0", "-1"}


def test_figures_are_images_with_words_and_numbers() -> None:
    page = Page(html.render(sample_situation.rich()))
    drawings = page.all("svg")
    assert len(drawings) == len(page.all("figure")) == len(page.all("details")) == 3
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs, _text in drawings)
    assert {text for _attrs, text in page.all("summary")} == {"Visa siffrorna"}


def test_certainty_is_said_in_words_not_by_the_picture_alone() -> None:
    page = Page(html.render(sample_situation.rich()))
    said = [text for _attrs, text in page.all("dd")]
    assert {"hög", "måttlig", "låg", "okänd"} <= set(said)
    meters = [attrs for attrs, _text in page.all("span") if "meter" in (attrs.get("class") or "")]
    assert {attrs["aria-hidden"] for attrs in meters} == {"true"}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_profile_has_twelve_properties_and_its_pairs_can_be_read() -> None:
    css = (html.TEMPLATES / "lagesbild.css").read_text(encoding="utf-8")
    profile = dict(re.findall(r"--profile-([a-z-]+): ([^;]+);", css))
    assert len(profile) == 12
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    pairs = [
        *[(text, ground) for text in ("text", "muted", "link", "primary-dark") for ground in ("ground", "surface")],
        ("on-primary", "primary"),
        ("on-primary", "primary-dark"),
    ]
    found = {(one, other): contrast(profile[one], profile[other]) for one, other in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}
    for block in re.findall(r"\{([^{}]*)\}", css):
        own = dict(re.findall(r"(?<![-a-z])(background|color): (#[0-9a-f]{6})", block))
        if len(own) == 2:
            assert contrast(own["background"], own["color"]) >= 7


def test_no_red_alarm() -> None:
    css = (html.TEMPLATES / "lagesbild.css").read_text(encoding="utf-8")
    for colour in re.findall(r"#[0-9a-f]{6}", css):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert not (red > 150 and green < 90 and blue < 90), colour

"""The municipality among all: shared places and the funnel, had again from the files; nothing without the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.municipal import made_up
from tests.municipal.rederive import differences
from tryggve.domain.indicator import indicators
from tryggve.domain.language import use_language
from tryggve.ingest.figures.scope import municipalities
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.context import DraftRequest
from tryggve.reports.municipal.evidence import write_evidence
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.municipal.places import standing
from tryggve.reports.tree import Situation

SOME = ("invanare", "anmalda_totalt", "anmalda_personran", "utsatt_hot")


@pytest.fixture(scope="module")
def everybody() -> Matter:
    """The figures of every municipality in the latest years."""
    figures = made_up.every_figure(SOME)
    have = {one.area for one in figures}
    others = [code for code in municipalities() if code not in have]
    for id in SOME:
        figures += made_up.figures_of(indicators()[id], others, range(2022, 2026))
    return made_up.matter(figures)


@pytest.fixture(scope="module")
def situation(everybody: Matter) -> Situation:
    with use_language("sv"):
        return build(everybody, DraftRequest())


def test_places_are_shared_and_the_numbers_can_be_had_again(
    everybody: Matter, situation: Situation, tmp_path: Path
) -> None:
    places = next(table for table in situation.tables() if table.id == "among.places")
    told = {row[0].text: row[-1].text for row in places.rows}
    assert len(told) == 3
    assert all(text.endswith("av 290") for text in told.values())
    assert any(text.startswith("delad plats") for text in told.values())
    assert {"funnel.anmalda-totalt.table"} <= {table.id for table in situation.tables()}
    assert differences(situation, write_evidence(everybody, tmp_path)) == []


def test_a_place_holds_the_place_of_the_figure_itself(everybody: Matter) -> None:
    own = everybody.at("anmalda_totalt", made_up.OWN, "2025")
    assert own is not None
    found = standing(everybody, own)
    assert found is not None
    higher = sum(
        one.value > own.value for one in everybody.everywhere["anmalda_totalt", "2025"] if one.value and own.value
    )
    assert found.first <= 1 + higher <= found.last
    assert found.n == 290


def test_without_the_others_no_place_is_told() -> None:
    with use_language("sv"):
        situation = build(made_up.matter(made_up.every_figure(SOME)), DraftRequest())
    among = next(section for section in situation.sections if section.key == "among")
    assert "ingen plats anges" in str(among.blocks)

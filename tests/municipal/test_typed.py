"""The draft of typed public figures: every number had again, nothing unchecked, nothing but what was typed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from tests.municipal.rederive import differences
from tryggve.cli import main
from tryggve.cli.demo import _register_of_store, public_examples
from tryggve.cli.progress import Progress
from tryggve.domain.figure import FigureStatus
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.example.public_figures import places, public_figures
from tryggve.reports.municipal.areas.police_lists import lists_of
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.context import DraftRequest
from tryggve.reports.municipal.evidence import write_evidence
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.municipal.typed.chapters import typed_chapters
from tryggve.reports.municipal.typed.outlines import outlines_of
from tryggve.reports.municipal.typed.tables import typed_matter
from tryggve.reports.tree import Bullets, Figure, Paragraph, Situation


@pytest.fixture(scope="module", params=places())
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def matter(place: str) -> Matter:
    return typed_matter(public_figures(place))


def test_every_number_of_the_draft_can_be_had_again(place: str, matter: Matter, tmp_path: Path) -> None:
    situation = build(matter, DraftRequest(), typed_chapters(public_figures(place)))
    numbers = [id for id, _one in situation.traced()]
    assert len(numbers) == len(set(numbers)) > 600
    assert differences(situation, write_evidence(matter, tmp_path)) == []


def test_what_is_not_checked_has_no_number(place: str, matter: Matter) -> None:
    typed = public_figures(place)
    unsure = [str(row.year) for row in typed.population if row.grade != "källa"]
    assert unsure
    for year in unsure:
        one = matter.at("folkmangd", typed.code, year)
        assert one is not None
        assert (one.value, one.status) == (None, FigureStatus.MISSING)
        assert "kunskap" in one.said
    totals = {one.year: one.total for one in lists_of(matter)}
    for row in typed.police_list:
        assert totals[str(row.year)] == (None if "total" in row.to_be_checked else row.total)


def test_whether_students_are_why_is_unknown_without_ages(place: str, matter: Matter) -> None:
    with use_language("sv"):
        situation = build(matter, DraftRequest(), typed_chapters(public_figures(place)))
    (section,) = [one for one in situation.sections if one.key == "areas"]
    said = " ".join(block.text for block in section.blocks if isinstance(block, Paragraph))
    assert "är okänt" in said
    assert "i 0 av dem" not in said
    (typed,) = [one for one in situation.sections if one.key == "typed"]
    told = [item for block in typed.blocks if isinstance(block, Bullets) for item in block.items]
    assert "Polisens lista över utsatta områden, 2015" in told
    assert "Polisens lista över utsatta områden, 2021" not in told, "its total is checked, and shown"


def test_every_figure_names_its_table_and_no_other_comes_in(matter: Matter) -> None:
    tables = {row.source_table for row in matter.provenance}
    assert {one.source_table for one in matter.figures} <= tables
    assert all(len(row.sha256) == 64 and row.licence and row.source for row in matter.provenance)
    assert {one.name.split(":")[0] for one in matter.lacking} == {"Kolada", "SCB"}
    assert not {one.indicator for one in matter.figures} & {id for one in matter.lacking for id in one.indicators}
    kolada = [one for one in matter.figures if one.indicator.startswith("anmalda_")]
    assert kolada == [], "Brå's rate is not Kolada's"


def test_a_rate_of_bra_is_counted_on_the_mean_population(place: str, matter: Matter) -> None:
    typed = public_figures(place)
    year = next(row for row in typed.reported_offences if row.year == 2023)
    rate = matter.at("bra_totalt_invanare", typed.code, "2023")
    assert rate is not None
    people = matter.people_behind(rate)
    assert people is not None
    assert people.value == year.mean_population
    assert people.value != next(row.population for row in typed.population if row.year == 2023)


def _squares(place: str, folder: Path, *, moved: int = 0) -> Path:
    """Squares around the typed points; the first lies `moved` metres away."""
    features = []
    for number, area in enumerate(public_figures(place).regso):
        x, y = area.east + (moved if number == 0 else 0), area.north
        ring = [[x - 40, y - 40], [x + 40, y - 40], [x + 40, y + 40], [x - 40, y + 40], [x - 40, y - 40]]
        properties = {"kod": area.code, "namn": area.name}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    path = folder / "omraden.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    return path


def test_real_outlines_make_a_map(place: str, matter: Matter, tmp_path: Path) -> None:
    typed = public_figures(place)
    with use_language("sv"):
        outlines = outlines_of(_squares(place, tmp_path), typed)
        assert set(outlines) == {area.code for area in typed.regso}
        situation = build(matter, DraftRequest(), typed_chapters(typed, outlines))
        blocks = [block for section in situation.sections for block in section.blocks]
    (picture,) = [one for one in blocks if isinstance(one, Figure) and one.id == "typed.cartogram"]
    assert "Inte en karta" not in picture.alt + picture.svg + picture.note
    assert "2: socioekonomiska utmaningar" in picture.note
    assert picture.table is not None
    assert len(picture.table.rows) == len(typed.regso)


def test_outlines_that_a_store_holds_make_the_map(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, squares = tmp_path / "lager", _squares(place, tmp_path)
    assert main(["init", str(store), "--crs", "EPSG:3006"]) == 0
    brought = ["areas", "import", str(squares), "--level", "regso", "--vintage", "2020", "--store", str(store)]
    assert main(brought) == 0
    made: list[Situation] = []

    def kept(one: Situation, out: Path) -> list[Path]:
        made.append(one)
        return [out]

    monkeypatch.setattr("tryggve.reports.documents.write_documents", kept)
    with use_language("sv"):
        register = _register_of_store(argparse.Namespace(store=store, settings=None))
        public_examples(tmp_path, Progress(), None, register)
    blocks = [block for section in made[0].sections for block in section.blocks]
    (picture,) = [one for one in blocks if isinstance(one, Figure) and one.id == "typed.cartogram"]
    assert "Inte en karta" not in picture.alt + picture.svg + picture.note


def test_an_outline_elsewhere_is_not_taken_by_its_code(place: str, tmp_path: Path) -> None:
    typed = public_figures(place)
    with pytest.raises(FileError, match=typed.regso[0].name):
        outlines_of(_squares(place, tmp_path, moved=3000), typed)

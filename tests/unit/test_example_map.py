"""The invented municipality on the map: a true partition in whole metres, for any seed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from tryggve.domain.area import MUNICIPALITY
from tryggve.example.municipality import areas_geojson, build_municipality
from tryggve.example.plan import load_plan
from tryggve.example.randomness import stream
from tryggve.example.shapes import area_shapes
from tryggve.ingest.areas_file import read_areas


def test_the_plan() -> None:
    plan = load_plan()
    assert len(plan.areas) == 40
    assert 5 <= len(plan.districts) <= 7
    assert 60_000 <= sum(area.population for area in plan.areas) <= 64_000
    names = [area.name for area in plan.areas] + [name for _code, name in plan.districts]
    assert len(set(names)) == len(names)
    assert len({area.code for area in plan.areas}) == len(plan.areas)
    assert {area.district for area in plan.areas} == {code for code, _name in plan.districts}
    assert {"torg", "skola", "station"} <= {place.kind for place in plan.places}
    with pytest.raises(KeyError):
        plan.area("S999")


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 17, 2025])
def test_the_areas_are_a_partition(seed: int) -> None:
    plan = load_plan()
    shapes = area_shapes(plan, seed)
    outlines = np.array(list(shapes.values()), dtype=object)
    assert list(shapes) == [area.code for area in plan.areas]
    assert shapely.is_valid(outlines).all()
    assert shapely.coverage_is_valid(outlines)
    whole = shapely.union_all(outlines)
    assert shapely.area(outlines).sum() == pytest.approx(shapely.area(whole), rel=1e-12)
    xy = shapely.get_coordinates(outlines)
    assert (xy == np.round(xy)).all()
    # One piece each, but for the islands; every part of the municipality within reach of the others.
    pieces = {code: len(shapely.get_parts(shape)) for code, shape in shapes.items()}
    assert {code for code, n in pieces.items() if n > 1} == {plan.islands_of}
    for code, _name in plan.districts:
        own = [shapes[area.code] for area in plan.areas if area.district == code]
        assert len(shapely.get_parts(shapely.union_all(own))) == max(
            pieces[a.code] for a in plan.areas if a.district == code
        )


def test_borders_are_no_grid() -> None:
    outlines = list(area_shapes(load_plan(), 1).values())
    corners = [shapely.get_num_coordinates(outline) for outline in outlines]
    assert min(corners) > 20
    areas = shapely.area(np.array(outlines, dtype=object))
    assert areas.max() > 10 * areas.min()  # small in town, large in the country


def test_places_lie_in_their_areas() -> None:
    municipality = build_municipality(5)
    for place in municipality.plan.places:
        assert shapely.contains_xy(municipality.shapes[place.area], *municipality.places[place.name])
    square, library = municipality.places["Klockartorget"], municipality.places["Stora biblioteket"]
    assert 0 < np.hypot(square[0] - library[0], square[1] - library[1]) <= 70


def test_spots_lie_in_their_areas_and_none_is_protected() -> None:
    municipality = build_municipality(5)
    protected = {place.name for place in municipality.plan.places if place.protected}
    assert protected
    streets: list[str] = []
    for code, spots in municipality.spots.items():
        assert len(spots.spots) >= 12
        assert spots.shares.sum() == pytest.approx(1.0)
        assert spots.shares.max() > 3 * np.median(spots.shares)  # a few busy ones
        for spot in spots.spots:
            assert shapely.contains_xy(municipality.shapes[code], spot.x, spot.y)
            assert spot.place not in protected
        streets += {spot.street for spot in spots.spots}
    assert len(streets) == len(set(streets))  # no street name in two areas


def test_the_areas_file_is_read_as_it_is_meant(tmp_path: Path) -> None:
    file = tmp_path / "omraden.geojson"
    file.write_text(areas_geojson(build_municipality(1)), encoding="utf-8")
    plan = load_plan()
    content = json.loads(file.read_text("utf-8"))
    assert content["name"] == "Exempelkommunen (påhittad)"
    register = read_areas(file, crs="EPSG:3006")
    assert register.municipality == plan.municipality
    assert register.levels() == ("kommundel", "stadsdel")
    assert len(register.at(MUNICIPALITY)) == 1
    whole = register.at(MUNICIPALITY)[0]
    for level in register.levels():
        assert sum(area.population or 0 for area in register.at(level)) == whole.population
    districts = {area.code for area in register.at("kommundel")}
    assert all(area.parent in districts for area in register.at("stadsdel"))
    assert [area.name for area in register.at("stadsdel")] == [area.name for area in plan.areas]
    centre = register.get("stadsdel", "S101")
    assert centre is not None
    assert centre.aliases == ("Centrum", "City")
    outline = shapely.geometry.shape(whole.geometry)
    parts = [shapely.geometry.shape(area.geometry) for area in register.at("stadsdel")]
    assert shapely.union_all(parts).equals(outline)


def test_areas_are_found_by_their_own_code_and_that_of_their_district() -> None:
    municipality = build_municipality(1)
    assert len(municipality.expand(())) == 40
    assert municipality.expand(("K6",)) == ("S601", "S602", "S603", "S604")
    assert municipality.expand(("S202", "S101")) == ("S101", "S202")
    with pytest.raises(ValueError, match="X1"):
        municipality.expand(("S101", "X1"))


def test_a_part_draws_the_same_whatever_the_others_do() -> None:
    assert stream(1, "a").integers(10**9) == stream(1, "a").integers(10**9)
    drawn = [
        int(stream(*part).integers(10**9)) for part in ((1, "a"), (1, "b"), (2, "a"), (1, "a", "b"), (1, "b", "a"))
    ]
    assert len(set(drawn)) == len(drawn)
    with pytest.raises(ValueError):  # noqa: PT011 - numpy's own words
        stream(-1, "a")

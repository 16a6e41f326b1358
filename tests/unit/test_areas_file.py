from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.unit.place_material import X0, Y0, feature, square, write
from tryggve.domain.area import MUNICIPALITY
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.areas_file import WHOLE, read_areas
from tryggve.ingest.project import move

SWEREF = "EPSG:3006"


def surface(geometry: Any) -> float:
    return float(shapely.geometry.shape(geometry).area)


def read(path: Path, **options: Any) -> Any:
    with use_language("en"):
        return read_areas(path, crs=SWEREF, **options)


def test_our_own_format(tmp_path: Path) -> None:
    one = feature(
        square(0, 0), kod="0101", namn="Talludden", niva="stadsdel", argang=2025, befolkning="1 234", foralder="N",
        alias="Udden|Tallen",
    )  # fmt: skip
    north = feature(square(0, 0, 1, 2), kod="N", namn="Norrsidan", niva="del", alias=["Norr"])
    register = read(write(tmp_path, one, north, kommun="Granhult"))
    area = register.get("stadsdel", "0101")
    assert (area.code, area.name, area.vintage, area.population, area.parent) == (
        "0101",
        "Talludden",
        "2025",
        1234,
        "N",
    )
    assert area.aliases == ("Udden", "Tallen")
    assert register.get("del", "N").aliases == ("Norr",)
    assert register.get("del", "N").population is None
    assert (register.municipality, register.crs, register.levels()) == ("Granhult", SWEREF, ("stadsdel", "del"))
    assert not [note for note in register.notes if "→" in note]


def test_the_whole_is_the_union_where_the_file_has_none(tmp_path: Path) -> None:
    register = read(write(tmp_path, feature(square(0, 0), kod="1"), feature(square(1, 0), kod="2")))
    (whole,) = register.at(MUNICIPALITY)
    assert (whole.code, whole.name, register.municipality) == (WHOLE, "", "")
    assert surface(whole.geometry) == 2_000_000


@pytest.mark.parametrize("niva", ["kommun", "Kommun", "municipality"])
def test_the_files_own_municipality(tmp_path: Path, niva: str) -> None:
    whole = feature(square(0, 0, 5, 5), kod="9999", namn="Granhult", niva=niva)
    register = read(write(tmp_path, feature(square(0, 0), kod="1", namn="A", niva="stadsdel"), whole))
    assert [(area.code, area.name) for area in register.at(MUNICIPALITY)] == [("9999", "Granhult")]
    assert register.municipality == "Granhult"
    assert register.levels() == ("stadsdel",)


def test_several_municipalities_are_parts_of_something_larger(tmp_path: Path) -> None:
    parts = [feature(square(i, 0), kommun_kod=f"000{i}", kommun=f"Kommun {i}") for i in range(3)]
    register = read(write(tmp_path, *parts))
    assert [area.code for area in register.at("kommun")] == ["0000", "0001", "0002"]
    assert [area.code for area in register.at(MUNICIPALITY)] == [WHOLE]
    assert register.municipality == ""


@pytest.mark.parametrize(
    ("members", "name"),
    [({"name": "Granhult"}, "Granhult"), ({"name": "omraden"}, ""), ({"name": "lager_2"}, ""), ({}, "")],
)
def test_the_name_of_the_municipality(tmp_path: Path, members: dict[str, str], name: str) -> None:
    assert read(write(tmp_path, feature(square(0, 0), kod="1"), **members)).municipality == name


@pytest.mark.parametrize(
    ("properties", "code", "name", "level"),
    [
        ({"STADSDEL": "Haga", "stadsdel_id": 7}, "7", "Haga", "stadsdel"),
        ({"regso_kod": "0000R001", "regso_namn": "Haga"}, "0000R001", "Haga", "regso"),
        ({"desokod": "0000A0010"}, "0000A0010", "0000A0010", "deso"),
        # As the national statistics office has them: what the area lies in is not its name.
        (
            {"deso": "0000A0010", "kommun": "0000", "kommunnamn": "Granhult", "lannamn": "Norr"},
            "0000A0010",
            "0000A0010",
            "deso",
        ),
        (
            {"kommunkod": "0000", "kommunnamn": "Granhult", "regsokod": "0000R001", "regsonamn": "Haga"},
            "0000R001",
            "Haga",
            "regso",
        ),
        ({"Kod": "01", "Namn": " Norra  Haga "}, "01", "Norra Haga", "area"),
        ({"OMRADESKOD": "x1", "OMRADESNAMN": "Haga"}, "x1", "Haga", "area"),
        ({"name": "Haga"}, "Haga", "Haga", "area"),
        ({"kod": 3.0, "namn": None}, "3", "3", "area"),
    ],
)
def test_other_spellings(tmp_path: Path, properties: dict[str, Any], code: str, name: str, level: str) -> None:
    (area, _whole) = read(write(tmp_path, feature(square(0, 0), **properties))).areas
    assert (area.code, area.name, area.level) == (code, name, level)


def test_what_was_guessed_is_told_and_what_is_missing_can_be_given(tmp_path: Path) -> None:
    path = write(tmp_path, feature(square(0, 0), STADSDEL="Haga", stadsdel_id=7))
    register = read(path, level="del", vintage="2022")
    assert (register.areas[0].level, register.areas[0].vintage) == ("del", "2022")
    assert any("stadsdel_id → kod" in note and "STADSDEL → namn" in note for note in register.notes)


def in_degrees(geometry: dict[str, Any]) -> dict[str, Any]:
    ring = geometry["coordinates"][0]
    lon, lat, _ok = move([x for x, _y in ring], [y for _x, y in ring], SWEREF, "OGC:CRS84")
    return {"type": "Polygon", "coordinates": [[list(pair) for pair in zip(lon.tolist(), lat.tolist(), strict=True)]]}


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", None])
def test_degrees(tmp_path: Path, crs: str | None) -> None:
    (area, _whole) = read(write(tmp_path, feature(in_degrees(square(0, 0)), kod="1"), crs=crs)).areas
    assert shapely.geometry.shape(area.geometry).bounds == (X0, Y0, X0 + 1000, Y0 + 1000)


def test_without_a_crs_metres_are_the_stores(tmp_path: Path) -> None:
    (area, _whole) = read(write(tmp_path, feature(square(0, 0), kod="1"), crs=None)).areas
    assert shapely.geometry.shape(area.geometry).bounds[:2] == (X0, Y0)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:99999", "EPSG:32618"])
def test_a_crs_that_the_coordinates_contradict_stops_the_file(tmp_path: Path, crs: str) -> None:
    with pytest.raises(FileError):
        read(write(tmp_path, feature(square(0, 0), kod="1"), crs=crs))


def test_swapped_axes_stop_the_file(tmp_path: Path) -> None:
    ring = [[y, x] for x, y in square(0, 0)["coordinates"][0]]
    with pytest.raises(FileError, match="east before north"):
        read(write(tmp_path, feature({"type": "Polygon", "coordinates": [ring]}, kod="1")))


def test_faulty_outlines_are_mended_and_named(tmp_path: Path) -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[[X0, Y0], [X0 + 1000, Y0 + 1000], [X0 + 1000, Y0], [X0, Y0 + 1000], [X0, Y0]]],
    }
    line = {"type": "LineString", "coordinates": [[X0, Y0], [X0 + 9, Y0]]}
    mixed = {"type": "GeometryCollection", "geometries": [square(2, 0), line]}
    register = read(write(tmp_path, feature(bow, kod="1", namn="Rosett"), feature(mixed, kod="2", namn="Blandat")))
    bow_area, mixed_area = register.areas[:2]
    assert surface(bow_area.geometry) == 500_000  # the two triangles
    assert surface(mixed_area.geometry) == 1_000_000
    assert all(shapely.geometry.shape(area.geometry).is_valid for area in register.areas)
    assert any("mended" in note and "Rosett" in note and "Blandat" in note for note in register.notes)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": [[X0, Y0], [X0 + 9, Y0]]},
        {"type": "MultiLineString", "coordinates": [[[X0, Y0], [X0 + 9, Y0]]]},
        {"type": "Point", "coordinates": [X0, Y0]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Polygon", "coordinates": [[[X0, Y0]]]},
        {"type": "Polygon", "coordinates": "nothing"},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [[[X0, Y0], [X0, None], [X0 + 1, Y0], [X0, Y0]]]},
        None,
        "POLYGON EMPTY",
    ],
)
def test_what_is_no_outline_is_refused_by_name_with_advice(tmp_path: Path, geometry: Any) -> None:
    register = read(write(tmp_path, feature(square(0, 0), kod="1"), feature(geometry, kod="2", namn="Streck")))
    assert [area.code for area in register.areas] == ["1", WHOLE]
    (note,) = [note for note in register.notes if "Streck" in note]
    assert "refused" in note
    assert "Export the areas again" in note


def test_small_outlines_and_strips_are_left_out_by_name(tmp_path: Path) -> None:
    small = feature(square(1, 0, 0.0099, 0.0099), kod="2", namn="Liten")  # 98 m²
    enough = feature(square(2, 0, 0.0101, 0.0101), kod="3", namn="Nog")  # 102 m²
    strip = feature(square(3, 0, 1, 0.0004), kod="4", namn="Remsa")  # 400 m², 0.4 m wide
    empty = feature({"type": "MultiPolygon", "coordinates": []}, kod="5", namn="Tom")
    register = read(write(tmp_path, small, enough, strip, empty))
    assert [area.code for area in register.areas] == ["3", WHOLE]
    (note,) = [note for note in register.notes if "left out" in note]
    assert note.startswith("3 areas")
    assert all(name in note for name in ("Liten", "Remsa", "Tom", "100 m²"))
    assert "Nog" not in note
    assert [area.code for area in read(tmp_path / "omraden.geojson", min_area_m2=50).areas] == ["2", "3", WHOLE]


def test_the_same_code_twice_stops_the_file_the_same_name_does_not(tmp_path: Path) -> None:
    twice = [feature(square(i, 0), kod="01", namn=f"Namn {i}") for i in range(2)]
    with pytest.raises(FileError, match="01"):
        read(write(tmp_path, *twice))
    alike = [feature(square(i, 0), kod=f"0{i}", namn="Haga") for i in range(2)]
    assert [area.name for area in read(write(tmp_path, *alike)).at("area")] == ["Haga", "Haga"]
    levels = [feature(square(i, 0), kod="01", niva=f"niva {i}") for i in range(2)]
    assert read(write(tmp_path, *levels)).levels() == ("niva 0", "niva 1")


def test_an_area_without_code_is_refused_by_name(tmp_path: Path) -> None:
    register = read(
        write(tmp_path, feature(square(0, 0), kod="1", namn="A"), feature(square(1, 0), kod=None, namn="Kodlös"))
    )
    assert [area.code for area in register.at("area")] == ["1"]
    assert any("Kodlös" in note and "no code" in note for note in register.notes)


def test_population_is_a_number_or_unknown(tmp_path: Path) -> None:
    values = [1200, "1 200", 1200.0, "okänt", -3, None, "1200,5", True]
    features = [feature(square(i, 0), kod=str(i), befolkning=value) for i, value in enumerate(values)]
    register = read(write(tmp_path, *features))
    assert [area.population for area in register.at("area")] == [1200, 1200, 1200, None, None, None, None, None]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"type": "FeatureCollection"}', b'{"features": 3}', b"\xff\xfe\x00", b'{"features": []}'],
)
def test_what_is_no_areas_file_is_told_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "omraden.geojson"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"omraden\.geojson"):
        read(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="saknas"):
        read(tmp_path / "saknas.geojson")


def test_byte_order_mark_and_the_id_of_the_feature(tmp_path: Path) -> None:
    path = write(tmp_path, {**feature(square(0, 0), namn="Haga"), "id": 12})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert [(area.code, area.name) for area in read(path).at("area")] == [("12", "Haga")]


def test_many_names_are_cut_in_the_note(tmp_path: Path) -> None:
    lines = [feature(None, kod=str(i), namn=f"Streck {i}") for i in range(40)]
    register = read(write(tmp_path, feature(square(0, 0), kod="A"), *lines))
    (note,) = [note for note in register.notes if "refused" in note]
    assert note.startswith("40 areas")
    assert "Streck 29" in note
    assert "Streck 30" not in note
    assert "10 more" in note


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
@pytest.mark.parametrize("name", ["kod", "namn", "niva", "argang", "foralder", "alias"])
def test_signs_that_nothing_can_hold_are_refused(tmp_path: Path, sign: str, name: str) -> None:
    """JSON writes them as it writes others; a database and a file of the store could not."""
    properties = {"kod": "1", "namn": "Talludden", name: f"A{sign}"}
    for further in (properties, {"kod": "1", name: ["a", sign]}):
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature(square(0, 0), **further)]}))
        with pytest.raises(FileError, match=rf"The property {name} .* no character"):
            read(path)

"""JSON, JSON lines and GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.tables import read
from tryggve.ingest.tables.unfit_cells import FIELD_LIMIT


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def table(folder: Path, name: str, content: str | bytes | object) -> RawTable:
    file = folder / name
    if not isinstance(content, str | bytes):
        content = json.dumps(content, ensure_ascii=False)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(file)


def rows(found: RawTable) -> list[dict[str, str]]:
    return [found.row(i) for i in range(len(found))]


@pytest.mark.parametrize("wrap", ["%s", '{"antal": 2, "händelser": %s}', '{"sidor": [], "data": %s, "tags": ["a"]}'])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_array_of_objects_or_an_object_with_one(tmp_path: Path, wrap: str, mark: str) -> None:
    found = table(tmp_path, "a.json", mark + wrap % '[{"id": 1, "a": "å"}, {"b": null, "id": 2}]')
    assert rows(found) == [{"id": "1", "a": "å", "b": ""}, {"id": "2", "a": "", "b": ""}]
    assert found.row_numbers.tolist() == [1, 2]


def test_a_single_object_is_a_row(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "a.json", {"id": 1, "text": "x"})) == [{"id": "1", "text": "x"}]


@pytest.mark.parametrize("content", ["[]", '{"data": []}'])
def test_an_empty_list_is_an_empty_table(tmp_path: Path, content: str) -> None:
    found = table(tmp_path, "a.json", content)
    assert (len(found), found.columns) == (0, {})
    assert "The list is empty." in found.notes


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"a": [{"x": 1}], "b": [{"y": 2}]}', "holds several lists: a, b"),
        ('[{"a": 1}, {"b":', "not whole JSON: it cannot be read from line 1, column 17"),
        ('[{"a": 1},\n {"a": x}]', "line 2, column 8"),
        ("[" * 100_000, "nested too deeply"),
        ("hej", "not whole JSON"),
        ('"hej"', "holds no list of objects"),
    ],
)
def test_what_is_no_list_of_objects_is_refused(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(FileError, match=words):
        table(tmp_path, "a.json", content)


def test_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    numbers = ["12345678901234567890", "0.1000", "1e5", "-0", "63.825847000000001", "1" * 5000]
    found = table(tmp_path, "a.json", "[" + ",".join(f'{{"x": {n}}}' for n in numbers) + "]")
    assert found.columns["x"].objects().tolist() == numbers


def test_nested_objects_and_lists_are_flattened(tmp_path: Path) -> None:
    item = {
        "location": {"name": "Norra", "gps": "1,2", "in": {"deep": True}}, "tags": ["a", 1, None, False],
        "mixed": [{"x": 1}], "empty": {}, "none": [], "nan": float("nan"),
    }  # fmt: skip
    assert rows(table(tmp_path, "a.json", [item])) == [
        {
            "location.name": "Norra", "location.gps": "1,2", "location.in.deep": "true", "tags": "a|1||false",
            "mixed": '{"x": "1"}', "empty": "", "none": "", "nan": "",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("item", ['{"a": 1, "a": 2}', '{"a.b": 1, "a": {"b": 2}}', '{"x": {"a": 1, "a": 2}}'])
def test_a_name_twice_in_an_object_is_an_error_of_its_row(tmp_path: Path, item: str) -> None:
    found = table(tmp_path, "a.json", f'[{{"a": "x"}}, {item}]')
    assert rows(found)[0]["a"] == "x"
    assert [(error.row, error.what) for error in found.errors] == [(2, "A name occurs twice in the object.")]
    assert found.rejected_texts[2]


def test_items_that_are_no_objects_are_errors(tmp_path: Path) -> None:
    found = table(tmp_path, "a.json", [{"a": 1}, 5, None, ["x", "y"], {"a": 2}])
    assert found.row_numbers.tolist() == [1, 5]
    assert [(error.row, error.value) for error in found.errors] == [(2, "5"), (3, ""), (4, "x|y")]
    assert found.rejected_texts == {2: ("", "5"), 3: ("", ""), 4: ("", "x|y")}


def test_json_lines_and_a_broken_one(tmp_path: Path) -> None:
    found = table(tmp_path, "a.jsonl", '\ufeff{"id": 1, "a": "x"}\r\n\r\n{"id": 2, "a": \n{"id": 3, "a": "z\u2028"}')
    assert rows(found) == [{"id": "1", "a": "x"}, {"id": "3", "a": "z\u2028"}]
    assert found.row_numbers.tolist() == [1, 4]
    (error,) = found.errors
    assert (error.row, error.value, error.what) == (3, '{"id": 2, "a":', "The line is not whole JSON.")
    assert found.rejected_texts == {3: ("", "", '{"id": 2, "a":')}


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson"])
def test_json_lines_are_known_under_other_names(tmp_path: Path, name: str) -> None:
    assert len(table(tmp_path, name, '{"a": 1}\n{"a": 2}\n')) == 2


def test_json_lines_may_begin_with_a_broken_line(tmp_path: Path) -> None:
    found = table(tmp_path, "a.json", '{"a": 1\n{"a": 2}\n{"a": 3}\n')
    assert (len(found), [error.row for error in found.errors]) == (2, [1])


def test_one_line_is_json_lines_too(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "a.jsonl", '{"a": 1}\n')) == [{"a": "1"}]


def test_nul_and_long_texts_are_errors(tmp_path: Path) -> None:
    found = table(tmp_path, "a.json", [{"a": "x"}, {"a": "y\0"}, {"a": "z" * (FIELD_LIMIT + 1)}])
    assert len(found) == 1
    assert [(error.row, error.column) for error in found.errors] == [(2, "a"), (3, "a")]


def test_halves_of_characters_are_replaced_and_whole_ones_kept(tmp_path: Path) -> None:
    found = table(
        tmp_path, "a.json", r'[{"a": "\ud83d\ude00", "b": "\ud83d", "c": "\\ud83d", "d": "x\ude00\ud83d\u00e5"}]'
    )
    assert rows(found) == [{"a": "😀", "b": "\ufffd", "c": r"\ud83d", "d": "x\ufffd\ufffdå"}]


def test_windows_1252_json(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "a.json", '[{"a": "blå"}]'.encode("cp1252"))) == [{"a": "blå"}]


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_points_become_columns(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "a.geojson",
        '{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},'
        '"features": [{"type": "Feature", "id": 7, "properties": {"slag": "klotter", "plats": {"namn": "Torget"}},'
        '"geometry": {"type": "Point", "coordinates": [762178.40, 7089376.6, 12]}}]}',
    )
    assert rows(found) == [
        {"geometry.x": "762178.40", "geometry.y": "7089376.6", "id": "7", "slag": "klotter", "plats.namn": "Torget"}
    ]
    assert found.crs == "urn:ogc:def:crs:EPSG::3006"


@pytest.mark.parametrize(
    ("crs", "expected"),
    [
        (None, None),
        ({"type": "EPSG", "properties": {"code": 3010}}, "EPSG:3010"),
        ("x", None),
        ({"properties": 1}, None),
    ],
)
def test_crs_members(tmp_path: Path, crs: object, expected: str | None) -> None:
    assert table(tmp_path, "a.geojson", {"type": "FeatureCollection", "crs": crs, "features": []}).crs == expected


@pytest.mark.parametrize("geometry", [None, {}, {"type": "Point", "coordinates": []}])
def test_features_without_a_place_stay(tmp_path: Path, geometry: object) -> None:
    found = table(tmp_path, "a.geojson", {"type": "FeatureCollection", "features": [feature(geometry, a=1)]})
    assert rows(found) == [{"geometry.x": "", "geometry.y": "", "a": "1"}]


def test_other_geometries_are_errors_that_tell_what_to_do(tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    features = [
        feature(square, namn="Norra"), feature({"type": "Point", "coordinates": [1, 2]}, namn="Södra"),
        feature({"type": "MultiPoint", "coordinates": [[3, 4]]}, namn="Ett"),
        feature({"type": "MultiPoint", "coordinates": [[3, 4], [5, 6]]}, namn="Två"),
        feature({"type": "Point", "coordinates": ["x", 2]}, namn="Fel"),
        feature({"type": "Point", "coordinates": [5]}, namn="Halv"), feature(5, namn="Tal"),
    ]  # fmt: skip
    found = table(tmp_path, "a.geojson", {"type": "FeatureCollection", "features": features})
    assert [row["namn"] for row in rows(found)] == ["Södra", "Ett"]
    assert [error.row for error in found.errors] == [1, 4, 5, 6, 7]
    assert found.errors[0].what == "The geometry is Polygon, not Point."
    assert "--areas" in found.errors[0].how
    assert found.rejected_texts[1] == ("", "", "Norra")


def test_properties_that_clash_with_the_coordinates(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    collection = {"type": "FeatureCollection", "features": [feature(point, **{"geometry.x": 5}), feature(point, a=1)]}
    found = table(tmp_path, "a.geojson", collection)
    assert [error.row for error in found.errors] == [1]
    assert "geometry.x" in found.errors[0].what


def test_features_line_by_line_and_a_single_one(tmp_path: Path) -> None:
    one = json.dumps(feature({"type": "Point", "coordinates": [1, 2]}, a=1))
    assert rows(table(tmp_path, "a.geojsonl", f"{one}\n{one}\n"))[1] == {"geometry.x": "1", "geometry.y": "2", "a": "1"}
    assert len(table(tmp_path, "b.geojson", one)) == 1


@pytest.mark.parametrize("features", [{}, None, 5])
def test_a_collection_without_list_is_refused(tmp_path: Path, features: object) -> None:
    with pytest.raises(FileError, match="no list of features"):
        table(tmp_path, "a.geojson", {"type": "FeatureCollection", "features": features})


def test_a_feature_may_lack_or_break_its_properties(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    features = [{"type": "Feature", "geometry": point}, {"type": "Feature", "properties": [1], "geometry": point}, 7]
    found = table(tmp_path, "a.geojson", {"type": "FeatureCollection", "features": features})
    assert rows(found) == [{"geometry.x": "1", "geometry.y": "2"}]
    assert [error.row for error in found.errors] == [2, 3]

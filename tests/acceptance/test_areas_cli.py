"""`tryggve areas`: what it says, what it does to the picture, and what it says must be done when it cannot."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.acceptance import reading
from tests.acceptance.runs import MONTH, Files
from tests.engines.areas_material import box, districts, write_areas, write_rows
from tryggve.cli import main


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A new, empty store."""
    folder = tmp_path / "store"
    assert main(["--lang", "en", "init", str(folder), "--municipality", "Påhitt"]) == 0
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> str:
    """What a command says in English."""
    capsys.readouterr()
    assert main(["--lang", "en", *map(str, words)]) == status
    captured = capsys.readouterr()
    return reading.plain(captured.out if status == 0 else captured.err)


def rows(folder: Path, n: int = 30) -> Path:
    """Reports on a diagonal through the whole municipality, and one without a place."""
    points = [{"rapport_id": str(i), "x": str(670_100 + 130 * i), "y": str(6_580_100 + 130 * i)} for i in range(n)]
    return write_rows(folder / "rows.csv", [*points, {"rapport_id": "none"}])


def test_areas_after_the_reports(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", rows(tmp_path), "--store", store)
    areas = write_areas(tmp_path / "areas.geojson", districts("2025"))
    told = said(capsys, "areas", "import", areas, "--store", store, "--by", "Kerstin")
    assert "stadsdel 2025: 2 areas; 2 new, 0 changed, 0 gone" in told
    assert "31 reports were placed anew." in told
    assert "stadsdel 2025: 1 report that counts has no area." in told
    again = said(capsys, "areas", "import", areas, "--store", store)
    assert "Nothing was changed." in again
    later = write_areas(tmp_path / "later.geojson", districts("2026", middle=1))
    told = said(capsys, "areas", "import", later, "--store", store)
    assert "stadsdel 2025 is no longer in use." in told
    assert "Stadsdel 2026, reports with an area: 0 lost, 0 gained." in told
    assert "Was this a mistake? tryggve areas use stadsdel@2025 puts stadsdel 2025 in use again." in told
    listed = json.loads(said(capsys, "areas", "list", "--format", "json", "--store", store))
    assert {row["key"]: (row["areas"], row["in_use"], row["batch"]) for row in listed} == {
        "stadsdel@2026": (2, True, 3), "municipality": (1, True, 3), "stadsdel@2025": (2, False, 2),
    }  # fmt: skip
    assert "stadsdel 2025: 2 areas; not in use; batch 2" in said(capsys, "areas", "list", "--store", store)


def test_overlap_with_points(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", rows(tmp_path), "--store", store)
    for year, middle in (("2025", 2.0), ("2026", 1.0)):
        said(capsys, "areas", "import", write_areas(tmp_path / year, districts(year, middle=middle)), "--store", store)
    words = ("areas", "overlap", "stadsdel@2025", "stadsdel", "--store", store)
    document = json.loads(said(capsys, *words, "--format", "json"))
    assert (document["from"], document["to"]) == ("stadsdel@2025", "stadsdel@2026")
    pairs = {(row["from_code"], row["to_code"]): row for row in document["pairs"]}
    assert set(pairs) == {("N", "N"), ("S", "N"), ("S", "S")}
    cut = pairs["S", "S"]
    assert (cut["kind"], cut["share_of_from"], cut["count_low"], cut["count_high"]) == ("part", 0.5, 0, 1)
    # Points lie at 100 + 130 i metres: below 1 000 m for i ≤ 6, below 2 000 m for i ≤ 14.
    assert (cut["points_shared"], cut["points"]) == (7, 15)
    # Clopper and Pearson for 7 of 15, as R's binom.test(7, 15) gives it: 0.2126667, 0.7341387.
    assert cut["points_share_low"] == pytest.approx(0.2126667, abs=1e-6)
    assert cut["points_share_high"] == pytest.approx(0.7341387, abs=1e-6)
    out = tmp_path / "pairs.csv"
    told = said(capsys, *words, "--out", out)
    assert "3 pairs of areas share surface: lies within 1, a part 2." in told
    assert "anything from none to all of its count" in told
    with out.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file, delimiter=";"))
    assert [row["what the first is to the second"] for row in written] == ["lies within", "a part", "a part"]
    low = str(pairs["S", "N"]["points_share_low"]).replace(".", ",")
    assert written[1]["share of points, lower limit (95 %)"] == low
    assert [row["share of the first area's surface"] for row in written] == ["1", "0,5", "0,5"]
    assert not [cell for row in written for cell in row.values() if "." in cell]
    assert "Sörgärdet → Norrgärdet: 50.0" in said(capsys, *words)


def test_a_name_is_no_formula_in_the_file_of_pairs(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for year in ("2025", "2026"):
        named = [{**area, "namn": "=1+1"} for area in districts(year)]
        said(capsys, "areas", "import", write_areas(tmp_path / year, named), "--store", store)
    out = tmp_path / "pairs.csv"
    said(capsys, "areas", "overlap", "stadsdel@2025", "stadsdel@2026", "--store", store, "--out", out)
    text = out.read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    assert ';"=1+1' not in text


def test_an_unknown_division_is_answered_with_those_there_are(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "areas", "import", write_areas(tmp_path / "a.geojson", districts("2025")), "--store", store)
    told = said(capsys, "areas", "overlap", "stadsdel", "regso", "--store", store, status=1)
    assert "no division regso" in told
    assert "stadsdel@2025, municipality" in told
    assert "the same division twice" in said(
        capsys, "areas", "overlap", "stadsdel", "stadsdel@2025", "--store", store, status=1
    )


def test_no_store_no_level_no_vintage(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = [{"kod": "1", "namn": "Ett", "box": (0, 0, 1, 1)}, {"kod": "2", "namn": "Två", "box": (1, 0, 2, 1)}]
    areas = write_areas(tmp_path / "a.geojson", plain)
    assert "tryggve init" in said(capsys, "areas", "import", areas, "--store", tmp_path / "none", status=1)
    assert "--level" in said(capsys, "areas", "import", areas, "--store", store, status=1)
    told = said(capsys, "areas", "import", areas, "--level", "Stadsdel", "--store", store)
    assert "stadsdel: 2 areas; 2 new" in told
    other = write_areas(tmp_path / "b.geojson", [*plain[:1], {**plain[1], "box": (1, 0, 3, 1)}])
    told = said(capsys, "areas", "import", other, "--level", "stadsdel", "--store", store, status=1)
    assert "--vintage" in told
    told = said(capsys, "areas", "import", other, "--level", "stadsdel", "--vintage", "2026", "--store", store)
    assert "stadsdel 2026: 2 areas; 2 new" in told
    mixed = write_areas(tmp_path / "c.geojson", [{**plain[0], "argang": "1"}, {**plain[1], "argang": "2"}])
    told = said(capsys, "areas", "import", mixed, "--level", "deso", "--store", store, status=1)
    assert "several vintages: 1, 2" in told
    signed = write_areas(tmp_path / "d.geojson", [{**area, "niva": "deso@9"} for area in plain])
    assert "character @" in said(capsys, "areas", "import", signed, "--store", store, status=1)
    far = write_areas(tmp_path / "e.geojson", [{**plain[0], "niva": "deso", "box": (300, 0, 301, 1)}])
    assert "more than 100 km" in said(capsys, "areas", "import", far, "--store", store, status=1)


def test_areas_that_cannot_lie_in_the_system_of_the_store(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = [[-70.0, 10.0], [-69.0, 10.0], [-69.0, 11.0], [-70.0, 10.0]]
    feature = {
        "type": "Feature",
        "properties": {"kod": "1", "niva": "deso"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    told = said(capsys, "areas", "import", path, "--store", store, status=1)
    assert "EPSG:3006" in told
    assert "coordinate system" in told


def test_a_picture_names_the_vintage_as_people_do(
    store: Path, files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "import", files.reports, "--reporters", files.reporters, "--store", store)
    said(capsys, "areas", "import", files.areas, "--vintage", "2025", "--store", store)
    out = tmp_path / "out"
    said(capsys, "lagesbild", "--store", store, "--period", MONTH, "--scope", "O1", "--out", out, "--format", "json")
    document = json.loads((out / "lagesbild.json").read_text(encoding="utf-8"))
    text = json.dumps(document, ensure_ascii=False)
    assert "area O1 (stadsdel 2025)" in text
    assert "level = 'stadsdel@2025'" in text
    assert "Granbacken" in text


def test_the_picture_is_the_same_whichever_came_first(
    store: Path, files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    said(capsys, "init", other, "--municipality", "Påhitt")
    brought = ("import", files.reports, "--reporters", files.reporters, "--today", "2026-01-01")
    said(capsys, *brought, "--store", store)
    said(capsys, "areas", "import", files.areas, "--store", store)
    said(capsys, "areas", "import", files.areas, "--store", other)
    said(capsys, *brought, "--store", other)
    pictures = []
    for place in (store, other):
        out = tmp_path / f"{place.name}-out"
        said(capsys, "lagesbild", "--store", place, "--period", MONTH, "--out", out, "--format", "json")
        pictures.append((out / "lagesbild.json").read_bytes())
    assert pictures[0] == pictures[1]


@pytest.mark.shared
def test_the_register_of_a_real_municipality(
    store: Path, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    geo = shared / "geo"
    told = said(capsys, "areas", "import", geo / "umea_stadsdelar_epsg3006.geojson", "--store", store)
    assert "25 areas were left out" in told
    assert "Östra Ersboda, norra" in told
    assert "stadsdel: 121 areas; 121 new, 0 changed, 0 gone" in told
    # The damaged file is another drawing: it does not take the place of the sound one unasked, and its faults are told.
    damaged = ("areas", "import", geo / "umea_stadsdelar_wgs84.geojson", "--store", store)
    capsys.readouterr()
    assert main(["--lang", "en", *map(str, damaged)]) == 1
    captured = capsys.readouterr()
    assert "13 areas were refused, for their outlines are lines or missing" in captured.out
    assert "mended" in captured.out
    assert "--vintage" in captured.err
    told = said(capsys, "areas", "import", geo / "umea_regso2025.geojson", "--vintage", "2025", "--store", store)
    assert "regso 2025: 42 areas; 42 new" in told
    told = said(capsys, "areas", "overlap", "stadsdel", "regso", "--store", store, "--out", tmp_path / "pairs.csv")
    assert "304 pairs of areas share surface: lies within 64, a part 153, edge noise 87." in told
    assert "Rödåsels och Rödånäs omland 2.4" in told


def test_the_box_is_a_ring() -> None:
    (ring,) = box(0, 0, 1, 1)
    assert ring[0] == ring[-1]

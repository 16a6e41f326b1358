from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.read_in import Ingested, read_in

REPORTERS = "organisation;organisationstyp;omraden;fran;till;takt\n"
EST = "rapport_id;organisation;fran;kategori;x;y\n"
SWEDEN = "671000;6581000"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def go(*files: Path, **more: Any) -> Ingested:
    options: dict[str, Any] = {
        "areas_path": None, "reporters_path": None, "profile": None, "crs": None, "zone": None,
        "today": dt.date(2026, 1, 15), "progress": lambda _text: None,
    }  # fmt: skip
    return read_in(files, **(options | more))


def areas(
    folder: Path, *, east: float = 671000, north: float = 6581000, side: float = 5000, crs: str = "EPSG:3006"
) -> Path:
    ring = [[east, north], [east + side, north], [east + side, north + side], [east, north + side], [east, north]]
    feature = {
        "type": "Feature",
        "properties": {"kod": "A1", "namn": "Norrgärdet", "niva": "stadsdel"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    member = {"type": "name", "properties": {"name": crs}}
    content = {"type": "FeatureCollection", "crs": member, "features": [feature]}
    return write(folder, "omraden.geojson", json.dumps(content))


def test_incidents_counts_and_reporters_come_in_together(tmp_path: Path) -> None:
    said: list[str] = []
    got = go(
        write(tmp_path, "rapporter.csv", f"{EST}1;Norra skolan;2025-03-02;klotter;{SWEDEN}\n2;;igår;klotter;;\n"),
        write(tmp_path, "antal.csv", "omrade;period;kategori;antal\nA1;2024;Klotter;3\n"),
        write(tmp_path, "rapportorer.csv", f"{REPORTERS}Norra skolan;skola;A1;2024-01-01;;vecka\n"),
        areas_path=areas(tmp_path),
        progress=said.append,
    )  # fmt: skip
    assert len(got.incidents) == 1
    assert [count.file_no for count in got.counts] == [2]
    assert got.reporters[0].areas == (("stadsdel", "A1"),)
    assert [profile.name if profile else None for profile in got.profiles] == ["est", "antal", None]
    assert [file.name for file in got.files] == ["rapporter.csv", "antal.csv", "rapportorer.csv"]
    assert [len(errors) for _table, errors in got.tables_errors] == [1, 0, 0]
    assert (got.crs, got.zone) == ("EPSG:3006", "Europe/Stockholm")
    assert got.register is not None
    assert got.register.levels() == ("stadsdel",)
    assert got.incidents.areas["stadsdel"].objects().tolist() == ["A1"]
    assert said[0] == "Reading rapporter.csv"
    assert "Checking antal.csv" in said
    assert "rapporter.csv is read with the profile “est”." in got.notes


def test_reporters_can_be_given_on_their_own(tmp_path: Path) -> None:
    reports = write(tmp_path, "r.csv", f"{EST}1;A;2025-03-02;klotter;{SWEDEN}\n")
    reporters = write(tmp_path, "rap.csv", "organisation;organisationstyp;fran;takt\nA;skola;2024-01-01;vecka\n")
    assert len(go(reports, reporters_path=reporters).reporters) == 1
    with pytest.raises(FileError, match="headings of a list of reporters"):
        go(reports, reporters_path=write(tmp_path, "fel.csv", "a;b\n1;2\n"))


def test_the_same_file_twice_is_read_once_and_said(tmp_path: Path) -> None:
    text = f"{EST};A;2025-03-02;klotter;{SWEDEN}\n"
    got = go(write(tmp_path, "a.csv", text), write(tmp_path, "b.csv", text))
    assert len(got.incidents) == 1
    assert len(got.files) == 1
    assert "b.csv is the same file as a.csv and is read once." in got.notes


def test_a_report_that_an_earlier_file_held_is_counted_once(tmp_path: Path) -> None:
    first = write(tmp_path, "a.csv", f"{EST}1;A;2025-03-02;klotter;{SWEDEN}\n2;A;2025-03-03;klotter;{SWEDEN}\n")
    again = f"{EST}1;A;2025-03-02;klotter;{SWEDEN}\n2;A;2025-03-09;klotter;{SWEDEN}\n2;B;2025-03-09;klotter;{SWEDEN}\n"
    got = go(first, write(tmp_path, "b.csv", again))
    assert list(zip(got.incidents.file_no.tolist(), got.incidents.row_no.tolist(), strict=True)) == [
        (1, 2),
        (1, 3),
        (2, 4),
    ]
    assert [error.what for error in got.tables_errors[1][1]] == [
        "The report is already in a.csv, row 2.",
        "The id is already used in a.csv, row 3, for a report with other content.",
    ]


def test_two_sources_are_never_taken_for_one_another(tmp_path: Path) -> None:
    head = "id;date;category;x;y\n"
    got = go(
        write(tmp_path, "kameror.csv", f"{head}1;2025-03-02;klotter;{SWEDEN}\n"),
        write(tmp_path, "felanmalan.csv", f"{head}1;2025-03-02;klotter;{SWEDEN}\n3;2025-03-02;klotter;{SWEDEN}\n"),
    )
    assert got.incidents.source.objects().tolist() == ["kameror", "felanmalan", "felanmalan"]


def test_parts_of_a_series_are_one_source(tmp_path: Path) -> None:
    head = "omrade;period;kategori;antal\n"
    got = go(
        write(tmp_path, "stolder_2023.csv", f"{head}A;2023;Klotter;1\nA;2024;Klotter;7\n"),
        write(tmp_path, "stolder_2024.csv", f"{head}A;2024;Klotter;2\n"),
    )
    assert [(count.source, count.value) for count in got.counts] == [("stolder", 1), ("stolder", 7)]
    assert any("stands in several files" in note for note in got.notes)


def test_a_final_number_goes_before_a_preliminary_one(tmp_path: Path) -> None:
    got = go(
        write(tmp_path, "s_1.csv", "omrade;period;kategori;antal\nA;2024*;Klotter;1\n"),
        write(tmp_path, "s_2.csv", "omrade;period;kategori;antal\nA;2024;Klotter;2\n"),
    )
    assert [(count.value, count.preliminary) for count in got.counts] == [(2, False)]


def test_outside_sweden_the_utm_zone_of_the_data_is_used(tmp_path: Path) -> None:
    rows = "date;longitude;latitude\n2016-01-02;-73.99;40.72\n2016-01-03;-73.98;40.73\n"
    got = go(write(tmp_path, "ny.csv", rows), zone="America/New_York")
    assert (got.crs, got.zone) == ("EPSG:32618", "America/New_York")
    assert 500_000 < got.incidents.x[0] < 620_000
    assert got.register is not None
    assert got.register.crs == "EPSG:32618"


def test_the_crs_of_plane_coordinates_can_be_stated(tmp_path: Path) -> None:
    path = write(tmp_path, "p.csv", "date;x;y\n2016-01-02;350353.39;578924.25\n")
    with pytest.raises(FileError, match=r"p\.csv: Most points lie far outside"):
        go(path)
    got = go(path, crs="EPSG:26971")  # Illinois State Plane East
    assert got.crs == "EPSG:32616"
    assert got.profiles[0] is not None
    assert got.profiles[0].crs == "EPSG:26971"


def test_degrees_with_swapped_columns_are_refused_without_areas_too(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="if latitude and longitude change places"):
        go(write(tmp_path, "p.csv", "date;latitude;longitude\n2016-01-02;18.06;59.33\n2016-01-02;18.07;59.34\n"))


def test_the_areas_decide_the_crs_where_the_rows_say_nothing(tmp_path: Path) -> None:
    reports = write(tmp_path, "r.csv", "fran;kategori;omrade\n2025-03-02;klotter;A1\n")
    got = go(reports, areas_path=areas(tmp_path, east=-74, north=40.7, side=0.1, crs="urn:ogc:def:crs:OGC:1.3:CRS84"))
    assert got.crs == "EPSG:32618"
    assert got.incidents.areas["stadsdel"].objects().tolist() == ["A1"]


def test_without_areas_the_codes_of_the_rows_make_the_register(tmp_path: Path) -> None:
    got = go(
        write(
            tmp_path, "r.csv", "fran;kategori;omrade\n2025-03-02;klotter;B\n2025-03-02;klotter;A\n2025-03-02;klotter;\n"
        )
    )
    assert got.register is not None
    assert [(area.level, area.code, area.geometry) for area in got.register.areas] == [
        ("area", "A", None),
        ("area", "B", None),
    ]


def test_without_areas_and_codes_points_are_counted_in_squares(tmp_path: Path) -> None:
    got = go(write(tmp_path, "r.csv", f"{EST};A;2025-03-02;klotter;{SWEDEN}\n;A;2025-03-02;klotter;;\n"))
    assert got.register is not None
    assert got.register.levels() == ("grid",)
    assert [code != "" for code in got.incidents.areas["grid"].objects().tolist()] == [True, False]


def test_without_any_place_there_is_no_register(tmp_path: Path) -> None:
    assert go(write(tmp_path, "r.csv", "fran;kategori\n2025-03-02;klotter\n")).register is None


def test_the_first_profile_with_a_zone_gives_the_stores(tmp_path: Path) -> None:
    uk = "Crime ID;Month;Longitude;Latitude;Crime type\n;2016-07;-1.55;53.60;Burglary\n"
    got = go(write(tmp_path, "uk.csv", uk), write(tmp_path, "r.csv", "fran;kategori\n2025-03-02;klotter\n"))
    assert got.zone == "Europe/London"
    with pytest.raises(FileError, match="no time zone"):
        go(write(tmp_path, "x.csv", uk), zone="Europe/Ankeborg")


def test_a_profile_is_used_for_every_file_but_reporters(tmp_path: Path) -> None:
    own = write(
        tmp_path,
        "min.toml",
        'name = "min"\nkind = "incidents"\n[columns]\ntime = "Inkom"\n[constants]\ncategory = "klotter"\n',
    )
    reporters = write(tmp_path, "rap.csv", "organisation;organisationstyp;fran;takt\nA;skola;2024-01-01;vecka\n")
    got = go(write(tmp_path, "r.csv", "Inkom;Slut\n2025-03-02;\n"), reporters, profile=own)
    assert [profile.name if profile else None for profile in got.profiles] == ["min", None]
    assert got.incidents.category[0] == "klotter"


def test_rates_may_be_made_of_registers_only(tmp_path: Path) -> None:
    got = go(
        write(tmp_path, "bra.csv", "kommun_kod;kommun;ar;grupp;antal\n0001;Påhitt;2024;theft;3\n"),
        write(tmp_path, "antal.csv", "omrade;period;kategori;antal\nA1;2024;Klotter;3\n"),
    )
    assert got.register_sources == {"Brå"}


def test_a_file_that_cannot_be_read_stops_everything(tmp_path: Path) -> None:
    good = write(tmp_path, "r.csv", "fran;kategori\n2025-03-02;klotter\n")
    with pytest.raises(FileError):
        go(good, tmp_path / "finns_inte.csv")
    with pytest.raises(FileError, match="cannot be told what the columns"):
        go(good, write(tmp_path, "x.csv", "a;b\n1;2\n"))


def test_no_files_at_all() -> None:
    got = go()
    assert len(got.incidents) == 0
    assert (got.register, got.counts, got.files) == (None, (), ())


def test_files_named_alike_are_one_source_only_if_they_have_the_same_columns(tmp_path: Path) -> None:
    (tmp_path / "bostad").mkdir()
    alike = ("Tidpunkt;Typ\n2025-03-02;Klotter\n", "Tidpunkt;Typ;Status\n2025-03-03;Klotter;klar\n")
    unlike = "Inträffade;Händelse\n2025-03-02;Klotter\n"
    got = go(
        write(tmp_path, "lista1.csv", alike[0]),
        write(tmp_path, "lista2.csv", alike[1]),
        write(tmp_path, "lista3.csv", unlike),
        write(tmp_path / "bostad", "lista1.csv", unlike.replace("03-02", "03-04").replace("Inträffade", "När")),
    )
    assert got.incidents.source.objects().tolist() == ["lista", "lista", "lista3", "lista1"]
    assert "lista3.csv has other columns than the files with names like it: it is the source “lista3”." in got.notes


def test_two_files_with_the_same_name_and_other_columns_are_two_sources(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    got = go(
        write(tmp_path, "lista.csv", "Tidpunkt;Typ\n2025-03-02;Klotter\n"),
        write(tmp_path / "b", "lista.csv", "Inträffade;Händelse\n2025-03-02;Klotter\n"),
    )
    assert got.incidents.source.objects().tolist() == ["lista", "lista (2)"]

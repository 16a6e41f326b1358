"""Damaged and hostile files: a message, or every row accounted for. Nothing else."""

from __future__ import annotations

import datetime as dt
import json
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.bound_columns import source_of_file
from tryggve.ingest.profile_record import Kind
from tryggve.ingest.read_in import Ingested, read_in
from tryggve.ingest.tables.package import PACKED_AT_MOST

EST = "rapport_id;organisation;fran;till;kategori;omrade;x;y;antal;beskrivning\n" + "".join(
    f"{i};Norra skolan;2025-03-{i:02d} 1{i % 10}:15;;klotter;A{i % 3};{700_000 + i};{6_800_000 + i};1;text\n"
    for i in range(1, 21)
)
POINTS = "Datum,Typ,lat,long\n" + "".join(f"2025-03-{i:02d},Klotter,59.{300 + i},18.{100 + i}\n" for i in range(1, 21))
COUNTS = "Område;Brottstyp;jan-25;feb-25\nA;Stöld;1;..\nB;Stöld;-;1 200\nA;Rån;0;\n"
JSON = json.dumps([{"datum": f"2025-03-{i:02d}", "kategori": "klotter", "plats": {"x": i}} for i in range(1, 21)])
SEEDS = {"est.csv": EST, "punkter.csv": POINTS, "antal.csv": COUNTS, "lista.json": JSON}
PIECES = (
    b"\0", b'"', b";", b",", b"\t", b"\r", b"\n", b"\r\r\n", b"{", b"[", b"1e308", b"nan", b"inf", b"0001-01-01",
    b"9999-12-31", b"2025-03-30 02:30", b"2025-10-26 02:30", b"\xe2\x80\xae", b"\xff\xfe", b"\xef\xbb\xbf", b"..", b"-",
    b"9" * 400, b"1,5", b"24:00", b"+99:99", b"\\ud800", b"\xed\xa0\x80", b"850312-1234", b"=1+1", b"2025K1",
    b"1/2 2025",
)  # fmt: skip


def go(*files: Path, areas: Path | None = None) -> Ingested:
    return read_in(
        files, areas_path=areas, reporters_path=None, profile=None, crs=None, zone=None, today=dt.date(2026, 1, 15),
        progress=lambda _text: None,
    )  # fmt: skip


def mutated(content: bytes, rng: np.random.Generator) -> bytes:
    for _round in range(int(rng.integers(1, 6))):
        at = int(rng.integers(0, len(content) + 1))
        to = min(len(content), at + int(rng.integers(0, 40)))
        piece = PIECES[int(rng.integers(len(PIECES)))]
        content = (
            content[:at] + piece + content[at:],
            content[:at] + piece + content[to:],
            content[:at] + content[to:],
            content[:to] + content[at:],
        )[int(rng.integers(4))]
    return content


@pytest.mark.parametrize("name", SEEDS)
def test_every_row_of_a_damaged_file_is_in_or_given_back(name: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(20_250_301)
    path = tmp_path / name
    read = 0
    for _attempt in range(150):
        path.write_bytes(mutated(SEEDS[name].encode(), rng))
        try:
            got = go(path)
        except FileError:  # a refusal is an answer too; every other exception fails the test
            continue
        read += 1
        (table, errors), profile = got.tables_errors[0], got.profiles[0]
        returned = {error.row for error in errors}
        rows = {*table.row_numbers.tolist(), *(error.row for error in table.errors)}
        assert returned <= rows
        if profile is not None and profile.kind is Kind.INCIDENTS:
            assert len(got.incidents) + len(returned) == len(table) + len({error.row for error in table.errors})
            assert set(got.incidents.row_no.tolist()) == rows - returned
    assert read > 10, "the damage must not be so great that nothing is tested"


RING = [[700_000, 6_800_000], [705_000, 6_800_000], [705_000, 6_805_000], [700_000, 6_800_000]]
OUTLINES = (
    [RING[0], RING[2], RING[1], [700_000, 6_805_000], RING[0]],  # crosses itself
    [[int("9" * 400), 1], *RING[1:]],
    [[float("nan"), 1], *RING[1:]],
    [["a", "b"], *RING[1:]],
    [[], *RING[1:]],
    [None, *RING[1:]],
    [{"x": 1}, *RING[1:]],
)


@pytest.mark.parametrize("outline", OUTLINES, ids=range(len(OUTLINES)))
def test_a_hostile_outline_of_an_area_is_mended_or_refused(outline: object, tmp_path: Path) -> None:
    path, reports = tmp_path / "omraden.geojson", tmp_path / "est.csv"
    reports.write_text("fran;kategori\n2025-03-02;klotter\n", encoding="utf-8")
    rings = {"Ond'; DROP TABLE incident_fact; --<b>": outline, "Hel": RING}
    features = [
        {
            "type": "Feature",
            "properties": {"kod": name, "namn": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, ring in rings.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    register = go(reports, areas=path).register
    assert register is not None
    assert "Hel" in {area.name for area in register.areas}


def test_a_workbook_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"x" * 40_000_000)
    assert 40_000_000 > PACKED_AT_MOST * path.stat().st_size
    with use_language("en"), pytest.raises(FileError, match="when unpacked"):
        go(path)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("fel_2024.csv", "fel"),
        ("fel_2024_Q1.csv", "fel"),
        ("fel2024.csv", "fel"),
        ("fel_v12.csv", "fel"),
        ("brott jan-25.xlsx", "brott"),
        ("brott_jan25.xlsx", "brott"),
        ("brott mars 2025.xlsx", "brott"),
        ("brott_2025-01-31.xlsx", "brott"),
        ("2025-01.csv", "2025"),
        ("k1.csv", "k1"),
        ("s_1.csv", "s"),
    ],
)
def test_the_parts_of_a_series_are_one_source(name: str, source: str) -> None:
    assert source_of_file(name) == source


def test_no_name_of_a_file_takes_long() -> None:
    begin = time.process_time()
    for name in ("1" * 250 + "x", "1a" * 125 + "x", "_" * 250 + "x", "jan1" * 60 + "x"):
        assert source_of_file(f"{name}.csv") == name
    assert time.process_time() - begin < 1

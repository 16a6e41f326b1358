"""Invented areas and files for what happens when areas come into a store."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.stores import AT, BY
from tryggve.domain.area import AreaRegister
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.division_areas import by_division
from tryggve.ingest.read_in import Ingested, read_in
from tryggve.ingest.store_areas import Ground
from tryggve.reports.area_arrivals import area_tools
from tryggve.reports.arrivals import arrival_of
from tryggve.store.database import meta
from tryggve.store.database.actions.area_outcome import AreasFile, AreasOutcome
from tryggve.store.database.actions.areas import import_areas
from tryggve.store.database.actions.imports import import_arrival
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.place import Place
from tryggve.store.database.upgrade import open_store

X0, Y0, SIDE = 670_000, 6_580_000, 1_000
CRS = "EPSG:3006"
COLUMNS = (
    "rapport_id", "rapporttyp", "organisation", "organisationstyp", "fran", "kategori", "omrade", "plats",
    "platsprecision", "x", "y", "beskrivning",
)  # fmt: skip


def box(left: float, bottom: float, right: float, top: float) -> list[list[list[float]]]:
    """A rectangle in units of SIDE from the corner of the invented municipality."""
    west, south, east, north = (X0 + SIDE * left, Y0 + SIDE * bottom, X0 + SIDE * right, Y0 + SIDE * top)
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def write_areas(path: Path, areas: Sequence[Mapping[str, Any]]) -> Path:
    """A GeoJSON file; each area is its properties and `box`."""
    features = [
        {
            "type": "Feature",
            "properties": {name: value for name, value in area.items() if name != "box"},
            "geometry": {"type": "Polygon", "coordinates": box(*area["box"])},
        }
        for area in areas
    ]
    crs = {"type": "name", "properties": {"name": CRS}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    return path


def districts(vintage: str = "", *, middle: float = 2.0, codes: Sequence[str] = ("N", "S")) -> list[dict[str, Any]]:
    """Two districts, one above the other; their border lies at `middle`."""
    more = {"argang": vintage} if vintage else {}
    return [
        {"kod": codes[0], "namn": "Norrgärdet", "niva": "stadsdel", "box": (0, middle, 4, 4), **more},
        {"kod": codes[1], "namn": "Sörgärdet", "niva": "stadsdel", "box": (0, 0, 4, middle), **more},
    ]


def write_rows(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """A list of reports; cells that are not given are empty."""
    plain = {"rapporttyp": "händelse", "fran": "2025-10-01 12:00", "kategori": "klotter"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        for row in rows:
            writer.writerow({**dict.fromkeys(COLUMNS, ""), **plain, **row})
    return path


def made_store(place: Place) -> Database:
    """An open store that knows its coordinate system and its days."""
    database = open_store(place)
    with database.writing():
        meta.write(database, meta.Fact.CRS, CRS)
        meta.write(database, meta.Fact.ZONE, "Europe/Stockholm")
        meta.write(database, meta.Fact.MUNICIPALITY, "Påhitt")
    return database


def _silent(_step: str) -> None:
    """Nobody watches."""


def bring_files(database: Database, *paths: Path) -> Ingested:
    """Import files, each in an import of its own."""
    for path in paths:
        ground = Ground(CRS, meta.read(database, meta.Fact.ZONE), register_of(database))
        ingested = read_in(
            [path], areas_path=None, reporters_path=None, profile=None, crs=None, zone=None,
            today=dt.date(2026, 1, 1), progress=_silent, ground=ground,
        )  # fmt: skip
        import_arrival(database, arrival=arrival_of(ingested), by=BY, why="", at=AT)
    return ingested


def areas_file(path: Path, *, level: str | None = None, vintage: str | None = None) -> AreasFile:
    """A file of areas as the command line hands it over."""
    register: AreaRegister = read_areas(path, crs=CRS, level=level, vintage=vintage)
    return AreasFile(path.name, "0", by_division(register, path.name), mend=vintage == "")


def bring_areas(database: Database, path: Path, **how: str) -> AreasOutcome:
    """Import a file of areas."""
    return import_areas(database, file=areas_file(path, **how), tools=area_tools(), by=BY, why="", at=AT)


def fingerprint(database: Database) -> str:
    """The fingerprint of all facts."""
    return DatabaseStore(database).fingerprint()


def months(database: Database) -> list[tuple[Any, ...]]:
    """The sums per month in order."""
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incident_month")
        return sorted(cursor.fetchall())


def areas_of_incidents(database: Database) -> dict[int, dict[str, str]]:
    """Incident → level → code."""
    found: dict[int, dict[str, str]] = {}
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT incident_id, level, area_code FROM incident_area ORDER BY incident_id, level")
        for incident, level, code in cursor.fetchall():
            found.setdefault(incident, {})[level] = code
    return found

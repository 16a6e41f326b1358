"""Small invented files, where nothing has happened: three areas on a grid, three organisations, two years."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

AREAS = {"O1": "Granbacken", "O2": "Tallbacken", "O3": "Enbacken"}
ORGANISATIONS = (("Norrbiblioteket", "bibliotek"), ("Söderskolan", "skola"), ("Vaktbolaget Uven", "ordningsvakter"))
CATEGORIES = ("klotter", "skadegorelse", "narkotika", "ordningsstorning", "inbrott_stold")
COLUMNS = (
    "rapport_id", "rapporttyp", "organisation", "organisationstyp", "fran", "till", "kategori", "omrade", "plats",
    "platsprecision", "x", "y", "allvarlighet", "iakttagelse", "antal", "beskrivning",
)  # fmt: skip
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2025, 12, 31)
LEFT, BOTTOM, SIDE = 700_000, 6_500_000, 2_000

Row = dict[str, str]


def row(**cells: str) -> Row:
    """A report with the cells given; what must be there is filled in."""
    filled = dict.fromkeys(COLUMNS, "")
    filled |= {"rapporttyp": "händelse", "fran": "2025-10-01 12:00", "kategori": "klotter"}
    return filled | cells


def rows(seed: int = 5) -> list[Row]:
    """One or two reports a day for two years, each at a point in one of the areas."""
    rng = np.random.default_rng(seed)
    made: list[Row] = []
    for day in range((LAST - FIRST).days + 1):
        for _number in range(int(rng.integers(0, 4))):
            area = int(rng.integers(3))
            organisation, kind = ORGANISATIONS[int(rng.integers(3))]
            x = LEFT + SIDE * area + 50 * int(rng.integers(1, SIDE // 50))
            made.append(
                row(
                    rapport_id=f"R{len(made) + 1:04d}",
                    organisation=organisation,
                    organisationstyp=kind,
                    fran=f"{FIRST + dt.timedelta(day)} {int(rng.integers(24)):02d}:{int(rng.integers(60)):02d}",
                    kategori=CATEGORIES[int(rng.integers(len(CATEGORIES)))],
                    omrade=f"O{area + 1}",
                    platsprecision="punkt",
                    x=str(x),
                    y=str(BOTTOM + 50 * int(rng.integers(1, SIDE // 50))),
                    allvarlighet=str(int(rng.integers(1, 6))),
                    beskrivning="Hemligtext om något som setts.",
                )
            )
    return made


def write_rows(path: Path, table: Iterable[Row]) -> Path:
    """An EST list as a Swedish spreadsheet saves it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(table)
    return path


def write_areas(path: Path) -> Path:
    """Three squares side by side."""
    features = []
    for number, (code, name) in enumerate(AREAS.items()):
        left = LEFT + SIDE * number
        ring = [[left, BOTTOM], [left + SIDE, BOTTOM], [left + SIDE, BOTTOM + SIDE], [left, BOTTOM + SIDE]]
        features.append(
            {
                "type": "Feature",
                "properties": {"kod": code, "namn": name, "niva": "stadsdel"},
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            }
        )
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    return path


def write_reporters(path: Path) -> Path:
    """All three are expected every week in the whole municipality."""
    lines = ["organisation;organisationstyp;omraden;fran;till;takt"]
    lines += [f"{name};{kind};;2024-01-01;;vecka" for name, kind in ORGANISATIONS]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path

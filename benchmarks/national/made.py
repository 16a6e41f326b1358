"""Parquet files of the invented country: for each municipality a folder of facts as a store writes them, and areas.

    python -m benchmarks.national.made FOLDER full

What is made is kept: a run that was stopped goes on where it was. A folder is there as a whole or not at all.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from benchmarks.national.country import COUNTRIES, FIRST_DAY, Country, Place, places
from benchmarks.synthetic.design import TYPES
from benchmarks.synthetic.draw import Draw, draw
from benchmarks.synthetic.reporters import REPORTERS
from tryggve import compute
from tryggve.domain.incident import LocationPrecision, TimePrecision
from tryggve.signals.cells import cells_round
from tryggve.store.schema import COUNT_FACT, REPORTER, Table, date_parts

CATEGORIES = {
    "vandalism": "skadegorelse", "fire_outdoor": "anlagd_brand", "violence_public": "vald_hot",
    "disorder": "ordningsstorning", "theft_vehicle": "inbrott_stold", "burglary": "inbrott_stold", "drug": "narkotika",
    "youth_concern": "alkohol",
}  # fmt: skip
KINDS = {
    "police": "police",
    "schools": "school",
    "housing": "housing_company",
    "guards": "guards",
    "parks": "streets_parks",
}
SOURCE = "Påhittat register"
LEVEL = "district"
KEY = "made.json"
EDITION = 2
"""Raised when what is written changes: what was made by an older edition is made anew."""

AREAS = "areas.geojson"
_OPTIONS = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480"
_DAY_S = 86_400


def make(country: Country, folder: Path, *, on: compute.Place = compute.SERIAL) -> list[Place]:
    """Make what is missing of the country; its municipalities by code."""
    wanted = places(country)
    missing = [place for place in wanted if not is_made(folder, place)]
    missing.sort(key=lambda place: place.rank)
    folder.mkdir(parents=True, exist_ok=True)
    compute.map(partial(write, folder), missing, on=on, done=lambda n: _tell(n, len(missing)))
    return wanted


def _tell(done: int, of: int) -> None:
    if done % 10 == 0 or done == of:
        print(f"{done}/{of} kommuner gjorda", file=sys.stderr, flush=True)


def is_made(folder: Path, place: Place) -> bool:
    """Whether the folder of the municipality is there and was drawn from the same design."""
    try:
        return bool(json.loads((folder / place.code / KEY).read_text(encoding="utf-8")) == _key(place))
    except (OSError, ValueError):
        return False


def _key(place: Place) -> dict[str, Any]:
    return {"edition": EDITION, **place.plain()}


def write(folder: Path, place: Place) -> int:
    """Draw one municipality and write its folder; how many events it has."""
    drawn = draw(place.seed, place.design)
    part = folder / f".{place.code}.part"
    shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(folder / place.code, ignore_errors=True)
    part.mkdir()
    _write_facts(part, place, drawn)
    (part / AREAS).write_text(_areas(place, drawn), encoding="utf-8")
    (part / KEY).write_text(json.dumps(_key(place)), encoding="utf-8")
    part.rename(folder / place.code)
    return len(drawn)


def codes(place: Place) -> list[str]:
    """The codes of the areas of a municipality."""
    return [f"{place.code}-{number + 1:02d}" for number in range(place.areas)]


def _write_facts(folder: Path, place: Place, drawn: Draw) -> None:
    """The tables of facts; what is the same in every row is said in SQL."""
    day = (drawn.day + FIRST_DAY).astype(np.int32)
    parts = date_parts(day, day, np.full(len(day), TimePrecision.DAY))
    incoming: dict[str, NDArray[np.generic]] = {  # noqa: F841 - duckdb reads the variable of this name
        "id": np.arange(1, len(day) + 1, dtype=np.int32), "day": day, "area": drawn.area.astype(np.int16) + 1,
        "kind": drawn.type.astype(np.int16) + 1, "who": drawn.source.astype(np.int16) + 1,
        "x": (drawn.x + place.east).astype(np.int32), "y": (drawn.y + place.north).astype(np.int32),
        "year": parts.year, "month": parts.month, "iso_year": parts.iso_year, "iso_week": parts.iso_week,
        "weekday": parts.weekday,
    }  # fmt: skip
    fact = f"""SELECT
        id AS incident_id, 1::INTEGER AS file_no, id + 1 AS row_no, '{SOURCE}' AS source, '' AS source_id,
        {_texts(REPORTERS)}[who] AS organisation, {_texts(list(KINDS.values()))}[who] AS organisation_kind,
        {_texts([CATEGORIES[kind] for kind in TYPES])}[kind] AS category, '' AS category_label, 0::SMALLINT AS mixed,
        1::INTEGER AS n, day::BIGINT * {_DAY_S} AS start_s, day::BIGINT * {_DAY_S} + {_DAY_S - 1} AS end_s,
        {TimePrecision.DAY}::SMALLINT AS time_precision, day AS first_day, day AS last_day, year, month, iso_year,
        iso_week, weekday, -1::SMALLINT AS hour, x, y, {LocationPrecision.POINT}::SMALLINT AS location_precision,
        0::SMALLINT AS severity, 0::SMALLINT AS observation, '' AS left_out
        FROM incoming ORDER BY incident_id"""
    area = f"""SELECT id AS incident_id, '{LEVEL}' AS level, {_texts(codes(place))}[area] AS area_code
        FROM incoming WHERE area > 0 ORDER BY incident_id"""
    days = f"SELECT DISTINCT {_texts(REPORTERS)}[who] AS organisation, day FROM incoming ORDER BY organisation, day"
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, sql in (("incident_fact", fact), ("incident_area", area), ("report_day", days)):
            connection.execute(f"COPY ({sql}) TO '{folder / name}.parquet' ({_OPTIONS})")
        for table in (COUNT_FACT, REPORTER):
            connection.execute(f"COPY ({_nothing(table)}) TO '{folder / table.name}.parquet' ({_OPTIONS})")


def _texts(texts: Sequence[str]) -> str:
    return "[" + ", ".join(f"'{text}'" for text in texts) + "]"


def _nothing(table: Table) -> str:
    cells = ", ".join(f"NULL::{kind} AS {name}" for name, kind in table.columns.items())
    return f"SELECT {cells} WHERE false"


def _areas(place: Place, drawn: Draw) -> str:
    """The areas as GeoJSON: what lies nearest to the middle of each."""
    outlines = cells_round(np.round(drawn.ground.xy + np.array([place.east, place.north]), 1))
    features = [
        {
            "type": "Feature", "geometry": outline,
            "properties": {"kod": code, "namn": f"Stadsdel {code}", "niva": LEVEL},
        }
        for code, outline in zip(codes(place), outlines, strict=True)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features})


if __name__ == "__main__":
    make(COUNTRIES[sys.argv[2]], Path(sys.argv[1]), on=compute.Processes(2))

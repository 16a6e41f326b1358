"""A Parquet file of many invented reports on the ground of the invented municipality, and its areas file.

    python -m benchmarks.invented_reports FOLDER ROWS YEARS

A process of its own, so that the one that measures stays small: on Linux a child's peak memory begins at its parent's.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.category import CategoryClass, categories
from tryggve.example.municipality import Municipality, areas_geojson, build_municipality

SEED = 20
LAST_DAY = dt.date(2025, 12, 31)
WITH_TEXT = 0.3
WORDS_A_TEXT = 12
SPREAD_M = 25.0
VOCABULARY = (
    "gänget stod kvar vid entrén flera timmar på kvällen och glas låg krossat runt bänkarna när personalen kom i morse "
    "en moped körde fort över gården trots skylten belysningen är släckt längs gångvägen mot skolan någon hade eldat "
    "papper i återvinningen väggen mot torget är målad igen boende har hört höga röster vi ringde vakten som kom snabbt"
).split()
ORGANISATIONS = tuple(f"Organisation {letter}" for letter in "ABCDEFGHIJKL")
# Nothing between two and three: one night a year that hour does not exist, and such rows are rightly refused.
HOURS = np.array([3, 2, 0, 1, 1, 1, 1, 2, 4, 4, 4, 5, 5, 5, 6, 7, 7, 8, 9, 10, 11, 12, 9, 6], np.float64)


def write(folder: Path, rows: int, years: int) -> None:
    """Write `reports.parquet`, with reports of so many years up to the last day of 2025, and `areas.geojson`."""
    import duckdb

    rng = np.random.default_rng(SEED)
    municipality = build_municipality(1)
    columns = _columns(municipality, rows, years, rng)  # noqa: F841 - duckdb reads the variable of this name
    with duckdb.connect() as connection:
        connection.execute("COPY (SELECT * FROM columns) TO ? (FORMAT parquet)", [str(folder / "reports.parquet")])
    (folder / "areas.geojson").write_text(areas_geojson(municipality), encoding="utf-8")


def _columns(
    municipality: Municipality, rows: int, years: int, rng: np.random.Generator
) -> dict[str, NDArray[np.generic]]:
    first = np.datetime64(dt.date(LAST_DAY.year - years + 1, 1, 1))
    days = (np.datetime64(LAST_DAY) - first).astype(int) + 1
    hours = rng.choice(24, rows, p=HOURS / HOURS.sum())
    minutes = np.sort(rng.integers(0, days, rows)) * 1440 + hours * 60 + rng.integers(0, 60, rows)
    x, y = _points(municipality, rows, rng)
    counted = (CategoryClass.EVENT, CategoryClass.CONDITION)
    codes = np.array([code for code, category in categories().items() if category.cls in counted], np.object_)
    weights = 1.0 / np.arange(1, len(codes) + 1)
    return {
        "fran": first.astype("datetime64[us]") + minutes.astype("timedelta64[m]"),
        "x": x,
        "y": y,
        "kategori": codes[rng.choice(len(codes), rows, p=weights / weights.sum())],
        "allvarlighet": rng.choice(5, rows, p=[0.35, 0.3, 0.2, 0.12, 0.03]).astype(np.int32) + 1,
        "organisation": np.array(ORGANISATIONS, np.object_)[rng.integers(0, len(ORGANISATIONS), rows)],
        "beskrivning": _texts(rows, rng),
    }


def _points(
    municipality: Municipality, rows: int, rng: np.random.Generator
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Near the spots of the municipality, a few of which are far busier than most."""
    population = {area.code: area.population for area in municipality.plan.areas}
    spots = [(spot.x, spot.y) for area in municipality.spots.values() for spot in area.spots]
    shares = np.concatenate([area.shares * population[code] for code, area in municipality.spots.items()])
    chosen = np.array(spots, np.float64)[rng.choice(len(spots), rows, p=shares / shares.sum())]
    metres = np.rint(chosen + rng.normal(0.0, SPREAD_M, (rows, 2))).astype(np.int32)
    return metres[:, 0], metres[:, 1]


def _texts(rows: int, rng: np.random.Generator) -> NDArray[np.object_]:
    texts = np.full(rows, "", np.object_)
    filled = np.flatnonzero(rng.random(rows) < WITH_TEXT)
    words = np.array(VOCABULARY, np.object_)[rng.integers(0, len(VOCABULARY), (len(filled), WORDS_A_TEXT))]
    texts[filled] = [" ".join(line) + "." for line in words.tolist()]
    return texts


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

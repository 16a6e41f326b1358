"""Real backgrounds with blind injections: what happened, in areas made from the places, and extra events put in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from benchmarks.detection.case import ALL, Case
from benchmarks.synthetic.draw import Outbreak
from tryggve.signals.found import Events
from tryggve.stats.emerging.replay import by_distance

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HALVINGS = 6
NUMBER = 12


def folder() -> Path | None:
    """The incidents beside the project; None where they are not there."""
    root = Path(os.environ.get("TRYGGVE_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    found = next((path for path in (root / "incidents", root / "data" / "incidents") if path.is_dir()), None)
    return found


def chicago(seed: int) -> Case:
    """Burglaries of a year; the second half is judged."""
    rows = _query(
        "SELECT date, X, Y FROM read_csv('{}', all_varchar = true) WHERE date <> 'NA'", "chicago_burglary_2016.csv"
    )
    return _injected(*rows, judged=0.5, seed=seed)


def new_york(seed: int) -> Case:
    """Thefts of and from vehicles of three years; the last is judged."""
    rows = _query(
        "SELECT substr(date_single, 1, 10), cast(longitude AS DOUBLE) * 84400, cast(latitude AS DOUBLE) * 111200 FROM '{}'",  # noqa: E501
        "nyc_vehicle_thefts_2014_2016.parquet",
    )
    return _injected(*rows, judged=2 / 3, seed=seed)


def _query(text: str, name: str) -> tuple[Ints, Floats, Floats]:
    found = folder()
    if found is None:
        raise FileNotFoundError(name)
    rows = duckdb.sql(text.format(found / name)).fetchall()
    kept = [row for row in rows if all(value not in (None, "", "NA") for value in row)]
    day = np.array([row[0] for row in kept], "datetime64[D]").astype(np.int64)
    x, y = (np.array([float(row[i]) for row in kept]) for i in (1, 2))
    order = np.argsort(day, kind="stable")
    return day[order] - day.min(), x[order], y[order]


def _areas(x: Floats, y: Floats, rows: Ints, halvings: int) -> Iterator[Ints]:
    """Rows of the events of each area: the town halved again and again across its longer side."""
    if halvings == 0:
        yield rows
        return
    side = x if np.ptp(x[rows]) > np.ptp(y[rows]) else y
    middle = np.median(side[rows])
    yield from _areas(x, y, rows[side[rows] <= middle], halvings - 1)
    yield from _areas(x, y, rows[side[rows] > middle], halvings - 1)


def _injected(day: Ints, x: Floats, y: Floats, *, judged: float, seed: int) -> Case:
    area = np.zeros(len(day), np.int64)
    parts = list(_areas(x, y, np.arange(len(day)), HALVINGS))
    for number, rows in enumerate(parts):
        area[rows] = number
    xy = np.array([[x[rows].mean(), y[rows].mean()] for rows in parts])
    last = int(day.max())
    first = int((last + 1) * judged)
    order, rng = by_distance(xy), np.random.default_rng(np.random.SeedSequence(seed))
    outbreaks, like, when = [], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for _ in range(NUMBER):
        length = int(rng.integers(7, 29))
        start = int(rng.integers(first, last - length))
        own = order[rng.integers(len(xy)), : rng.integers(1, 7)]
        rows = np.flatnonzero(np.isin(area, own) & (day < first))
        rise = np.minimum(1.0, (np.arange(length) + 0.5) / (length / 3))
        extra = rng.poisson(len(rows) / first * rng.uniform(0.5, 3.0) * rise)
        like.append(rng.choice(rows, int(extra.sum())))
        when.append(np.repeat(np.arange(start, start + length), extra))
        outbreaks.append(Outbreak(tuple(int(a) for a in own), start, start + length - 1, 0.0, int(extra.sum())))
    rows, days = np.concatenate([np.arange(len(day)), *like]), np.concatenate([day, *when])
    by_day = np.argsort(days, kind="stable")
    rows, days = rows[by_day], days[by_day]
    jitter = np.where(by_day[:, None] < len(day), 0.0, rng.normal(0.0, 40.0, (len(rows), 2)))
    n = len(rows)
    events = Events(
        area=area[rows], day=days, category=np.zeros(n, np.int64), source=np.full(n, -1), x=x[rows] + jitter[:, 0],
        y=y[rows] + jitter[:, 1], day_known=np.ones(n, bool), xy=xy, categories=("theft",), sources=(), first_day=0,
        last_day=last,
    )  # fmt: skip
    return Case(events, tuple(outbreaks), first, last, ALL)

"""What is done with one municipality of the invented country: blocks that run anywhere the files can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from benchmarks.national.stores import history_in
from tryggve.signals.calibrate import Calibration
from tryggve.signals.chosen import methods_for
from tryggve.signals.plain import plain
from tryggve.signals.today import signals_of


@dataclass(frozen=True)
class Look:
    """Where the folders are, the day to look at, and what was learnt of some municipalities."""

    folder: Path
    day: int
    calibrations: Mapping[str, Any]


def signals_in(look: Look, code: str) -> dict[str, Any]:
    """The signals of a day in one municipality; without a calibration they are marked so and have no rate."""
    history = history_in(look.folder / code)
    learnt = look.calibrations.get(code)
    calibration = None if learnt is None else Calibration.read(learnt)
    found = signals_of(history, methods_for(history), look.day, calibration=calibration)
    return {"municipality": code, "events": len(history.events), **plain(history, found)}


@dataclass(frozen=True)
class Span:
    """Where the folders are, and the days to count."""

    folder: Path
    first_day: int
    last_day: int


def counts_in(span: Span, code: str) -> NDArray[np.int64]:
    """Events of one municipality on each day: sums leave it, no rows."""
    sql = f"""SELECT last_day, SUM(n)::BIGINT FROM read_parquet('{span.folder / code}/incident_fact.parquet')
        WHERE left_out = '' AND last_day BETWEEN {span.first_day} AND {span.last_day} GROUP BY last_day"""
    found = np.zeros(span.last_day - span.first_day + 1, np.int64)
    with duckdb.connect(config={"threads": 1}) as connection:
        for day, n in connection.execute(sql).fetchall():
            found[day - span.first_day] = n
    return found

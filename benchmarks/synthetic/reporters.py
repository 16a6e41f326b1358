"""Who reports what: five organisations, and what happens when one stops, starts or keeps office hours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.design import TYPES, Design

REPORTERS = ("police", "schools", "housing", "guards", "parks")
WHO = {
    "vandalism": (0.30, 0.15, 0.25, 0.05, 0.25), "fire_outdoor": (0.50, 0.05, 0.20, 0.10, 0.15),
    "violence_public": (0.65, 0.10, 0.0, 0.25, 0.0), "disorder": (0.35, 0.10, 0.20, 0.30, 0.05),
    "theft_vehicle": (1.0, 0.0, 0.0, 0.0, 0.0), "burglary": (0.8, 0.0, 0.2, 0.0, 0.0),
    "drug": (0.75, 0.05, 0.10, 0.10, 0.0), "youth_concern": (0.2, 0.6, 0.1, 0.1, 0.0),
}  # fmt: skip
STOPS, SILENT_DAYS, STARTS = 4, 21, 1_050


def reported(
    design: Design, kind: NDArray[np.int64], day: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """The organisation behind each event, the day it was put on, and whether it was reported at all.

    Stops: guards and housing are silent four times for three weeks in the tested half (the last from 2 years on).
    Start: parks report nothing before day 1 050. Weekdays: what all but the police would have reported on a Saturday
    or Sunday is put on the Monday after.
    """
    chances = np.cumsum(np.array([WHO[name] for name in TYPES]), axis=1)
    source = np.minimum((rng.random(len(kind))[:, None] > chances[kind]).sum(axis=1), len(REPORTERS) - 1)
    keep = np.ones(len(kind), bool)
    if design.stopping:
        for start in rng.integers(design.outbreaks.first_day, max(design.days - SILENT_DAYS, 1), STOPS):
            who = REPORTERS.index("guards" if rng.random() < 0.5 else "housing")
            keep &= ~((source == who) & (day >= start) & (day < start + SILENT_DAYS))
    if design.starting:
        keep &= ~((source == REPORTERS.index("parks")) & (day < STARTS))
    if design.weekdays_only:
        weekday = (day + 4) % 7
        moved = np.where((source > 0) & (weekday >= 5), 7 - weekday, 0)
        day = day + moved
        keep &= day < design.days
    return source.astype(np.int64), day, keep

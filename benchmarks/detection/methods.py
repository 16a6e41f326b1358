"""The methods that are compared. Each gives finds for every day that is judged, from what was known by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.detection.case import Case, Find
from benchmarks.detection.circles import Floats, apart, best_windows, cumulated
from tryggve.signals.detectors.emerging import EmergingDetector
from tryggve.stats.emerging.replay import by_distance
from tryggve.stats.emerging.usual import usual
from tryggve.stats.surveillance import farrington_flexible

MOST = 8
LONGEST = 28
MONDAY = 3
"""Day 0 is a Friday: weeks begin on day 3."""


@dataclass(frozen=True)
class Compared:
    """A method by name, with what the page says of it."""

    key: str
    name: str
    finds: Callable[[Case], list[Find]]


def emerging(case: Case) -> list[Find]:
    """The default detector of the product, as it is."""
    detector = EmergingDetector(groups=(case.group,))
    return [
        (day, found.areas, found.score)
        for day, finds in detector.replay(case.events, case.first_day, case.last_day)
        for found in finds
    ]


def expectation_based(case: Case, sizes: int = 15) -> list[Find]:
    """Neill's scan with the default detector's own baseline, on plain counts."""
    table = case.table()
    told = usual(table[None], np.ones(table.shape), case.first_day - LONGEST, case.last_day, past=730, lag=LONGEST)
    seen, mean = cumulated(table), cumulated(told.expected[0])
    order = by_distance(case.events.xy)
    score, size = np.zeros(len(order)), np.zeros(len(order), np.int64)
    found: list[Find] = []
    for day in range(case.first_day, case.last_day + 1):
        best_windows(seen, mean, order, day, min(sizes, len(order)), LONGEST, 0.0, score, size)
        found += [(day, areas, x) for _day, areas, x in apart(order, score, size, MOST, 2.5)]
    return found


def half_of_town(case: Case) -> list[Find]:
    """The same with zones of up to half of the areas."""
    return expectation_based(case, len(case.events.xy) // 2)


def permutation(case: Case) -> list[Find]:
    """Kulldorff's space-time permutation scan on the last year."""
    table = case.table()
    order = by_distance(case.events.xy)
    score, size = np.zeros(len(order)), np.zeros(len(order), np.int64)
    found: list[Find] = []
    for day in range(case.first_day, case.last_day + 1):
        year = table[:, max(0, day - 364) : day + 1]
        total = float(year.sum())
        mean = year.sum(axis=1)[:, None] * year.sum(axis=0)[None, :] / max(total, 1.0)
        last = year.shape[1] - 1
        best_windows(cumulated(year), cumulated(mean), order, last, min(15, len(order)), LONGEST, total, score, size)
        found += [(day, areas, x) for _day, areas, x in apart(order, score, size, MOST, 2.5)]
    return found


def weekly_farrington(case: Case) -> list[Find]:
    """Farrington flexible on each area's weeks, told on the day after the week."""
    weeks = _weeks(case.table())
    asked = [w for w in range(weeks.shape[1]) if case.first_day <= _told_on(w) <= case.last_day and w >= 56]
    dates = [dt.date(2021, 1, 4) + dt.timedelta(weeks=w) for w in range(weeks.shape[1])]
    if not asked:
        return []
    found: list[Find] = []
    for years in (1, 2, 3):
        now = [w for w in asked if (w - 4) // 53 == years or (years == 3 and (w - 4) // 53 > 3)]
        if now:
            told = farrington_flexible(
                weeks.T.astype(np.int64), dates=np.array(dates, "datetime64[D]"), years_back=years, alpha=0.01,
                weeks=np.array(now),
            )  # fmt: skip
            score = np.nan_to_num(np.asarray(told.score), nan=0.0, posinf=0.0)
            found += [
                (_told_on(w), (int(a),), float(score[i, a]))
                for i, w in enumerate(now)
                for a in np.flatnonzero(score[i] > 0.2)
            ]
    return sorted(found)


def spreadsheet(case: Case) -> list[Find]:
    """What is done today: the week against the mean of the four before, per area, told on the day after the week."""
    weeks = _weeks(case.table())
    found: list[Find] = []
    for w in range(4, weeks.shape[1]):
        if not case.first_day <= _told_on(w) <= case.last_day:
            continue
        mean = weeks[:, w - 4 : w].mean(axis=1)
        score = (weeks[:, w] - mean) / np.sqrt(mean + 0.5)
        found += [(_told_on(w), (int(a),), float(score[a])) for a in np.flatnonzero(score > 1.0)]
    return found


def ears(case: Case) -> list[Find]:
    """EARS C2 on each area's days: seven days that end two days before, in standard deviations."""
    table = case.table()
    found: list[Find] = []
    for day in range(case.first_day, case.last_day + 1):
        before = table[:, day - 9 : day - 2]
        spread = np.maximum(before.std(axis=1, ddof=1), 0.4)
        score = (table[:, day] - before.mean(axis=1)) / spread
        found += [(day, (int(a),), float(score[a])) for a in np.flatnonzero(score > 2.0)]
    return found


def _weeks(table: Floats) -> Floats:
    """Whole weeks from Monday [m, weeks]."""
    number = (table.shape[1] - MONDAY) // 7
    return table[:, MONDAY : MONDAY + 7 * number].reshape(len(table), number, 7).sum(axis=2)


def _told_on(week: int) -> int:
    return MONDAY + 7 * (week + 1)


METHODS = (
    Compared("emerging", "**Tryggves egen** (`emerging`)", emerging),
    Compared("ebp", "EBP-skanning, högst 15 områden", expectation_based),
    Compared("ebp-half", "EBP-skanning, högst halva kommunen", half_of_town),
    Compared("permutation", "permutationsskanning", permutation),
    Compared("farrington", "Farrington per område och vecka", weekly_farrington),
    Compared("spreadsheet", "veckan mot medel av fyra (kalkylblad)", spreadsheet),
    Compared("ears", "EARS C2 per område och dag", ears),
)

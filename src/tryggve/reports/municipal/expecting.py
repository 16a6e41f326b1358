"""What to expect of the municipality from its circumstances, and its rates drawn towards the common one.

Both need the figures of all municipalities. The model is made of others and tried on those it has not seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tryggve.domain.figure import BOTH, WOMEN, Figure
from tryggve.reports.municipal.comparing import COUNTED_UNITS, counted
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.municipal.places import FEWEST
from tryggve.stats.circumstances import ExpectedGiven, expected_counts
from tryggve.stats.inputs import FloatArray
from tryggve.stats.shrunken_rates import ShrunkenRates, shrunken_rates

FEWEST_FORESEEN = 100
"""With fewer municipalities than this a model of five circumstances is not made."""

PER = COUNTED_UNITS["per_100000"]
PEOPLE, YOUNG, STANDARD, UNEMPLOYED = "folkmangd", "folkmangd_unga", "lag_ekonomisk_standard", "arbetslosa"
NAMES = ("young", "women", "size", "standard", "unemployed")
"""The columns of a circumstance in the SQL, after offences and inhabitants."""


@dataclass(frozen=True)
class Years:
    """The years of the circumstances: inhabitants by age and sex, low economic standard, and unemployment."""

    people: str
    standard: str
    unemployed: str


@dataclass(frozen=True, eq=False)
class Foreseen:
    """A rate held against what the model expects; `found` is None where there is no model."""

    own: Figure
    at: int
    found: ExpectedGiven
    sql: str
    call: str


@dataclass(frozen=True, eq=False)
class Shrunken:
    """A rate drawn towards that of all, at place `at` among those of the SQL."""

    own: Figure
    at: int
    found: ShrunkenRates
    sql: str
    call: str


def years_of(matter: Matter) -> Years | None:
    """The latest years in which enough municipalities have each circumstance; None where one is lacking."""
    people = _latest(matter, (PEOPLE, YOUNG))
    standard, unemployed = _latest(matter, (STANDARD,)), _latest(matter, (UNEMPLOYED,))
    return Years(people, standard, unemployed) if people and standard and unemployed else None


def lacking(matter: Matter) -> tuple[str, ...]:
    """The indicators of circumstances that too few municipalities have."""
    return tuple(id for id in (PEOPLE, YOUNG, STANDARD, UNEMPLOYED) if not _latest(matter, (id,)))


def _latest(matter: Matter, ids: tuple[str, ...]) -> str:
    enough = [
        {
            period
            for (one, period), rows in matter.everywhere.items()
            if one == id and len(rows) >= FEWEST_FORESEEN and any(row.area == matter.scope.code for row in rows)
        }
        for id in ids
    ]
    return max(set.intersection(*enough), default="")


def _circumstances(matter: Matter, area: str, years: Years) -> tuple[float, ...] | None:
    people, young = matter.at(PEOPLE, area, years.people), matter.at(YOUNG, area, years.people)
    women = matter.at(PEOPLE, area, years.people, WOMEN)
    standard = matter.at(STANDARD, area, years.standard)
    unemployed = matter.at(UNEMPLOYED, area, years.unemployed)
    values = [one.value if one else None for one in (young, women, people, standard, unemployed)]
    told = [one for one in values if one is not None]
    if len(told) < len(values) or told[2] <= 0:
        return None
    n = told[2]
    return 100.0 * told[0] / n, 100.0 * told[1] / n, math.log(n), told[3], told[4]


def _rates(matter: Matter, own: Figure) -> dict[str, tuple[int, float]]:
    """Offences and inhabitants of each municipality that has the figure, in the order of the codes."""
    rows = matter.everywhere.get((own.indicator, own.period), ())
    behind = {one.area: told for one in rows if (told := counted(matter, one)) is not None}
    return {area: (behind[area].n, PER / behind[area].scale) for area in sorted(behind)}


def foreseen(matter: Matter, own: Figure, years: Years) -> Foreseen | None:
    """What the model expects of the municipality; None where too few have the figures, or no model can be made."""
    rates = _rates(matter, own)
    around = {area: values for area in rates if (values := _circumstances(matter, area, years)) is not None}
    if len(around) < FEWEST_FORESEEN or own.area not in around:
        return None
    counts, people = np.array([rates[area] for area in around], np.float64).T
    columns = np.array(list(around.values()), np.float64).T
    try:
        found = expected_counts(counts, people, _named(columns), per=PER)
    except ValueError:
        return None
    sql = (
        f"SELECT * FROM circumstances('{own.indicator}', '{own.period}', '{years.people}', '{years.standard}', "
        f"'{years.unemployed}')"
    )
    named = ", ".join(f'"{name}": counts[:, {i}]' for i, name in enumerate(NAMES, start=2))
    call = f"tryggve.stats.circumstances.expected_counts(counts[:, 0], counts[:, 1], {{{named}}}, per={PER})"
    return Foreseen(own, list(around).index(own.area), found, sql, call)


def _named(columns: FloatArray) -> Mapping[str, FloatArray]:
    return dict(zip(NAMES, columns, strict=True))


def shrunken(matter: Matter, own: Figure) -> Shrunken | None:
    """The rate drawn towards that of all; None where too few municipalities have it."""
    rates = _rates(matter, own)
    if len(rates) < FEWEST or own.area not in rates or not any(n for n, _people in rates.values()):
        return None
    counts, people = np.array(list(rates.values()), np.float64).T
    found = shrunken_rates(counts, people, per=PER)
    sql = (
        f"SELECT n, {PER} / scale AS people FROM counted WHERE indicator = '{own.indicator}' "
        f"AND period = '{own.period}' AND length(area) = 4 ORDER BY area"
    )
    call = f"tryggve.stats.shrunken_rates.shrunken_rates(counts[:, 0], counts[:, 1], per={PER})"
    return Shrunken(own, list(rates).index(own.area), found, sql, call)


def rates_of(matter: Matter, indicators: Iterator[str]) -> list[Figure]:
    """The latest figure of the municipality of each indicator of reported offences per inhabitant."""
    asked = [id for id in indicators if matter.indicators[id].unit == "per_100000"]
    latest = [known[-1] for id in asked if (known := matter.known(id, matter.scope.code))]
    return [one for one in latest if one.sex == BOTH and counted(matter, one) is not None]

"""How people with a low economic standard are spread over the small areas of a place, and the SQL of each number."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tryggve.domain.figure import Figure
from tryggve.domain.language import _
from tryggve.reports.municipal.matter import Matter
from tryggve.stats.inputs import IntArray
from tryggve.stats.segregation import Segregation, segregation

SHARE, PEOPLE = "lag_ekonomisk_standard", "folkmangd"
FEWEST = 5
"""Over fewer areas an index says more of how they are drawn than of who lives where."""

REPLICATES = 999
_CALL = f"tryggve.stats.segregation.segregation(counts, replicates={REPLICATES})"


@dataclass(frozen=True)
class At:
    """A place, a division of it, and a year."""

    place: str
    division: str
    period: str

    @property
    def where(self) -> str:
        """The condition in SQL over `by_means`."""
        return f"municipality = '{self.place}' AND division = '{self.division}' AND period = '{self.period}'"

    @property
    def counts_sql(self) -> str:
        """SQL that gives the group and the others of each area, in the order of their codes."""
        return f"SELECT x, t - x AS y FROM by_means WHERE {self.where} ORDER BY area"

    def index_sql(self, name: str) -> str:
        """SQL that gives an index as it is counted."""
        return f"SELECT value FROM {name}('{self.place}', '{self.division}', '{self.period}')"

    def interval_call(self, name: str) -> str:
        """The Python that gives the interval of an index from what `counts_sql` gives."""
        return f"{_CALL}.measures['{name}'].interval"


@dataclass(frozen=True, eq=False)
class Spread:
    """The areas that have both figures, the group and the others in each, and what is measured; else `why` not."""

    at: At
    codes: tuple[str, ...]
    counts: IntArray
    left_out: int
    measured: Segregation | None
    why: str = ""

    @property
    def share(self) -> float:
        """The share of all people that the group is."""
        return float(self.counts[:, 0].sum() / self.counts.sum())


def members(share: Figure, people: Figure) -> tuple[int, int] | None:
    """The group and all people of an area; None where the figures cannot mean that."""
    if share.value is None or not people.value or not 0.0 <= share.value <= 100.0:
        return None
    return math.floor(people.value * share.value / 100.0 + 0.5), int(people.value)


def years_of(matter: Matter, place: str) -> list[At]:
    """Division and year of every figure of the group in a place, the oldest first."""
    found = {
        (division, period)
        for indicator, division, period in matter.small
        if indicator == SHARE and any(one.value is not None for one in matter.small_of(SHARE, division, period, place))
    }
    return [At(place, *key) for key in sorted(found, key=lambda key: (key[1], key[0]))]


def spread_at(matter: Matter, at: At) -> Spread:
    """The spread at one time."""
    people = {one.area: one for one in matter.small_of(PEOPLE, at.division, at.period, at.place)}
    shares = matter.small_of(SHARE, at.division, at.period, at.place)
    found = {one.area: members(one, people[one.area]) for one in shares if one.area in people}
    known = {code: pair for code, pair in found.items() if pair is not None}
    counts = np.array([(x, t - x) for _code, (x, t) in sorted(known.items())], np.int64).reshape(-1, 2)
    left_out = len({*people, *(one.area for one in shares)}) - len(known)
    why = ""
    if not known:
        why = _("no figures at hand")
    elif len(known) < FEWEST:
        why = _("{n} areas with figures: too few").format(n=len(known))
    elif not counts[:, 0].sum() or not counts[:, 1].sum():
        why = _("the group is nobody, or everybody")
    measured = None if why else segregation(counts, replicates=REPLICATES)
    return Spread(at, tuple(sorted(known)), counts, left_out, measured, why)

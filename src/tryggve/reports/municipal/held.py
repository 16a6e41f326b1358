"""All comparisons of a draft at once: each indicator against its own past, its county and the country, corrected."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tryggve.domain.figure import COUNTRY
from tryggve.reports.municipal.comparing import Compared, compare, earlier
from tryggve.reports.municipal.matter import Matter
from tryggve.stats.multiple import benjamini_hochberg

YEARS_BACK = 2
"""The law asks for a lägesbild every second year; surveys that join two years' answers are then apart too."""

FALSE_SHARE = 0.05
PAST, COUNTY, LAND = "past", "county", "country"
AGAINST = (PAST, COUNTY, LAND)


@dataclass(frozen=True)
class Held:
    """One comparison with its q-value: the share of false ones among all that are at least as clear."""

    against: str
    found: Compared
    q_value: float | None

    @property
    def is_clear(self) -> bool:
        """Whether it stands when all comparisons of the document are allowed for."""
        return self.q_value is not None and self.q_value <= FALSE_SHARE

    @property
    def apart(self) -> float:
        """How far apart at least, as a share of the smaller: what the near end of the interval says."""
        result = self.found.result
        if result is None:
            return 0.0
        low, high = result.interval.low, result.interval.high
        if self.found.is_ratio:
            return max(0.0, math.log(low), -math.log(high))
        assert self.found.other is not None and self.found.other.value is not None
        near = max(0.0, low, -high)
        return near / max(abs(self.found.other.value), 1.0)


def held(matter: Matter) -> Mapping[tuple[str, str], Held]:
    """Every comparison of the latest figures, by indicator and what with."""
    found: dict[tuple[str, str], Compared] = {}
    for indicator in matter.indicators:
        known = matter.known(indicator, place_of(matter, indicator))
        if not known:
            continue
        own = known[-1]
        others = {
            PAST: matter.at(indicator, own.area, earlier(own.period, YEARS_BACK)),
            COUNTY: None if own.area == matter.scope.county else matter.at(indicator, matter.scope.county, own.period),
            LAND: matter.at(indicator, COUNTRY, own.period),
        }
        found |= {(indicator, against): compare(matter, own, other) for against, other in others.items()}
    tested = [key for key, one in found.items() if one.result is not None]
    p_values = [one.result.p_value for one in found.values() if one.result is not None]
    q_values = dict(zip(tested, benjamini_hochberg(p_values).tolist(), strict=True)) if tested else {}
    return {key: Held(key[1], one, q_values.get(key)) for key, one in found.items()}


def place_of(matter: Matter, indicator: str) -> str:
    """The place whose figures speak of the municipality: itself, or its county where the source has nothing smaller."""
    query = matter.indicators[indicator].query
    return matter.scope.county if getattr(query, "level", "") == "county" else matter.scope.code

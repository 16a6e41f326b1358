"""The rates of the municipality beside the group of those alike taken together, with how much its members differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryggve.domain.figure import Figure
from tryggve.reports.municipal.comparing import COUNTED_UNITS, counted
from tryggve.reports.municipal.matter import Matter
from tryggve.stats.group_comparison import LEAST, BesideGroup, beside_group

PER = COUNTED_UNITS["per_100000"]
CALL = (
    "tryggve.stats.group_comparison.beside_group(int(counts[0, 0]), counts[0, 1], counts[1:, 0], counts[1:, 1], "
    f"per={PER})"
)


@dataclass(frozen=True)
class Beside:
    """A rate beside the group: `sql` gives offences and inhabitants, the municipality's first."""

    own: Figure
    found: BesideGroup
    sql: str


def beside(matter: Matter, own: Figure) -> Beside | None:
    """The rate beside its group; None where fewer than `LEAST` of those alike have it, or how many it is made of."""
    peers, told = matter.peer_list, counted(matter, own)
    if peers is None or told is None:
        return None
    others = [matter.at(own.indicator, code, own.period) for code in sorted(set(peers.members) - {own.area})]
    behind = [found for one in others if one is not None and (found := counted(matter, one)) is not None]
    if len(behind) < LEAST:
        return None
    counts, people = np.array([(one.n, PER / one.scale) for one in behind], np.float64).T
    sql = (
        f"SELECT c.n, {PER} / c.scale AS people FROM counted c WHERE c.indicator = '{own.indicator}' "
        f"AND c.period = '{own.period}' AND (c.area = '{own.area}' OR c.area IN (SELECT municipality FROM peers "
        f"WHERE kind = '{peers.kind}' AND year = '{peers.year}')) ORDER BY c.area <> '{own.area}', c.area"
    )
    return Beside(own, beside_group(told.n, PER / told.scale, counts, people, per=PER), sql)

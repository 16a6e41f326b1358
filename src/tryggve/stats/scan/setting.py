"""What is scanned: zones, expected cases, which windows count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.inputs import FloatArray
from tryggve.stats.scan.prospective_kernel import LANES
from tryggve.stats.scan.zones import Chains

MOST_IN_SHORT = 30_000
"""More units than this do not fit the short integers that the fast tables are made of."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Zones times days.

    Windows that end on the last day: lane d holds the last d + 1 days, L a multiple of LANES. Windows at any time
    (`anytime`): lane d holds the first d + 1 days. `expected` float64[m, L] is cumulated over lanes; windows are from
    `first_lane` + 1 to `last_lane` + 1 days long; `total` all cases (inf where not given); `unit` how many units make
    one case; `least` units that a window must hold.
    """

    chains: Chains
    expected: FloatArray
    first_lane: int
    last_lane: int
    total: float
    kind: int
    unit: int
    least: int
    anytime: bool = False

    @property
    def n_windows(self) -> int:
        """How many cylinders there are."""
        lengths = np.arange(self.first_lane + 1, self.last_lane + 2)
        ends = np.maximum(self.expected.shape[1] - lengths + 1, 0) if self.anytime else np.ones_like(lengths)
        return self.chains.n_zones * int(ends.sum())

    def table(self, replicates: int, cases: float) -> NDArray[np.signedinteger]:
        """Empty tables for as many replicates, wide enough for `cases`. ValueError for more than any table holds."""
        room = cases * self.unit * 1.5 + 1_000
        if room > np.iinfo(np.int32).max:
            raise ValueError(f"counts and baseline: {cases:.3g} cases are more than a scan can draw")
        narrow = room < MOST_IN_SHORT
        return np.zeros((replicates, *self.expected.shape), np.int16 if narrow else np.int32)


def lanes_for(days: int) -> int:
    """The multiple of LANES that holds so many ages."""
    return -(-days // LANES) * LANES

"""Two divisions side by side: shared surface, shared points, and what lies in neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import Area
from tryggve.domain.area_overlap import Overlap
from tryggve.ingest.area_overlap import overlaps, point_shares, unaccounted
from tryggve.stats.rates import ShareResult, share


@dataclass(frozen=True)
class OverlapRow:
    """A pair of areas; `points`: the share of the first area's points that lie in the second, None where it has none.

    The interval of `points` is exact for points that fall independently of one another.
    """

    overlap: Overlap
    from_name: str
    to_name: str
    points: ShareResult | None


@dataclass(frozen=True)
class OverlapTable:
    """All pairs that share surface; `unaccounted`: per area of the first division its share that lies in no other."""

    pairs: tuple[OverlapRow, ...]
    unaccounted: Mapping[str, float]


def overlap_table(of: Sequence[Area], to: Sequence[Area], x: NDArray[np.int32], y: NDArray[np.int32]) -> OverlapTable:
    """Compare two divisions; x, y are n points in metres of the CRS of the outlines, none where there are none."""
    found = point_shares(of, to, x, y)
    n = {first: shared.n for (first, _second), shared in found.items()}
    names = [{area.code: area.name for area in areas} for areas in (of, to)]
    rows = []
    for pair in overlaps(of, to):
        shared = found.get((pair.from_code, pair.to_code))
        k, total = (shared.k if shared else 0), n.get(pair.from_code, 0)
        points = share(k, total) if total else None
        rows.append(OverlapRow(pair, names[0][pair.from_code], names[1][pair.to_code], points))
    return OverlapTable(tuple(rows), unaccounted(of, to))

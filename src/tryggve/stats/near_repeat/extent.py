"""How far and how long an event is followed by others: what a Knox table says of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryggve.stats.inputs import checked_level
from tryggve.stats.multiple import benjamini_hochberg
from tryggve.stats.near_repeat.knox import Knox
from tryggve.stats.result import Result


@dataclass(frozen=True, kw_only=True)
class Extent(Result):
    """Near repeats come within `reach` (the unit of the space bands) and before `span` (that of the time bands).

    Both are 0 where the table shows none. `observed` pairs lie in the bands, `expected` by chance, `extra` more.
    """

    reach: float
    span: float
    observed: int
    expected: float
    extra: float


def extent(table: Knox, *, level: float = 0.05, least_ratio: float = 1.2) -> Extent:
    """The block of bands from the nearest and soonest in which every cell has more pairs than chance.

    A cell counts when its q (Benjamini and Hochberg over all cells of the table) is at most `level` and its ratio at
    least `least_ratio` (1.2 as in Ratcliffe & Rengert 2008). Of the blocks, the one with most pairs above the expected.
    ValueError for a table without permutations.
    """
    limit = checked_level(level)
    if np.isnan(table.p_value).any():
        raise ValueError("table must have p-values: run knox with replicates above 0")
    q = benjamini_hochberg(table.p_value).reshape(table.p_value.shape)
    high = (q <= limit) & (np.nan_to_num(table.ratio) >= least_ratio)
    # Whole blocks: a cell counts when all nearer and sooner do.
    whole = np.logical_and.accumulate(np.logical_and.accumulate(high, axis=0), axis=1)
    extra = np.cumsum(np.cumsum(table.observed - table.expected, axis=0), axis=1)
    s, t = np.unravel_index(int(np.argmax(np.where(whole, extra, -np.inf))), whole.shape)
    found = bool(whole[s, t])
    observed = int(table.observed[: s + 1, : t + 1].sum()) if found else 0
    expected = float(table.expected[: s + 1, : t + 1].sum()) if found else 0.0
    return Extent(
        method="near_repeat_extent", parameters={"level": limit, "least_ratio": least_ratio}, reference=table.reference,
        seed=table.seed, reach=table.space_bands[s + 1] if found else 0.0,
        span=table.time_bands[t + 1] if found else 0.0, observed=observed, expected=expected, extra=observed - expected,
    )  # fmt: skip

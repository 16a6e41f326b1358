"""What may have happened by chance: a null hypothesis that fills tables of cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.inputs import FloatArray
from tryggve.stats.scan import draws


class Null(Protocol):
    """Draws tables of recent cases, units per area and age."""

    @property
    def cases(self) -> float:
        """About how many cases a table holds."""
        ...

    def fill(self, rng: np.random.Generator, table: NDArray[np.signedinteger], used: NDArray[np.uint8]) -> None:
        """Fill int[R, m, L] `table` (zeros) and mark in uint8[R, m] `used` the rows that are not."""
        ...


@dataclass(frozen=True, kw_only=True)
class Permuted:
    """Days permuted among the events of each stratum; see `draws.permuted` for the arrays."""

    pool: NDArray[np.int32]
    pool_start: NDArray[np.int64]
    recent_start: NDArray[np.int64]
    part_start: NDArray[np.int64]
    part_lane: NDArray[np.int64]
    part_units: NDArray[np.int64]

    @property
    def cases(self) -> float:
        """Recent events: as many in every replicate."""
        return float(self.recent_start[-1])

    def fill(self, rng: np.random.Generator, table: NDArray[np.signedinteger], used: NDArray[np.uint8]) -> None:
        """See `Null`."""
        parts = (self.part_start, self.part_lane, self.part_units)
        draws.permuted(rng, self.pool.copy(), self.pool_start, self.recent_start, *parts, table, used)


@dataclass(frozen=True, kw_only=True)
class Scattered:
    """Cases in cells (area · lanes + age) with given odds; their number Poisson, or binomial where `among` is given."""

    accept: FloatArray
    alias: NDArray[np.int64]
    lanes: int
    mean: float
    among: int | None = None

    @property
    def cases(self) -> float:
        """The largest number that is at all likely."""
        return float(self.mean + 8.0 * np.sqrt(self.mean) + 10.0)

    def fill(self, rng: np.random.Generator, table: NDArray[np.signedinteger], used: NDArray[np.uint8]) -> None:
        """See `Null`."""
        n = len(table)
        if self.among is None:
            totals = rng.poisson(self.mean, n)
        else:
            totals = rng.binomial(self.among, min(1.0, self.mean / max(self.among, 1)), n)
        draws.scattered(rng, totals, self.accept, self.alias, self.lanes, table, used)


def scattered(recent: FloatArray, among: int | None = None) -> Scattered:
    """Cases scattered in proportion to float[m, L] `recent`, expected per area and age."""
    weights = np.ascontiguousarray(recent, np.float64).reshape(-1)
    mean = float(weights.sum())
    accept, alias = draws.alias_table(weights if mean > 0.0 else np.ones_like(weights))
    return Scattered(accept=accept, alias=alias, lanes=recent.shape[1], mean=mean, among=among)

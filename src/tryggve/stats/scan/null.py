"""What may have happened by chance: a null hypothesis that fills tables of cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.scan import draws

_AT_ONCE = 1 << 16
"""Random numbers that are held at a time."""

CROWDED = 4.0
"""From so many cases a cell on average, numbers are drawn per cell: the time grows with the cells, not the cases."""


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
    part_event: NDArray[np.int64]
    part_lane: NDArray[np.int64]
    part_units: NDArray[np.int64]

    @property
    def cases(self) -> float:
        """Recent events: as many in every replicate."""
        return float(self.recent_start[-1])

    def fill(self, rng: np.random.Generator, table: NDArray[np.signedinteger], used: NDArray[np.uint8]) -> None:
        """See `Null`."""
        given = (self.pool, self.pool_start, self.recent_start, self.part_event, self.part_lane, self.part_units)
        for some, uniform in _uniform(rng, np.full(len(table), self.recent_start[-1])):
            draws.permuted(uniform, *given, table[some], used[some])


@dataclass(frozen=True, kw_only=True)
class Scattered:
    """Cases in cells (area · lanes + age) with given odds; their number Poisson, or binomial where `among` is given."""

    accept: FloatArray
    alias: NDArray[np.int64]
    expected: FloatArray
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
        if self.mean > CROWDED * len(self.expected):
            self._fill_cells(rng, table, used)
            return
        if self.among is None:
            totals = rng.poisson(self.mean, n)
        else:
            totals = rng.binomial(self.among, min(1.0, self.mean / max(self.among, 1)), n)
        for some, uniform in _uniform(rng, totals):
            draws.scattered(uniform, totals[some], self.accept, self.alias, self.lanes, table[some], used[some])

    def _fill_cells(self, rng: np.random.Generator, table: NDArray[np.signedinteger], used: NDArray[np.uint8]) -> None:
        """The same distribution, a number per cell in place of a cell per case."""
        shape = (len(table), len(self.expected))
        if self.among is None:
            drawn = rng.poisson(self.expected, shape)
        else:
            share = self.expected / max(self.among, self.mean)
            drawn = rng.multinomial(self.among, [*share, max(0.0, 1.0 - share.sum())], len(table))[:, :-1]
        table[:] = drawn.reshape(table.shape)
        used[:] = table.any(axis=2)


def scattered(recent: FloatArray, among: int | None = None) -> Scattered:
    """Cases scattered in proportion to float[m, L] `recent`, expected per area and age."""
    weights = np.ascontiguousarray(recent, np.float64).reshape(-1)
    mean = float(weights.sum())
    accept, alias = draws.alias_table(weights if mean > 0.0 else np.ones_like(weights))
    return Scattered(accept=accept, alias=alias, expected=weights, lanes=recent.shape[1], mean=mean, among=among)


def _uniform(rng: np.random.Generator, wanted: IntArray) -> Iterator[tuple[slice, FloatArray]]:
    """Some replicates at a time, with as many numbers of the stream as these want: int64[R] `wanted`."""
    first = 0
    while first < len(wanted):
        held = np.cumsum(wanted[first:])
        n = max(1, int(np.searchsorted(held, _AT_ONCE, side="right")))
        yield slice(first, first + n), rng.random(int(held[n - 1]))
        first += n

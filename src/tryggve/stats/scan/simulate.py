"""The largest statistic of each replicate, in blocks that may run anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from tryggve import compute
from tryggve.stats.inputs import FloatArray
from tryggve.stats.scan.null import Null
from tryggve.stats.scan.prospective_kernel import cumulate, maxima
from tryggve.stats.scan.setting import Setting

BLOCK = 32
"""Replicates per block. Part of the method: other blocks give other random numbers."""

_PILOT = 8


@dataclass(frozen=True, slots=True)
class _Block:
    replicates: int
    seed: np.random.SeedSequence
    level: float


def simulate(setting: Setting, null: Null, replicates: int, seed: int, on: compute.Place) -> FloatArray:
    """float64[replicates]: maxima under the null hypothesis, the same wherever and in whatever order blocks run."""
    if not replicates or not setting.n_windows:
        return np.zeros(replicates)
    sizes = [BLOCK] * (replicates // BLOCK) + ([replicates % BLOCK] if replicates % BLOCK else [])
    first, *seeds = np.random.SeedSequence(seed).spawn(len(sizes) + 1)
    # A few replicates tell how high maxima lie. The level decides how soon a window is passed over, not what comes out.
    guess = 0.4 * float(np.log(setting.n_windows))
    level = 0.85 * float(_maxima(setting, null, _Block(min(_PILOT, replicates), first, guess)).min())
    blocks = [_Block(size, own, level) for size, own in zip(sizes, seeds, strict=True)]
    return np.concatenate(compute.map(partial(_maxima, setting, null), blocks, on=on))


def _maxima(setting: Setting, null: Null, block: _Block) -> FloatArray:
    table = setting.table(block.replicates, null.cases)
    used = np.zeros(table.shape[:2], np.uint8)
    null.fill(np.random.default_rng(block.seed), table, used)
    cumulate(table, used)
    best = np.zeros(block.replicates)
    _scan(setting, table, used, block.level, best)
    if len(low := np.flatnonzero(best == 0.0)) and block.level > 0.0:
        # None reached the level: look at every window.
        again = np.zeros(len(low))
        _scan(setting, table[low], used[low], 0.0, again)
        best[low] = again
    return best


def _scan(setting: Setting, table: np.ndarray, used: np.ndarray, level: float, best: FloatArray) -> None:
    chains = setting.chains
    lanes = (setting.first_lane, setting.last_lane)
    zones = (chains.start, chains.areas, chains.window)
    counted = (setting.total, setting.kind, setting.unit, setting.least)
    maxima(table, used, setting.expected, *zones, *lanes, *counted, level, best)

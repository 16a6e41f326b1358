"""The largest statistic of each replicate, in blocks that may run anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve import compute
from tryggve.stats.inputs import FloatArray
from tryggve.stats.scan.anytime_kernel import maxima_anytime
from tryggve.stats.scan.null import Null
from tryggve.stats.scan.prospective_kernel import classify, critical, cumulate, maxima
from tryggve.stats.scan.setting import Setting
from tryggve.stats.scan.side_by_side_kernel import maxima_side_by_side, side_by_side

_CELLS = 1 << 19
_LEAST, _MOST = 8, 128
_PILOT = 8
_CLASSES = 256
_SIDE_BY_SIDE, _CROWDED = 32, 0.2
"""From so many replicates, and this share of the areas with recent cases, they are faster side by side."""


def block_size(m: int, lanes: int) -> int:
    """Replicates per block, by the size of a table alone: other blocks would give other random numbers."""
    return int(min(_MOST, max(_LEAST, _CELLS // (m * lanes))))


@dataclass(frozen=True, slots=True)
class _Level:
    """A level; for windows that end on the last day also the class of each zone and the units that each class needs."""

    level: float
    zone_class: NDArray[np.uint16]
    needed: NDArray[np.signedinteger]


@dataclass(frozen=True, slots=True)
class _Block:
    replicates: int
    seed: np.random.SeedSequence
    levels: tuple[_Level, ...]


def joint_maxima(
    layers: Sequence[tuple[Setting, Any, Null]], replicates: int, seed: int, on: compute.Place
) -> FloatArray:
    """float64[replicates]: the largest over several scans of each replicate, each scan with a stream of its own."""
    own = seeds_of(seed, len(layers))
    found = [simulate(setting, null, replicates, i, on) for i, (setting, _t, null) in zip(own, layers, strict=True)]
    return np.max(found, axis=0) if found else np.zeros(replicates)


def seeds_of(seed: int, categories: int) -> list[int]:
    """The seed of each category; that of a single one is the seed itself."""
    if categories == 1:
        return [seed]
    return [int(own) for own in np.random.SeedSequence(seed).generate_state(categories, np.uint64)]


def simulate(setting: Setting, null: Null, replicates: int, seed: int, on: compute.Place) -> FloatArray:
    """float64[replicates]: maxima under the null hypothesis, the same wherever and in whatever order blocks run."""
    if not replicates or not setting.n_windows:
        return np.zeros(replicates)
    size = block_size(*setting.expected.shape)
    sizes = [size] * (replicates // size) + ([replicates % size] if replicates % size else [])
    first, *seeds = np.random.SeedSequence(seed).spawn(len(sizes) + 1)
    # A few replicates tell how high maxima lie. Levels decide how soon a window is passed over, not what comes out.
    classes = _classes(setting)
    width = setting.table(0, null.cases).dtype
    guess = 0.3 * float(np.log(setting.n_windows))
    every = _level(setting, 0.0, classes, width)
    tried = _Block(min(_PILOT, replicates), first, (_level(setting, guess, classes, width), every))
    low = float(_maxima(setting, null, tried).min())
    levels = (*(_level(setting, part * low, classes, width) for part in (0.95, 0.6)), every)
    blocks = [_Block(size, own, levels) for size, own in zip(sizes, seeds, strict=True)]
    return np.concatenate(compute.map(partial(_maxima, setting, null), blocks, on=on))


def _classes(setting: Setting) -> tuple[NDArray[np.uint16], FloatArray]:
    chains, lanes = setting.chains, setting.expected.shape[1]
    zone_class, lowest = np.zeros(len(chains.areas), np.uint16), np.full((_CLASSES, lanes), np.inf)
    if not setting.anytime:
        classify(setting.expected, chains.start, chains.areas, setting.last_lane, zone_class, lowest)
    return zone_class, lowest


def _level(
    setting: Setting, level: float, classes: tuple[NDArray[np.uint16], FloatArray], width: np.dtype[Any]
) -> _Level:
    zone_class, lowest = classes
    needed = np.zeros(lowest.shape, width)
    if not setting.anytime:
        lanes = (setting.first_lane, setting.last_lane)
        critical(level, lowest, *lanes, setting.total, setting.kind, setting.unit, setting.least, needed)
    return _Level(level, zone_class, needed)


def _maxima(setting: Setting, null: Null, block: _Block) -> FloatArray:
    table = setting.table(block.replicates, null.cases)
    used = np.zeros(table.shape[:2], np.uint8)
    null.fill(np.random.default_rng(block.seed), table, used)
    best = np.zeros(block.replicates)
    left = np.arange(block.replicates)
    for level in block.levels:
        # Those that did not reach the level are looked at again, below it: what they have is one window that nearly
        # did, not the largest.
        found = np.zeros(len(left))
        whole = len(left) == block.replicates
        _scan(setting, table.copy() if whole else table[left], used if whole else used[left], level, found)
        best[left] = found
        left = left[found < level.level]
        if not len(left):
            break
    return best


def _scan(setting: Setting, table: Any, used: NDArray[np.uint8], level: _Level, best: FloatArray) -> None:
    """Write the maxima that reach the level; `table`, cases per lane, is used up."""
    chains = setting.chains
    zones = (setting.expected, chains.start, chains.areas, chains.window)
    counted = (setting.total, setting.kind, setting.unit)
    lanes = (setting.first_lane, setting.last_lane)
    if setting.anytime:
        cumulate(table, used)
        lengths = (setting.first_lane + 1, setting.last_lane + 1)
        maxima_anytime(table, *zones, *lengths, *counted, setting.least, level.level, best)
    elif len(table) >= _SIDE_BY_SIDE and used.mean() >= _CROWDED:
        maxima_side_by_side(side_by_side(table), *zones, *lanes, *counted, level.zone_class, level.needed, best)
    else:
        cumulate(table, used)
        maxima(table, used, *zones, *lanes, *counted, level.zone_class, level.needed, best)

"""Zones of a scan: chains of areas, each longer by one, around every centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from tryggve import compute
from tryggve.stats.inputs import FloatArray, checked_whole

WHOLE = 1.0 + 1e-9
"""A share that is compared with this slack, so that rounding leaves nobody out."""

_CENTRES = 64
"""Centres whose neighbours are found at a time: the room for all that they may have is small."""


@dataclass(frozen=True, slots=True)
class Chains:
    """All zones: chain i holds `areas[start[i]:start[i + 1]]`; its zones are the prefixes whose last area is a window.

    `start` int64[n + 1], `areas` int32[k], `window` uint8[k]: 1 where the areas so far are a zone of their own.
    """

    start: NDArray[np.int64]
    areas: NDArray[np.int32]
    window: NDArray[np.uint8]

    @property
    def n_zones(self) -> int:
        """How many zones there are; the same set of areas may be reached from several centres."""
        return int(self.window.sum())


def circles(
    xy: FloatArray,
    weight: FloatArray,
    *,
    max_share: float,
    max_radius: float | None = None,
    max_neighbours: int | None = None,
    on: compute.Place = compute.SERIAL,
) -> Chains:
    """Circles around every area: its neighbours by distance, equidistant ones by index, while they fit.

    xy: float[m, 2] metres. weight: float[m] (cases, population or baseline); a circle holds at most the share
    `max_share` of its sum, reaches at most `max_radius` metres and holds at most `max_neighbours` areas, the
    centre included. Some centres at a time at the place `on`.
    """
    m = len(xy)
    most = m if max_neighbours is None else min(max_neighbours, m)
    reach = np.inf if max_radius is None else float(max_radius)
    limit = float(max_share * weight.sum() * WHOLE)
    some = partial(_around, xy, weight, _CENTRES, reach * reach, most, limit)
    parts = compute.map(some, range(0, m, _CENTRES), on=on)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate([lengths for _areas, lengths in parts]))])
    areas = np.concatenate([areas for areas, _lengths in parts])
    return Chains(start, areas, np.ones(len(areas), np.uint8))


def _around(
    xy: FloatArray, weight: FloatArray, centres: int, reach: float, most: int, limit: float, first: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The neighbours of some centres, and how many each has."""
    lengths = np.zeros(min(centres, len(xy) - first), np.int64)
    room, size = _circles(xy, weight, first, reach, most, limit, lengths)
    return room[:size].copy(), lengths


@njit(cache=True, nogil=True)
def _circles(xy, weight, first, reach, most, limit, lengths):  # type: ignore[no-untyped-def]
    m = len(xy)
    room = np.empty(len(lengths) * most, np.int32)
    near = np.empty(m, np.int32)
    squared = np.empty(m, np.float64)
    size = 0
    for centre in range(first, first + len(lengths)):
        n = 0
        for area in range(m):
            dx, dy = xy[area, 0] - xy[centre, 0], xy[area, 1] - xy[centre, 1]
            distance = dx * dx + dy * dy
            if area == centre:
                distance = -1.0  # the centre comes first, also where others lie on the same spot
            if distance <= reach:
                near[n] = area
                squared[n] = distance
                n += 1
        order = np.argsort(squared[:n], kind="mergesort")
        held = 0.0
        for i in order[:most]:
            held += weight[near[i]]
            if held > limit:
                break
            room[size] = near[i]
            size += 1
            lengths[centre - first] += 1
    return room, size


def fitting(chains: Chains, weight: FloatArray, max_share: float) -> Chains:
    """Of the circles as far as they reach (`circles` without weight), what holds the share `max_share` of the weight.

    The same as `circles` with that weight float[m], without a new search for neighbours.
    """
    areas, lengths = np.empty_like(chains.areas), np.zeros(len(chains.start) - 1, np.int64)
    size = _fitting(chains.start, chains.areas, weight, float(max_share * weight.sum() * WHOLE), areas, lengths)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return Chains(start, areas[:size], np.ones(size, np.uint8))


@njit(cache=True, nogil=True)
def _fitting(start, near, weight, limit, areas, lengths):  # type: ignore[no-untyped-def]
    size = 0
    for chain in range(len(lengths)):
        held = 0.0
        for position in range(start[chain], start[chain + 1]):
            held += weight[near[position]]
            if held > limit:
                break
            areas[size] = near[position]
            size += 1
            lengths[chain] += 1
    return size


def given(zones: Sequence[ArrayLike], m: int) -> Chains:
    """The zones of the caller, each a list of areas. ValueError for an empty one, a repeated or an unknown area."""
    lists = [checked_whole(zone, f"zones[{i}]") for i, zone in enumerate(zones)]
    for i, zone in enumerate(lists):
        if not len(zone) or zone.min() < 0 or zone.max() >= m or len(np.unique(zone)) != len(zone):
            raise ValueError(f"zones[{i}] must hold at least one area, all different, from 0 to {m - 1}, got {zone}")
    lengths = np.array([len(zone) for zone in lists], np.int64)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    areas = np.concatenate(lists).astype(np.int32) if lists else np.zeros(0, np.int32)
    window = np.zeros(len(areas), np.uint8)
    window[start[1:] - 1] = 1
    return Chains(start, areas, window)

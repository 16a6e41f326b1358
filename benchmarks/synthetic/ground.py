"""The ground: areas with their inhabitants, usual numbers of events, and addresses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.design import TYPES, UNREST, Design

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """Centres xy float[m, 2] in metres, inhabitants, vulnerability [m], and what happens where.

    `share` [m, types] of all events sums to 1; addresses float[m, a, 2] have weights [a]; `order` [m, m] are the areas
    by distance from each.
    """

    xy: Floats
    inhabitants: Floats
    vulnerability: Floats
    share: Floats
    addresses: Floats
    weights: Floats
    order: NDArray[np.int64]


def lay_out(design: Design, shares: Floats, rng: np.random.Generator) -> Ground:
    """A town with a dense middle and villages round it; poorer areas have more events, and relatively more unrest."""
    xy = _centres(design.areas, rng)
    inhabitants = rng.lognormal(0.0, 0.42, design.areas)
    inhabitants *= design.inhabitants / inhabitants.sum()
    vulnerability = rng.beta(1.6, 3.6, design.areas)
    volume = inhabitants**1.1 * (0.35 + vulnerability) * rng.lognormal(0.0, 0.45, design.areas)
    unrest = np.isin(TYPES, UNREST)
    tilt = np.where(unrest[None, :], (0.8 + 0.7 * vulnerability)[:, None], 1.0)
    mix = shares[None, :] * tilt * rng.lognormal(0.0, 0.15, (design.areas, len(TYPES)))
    share = volume[:, None] * mix / mix.sum(axis=1, keepdims=True)
    spread = 0.45 * np.sqrt(1.16e8 / design.areas)
    addresses = xy[:, None, :] + rng.normal(0.0, spread, (design.areas, design.addresses, 2))
    weights = 1.0 / np.arange(1, design.addresses + 1)
    distance = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
    order = np.argsort(distance, axis=1, kind="stable")
    return Ground(
        xy, inhabitants, vulnerability, share / share.sum(), addresses, weights / weights.sum(), order
    )  # fmt: skip


def _centres(areas: int, rng: np.random.Generator) -> Floats:
    """Points in 12 × 9.6 km, no two nearer than 250 m, two thirds of them drawn to the middle."""
    size, middle = np.array([12_200.0, 9_500.0]), np.array([6_900.0, 5_500.0])
    found: list[Floats] = []
    while len(found) < areas:
        central = rng.random() < 0.55
        point = middle + rng.normal(0.0, 1_900.0, 2) if central else 900.0 + rng.random(2) * size
        inside = bool((point > 800.0).all() and (point < 900.0 + size).all())
        if inside and all(np.hypot(*(point - other)) >= 250.0 for other in found):
            found.append(point)
    return np.array(found)

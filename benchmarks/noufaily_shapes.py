"""Weekly series without unrest whose noise and season are not those of Noufaily's design: does a rate hold there?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.noufaily_design import WEEKS

SHAPES_SEED = 77_001
Floats = NDArray[np.float64]
Shape = Callable[[np.random.Generator, Floats], Floats]
TIME = np.arange(WEEKS)[:, None]
LEVELS = (0.4, 1.6, 7.4, 33.0)


def _lasting(rng: np.random.Generator, mean: Floats) -> Floats:
    """Log-normal means that last: what is high this week is likely high the next (correlation .7)."""
    state = np.zeros(mean.shape)
    fresh = rng.normal(size=mean.shape)
    for t in range(1, len(mean)):
        state[t] = 0.7 * state[t - 1] + np.sqrt(1 - 0.7**2) * fresh[t]
    return rng.poisson(mean * np.exp(0.2 * state - 0.02)).astype(float)


SHAPES: dict[str, Shape] = {
    "Poisson": lambda rng, m: rng.poisson(m).astype(float),
    "gamma, varians 1,25 μ": lambda rng, m: rng.poisson(rng.gamma(m / 0.25) * 0.25).astype(float),
    "gamma, varians 4 μ": lambda rng, m: rng.poisson(rng.gamma(m / 3) * 3).astype(float),
    "gamma, varians μ + 0,1 μ²": lambda rng, m: rng.poisson(rng.gamma(10.0, m / 10)).astype(float),
    "lognormalt, 30 %": lambda rng, m: rng.poisson(m * rng.lognormal(-0.045, 0.3, m.shape)).astype(float),
    "lognormalt, 20 %, dröjer kvar": _lasting,
    "halverat över jul": lambda rng, m: rng.poisson(m * np.where(TIME % 52 % 51 == 0, 0.5, 1.0)).astype(float),
    "en femtedel fler sedan ett år": lambda rng, m: rng.poisson(m * np.where(TIME >= 520, 1.2, 1.0)).astype(float),
}


def shapes(series: int) -> Iterator[tuple[str, float, Floats]]:
    """Name, mean level and counts float[T, series] of each shape at each level."""
    streams = iter(np.random.SeedSequence(SHAPES_SEED).spawn(len(SHAPES) * len(LEVELS)))
    wave = np.exp(0.4 * np.cos(2 * np.pi * TIME / 52) + 0.16 * np.sin(4 * np.pi * TIME / 52))
    for name, shape in SHAPES.items():
        for level in LEVELS:
            mean = np.repeat(level * wave, series, axis=1)
            yield name, level, shape(np.random.default_rng(next(streams)), mean)

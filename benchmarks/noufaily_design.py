"""The 42 scenarios of Noufaily et al. (2013): weekly series with and without outbreaks, and how they are scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

WEEKS, PAST, LAST = 624, 312, 49
"""Weeks in all; the first of the weeks that hold outbreaks; how many of the last are judged."""

SETS = (
    (0.1, 0.0025, 0.6, 0.6, 1.5), (-2.0, 0.005, 0.1, 0.3, 2.0), (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0), (2.5, 0.001, 1.0, 0.1, 3.0), (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)  # fmt: skip
"""(θ, β, γ1, γ2, φ)."""


@dataclass(frozen=True)
class Draw:
    """One scenario: baseline float[T, S] counts, the cases of past outbreaks and of the current one, and its size k.

    `numbers`: (θ, β, γ1, γ2, φ).
    """

    clean: NDArray[np.float64]
    past: NDArray[np.float64]
    current: NDArray[np.float64]
    k: NDArray[np.int64]
    numbers: tuple[float, ...]


def draws(seed: int, series: int) -> Iterator[Draw]:
    """The scenarios in order: 7 sets × trend (no, yes) × harmonics 0, 1, 2, each with a stream of its own."""
    streams = np.random.SeedSequence(seed).spawn(42)
    for (numbers, trend, harmonics), stream in zip(product(SETS, (0, 1), (0, 1, 2)), streams, strict=True):
        yield _draw(np.random.default_rng(stream), numbers, trend, harmonics, series)


def _draw(rng: np.random.Generator, numbers: tuple[float, ...], trend: int, harmonics: int, series: int) -> Draw:
    theta, beta, gamma1, gamma2, phi = numbers
    t = np.arange(1, WEEKS + 1)
    log_mean = theta + beta * t * trend
    for j in range(1, harmonics + 1):
        log_mean = log_mean + gamma1 * np.cos(2 * np.pi * j * t / 52) + gamma2 * np.sin(2 * np.pi * j * t / 52)
    mean = np.repeat(np.exp(log_mean)[:, None], series, axis=1)
    rate = mean if phi == 1.0 else rng.gamma(mean / (phi - 1)) * (phi - 1)
    clean = rng.poisson(rate).astype(float)
    spread = np.sqrt(phi * mean)
    past, current = np.zeros_like(clean), np.zeros_like(clean)
    k = rng.integers(1, 11, series)
    for s in range(series):
        for start in rng.choice(np.arange(PAST, WEEKS - LAST), 4, replace=False):
            _outbreak(rng, past[:, s], int(start), float(rng.choice([2, 3, 5, 10])) * spread[start, s])
        start = int(rng.integers(WEEKS - LAST, WEEKS))
        _outbreak(rng, current[:, s], start, float(k[s]) * spread[start, s])
    return Draw(clean, past, current, k, numbers)


def _outbreak(rng: np.random.Generator, cases: NDArray[np.float64], start: int, mean: float) -> None:
    when = start + np.floor(rng.lognormal(0.0, 0.5, rng.poisson(mean))).astype(int)
    np.add.at(cases, when[when < WEEKS], 1.0)


def false_rate(alarm: NDArray[np.bool_], clean: NDArray[np.float64]) -> float:
    """The share of the last 49 weeks of series without any outbreak that are called one; bool[49, S]."""
    return float((alarm & (clean[-LAST:] > 0)).mean())


def found(alarm: NDArray[np.bool_], current: NDArray[np.float64]) -> NDArray[np.float64]:
    """Per series 1 where an alarm came in a week with cases of the current outbreak, 0 where none did, NaN without."""
    delay = delays(alarm, current)
    return np.where(np.isnan(delay), np.nan, np.isfinite(delay))


def delays(alarm: NDArray[np.bool_], current: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weeks from the outbreak's first case to the first alarm in a week with its cases; inf none, NaN no outbreak."""
    cases = current[-LAST:] > 0
    hit = alarm & cases
    delay = np.where(hit.any(axis=0), (hit.argmax(axis=0) - cases.argmax(axis=0)).astype(float), np.inf)
    return np.where(cases.any(axis=0), delay, np.nan)

"""The scan for counts that vary more than Poisson counts do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from tryggve import compute
from tryggve.stats.inputs import FloatArray
from tryggve.stats.scan.clusters import Best, apart, largest_first, with_p
from tryggve.stats.scan.events import places_of
from tryggve.stats.scan.options import Options, options_of
from tryggve.stats.scan.result import Scan
from tryggve.stats.scan.simulate import seeds_of
from tryggve.stats.scan.table_input import counts_and_baseline
from tryggve.stats.scan.zones import Chains

REFERENCE = (
    "Tango, Takahashi & Kohriyama (2011), A space-time scan statistic for detecting emerging outbreaks, Biometrics "
    "67:106–115"
)
_BLOCK = 16


def negative_binomial(
    counts: ArrayLike,
    baseline: ArrayLike,
    xy: ArrayLike,
    *,
    dispersion: ArrayLike,
    first_day: int = 0,
    max_days: int = 28,
    max_share: float = 0.5,
    max_radius: float | None = None,
    zones: Sequence[ArrayLike] | None = None,
    max_neighbours: int | None = None,
    min_cases: int = 2,
    min_days: int = 1,
    windows: str = "prospective",
    replicates: int = 999,
    seed: int = 0,
    n_jobs: int | None = None,
    on: compute.Place | None = None,
    max_clusters: int | None = None,
) -> Scan:
    """Clusters where more was counted than the baseline says, for counts with variance μ + μ²/θ (Tango et al. 2011).

    counts int[m, T], baseline float[m, T] (mean μ), xy float[m, 2] metres; `dispersion` θ > 0, one number or float[m]
    or float[m, T] (inf is Poisson). Statistic of a window: Σ (y − μ)/ω / √Σ μ/ω with ω = 1 + μ/θ, where it is above 0:
    the efficient score for a rise of the same ratio in all of the window. Null hypothesis: independent negative
    binomial counts. Windows as in `expectation_based_poisson`, and also several categories, int[k, m, T], as there, for
    which θ may have the shape of the baseline (or float[k, 1, 1]). ValueError as there, and for θ that is not above 0.
    """
    places = places_of(xy)
    found, expected = counts_and_baseline(counts, baseline, len(places))
    theta = _theta(dispersion, expected.shape)
    chosen = options_of(locals())
    days = found.shape[-1]
    models = [
        _model(chosen, usual, varying, chosen.chains(places, usual.sum(axis=1)))
        for usual, varying in zip(expected, theta, strict=True)
    ]
    simulated = _simulate(models, replicates, seed, chosen.place(n_jobs, on))
    clusters = [
        cluster
        for kind, model in enumerate(models)
        for cluster in with_p(_rows(model, found[kind], expected[kind], first_day, max_clusters), simulated, kind)
    ]
    return Scan(
        method=f"negative_binomial_{windows}",
        parameters=chosen.parameters() | {
            "first_day": first_day, "last_day": first_day + days - 1, "categories": len(models),
        },
        reference=REFERENCE, seed=seed, clusters=largest_first(clusters), simulated=simulated,
        n_cases=float(found.sum()), n_excluded=0, n_windows=sum(model.n_windows for model in models),
    )  # fmt: skip


def _model(chosen: Options, baseline: FloatArray, theta: FloatArray, chains: Chains) -> _Model:
    """Baseline and θ float64[m, T] of one category, as far back as windows reach."""
    days = baseline.shape[1]
    kept = days if chosen.windows == "retrospective" else min(chosen.max_days, days)
    return _Model(
        mean=np.ascontiguousarray(baseline[:, days - kept :]), theta=np.ascontiguousarray(theta[:, days - kept :]),
        chains=chains, shortest=chosen.min_days, longest=min(chosen.max_days, days), least=chosen.min_cases,
        anytime=chosen.windows == "retrospective",
    )  # fmt: skip


def _rows(
    model: _Model, counts: NDArray[np.int64], baseline: FloatArray, first_day: int, most: int | None
) -> list[tuple[tuple[int, ...], int, int, float, float, float]]:
    """Clusters as (areas, first day, last day, observed, expected, statistic)."""
    before = counts.shape[1] - model.mean.shape[1]
    best = model.best(counts[:, before:])
    rows = []
    for chain, members in apart(model.chains, best, most):
        begin, end = before + int(best.first[chain]), before + int(best.last[chain])
        window = (members, slice(begin, end + 1))
        held = (float(counts[window].sum()), float(baseline[window].sum()))
        rows.append((tuple(members.tolist()), first_day + begin, first_day + end, *held, float(best.statistic[chain])))
    return rows


def _theta(dispersion: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """θ as float64[k, m, T]."""
    theta = np.asarray(dispersion, np.float64)
    theta = theta[:, None] if theta.ndim == 1 and len(theta) == shape[1] else theta
    if theta.ndim == 1 or np.isnan(theta).any() or (theta <= 0.0).any():
        raise ValueError("dispersion must be above 0: one number, one per area, or one per area and day")
    try:
        return np.array(np.broadcast_to(theta, shape))
    except ValueError:
        raise ValueError(f"dispersion has the shape {theta.shape}, which does not fit counts {shape}") from None


@dataclass(frozen=True, kw_only=True)
class _Model:
    """The days that windows may cover: mean and dispersion float64[m, T], and which windows there are."""

    mean: FloatArray
    theta: FloatArray
    chains: Chains
    shortest: int
    longest: int
    least: int
    anytime: bool

    @property
    def n_windows(self) -> int:
        lengths = np.arange(self.shortest, self.longest + 1)
        ends = self.mean.shape[1] - lengths + 1 if self.anytime else np.ones_like(lengths)
        return self.chains.n_zones * int(ends.sum())

    def best(self, counts: NDArray[np.int64]) -> Best:
        """The best window of each chain."""
        best = Best.empty(len(self.chains.start) - 1)
        found = (best.statistic, best.place, best.first, best.last)
        given = (np.ascontiguousarray(counts), *self._weights(), *self._limits(), *found)
        _windows(*given)
        return best

    def draw(self, rng: np.random.Generator) -> NDArray[np.int64]:
        """Counts under the null hypothesis: Poisson with a gamma mean."""
        poisson = np.isinf(self.theta)
        shape = np.where(poisson, 1.0, self.theta)
        rate = np.where(poisson, self.mean, rng.gamma(shape) * self.mean / shape)
        return np.asarray(rng.poisson(rate))

    def _weights(self) -> tuple[FloatArray, FloatArray]:
        weight = 1.0 / (1.0 + self.mean / self.theta)
        return self.mean, weight

    def _limits(self) -> tuple[Any, ...]:
        zones = (self.chains.start, self.chains.areas, self.chains.window)
        return (*zones, self.shortest, self.longest, self.least, self.anytime)


def _simulate(models: Sequence[_Model], replicates: int, seed: int, place: compute.Place) -> FloatArray:
    """float64[replicates]: the largest over all categories, each with a stream of its own."""
    own = seeds_of(seed, len(models))
    return np.asarray(np.max([_maxima(*one, replicates, place) for one in zip(models, own, strict=True)], axis=0))


def _maxima(model: _Model, seed: int, replicates: int, place: compute.Place) -> FloatArray:
    sizes = [_BLOCK] * (replicates // _BLOCK) + ([replicates % _BLOCK] if replicates % _BLOCK else [])
    blocks = list(zip(sizes, np.random.SeedSequence(seed).spawn(len(sizes)), strict=True))
    return np.concatenate([np.zeros(0), *compute.map(partial(_block, model), blocks, on=place)])


def _block(model: _Model, block: tuple[int, np.random.SeedSequence]) -> FloatArray:
    rng = np.random.default_rng(block[1])
    return np.array([model.best(model.draw(rng)).statistic.max(initial=0.0) for _ in range(block[0])])


@njit(cache=True, nogil=True)
def _windows(  # type: ignore[no-untyped-def]
    counts, mean, weight, start, areas, window, shortest, longest, least, anytime, statistic, place, begin, end
):
    days = counts.shape[1]
    # Cumulated over days: cases, weighted excess, information.
    cases, excess, information = np.zeros(days + 1), np.zeros(days + 1), np.zeros(days + 1)
    for chain in range(len(start) - 1):
        cases[:], excess[:], information[:] = 0.0, 0.0, 0.0
        for position in range(start[chain], start[chain + 1]):
            _add(cases, excess, information, counts[areas[position]], mean[areas[position]], weight[areas[position]])
            if not window[position]:
                continue
            for length in range(shortest, min(longest, days) + 1):
                for first in range(0 if anytime else days - length, days - length + 1):
                    last = first + length
                    more = excess[last] - excess[first]
                    if more <= 0.0 or cases[last] - cases[first] < least:
                        continue
                    found = more / np.sqrt(information[last] - information[first])
                    if found > statistic[chain]:
                        statistic[chain], place[chain], begin[chain], end[chain] = found, position, first, last - 1


@njit(cache=True, nogil=True)
def _add(cases, excess, information, counts, mean, weight):  # type: ignore[no-untyped-def]
    more_cases, more_excess, more_information = 0.0, 0.0, 0.0
    for day in range(len(counts)):
        more_cases += counts[day]
        more_excess += (counts[day] - mean[day]) * weight[day]
        more_information += mean[day] * weight[day]
        cases[day + 1] += more_cases
        excess[day + 1] += more_excess
        information[day + 1] += more_information

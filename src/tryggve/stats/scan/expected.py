"""Scans of Poisson counts: against a population, or against a baseline of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from tryggve import compute
from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.scan.clusters import of_categories
from tryggve.stats.scan.events import Cases, cases_of, places_of
from tryggve.stats.scan.likelihood import CONDITIONAL, UNCONDITIONAL
from tryggve.stats.scan.null import Scattered, scattered
from tryggve.stats.scan.options import Options, options_of
from tryggve.stats.scan.result import Scan
from tryggve.stats.scan.setting import Setting, lanes_for
from tryggve.stats.scan.simulate import joint_maxima
from tryggve.stats.scan.table_input import counts_and_baseline, cumulated
from tryggve.stats.scan.zones import Chains

_Layer: TypeAlias = tuple[Setting, IntArray, Scattered]
KULLDORFF = (
    "Kulldorff (2001), Prospective time periodic geographical disease surveillance using a scan statistic, Journal of "
    "the Royal Statistical Society A 164:61–72"
)
NEILL = (
    "Neill (2009), Expectation-based scan statistics for monitoring spatial time series data, International Journal of "
    "Forecasting 25:498–517"
)


def poisson(
    area: ArrayLike,
    day: ArrayLike,
    xy: ArrayLike,
    population: ArrayLike,
    *,
    first_day: int | None = None,
    last_day: int | None = None,
    max_days: int = 28,
    max_share: float = 0.5,
    max_radius: float | None = None,
    zones: Sequence[ArrayLike] | None = None,
    max_neighbours: int | None = None,
    min_cases: int = 2,
    min_days: int = 1,
    windows: str = "prospective",
    category: ArrayLike | None = None,
    replicates: int = 999,
    seed: int = 0,
    n_jobs: int | None = None,
    on: compute.Place | None = None,
    max_clusters: int | None = None,
) -> Scan:
    """Clusters of cases in space and time, given the population of each area (Kulldorff 1997, 2001).

    As `space_time_permutation`, but a zone with d of the T days is expected to hold μ = C · pop(zone)/pop · d/T of the
    C cases, and `max_share` is a share of the population, float[m] ≥ 0. Null hypothesis: C cases spread by population,
    evenly over days. A season, a trend or areas that always have more are clusters to this scan: it is for rare events.

    `category` int[n] scans several categories as one question, as in `space_time_permutation`: each has clusters of its
    own among its own C cases, p is against the largest statistic over all of them. They share the population, or have
    one each: float[k, m], where `category` is the row, 0..k−1. Category i of several draws from the i-th number of
    ``SeedSequence(seed).generate_state(categories, uint64)``. ValueError where the population is not positive where
    there are cases.
    """
    places = places_of(xy)
    chosen = options_of(locals())
    cases = cases_of(area, day, len(places), first_day=first_day, last_day=last_day, category=category)
    layers = {}
    for kind, own in (cases.by_category() or {0: cases}).items():
        people = _people(population, len(places), own, kind)
        layers[kind] = _layer(chosen, *_spread(own, people), chosen.chains(places, people), CONDITIONAL)
    return _told(
        chosen, layers, len(cases), cases.first_day, cases.days, seed, chosen.place(n_jobs, on), max_clusters,
        f"poisson_{windows}", KULLDORFF,
    )  # fmt: skip


def _people(population: ArrayLike, m: int, cases: Cases, category: int) -> FloatArray:
    """float64[m]: the population of a category, checked against its cases."""
    people = np.asarray(population, np.float64)
    if people.ndim not in (1, 2) or people.shape[-1] != m or not np.isfinite(people).all() or (people < 0.0).any():
        raise ValueError(
            f"population must be {m} numbers of 0 or more, one per row of xy, or a row of them per category"
        )
    if people.ndim == 2:
        if not 0 <= category < len(people):
            raise ValueError(f"category must lie from 0 to {len(people) - 1} (rows of population), got {category}")
        people = people[category]
    if (empty := np.flatnonzero((people == 0.0) & (np.bincount(cases.area, minlength=m) > 0))).size:
        raise ValueError(f"population is 0 in area {empty[0]}, which has cases: leave them out or give it a population")
    return people


def _spread(cases: Cases, people: FloatArray) -> tuple[IntArray, FloatArray]:
    """Cases int64[m, T] per area and day, and as many spread by population, evenly over the days."""
    cell = cases.area * cases.days + cases.part_day - cases.first_day
    counts = np.bincount(cell, minlength=len(people) * cases.days)
    whole = people.sum()
    share = people / whole if whole > 0.0 else people
    baseline = np.outer(share, np.full(cases.days, len(cases) / cases.days))
    return counts.reshape(len(people), -1), baseline


def expectation_based_poisson(
    counts: ArrayLike,
    baseline: ArrayLike,
    xy: ArrayLike,
    *,
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
    """Clusters where more was counted than the baseline says (Neill 2009).

    counts: int[m, T] per area and day; baseline: float[m, T], expected (its uncertainty is not in the p-value); xy:
    float[m, 2] metres. `first_day` is the day of the first column. Windows as in `space_time_permutation`; `max_share`
    is a share of the baseline's sum. Statistic: c ln(c/B) + B − c where c > B. Null hypothesis: independent Poisson
    counts with the baseline as mean.

    counts int[k, m, T] with baseline float[k, m, T] scans k categories as one question: `Cluster.category` is 0..k−1,
    circles hold a share of the category's own baseline, and p is against the largest statistic over all categories,
    which draw as in `poisson`. ValueError for shapes that differ, negative or missing values, a baseline of 0 where
    there are cases.
    """
    places = places_of(xy)
    found, expected = counts_and_baseline(counts, baseline, len(places))
    chosen = options_of(locals())
    layers = {
        kind: _layer(chosen, own, usual, chosen.chains(places, usual.sum(axis=1)), UNCONDITIONAL)
        for kind, (own, usual) in enumerate(zip(found, expected, strict=True))
    }
    return _told(
        chosen, layers, int(found.sum()), first_day, found.shape[-1], seed, chosen.place(n_jobs, on), max_clusters,
        f"expectation_based_poisson_{windows}", NEILL,
    )  # fmt: skip


def _layer(chosen: Options, counts: IntArray, baseline: FloatArray, chains: Chains, kind: int) -> _Layer:
    """What is scanned, the cases that were observed, and the null hypothesis, of one category."""
    days = counts.shape[1]
    anytime = chosen.windows == "retrospective"
    longest = min(chosen.max_days, days)
    lanes = days if anytime else lanes_for(longest)
    total = int(counts.sum())
    setting = Setting(
        chains=chains, expected=cumulated(baseline, lanes=lanes, anytime=anytime), first_lane=chosen.min_days - 1,
        last_lane=longest - 1, total=float(total) if kind == CONDITIONAL else np.inf, kind=kind, unit=1,
        least=chosen.min_cases, anytime=anytime,
    )  # fmt: skip
    drawn = baseline if anytime else _recent(baseline, longest, lanes)
    null = scattered(drawn, total if kind == CONDITIONAL else None)
    return setting, cumulated(counts, lanes=lanes, anytime=anytime), null


def _told(
    chosen: Options,
    layers: Mapping[int, _Layer],
    n_cases: int,
    first_day: int,
    days: int,
    seed: int,
    place: compute.Place,
    most: int | None,
    method: str,
    reference: str,
) -> Scan:
    simulated = joint_maxima(list(layers.values()), chosen.replicates, seed, place)
    span = {"first_day": first_day, "last_day": first_day + days - 1}
    return Scan(
        method=method,
        parameters=chosen.parameters() | span | {"categories": len(layers)},
        reference=reference,
        seed=seed,
        clusters=of_categories(layers, simulated, **span, most=most),
        simulated=simulated,
        n_cases=float(n_cases),
        n_excluded=0,
        n_windows=sum(setting.n_windows for setting, *_rest in layers.values()),
    )


def _recent(baseline: FloatArray, longest: int, lanes: int) -> FloatArray:
    """Expected per area and age: what the null hypothesis scatters cases over."""
    padded = np.zeros((len(baseline), lanes))
    padded[:, :longest] = baseline[:, ::-1][:, :longest]
    return padded

"""Scans of Poisson counts: against a population, or against a baseline of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve import compute
from tryggve.stats.inputs import FloatArray
from tryggve.stats.result import Parameter
from tryggve.stats.scan.clusters import clusters
from tryggve.stats.scan.events import cases_of, places_of
from tryggve.stats.scan.likelihood import CONDITIONAL, UNCONDITIONAL
from tryggve.stats.scan.null import scattered
from tryggve.stats.scan.options import Options, options_of
from tryggve.stats.scan.result import Scan
from tryggve.stats.scan.setting import Setting, lanes_for
from tryggve.stats.scan.simulate import simulate
from tryggve.stats.scan.table_input import counts_and_baseline, cumulated
from tryggve.stats.scan.zones import Chains

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
    ValueError where the population is not positive where there are cases.
    """
    places = places_of(xy)
    people = np.asarray(population, np.float64)
    if people.shape != (len(places),) or not np.isfinite(people).all() or (people < 0.0).any():
        raise ValueError(f"population must be {len(places)} numbers of 0 or more, one per row of xy")
    chosen = options_of(locals())
    cases = cases_of(area, day, len(places), first_day=first_day, last_day=last_day)
    if (empty := np.flatnonzero((people == 0.0) & (np.bincount(cases.area, minlength=len(people)) > 0))).size:
        raise ValueError(f"population is 0 in area {empty[0]}, which has cases: leave them out or give it a population")
    counts = np.bincount(cases.area * cases.days + cases.part_day - cases.first_day, minlength=len(people) * cases.days)
    whole = people.sum()
    share = people / whole if whole > 0.0 else people
    baseline = np.outer(share, np.full(cases.days, len(cases) / cases.days))
    return _scan(
        chosen, places, counts.reshape(len(people), -1), baseline, chosen.chains(places, people),
        CONDITIONAL, cases.first_day, seed, chosen.place(n_jobs, on), max_clusters, f"poisson_{windows}", KULLDORFF,
    )  # fmt: skip


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
    counts with the baseline as mean. ValueError for shapes that differ, negative or missing values, a baseline of 0
    where there are cases.
    """
    places = places_of(xy)
    found, expected = counts_and_baseline(counts, baseline, len(places))
    chosen = options_of(locals())
    return _scan(
        chosen, places, found, expected, chosen.chains(places, expected.sum(axis=1)), UNCONDITIONAL, first_day,
        seed, chosen.place(n_jobs, on), max_clusters, f"expectation_based_poisson_{windows}", NEILL,
    )  # fmt: skip


def _scan(
    chosen: Options,
    places: FloatArray,
    counts: NDArray[np.int64],
    baseline: FloatArray,
    chains: Chains,
    kind: int,
    first_day: int,
    seed: int,
    place: compute.Place,
    most: int | None,
    method: str,
    reference: str,
) -> Scan:
    days = counts.shape[1]
    anytime = chosen.windows == "retrospective"
    longest = min(chosen.max_days, days)
    lanes = days if anytime else lanes_for(longest)
    total = float(counts.sum())
    setting = Setting(
        chains=chains, expected=cumulated(baseline, lanes=lanes, anytime=anytime), first_lane=chosen.min_days - 1,
        last_lane=longest - 1, total=total if kind == CONDITIONAL else np.inf, kind=kind, unit=1,
        least=chosen.min_cases, anytime=anytime,
    )  # fmt: skip
    drawn = baseline if anytime else _recent(baseline, longest, lanes)
    null = scattered(drawn, int(total) if kind == CONDITIONAL else None)
    simulated = simulate(setting, null, chosen.replicates, seed, place)
    span: dict[str, Parameter] = {"first_day": first_day, "last_day": first_day + days - 1}
    table = cumulated(counts, lanes=lanes, anytime=anytime)
    return Scan(
        method=method,
        parameters=chosen.parameters() | span,
        reference=reference,
        seed=seed,
        clusters=tuple(
            clusters(setting, table, simulated, first_day=first_day, last_day=first_day + days - 1, most=most)
        ),
        simulated=simulated,
        n_cases=total,
        n_excluded=0,
        n_windows=setting.n_windows,
    )


def _recent(baseline: FloatArray, longest: int, lanes: int) -> FloatArray:
    """Expected per area and age: what the null hypothesis scatters cases over."""
    padded = np.zeros((len(baseline), lanes))
    padded[:, :longest] = baseline[:, ::-1][:, :longest]
    return padded

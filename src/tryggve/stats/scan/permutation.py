"""The space-time permutation scan: more cases here and now than area and day alone account for. Needs cases only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve import compute
from tryggve.stats.inputs import FloatArray
from tryggve.stats.scan.anytime import anytime_permutation
from tryggve.stats.scan.clusters import recent_clusters
from tryggve.stats.scan.events import Cases, cases_of, places_of
from tryggve.stats.scan.likelihood import CONDITIONAL
from tryggve.stats.scan.null import Permuted
from tryggve.stats.scan.options import Options, check
from tryggve.stats.scan.result import Cluster, Scan
from tryggve.stats.scan.setting import Setting, lanes_for
from tryggve.stats.scan.simulate import simulate
from tryggve.stats.scan.zones import Chains

REFERENCE = (
    "Kulldorff, Heffernan, Hartman, Assunção & Mostashari (2005), A space-time permutation scan statistic for disease "
    "outbreak detection, PLoS Medicine 2:e59"
)


def space_time_permutation(
    area: ArrayLike,
    day: ArrayLike,
    xy: ArrayLike,
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
    strata: ArrayLike | None = None,
    category: ArrayLike | None = None,
    day_last: ArrayLike | None = None,
    uncertain: str = "exclude",
    replicates: int = 999,
    seed: int = 0,
    n_jobs: int | None = None,
    on: compute.Place | None = None,
    max_clusters: int | None = None,
) -> Scan:
    """Clusters of cases in space and time, given how many cases each area and each day has (Kulldorff et al. 2005).

    area: int[n], rows of `xy` float[m, 2] (metres). day: int[n] whole days. `first_day` and `last_day` (both included)
    default to the first and last event; events outside are dropped. Windows are all circles around the areas, by
    distance and then index, that hold at most `max_share` of the cases (and lie within `max_radius` metres, and hold at
    most `max_neighbours` areas), or `zones` (lists of areas), times the last 1..`max_days` days ("prospective") or any
    `max_days` days or less in a row ("retrospective"); a window has at least `min_days` days and `min_cases` cases.

    Expected: μ = Σ over strata of C(zone)·C(days)/C within the stratum. `strata` int[n] gives the stratum of each event
    (its weekday, say: then an area that is busy on Fridays is no cluster every Friday); None is one stratum. Statistic:
    c ln(c/μ) + (C−c) ln((C−c)/(C−μ)) where c > μ. Null hypothesis: the days permuted among the events of each stratum.

    `category` int[n] scans several categories, each with cases of its own, as one question: a cluster's p is against
    the largest statistic over all of them; categories are permuted independently of each other. `day_last` int[n] is
    the last day an event may have happened on; those with more than one are left out (`uncertain`="exclude", counted in
    `n_excluded`) or spread evenly over their days ("aoristic", Ratcliffe 2000), which the permutation keeps together.

    `replicates` maxima from streams spawned from `seed`; the result does not depend on `n_jobs` (threads, all cores
    when None) or `on`, another place to run. ValueError for input that does not fit together, with the argument named.
    """
    places = places_of(xy)
    chosen = check(
        Options(
            max_days=max_days, min_days=min_days, min_cases=min_cases, max_share=max_share, max_radius=max_radius,
            max_neighbours=max_neighbours, windows=windows, replicates=replicates, zones=zones,
        )
    )  # fmt: skip
    cases = cases_of(
        area, day, len(places), first_day=first_day, last_day=last_day, strata=strata, category=category,
        day_last=day_last, uncertain=uncertain,
    )  # fmt: skip
    place = chosen.place(n_jobs, on)
    scan = _recent if windows == "prospective" else anytime_permutation
    found: list[Cluster] = []
    layers = [(int(kind), cases.only(int(kind))) for kind in np.unique(cases.category)]
    prepared = [(kind, own, chosen.chains(places, _weight(own, len(places)))) for kind, own in layers]
    seeds = np.random.SeedSequence(seed).generate_state(max(len(layers), 1), np.uint64)
    scanned = [
        scan(own, chains, len(places), chosen, seed if len(layers) == 1 else int(seeds[i]), place)
        for i, (_kind, own, chains) in enumerate(prepared)
    ]
    simulated = np.max([one.simulated for one in scanned], axis=0) if scanned else np.zeros(replicates)
    for (kind, _own, _chains), one in zip(prepared, scanned, strict=True):
        found += one.clusters(simulated, max_clusters, kind)
    found.sort(key=lambda cluster: -cluster.statistic)
    return Scan(
        method=f"space_time_permutation_{windows}",
        parameters=chosen.parameters() | {
            "first_day": cases.first_day, "last_day": cases.last_day, "uncertain": uncertain,
            "strata": int(cases.stratum.max(initial=-1)) + 1, "categories": len(layers),
        },
        reference=REFERENCE,
        seed=seed,
        clusters=tuple(found),
        simulated=simulated,
        n_cases=float(len(cases)),
        n_excluded=cases.n_excluded,
        n_windows=sum(one.n_windows for one in scanned),
    )  # fmt: skip


def _weight(cases: Cases, m: int) -> FloatArray:
    """Cases per area, uncertain days and all: what `max_share` is a share of."""
    return np.bincount(cases.area, minlength=m).astype(np.float64)


class _Recent:
    """A scan of windows that end on the last day: its maxima, and its clusters once all maxima are known."""

    def __init__(self, setting: Setting, table: NDArray[np.int64], simulated: FloatArray, last_day: int) -> None:
        self.setting, self.table, self.simulated, self.last_day = setting, table, simulated, last_day
        self.n_windows = setting.n_windows

    def clusters(self, simulated: FloatArray, most: int | None, category: int) -> list[Cluster]:
        """Clusters against the maxima of the whole question."""
        return recent_clusters(
            self.setting, self.table, simulated, last_day=self.last_day, most=most, category=category
        )


def _recent(cases: Cases, chains: Chains, m: int, chosen: Options, seed: int, place: compute.Place) -> _Recent:
    longest = min(chosen.max_days, cases.days)
    lanes = lanes_for(longest)
    recent = _recent_parts(cases, longest)
    age = cases.last_day - cases.part_day
    in_reach = age < longest
    owner = np.repeat(np.arange(len(cases)), np.diff(cases.part_start))
    strata = int(cases.stratum.max(initial=-1)) + 1
    per_area = np.zeros((strata, m))
    np.add.at(per_area, (cases.stratum, cases.area), 1.0)
    per_lane = np.zeros((strata, lanes))
    np.add.at(per_lane, (cases.stratum[owner[in_reach]], age[in_reach]), cases.part_units[in_reach] / cases.unit)
    per_lane = per_lane.cumsum(axis=1)
    size = per_area.sum(axis=1, keepdims=True)
    table = np.zeros((m, lanes), np.int64)
    np.add.at(table, (cases.area[owner[in_reach]], age[in_reach]), cases.part_units[in_reach])
    setting = Setting(
        chains=chains, expected=np.ascontiguousarray((per_area / size).T @ per_lane), first_lane=chosen.min_days - 1,
        last_lane=longest - 1, total=float(len(cases)), kind=CONDITIONAL, unit=cases.unit,
        least=chosen.min_cases * cases.unit,
    )  # fmt: skip
    simulated = simulate(setting, recent, chosen.replicates, seed, place)
    return _Recent(setting, table.cumsum(axis=1), simulated, cases.last_day)


def _recent_parts(cases: Cases, longest: int) -> Permuted:
    """The null hypothesis: areas of all events by stratum, and the recent events with the ages they lie in."""
    order = np.argsort(cases.stratum, kind="stable")
    strata = int(cases.stratum.max(initial=-1)) + 1
    owner = np.repeat(np.arange(len(cases)), np.diff(cases.part_start))
    age = cases.last_day - cases.part_day
    near = age < longest
    is_recent = np.zeros(len(cases), np.bool_)
    is_recent[owner[near]] = True
    recent = order[is_recent[order]]
    rank = np.full(len(cases), -1)
    rank[recent] = np.arange(len(recent))
    # Parts in the order of the recent events they belong to.
    parts = np.flatnonzero(near)[np.argsort(rank[owner[near]], kind="stable")]
    n_parts = np.bincount(rank[owner[parts]], minlength=len(recent))

    def starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    return Permuted(
        pool=cases.area[order].astype(np.int32),
        pool_start=starts(np.bincount(cases.stratum, minlength=strata)),
        recent_start=starts(np.bincount(cases.stratum[recent], minlength=strata)),
        part_start=starts(n_parts),
        part_lane=age[parts].astype(np.int64),
        part_units=cases.part_units[parts].astype(np.int64),
    )

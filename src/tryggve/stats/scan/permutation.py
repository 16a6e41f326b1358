"""The space-time permutation scan: more cases here and now than area and day alone account for. Needs cases only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryggve import compute
from tryggve.stats.inputs import FloatArray, IntArray
from tryggve.stats.scan.clusters import of_categories
from tryggve.stats.scan.events import Cases, cases_of, places_of
from tryggve.stats.scan.likelihood import CONDITIONAL
from tryggve.stats.scan.null import Permuted
from tryggve.stats.scan.options import Options, options_of
from tryggve.stats.scan.result import Scan
from tryggve.stats.scan.setting import Setting, lanes_for
from tryggve.stats.scan.simulate import joint_maxima
from tryggve.stats.scan.zones import Chains

_Layer: TypeAlias = tuple[Setting, NDArray[np.int64], Permuted]
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
    chosen = options_of(locals())
    cases = cases_of(
        area, day, len(places), first_day=first_day, last_day=last_day, strata=strata, category=category,
        day_last=day_last, uncertain=uncertain,
    )  # fmt: skip
    place = chosen.place(n_jobs, on)
    around = partial(chosen.chains, places, on=place if on is None else compute.SERIAL)
    return scanned(cases, chosen, around, len(places), seed, place, max_clusters, uncertain)


def scanned(
    cases: Cases, chosen: Options, around: Callable[[FloatArray], Chains], m: int, seed: int, place: compute.Place,
    most: int | None, uncertain: str,
) -> Scan:  # fmt: skip
    """The scan of checked events in m areas; `around` gives the zones from the cases per area, float64[m]."""
    layers = {
        kind: _layer(own, around(np.bincount(own.area, minlength=m).astype(np.float64)), m, chosen)
        for kind, own in cases.by_category().items()
    }
    simulated = joint_maxima(list(layers.values()), chosen.replicates, seed, place)
    span = {"first_day": cases.first_day, "last_day": cases.last_day}
    return Scan(
        method=f"space_time_permutation_{chosen.windows}",
        parameters=chosen.parameters() | span | {
            "uncertain": uncertain, "strata": int(cases.stratum.max(initial=-1)) + 1, "categories": len(layers),
        },
        reference=REFERENCE, seed=seed, clusters=of_categories(layers, simulated, **span, most=most),
        simulated=simulated, n_cases=float(len(cases)), n_excluded=cases.n_excluded,
        n_windows=sum(setting.n_windows for setting, *_rest in layers.values()),
    )  # fmt: skip


def _layer(cases: Cases, chains: Chains, m: int, chosen: Options) -> _Layer:
    """What is scanned, the cases that were observed, and the null hypothesis, of one category."""
    anytime = chosen.windows == "retrospective"
    longest = min(chosen.max_days, cases.days)
    lanes = cases.days if anytime else lanes_for(longest)
    lane = cases.part_day - cases.first_day if anytime else cases.last_day - cases.part_day
    parts = np.flatnonzero(lane < (cases.days if anytime else longest))
    owner = np.repeat(np.arange(len(cases)), np.diff(cases.part_start))[parts]
    lane, units = lane[parts], cases.part_units[parts]
    strata = int(cases.stratum.max(initial=-1)) + 1
    per_area = np.bincount(cases.stratum * m + cases.area, minlength=strata * m).reshape(strata, m).astype(np.float64)
    per_lane = np.bincount(cases.stratum[owner] * lanes + lane, units, strata * lanes).reshape(strata, lanes)
    table = np.bincount(cases.area[owner] * lanes + lane, units, m * lanes).reshape(m, lanes)
    share = per_area / per_area.sum(axis=1, keepdims=True)
    setting = Setting(
        chains=chains, expected=np.ascontiguousarray(share.T @ per_lane.cumsum(axis=1) / cases.unit),
        first_lane=chosen.min_days - 1, last_lane=longest - 1, total=float(len(cases)), kind=CONDITIONAL,
        unit=cases.unit, least=chosen.min_cases * cases.unit, anytime=anytime,
    )  # fmt: skip
    return setting, table.astype(np.int64).cumsum(axis=1), _permuted(cases, owner, lane, units)


def _permuted(cases: Cases, owner: IntArray, lane: IntArray, units: IntArray) -> Permuted:
    """Areas of all events by stratum, and the events that have parts in a lane with these parts."""
    order = np.argsort(cases.stratum, kind="stable")
    strata = int(cases.stratum.max(initial=-1)) + 1
    drawn = np.zeros(len(cases), np.bool_)
    drawn[owner] = True
    recent = order[drawn[order]]
    rank = np.full(len(cases), -1)
    rank[recent] = np.arange(len(recent))
    parts = np.argsort(rank[owner], kind="stable")
    return Permuted(
        pool=cases.area[order].astype(np.int32),
        pool_start=_starts(np.bincount(cases.stratum, minlength=strata)),
        recent_start=_starts(np.bincount(cases.stratum[recent], minlength=strata)),
        part_event=rank[owner[parts]],
        part_lane=lane[parts],
        part_units=units[parts],
    )


def _starts(counts: IntArray) -> IntArray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

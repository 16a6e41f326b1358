"""One part of the national run as a process of its own, serial or on a cluster; the answer is written as JSON.

python -m benchmarks.national.run PART --folder FOLDER --out FILE [--step 4] [--cluster tcp://…]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.national.cluster import WORKERS
from benchmarks.national.country import COUNTRIES, SCAN_DAYS, WINDOW_DAYS, Country, Place, every, places
from benchmarks.national.stores import history_in
from benchmarks.national.work import Look, Span, counts_in, signals_in
from benchmarks.national.yearly import yearly
from tryggve import compute
from tryggve.signals.backtest import backtest
from tryggve.signals.chosen import methods_for
from tryggve.stats.scan.permutation import space_time_permutation


def main() -> None:
    """Do one part; what the workers of a cluster used of time and memory is printed as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--country", choices=COUNTRIES, default="full")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--calibrations", type=Path)
    parser.add_argument("--cluster")
    parser.add_argument("--kill-after", type=int, help="so many municipalities are done when a worker is killed")
    arguments = parser.parse_args()
    country = COUNTRIES[arguments.country]
    everywhere = places(country)
    chosen = everywhere if arguments.step == 1 else every(everywhere, arguments.step)
    on: compute.Place = compute.Cluster(arguments.cluster) if arguments.cluster else compute.SERIAL
    answer = PARTS[arguments.part](arguments, country, chosen, on)
    arguments.out.write_text(json.dumps(answer, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    print(json.dumps(_workers(arguments.cluster) if arguments.cluster else []))


def _signals(arguments: argparse.Namespace, country: Country, chosen: Sequence[Place], on: compute.Place) -> Any:
    """The signals of the last day in each municipality, the largest first: it takes longest."""
    learnt = json.loads(arguments.calibrations.read_text(encoding="utf-8")) if arguments.calibrations else {}
    look = Look(arguments.folder, country.last_day, learnt)
    codes = [place.code for place in sorted(chosen, key=lambda place: place.rank)]
    return compute.map(partial(signals_in, look), codes, on=on, done=_killer(arguments))


def _calibrate(arguments: argparse.Namespace, country: Country, chosen: Sequence[Place], on: compute.Place) -> Any:
    """Five municipalities of different sizes calibrated: the past goes to the workers, not only a path."""
    found = {}
    for rank in country.calibrated:
        (place,) = (one for one in chosen if one.rank == rank)
        history = history_in(arguments.folder / place.code)
        last_day = country.last_day
        made = backtest(
            history,
            methods_for(history),
            last_day - country.listed_days + 1,
            last_day,
            learn=country.learnt_days,
            on=on,
        ).calibration
        if made is None:
            raise ValueError(f"{place.code}: too few days were replayed for a calibration")
        found[place.code] = made.plain()
        print(place.code, file=sys.stderr, flush=True)
    return found


def _scan(arguments: argparse.Namespace, country: Country, chosen: Sequence[Place], on: compute.Place) -> Any:
    """The whole country, an area for each municipality: gatherings of the last weeks in the light of a year."""
    span = Span(arguments.folder, country.last_day - SCAN_DAYS + 1, country.last_day)
    counts = np.array(compute.map(partial(counts_in, span), [place.code for place in chosen], on=on))
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    found = space_time_permutation(
        cell // SCAN_DAYS, cell % SCAN_DAYS + span.first_day, [(place.east, place.north) for place in chosen],
        first_day=span.first_day, last_day=span.last_day, max_days=WINDOW_DAYS, replicates=country.replicates, seed=1,
        on=on, max_clusters=10,
    )  # fmt: skip
    clusters = [
        {
            "municipalities": [chosen[area].code for area in cluster.areas], "first_day": int(cluster.first_day),
            "last_day": int(cluster.last_day), "statistic": float(cluster.statistic), "p": float(cluster.p_value),
        }
        for cluster in found.clusters
    ]  # fmt: skip
    return {
        "cases": found.n_cases, "windows": int(found.n_windows), "clusters": clusters,
        "simulated": found.simulated.tolist(),
    }  # fmt: skip


def _table(arguments: argparse.Namespace, country: Country, chosen: Sequence[Place], on: compute.Place) -> Any:
    del country, chosen, on
    return yearly(arguments.folder)


PARTS: dict[str, Callable[[argparse.Namespace, Country, Sequence[Place], compute.Place], Any]] = {
    "signals": _signals, "calibrate": _calibrate, "scan": _scan, "table": _table,
}  # fmt: skip


def _killer(arguments: argparse.Namespace) -> Callable[[int], None] | None:
    """Kills one worker, once, when so many results are there."""
    if arguments.kill_after is None:
        return None
    from distributed import Client

    with Client(arguments.cluster, set_as_default=False) as client:
        client.wait_for_workers(WORKERS)
        victim = next(iter(client.run(os.getpid).values()))

    def tell(done: int) -> None:
        if done == arguments.kill_after:
            os.kill(victim, signal.SIGKILL)

    return tell


def _workers(address: str) -> list[dict[str, float]]:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        return list(client.run(_used).values())


def _used() -> dict[str, float]:
    """What this process has used: seconds of processor, peak memory in bytes."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {"processor": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss * 1024.0}


if __name__ == "__main__":
    main()

"""The engine's inner methods, warm, beside peers: in the same run where the peer is a wheel, else its recorded figure.

python -m benchmarks.engine_speed [--quick]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.page import Measured, Table, number, page
from benchmarks.process import ROOT, answer
from benchmarks.synthetic.draw import Draw, draw
from tryggve.stats import hotspots, near_repeat, scan, surveillance

PEERS = ROOT / ".venv-peers" / "bin" / "python"
SATSCAN = {"75": 3.0, "250": 15.0, "100": 17.3}
"""Seconds of SaTScan 10.3 on two threads, recorded on another occasion (2.5–3.5, 11.7–18.3 and 17.3)."""
SATSCAN_DAY = 2.5
"""Seconds of SaTScan 10.3 for one day of a history, recorded likewise: 1 825 s for 730 days."""
REPLAY = 12.0
"""Seconds that 730 days of a history may take."""
R_FARRINGTON, R_NEAR_REPEAT = 8.4, 1_400.0
LOCAL = (("lokal Moran", hotspots.local_moran), ("Gi*", hotspots.gi_star))
BANDS: dict[str, Any] = {"space_bands": [0, 100, 200, 300, 400], "time_bands": [0, 7, 14, 21, 28]}


def fastest(call: Callable[[], object], rounds: int) -> float:
    """Seconds of the fastest of so many calls, after one that compiles or warms."""
    call()
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def engine_table(
    rounds: int = 5, side: int = 224, events: int = 60_000, days: int = 730, *, peers: bool = True
) -> Table:
    """All rows of the table; without peers what they would have taken is not asked of them."""
    town = draw(1)
    rows = [
        *_scans(town, rounds), *_scan_memory(town), *_replay(town, days), *_farrington(rounds),
        *_knox(town, rounds, events), *_local(side, rounds, peers),
    ]  # fmt: skip
    text = (
        "Varma anrop i en process, två trådar, snabbaste av flera varv. Syntetisk kommun (benchmarks/synthetic, frö "
        "1). SaTScan 10.3.2, R surveillance och R NearRepeat är uppmätta vid ett annat tillfälle på två kärnor; esda "
        "körs i samma omgång på samma rutor."
    )
    return Table("Motorn", text, rows)


def _against(what: str, seconds: float, bound: float, peer: str, theirs: float) -> Iterator[Measured]:
    unit, factor = ("ms", 1000.0) if bound < 1.0 else ("s", 1.0)
    yield Measured(what, seconds * factor, unit, bound * factor)
    yield Measured(f"{what}: {peer} {number(theirs, 's')} / vår tid", theirs / seconds, "")


def _scans(town: Draw, rounds: int) -> Iterator[Measured]:
    whole = (town.area, town.day, town.ground.xy)
    yield from _scan("75 områden, 28 dagar, 999", whole, {}, 0.025, SATSCAN["75"], rounds)
    for size, replicates, bound in ((250, 999, 0.25), (100, 99, 0.5)):
        area, xy = scan.cells(town.x, town.y, size)
        limits = {"max_radius": 1500.0, "replicates": replicates}
        what = f"{len(xy)} rutor om {size} m, 1,5 km, {replicates}"
        yield from _scan(what, (area, town.day, xy), limits, bound, SATSCAN[f"{size}"], rounds)


def _scan_memory(town: Draw) -> Iterator[Measured]:
    """The whole process: interpreter, compiled kernels and all. Only where the system tells (Linux)."""
    if not Path("/proc/self/status").is_file():
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "town.npz"
        np.savez(file, x=town.x, y=town.y, day=town.day)
        kilobytes = float(answer([sys.executable, "-m", "benchmarks.scan_memory", str(file)]))
    yield Measured("genomsökning, rutor om 100 m, 99: högsta minne, hela processen", kilobytes / 1e3, "MB", 200.0)
    yield Measured("SaTScan: minne, 376 MB / vårt", 376.0 / (kilobytes / 1e3), "")


def _scan(
    what: str, given: tuple[Any, ...], limits: dict[str, Any], bound: float, theirs: float, rounds: int
) -> Iterator[Measured]:
    seconds = fastest(lambda: scan.space_time_permutation(*given, **limits), rounds)
    yield from _against(f"genomsökning, {what}", seconds, bound, "SaTScan", theirs)


def _replay(town: Draw, days: int) -> Iterator[Measured]:
    """The last days of the town, each with the events up to it."""
    asked = np.arange(town.day.max() - days, town.day.max()) + 1
    given = (town.area, town.day, town.ground.xy)
    scan.replay_permutation(*given, days=asked[-2:])
    begin = time.perf_counter()
    scan.replay_permutation(*given, days=asked)
    seconds = time.perf_counter() - begin
    yield from _against(f"genomsökning dag för dag, {days} dagar × 999", seconds, REPLAY, "SaTScan", SATSCAN_DAY * days)


def _farrington(rounds: int) -> Iterator[Measured]:
    rng = np.random.default_rng(0)
    mean = np.exp(1.0 + 0.3 * np.cos(2 * np.pi * np.arange(209) / 52))[:, None] * rng.gamma(2.0, 1.0, 60)
    counts = rng.poisson(mean)
    asked = {"years_back": 3, "alpha": 0.01, "weeks": np.arange(189, 209)}
    seconds = fastest(lambda: surveillance.farrington_flexible(counts, **asked), rounds)
    yield from _against("Farrington, 60 serier × 20 veckor", seconds, 0.04, "R surveillance", R_FARRINGTON)


def _knox(town: Draw, rounds: int, events: int) -> Iterator[Measured]:
    yield from _pairs(town, 5_000, 0.05, rounds)
    yield from _pairs(town, events, 5.0, 1)


def _pairs(town: Draw, n: int, bound: float, rounds: int) -> Iterator[Measured]:
    chosen = np.linspace(0, len(town.day) - 1, n).astype(int)
    own = (town.x[chosen], town.y[chosen], town.day[chosen])
    seconds = fastest(lambda: near_repeat.knox(*own, **BANDS), rounds)
    shown = f"Knox, 16 band, {n} händelser, 999"
    if n == 5_000:
        yield from _against(shown, seconds, bound, "R NearRepeat", R_NEAR_REPEAT)
    else:
        yield Measured(shown, seconds, "s", bound)


def _local(side: int, rounds: int, peers: bool) -> Iterator[Measured]:
    values = np.random.default_rng(0).poisson(3.0, side * side)
    near = neighbours(side)
    peer = ROOT / "benchmarks" / "peers" / "local_statistics.py"
    theirs = (
        answer([str(PEERS), str(peer), str(side), "999"]).split() if peers and PEERS.is_file() else [None] * len(LOCAL)
    )
    for (name, call), seconds_of_peer in zip(LOCAL, theirs, strict=True):
        seconds, what = fastest(partial(call, values, near), rounds), f"{name}, {side * side} rutor, 999"
        if seconds_of_peer is None:
            yield Measured(f"{what} (utan esda)", seconds * 1000, "ms", 200.0)
        else:
            yield from _against(what, seconds, 0.2, "esda", float(seconds_of_peer))


def neighbours(side: int) -> list[NDArray[np.int64]]:
    """Queen neighbours of the cells of a square."""
    cell = np.arange(side * side).reshape(side, side)
    return [
        np.setdiff1d(cell[max(0, i - 1) : i + 2, max(0, j - 1) : j + 2], cell[i, j])
        for i in range(side)
        for j in range(side)
    ]


if __name__ == "__main__":
    print(page([engine_table(1, 40, 5_000, 8, peers=False) if "--quick" in sys.argv[1:] else engine_table()]))

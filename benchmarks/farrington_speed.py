"""Series, warm: 60 series × 20 weeks, beside the recorded time of R surveillance and the plain twin in the same run.

python -m benchmarks.farrington_speed
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.engine_speed import R_FARRINGTON, fastest
from tryggve.stats import surveillance

ROWS = np.arange(292, 312)


def processor(call: Callable[[], object], rounds: int) -> float:
    """Seconds of processor time of the cheapest of so many calls, after one that compiles or warms."""
    call()
    seconds = []
    for _ in range(rounds):
        begin = time.process_time()
        call()
        seconds.append(time.process_time() - begin)
    return min(seconds)


def lines(rounds: int = 15) -> list[str]:
    """A line per method: milliseconds by the clock, of processor, and how many times R's recorded time that is."""
    rng = np.random.default_rng(0)
    mean = np.exp(1.0 + 0.3 * np.cos(2 * np.pi * np.arange(312) / 52))[:, None] * rng.gamma(2.0, 1.0, 60)
    y = rng.poisson(mean)
    calls: dict[str, Callable[[], object]] = {
        "farrington_flexible, b = 3": lambda: surveillance.farrington_flexible(y, years_back=3, weeks=ROWS),
        "farrington_flexible, b = 5": lambda: surveillance.farrington_flexible(y, weeks=ROWS),
        "farrington, b = 5": lambda: surveillance.farrington(y, weeks=ROWS),
        "windowed, b = 3": lambda: surveillance.windowed(y, years_back=3, weeks=ROWS),
        "windowed, b = 5": lambda: surveillance.windowed(y, weeks=ROWS),
        "ears C3": lambda: surveillance.ears(y, kind="C3"),
        "cusum, 20 weeks": lambda: surveillance.cusum(y, first=292),
        "glr_nb, 20 weeks": lambda: surveillance.glr_nb(y, first=292),
    }
    found = []
    for name, call in calls.items():
        clock, busy = fastest(call, rounds), processor(call, rounds)
        ratio = (
            f", R {R_FARRINGTON} s recorded: {R_FARRINGTON / clock:.0f} ×" if name.startswith("farrington_f") else ""
        )
        found.append(f"{name}: {clock * 1000:.1f} ms, processor {busy * 1000:.1f} ms{ratio}")
    return found


if __name__ == "__main__":
    print("\n".join(lines()))

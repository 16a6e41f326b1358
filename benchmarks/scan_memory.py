"""A scan of fine cells as a process of its own, for its memory: python -m benchmarks.scan_memory FILE writes kilobytes.

FILE holds float[n] x and y and int[n] day (npz).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from tryggve.stats import scan


def main() -> None:
    with np.load(sys.argv[1]) as events:
        area, xy = scan.cells(events["x"], events["y"], 100)
        scan.space_time_permutation(area, events["day"], xy, max_radius=1500.0, replicates=99)
    # Of this program alone; what rusage tells begins with the size of the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


if __name__ == "__main__":
    main()

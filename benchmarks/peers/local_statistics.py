"""esda's local Moran and Gi* on a square of cells, in the peers' own environment (make bench makes it).

    .venv-peers/bin/python benchmarks/peers/local_statistics.py SIDE PERMUTATIONS

Prints the seconds of each, warm: the second call of two.
"""

import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def main(side: int, permutations: int) -> None:
    """Time both; the same cells, neighbours and values as ours."""
    from esda import G_Local, Moran_Local
    from libpysal.weights import lat2W

    weights = lat2W(side, side, rook=False)
    values = np.random.default_rng(0).poisson(3.0, side * side).astype(float)
    seconds = []
    for call in (
        lambda: Moran_Local(values, weights, permutations=permutations, seed=1),
        lambda: G_Local(values, weights, star=True, permutations=permutations, seed=1),
    ):
        call()
        begin = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begin)
    print(*seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

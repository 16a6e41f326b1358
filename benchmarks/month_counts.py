"""Month × area × category over a whole store, asked in one process.

    python -m benchmarks.month_counts ROUNDS            the store that TRYGGVE_DATABASE_URL names
    python -m benchmarks.month_counts ROUNDS FOLDER     the store in a folder

Prints the median milliseconds from the sums per month, and from the incidents themselves.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tryggve.store import query
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.place import Place
from tryggve.store.database.upgrade import open_store

LEVEL = "stadsdel"


def main(rounds: int, place: Place) -> tuple[float, float]:
    """Median milliseconds with the sums per month and without them. AssertionError where the answers differ."""
    with open_store(place) as database:
        store = DatabaseStore(database)
        # The level with its vintage, as the store names it.
        level = next(name for name in store.levels() if name.startswith(LEVEL))
        by = ("year", "month", f"area:{level}", "category")

        def plain() -> dict[tuple[int | str, ...], int]:
            return {tuple(row[:-1]): int(row[-1]) for row in store.fetch(query.count_sql(by=by))}

        assert store.counts(by) == plain()
        return _median(lambda: store.counts(by), rounds), _median(plain, max(1, rounds // 5))


def _median(ask: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    named = [Path(word) for word in sys.argv[2:]]
    print(*main(int(sys.argv[1]), Place(named[0]) if named else Place(url=os.environ["TRYGGVE_DATABASE_URL"])))

"""Where blocks run. A block is a function of one item (a seed, a day, a municipality); order in is order out.

A block owns its randomness: the caller spawns a ``numpy.random.SeedSequence`` per block, so that the same bytes come
out however many workers there are and whichever finishes first.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Place(Protocol):
    """Somewhere that blocks can run; yields results in the order of the items."""

    def run(self, block: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Results of ``block`` for each of ``items``, in their order, each as soon as it and those before are done."""
        ...


@dataclass(frozen=True, slots=True)
class Serial:
    """One block after another in the caller's own thread."""

    def run(self, block: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Results in the order of the items."""
        for item in items:
            yield block(item)


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads of this process, for blocks that let go of the interpreter's lock (compiled kernels do).

    ``workers``: how many, at most; None means one per core that this process may use.
    """

    workers: int | None = None

    def run(self, block: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Results in the order of the items."""
        workers = min(_workers(self.workers), len(items))
        if workers <= 1:
            yield from Serial().run(block, items)
            return
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(block, items)


@dataclass(frozen=True, slots=True)
class Processes:
    """New processes, for blocks of plain Python. ``block`` and items must be picklable; workers start clean (spawn)."""

    workers: int | None = None

    def run(self, block: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Results in the order of the items."""
        workers = min(_workers(self.workers), len(items))
        if workers <= 1:
            yield from Serial().run(block, items)
            return
        # Forking a process that has threads may deadlock it: spawn.
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield from pool.map(block, items)


SERIAL = Serial()


def map(
    block: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    on: Place = SERIAL,
    done: Callable[[int], None] | None = None,
) -> list[Result]:
    """Run ``block`` on every item at the place ``on`` and return the results in the order of the items.

    ``done(n)`` is told after each result how many are ready, for progress. An error in a block is raised as it is.
    """
    results: list[Result] = []
    for result in on.run(block, items):
        results.append(result)
        if done is not None:
            done(len(results))
    return results


def _workers(asked: int | None) -> int:
    if asked is not None:
        if asked < 1:
            raise ValueError(f"workers must be at least 1, not {asked}")
        return asked
    # The cores that this process may use, not those that the machine has; not every system can tell.
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1

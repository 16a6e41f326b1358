"""Blocks on a Dask cluster: other machines, the same bytes. Dask is imported only when a cluster is used.

What is bound to a block (a history, a table) goes to the scheduler once for each `run`, as a task of its own: workers
fetch it from each other, and where the one that held it is lost, it is made anew. Only the items travel with the tasks.
Whoever reaches the scheduler can have anything run on the workers: it belongs in a closed network, or behind tls://.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import Any, TypeVar

from tryggve.compute.cluster_client import ClusterError, connected, no_workers
from tryggve.domain.language import _

Item = TypeVar("Item")
Result = TypeVar("Result")

_UNDER_WAY, _AHEAD = 2, 32
"""For each thread of the workers so many blocks are unfinished, and so many waiting to be handed out, at most."""

_LOOK_S = 0.5
_MOST_LOST = 2
"""Dask gives a block up when it has lost four workers; so many times it is sent again."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of the Dask scheduler at `address` (tcp://HOST:PORT, or tls:// with Dask's own settings).

    `timeout`: seconds to wait for the scheduler to answer; `patience`: seconds to wait for a worker when there is
    none. A lost worker costs the blocks that it was at: they are run again elsewhere. A block and its items must be
    picklable, and the workers have the same version of Tryggve.
    """

    address: str
    timeout: float = 10.0
    patience: float = 60.0

    def run(self, block: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Results in the order of the items. ClusterError when the cluster fails, a block's own error as it is."""
        if not items:
            return
        with connected(self.address, self.timeout, self.patience) as client:
            yield from _Line(self, client, block, items).results()


class _Line:
    """The items of a block on their way, in their order."""

    def __init__(self, place: Cluster, client: Any, block: Callable[[Item], Result], items: Sequence[Item]) -> None:
        self._place, self._client, self._block = place, client, block
        self._threads = max(1, self._cores())
        self._waiting = deque(items)
        self._line: deque[tuple[Any, Any]] = deque()
        self._lost = 0
        self._bound = self._keep()

    def results(self) -> Iterator[Any]:
        """Each result as soon as it and those before it are there; the next items are sent meanwhile."""
        from distributed import KilledWorker

        self._fill()
        while self._line:
            self._wait()
            self._fill()
            item, future = self._line[0]
            if not future.done():
                continue
            try:
                found = self._fetched(future)
            except KilledWorker as error:
                self._send_again(item, error)
                continue
            self._line.popleft()
            self._lost = 0
            yield found

    def _keep(self) -> Any:
        """The block as a task: not scattered, since what is scattered is gone with the worker that has it."""
        import dask

        # Dask warns of large tasks, which are slow when they are many: this is one.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):
            return self._client.submit(_as_it_is, self._block, pure=False)

    def _send(self, item: Any) -> Any:
        return self._client.submit(_applied, self._bound, item, pure=False)

    def _unfinished(self) -> list[Any]:
        return [future for _item, future in self._line if not future.done()]

    def _fill(self) -> None:
        room = min(
            _UNDER_WAY * self._threads - len(self._unfinished()), _AHEAD * self._threads - len(self._line),
            len(self._waiting),
        )  # fmt: skip
        for _n in range(room):
            item = self._waiting.popleft()
            self._line.append((item, self._send(item)))

    def _send_again(self, item: Any, error: Exception) -> None:
        """Once more from the beginning, since workers were lost with it; ClusterError when that goes on."""
        if self._lost >= _MOST_LOST:
            raise _deadly(self._place.address) from error
        self._lost += 1
        self._bound = self._keep()
        self._line[0] = (item, self._send(item))

    def _wait(self) -> None:
        """Until any unfinished block is done; ClusterError when there has been no worker for too long."""
        from distributed import wait

        deserted: float | None = None
        while (unfinished := self._unfinished()) and not self._line[0][1].done():
            try:
                with self._client.as_current():
                    wait(unfinished, timeout=_LOOK_S, return_when="FIRST_COMPLETED")
                return
            except CancelledError:
                raise _gone(self._place.address) from None
            except TimeoutError:
                deserted = None if self._cores() else deserted or time.monotonic()
            if deserted is not None and time.monotonic() - deserted > self._place.patience:
                raise no_workers(self._place.address)

    def _fetched(self, future: Any) -> Any:
        """The result, or the block's own error; where the worker that has it is lost, it is made again meanwhile."""
        if future.status == "error":
            raise future.exception()
        while True:
            try:
                return future.result(timeout=self._place.patience)
            except TimeoutError:
                if not self._cores():
                    raise no_workers(self._place.address) from None
            except (CancelledError, OSError):
                raise _gone(self._place.address) from None

    def _cores(self) -> int:
        """Threads of all workers there are now."""
        try:
            return sum(self._client.ncores().values())
        except (OSError, TimeoutError, ValueError):
            raise _gone(self._place.address) from None


def _as_it_is(block: Any) -> Any:
    return block


def _applied(block: Callable[[Any], Any], item: Any) -> Any:
    return block(item)


def _deadly(address: str) -> ClusterError:
    return ClusterError(
        _("Workers of the cluster {address} died again and again at the same work.").format(address=address),
        _("Look in the log of the workers. Most often they need more memory: give each fewer threads."),
    )


def _gone(address: str) -> ClusterError:
    return ClusterError(
        _("The cluster {address} went away in the middle of the work.").format(address=address),
        _("Start it and run the same line again."),
    )

"""Blocks on a cluster: the same bytes as serial, also when a worker is killed; a clear word where it cannot work."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.signal_twin import FIRST, METHODS, town
from tryggve import compute
from tryggve.cli.backtest import lines
from tryggve.compute import SERIAL, Cluster, ClusterError, Place, Processes, Threads, cluster_client
from tryggve.signals.backtest import backtest
from tryggve.stats.scan.permutation import space_time_permutation

pytest.importorskip("distributed", reason="the extra tryggve[cluster] is not installed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=":0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


def draws(table: NDArray[np.float64], seed: np.random.SeedSequence) -> bytes:
    return (table + np.random.default_rng(seed).normal(size=table.shape)).tobytes()


def test_the_same_bytes_everywhere_in_order(address: str) -> None:
    block = partial(draws, np.arange(50_000.0))
    seeds = np.random.SeedSequence(3).spawn(12)
    told: list[int] = []
    serial = compute.map(block, seeds)
    elsewhere: list[Place] = [Threads(2), Processes(2), Cluster(address)]
    for place in elsewhere:
        assert compute.map(block, seeds, on=place) == serial
    compute.map(block, seeds, on=Cluster(address), done=told.append)
    assert told == list(range(1, 13))
    assert compute.map(block, [], on=Cluster("tcp://127.0.0.1:1")) == []


def test_a_scan_draws_the_same_maxima_on_a_cluster(address: str) -> None:
    rng = np.random.default_rng(1)
    xy = rng.uniform(0, 5_000, (30, 2))
    area, day = rng.integers(0, 30, 900), rng.integers(0, 120, 900)
    found = [
        space_time_permutation(area, day, xy, replicates=199, seed=5, on=place).simulated
        for place in (SERIAL, Threads(2), Processes(2), Cluster(address))
    ]
    assert all(one.tobytes() == found[0].tobytes() for one in found)


def test_a_backtest_is_the_same_on_a_cluster(address: str) -> None:
    history = town(days=560)
    serial, there = (
        backtest(history, METHODS, FIRST + 470, FIRST + 559, on=place) for place in (SERIAL, Cluster(address))
    )
    assert serial.calibration is not None
    assert there.calibration == serial.calibration
    assert list(lines(there, history)) == list(lines(serial, history))


def killed_once(folder: Path, table: NDArray[np.float64], number: int) -> float:
    """Its own worker is killed in the middle of the third item, the first time it comes to it."""
    mark = folder / "killed"
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return float(table.sum()) * number


def test_a_killed_worker_costs_nothing_but_time(address: str, tmp_path: Path) -> None:
    table = np.arange(100_000.0)
    found = compute.map(partial(killed_once, tmp_path, table), range(12), on=Cluster(address))
    assert (tmp_path / "killed").exists()
    assert found == [float(table.sum()) * number for number in range(12)]


def fails(number: int) -> int:
    if number == 2:
        raise LookupError("the block's own")
    return number


def test_the_error_of_a_block_comes_out_as_it_is(address: str) -> None:
    with pytest.raises(LookupError, match="the block's own"):
        compute.map(fails, range(8), on=Cluster(address))


def waits(number: int) -> int:
    time.sleep(0.4 if number == 0 else 0.0)
    return number


def test_a_slow_first_item_does_not_hold_up_the_others(address: str) -> None:
    assert compute.map(waits, range(40), on=Cluster(address)) == list(range(40))


def test_an_address_where_nothing_listens_is_told_at_once() -> None:
    begin = time.monotonic()
    with pytest.raises(ClusterError, match=r"tcp://127.0.0.1:1 svarar inte"):
        compute.map(fails, [1], on=Cluster("tcp://127.0.0.1:1"))
    assert time.monotonic() - begin < 5.0


def test_something_that_is_no_scheduler_is_told_in_time() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        with pytest.raises(ClusterError, match="svarar inte"):
            compute.map(fails, [1], on=Cluster(f"tcp://127.0.0.1:{mute.getsockname()[1]}", timeout=0.5))


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "tcp://", "http://127.0.0.1:80", "tcp://127.0.0.1:99999"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(ClusterError, match="tcp://"):
        compute.map(fails, [1], on=Cluster(address))


def test_other_versions_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_client, "here", lambda package: "0.0.1")
    with pytest.raises(ClusterError, match=r"tryggve: .*, här 0\.0\.1"):
        compute.map(fails, [1], on=Cluster(address))


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'tryggve\[cluster\]'"):
        compute.map(fails, [1], on=Cluster("tcp://127.0.0.1:1"))


def test_a_cluster_without_workers_is_told_in_time() -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=0, processes=True, host="127.0.0.1", dashboard_address=":0", silence_logs=50) as empty,
        pytest.raises(ClusterError, match="inga arbetsprocesser"),
    ):
        compute.map(fails, [1], on=Cluster(empty.scheduler_address, patience=0.2))

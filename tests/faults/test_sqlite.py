"""An import into a store in a folder is killed, or finds the disk full: the store is as before or as after."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

import pytest

from tests.faults.conftest import Moments
from tests.faults.runs import Ended, Run
from tests.faults.scene import Scene
from tryggve.store.database.connect import FILE

SMALL = 8
"""Pages of cache: changes go to disk long before the commit."""


def sizes(scene: Scene, cache: int | None) -> dict[str, int]:
    """The sizes of database and log at the moment after the commit."""
    store, after_commit = scene.fresh(), scene.moments(where="statement", cache=cache)
    scene.driver.run(scene.second(where="statement", cache=cache, at=after_commit)(store))
    assert store.place.folder is not None
    return {end: (store.place.folder / f"{FILE}{end}").stat().st_size for end in ("", "-wal")}


@pytest.mark.parametrize(("where", "cache"), [("statement", None), ("statement", SMALL), ("machine", SMALL)])
def test_killed(scene: Scene, moments: Moments, where: str, cache: int | None) -> None:
    fault: dict[str, Any] = {"where": where, "cache": cache}
    last = scene.moments(**fault)
    outcomes = moments.try_each(
        moments.spread(1, last), lambda at, whole: scene.after_fault(scene.second(**fault, at=at), whole=whole)
    )
    assert set(outcomes) <= {"killed: before", "killed: after"}
    if where == "statement":
        assert scene.after_fault(scene.second(**fault, at=last - 1)) == "killed: before"
        assert scene.after_fault(scene.second(**fault, at=last)) == "killed: after"


@pytest.mark.parametrize(
    ("deadly", "cache"),
    [(True, None), (True, SMALL), (False, SMALL)],
    ids=["killed", "killed with little memory", "refused with little memory"],
)
def test_a_write_ends_in_its_middle(scene: Scene, moments: Moments, deadly: bool, cache: int | None) -> None:
    fault: dict[str, Any] = {"deadly": deadly, "cache": cache}
    outcomes = moments.try_each(
        moments.spread(0, sizes(scene, cache)["-wal"] - 1),
        lambda size, whole: scene.after_fault(scene.second(**fault, bytes=size), whole=whole),
    )
    assert outcomes["killed: before" if deadly else "refused: before"]
    assert not outcomes["refused: before" if deadly else "killed: before"]


@pytest.mark.parametrize("deadly", [True, False], ids=["killed", "refused"])
def test_the_log_cannot_be_carried_into_the_database(scene: Scene, moments: Moments, deadly: bool) -> None:
    fault: dict[str, Any] = {"deadly": deadly, "where": "statement", "event": "limit"}
    after_commit = scene.moments(where="statement")
    outcomes = moments.try_each(
        moments.spread(0, sizes(scene, None)[""]),
        lambda size, whole: scene.after_fault(scene.second(**fault, at=after_commit, bytes=size), whole=whole),
    )
    # Rows to be given back may not find room either: that is told, and the import stands.
    assert set(outcomes) <= {"killed: after", "done: after", "refused: after"}
    assert outcomes["killed: after" if deadly else "done: after"]


def test_a_full_database(scene: Scene, moments: Moments) -> None:
    store = scene.fresh()
    folder = store.place.folder
    assert folder is not None
    before = (folder / FILE).stat().st_size
    scene.run(store, scene.material.second)
    needed = ((folder / FILE).stat().st_size - before) // 4096
    outcomes = moments.try_each(
        moments.spread(0, needed - 1), lambda pages, whole: scene.after_fault(scene.second(pages=pages), whole=whole)
    )
    assert set(outcomes) == {"refused: before"}
    assert scene.after_fault(scene.second(pages=needed)) == "done: after"
    [ended] = scene.driver.run(scene.second(pages=0)(scene.fresh()))
    assert "Det finns inte plats" in ended.err, ended.err


def test_killed_at_any_time(scene: Scene, moments: Moments) -> None:
    """The command as people start it, killed by the clock."""
    longest = timed(scene.second()(scene.fresh()), None)[1]

    def killed(thousandths: int, whole: bool) -> str:
        store = scene.fresh()
        ended, seconds = timed(scene.second()(store), longest * thousandths / 1000)
        return scene.judged(store, Ended(ended, "", "", 0, seconds), whole=whole)

    moments.try_each(moments.spread(300, 1000), killed)


def timed(run: Run, seconds: float | None) -> tuple[int, float]:
    """Kill a command so many seconds after it has opened its store; its exit status and how long it had."""
    log = f"{run.words[run.words.index('--store') + 1]}/{FILE}-wal"
    command = [sys.executable, "-m", "tryggve", *run.words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not os.path.exists(log):
            time.sleep(0.002)
        opened = time.monotonic()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        return process.wait(), time.monotonic() - opened

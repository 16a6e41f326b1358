"""The checks of this folder can fail: with a fault planted in the product they find it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.faults.runs import Ended, Run
from tests.faults.scene import Scene, how_it_ended
from tests.faults.snapshot import Row, Snapshot, assert_sound


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_an_import_in_many_transactions(scene: Scene, part: float) -> None:
    fault: dict[str, Any] = {"where": "statement", "plant": "no transaction"}
    with pytest.raises(AssertionError, match=r"neither as before|not those of|not the last id|one event"):
        scene.after_fault(scene.second(**fault, at=int(part * scene.moments(**fault))))


def test_an_import_that_forgets(scene: Scene) -> None:
    with pytest.raises(AssertionError, match="acknowledged, and not there"):
        scene.after_fault(scene.second(plant="no commit"))


def test_sums_that_are_not_made(scene: Scene) -> None:
    with pytest.raises(AssertionError, match="sums per month"):
        scene.after_fault(scene.second(plant="no sums"))


@pytest.mark.postgres
def test_two_imports_without_a_lock(on_server: Scene) -> None:
    # On a busy machine the second may begin after a short pause has ended: then a longer one must show the fault.
    for seconds in (2.5, 10.0, 30.0):
        fault: dict[str, Any] = {"where": "statement", "event": "pause", "seconds": seconds, "at": 60}
        store = on_server.fresh()
        run = on_server.importing(store, on_server.material.second)
        ended = on_server.driver.run(replace(run, plant="no lock", **fault), replace(run, plant="no lock"))
        if [one.status for one in ended] != [0, 0]:
            return
    pytest.fail("two imports without a lock did not disturb each other")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("incident", {"version": 2}),
        ("incident_month", {"n": 1000}),
        ("audit_event", {"why": "Vecka 41"}),
        ("audit_event", {"batch_id": 1}),
        ("import_batch", {"rows_read": 1}),
        ("store_meta", {"value": "7"}),
    ],
)
def test_a_row_that_is_another(scene: Scene, table: str, change: Row) -> None:
    right = scene.expect(("second",))
    assert_sound(right)
    last = {"audit_event": -1, "store_meta": 1}.get(table, 0)
    rows = list(right.rows(table))
    rows[last] = rows[last] | change
    wrong = Snapshot({**right.tables, table: rows})
    assert wrong.differences(right) == [f"{table}: 1 rows too many, 1 missing"]
    with pytest.raises(AssertionError):
        assert_sound(wrong)


@pytest.mark.parametrize(
    "ended",
    [Ended(1, "", "Traceback (most recent call last):\nValueError", 0, 0), Ended(99, "", "", 0, 0),
     Ended(-14, "", "", 0, 0)],
)  # fmt: skip
def test_an_end_that_says_nothing(ended: Ended) -> None:
    with pytest.raises(AssertionError):
        how_it_ended(ended)


def test_a_run_that_needs_no_fault(scene: Scene) -> None:
    store = scene.fresh()
    [ended] = scene.driver.run(Run(scene.material.second.words(*store.words)))
    assert (ended.status, scene.state(store)) == (0, ("second",))

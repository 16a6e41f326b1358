"""Making a store is interrupted: making it again works, and until then nothing takes it for a store."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.conftest import ENGINES, Moments
from tests.faults.runs import Run
from tests.faults.scene import Scene, Store, how_it_ended, init
from tests.faults.snapshot import Snapshot
from tryggve.domain.language import _
from tryggve.store.database.connect import FILE


def after_fault(scene: Scene, made: Snapshot, **fault: Any) -> str:
    store = scene.stores.empty()
    [ended] = scene.driver.run(Run(init(store), store.env, **fault))
    end = how_it_ended(ended)
    state = _meanwhile(scene, store)
    assert end != "done" or state == "made", "acknowledged, and not there"
    [again] = scene.driver.run(Run(init(store), store.env))
    if state == "made":
        assert _("There already is a store in {place}.").format(place=store.place.shown) in again.err
    else:
        assert again.status == 0, again.err
    assert scene.stores.snapshot(store).differences(made) == []
    scene.run(store, scene.material.first)
    scene.stores.discard(store)
    return f"{end}: {state}"


def _meanwhile(scene: Scene, store: Store) -> str:
    """What an import into a copy says: it works, or there is no store yet."""
    copy = scene.stores.copy(store)
    [ended] = scene.driver.run(scene.importing(copy, scene.material.first))
    scene.stores.discard(copy)
    if ended.status == 0:
        return "made"
    assert how_it_ended(ended) == "refused"
    assert _("There is no store in {folder}.").format(folder=copy.place.shown) in ended.err, ended.err
    return "none"


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_killed_at_a_statement(engine: Scene, moments: Moments) -> None:
    store = engine.stores.empty()
    last = engine.fine(Run(init(store), store.env, where="statement")).passed
    made = engine.stores.snapshot(store)
    outcomes = moments.try_each(
        [*moments.spread(1, last - 20)[::2], *moments.spread(last - 19, last)[::2], last],
        lambda at, _whole: after_fault(engine, made, where="statement", at=at),
    )
    assert set(outcomes) == {"killed: none", "killed: made"}


@pytest.mark.parametrize("deadly", [True, False], ids=["killed", "refused"])
def test_a_write_ends_in_its_middle(scene: Scene, moments: Moments, deadly: bool) -> None:
    store = scene.made(scene.stores.empty())
    made = scene.stores.snapshot(store)
    assert store.place.folder is not None
    size = (store.place.folder / FILE).stat().st_size
    moments.try_each(moments.spread(0, 2 * size), lambda b, _whole: after_fault(scene, made, bytes=b, deadly=deadly))


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_made_twice_at_once(engine: Scene, moments: Moments) -> None:
    store = engine.stores.empty()
    last = engine.fine(Run(init(store), store.env, where="statement")).passed
    made = engine.stores.snapshot(store)

    def fault(at: int, _whole: bool) -> str:
        store = engine.stores.empty()
        late = Run(init(store), store.env, where="statement", event="pause", at=at, seconds=0.1)
        ended = engine.driver.run(late, Run(init(store), store.env))
        assert sorted(one.status for one in ended) == [0, 1], [one.err for one in ended]
        refused = next(one.err for one in ended if one.status)
        # SQLite does not wait where two turn on its write-ahead log at once: the second is told to try again.
        told = (_("There already is a store in {place}."), _("Somebody else is writing to {place}."))
        assert any(sentence.format(place=store.place.shown) in refused for sentence in told), refused
        assert engine.stores.snapshot(store).differences(made) == []
        engine.stores.discard(store)
        return "one of two"

    moments.try_each(moments.spread(1, last), fault)

"""Somebody else writes at the same time: an import waits, or says so; two imports come one after the other."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import psycopg
import pytest

from tests.faults.conftest import Moments
from tests.faults.scene import Scene, Store
from tryggve.domain.language import _
from tryggve.store.database.connect import _LOCK, FILE

SHORT = 0.2
"""Seconds that an import waits for the lock in these tests, where it is to wait in vain."""


def sqlite_lock(store: Store) -> sqlite3.Connection:
    assert store.place.folder is not None
    other = sqlite3.connect(store.place.folder / FILE, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def says_who(ended_err: str, store: Store) -> bool:
    return _("Somebody else is writing to {place}.").format(place=store.place.shown) in ended_err


def test_locked_for_long(scene: Scene) -> None:
    store = scene.fresh()
    with closing(sqlite_lock(store)):
        [ended] = scene.driver.run(scene.second(wait=SHORT)(store))
        assert says_who(ended.err, store), ended.err
        assert ended.seconds > SHORT
        [again] = scene.driver.run(scene.second(wait=0)(store))
        assert again.status == 1
    assert scene.judged(store, ended, whole=True) == "refused: before"


def test_locked_for_a_while(scene: Scene, moments: Moments) -> None:
    def fault(milliseconds: int, whole: bool) -> str:
        store = scene.fresh()
        with closing(sqlite_lock(store)) as other:
            release = threading.Timer(milliseconds / 1000, lambda: other.execute("ROLLBACK"))
            release.start()
            [ended] = scene.driver.run(scene.second()(store))
            release.join()
        return scene.judged(store, ended, whole=whole)

    assert set(moments.try_each(moments.spread(50, 400), fault)) == {"done: after"}


def test_a_reader_neither_waits_nor_is_waited_for(scene: Scene) -> None:
    store = scene.fresh()
    assert store.place.folder is not None
    with closing(sqlite3.connect(store.place.folder / FILE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        before = reader.execute("SELECT COUNT(*), SUM(n) FROM incident_fact").fetchone()
        [ended] = scene.driver.run(scene.second(wait=0)(store))
        assert reader.execute("SELECT COUNT(*), SUM(n) FROM incident_fact").fetchone() == before
        reader.execute("ROLLBACK")
        assert reader.execute("SELECT COUNT(*), SUM(n) FROM incident_fact").fetchone() > before
    assert scene.judged(store, ended, whole=True) == "done: after"


@pytest.mark.postgres
@pytest.mark.parametrize(
    "lock", [f"SELECT pg_advisory_xact_lock({_LOCK})", "LOCK TABLE incident IN ACCESS EXCLUSIVE MODE"]
)
def test_locked_on_a_server(on_server: Scene, lock: str) -> None:
    store = on_server.fresh()
    with psycopg.connect(store.place.url) as other:
        other.execute(lock)
        [ended] = on_server.driver.run(on_server.second(wait=SHORT)(store))
        other.rollback()
    assert says_who(ended.err, store), ended.err
    assert on_server.judged(store, ended, whole=True) == "refused: before"


DIFFERENT, SAME, SAME_AS_NEW = ("second", "third"), ("second", "second"), ("second", "second --new")
SERVER = pytest.mark.postgres


@pytest.mark.parametrize(
    ("engine", "imports"),
    [
        ("scene", DIFFERENT), ("scene", SAME), ("scene", SAME_AS_NEW), ("scene", SAME_AS_NEW[::-1]),
        pytest.param("on_server", DIFFERENT, marks=SERVER), pytest.param("on_server", SAME_AS_NEW, marks=SERVER),
    ],
    ids=lambda value: value if isinstance(value, str) else " and ".join(value), indirect=["engine"],
)  # fmt: skip
def test_two_imports(engine: Scene, moments: Moments, imports: tuple[str, str]) -> None:
    """The first stands still for a moment somewhere on its way."""
    last = engine.moments(where="statement")

    def fault(at: int, whole: bool) -> str:
        store = engine.fresh()
        came = engine.at_once(store, *imports, where="statement", at=at, event="pause", seconds=0.1)
        if whole:
            assert store.fingerprint() == engine.fingerprints[came]
        engine.stores.discard(store)
        return " then ".join(came)

    # Most of the moments are rows; the first ones are around the taking of the lock.
    moments.try_each([*moments.spread(1, 40)[::2], *moments.spread(41, last)[::2]], fault)


def test_two_imports_after_a_crash(scene: Scene, moments: Moments) -> None:
    """Both find the log of an import that was killed."""
    last = scene.moments(where="statement")

    def fault(at: int, whole: bool) -> str:
        store = scene.fresh()
        [ended] = scene.driver.run(scene.second(where="statement", at=at, cache=8)(store))
        assert ended.status == -9
        came = scene.at_once(store, "second", "third", delay=0.02 * float(moments.rng.random()))
        scene.stores.discard(store)
        return " then ".join(came)

    moments.try_each(moments.spread(1, last - 1), fault)

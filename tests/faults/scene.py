"""A prepared store, the states it may be in after a fault, and copies of it to spoil."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count, permutations
from pathlib import Path
from typing import Any

from tests.faults.material import Batch, Material
from tests.faults.runs import Driver, Ended, Run
from tests.faults.snapshot import Snapshot, assert_sound, of_postgres, of_sqlite
from tests.stores import Postgres
from tryggve.store.database.connect import FILE
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.place import Place
from tryggve.store.database.upgrade import open_store


@dataclass(frozen=True)
class Store:
    """A copy of the prepared store: where it lies, and how a command line names it."""

    place: Place
    words: tuple[str, ...]
    env: dict[str, str]

    def fingerprint(self) -> str:
        """The product's own fingerprint of the facts."""
        with open_store(self.place) as database:
            return DatabaseStore(database).fingerprint()


class Sqlite:
    """Stores in folders."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._number = folder, count()

    def empty(self) -> Store:
        """A place where no store has been made."""
        return self._store(self._folder / str(next(self._number)))

    def copy(self, store: Store) -> Store:
        """A copy of a store that nobody has open, with all that a process which died has left behind."""
        folder = self._folder / str(next(self._number))
        assert store.place.folder is not None
        shutil.copytree(store.place.folder, folder)
        return self._store(folder)

    def snapshot(self, store: Store) -> Snapshot:
        """Read from a copy: the store itself stays as it was left, for the next try to mend."""
        folder = self.copy(store).place.folder
        assert folder is not None
        (folder / f"{FILE}-shm").unlink(missing_ok=True)
        found = of_sqlite(folder / FILE)
        shutil.rmtree(folder)
        return found

    def discard(self, store: Store) -> None:
        """Make room."""
        assert store.place.folder is not None
        shutil.rmtree(store.place.folder)

    def _store(self, folder: Path) -> Store:
        return Store(Place(folder), ("--store", str(folder), "--out", str(folder / "out")), {})


class OnServer:
    """Stores on a PostgreSQL server."""

    def __init__(self, server: Postgres, folder: Path) -> None:
        self._server, self._folder = server, folder

    def empty(self) -> Store:
        return self._store(self._server.place(empty=True))

    def copy(self, store: Store) -> Store:
        return self._store(self._server.place(like=store.place))

    def discard(self, store: Store) -> None:
        self._server.drop(store.place)

    def snapshot(self, store: Store) -> Snapshot:
        return of_postgres(store.place.url)

    def _store(self, place: Place) -> Store:
        return Store(place, ("--out", str(self._folder)), {"TRYGGVE_DATABASE_URL": place.url})


class Scene:
    """The store before, and after one, two and both imports."""

    def __init__(self, stores: Sqlite | OnServer, driver: Driver, material: Material) -> None:
        self.stores, self.driver, self.material = stores, driver, material
        self._before = self.made(stores.empty())
        self.run(self._before, material.first)
        self.states: dict[tuple[str, ...], Snapshot] = {}
        self.fingerprints: dict[tuple[str, ...], str] = {}
        before, after = self.expect(()), self.expect(("second",))
        _must(bool(before.differences(after)), "the import changes nothing")

    def made(self, store: Store) -> Store:
        self.fine(Run(init(store), store.env))
        return store

    def fresh(self) -> Store:
        """A copy of the store as it was before."""
        return self.stores.copy(self._before)

    def run(self, store: Store, batch: Batch, *further: str) -> Ended:
        """An undisturbed import."""
        return self.fine(self.importing(store, batch, *further))

    def importing(self, store: Store, batch: Batch, *further: str) -> Run:
        return Run(batch.words(*store.words, *further), store.env)

    def fine(self, run: Run) -> Ended:
        [ended] = self.driver.run(run)
        _must(ended.status == 0, f"{ended.status}: {ended.err}")
        return ended

    def expect(self, batches: tuple[str, ...]) -> Snapshot:
        """The state after undisturbed imports, one after the other. A name may end in an option: `second --new`."""
        if batches not in self.states:
            store = self.fresh()
            for batch in batches:
                name, *further = batch.split()
                self.run(store, getattr(self.material, name), *further)
            state = self.stores.snapshot(store)
            assert_sound(state)
            self.states[batches], self.fingerprints[batches] = state, store.fingerprint()
        return self.states[batches]

    def state(self, store: Store, among: Sequence[tuple[str, ...]] = ((), ("second",))) -> tuple[str, ...]:
        """Which of some states the store is in; AssertionError when it is in none or contradicts itself."""
        found = self.stores.snapshot(store)
        assert_sound(found)
        differences = {batches: found.differences(self.expect(batches)) for batches in among}
        for batches, different in differences.items():
            if not different:
                return batches
        raise AssertionError(f"neither as before nor as after: {differences}")

    def after_fault(self, run: Callable[[Store], Run], *, whole: bool = False) -> str:
        """Let a fault happen to an import and see that nothing is half done and the next try works.

        Returns how it ended and what the store was like; with `whole` the fingerprint of the facts is compared too.
        """
        store = self.fresh()
        [ended] = self.driver.run(run(store))
        return self.judged(store, ended, whole=whole)

    def judged(self, store: Store, ended: Ended, *, whole: bool = False) -> str:
        """See `after_fault`, for a fault that has happened."""
        state, end = self.state(store), how_it_ended(ended)
        _must(end != "done" or state == ("second",), "acknowledged, and not there")
        self.run(store, self.material.second)
        then = self.state(store, [(*state, "second")])
        if whole:
            same = store.fingerprint() == self.fingerprints[then] == self.fingerprints["second",]
            _must(same, "the facts have another fingerprint")
        self.stores.discard(store)
        return f"{end}: {'after' if state else 'before'}"

    def at_once(self, store: Store, *imports: str, **fault: Any) -> tuple[str, ...]:
        """Several imports at the same time, the first with a fault that only delays it: in which order they came.

        AssertionError where it is not as if they had come one after the other.
        """
        runs = [self.importing(store, getattr(self.material, name), *further)
                for name, *further in map(str.split, imports)]  # fmt: skip
        for ended in self.driver.run(replace(runs[0], **fault), *runs[1:]):
            _must(ended.status == 0, f"{ended.status}: {ended.err}")
        return self.state(store, sorted(set(permutations(imports))))

    def moments(self, **run: Any) -> int:
        """How many moments an undisturbed import has; at statements the last is just after the commit."""
        store = self.fresh()
        passed = self.fine(self.second(**run)(store)).passed
        self.stores.discard(store)
        return passed

    def second(self, **fault: Any) -> Callable[[Store], Run]:
        """The second import with a fault."""
        return lambda store: replace(self.importing(store, self.material.second), **fault)


def init(store: Store) -> list[str]:
    """The words that make a store."""
    named = [] if store.place.folder is None else [str(store.place.folder)]
    return ["init", *named, "--municipality", "Påhittköping", "--by", "Kerstin", "--why", "Nytt"]


def how_it_ended(ended: Ended) -> str:
    """`killed`, `refused` with a sentence of our own, or `done`; AssertionError for all else."""
    if ended.status in (-signal.SIGKILL, -signal.SIGXFSZ):
        return "killed"
    last = (ended.err.splitlines() or [""])[-1]
    _must(ended.status == 0 or (ended.status == 1 and last.startswith("tryggve: ")), f"{ended.status}: {ended.err}")
    return "refused" if ended.status else "done"


def _must(true: bool, otherwise: str) -> None:
    if not true:
        raise AssertionError(otherwise)

"""How many moments a kind of fault is tried at, and the stores it is tried on.

`FAULT_MOMENTS` (10) is the number of moments per kind, `FAULT_SEED` chooses others.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from zlib import crc32

import numpy as np
import pytest

from tests.faults.material import Material, write
from tests.faults.runs import Driver
from tests.faults.scene import OnServer, Scene, Sqlite, init
from tests.stores import Postgres

MOMENTS = int(os.environ.get("FAULT_MOMENTS", "10"))
SEED = int(os.environ.get("FAULT_SEED", "20260131"))


ENGINES = ["scene", pytest.param("on_server", marks=pytest.mark.postgres)]
"""Values of the fixture `engine`."""


class Moments:
    """The moments of one kind of fault, and what came of them."""

    def __init__(self, kind: str) -> None:
        self.kind, self.outcomes = kind, Counter[str]()
        self.rng = np.random.default_rng([SEED, crc32(kind.encode())])

    def spread(self, first: int, last: int) -> list[int]:
        """Random whole numbers from first to last, one in every equal part of the way."""
        steps = (np.arange(MOMENTS) + self.rng.random(MOMENTS)) / MOMENTS
        return (first + steps * (last + 1 - first)).astype(int).tolist()

    def try_each(self, moments: list[int], fault: Callable[[int, bool], str]) -> Counter[str]:
        """Call with every moment, and whether it is the last; says at which one it failed."""
        for number, moment in enumerate(moments, 1):
            try:
                self.outcomes[fault(moment, number == len(moments))] += 1
            except AssertionError as error:
                raise AssertionError(f"{self.kind}, moment {moment} (FAULT_SEED={SEED}): {error}") from error
        return self.outcomes


@pytest.fixture
def moments(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Iterator[Moments]:
    """The moments of this test."""
    made = Moments(f"{request.node.path.stem}::{request.node.name}")
    yield made
    told = ", ".join(f"{n} {outcome}" for outcome, n in sorted(made.outcomes.items()))
    record_property("faults", f"{made.kind}: {told}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What came of every kind, where these tests were asked for alone."""
    for report in terminalreporter.stats.get("", []):
        for name, told in report.user_properties:
            if name == "faults":
                terminalreporter.write_line(str(told))


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return write(tmp_path_factory.mktemp("material"))


@pytest.fixture(scope="session")
def driver(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system: the driver of the faults cannot start its runs")
    store = Sqlite(tmp_path_factory.mktemp("warm-up")).empty()
    driver = Driver([init(store), material.first.words(*store.words), material.second.words(*store.words)])
    yield driver
    driver.close()


@pytest.fixture(scope="session")
def scene(driver: Driver, material: Material, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A store in a folder."""
    return Scene(Sqlite(tmp_path_factory.mktemp("stores")), driver, material)


@pytest.fixture(scope="session")
def on_server(
    driver: Driver, material: Material, postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Scene:
    """A store on a server."""
    return Scene(OnServer(postgres, tmp_path_factory.mktemp("out")), driver, material)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Scene:
    """One of `ENGINES`."""
    found: Scene = request.getfixturevalue(request.param)
    return found

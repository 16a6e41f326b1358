"""What these tests get: a server that speaks as the sources do, and a way to it with a clock that never waits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.sources.clock import FakeClock
from tests.sources.server import Public, running
from tryggve.ingest.fetching.fetcher import Fetcher


@dataclass
class Way:
    """A fetcher with its clock, and what it told."""

    fetcher: Fetcher
    clock: FakeClock
    told: list[str] = field(default_factory=list)


@pytest.fixture
def public() -> Iterator[Public]:
    """The server of this test alone."""
    with running() as server:
        yield server


@pytest.fixture
def way(tmp_path: Path) -> Way:
    """A way out to the sources."""
    clock, told = FakeClock(), []  # type: ignore[var-annotated]
    return Way(Fetcher(tmp_path / "cache", clock=clock.clock(), tell=told.append), clock, told)


@pytest.fixture(scope="session")
def real_sources() -> None:
    """Leave to ask the real sources: they are many people's, and a test run is no reason to ask them every time."""
    if not os.environ.get("TRYGGVE_LIVE"):
        pytest.skip("TRYGGVE_LIVE is not set: the real sources are asked only when somebody wants it")

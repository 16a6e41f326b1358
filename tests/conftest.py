"""What every test gets: a clean environment, Swedish, and a reason where what a test needs is absent."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.stores import Postgres, Sqlite, run_on, throw_away_server
from tryggve.domain.language import DEFAULT_LANGUAGE, use_language

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
OURS = ("TRYGGVE_SHARED", "TRYGGVE_CHROMIUM", "TRYGGVE_LIVE")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A test that uses one of these can be skipped, so it must be possible to choose or leave it by its mark.
MARK_OF_FIXTURE = {
    "shared": "shared", "chromium": "browser", "browser": "browser", "postgres": "postgres", "real_sources": "live",
}  # fmt: skip

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    """Give libraries that want a folder for sockets one of their own; workers of xdist inherit it."""
    # The loop of a running browser makes Django take every later test of the process for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if "XDG_RUNTIME_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="tryggve-run-")
        os.environ["XDG_RUNTIME_DIR"] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: three workers on two cores, since each waits a quarter of its time for browsers and locks."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + cores // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that needs something from outside without saying so in its mark."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            mark = MARK_OF_FIXTURE.get(fixture)
            if mark and item.get_closest_marker(mark) is None:
                raise pytest.UsageError(f"{item.nodeid} uses the fixture {fixture!r} without @pytest.mark.{mark}")


@pytest.fixture(autouse=True)
def _swedish_and_no_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("TRYGGVE_") and name not in OURS]:
        monkeypatch.delenv(name)
    with use_language(DEFAULT_LANGUAGE):
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `data` of the test material: in TRYGGVE_SHARED, else in `../shared` beside the project."""
    chosen = os.environ.get("TRYGGVE_SHARED")
    data = (Path(chosen) if chosen else ROOT.parent / "shared") / "data"
    if not data.is_dir():
        where = "$TRYGGVE_SHARED/data" if chosen else "../shared/data"
        pytest.skip(f"{where} is absent (TRYGGVE_SHARED names the folder that holds data)")
    return data


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    """Makes stores in folders."""
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """Makes stores on a PostgreSQL server that runs for these tests alone."""
    with throw_away_server() as server:
        uri = str(server.get_uri())
        yield Postgres(run_on(uri), lambda name: uri.replace("/postgres?", f"/{name}?"), "tryggve")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium, or the one TRYGGVE_CHROMIUM names."""
    chosen = os.environ.get("TRYGGVE_CHROMIUM")
    found = next((path for name in ([chosen] if chosen else CHROMIUM_NAMES) if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no Chromium found as {chosen or ', '.join(CHROMIUM_NAMES)} (TRYGGVE_CHROMIUM can name it)")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A running Chromium; each test makes its own page with `browser.new_page()`."""
    from playwright.sync_api import sync_playwright

    # Chromium refuses its sandbox when it runs as root.
    as_root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM_ARGS, *as_root])
        yield running
        running.close()

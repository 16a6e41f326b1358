"""The installation of a test on a port of this machine, for browsers. Import the fixture `live` where it is used.

from tests.web.live import Live, live  # noqa: F401
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from django.utils.module_loading import autodiscover_modules

from tests.web.conftest import Installation
from tryggve.web.core import clock
from tryggve.web.core.due import JOBS


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_words: Any) -> None:
        """Nothing: a test's output is its own."""


class _Server(ThreadedWSGIServer):
    daemon_threads = True

    def _close_connections(self) -> None:
        # Each thread has its own connections, to each municipality it was in too.
        connections.close_all()


@dataclass
class Live:
    """Where the installation answers, and what it holds. `localhost`, because passkeys know no numbers."""

    url: str
    installation: Installation

    def cookies(self, name: str) -> list[dict[str, Any]]:
        """What the browser of one of the cast holds when logged in, for `context.add_cookies`."""
        client = self.installation.client(name)
        return [{"name": key, "value": one.value, "url": self.url} for key, one in client.cookies.items()]


@dataclass
class Watch:
    """What a browser page must not do: complain, or ask another host. `watch(page, live.url)`, then `.faults`."""

    faults: list[str] = field(default_factory=list)


def watch(page: Any, url: str) -> Watch:
    """Write down all that a page complains of, and every request to elsewhere."""
    seen = Watch()
    page.on("console", lambda one: one.type in ("error", "warning") and seen.faults.append(f"console {one.text}"))
    page.on("pageerror", lambda one: seen.faults.append(f"error {one}"))
    page.on("request", lambda one: one.url.startswith(url) or seen.faults.append(f"request {one.url}"))
    return seen


@contextmanager
def served(installation: Installation) -> Iterator[Live]:
    """The installation behind a real server, in threads of this process."""
    server = _Server(("localhost", 0), _Quiet, allow_reuse_address=False)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Live(f"http://localhost:{server.server_port}", installation)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def live(installation: Installation) -> Iterator[Live]:
    """The installation of the test, served."""
    with served(installation) as found:
        yield found


@pytest.fixture
def worker(live: Live) -> Iterator[None]:
    """A background worker does what somebody waits for at a page, and nothing else."""
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.1):
            for job in JOBS.values():
                with live.installation.inside():
                    if job.when is not None and job.when():
                        job.do(clock.now())
        connections.close_all()

    autodiscover_modules("work")
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()

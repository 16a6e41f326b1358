"""A Dask cluster of two workers on this machine, started as its users start it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.process import ROOT, CommandError

WORKERS = 2
WAIT_S = 60.0
STOP_S = 20.0


@contextmanager
def local_cluster() -> Iterator[str]:
    """The address of a scheduler with two workers of one thread each, reached from this machine alone."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        found = Path(name) / "scheduler.json"
        own = ["--scheduler-file", str(found)]
        running.enter_context(_started(name, "scheduler", *own, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"))
        address = _address(found)
        running.enter_context(
            _started(
                name, "worker", *own, "--host", "127.0.0.1", "--nworkers", str(WORKERS), "--nthreads", "1",
                "--memory-limit", "0", "--local-directory", name, "--no-dashboard",
            )
        )  # fmt: skip
        yield address


@contextmanager
def _started(folder: str, *words: str) -> Iterator[None]:
    with (
        open(Path(folder) / f"{words[0]}.log", "wb") as log,
        subprocess.Popen([sys.executable, "-m", "dask", *words], cwd=ROOT, stdout=log, stderr=log) as process,
    ):
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(file: Path) -> str:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise CommandError("the scheduler of the cluster did not start")

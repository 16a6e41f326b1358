"""Whole processes, measured from outside: seconds on the wall, seconds of processor, peak of memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRYGGVE = str(Path(sys.executable).with_name("tryggve"))
# ru_maxrss is in kilobytes, on macOS in bytes.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class CommandError(RuntimeError):
    """A measured command did not end well: its time means nothing."""


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds on the wall, seconds of processor (user and system), peak memory in bytes."""

    wall: float
    processor: float
    memory: int


def answer(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a command writes; CommandError when it does not end with 0."""
    made = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=_environment() | dict(environment or {})
    )
    if made.returncode != 0:
        raise CommandError(f"{' '.join(command)} ended with {made.returncode}:\n{made.stdout}{made.stderr}")
    return made.stdout


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end; CommandError with what it wrote when it does not end with 0.

    The peak counts from the size of the calling process, which must therefore be small (Linux).
    """
    return run_told(command, environment)[0]


def run_told(command: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[Run, str]:
    """The same, with what the command wrote."""
    begin = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env=_environment() | dict(environment or {}),
    ) as process:
        output = process.stdout.read() if process.stdout else b""
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise CommandError(f"{' '.join(command)} ended with {process.returncode}:\n{output.decode(errors='replace')}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT), output.decode(errors="replace")


def _environment() -> dict[str, str]:
    """Without anybody's own settings of Tryggve: what is measured is what comes out of the box."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TRYGGVE_")}


def median_run(command: Sequence[str], runs: int) -> Run:
    """Median times and the largest memory of so many runs, after one that is not counted and fills the caches.

    A single run is made without it: then nobody wants to know how long it takes.
    """
    if runs > 1:
        run(command)
    found = [run(command) for _ in range(runs)]
    return Run(
        statistics.median(one.wall for one in found),
        statistics.median(one.processor for one in found),
        max(one.memory for one in found),
    )

"""Asking the driver for runs of `tryggve` in which something goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Run:
    """A command and its fault.

    `event` happens at moment `at` (from 1; 0: never) of those that are counted `where` ("statement": statements, rows
    and commits; "machine": every so many steps of SQLite's machine). No file grows past `bytes`, from the start or,
    with the event "limit", from then on; the database by no more than `pages`. The lock is waited for `wait` seconds,
    SQLite's cache is `cache`, the product is broken by `plant`.
    """

    words: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    where: str = ""
    at: int = 0
    every: int = 20
    event: str = "kill"
    seconds: float = 0.0
    server: int = 0
    bytes: int | None = None
    deadly: bool = False
    pages: int | None = None
    wait: float | None = None
    cache: int | None = None
    delay: float = 0.0
    plant: str = ""


@dataclass(frozen=True)
class Ended:
    """What became of a run: exit status or minus a signal, what it said, how many moments it counted to its end."""

    status: int
    out: str
    err: str
    passed: int
    seconds: float


class Driver:
    """The process that all runs are forked from."""

    def __init__(self, warm_up: Sequence[Sequence[str]]) -> None:
        # One thread, so that a fork is a whole copy; nothing of pytest's own settings.
        env = {name: value for name, value in os.environ.items() if not name.startswith("TRYGGVE_")}
        env |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}
        env["PYTHONPATH"] = str(ROOT)
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.faults.driver", json.dumps(list(map(list, warm_up)))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=ROOT, encoding="utf-8",
        )  # fmt: skip
        if self._answer() != "ready\n":
            self.close()
            raise RuntimeError("the driver did not start; it says why on standard error")

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def run(self, *runs: Run) -> list[Ended]:
        """Do the runs at the same time and wait for all of them."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([asdict(run) for run in runs]) + "\n")
        self._process.stdin.flush()
        return [Ended(**ended) for ended in json.loads(self._answer())]

    def close(self) -> None:
        self._process.communicate()


def in_folder(folder: Path) -> list[str]:
    """The words that name a store in a folder."""
    return ["--store", str(folder)]

"""Every part of the national run as whole processes, serial and on a cluster: what came out, and what it took."""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.national.cluster import local_cluster
from benchmarks.national.country import COUNTRIES
from benchmarks.process import answer, run_told


@dataclass(frozen=True)
class Took:
    """What a part took: seconds on the wall, seconds of processor in all processes, peak memory of the process that
    asks and of each worker in bytes; and what came out: SHA-256 of its JSON.
    """

    wall: float
    processor: float
    memory: float
    workers: tuple[float, ...]
    sha: str


@dataclass(frozen=True)
class National:
    """All that was measured, pairs of serial and cluster. `rows`, `municipalities`, `signals` by `Country.steps`."""

    country: str
    rows: dict[int, int]
    municipalities: dict[int, int]
    stopped: int
    calibrated: int
    megabytes: float
    table: Took
    scan: tuple[Took, Took]
    calibrate: tuple[Took, Took]
    signals: dict[int, tuple[Took, Took]]
    killed: Took


class Measuring:
    """Where files and measurements are, for one country; what was measured is not measured again.

    Each part on a cluster has workers of its own, so that their peaks are the part's, unless an `address` is given.
    """

    def __init__(self, folder: Path, country: str, address: str = "") -> None:
        self.folder, self.country, self._address = folder, country, address
        self._kept = folder / "measured.json"
        folder.mkdir(parents=True, exist_ok=True)
        self._known: dict[str, Any] = {}
        if self._kept.is_file():
            self._known = json.loads(self._kept.read_text(encoding="utf-8"))

    def forget(self) -> None:
        """Measure anew the next time; the files of the country stay."""
        self._kept.unlink(missing_ok=True)

    def make(self) -> None:
        """The files of the country, as far as they are missing."""
        module = [sys.executable, "-m", "benchmarks.national.made", str(self.folder / "country"), self.country]
        print(answer(module), end="", file=sys.stderr)

    def took(self, part: str, *, step: int = 1, cluster: bool = False, killed_after: int | None = None) -> Took:
        """One part measured as a process of its own; on a cluster with workers of its own."""
        name = "-".join([part, str(step), *(["cluster"] if cluster else []), *(["killed"] if killed_after else [])])
        if name not in self._known:
            print(f"{name} …", file=sys.stderr, flush=True)
            self._known[name] = asdict(self._run(name, part, step, cluster, killed_after))
            self._kept.write_text(json.dumps(self._known), encoding="utf-8")
        found = self._known[name]
        return Took(**{**found, "workers": tuple(found["workers"])})

    def answer_of(self, name: str) -> Any:
        """What a part answered."""
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    def _run(self, name: str, part: str, step: int, cluster: bool, killed_after: int | None) -> Took:
        out = self.folder / f"{name}.json"
        command = [
            sys.executable, "-m", "benchmarks.national.run", part, "--folder", str(self.folder / "country"), "--out",
            str(out), "--step", str(step), "--country", self.country,
        ]  # fmt: skip
        if part == "signals":
            command += ["--calibrations", str(self.folder / "calibrate-1.json")]
        if killed_after:
            command += ["--kill-after", str(killed_after)]
        if not cluster:
            took, _said = run_told(command)
            workers: list[dict[str, float]] = []
        else:
            with nullcontext(self._address) if self._address else local_cluster() as address:
                took, said = run_told([*command, "--cluster", address])
            workers = json.loads(said.splitlines()[-1])
        processor = took.processor + sum(worker["processor"] for worker in workers)
        sha = hashlib.sha256(out.read_bytes()).hexdigest()
        return Took(took.wall, processor, took.memory, tuple(worker["memory"] for worker in workers), sha)


def measure(measuring: Measuring) -> National:
    """Everything, the table first. What is compiled once on a machine is compiled by the first part that needs it."""
    steps = COUNTRIES[measuring.country].steps
    measuring.make()
    table = measuring.took("table")
    calibrate = (measuring.took("calibrate"), measuring.took("calibrate", cluster=True))
    scan = (measuring.took("scan"), measuring.took("scan", cluster=True))
    signals = {step: (measuring.took("signals", step=step), measuring.took("signals", step=step, cluster=True))
               for step in steps}  # fmt: skip
    answers = {step: measuring.answer_of(f"signals-{step}") for step in steps}
    killed = measuring.took("signals", cluster=True, killed_after=max(1, len(answers[1]) // 3))
    size = sum(file.stat().st_size for file in (measuring.folder / "country").rglob("*.parquet"))
    everything = answers[1]
    return National(
        country=measuring.country, rows={step: sum(one["events"] for one in answers[step]) for step in steps},
        municipalities={step: len(answers[step]) for step in steps},
        stopped=sum(any(limit["stops"] for limit in one["limits"]) for one in everything),
        calibrated=sum(one["calibrated"] for one in everything), megabytes=size / 1e6, table=table, scan=scan,
        calibrate=calibrate, signals=signals, killed=killed,
    )  # fmt: skip

"""Running the methods on the cases: on two processes, each answer kept, so that a stopped run goes on."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from benchmarks.detection.case import Case, Find
from benchmarks.detection.methods import METHODS
from benchmarks.detection.variants import VARIANTS

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "bench-detection"
_SOURCES = (
    "benchmarks/detection",
    "benchmarks/synthetic",
    "src/tryggve/stats/emerging",
    "src/tryggve/stats/surveillance",
)


@dataclass(frozen=True)
class Job:
    """One method on one case, or the case alone (`method` ""), named by variant and seed."""

    variant: str
    seed: int
    method: str

    @property
    def file(self) -> Path:
        return KEPT / f"{self.variant}-{self.seed}-{self.method}.json"


def state() -> str:
    """Tells one state of generator, methods and detectors from another: answers of another are thrown away."""
    digest = hashlib.sha256()
    unseen = {"page.py", "scoring.py", "run.py", "__main__.py"}
    for folder in _SOURCES:
        for path in sorted((ROOT / folder).glob("*.py")):
            if path.name not in unseen:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def prepare() -> None:
    """Empty the folder of answers unless they are of this state."""
    KEPT.mkdir(parents=True, exist_ok=True)
    mark, own = KEPT / "state", state()
    if not mark.is_file() or mark.read_text() != own:
        for old in KEPT.glob("*.json"):
            old.unlink()
        mark.write_text(own)


def make(variant: str, seed: int) -> Case:
    return next(one for one in VARIANTS if one.key == variant).make(seed)


def run_case(variant: str, seed: int, methods: Sequence[str]) -> str:
    """Ask the methods that have no answer kept."""
    case = None
    for method in METHODS:
        file = Job(variant, seed, method.key).file
        if method.key in methods and not file.is_file():
            case = case or make(variant, seed)
            part = file.with_suffix(".part")
            part.write_text(json.dumps(method.finds(case)))
            part.replace(file)
    return f"{variant} {seed}"


def run_all(cases: Iterable[tuple[str, int, Sequence[str]]], processes: int) -> None:
    """All cases, with a line of progress for each."""
    prepare()
    waiting = [
        (variant, seed, methods)
        for variant, seed, methods in cases
        if any(not Job(variant, seed, method).file.is_file() for method in methods)
    ]
    with ProcessPoolExecutor(processes) as pool:
        jobs = [pool.submit(run_case, *one) for one in waiting]
        for number, job in enumerate(as_completed(jobs), 1):
            print(f"{number}/{len(jobs)} {job.result()}", file=sys.stderr, flush=True)


def answer(variant: str, seed: int, method: str) -> list[Find]:
    """The finds that were kept."""
    rows = json.loads(Job(variant, seed, method).file.read_text())
    return [(int(day), tuple(areas), float(x)) for day, areas, x in rows]

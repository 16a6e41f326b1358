"""The small invented files on their way through `tryggve lagesbild`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tryggve.cli import main

MONTH = "2025-10"


@dataclass(frozen=True)
class Files:
    """The small invented files, and the words that pick them up."""

    folder: Path
    reports: Path
    areas: Path
    reporters: Path

    def words(self, out: Path, *further: str, period: str = MONTH) -> list[str]:
        around = ["--areas", str(self.areas), "--reporters", str(self.reporters)]
        return ["lagesbild", str(self.reports), *around, "--period", period, "--out", str(out), *further]


def made(words: list[str]) -> Path:
    """The folder of a run that must succeed."""
    assert main(words) == 0
    return Path(words[words.index("--out") + 1])

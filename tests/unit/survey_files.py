"""An invented survey of Exempelkommunen: a design, and answers whose shares are known because they are counted out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

DESIGN = """
name = "Trygghetsmätning {year}"
place = "Exempelkommunen"
period = "{year}"
invented = true
area_column = "omrade"
stratum_column = "omrade"
dont_know = ["Vet ej"]
not_asked = ["Ej tillfrågad"]
blank = ["99"]

[[areas]]
code = "centrum"
name = "Centrum"
[[areas]]
code = "soder"
name = "Söder"
[[areas]]
code = "vaster"
name = "Väster"

[[strata]]
code = "centrum"
population = 4000
asked = 200
[[strata]]
code = "soder"
population = 2000
asked = 200
[[strata]]
code = "vaster"
population = 6000
asked = 200

[[questions]]
id = "kvall"
text = "Hur trygg är du ute en sen kväll?"
sort = "perception"
bad = ["1", "2"]
good = ["3", "4"]
labels = {{ "1" = "Mycket otrygg", "2" = "Ganska otrygg", "3" = "Ganska trygg", "4" = "Mycket trygg" }}

[[questions]]
id = "hot"
text = "Har du blivit hotad det senaste året?"
sort = "event"
bad = ["Ja"]
good = ["Nej"]
"""

HEADING = ("lopnummer", "omrade", "kvall", "hot", "fritext")
SECRET = "Ring 070-174 06 58"
ID = "RESP-{:05d}"

COUNTS = {"centrum": (100, 50, 12), "soder": (80, 16, 8), "vaster": (120, 30, 12)}
"""Area → answered, of whom unsafe, of whom threatened."""


def write_design(folder: Path, year: int = 2025, more: str = "") -> Path:
    path = folder / f"design-{year}.toml"
    path.write_text(DESIGN.format(year=year) + more, encoding="utf-8")
    return path


def answers(counts: dict[str, tuple[int, int, int]] = COUNTS) -> list[list[str]]:
    """The rows; codes and labels both, and in each area six who do not know and seven who left it blank."""
    rows: list[list[str]] = []
    for area, (n, unsafe, threatened) in counts.items():
        for i in range(n):
            evening = ("1", "Ganska otrygg")[i % 2] if i < unsafe else ("3", "Mycket trygg")[i % 2]
            rows.append([ID.format(len(rows)), area, evening, "Ja" if i < threatened else "nej", SECRET])
        silent = ["Vet ej"] * 6 + ["", "99", "", "99", "", "99", ""]
        rows += [[ID.format(len(rows) + i), area, one, "Vet ej", SECRET] for i, one in enumerate(silent)]
    return rows


def write_answers(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADING)
        writer.writerows(rows)
    return path

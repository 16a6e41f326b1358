"""Two batches of invented files: the second has rows that are new, changed, the same and faulty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.invented import Row, rows, write_rows

REPORTERS = "organisation;organisationstyp;omraden;fran;till;takt\n"


@dataclass(frozen=True)
class Batch:
    """The files of one import."""

    reports: Path
    counts: Path
    reporters: Path

    def words(self, *further: str) -> list[str]:
        """The command line that brings them in."""
        files = [str(self.reports), str(self.counts)]
        said = ["--reporters", str(self.reporters), "--by", "Kerstin", "--why", "Vecka 40", "--today", "2026-01-31"]
        return ["import", *files, *said, *further]


@dataclass(frozen=True)
class Material:
    """`first` lies in the store already; `second` is brought in while things go wrong; `third` meets it there."""

    first: Batch
    second: Batch
    third: Batch


def write(folder: Path) -> Material:
    """Write the files of all three batches."""
    reports = [_without_id(row) if number % 5 == 0 else row for number, row in enumerate(rows())]
    later = [_changed(row) if number % 3 == 0 else row for number, row in enumerate(reports[100:240])]
    faulty = [reports[240] | {"rapport_id": "R9999", "fran": "i går"}]
    return Material(
        first=_batch(folder / "1", reports[:240], {"A": 3, "B": 4, "C": 5}, ["Norrbiblioteket;bibliotek;;2024-01-01"]),
        second=_batch(
            folder / "2", [*later, *reports[240:400], *faulty], {"B": 4, "C": 6, "D": 7},
            ["Norrbiblioteket;bibliotek;O1|O2;2024-01-01", "Söderskolan;skola;;2024-02-01"],
        ),
        third=_batch(
            folder / "3", [*reports[200:300], *reports[380:480]], {"A": 8, "D": 9},
            ["Söderskolan;skola;O3;2024-02-01"],
        ),
    )  # fmt: skip


def _without_id(row: Row) -> Row:
    return row | {"rapport_id": ""}


def _changed(row: Row) -> Row:
    return row | {"beskrivning": "Rättad text. Ring 070-174 06 35.", "kategori": "inbrott_stold", "omrade": "O3"}


def _batch(folder: Path, reports: Sequence[Row], counts: dict[str, int], reporters: Sequence[str]) -> Batch:
    folder.mkdir(parents=True)
    table = "omrade;period;kategori;antal\n"
    table += "".join(f"Trakt {area};2025-{month:02d};klotter;{n + month}\n" for area, n in counts.items()
                     for month in range(1, 13))  # fmt: skip
    (folder / "antal.csv").write_text(table, encoding="utf-8")
    (folder / "rapportorer.csv").write_text(REPORTERS + "".join(f"{line};;vecka\n" for line in reporters), "utf-8")
    return Batch(write_rows(folder / "rapporter.csv", reports), folder / "antal.csv", folder / "rapportorer.csv")

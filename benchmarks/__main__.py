"""`make bench`: measures and writes the page; ends with 1 when something that was promised was not kept."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.page import Measured, Table, page
from benchmarks.posting import posting_table
from benchmarks.process import ROOT, TRYGGVE, Run, median_run, run
from benchmarks.signals_speed import signals_table
from benchmarks.store import store_table

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
MB = 1e6
YEARS = 4
IMPORTS = (
    ("Python självt", "pass"),
    ("kommandoraden", "import tryggve.cli"),
    ("inläsningen", "import tryggve.ingest.read_in"),
    ("lagret", "import tryggve.store.files"),
    ("lägesbilden", "import tryggve.reports.situation"),
)


@dataclass(frozen=True)
class Size:
    """How much is measured: rows of reports, points, runs of a whole process, rounds within one."""

    rows: int
    points: int
    runs: int
    rounds: int


FULL = Size(300_000, 100_000, 5, 25)
QUICK = Size(2_000, 2_000, 1, 2)


def main() -> int:
    """Measure; `--quick` takes little of everything, to see that the measuring itself works, and writes no page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Mäter fart och minne.")
    parser.add_argument("--quick", action="store_true", help="litet av allt, bara för att pröva mätningen")
    parser.add_argument("--out", type=Path, help="fil att skriva sidan till")
    arguments = parser.parse_args()
    size = QUICK if arguments.quick else FULL
    # The density comes last: what it loads would count into the memory of the processes measured after it.
    store = store_table(size.rows, size.runs, size.rounds, YEARS)
    situation, start = situation_table(size), start_table(size)
    signals = signals_table(*((60_000, 3) if size is FULL else (300, 1)))
    posting = posting_table(300 if size is FULL else 10)
    tables = [situation, store, posting, signals, start, density_table(size), engine(size)]
    text = page(tables)
    out = arguments.out or (None if arguments.quick else PAGE)
    if out:
        out.write_text(text, encoding="utf-8", newline="\n")
    print(text)
    late = [row.what for table in tables for row in table.rows if not row.kept]
    return 1 if late and not arguments.quick else 0


def situation_table(size: Size) -> Table:
    """The lägesbild of a year from Parquet, as whole processes."""
    with tempfile.TemporaryDirectory() as place:
        several, single = Path(place) / "several", Path(place) / "single"
        for folder, years in ((several, YEARS), (single, 1)):
            folder.mkdir()
            run([sys.executable, "-m", "benchmarks.invented_reports", str(folder), str(size.rows), str(years)])
        areas, one_year = ["--areas", str(several / "areas.geojson")], ["--areas", str(single / "areas.geojson")]
        cases = [(f"ett år av {YEARS}, med områdesfil", several, areas, True)]
        if size is FULL:
            cases += [
                (f"ett år av {YEARS}, utan områdesfil (rutnät)", several, [], True),
                ("alla rader i samma år, med områdesfil", single, one_year, True),
                (f"ett år av {YEARS}, med områdesfil, bara json", several, [*areas, "--format", "json"], False),
            ]
        measured = [
            row for what, folder, words, bound in cases for row in _both(what, _lagesbild(folder, size, *words), bound)
        ]
    rows = f"{size.rows:,}".replace(",", "\N{NO-BREAK SPACE}")
    text = (
        f"`tryggve lagesbild` som hel process: {rows} påhittade rader ur Parquet (tid, koordinater, kategori, "
        "allvarlighet, organisation; fritext på ett dussin ord i tre rader av tio) blir html, pdf, xlsx, json och "
        "underlag."
    )
    return Table("Lägesbild av ett år", text, measured)


def _lagesbild(folder: Path, size: Size, *more: str) -> Run:
    files = [str(folder / "reports.parquet"), "--period", "2025", "--out", str(folder / "out")]
    return median_run([TRYGGVE, "lagesbild", *files, "--today", "2026-01-01", *more], size.runs)


def _both(what: str, found: Run, bound: bool) -> list[Measured]:
    return [
        Measured(f"{what}: tid", found.wall, "s", 6.0 if bound else None),
        Measured(f"{what}: processortid", found.processor, "s"),
        Measured(f"{what}: minne", found.memory / MB, "MB", 500.0 if bound else None),
    ]


def start_table(size: Size) -> Table:
    """How soon the command line answers, and what the parts cost to load."""
    runs = 2 * size.runs - 1
    answers = median_run([TRYGGVE, "--help"], runs)
    loaded = [(name, median_run([sys.executable, "-c", code], runs).wall * 1000) for name, code in IMPORTS]
    rows = [Measured("`tryggve --help`", answers.wall * 1000, "ms", 200.0)]
    rows += [Measured(f"import: {name}", milliseconds, "ms") for name, milliseconds in loaded]
    return Table("Start", "Hela processer. Importerna räknar med Pythons egen start.", rows)


def engine(size: Size) -> Table:
    """The engine's methods beside their peers."""
    from benchmarks.engine_speed import engine_table

    return engine_table() if size is FULL else engine_table(1, 40, 5_000, 8, peers=False)


def density_table(size: Size) -> Table:
    """Our density beside a peer's."""
    from benchmarks.density import compare

    mine, peer = compare(size.points, size.rounds)
    points = f"{size.points:,}".replace(",", "\N{NO-BREAK SPACE}")
    rows = [
        Measured("Tryggve", mine * 1000, "ms", peer * 1000),
        Measured("KDEpy, FFTKDE", peer * 1000, "ms"),
        Measured("Tryggve / KDEpy", mine / peer, "", 1.0),
    ]
    text = (
        f"{points} punkter på 512 × 512 rutor om 50 m, bandbredd 300 m. Turvis i samma process, så att annat som "
        f"datorn gör stör båda lika; medianer av {size.rounds} varv."
    )
    return Table("Täthet jämförd med KDEpy", text, rows)


if __name__ == "__main__":
    sys.exit(main())

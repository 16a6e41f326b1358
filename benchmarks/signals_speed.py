"""A day's signals and a backtest of two years: whole commands over a store of invented reports."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.page import Measured, Table
from benchmarks.process import TRYGGVE, answer, median_run

ROWS, YEARS = 60_000, 4
DAY_SECONDS, DAY_MB, BACKTEST_SECONDS = 2.0, 400.0, 180.0
"""What is promised: a day's signals of all methods, and two years replayed daily by all of them."""


def signals_table(rows: int = ROWS, runs: int = 3) -> Table:
    """Processor time (user and system: one core) and memory: what else the machine does is not in them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answer([sys.executable, "-m", "benchmarks.invented_reports", name, str(rows), str(YEARS)])
        store, who = str(folder / "store"), ["--by", "bench"]
        answer([TRYGGVE, "init", store, "--municipality", "Exempelkommunen", *who])
        answer([TRYGGVE, "areas", "import", str(folder / "areas.geojson"), "--store", store, *who])
        answer([TRYGGVE, "import", str(folder / "reports.parquet"), "--store", store, *who])
        backtest = median_run([TRYGGVE, "backtest", "--store", store, *who], 1)
        day = median_run([TRYGGVE, "signals", "--store", store, "--look", *who], runs)
    shown = f"{rows:,}".replace(",", "\N{NO-BREAK SPACE}")
    measured = [
        Measured("en dags signaler, alla metoder, hela kommandot", day.processor, "s", DAY_SECONDS),
        Measured("högsta minne", day.memory / 1e6, "MB", DAY_MB),
        Measured(
            "backtest, två år dag för dag, alla metoder, hela kommandot", backtest.processor, "s", BACKTEST_SECONDS
        ),
    ]
    text = (
        f"{shown} påhittade rapporter på fyra år i ett lager (SQLite). Processortid på en kärna, så att annat som "
        "datorn gör inte syns; dagen räknar de femton dagar som signalens ålder behöver, backtestet också upp till "
        "tre år att lära av."
    )
    return Table("Signaler och backtest", text, measured)


if __name__ == "__main__":
    from benchmarks.page import page

    print(page([signals_table()]))

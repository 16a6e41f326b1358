"""The week view over a whole store, asked in one process, beside the bare SQL of its questions.

    python -m benchmarks.week ROUNDS FOLDER    the store in a folder

Prints the median milliseconds of the view of a week, of the same statements alone, and of the view of a year.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.invented_reports import LAST_DAY, ORGANISATIONS
from tryggve.domain.coverage import Cadence
from tryggve.domain.period import parse_period
from tryggve.reports.week.filters import WeekFilters
from tryggve.reports.week.view import week_view
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import Agreement, AgreementArea, ImportBatch
from tryggve.store.database.place import Place
from tryggve.store.database.upgrade import open_store

TODAY = LAST_DAY + dt.timedelta(days=1)


def main(rounds: int, place: Place) -> tuple[float, float, float]:
    """Median milliseconds; every organisation is expected to report weekly, so that silence is asked about too."""
    with open_store(place) as database:
        _expect_reports(database)
        register = register_of(database)

        def view(period: str) -> object:
            filters = WeekFilters(parse_period(period))
            return week_view(DatabaseStore(database), register, filters=filters, today=TODAY)

        asked = _statements(database, lambda: view("2025-W40"))

        def bare() -> None:
            with database.connection.cursor() as cursor:
                for sql in asked:
                    cursor.execute(sql)
                    cursor.fetchall()

        week, alone = _median(lambda: view("2025-W40"), rounds), _median(bare, rounds)
        return week, alone, _median(lambda: view("2025"), max(1, rounds // 5))


def _expect_reports(database: Database) -> None:
    if Agreement.objects.using(database.alias).exists():
        return
    batch = ImportBatch.objects.using(database.alias).earliest("id")
    for name in ORGANISATIONS:
        made = Agreement.objects.using(database.alias).create(
            batch=batch, organisation=name, organisation_kind="guards", first_day=0, cadence=Cadence.WEEKLY.value
        )
        AgreementArea.objects.using(database.alias).create(agreement=made, level="", area_code="")


def _statements(database: Database, ask: Callable[[], object]) -> list[str]:
    """What a question sends to the database."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with database.connection.execute_wrapper(note):
        ask()
    return sent


def _median(ask: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    print(*main(int(sys.argv[1]), Place(Path(sys.argv[2]))))

"""The week's page over a whole store: the time of the server from request to answer, beside the bare SQL of it.

    python -m benchmarks.week_page ROUNDS FOLDER [PERIOD]    a copy of the store in a folder as a municipality's

Prints the median milliseconds of the page, of its map, of the statements of the page alone, and their number.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SLUG = "benchen"


def main(rounds: int, store: Path, period: str) -> tuple[float, float, float, int]:
    """Everything in an installation that is thrown away."""
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"TRYGGVE_DATA": name, "TRYGGVE_EXAMPLE": "1", "DJANGO_SETTINGS_MODULE": "tryggve.web.settings"}
        shutil.copytree(store, Path(name) / "kommuner" / SLUG)
        client, alias = _logged_in()
        page = f"/{SLUG}/veckan/{period}/"
        asked = _statements(alias, lambda: _get(client, page))
        return (
            _median(lambda: _get(client, page), rounds),
            _median(lambda: _get(client, f"{page}karta.json"), rounds),
            _median(lambda: _bare(alias, asked), rounds),
            len(asked),
        )


def _logged_in() -> tuple[Any, str]:
    import django
    from django.conf import settings

    storages: Any = settings.STORAGES
    storages["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.ALLOWED_HOSTS.append("testserver")
    django.setup()
    from django.test import Client

    from tryggve.domain.access import Role
    from tryggve.web.core import clock
    from tryggve.web.core.actions.choices import choose
    from tryggve.web.core.actions.installation import add_account, open_municipality, prepare
    from tryggve.web.core.actions.people import add_member, add_organisation
    from tryggve.web.core.municipal import entered, make_tables

    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    prepare()
    open_municipality(slug=SLUG, name="Benchen", at=at, is_example=True)
    account = add_account(name="Kerstin", email="kerstin@example.org", at=at)
    with entered(SLUG) as database:
        make_tables(database)
        _promise(database.alias)
        choose(name=clock.TODAY, value="2026-01-01", by="benchmark", at=at)
        unit = add_organisation(name="Enheten", kind="municipality", private=False, by="benchmark", at=at)
        add_member(account=account, organisation=unit, roles=[Role.COORDINATOR], by="benchmark", at=at)
    client = Client()
    client.force_login(account)
    return client, database.alias


def _promise(alias: str) -> None:
    """Every organisation is expected to report weekly, so that silence is asked about too."""
    from benchmarks.invented_reports import ORGANISATIONS
    from tryggve.domain.coverage import Cadence
    from tryggve.store.database.models import Agreement, AgreementArea, ImportBatch

    batch = ImportBatch.objects.using(alias).earliest("id")
    for name in ORGANISATIONS:
        made = Agreement.objects.using(alias).create(
            batch=batch, organisation=name, organisation_kind="guards", first_day=0, cadence=Cadence.WEEKLY.value
        )
        AgreementArea.objects.using(alias).create(agreement=made, level="", area_code="")


def _get(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code


def _statements(alias: str, ask: Callable[[], object]) -> list[tuple[str, Any]]:
    """What a request sends to the municipality's database."""
    from django.db import connections

    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connections[alias].execute_wrapper(note):
        ask()
    return sent


def _bare(alias: str, asked: list[tuple[str, Any]]) -> None:
    from django.db import connections

    with connections[alias].cursor() as cursor:
        for sql, params in asked:
            cursor.execute(sql, params)
            cursor.fetchall()


def _median(ask: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    print(*main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "2025-W40"))

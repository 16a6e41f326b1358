"""Posting a report against the bare insert of the same rows, a transaction each, in the same run.

    python -m benchmarks.posting [REPORTS]

Two rates are given: of the write alone (`actions.sending.send`: checks, store, log, sealed link), and of the whole POST
through Django with its form, session and rights. The bare insert is of the rows that the write leaves in the tables.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sqlite3
import statistics
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

TABLES = ("import_batch", "incident", "incident_text", "incident_area", "audit_event", "report", "report_link")
BOUND = 0.6
TEXT = "Sprejad vägg vid lekplatsen, ser ut att vara från i natt"


def main() -> int:
    """Measure and say; 1 where the bound was not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.posting", description=__doc__)
    parser.add_argument("reports", type=int, nargs="?", default=300)
    bare, write, post = (1 / statistics.median(seconds) for seconds in _measured(parser.parse_args().reports))
    print(f"bara insättning {bare:.0f}/s, skrivningen {write:.0f}/s ({write / bare:.0%}), hela POST {post:.0f}/s")
    return 0 if write >= BOUND * bare else 1


def _measured(count: int) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each bare insert, write and POST; taken in turns, so that what else the machine does hits all."""
    import tests  # sets Django up in a folder of its own

    assert tests.settings.configured
    from django.test import Client
    from django.utils import timezone

    from tests.web.cast import make_installation
    from tests.web.incidents.ground import X, Y, add_ground
    from tryggve.web.accounts.models import Account
    from tryggve.web.core.models import Choice
    from tryggve.web.core.municipal import entered
    from tryggve.web.core.pages import member_of

    make_installation()
    rut, client, now = Account.objects.get(name="Rut"), Client(), timezone.now()
    client.force_login(rut)
    file = Path(tests.settings.DATA) / "kommuner" / "exempelkommunen" / "tryggve.sqlite3"
    with entered("exempelkommunen") as database:
        add_ground(database, now)
        Choice.objects.create(name="driftstart.open", value=True, by="bench", at=now)
        member = member_of(rut)
    bare, bares, writes, posts = Bare(file), list[float](), list[float](), list[float]()
    for number in range(count):
        with entered("exempelkommunen"):
            writes.append(_seconds(partial(_send, member, X + number % 900, Y + 500, now)))
        rows = bare.last_rows()
        bares.append(_seconds(partial(bare.insert, rows)))
        data = {"id": str(uuid.uuid4()), "category": "klotter", "x": X + number % 900, "y": Y + 300, "when": "now",
                "same": "no", "text": TEXT}  # fmt: skip
        posts.append(_seconds(partial(client.post, "/exempelkommunen/rapport/skicka", data)))
    return bares, writes, posts


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _send(member: Any, x: int, y: int, now: dt.datetime) -> None:
    from tryggve.web.incidents.actions.sending import send
    from tryggve.web.incidents.arrival import Sending
    from tryggve.web.incidents.ground import ground_here
    from tryggve.web.incidents.places import Chosen, place_of
    from tryggve.web.incidents.times import time_of

    ground = ground_here()
    place = place_of(ground, Chosen(x, y), [])
    when = time_of("now", clock=None, first=None, last=None, written=now, zone=ground.zone)
    send(sending=Sending(uuid.uuid4(), "klotter", place, when, ground.mark, text=TEXT), by=member, at=now)


class Bare:
    """The same tables and indexes without anything round them, as safe against a power cut as the store's."""

    def __init__(self, file: Path) -> None:
        self._source = sqlite3.connect(file)
        self._target = sqlite3.connect(file.with_name("bare.sqlite3"), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._target.execute(f"PRAGMA {pragma}")
        for table in TABLES:
            made = (
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? "
                "AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
            )
            for (sql,) in self._source.execute(made, [table]).fetchall():
                self._target.execute(sql)

    def last_rows(self) -> list[tuple[str, tuple[Any, ...]]]:
        """What the last report left in each table."""
        last = "SELECT * FROM {} ORDER BY rowid DESC LIMIT 1"
        return [(table, self._source.execute(last.format(table)).fetchone()) for table in TABLES]

    def insert(self, rows: list[tuple[str, tuple[Any, ...]]]) -> None:
        """Put them in, in one transaction."""
        self._target.execute("BEGIN IMMEDIATE")
        for table, row in rows:
            self._target.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        self._target.execute("COMMIT")


if __name__ == "__main__":
    raise SystemExit(main())

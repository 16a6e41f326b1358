"""Posting a report against the bare insert of the same rows, a transaction each, in the same run.

    python -m benchmarks.posting [REPORTS]

Two rates are given: of the write (`actions.sending.send`: whether it is there already, store, sums, log, sealed link),
and of the whole POST through Django with session, rights, form, place and screening. The bare insert puts the rows that
the last report left into the same tables, and the sums and the number that it changed, in a copy of the same database
that is as safe: against a power cut, and against rows that refer to nothing. Both files hold as many reports all the
time. What the processor does is given beside the rates: it does not hang on what else the machine does.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, permutations
from pathlib import Path
from typing import Any

from benchmarks.page import Measured, Table
from benchmarks.process import answer

TABLES = ("import_batch", "incident", "incident_text", "audit_event", "report", "report_link")
AREAS = "incident_area"
SUMS = "incident_month"
BOUND = 0.6
SAFE = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
"""As the store opens its database."""
TEXT = "Sprejad vägg vid lekplatsen, ser ut att vara från i natt"
Rows = tuple[list[tuple[str, tuple[Any, ...]]], list[tuple[Any, ...]]]
WARM = 5
"""So many rounds are not counted: they fill caches."""


@dataclass
class Taken:
    """Seconds on the wall and of the processor, per time it was done."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], object]) -> None:
        """Do it once, and note what it took."""
        begin, busy = time.perf_counter(), time.process_time()
        work()
        self.wall.append(time.perf_counter() - begin)
        self.processor.append(time.process_time() - busy)

    @property
    def rate(self) -> float:
        """How many a second, by the median."""
        return 1 / statistics.median(self.wall[WARM:])

    @property
    def busy_ms(self) -> float:
        """Milliseconds of the processor, by the median."""
        return statistics.median(self.processor[WARM:]) * 1000


def main() -> int:
    """Measure and say; 1 where the bound was not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.posting", description=__doc__)
    parser.add_argument("reports", type=int, nargs="?", default=300)
    parser.add_argument("--numbers", action="store_true", help="bara talen, för sidan")
    arguments = parser.parse_args()
    bare, write, post = measure(arguments.reports)
    if arguments.numbers:
        print(*(number for taken in (bare, write, post) for number in (taken.rate, taken.busy_ms)))
        return 0
    for name, taken in (("bara insättning", bare), ("skrivningen", write), ("hela POST", post)):
        share = f"{taken.rate / bare.rate:.0%}"
        print(f"{name}: {taken.rate:.0f}/s ({share}), processortid {taken.busy_ms:.2f} ms")
    return 0 if write.rate >= BOUND * bare.rate else 1


def posting_table(count: int) -> Table:
    """Part of the page: milliseconds, and how many times the bare insert."""
    said = answer([sys.executable, "-m", "benchmarks.posting", str(count), "--numbers"])
    bare, bare_busy, write, write_busy, post, post_busy = map(float, said.split())
    text = (
        f"{count} rapporter, en i taget, turvis med den bara insättningen: samma rader i samma tabeller i en kopia av "
        "databasen, en transaktion för varje rapport, lika säkra mot strömavbrott. Skrivningen är med kontroll mot "
        "dubbletter, summor, logg och förseglad länk; hela POST är dessutom session, behörighet, formulär, plats och "
        "granskning. Kravet är minst 60 % av den bara insättningens takt."
    )
    return Table("Skicka en rapport", text, [
        Measured("bara insättningen", 1000 / bare, "ms"),
        Measured("bara insättningen: processortid", bare_busy, "ms"),
        Measured("skrivningen", 1000 / write, "ms"),
        Measured("skrivningen: processortid", write_busy, "ms"),
        Measured("skrivningen / bara insättningen", bare / write, "", 1 / BOUND),
        Measured("hela POST", 1000 / post, "ms"),
        Measured("hela POST: processortid", post_busy, "ms"),
    ])  # fmt: skip


def measure(count: int) -> tuple[Taken, Taken, Taken]:
    """Bare insert, write and POST; taken in turns, so that what else the machine does hits all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "static").mkdir()
        os.environ |= {"TRYGGVE_DATA": name, "TRYGGVE_EXAMPLE": "1", "DJANGO_SETTINGS_MODULE": "tests.web.settings"}
        return _measured(count, folder / "kommuner" / "exempelkommunen" / "tryggve.sqlite3")


def _measured(count: int, file: Path) -> tuple[Taken, Taken, Taken]:
    import django

    django.setup()
    from django.test import Client
    from django.utils import timezone

    from tests.web.cast import make_installation
    from tests.web.incidents.ground import X, Y, add_ground
    from tryggve.web.accounts.models import Account
    from tryggve.web.core.municipal import entered
    from tryggve.web.core.pages import member_of
    from tryggve.web.incidents.actions.sending import send

    make_installation()
    rut, client, now = Account.objects.get(name="Rut"), Client(), timezone.now()
    client.force_login(rut)
    taken = (Taken(), Taken(), Taken())
    with entered("exempelkommunen") as database:
        add_ground(database, now)
        member = member_of(rut)
        send(sending=_sending(X, Y + 500, now), by=member, at=now)
        bare = Bare(file)
        send(sending=_sending(X, Y + 500, now), by=member, at=now)
        rows = bare.last_rows()

    def insert(_number: int, rows: Rows) -> None:
        taken[0].take(partial(bare.insert, *rows))

    def write(number: int, _rows: Rows) -> None:
        with entered("exempelkommunen"):
            taken[1].take(partial(send, sending=_sending(X + number % 900, Y + 500, now), by=member, at=now))

    def post(number: int, _rows: Rows) -> None:
        data = {"id": str(uuid.uuid4()), "category": "klotter", "x": X + number % 900, "y": Y + 300, "when": "now",
                "same": "no", "text": TEXT}  # fmt: skip
        taken[2].take(partial(client.post, "/exempelkommunen/rapport/skicka", data))

    # In each order as often: what comes after a write to the disk waits for less of it.
    for number, turn in zip(range(count + WARM), cycle(permutations((insert, write, post))), strict=False):
        for work in turn:
            work(number, rows)
        bare.insert(*bare.last_rows(1))  # the other of the two that came in, so that both files hold as much
        rows = bare.last_rows()
    return taken


def _sending(x: int, y: int, now: dt.datetime) -> Any:
    """A report that has been checked."""
    from tryggve.web.core.screening import flags_of
    from tryggve.web.incidents.arrival import Sending
    from tryggve.web.incidents.ground import ground_here
    from tryggve.web.incidents.places import Chosen, place_of
    from tryggve.web.incidents.times import time_of

    ground = ground_here()
    place = place_of(ground, Chosen(x, y), [])
    when = time_of("now", clock=None, first=None, last=None, written=now, zone=ground.zone)
    return Sending(uuid.uuid4(), "klotter", place, when, ground.mark, text=TEXT, flags=flags_of(TEXT))


class Bare:
    """A copy of the database without anything round it, as safe against a power cut as the store's."""

    def __init__(self, file: Path) -> None:
        self._source = sqlite3.connect(file)
        self._target = sqlite3.connect(file.with_name("bare.sqlite3"), isolation_level=None)
        self._source.backup(self._target)
        for pragma in (*SAFE, "secure_delete=ON", "cache_size=-32768"):
            self._target.execute(f"PRAGMA {pragma}")
        columns = [row[1] for row in self._source.execute(f"PRAGMA table_info({SUMS})") if row[1] not in ("id", "n")]
        self._sums = columns
        marks = ", ".join("?" * (len(columns) + 1))
        self._add = (
            f"INSERT INTO {SUMS} ({', '.join(columns)}, n) VALUES ({marks}) "
            f"ON CONFLICT ({', '.join(columns)}) DO UPDATE SET n = n + excluded.n"
        )

    def last_rows(self, before: int = 0) -> Rows:
        """What the last report, or one `before` it, left in each table, and the sums that it was added to."""
        last = f"SELECT * FROM {{}} ORDER BY rowid DESC LIMIT 1 OFFSET {before}"
        rows = [(table, self._source.execute(last.format(table)).fetchone()) for table in TABLES]
        # It lies in an area of each level.
        own = f"SELECT * FROM {AREAS} WHERE incident_id = ({last.format('incident').replace('*', 'id')}) ORDER BY rowid"
        rows += [(AREAS, row) for row in self._source.execute(own)]
        sums = self._source.execute(f"SELECT {', '.join(self._sums)}, 1 FROM {SUMS} WHERE category = 'klotter'")
        return rows, sums.fetchall()

    def insert(self, rows: list[tuple[str, tuple[Any, ...]]], sums: list[tuple[Any, ...]]) -> None:
        """Put them in, in one transaction."""
        self._target.execute("BEGIN IMMEDIATE")
        for table, row in rows:
            self._target.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        self._target.executemany(self._add, sums)
        self._target.execute("UPDATE store_meta SET value = value + 1 WHERE name = 'last_incident_id'")
        self._target.execute("COMMIT")


if __name__ == "__main__":
    raise SystemExit(main())

"""Stores that hold something of everything, and copies of them, for the tests of copies."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace

from tests.engines.tables import incidents, lines, table
from tests.stores import AT, BY, Postgres, Sqlite, fill
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.store.database import audit, meta
from tryggve.store.database.actions import incident_rows
from tryggve.store.database.actions.agreements import write_agreements
from tryggve.store.database.actions.count_rows import archive_counts, stored_counts
from tryggve.store.database.actions.retention import record_decision
from tryggve.store.database.actions.review import merge
from tryggve.store.database.actions.signals import KeptSignal, keep_calibration, keep_signals, note_signal
from tryggve.store.database.connect import Database
from tryggve.store.database.models import Area, AreaDivision, AreaOverlap, Correction, ImportBatch, KeptReportDay
from tryggve.store.database.place import Place
from tryggve.store.database.snapshot import stream
from tryggve.store.database.snapshot_load import Loader
from tryggve.store.database.upgrade import open_store

NOW = dt.datetime(2026, 3, 31, 12, 30, 15, 123456, tzinfo=dt.UTC)
WEIRD = (
    "",
    "a",
    "å\u0308 ÅÄÖ",
    'O"Brien\\',
    "rad\r\nrad\n\n",
    "\u2028\u2029\x85\x1f\x7f",
    "😀𝄞",
    "tryggve",
    "\ufeff",
    " \t ",
    "\ufffe",
)
WORLD = """
time             | category     | source | n | left_out | @district | @regso@2025
2024-01-05       | klotter      | est    | 1 | -        | A         | R1
2024-01-31 23:00 | klotter      | est    | 2 | -        | B         | -
2024-01          | skadegorelse | est    | 1 | -        | -         | -
2024-01-09       | klotter      | est    | 1 | rumour   | A         | -
2025-03-31 02:30 | klotter      | tr     | 1 | -        | A         | R2
"""
COUNTS = (
    Count(1, 2, "reg", "", "Alla brott", "kommun", "0000", "Påhittad", 19_723, 20_088, 12, CellStatus.VALUE, 1234.5),
    Count(1, 3, "reg", "", "Dolda", "kommun", "0000", "Påhittad", 19_723, 20_088, None, CellStatus.SUPPRESSED),
)
REPORTERS = (Reporter("Skolan", "school", (("district", "A"),), 19_000, None, Cadence.WEEKLY),)


def world() -> IncidentTable:
    rows = lines(WORLD)
    texts = [WEIRD[i % len(WEIRD)] for i in range(1, len(rows) + 1)]
    return replace(table(incidents(WORLD)), text=Coded.of(texts), said_title=Coded.of(texts))


def filled(maker: Sqlite | Postgres) -> Database:
    """An open store with something in every table."""
    database = open_store(maker.place())
    furnish(database)
    return database


def furnish(database: Database) -> None:
    using = database.alias
    fill(database, world(), COUNTS, REPORTERS)
    with database.writing():
        meta.write(database, meta.Fact.CRS, "EPSG:3006")
        meta.write(database, meta.Fact.MUNICIPALITY, "Påhittade \u2028kommunen")
        batch = ImportBatch.objects.using(using).create(
            kind="areas", by=BY, why="\n".join(WEIRD), at=NOW, version="test", undone_by_id=1
        )
        for key, order in (("z", 1), ("å", 2), ("Z", 3), ("regso@2025", 4)):
            AreaDivision.objects.using(using).create(key=key, level=key, batch=batch, order=order, in_use=order < 3)
        outline = {"type": "Polygon", "coordinates": [[[663000.0, 7e6 + 0.125], [1, 2.5e-7], [-3.0, 1e3]]], "å": None}
        Area.objects.using(using).create(
            division_id="z", code="1", name="Ett", aliases=["b", "å"], geometry=outline, order=1
        )
        Area.objects.using(using).create(division_id="z", code="2", name="Två", geometry=None, order=2)
        AreaOverlap.objects.using(using).create(
            from_division="z", from_code="1", to_division="å", to_code="2", shared_m2=0.1 + 0.2, share_of_from=1 / 3,
            share_of_to=-0.0, kind="part",
        )  # fmt: skip
        incident_rows.archive(database, [1, 2], ended_by=batch.pk, removed=True)
        archive_counts(database, stored_counts(database, [(1).to_bytes(16, "big")]), ended_by=batch.pk, removed=False)
        Correction.objects.using(using).create(key=b"\x07" * 16, field="text", was=b"\x00\xff" * 8, batch=batch)
        KeptReportDay.objects.using(using).create(organisation="Skolan å", day=19_700)
        write_agreements(database, [replace(REPORTERS[0], cadence=Cadence.MONTHLY)], batch_id=batch.pk)
        audit.record(database, audit.Action.AREAS, by=BY, at=NOW, why="därför", batch=batch, z=1, a=[1.0, 2.5, "å"])
    record_decision(
        database, reference="KS 1", decided_by="KS", decided_on=dt.date(2026, 1, 15), text_months=12,
        facts_months=None, note="", by=BY, at=NOW,
    )  # fmt: skip
    learnt = {"source": "est å", "level": "z", "days": [19_000, 19_700], "fingerprint": "f", "methods": "m",
              "wanted_per_year": 365.25 / 30, "scale": {"levels": [-1 / 3, 1e-300, 2.0]}}  # fmt: skip
    keep_calibration(database, calibration=learnt, by=BY, why=WEIRD[0], at=NOW)
    signal = KeptSignal("2023-12-09-Å", 19_700, 19_700, "opened", ("Å",), 19_690, 19_700, 0.1 + 0.2, {"ö": 1 / 7})
    keep_signals(database, source="est å", level="z", day=19_700, signals=[signal], gap=7, by=BY, why="", at=NOW)
    merge(database, into=3, others=[4], why="samma", by=BY, at=NOW)
    note_signal(database, name=signal.name, verdict="acted", day=19_701, by=BY, why="därför", at=NOW)


def copy_of(database: Database) -> bytes:
    return b"".join(stream(database))


def feeding(data: bytes, portion: int = 1000) -> Callable[[Loader], None]:
    """Writes a copy in small portions."""

    def feed(loader: Loader) -> None:
        pieces = io.BytesIO(data)
        while piece := pieces.read(portion):
            loader.write(piece)

    return feed


def about() -> dict[str, object]:
    return {"by": BY, "why": "", "at": AT}


def empty_place(maker: Sqlite | Postgres, folder: object) -> Place:
    """Where no store has been made: a folder that is not there, or an empty database."""
    return maker.place(empty=True) if isinstance(maker, Postgres) else Place(folder)  # type: ignore[arg-type]

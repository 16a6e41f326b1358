"""What a store holds, in numbers: nothing of what anybody has written."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from tryggve.store.base import Selection
from tryggve.store.database import meta
from tryggve.store.database.areas import register_of
from tryggve.store.database.audit import Action
from tryggve.store.database.connect import FILE, Database, left_behind
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import Agreement, AuditEvent, CountCell, ImportBatch, IncidentVersion
from tryggve.store.database.reading import flags_of, texts_of
from tryggve.store.database.retention_plan import Overdue, overdue

LATEST = 5


@dataclass(frozen=True)
class Imported:
    """One of the latest batches and what became of its rows."""

    batch: int
    kind: str
    at: str
    by: str
    files: tuple[str, ...]
    read: int
    new: int
    updated: int
    unchanged: int
    held_back: int
    undone: bool
    undoes: int


@dataclass(frozen=True)
class Status:
    """A store in numbers. Days are ISO dates, "" where there are none; `size` is in bytes."""

    place: str
    engine: str
    municipality: str
    crs: str
    time_zone: str
    size: int
    reports: int
    counted: int
    incidents: dict[str, int]
    left_out: dict[str, int]
    first_day: int | None
    last_day: int | None
    counts: dict[str, int]
    organisations: int
    areas: dict[str, int]
    versions: int
    texts: int
    flagged: int
    last_backup: str
    left_behind: tuple[str, ...]
    overdue: Overdue
    latest: tuple[Imported, ...]

    def plain(self) -> dict[str, Any]:
        """As a dict, for JSON."""
        return asdict(self)


def status(database: Database, today: dt.date, last: int = LATEST) -> Status:
    """The numbers of this moment, and what should have been deleted before today."""
    store, using = DatabaseStore(database), database.alias
    with database.reading():
        extent = store.extent(Selection(left_out=None))
        register = register_of(database)
        backup = _last_backup(database)
        cells: dict[str, int] = {}
        for source in CountCell.objects.using(using).values_list("source", flat=True):
            cells[source] = cells.get(source, 0) + 1
        return Status(
            place=database.place.shown,
            engine=database.vendor,
            municipality=meta.read(database, meta.Fact.MUNICIPALITY),
            crs=meta.read(database, meta.Fact.CRS),
            time_zone=meta.read(database, meta.Fact.ZONE),
            size=_size(database),
            reports=int(store.fetch("SELECT COUNT(*) FROM incident_fact")[0][0]),
            counted=int(store.fetch("SELECT COUNT(*) FROM incident_fact WHERE left_out = ''")[0][0]),
            incidents={str(key[0]): n for key, n in store.counts(("source",)).items()},
            left_out={
                str(key[0]): n for key, n in store.counts(("left_out",), Selection(left_out=None)).items() if key[0]
            },
            first_day=extent.first_day,
            last_day=extent.last_day,
            counts=cells,
            organisations=Agreement.objects.using(using).values("organisation").distinct().count(),
            areas={level: len(register.at(level)) for level in register.levels()} if register else {},
            versions=IncidentVersion.objects.using(using).count(),
            texts=texts_of(database),
            flagged=sum(n for _flags, n in flags_of(database)),
            last_backup=backup.at.date().isoformat() if backup else "",
            left_behind=tuple(map(str, left_behind(database.place.folder))),
            overdue=overdue(database, today),
            latest=tuple(map(_imported, _latest(database, last))),
        )


def _last_backup(database: Database) -> AuditEvent | None:
    """The log tells of a copy before it has its name, and again where it never got one."""
    events = AuditEvent.objects.using(database.alias)
    failed = [event.details["event"] for event in events.filter(action="backup_failed")]
    return events.filter(action="backup").exclude(pk__in=failed).order_by("-id").first()


def _size(database: Database) -> int:
    if database.place.folder is not None:
        return sum(file.stat().st_size for file in database.place.folder.glob(f"{FILE}*"))
    with database.connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
        row = cursor.fetchone()
        return int(row[0]) if row else 0


def _latest(database: Database, last: int) -> list[ImportBatch]:
    """The latest but for reports that were given one by one: of those there may be many a day."""
    return list(
        ImportBatch.objects.using(database.alias)
        .exclude(kind=str(Action.REPORTED))
        .order_by("-id")
        .prefetch_related("files", "importbatch_set")[: max(last, 0)]
    )


def _imported(batch: ImportBatch) -> Imported:
    return Imported(
        batch.pk, batch.kind, batch.at.isoformat(timespec="seconds"), batch.by,
        tuple(file.name for file in batch.files.all()), batch.rows_read, batch.rows_in, batch.rows_updated,
        batch.rows_unchanged, batch.rows_held_back, batch.undone_by_id is not None,
        next(iter(sorted(other.pk for other in batch.importbatch_set.all())), 0),
    )  # fmt: skip

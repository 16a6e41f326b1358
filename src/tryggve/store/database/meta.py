"""Facts about the store itself."""

from __future__ import annotations

from enum import StrEnum
from zoneinfo import ZoneInfo

from tryggve.store.database import direct
from tryggve.store.database.bulk import select_in
from tryggve.store.database.connect import Database
from tryggve.store.database.models import StoreMeta


class Fact(StrEnum):
    """Names of rows in `store_meta`."""

    CRS = "crs"
    ZONE = "time_zone"
    MUNICIPALITY = "municipality"
    LAST_INCIDENT = "last_incident_id"
    LAST_COUNT = "last_count_id"
    TEXT_GONE = "text_gone_before_day"
    FACTS_GONE = "facts_gone_before_day"
    MOVED_TO = "moved_to"


def read(database: Database, fact: Fact, default: str = "") -> str:
    """The value of a fact."""
    found = StoreMeta.objects.using(database.alias).filter(name=str(fact)).values_list("value", flat=True).first()
    return default if found is None else found


def zone(database: Database) -> ZoneInfo:
    """The time zone of the store: the day of a moment is its day there."""
    return ZoneInfo(read(database, Fact.ZONE) or "Europe/Stockholm")


def read_int(database: Database, fact: Fact) -> int | None:
    """The value of a fact that is a whole number; None where it is not set."""
    text = read(database, fact)
    return int(text) if text else None


def read_ints(database: Database, *facts: Fact) -> dict[Fact, int]:
    """Those of the facts that are set, in one question."""
    rows = select_in(database.connection, "SELECT name, value FROM store_meta WHERE name IN {}", map(str, facts))
    return {Fact(name): int(value) for name, value in rows if value}


def write(database: Database, fact: Fact, value: str | int) -> None:
    """Set a fact, inside the transaction of what it tells of."""
    sql = "UPDATE store_meta SET value = %s WHERE name = %s"
    if not direct.run(database.connection, sql, [str(value), str(fact)]):
        StoreMeta.objects.using(database.alias).create(name=str(fact), value=str(value))

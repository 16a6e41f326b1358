"""Looking at the store, where the looking itself is to be remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tryggve.store.database import audit
from tryggve.store.database.actions.corrected_fields import WORDS
from tryggve.store.database.bulk import select_in
from tryggve.store.database.connect import Database

MOST_IDS = 1_000
"""So many ids are listed in an event; of more only the number is."""


def note_report(database: Database, *, by: str, at: dt.datetime, why: str, **details: Any) -> None:
    """A lägesbild is made from the store."""
    with database.writing():
        audit.record(database, audit.Action.REPORT, by=by, at=at, why=why, **details)


def note_export(database: Database, *, by: str, at: dt.datetime, why: str, **details: Any) -> None:
    """Facts leave the store."""
    with database.writing():
        audit.record(database, audit.Action.EXPORT, by=by, at=at, why=why, **details)


@dataclass(frozen=True)
class Words:
    """What a report says in words (`corrected_fields.WORDS` → text), and the kinds of personal data seen in them."""

    incident: int
    words: dict[str, str]
    flags: str


def own_texts(database: Database, *, ids: Sequence[int]) -> dict[int, str]:
    """What reports say in words, for whoever wrote them: no event, for a list of what one person wrote would tell
    everybody who reads the log which reports have the same sender.
    """
    sql = "SELECT incident_id, text FROM incident_text WHERE incident_id IN {}"
    return {number: text for number, text in select_in(database.connection, sql, ids) if text}


def read_texts(database: Database, *, ids: Sequence[int], by: str, why: str, at: dt.datetime) -> list[Words]:
    """The words of reports that have any. The event is in the log before anybody sees them."""
    with database.writing():
        listed: dict[str, Any] = {"incidents": list(ids)} if len(ids) <= MOST_IDS else {}
        audit.record(database, audit.Action.READ_TEXT, by=by, at=at, why=why, number=len(ids), **listed)
    sql = f"SELECT incident_id, flags, {', '.join(WORDS)} FROM incident_text WHERE incident_id IN {{}}"
    found = select_in(database.connection, sql, ids)
    rows = [Words(i, dict(zip(WORDS, texts, strict=True)), flags) for i, flags, *texts in found]
    return sorted((row for row in rows if any(row.words.values())), key=lambda row: row.incident)

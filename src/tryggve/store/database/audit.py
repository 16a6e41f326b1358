"""The log: who did what, when and why. Rows are added in the transaction of what they tell of, and never changed."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from tryggve.store.database.bulk import insert_one
from tryggve.store.database.connect import Database
from tryggve.store.database.models import AuditEvent, ImportBatch


class Action(StrEnum):
    """What can be done to a store, as the log names it."""

    INIT = "init"
    UPGRADE = "upgrade"
    IMPORT = "import"
    CORRECT = "correct"
    UNDO = "undo"
    AREAS = "areas"
    READ_TEXT = "read_text"
    EXPORT = "export"
    REPORT = "report"
    PUBLISH = "publish"
    BACKUP = "backup"
    BACKUP_FAILED = "backup_failed"
    RESTORE = "restore"
    MOVE = "move"
    RETENTION_DECISION = "retention_decision"
    RETENTION = "retention"
    SIGNALS = "signals"
    SIGNAL_NOTE = "signal_note"
    CALIBRATION = "calibration"
    ENTER = "enter"
    ORGANISATION = "organisation"
    MEMBER = "member"
    INVITATION = "invitation"
    CHOICE = "choice"
    PRACTICE = "practice"
    QUESTION = "question"
    OUTCOME = "outcome"
    LINKS_CUT = "links_cut"
    ANALYSIS = "analysis"
    ADOPT = "adopt"
    DOWNLOAD = "download"
    REPORTED = "reported"
    HOLD_BACK = "hold_back"
    LET_IN = "let_in"
    MERGE = "merge"
    UNMERGE = "unmerge"
    TASK = "task"
    MEETING = "meeting"
    REVIEW = "review"
    SITUATION_REPORT = "situation_report"
    UPLOAD = "upload"
    UNSAVED = "unsaved"
    EARLY_SIGNS = "early_signs"


def record(
    database: Database, action: Action, *, by: str, at: dt.datetime, why: str = "",
    batch: ImportBatch | int | None = None, **details: Any,
) -> int:  # fmt: skip
    """Add an event; its number. `details` are numbers, ids and names of files: never free text out of a report."""
    number = batch.pk if isinstance(batch, ImportBatch) else batch
    made = insert_one(
        database.connection, AuditEvent, at=at, by=by, action=str(action), why=why, batch_id=number, details=details
    )
    assert made is not None
    return made

"""A decision on retention is recorded, and carried out by a person who has seen what goes."""

from __future__ import annotations

import datetime as dt
import hashlib

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.actions.retention import needed_decision, record_decision, run_retention
from tryggve.store.database.retention_plan import Decision, Plan, plan
from tryggve.store.database.sweep import sweep
from tryggve.web.core.municipal import here


def decide(
    *, reference: str, decided_by: str, decided_on: dt.date, text_months: int, facts_months: int | None, note: str,
    by: str, at: dt.datetime,
) -> Decision:  # fmt: skip
    """Record a decision; it is in force until another is. FileError for one that cannot be right."""
    return record_decision(
        here(), reference=reference, decided_by=decided_by, decided_on=decided_on, text_months=text_months,
        facts_months=facts_months, note=note, by=by, at=at,
    )  # fmt: skip


def what_goes(today: dt.date) -> Plan:
    """What the decision in force says is to go. FileError where there is none."""
    return plan(here(), needed_decision(here()), today)


def number_of(found: Plan) -> int:
    """How many texts, reports and earlier versions go."""
    total = found.total
    return total.texts + total.version_texts + total.reports + total.versions


def mark_of(found: Plan) -> str:
    """What tells whether a plan is the one that somebody has seen."""
    return hashlib.sha256(repr(found).encode()).hexdigest()[:32]


def carry_out(*, seen: str, today: dt.date, why: str, by: str, at: dt.datetime) -> bool:
    """Delete what goes, where it still is what was `seen`. Whether the files could be swept at once too."""
    found = what_goes(today)
    if mark_of(found) != seen:
        raise FileError(_("The store has changed since the numbers were shown."), _("Nothing was deleted. Look again."))
    run_retention(here(), today=today, by=by, why=why, at=at, seen=found)
    return sweep(here())

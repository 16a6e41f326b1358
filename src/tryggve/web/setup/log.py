"""The log of a municipality as people read it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from tryggve.domain.language import _
from tryggve.ingest.formula_guard import guarded
from tryggve.store.database.audit_words import action_words
from tryggve.store.database.models import AuditEvent
from tryggve.web.setup.log_names import Names
from tryggve.web.setup.log_words import told

AT_A_TIME = 50
MOST_EXPORTED = 100_000


def chosen_events(said: Mapping[str, Any], zone: ZoneInfo) -> QuerySet[AuditEvent]:
    """The events that a filter asks for, the latest first. Days are days of the municipality, both included."""
    events = AuditEvent.objects.order_by("-id")
    if said.get("action"):
        events = events.filter(action=said["action"])
    if said.get("by"):
        events = events.filter(by__icontains=said["by"])
    if said.get("first"):
        events = events.filter(at__gte=dt.datetime.combine(said["first"], dt.time(), zone))
    if said.get("last"):
        events = events.filter(at__lt=dt.datetime.combine(said["last"] + dt.timedelta(days=1), dt.time(), zone))
    return events


def as_csv(events: Sequence[AuditEvent], zone: ZoneInfo) -> str:
    """Events as a table that no spreadsheet program takes for formulas."""
    text = io.StringIO()
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow([_("When"), _("Who"), _("What"), _("Why"), _("Batch"), _("Details"), _("As it is kept")])
    names = Names(events)
    for event in events:
        at = event.at.astimezone(zone).isoformat(" ", "seconds")
        kept = json.dumps(event.details, ensure_ascii=False)
        batch = str(event.batch_id or "")
        row = (at, event.by, action_words(event.action), event.why, batch, told(event, names), kept)
        out.writerow([guarded(cell) for cell in row])
    return "\ufeff" + text.getvalue()

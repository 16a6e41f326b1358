"""What a reporter ticked besides what, where and when; and how far apart two reports are: facts, in words."""

from __future__ import annotations

import math

from tryggve.domain.incident import Observation
from tryggve.domain.language import N_, _
from tryggve.store.database.models import Incident
from tryggve.web.incidents.models import Report
from tryggve.web.incidents.report_form import DONE, SEVERITY

_OBSERVED = {Observation.OWN: N_("seen by whoever reported"), Observation.SECOND_HAND: N_("told to whoever reported")}
_SAME_POINT_M = 10


def told_more(incident: Incident, report: Report | None) -> list[tuple[str, str]]:
    """Label and words of each that was told."""
    found = []
    if incident.severity in SEVERITY:
        found.append((_("Severity"), f"{incident.severity} – {_(SEVERITY[incident.severity])}"))
    if words := _OBSERVED.get(Observation(incident.observation)):
        found.append((_("How it is known"), _(words)))
    if report is not None and report.repeated is not None:
        found.append((_("New, or again?"), _("It has happened here before") if report.repeated else _("New")))
    if report is not None and (done := [_(DONE[one]) for one in report.done if one in DONE]):
        found.append((_("What has been done?"), ", ".join(done)))
    return found


def apart_words(one: Incident, other: Incident) -> str:
    """How far and how long from one report another is, as far as both tell."""
    return ", ".join(filter(None, (_far(one, other), _long(one, other))))


def _far(one: Incident, other: Incident) -> str:
    if one.x is None or one.y is None or other.x is None or other.y is None:
        return ""
    metres = math.hypot(one.x - other.x, one.y - other.y)
    return _("the same point") if metres < _SAME_POINT_M else _("{n} m away").format(n=round(metres / 10) * 10)


def _long(one: Incident, other: Incident) -> str:
    later, earlier = other.start_s - one.end_s, one.start_s - other.end_s
    if max(later, earlier) < 60:
        return _("at the same time")
    hours, minutes = divmod(max(later, earlier) // 60, 60)
    words = _("{h} h {m} min") if hours and minutes else _("{h} h") if hours else _("{m} min")
    span = words.format(h=hours, m=minutes)
    return (_("{span} later") if later > earlier else _("{span} earlier")).format(span=span)

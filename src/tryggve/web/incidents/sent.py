"""What reports that have been sent say, as their senders read it: facts out of the store, never words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tryggve.domain.category import categories
from tryggve.domain.incident import LocationPrecision as Precision
from tryggve.domain.incident import TimePrecision
from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.store.database.models import Incident, IncidentArea
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.municipal import here
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.models import Report

Names = dict[tuple[int | None, int | None], str]
"""Places by name, under x and y in metres."""


@dataclass(frozen=True)
class Sent:
    """A report with what is known of it. `icon` is that of its category."""

    report: Report
    what: str
    icon: str
    where: str = ""
    when: str = ""
    severity: int = 0


def sent(reports: Iterable[Report], ground: Ground) -> list[Sent]:
    """Reports in their order; those for practice have nothing to tell."""
    reports = list(reports)
    ids = [report.incident_id for report in reports if report.incident_id is not None]
    found = Incident.objects.using(here().alias).in_bulk(ids)
    areas: dict[int, dict[str, str]] = {}
    for number, level, code in (
        IncidentArea.objects.using(here().alias)
        .filter(incident_id__in=ids)
        .values_list("incident_id", "level", "area_code")
    ):
        areas.setdefault(number, {})[level] = code
    names = place_names()
    return [_sent(report, found.get(report.incident_id or 0), areas.get(report.incident_id or 0, {}), ground, names)
            for report in reports]  # fmt: skip


def untold(report: Report) -> Sent:
    """A report of long ago: that it was sent, and nothing of what it says."""
    return Sent(report, _("Report"), "report")


def place_names() -> Names:
    """The known places by where they lie, in metres; a protected one has no name here."""
    return {(one.x, one.y): one.name for one in KnownPlace.objects.filter(protected=False)}


def _sent(report: Report, incident: Incident | None, areas: dict[str, str], ground: Ground, names: Names) -> Sent:
    if report.nothing:
        return Sent(report, _("Nothing to report"), "check")
    if incident is None:
        return Sent(report, _("Report for practice") if report.practice else _("Report"), "report")
    category = categories().get(incident.category)
    return Sent(
        report, category.name.capitalize() if category else incident.category, incident.category,
        where_words(incident, areas, ground, names), when_words(incident, ground.zone), incident.severity,
    )  # fmt: skip


def where_words(incident: Incident, areas: dict[str, str], ground: Ground, names: Names) -> str:
    """The place of a report as people read it: a known place by its name, others no closer than their area in words."""
    held = [area.name for level, own in ground.levels for area in own if areas.get(level) == area.code]
    area = held[0] if held else ""
    if incident.location_precision == Precision.MUNICIPALITY or not area:
        return area or _("The municipality")
    if incident.location_precision == Precision.POINT and (name := names.get((incident.x, incident.y))):
        return f"{name}, {area}"
    near = {Precision.POINT: _("a point in {area}"), Precision.STREET: _("a street in {area}")}
    return near.get(Precision(incident.location_precision), "{area}").format(area=area)


def when_words(incident: Incident, zone: ZoneInfo) -> str:
    """The time of a report as people read it."""
    first, last = (dt.datetime.fromtimestamp(second, zone) for second in (incident.start_s, incident.end_s))
    if incident.time_precision == TimePrecision.DAY:
        return numbers.date_long(first.date())
    if incident.time_precision == TimePrecision.INSTANT or first == last:
        return _moment(first)
    if first.date() == last.date():
        return f"{_moment(first)}–{last:%H.%M}"
    return f"{_moment(first)} – {_moment(last)}"


def _moment(value: dt.datetime) -> str:
    return f"{numbers.date_long(value.date())} {value:%H.%M}"


def same_again(report: Report, ground: Ground) -> dict[str, object]:
    """Place and time of a report, to begin another with."""
    incident = Incident.objects.using(here().alias).filter(pk=report.incident_id or 0).first()
    if incident is None:
        return {}
    areas = dict(
        IncidentArea.objects.using(here().alias).filter(incident_id=incident.pk).values_list("level", "area_code")
    )
    area = next((areas[level] for level, _own in ground.levels if level in areas), "")
    accuracy = 100 if incident.location_precision == Precision.STREET else None
    place = {"x": incident.x, "y": incident.y, "accuracy": accuracy} if incident.x is not None else {"area": area}
    if report.received_at.timestamp() - incident.end_s < 60 and incident.time_precision == TimePrecision.INSTANT:
        return {**place, "when": "now"}
    first, last = (dt.datetime.fromtimestamp(second, ground.zone) for second in (incident.start_s, incident.end_s))
    return {**place, "when": "between", "first": first.replace(tzinfo=None), "last": last.replace(tzinfo=None)}

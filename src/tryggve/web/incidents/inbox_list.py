"""The list of the inbox: facts of reports, never words, with a fixed number of questions to the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, F

from tryggve.domain.category import categories
from tryggve.domain.incident import LeftOut
from tryggve.domain.language import N_, _
from tryggve.domain.organisation import organisation_kinds
from tryggve.ingest.privacy import kind_name
from tryggve.store.database.models import Incident, IncidentArea
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.inbox_alike import alike_to_each, described
from tryggve.web.incidents.inbox_filters import Filters, counts, incidents_of
from tryggve.web.incidents.models import Report
from tryggve.web.incidents.sent import Names, place_names, when_words, where_words

PAGE = 50

LEFT_OUT: dict[str, str] = {
    LeftOut.OUTSIDE_EST: N_("outside EST, not counted"),
    LeftOut.SUMMARY: N_("several events in one text, not counted"),
    LeftOut.NOTHING_TO_REPORT: N_("nothing to report"),
    LeftOut.RUMOUR: N_("rumour, never counted"),
    LeftOut.FORECAST: N_("lies ahead, not counted"),
    LeftOut.ELSEWHERE: N_("in another municipality, not counted"),
    LeftOut.HELD_BACK: N_("held back for review"),
    LeftOut.MERGED: N_("joined with another report"),
}
"""Why a report does not count, in words."""


@dataclass(frozen=True)
class Row:
    """A report as the list shows it. `flags`: kinds of personal data seen in its words, in words."""

    incident: Incident
    what: str
    icon: str
    where: str
    when: str
    kind: str
    state: str
    left_out: str
    flags: list[str]
    alike: bool = False


@dataclass(frozen=True)
class Listed:
    """A page of the list. `practice` are reports of which nothing is kept."""

    filters: Filters
    rows: Sequence[Row]
    number: int
    pages: int
    counts: dict[str, int]
    practice: Sequence[Report] = field(default_factory=list)


def listed(filters: Filters, ground: Ground) -> Listed:
    """The page that is asked for; the last one where there are fewer."""
    told = counts()
    practice = Report.objects.filter(practice=True).select_related("organisation").order_by("-received_at")[:PAGE]
    if filters.state == "practice":
        return Listed(filters, [], told["practice"], 1, told, list(practice))
    asked = incidents_of(filters, ground)
    number = asked.count()
    pages = max(1, -(-number // PAGE))
    start = (min(filters.page, pages) - 1) * PAGE
    page = list(asked.annotate(flags=F("words__flags"))[start : start + PAGE])
    return Listed(filters, rows_of(page, ground), number, pages, told)


def rows_of(incidents: Sequence[Incident], ground: Ground) -> list[Row]:
    """Incidents (with `flags`) as rows, in their order."""
    ids = [one.pk for one in incidents]
    areas = areas_of(ids)
    states = dict(Report.objects.filter(incident_id__in=ids).values_list("incident_id", "state"))
    mine = described(Incident.objects.filter(pk__in=ids), ground)
    alike = set(mine.filter(Exists(alike_to_each(ground))).values_list("pk", flat=True))
    names = place_names() if incidents else {}
    return [
        _row(one, areas.get(one.pk, {}), states.get(one.pk, ""), one.pk in alike, ground, names) for one in incidents
    ]


def _row(one: Incident, areas: dict[str, str], state: str, alike: bool, ground: Ground, names: Names) -> Row:
    kind = organisation_kinds().get(one.organisation_kind)
    return Row(
        one, what_words(one), icon_of(one), where_words(one, areas, ground, names), when_words(one, ground.zone),
        kind.name if kind else one.organisation_kind, state, _(LEFT_OUT[one.left_out]) if one.left_out else "",
        flag_words(getattr(one, "flags", "") or ""), alike,
    )  # fmt: skip


def areas_of(ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Incident → level → code."""
    found: dict[int, dict[str, str]] = {}
    rows = IncidentArea.objects.filter(incident_id__in=list(ids)).values_list("incident_id", "level", "area_code")
    for incident, level, code in rows:
        found.setdefault(incident, {})[level] = code
    return found


def what_words(one: Incident) -> str:
    """What a report tells of; the source's own word where it has no code of ours."""
    known = categories().get(one.category)
    return known.name.capitalize() if known else one.category_label or _("No category")


def icon_of(one: Incident) -> str:
    """The icon of its category; that of a report where it has none of its own."""
    known = categories().get(one.category)
    return one.category if known is not None and known.source == "EST" else "report"


def flag_words(flags: str) -> list[str]:
    """Kinds of personal data, in words."""
    return [kind_name(kind) for kind in flags.split()]


def neighbours(filters: Filters, ground: Ground, incident: int) -> tuple[int | None, int | None]:
    """The report before and after one in the list that is asked for."""
    asked = incidents_of(filters, ground)
    before = asked.filter(pk__gt=incident).order_by("pk").values_list("pk", flat=True).first()
    return before, asked.filter(pk__lt=incident).values_list("pk", flat=True).first()

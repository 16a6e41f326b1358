"""What the inbox shows: filters that lie in the address, so that a view can be come back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, Q, QuerySet

from tryggve.domain.category import categories
from tryggve.domain.incident import LeftOut
from tryggve.domain.language import N_, _
from tryggve.domain.organisation import organisation_kinds
from tryggve.store.database.models import Incident
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.inbox_alike import alike_to_each, described
from tryggve.web.incidents.models import Question, Report, State

STATES: Mapping[str, str] = {
    "new": N_("New ones"),
    "answered": N_("With an answer"),
    "read": N_("Read"),
    "held_back": N_("Held back"),
    "merged": N_("Joined"),
    "all": N_("All"),
    "practice": N_("Practice"),
}
"""Which reports, in words. Reports out of files are read as they come in: they are among all, and never new."""

_NAMES = {
    "state": "lage", "category": "kategori", "kind": "kalla", "personal": "personuppgifter", "alike": "dubbletter",
}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What is asked for."""

    state: str = "new"
    category: str = ""
    kind: str = ""
    personal: bool = False
    alike: bool = False
    page: int = 1

    @property
    def query(self) -> str:
        """As it stands in the address; what is as usual is left out."""
        usual = Filters()
        said = {_NAMES[name]: getattr(self, name) for name in _NAMES if getattr(self, name) != getattr(usual, name)}
        pages = {"sida": self.page} if self.page > 1 else {}
        return urlencode({name: "1" if value is True else value for name, value in (said | pages).items()})

    def but(self, **changes: Any) -> str:
        """The address of the same with something otherwise, from its first page unless said."""
        return replace(self, **({"page": 1} | changes)).query

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What is chosen besides the state, in words, and the address without it."""
        found = []
        if self.category:
            found.append((categories()[self.category].name, self.but(category="")))
        if self.kind:
            found.append((organisation_kinds()[self.kind].name, self.but(kind="")))
        if self.personal:
            found.append((_("personal data seen"), self.but(personal=False)))
        if self.alike:
            found.append((_("possible duplicates"), self.but(alike=False)))
        return found


def filters_of(asked: Mapping[str, str]) -> Filters:
    """The filters of an address; what nobody knows is as if it were not there."""
    said = {name: asked.get(key, "") for name, key in _NAMES.items()}
    page = asked.get("sida", "")
    return Filters(
        state=said["state"] if said["state"] in STATES else "new",
        category=said["category"] if said["category"] in categories() else "",
        kind=said["kind"] if said["kind"] in organisation_kinds() else "",
        personal=said["personal"] == "1", alike=said["alike"] == "1",
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) else 1,
    )  # fmt: skip


def incidents_of(filters: Filters, ground: Ground) -> QuerySet[Incident]:
    """The reports that are asked for, the latest to arrive first. Practice has none: nothing of it is kept."""
    found = _in_state(filters.state).exclude(left_out=str(LeftOut.NOTHING_TO_REPORT))
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.kind:
        found = found.filter(organisation_kind=filters.kind)
    if filters.personal:
        found = found.filter(words__flags__gt="")
    if filters.alike:
        found = described(found, ground).filter(Exists(alike_to_each(ground)))
    return found.order_by("-pk")


def _in_state(state: str) -> QuerySet[Incident]:
    incidents = Incident.objects.all()
    if state in (State.NEW, State.READ):
        return incidents.filter(pk__in=Report.objects.filter(state=state, practice=False).values("incident_id"))
    if state == "answered":
        answered = Question.objects.exclude(answered_at=None)
        return incidents.filter(pk__in=answered.values("report__incident_id"))
    if state in (LeftOut.HELD_BACK, LeftOut.MERGED):
        return incidents.filter(left_out=state)
    return incidents if state == "all" else incidents.none()


def counts() -> dict[str, int]:
    """How many are new, have an answer, were for practice."""
    live = Q(practice=False, nothing=False)
    answered = Q(pk__in=Question.objects.exclude(answered_at=None).values("report_id"))
    found: dict[str, int] = Report.objects.aggregate(
        new=Count("pk", filter=live & Q(state=State.NEW, incident_id__isnull=False)),
        read=Count("pk", filter=live & Q(state=State.READ)),
        answered=Count("pk", filter=live & answered),
        practice=Count("pk", filter=Q(practice=True)),
    )
    return found

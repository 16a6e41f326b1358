"""A period as one reader may see it: the view of the store, asked once per request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from tryggve.domain.access import Sight
from tryggve.domain.area import AreaRegister
from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.reports.week.filters import WeekFilters
from tryggve.reports.week.periods import period_text, whole_weeks
from tryggve.reports.week.points import Protected
from tryggve.reports.week.view import WeekView, week_view
from tryggve.store.database.areas import register_of
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.promised import promised_elsewhere
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.municipal import here


@dataclass
class Seen:
    """What a request asks for and who asks; `messages` tells what in its address was not understood."""

    store: DatabaseStore
    register: AreaRegister | None
    filters: WeekFilters
    reader: Sight
    places: list[KnownPlace]
    messages: list[str]
    kommun: str

    @cached_property
    def view(self) -> WeekView:
        """The view."""
        return week_view(
            self.store, self.register, filters=self.filters, today=clock.today(), reader=self.reader,
            protected=self.protected, promised=promised_elsewhere(here()),
        )  # fmt: skip

    @property
    def period(self) -> Period:
        """The period."""
        return self.filters.period

    @property
    def protected(self) -> list[Protected]:
        """Places that are in no version."""
        return [(place.x, place.y, place.radius) for place in self.places if place.protected]

    def query(self, **changed: object) -> str:
        """The limits as a query string, some of them changed (None: taken away); the period is in the path."""
        found: dict[str, object] = {**self.filters.to_query(), **changed}
        kept = [(name, value) for name, value in found.items() if name != "period" and value not in (None, "", [])]
        return urlencode(kept, doseq=True)

    def link(self, name: str, at: Period | None = None, **changed: object) -> str:
        """A page of the same period, or of another, with the same limits, some of them changed."""
        address = reverse(name, kwargs={"kommun": self.kommun, "period": at or self.period})
        query = self.query(**changed)
        return f"{address}?{query}" if query else address

    def area_name(self, level: str, code: str) -> str:
        """What an area is called."""
        area = self.register.get(level, code) if self.register else None
        return area.name if area else code


def protected_places() -> tuple[Protected, ...]:
    """Places that are in no version."""
    found = KnownPlace.objects.filter(protected=True)
    return tuple((place.x, place.y, place.radius) for place in found)


def seen(request: Request, period: Period) -> Seen:
    """What a request asks for. Its reader must be let in: see `may_see`."""
    register = register_of(here())
    query = {name: request.GET.getlist(name) for name in request.GET if name != "period"}
    filters, messages = WeekFilters.from_query(
        {**query, "period": period_text(period)}, today=clock.today(), register=register
    )
    reader = request.member.sight
    if not reader.sees_all and (whole := whole_weeks(period)) != period:
        filters = replace(filters, period=whole)
        messages.append(_("You see whole weeks: those that hold the days you asked for are shown."))
    if filters.organisation_kinds and not reader.sees_all:
        filters = replace(filters, organisation_kinds=())
        messages.append(_("Only those who read reports can choose kinds of sources: in a small area a kind is a name."))
    return Seen(
        DatabaseStore(here()), register, filters, reader, list(KnownPlace.objects.all()),
        messages, request.kommun.slug,
    )  # fmt: skip


def may_see(request: Request) -> bool:
    """Whether the picture is shown to this person before it is fastställd."""
    return request.member.sight is not Sight.NONE

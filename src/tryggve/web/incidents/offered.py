"""What a report form offers: kinds of events in the order that the organisation uses them, places, areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, QuerySet

from tryggve.domain.area import level_words
from tryggve.domain.calendar_days import day_number
from tryggve.domain.category import Category, CategoryClass, categories
from tryggve.domain.language import N_, _
from tryggve.store.database.models import Incident
from tryggve.web.core.models import KnownPlace, Organisation
from tryggve.web.core.municipal import here
from tryggve.web.incidents.ground import Ground
from tryggve.web.incidents.places import WHOLE

FIRST_SHOWN = 8
"""So many kinds are shown at once; the rest lie under "more"."""

_DAYS = 180
_REPORTABLE = frozenset(CategoryClass) - {CategoryClass.OUTSIDE}
_ONLY_WITH_WORDS = frozenset({CategoryClass.SIGNAL, CategoryClass.FORECAST})

PLAIN: Mapping[str, str] = {
    "narkotika": N_("dealing or use, or traces of it"),
    "skadegorelse": N_("something broken or smashed"),
    "klotter": N_("sprayed, written or scratched"),
    "anlagd_brand": N_("fire that somebody lit"),
    "inbrott_stold": N_("break-in, attempt, stolen"),
    "personran": N_("somebody robbed"),
    "vald_hot": N_("fight, blow, threat"),
    "ordningsstorning": N_("noise, shouting, fireworks"),
    "otrygg_samling": N_("a group that makes others turn away"),
    "buskorning": N_("car, moped or A-tractor"),
    "alkohol": N_("drunkenness, drinking outdoors"),
    "incident_personal": N_("towards you or a colleague"),
    "valdsbejakande": N_("stickers, symbols, slogans"),
    "nedskrapning": N_("rubbish, dumped things"),
    "belysning": N_("a lamp that is out or missing"),
    "underhall": N_("bushes that hide, things worn out"),
    "otrygg_plats": N_("dark, deserted, hidden"),
    "rykten": N_("something that is said or spread"),
    "arrangemang": N_("something that will happen"),
    "ovrigt": N_("fits nowhere else"),
}
"""Category → what it may be, in plain words."""


@dataclass(frozen=True)
class Offered:
    """The choices of an organisation. What only a page shows is asked for when it is shown, not when a report comes."""

    organisation: Organisation
    ground: Ground
    today: dt.date
    kinds: tuple[Category, ...]

    @property
    def first(self) -> tuple[Category, ...]:
        """The kinds that are shown at once."""
        return self._ordered[:FIRST_SHOWN]

    @property
    def more(self) -> tuple[Category, ...]:
        """The others."""
        return self._ordered[FIRST_SHOWN:]

    @cached_property
    def _ordered(self) -> tuple[Category, ...]:
        used = _uses(self.organisation, self.today)
        return tuple(sorted(self.kinds, key=lambda one: -used.get(one.code, 0)))

    @cached_property
    def known(self) -> tuple[KnownPlace, ...]:
        """Places to choose among: those that the organisation has reported from most often come first."""
        if self.organisation.private:
            return ()
        own = _own(self.organisation, self.today).exclude(x=None)
        used = {(row["x"], row["y"]): row["uses"] for row in own.values("x", "y").annotate(uses=Count("pk"))}
        return tuple(sorted(KnownPlace.objects.filter(protected=False), key=lambda one: -used.get((one.x, one.y), 0)))

    @property
    def area_choices(self) -> list[tuple[str, object]]:
        """As a field with groups takes them."""
        areas = [
            (level_words(level), tuple(sorted(((a.code, a.name) for a in own), key=lambda pair: pair[1])))
            for level, own in self.ground.levels
        ]
        return [("", ""), *areas, (WHOLE, _("The whole municipality, or I do not know"))]

    @property
    def known_choices(self) -> list[tuple[str, str]]:
        """As a field takes them."""
        return [("", ""), *((str(one.pk), one.name) for one in self.known)]


def plain(code: str) -> str:
    """What a category may be, in the current language."""
    return _(PLAIN[code]) if code in PLAIN else ""


def offered(organisation: Organisation, ground: Ground, today: dt.date) -> Offered:
    """What is offered to an organisation. A private one writes no text, and is offered areas alone."""
    kinds = [one for one in categories().values() if one.source == "EST" and one.cls in _REPORTABLE]
    if organisation.private:
        kinds = [one for one in kinds if one.cls not in _ONLY_WITH_WORDS]
    return Offered(organisation, ground, today, tuple(kinds))


def _uses(organisation: Organisation, today: dt.date) -> dict[str, int]:
    rows: Sequence[dict[str, object]] = list(_own(organisation, today).values("category").annotate(uses=Count("pk")))
    return {str(row["category"]): int(str(row["uses"])) for row in rows}


def _own(organisation: Organisation, today: dt.date) -> QuerySet[Incident]:
    """What the organisation has reported of late."""
    since = day_number(today) - _DAYS
    return Incident.objects.using(here().alias).filter(organisation=organisation.name, last_day__gte=since, left_out="")

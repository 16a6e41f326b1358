"""Reading lägesrapporter: of which period, whose, and who may know what they say."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from tryggve.domain.access import Permission, Role, permissions
from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.coverage import Cadence
from tryggve.domain.language import _
from tryggve.domain.period import Period, PeriodKind, containing, parse_period
from tryggve.reports.numbers import period_words
from tryggve.web.core.hooks_of_picture import Reach, Told
from tryggve.web.core.member import Member
from tryggve.web.core.models import Choice, Membership, Organisation
from tryggve.web.incidents.models import SituationReport
from tryggve.web.incidents.situation_report_models import Sharing, Used

CADENCE = "cadence"
"""The choice of how often the lägesbild is made."""

EARLIER = 8
"""So many periods back are offered."""


def periods(today: dt.date) -> list[Period]:
    """The period that holds a day, and those before it, the latest first."""
    found = [_period(day_number(today))]
    while len(found) <= EARLIER:
        found.append(_period(found[-1].first_day - 1))
    return found


def period_asked(text: str, today: dt.date) -> Period:
    """The period that an address names, else the one that goes on."""
    known = {period.label: period for period in periods(today)}
    if text in known or not text:
        return known.get(text) or next(iter(known.values()))
    try:
        return parse_period(text)
    except ValueError:
        return next(iter(known.values()))


def _period(day: int) -> Period:
    chosen = Choice.objects.filter(name=CADENCE).values_list("value", flat=True).first()
    cadence = chosen.get("cadence") if isinstance(chosen, dict) else chosen
    if cadence == Cadence.MONTHLY:
        return containing(day, PeriodKind.MONTH)
    week = containing(day, PeriodKind.WEEK)
    if cadence != Cadence.FORTNIGHTLY:
        return week
    # Pairs of weeks, counted from a Monday long ago so that they never change places.
    first = week.first_day - (7 if (week.first_day // 7) % 2 else 0)
    return parse_period(f"{day_date(first)}..{day_date(first + 13)}")


def own_of(organisation: Organisation, period: Period) -> SituationReport | None:
    """What an organisation says of a period; None where it has said nothing yet."""
    return SituationReport.objects.filter(organisation=organisation, period=period.label).first()


def shared_with(member: Member) -> QuerySet[SituationReport]:
    """The lägesrapporter that have been sent and that somebody may read, by what each organisation has decided.

    The coordinator reads all. Others read those of their own organisation, and those for the group where they work in
    an authority: private organisations read nobody's text. What may be told in the fastställda lägesbild is read there.
    """
    sent = SituationReport.objects.exclude(sent_at=None).select_related("organisation")
    if member.may(Permission.REVIEW):
        return sent
    allowed = Q(organisation=member.organisation)
    if not member.organisation.private and member.may(Permission.TELL_SITUATION):
        allowed |= Q(sharing=Sharing.GROUP)
    return sent.filter(allowed)


def expected() -> list[Organisation]:
    """The organisations that have somebody who may write: authorities alone, for others write no free text."""
    rows = Membership.objects.filter(ended=None).values_list("organisation_id", "roles")
    writing = {
        number for number, roles in rows if Permission.TELL_SITUATION in permissions(Role(role) for role in roles)
    }
    return list(Organisation.objects.filter(pk__in=writing, active=True, private=False))


def missing(period: Period) -> list[Organisation]:
    """Those who have not sent for a period: what they know is unknown, never calm."""
    sent = SituationReport.objects.filter(period=period.label).exclude(sent_at=None)
    have = set(sent.values_list("organisation_id", flat=True))
    return [one for one in expected() if one.pk not in have]


def sources_of(period: Period) -> list[Told]:
    """The lägesrapporter of a period, and of the shorter periods in it, as its lägesbild may name and quote them."""
    sent = SituationReport.objects.exclude(sent_at=None)
    labels = [label for label in sent.values_list("period", flat=True).distinct() if _within(label, period)]
    found = sent.filter(period__in=labels).exclude(used=Used.NOTHING).select_related("organisation")
    return [_told(one) for one in sorted(found, key=lambda one: (one.period, one.organisation.name))]


def _within(label: str, period: Period) -> bool:
    try:
        told = parse_period(label)
    except ValueError:
        return False
    return period.first_day <= told.first_day and told.last_day <= period.last_day


def _told(one: SituationReport) -> Told:
    """Conditions in an organisation's own words are kept by a person: with them no machine hands the text on."""
    reach = Reach.NAMED
    if one.sharing == Sharing.ADOPTED:
        reach = Reach.FULL if one.conditions.strip() else Reach.SHARED
    return Told(
        one.organisation.name, one.organisation.kind,
        _("lägesrapport, {period}").format(period=period_words(parse_period(one.period))), one.sharing_words,
        one.conditions.strip(), reach,
        tuple((_(heading.label), text) for heading, text in one.said) if reach else (),
        used=one.used == Used.PICTURE,
    )  # fmt: skip

"""What one part of the web does when another tells something: the only place that knows both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse

from tryggve.domain.access import Permission, Sight
from tryggve.domain.language import _, ngettext
from tryggve.domain.period import Period
from tryggve.reports.week.periods import read_period
from tryggve.store.database.models import Incident
from tryggve.web.core.hooks_of_group import (
    Answer,
    Line,
    changed_since,
    incidents_behind,
    signals_to_judge,
    source_line,
    task_closed,
)  # fmt: skip
from tryggve.web.core.hooks_of_picture import not_done, told_of
from tryggve.web.core.member import Member
from tryggve.web.core.municipal import here, slug_of
from tryggve.web.core.site_address import address_of
from tryggve.web.group.said_at_table import said_in
from tryggve.web.incidents.actions.telling import answer_reports
from tryggve.web.incidents.inbox_list import what_words
from tryggve.web.incidents.models import Told
from tryggve.web.incidents.not_done import not_done as reports_not_done
from tryggve.web.incidents.situation_reports import sources_of
from tryggve.web.situation.models import Draft
from tryggve.web.situation.signal_cards import CLOSED, Card, card_of, kept_signals
from tryggve.web.situation.signal_evidence import Evidence


def connect() -> None:
    """Connect all answers; as often as one likes."""
    task_closed.connect(tell_reporters)
    incidents_behind.connect(reports_of_signal)
    signals_to_judge.connect(waiting_signals)
    changed_since.connect(standing_out)
    source_line.connect(report_line)
    source_line.connect(signal_line)
    told_of.connect(sources_of)
    told_of.connect(said_in)
    not_done.connect(reports_not_done)
    not_done.connect(signals_not_judged)


def tell_reporters(answer: Answer) -> int:
    """An insats is closed: those whose reports led to it hear what came of it."""
    kind = Told.DONE if answer.done else Told.ANSWER
    return answer_reports(
        incidents=answer.incidents, kind=kind, text=answer.text, by=answer.by, at=answer.at,
        link=address_of("my_reports"),
    )  # fmt: skip


def reports_of_signal(key: str) -> Sequence[int]:
    """The reports that a signal is made of, or was while it went on: an insats answers all of them."""
    card = _signal(key)
    return [] if card is None else Evidence(card, Sight.FULL).incidents


def waiting_signals(member: Member) -> Sequence[Line]:
    """The signals that go on and that nobody has decided on."""
    if Permission.READ_SIGNALS not in member.permissions:
        return []
    rows = kept_signals().exclude(state=CLOSED).order_by("per_year", "name")
    return [_line(card) for card in map(card_of, rows) if card.waits]


def standing_out(since: dt.date | None, member: Member) -> Sequence[Line]:
    """What stands out in the lägesbild under work, for those who may read it."""
    if Permission.READ_TEXT not in member.permissions:
        return []
    draft = Draft.objects.order_by("-day", "-built_at").first()
    if draft is None or (since is not None and draft.day < since):
        return []
    href = reverse("picture", kwargs={"kommun": slug_of(here()), "period": read_period(draft.period)})
    return [Line(str(words), href=href, kept=True) for words in draft.standing_out]


def signals_not_judged(_period: Period, member: Member) -> Sequence[Line]:
    """How many signals wait, in one line."""
    if not (n := len(waiting_signals(member))):
        return []
    told = ngettext("{n} signal waits to be judged.", "{n} signals wait to be judged.", n).format(n=n)
    return [Line(told, href=reverse("signals", kwargs={"kommun": slug_of(here())}))]


def report_line(kind: str, key: str, member: Member) -> Line | None:
    """A report that an insats came from: what it tells of, never its words."""
    if kind != "report" or not key.isdecimal() or len(key) > 9:
        return None
    incident = Incident.objects.filter(pk=int(key)).first()
    return None if incident is None else Line(_("Report {n}: {what}").format(n=incident.pk, what=what_words(incident)))


def signal_line(kind: str, key: str, member: Member) -> Line | None:
    """A signal that an insats came from, for those who may read signals."""
    card = _signal(key) if kind == "signal" and Permission.READ_SIGNALS in member.permissions else None
    return None if card is None else _line(card)


def _signal(key: str) -> Card | None:
    row = kept_signals().filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    return None if row is None else card_of(row)


def _line(card: Card) -> Line:
    href = reverse("signal", kwargs={"kommun": slug_of(here()), "key": card.row.name})
    return Line(card.what, card.where, href)

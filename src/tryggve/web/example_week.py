"""The invented municipality at work: the weeks that its people have behind them when the example is opened.

Each thing is done by the action that its page calls, at the moment when it would have been done.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tryggve.domain.access import Role
from tryggve.domain.incident import Observation
from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.domain.said_time import at_moment
from tryggve.domain.task import Hand, TaskState
from tryggve.reports.week.periods import read_period
from tryggve.store.database import meta
from tryggve.store.database.models import Incident
from tryggve.web import example_week_words as words
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import municipal
from tryggve.web.core.member import Member
from tryggve.web.core.models import KnownPlace, Membership, Organisation
from tryggve.web.example_signs import judge_an_area
from tryggve.web.group.actions import meetings, moves, notes, tasks, writing
from tryggve.web.group.facts import Origin, TaskFacts
from tryggve.web.group.models import Meeting, Task
from tryggve.web.group.sections import SAID
from tryggve.web.incidents.actions import answers, review, sending, situation_reports
from tryggve.web.incidents.arrival import Sending
from tryggve.web.incidents.ground import ground_here
from tryggve.web.incidents.models import Report
from tryggve.web.incidents.places import Chosen, place_of
from tryggve.web.incidents.situation_report_models import Sharing
from tryggve.web.situation.actions.adopting import Adoption, adopt
from tryggve.web.situation.actions.analysis import write_analysis
from tryggve.web.situation.actions.drafts import rebuild
from tryggve.web.situation.actions.judging import judge
from tryggve.web.situation.actions.looking import look
from tryggve.web.situation.models import Draft
from tryggve.web.situation.signal_cards import kept_signals
from tryggve.web.situation.told import told_in
from tryggve.web.wiring import connect

_NAMES = uuid.UUID("6d1f7c5e-0c1b-5b0e-9a53-0d6f3c2a7e11")
"""Reports of the example have the same numbers whenever it is made."""


@dataclass(frozen=True)
class Scene:
    """The day on which the example stands still, its municipality and its people by role and organisation."""

    day: dt.date
    kommun: Municipality

    @property
    def monday(self) -> dt.date:
        """The first day of its week."""
        return self.day - dt.timedelta(days=self.day.weekday())

    def at(self, days: int, clock: str) -> dt.datetime:
        """A moment, so many days from Monday of its week."""
        time = dt.time.fromisoformat(clock)
        return dt.datetime.combine(self.monday + dt.timedelta(days), time, meta.zone(municipal.here()))

    def member(self, role: Role, organisation: str) -> Member:
        """Somebody in an organisation who has a role."""
        rows = Membership.objects.select_related("organisation").filter(organisation__name=organisation)
        found = next(one for one in rows if role in one.role_set)
        return Member(Account.objects.get(pk=found.account_id), found)

    @property
    def coordinator(self) -> str:
        """The coordinator, as the log names them."""
        return self.member(Role.COORDINATOR, words.UNIT).by


def live(day: dt.date, kommun: Municipality, progress: Callable[[str], object]) -> None:
    """Live the weeks up to the day on which the example stands still. In the municipality."""
    connect()  # no page has been asked for yet, so nothing else has
    scene = Scene(day, kommun)
    progress(_("Living its last weeks"))
    _assess_a_signal(scene)
    _judge_an_area(scene)
    _tell_situation(scene)
    _adopt(scene)
    _meet(scene)
    _report(scene)
    _gather(scene)


def _assess_a_signal(scene: Scene) -> None:
    """Somebody looked in the autumn, decided, and something was done. Without a calibration there is nothing."""
    seen = scene.at(0, "07:00").replace(year=words.SIGNAL_DAY.year, month=words.SIGNAL_DAY.month,
                                        day=words.SIGNAL_DAY.day)  # fmt: skip
    look(by="Tryggve", today=words.SIGNAL_DAY, at=seen)
    decided = seen + dt.timedelta(hours=26)
    for signal in kept_signals().order_by("name"):
        decision, why = words.ASSESSED[signal.name[-4:]]
        judge(name=signal.name, decision=decision, why=why, sure=False, by=scene.coordinator, today=decided.date(),
              at=decided)  # fmt: skip
        if decision == "act":
            origin = Origin(sources=(("signal", str(signal.pk)),))
            task = _task(scene, words.FROM_SIGNAL, at=decided, origin=origin)
            _close(scene, task, words.FROM_SIGNAL, at=decided + dt.timedelta(days=16))


def _judge_an_area(scene: Scene) -> None:
    """One area was judged in spring and again in autumn, by the analyst and somebody of the police."""
    raters = scene.member(Role.ANALYST, words.UNIT), scene.member(Role.LEAD, words.POLICE)
    days = [scene.at(days, "13:00") for days in (-196, -14)]
    judge_an_area(first=raters[0], second=raters[1], by=scene.coordinator, days=days)


def _tell_situation(scene: Scene) -> None:
    for one in words.SITUATION_REPORTS:
        by = scene.member(Role.LEAD, one.organisation)
        written = situation_reports.Written(one.texts, Sharing(one.sharing), "", 0)
        situation_reports.send(period=_week_before(scene), written=written, by=by, at=scene.at(0, one.clock))


def _week_before(scene: Scene) -> Period:
    year, week, _day = (scene.monday - dt.timedelta(days=7)).isocalendar()
    return read_period(f"{year}-W{week:02}")


def _adopt(scene: Scene) -> None:
    """Last week's lägesbild is written to and fastställd."""
    period, by, today = _week_before(scene), scene.coordinator, scene.monday
    for section, text in words.ANALYSIS.items():
        write_analysis(period=period, section=section, text=text, after=0, by=by, at=scene.at(0, "10:20"))
    rebuild(period=period, by=by, today=today, at=scene.at(0, "10:30"))
    banner = _("{name} is invented. Nothing here has happened.").format(name=scene.kommun.name)
    draft = Draft.objects.get(period=period.label)
    adoption = Adoption(
        period=period, version=1, fingerprint=draft.fingerprint, analysis=words.ANALYSIS, coverage={}, banner=banner,
        told=told_in(period), reach=words.REACH,
    )  # fmt: skip
    adopt(adoption=adoption, link="", by=by, today=today, at=scene.at(0, "10:40"))


def _meet(scene: Scene) -> None:
    """The group met on Tuesday; what it decided is under way, and the next meeting is called."""
    by, day = scene.coordinator, scene.monday + dt.timedelta(days=1)
    called = tuple(Organisation.objects.filter(name__in=words.CALLED).order_by("name"))
    facts = meetings.MeetingFacts(day, called, dt.time(9), words.WHERE)
    meeting = meetings.add_meeting(facts=facts, by=by, at=scene.at(0, "11:00"))
    for section, text in _said(called).items():
        writing.write(meeting=meeting.pk, section=section, text=text, version=0, anyway=False, by=by,
                      at=scene.at(1, "09:30"))  # fmt: skip
    made = [_task(scene, one, at=scene.at(1, "09:40"), origin=Origin(meeting=meeting.pk)) for one in words.DECIDED]
    _close_meeting(scene, meeting, called)
    for task, one in zip(made, words.DECIDED, strict=True):
        if one.result:
            _close(scene, task, one, at=scene.at(4, "15:00"))
        elif one.begun:
            _move(scene, task, TaskState.UNDER_WAY, at=scene.at(2, "08:00"))


def _said(called: tuple[Organisation, ...]) -> Mapping[str, str]:
    at_the_table = {f"{SAID}{one.pk}": words.SAID[one.name] for one in called if one.name in words.SAID}
    return {**words.WRITTEN, **at_the_table}


def _close_meeting(scene: Scene, meeting: Meeting, called: tuple[Organisation, ...]) -> None:
    by = scene.coordinator
    present = [one.pk for one in called if one.name not in words.AWAY]
    meetings.note_attendance(meeting=meeting.pk, present=present, next_day=meeting.day + dt.timedelta(days=7),
                             next_starts=dt.time(9), by=by, at=scene.at(1, "10:00"))  # fmt: skip
    notes.close_meeting(meeting=meeting.pk, kommun=scene.kommun, by=by, at=scene.at(1, "10:01"))


def _report(scene: Scene) -> None:
    """What came in by phone this week: one report is answered, one is asked about, the rest wait in the inbox."""
    by = scene.coordinator
    for number, one in enumerate(words.REPORTS):
        report = _send(scene, number, one)
        assert report.incident_id is not None  # the example is open: nothing is practice
        incident = Incident.objects.get(pk=report.incident_id)
        if one.question:
            answers.ask(report=report, text=one.question, link="", by=by, at=scene.at(one.days, "22:00"))
        if one.task is not None:
            read = scene.at(one.days, "11:00")
            review.read(incident=incident.pk, version=incident.version, by=by, at=read)
            task = _task(scene, one.task, at=read, origin=Origin(sources=(("report", str(incident.pk)),)))
            _close(scene, task, one.task, at=scene.at(4, "14:00"))


def _gather(scene: Scene) -> None:
    """What is so much round one park that Sunday morning's look finds a signal, which nobody has decided on yet."""
    by = scene.coordinator
    for number, one in enumerate(words.GATHERING, 100):
        report = _send(scene, number, one)
        assert report.incident_id is not None  # the example is open: nothing is practice
        incident = Incident.objects.get(pk=report.incident_id)
        review.read(incident=incident.pk, version=incident.version, by=by, at=scene.at(5, "22:30"))
    look(by="Tryggve", today=scene.day, at=scene.at(6, "08:00"))


def _send(scene: Scene, number: int, one: words.Told) -> Report:
    by, ground, at = scene.member(Role(one.role), one.organisation), ground_here(), scene.at(one.days, one.clock)
    known = KnownPlace.objects.get(name=one.place) if one.place else None
    chosen = Chosen(known=known, area=one.area)
    protected = KnownPlace.objects.filter(protected=True)
    place = place_of(ground, chosen, protected, area_only=by.organisation.private)
    said = Sending(
        id=uuid.uuid5(_NAMES, str(number)), category=one.category, place=place, time=at_moment(at, ground.zone),
        mark=ground.mark, place_words=one.place, severity=one.severity, observation=Observation(1), text=one.text,
    )  # fmt: skip
    return Report.objects.get(pk=sending.send(sending=said, by=by, at=at).pk)


def _task(scene: Scene, one: words.ToDo, *, at: dt.datetime, origin: Origin) -> Task:
    named: dict[str, Any] = {row.name: row for row in Organisation.objects.filter(name__in=[one.who, *one.partners])}
    facts = TaskFacts(
        what=one.what, organisation=named[one.who], due=at.date() + dt.timedelta(one.within), function=one.function,
        partners=tuple(named[name] for name in one.partners), place=one.place,
    )  # fmt: skip
    return tasks.add_task(facts=facts, origin=origin, by=scene.coordinator, at=at)


def _close(scene: Scene, task: Task, one: words.ToDo, *, at: dt.datetime) -> None:
    _move(scene, task, TaskState.DONE, at=at, outcome=moves.Outcome(one.result, one.answer))


def _move(
    scene: Scene, task: Task, to: TaskState, *, at: dt.datetime, outcome: moves.Outcome = moves.NOTHING
) -> None:  # fmt: skip
    moves.move_task(task=task.pk, to=to, version=task.version, hand=Hand.COORDINATOR, by=scene.coordinator, at=at,
                    outcome=outcome)  # fmt: skip

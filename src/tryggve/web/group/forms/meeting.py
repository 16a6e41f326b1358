"""Forms of a meeting: when, where, who is called; who is there; what is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from tryggve.domain.language import N_
from tryggve.web.core.models import Organisation
from tryggve.web.core.words import said
from tryggve.web.group.actions.meetings import MeetingFacts
from tryggve.web.group.models import Meeting
from tryggve.web.group.models.meeting import DAYS, Cadence

_DATE = {"type": "date"}
_TIME = {"type": "time"}


def _date(label: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(required=required, label=said(label), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"))


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(required=False, label=said(label), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))


class MeetingForm(forms.Form):
    """A meeting that is called."""

    day = _date(N_("Day"))
    starts = _time(N_("Starts at"))
    where = forms.CharField(max_length=120, required=False, label=said(N_("Where")))
    cadence = forms.ChoiceField(label=said(N_("How often")))
    organisations = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(), label=said(N_("Called")), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.filter(active=True)  # type: ignore[attr-defined]
        self.fields["cadence"].choices = [(str(one), one.words) for one in Cadence]  # type: ignore[attr-defined]

    @property
    def facts(self) -> MeetingFacts:
        """What the form says, once it is valid."""
        told = self.cleaned_data
        return MeetingFacts(told["day"], tuple(told["organisations"]), told["starts"], told["where"], told["cadence"])


class AttendanceForm(forms.Form):
    """Who is there, and when the group meets next."""

    present = forms.MultipleChoiceField(required=False, label=said(N_("Present")), widget=forms.CheckboxSelectMultiple)
    next_day = _date(N_("Next meeting"), required=False)
    next_starts = _time(N_("Starts at"))

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        rows = list(meeting.attendance.select_related("organisation"))
        there = [str(row.organisation_id) for row in rows if row.present]
        initial = {"present": there, "next_day": meeting.next_day or next_day(meeting.day, meeting.cadence),
                   "next_starts": meeting.next_starts or meeting.starts}  # fmt: skip
        super().__init__(data, initial=initial)
        choices = [(str(row.organisation_id), row.organisation.name) for row in rows]
        self.fields["present"].choices = choices  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, Any]:
        """What the form says, once it is valid, as the action takes it."""
        told = self.cleaned_data
        return {"present": {int(one) for one in told["present"]}, "next_day": told["next_day"],
                "next_starts": told["next_starts"]}  # fmt: skip


def next_day(day: dt.date, cadence: str) -> dt.date:
    """When the group meets next by its habit."""
    return day + dt.timedelta(days=DAYS[Cadence(cadence)])


def initial_of(meeting: Meeting | None, today: dt.date) -> dict[str, Any]:
    """What a new meeting is proposed to be: as the last one, a habit later."""
    if meeting is None:
        active = Organisation.objects.filter(active=True)
        return {"day": today, "cadence": Cadence.WEEKLY, "organisations": [one.pk for one in active]}
    return facts_of(meeting) | {"day": max(next_day(meeting.day, meeting.cadence), today)}


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """What a meeting says, for the form that changes it."""
    return {
        "day": meeting.day, "starts": meeting.starts, "where": meeting.where, "cadence": meeting.cadence,
        "organisations": [row.organisation_id for row in meeting.attendance.all()],
    }  # fmt: skip

"""The form of an insats: three fields to note it in a minute, the rest when there is time."""

from __future__ import annotations

from typing import Any

from django import forms

from tryggve.domain.access import Permission
from tryggve.domain.language import N_, _
from tryggve.domain.task import CLOSED, LONGEST_WHAT, TaskState
from tryggve.web.core.member import Member
from tryggve.web.core.models import KnownPlace, Organisation
from tryggve.web.core.screened_form import ScreenedForm
from tryggve.web.core.words import said
from tryggve.web.group.areas import area_names
from tryggve.web.group.facts import TaskFacts
from tryggve.web.group.models import Task

QUICK = ("what", "organisation", "due")
"""What is asked first; nothing else must be answered."""


class TaskForm(ScreenedForm):
    """Who does what by when."""

    screened = ("what", "function", "place")
    what = forms.CharField(
        max_length=LONGEST_WHAT, label=said(N_("What")), help_text=said(N_("For example: cut the bushes at the path"))
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=said(N_("Who")), empty_label=said(N_("Choose"))
    )
    due = forms.DateField(
        required=False, label=said(N_("By when")), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    function = forms.CharField(
        max_length=80, required=False, label=said(N_("Function")),
        help_text=said(N_("A role in the organisation, never the name of a person")),
    )  # fmt: skip
    partners = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(), required=False, label=said(N_("With whom")),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    area = forms.ChoiceField(required=False, label=said(N_("Area")))
    known_place = forms.ModelChoiceField(
        queryset=KnownPlace.objects.none(), required=False, label=said(N_("Known place")), empty_label=""
    )
    place = forms.CharField(
        max_length=120, required=False, label=said(N_("Place")), help_text=said(N_("Street or place, no house number"))
    )
    field_order = (*QUICK, "function", "partners", "area", "known_place", "place", "anyway")

    def __init__(self, *args: Any, member: Member, quick: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = Organisation.objects.filter(active=True)
        mine = active if member.may("meet") else active.filter(pk=member.organisation.pk)
        self._choices("organisation", mine)
        if quick:
            for name in [name for name in self.fields if name not in (*QUICK, "anyway")]:
                del self.fields[name]
            self.fields["what"].help_text = ""  # so that it all stands on one line
            return
        self._choices("partners", active)
        self._choices("known_place", KnownPlace.objects.filter(protected=False))
        self.areas = area_names()
        self.fields["area"].choices = [("", ""), *self.areas.items()]  # type: ignore[attr-defined]
        for name in ("area", "known_place"):
            if not len(self.fields[name].choices) > 1:  # type: ignore[attr-defined]
                del self.fields[name]

    def _choices(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    @property
    def facts(self) -> TaskFacts:
        """What the form says, once it is valid."""
        told = self.cleaned_data
        code = told.get("area") or ""
        return TaskFacts(
            what=told["what"], organisation=told["organisation"], due=told["due"],
            function=told.get("function") or "", partners=tuple(told.get("partners") or ()), area=code,
            area_name=self.areas.get(code, "") if code else "", known_place=told.get("known_place"),
            place=told.get("place") or "",
        )  # fmt: skip


def initial_of(task: Task) -> dict[str, Any]:
    """What an insats says, for the form that changes it."""
    return {
        "what": task.what, "organisation": task.organisation_id, "due": task.due, "function": task.function,
        "partners": [one.pk for one in task.partners.all()], "area": task.area, "known_place": task.known_place_id,
        "place": task.place,
    }  # fmt: skip


class MoveForm(ScreenedForm):
    """How an insats goes; when it is closed, what came of it and, by those who read reports, what the reporters are
    told: a lead knows neither who is meant nor how many.
    """

    screened = ("result", "answer")
    to = forms.ChoiceField(choices=[(str(one), str(one)) for one in TaskState], widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.CharField(
        required=False, max_length=2000, label=said(N_("What came of it")), widget=forms.Textarea(attrs={"rows": 3})
    )
    answer = forms.CharField(
        required=False, max_length=600, label=said(N_("Answer to those who reported")),
        help_text=said(N_("They read this under My reports. Leave it empty to send nothing.")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not member.may(Permission.READ_TEXT):
            del self.fields["answer"]

    def clean(self) -> dict[str, Any]:
        """Nothing is said of an insats that goes on."""
        cleaned = super().clean()
        if cleaned.get("to") and TaskState(cleaned["to"]) not in CLOSED and cleaned.get("answer"):
            self.add_error("answer", _("Those who reported are answered when the insats is closed."))
        return cleaned

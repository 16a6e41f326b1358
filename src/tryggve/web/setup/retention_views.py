"""Retention: the decisions, what the one in force says is to go, and the deleting, which a person does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.domain.language import N_, _
from tryggve.domain.row_error import FileError
from tryggve.ingest.privacy import find
from tryggve.store.database.models import AuditEvent, RetentionDecision
from tryggve.store.database.retention_plan import decision_in_force, overdue
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.municipal import here
from tryggve.web.core.words import said
from tryggve.web.setup.actions_retention import carry_out, decide, mark_of, number_of, what_goes
from tryggve.web.setup.forms import plain_message

MOST_MONTHS = 1200
RUNS_SHOWN = 20


class DecisionForm(forms.Form):
    """A decision that somebody has taken."""

    reference = forms.CharField(label=said(N_("Reference number")), max_length=80)
    decided_by = forms.CharField(
        label=said(N_("Decided by")), max_length=160, help_text=said(N_("A board or a delegate, not a person's name."))
    )
    decided_on = forms.DateField(
        label=said(N_("Day of the decision")), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text_months = forms.IntegerField(
        label=said(N_("Whole months that free text is kept")), min_value=1, max_value=MOST_MONTHS
    )
    facts_months = forms.IntegerField(
        label=said(N_("Whole months that reports are kept")), min_value=1, max_value=MOST_MONTHS, required=False,
        help_text=said(N_("Then they become counts per month. Left empty: until another decision.")),
    )  # fmt: skip
    note = forms.CharField(label=said(N_("Note")), max_length=300, required=False)


class RunForm(forms.Form):
    """The question before anything is deleted."""

    seen = forms.CharField(widget=forms.HiddenInput)
    number = forms.IntegerField(label="")
    why = forms.CharField(
        label=said(N_("Why")), max_length=200, required=False, help_text=said(N_("For the log: nothing of persons."))
    )

    def __init__(self, *arguments: Any, goes: int, **others: Any) -> None:
        super().__init__(*arguments, **others)
        self._goes = goes
        self.fields["number"].label = _("Write {n} to delete").format(n=goes)

    def clean_number(self) -> int:
        """The number that stands beside."""
        if self.cleaned_data["number"] != self._goes:
            raise forms.ValidationError(_("That is another number."))
        return self._goes

    def clean_why(self) -> str:
        """A reason that can stand in the log."""
        why = str(self.cleaned_data["why"])
        if find(why):
            raise forms.ValidationError(_("The reason seems to hold personal data, and the log keeps it."))
        return why


@require_safe
def retention(request: Request) -> HttpResponse:
    """The decisions, what is to go, what has gone."""
    decision = decision_in_force(here())
    found = what_goes(clock.today()) if decision else None
    runs = AuditEvent.objects.filter(action="retention").exclude(batch=None).order_by("-id")[:RUNS_SHOWN]
    context = {
        "decisions": RetentionDecision.objects.order_by("-id"), "plan": found,
        "goes": number_of(found) if found else 0, "late": overdue(here(), clock.today()), "runs": runs,
    }  # fmt: skip
    return render(request, "setup/retention.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request) -> HttpResponse:
    """Record a decision."""
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decide(**form.cleaned_data, by=request.member.by, at=clock.now())
        except FileError as error:
            form.add_error(None, plain_message(error))
        else:
            messages.success(request, _("The decision is recorded and in force. Nothing has been deleted."))
            return redirect("settings_retention", kommun=request.kommun.slug)
    return render(request, "setup/retention_decide.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: Request) -> HttpResponse:
    """Show what goes, ask, delete."""
    if decision_in_force(here()) is None:
        return render(request, "setup/retention_run.html", {"plan": None, "goes": 0})
    found = what_goes(clock.today())
    goes = number_of(found)
    form = RunForm(request.POST if request.method == "POST" else None, initial={"seen": mark_of(found)}, goes=goes)
    if goes and form.is_valid():
        told = form.cleaned_data
        try:
            swept = carry_out(
                seen=told["seen"], today=clock.today(), why=told["why"], by=request.member.by, at=clock.now()
            )
        except FileError as error:
            messages.error(request, plain_message(error))
            return redirect("settings_retention_run", kommun=request.kommun.slug)
        messages.success(request, _("Done. What went is in the log, without its content."))
        if not swept:
            messages.info(request, _("The database's own log still holds it for a while: the worker clears it."))
        return redirect("settings_retention", kommun=request.kommun.slug)
    context = {"form": form, "plan": found, "goes": goes}
    return render(request, "setup/retention_run.html", context, status=422 if form.errors else 200)

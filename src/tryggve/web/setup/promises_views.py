"""Who has promised to report, how often and where."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.store.database.areas import register_of
from tryggve.store.database.models import Agreement
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here
from tryggve.web.setup.bring_in import bring_promises, end_promises
from tryggve.web.setup.organisations import Wanted, cadence_choices, reporters_of
from tryggve.web.setup.settings_forms import PromiseForm

_MORE = 1
_FormSet = forms.formset_factory(PromiseForm, extra=_MORE, max_num=20)


@require_safe
def promises(request: Request) -> HttpResponse:
    """All organisations with what they have promised."""
    found: dict[str, list[Agreement]] = defaultdict(list)
    for agreement in Agreement.objects.order_by("id"):
        found[agreement.organisation].append(agreement)
    rows = [(one, [_shown(a) for a in found.get(one.name, [])]) for one in Organisation.objects.filter(active=True)]
    return render(request, "setup/promises.html", {"rows": rows, "cadences": dict(cadence_choices())})


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: Request, organisation: int) -> HttpResponse:
    """What one organisation has promised. The whole list is replaced, and the old one kept."""
    one = get_object_or_404(Organisation, pk=organisation)
    now = [_shown(agreement) for agreement in Agreement.objects.filter(organisation=one.name).order_by("id")]
    formset = _FormSet(request.POST if request.method == "POST" else None, initial=now)
    errors: list[str] = []
    if request.method == "POST" and formset.is_valid():
        wanted = [_wanted(one, form.cleaned_data) for form in formset if form.cleaned_data.get("cadence")]
        reporters, found = reporters_of(wanted, register_of(here()), clock.today())
        errors = [f"{error.what} {error.how}" for error in found]
        if not errors:
            by, at = request.member.by, clock.now()
            if reporters:
                bring_promises(reporters=reporters, by=by, at=at)
            else:
                end_promises(organisation=one.name, by=by, at=at)
            messages.success(request, _("Saved."))
            return redirect("settings_promises", kommun=request.kommun.slug)
    wrong = bool(errors or formset.is_bound)
    context = {"one": one, "formset": formset, "errors": errors}
    return render(request, "setup/promise.html", context, status=422 if wrong else 200)


def _shown(agreement: Agreement) -> dict[str, Any]:
    return {
        "cadence": agreement.cadence, "areas": "|".join(code for _level, code in agreement.areas),
        "first": day_date(agreement.first_day),
        "last": None if agreement.last_day is None else day_date(agreement.last_day),
    }  # fmt: skip


def _wanted(one: Organisation, said: dict[str, Any]) -> Wanted:
    first, last = (said[name].isoformat() if said.get(name) else "" for name in ("first", "last"))
    return Wanted(one.name, one.kind, one.private, said["cadence"], said["areas"].strip(), first, last)

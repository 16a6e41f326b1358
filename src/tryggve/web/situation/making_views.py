"""A lägesbild that is being made: asked for, and how far it has come."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tryggve.domain.language import N_, _
from tryggve.domain.period import Period
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.situation import periods
from tryggve.web.situation.actions import making
from tryggve.web.situation.models import Making, Snapshot
from tryggve.web.situation.snapshot_views import audience_of

_WAITING, _READING = N_("Waits for its turn"), N_("Reads the reports")
STEPS = {
    making.DRAFT: {"": _WAITING, "facts": _READING, "internal": N_("Makes the draft")},
    making.ADOPT: {
        "": _WAITING, "facts": _READING, "internal": N_("Makes the version for those who read reports"),
        "shared": N_("Makes the version for authorities"), "area": N_("Makes the version by area"),
        "files": N_("Writes PDF, spreadsheet and data"),
        "keep": N_("Keeps it for good"),
    },
}  # fmt: skip
"""Kind → step → what is done then, in order."""

LONG_WAIT = dt.timedelta(minutes=2)
"""What has waited for so long without being begun tells that no worker runs, or that it is busy elsewhere."""

ASKS_FOR = dt.timedelta(minutes=10)
"""A page asks by itself for so long: one that is left open must not keep its owner logged in."""


@require_POST
def build(request: Request, period: Period) -> HttpResponse:
    """Ask for the draft anew; what comes after it is said by the form."""
    wish = {"next": "adopt"} if request.POST.get("next") == "adopt" else {}
    asked = making.ask_for_draft(
        period=period, by=request.member.by, today=clock.today(), at=clock.now(), wish=wish
    )  # fmt: skip
    return redirect("picture_making", kommun=request.kommun.slug, period=period, pk=asked.pk)


@require_safe
def progress(request: Request, period: Period, pk: int) -> HttpResponse:
    """How far it has come; asked for by htmx, that alone. A draft that is done leads on to where it was going."""
    one = Making.objects.filter(pk=pk, period=period.label).first()
    if one is None:
        raise Http404
    if one.outcome == making.DONE and one.kind == making.DRAFT:
        name = "picture_adopt" if one.wish.get("next") == "adopt" and request.member.may("adopt") else "picture"
        target = reverse(name, kwargs={"kommun": request.kommun.slug, "period": period})
        return HttpResponse(headers={"HX-Redirect": target}) if request.htmx else redirect(target)
    template = "situation/_making.html" if request.htmx else "situation/making.html"
    return render(request, template, _context(request, period, one))


def _context(request: Request, period: Period, one: Making) -> dict[str, Any]:
    steps, waited = STEPS[one.kind], clock.now() - one.asked_at
    names = list(steps)
    made = Snapshot.objects.filter(period=period.label, version=one.version or 0).only("pk", "version").first()
    files = made.files.filter(audience=audience_of(request).value).defer("content").order_by("id") if made else []
    return {
        "period": period, "title": periods.title(period), "days": periods.days(period), "one": one,
        "steps": [_(words) for words in steps.values()], "now": names.index(one.step) if one.step in names else 0,
        "made": made, "files": files,
        "asks": one.open and waited < ASKS_FOR, "waits_long": one.open and not one.tries and waited > LONG_WAIT,
    }  # fmt: skip

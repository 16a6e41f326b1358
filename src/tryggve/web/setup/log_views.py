"""The log: pages, a filter, and an export that is itself noted in the log."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tryggve.store.database import audit, meta
from tryggve.store.database.audit_words import action_words
from tryggve.store.database.models import AuditEvent
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.municipal import here
from tryggve.web.setup import log
from tryggve.web.setup.actions_log import note_export
from tryggve.web.setup.log_names import Names
from tryggve.web.setup.log_words import told
from tryggve.web.setup.settings_forms import LogForm


@require_safe
def events(request: Request) -> HttpResponse:
    """A page of the log."""
    form = LogForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    zone = meta.zone(here())
    page = Paginator(log.chosen_events(said, zone), log.AT_A_TIME).get_page(request.GET.get("sida"))
    query = request.GET.copy()
    query.pop("sida", None)
    names = sorted(map(str, audit.Action), key=action_words)
    told_names = Names(page)
    context = {
        "form": form, "page": page, "query": query.urlencode(),
        "actions": [(name, action_words(name)) for name in names],
        "rows": [(event, action_words(event.action), told(event, told_names)) for event in page],
    }  # fmt: skip
    return render(request, "setup/log.html", context, status=422 if form.errors else 200)


@require_safe
def export(request: Request) -> HttpResponse:
    """What the filter asks for, as CSV."""
    form = LogForm(request.GET)
    zone = meta.zone(here())
    chosen = log.chosen_events(form.cleaned_data if form.is_valid() else {}, zone)[: log.MOST_EXPORTED]
    found: list[AuditEvent] = list(chosen)
    note_export(rows=len(found), by=request.member.by, at=clock.now())
    answer = HttpResponse(log.as_csv(found, zone), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="logg.csv"'
    return answer

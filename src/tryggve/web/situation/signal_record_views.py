"""The record of signals: how often one was worth acting on, and the grave events before which there was none."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from tryggve.reports.signal_words import method_words
from tryggve.store.database.actions.reading import note_export
from tryggve.store.database.signal_models import Signal
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.municipal import here
from tryggve.web.situation import sheets
from tryggve.web.situation.signal_look_back import read_back_of
from tryggve.web.situation.signal_looked import last_look
from tryggve.web.situation.signal_record import category_words, decided_rows, kept_record, record_sheet, share_words

MOST_GRAVE = 20
"""So many grave events stand open on the page; the earlier ones are behind a fold."""


@require_safe
def record(request: Request) -> HttpResponse:
    """The record."""
    last = last_look()
    context = {
        "record": kept_record(), "back": read_back_of(last.content) if last else None, "category_words": category_words,
        "method_words": method_words, "share_words": share_words, "looked_at": last.finished_at if last else None,
        "decided": decided_rows(), "most": MOST_GRAVE, "kept_names": set(Signal.objects.values_list("name", flat=True)),
    }  # fmt: skip
    return render(request, "situation/signals_record.html", context)


@require_POST
def export(request: Request, form: str) -> HttpResponse:
    """The same as a file; the log notes that it left."""
    sheet = record_sheet(kept_record())
    note_export(here(), by=request.member.by, at=clock.now(), why="", signals="record", form=form, rows=len(sheet.rows))
    return sheets.answer(sheet, form, f"{request.kommun.slug}-signaler-facit")

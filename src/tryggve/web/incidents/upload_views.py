"""Files come in: sent, shown, brought in, taken back."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tryggve.domain.language import N_, _, ngettext
from tryggve.domain.row_error import FileError
from tryggve.store.database.models import ImportBatch
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.posted import words
from tryggve.web.core.readiness import is_open
from tryggve.web.incidents.actions import review
from tryggve.web.incidents.actions import uploads as acts
from tryggve.web.incidents.models import Upload
from tryggve.web.incidents.upload_reading import shown_of

_SHOWN = 50
_ASKS_FOR, _LONG_WAIT = dt.timedelta(minutes=30), dt.timedelta(minutes=2)

STEPS = {
    acts.READ: {"": N_("Waits for its turn"), "read": N_("Reads the file")},
    acts.IN: {"": N_("Waits for its turn"), "read": N_("Reads the file"), "keep": N_("Writes the rows into the store")},
}
"""What is asked → step → what is done then, in order."""


@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: Request) -> HttpResponse:
    """Send a file; those that came in before."""
    if request.method != "POST":
        return _page(request)
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, fault=_("Choose a file."), status=422)
    if (sent.size or 0) > settings.UPLOAD_MOST_BYTES:
        most = settings.UPLOAD_MOST_BYTES // 1_000_000
        return _page(request, fault=_("The file is larger than {n} MB.").format(n=most), status=422)
    try:
        made = acts.keep(
            name=str(sent.name), content=sent.read(), by=request.member.by, at=clock.now(), today=clock.today()
        )
    except FileError as fault:
        return _page(request, fault=f"{fault.what} {fault.how}", status=422)
    return redirect("upload", kommun=request.kommun.slug, pk=made.pk)


@require_safe
def upload(request: Request, pk: int) -> HttpResponse:
    """What was understood of a file, before anything of it goes in; how far it has come; or what became of it."""
    found = Upload.objects.defer("content").filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.htmx and not found.asked:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "upload": found, "shown": None if found.done_at else shown_of(found), "batch": _batch(found.batch_id),
        **_progress(found),
    }  # fmt: skip
    template = "incidents/_upload_waits.html" if request.htmx else "incidents/upload.html"
    return render(request, template, context)


def _progress(found: Upload) -> dict[str, object]:
    """How far the worker has come; a page that is left open stops asking."""
    steps, waited = STEPS.get(found.asked, {}), clock.now() - (found.asked_at or found.at)
    now = list(steps).index(found.step) if found.step in steps else 0
    return {"steps": [_(words) for words in steps.values()], "now": now, "asks": waited < _ASKS_FOR,
            "waits_long": not found.tries and waited > _LONG_WAIT}  # fmt: skip


@require_POST
def bring_in(request: Request, pk: int) -> HttpResponse:
    """Into the store: at once, or by the worker where the file is large."""
    found = _upload(pk)
    try:
        if found.size > acts.AT_ONCE:
            acts.ask_to_bring_in(upload=found, by=request.member.by, at=clock.now())
            return redirect("upload", kommun=request.kommun.slug, pk=pk)
        done = acts.bring_in(upload=found, by=request.member.by, at=clock.now(), today=clock.today())
    except FileError as fault:
        return _page(request, fault=f"{fault.what} {fault.how}", status=409)
    told = ngettext("{n} row went in.", "{n} rows went in.", done.told["new"]).format(n=done.told["new"])
    messages.success(request, told)
    return redirect("upload", kommun=request.kommun.slug, pk=pk)


@require_POST
def throw_away(request: Request, pk: int) -> HttpResponse:
    """Not wanted."""
    acts.throw_away(upload=_upload(pk), by=request.member.by, at=clock.now())
    return redirect("uploads", kommun=request.kommun.slug)


@require_safe
def rejected(request: Request, pk: int) -> HttpResponse:
    """The rows that did not go in: always a file to be saved, never a page."""
    found = _upload(pk)
    if not found.rejected:
        raise Http404
    name = f"{found.name.rsplit('.', 1)[0]}.rejected.csv"
    answer = HttpResponse(bytes(found.rejected), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Request, pk: int) -> HttpResponse:
    """Take an import back; a page asks first. `pk` is the number of its batch."""
    batch = _batch(pk)
    if batch is None:
        raise Http404
    fault = ""
    if request.method == "POST":
        try:
            why = words(request, "why", 300)
            review.refuse_persons(why)
            acts.take_back(batch=pk, by=request.member.by, why=why, at=clock.now())
            messages.success(request, _("The import has been taken back."))
            return redirect("uploads", kommun=request.kommun.slug)
        except FileError as error:
            fault = f"{error.what} {error.how}"
    context = {"batch": batch, "fault": fault}
    return render(request, "incidents/upload_take_back.html", context, status=409 if fault else 200)


def _page(request: Request, *, fault: str = "", status: int = 200) -> HttpResponse:
    batches = ImportBatch.objects.filter(kind="import").prefetch_related("files").order_by("-id")[:_SHOWN]
    waiting = Upload.objects.filter(done_at=None).defer("content")
    rejected = dict(Upload.objects.exclude(rejected=b"").values_list("batch_id", "pk"))
    context = {
        "batches": batches, "waiting": waiting, "rejected": rejected, "fault": fault, "open": is_open(),
        "most": settings.UPLOAD_MOST_BYTES // 1_000_000,
    }  # fmt: skip
    return render(request, "incidents/uploads.html", context, status=status)


def _upload(pk: int) -> Upload:
    found = Upload.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _batch(pk: int | None) -> ImportBatch | None:
    return ImportBatch.objects.filter(pk=pk or 0, kind="import").first()

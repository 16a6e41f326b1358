"""Fastställda lägesbilder: the list of them, their pages and documents."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tryggve.domain.access import Permission, Sight
from tryggve.domain.period import Period
from tryggve.reports.labels import audience_name
from tryggve.reports.tree import Audience
from tryggve.reports.week.periods import read_period
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.situation import periods
from tryggve.web.situation.actions.adopting import note_download
from tryggve.web.situation.chapters import fixed_chapters
from tryggve.web.situation.models import Draft, Snapshot, SnapshotFile

KINDS = {
    "pdf": "application/pdf", "json": "application/json", "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
"""What a document is, as browsers are told. All come as files: none is shown as a page of this site."""


@require_safe
def pictures(request: Request) -> HttpResponse:
    """The fastställda, latest first; and the drafts, for those who may read them."""
    rows = Snapshot.objects.order_by("-adopted_at").defer("tree", "shared_tree", "area_tree", "analysis")
    shown = [(read_period(row.period), row) for row in rows]
    drafts = []
    if request.member.sight is Sight.FULL:
        found = {row.period: row for row in Draft.objects.defer("tree", "standing_out")}
        # The latest first: of one that has several versions the last stands.
        fixed = {row.period: row.version for row in reversed(rows)}
        living = periods.living(clock.today())
        drafts = [(period, found.get(period.label), fixed.get(period.label)) for period in living]
    context = {"shown": shown, "drafts": drafts, "title_of": periods.title, "days_of": periods.days}
    return render(request, "situation/pictures.html", context)


TREES = {Audience.INTERNAL: "tree", Audience.SHARED: "shared_tree", Audience.AREA: "area_tree"}


def audience_of(request: Request) -> Audience:
    """The version that somebody gets: facts for those who answer for an authority, areas and days for all others."""
    if request.member.sight is Sight.FULL:
        return Audience.INTERNAL
    is_lead = request.member.may(Permission.READ_LIVE) and not request.member.organisation.private
    return Audience.SHARED if is_lead else Audience.AREA


@require_safe
def snapshot(request: Request, period: Period, version: int) -> HttpResponse:
    """A fastställd lägesbild."""
    audience = audience_of(request)
    others = [name for kept, name in TREES.items() if kept is not audience]
    one = Snapshot.objects.filter(period=period.label, version=version).defer(*others).first()
    tree = getattr(one, TREES[audience], None)
    if one is None or tree is None:
        raise Http404
    files = one.files.filter(audience=audience.value).defer("content").order_by("id")
    last = Snapshot.objects.filter(period=period.label).order_by("-version").values_list("version", flat=True).first()
    context = {
        "period": period, "title": periods.title(period), "days": periods.days(period), "one": one, "files": files,
        "chapters": fixed_chapters(tree), "methods": tree["methods"], "last": last,
        "audience": audience_name(Audience(tree["meta"]["audience"])),
    }  # fmt: skip
    return render(request, "situation/snapshot.html", context)


@require_safe
def document(request: Request, period: Period, version: int, form: str) -> HttpResponse:
    """A document as it was made then."""
    file = (
        SnapshotFile.objects.select_related(None)
        .filter(
            snapshot__period=period.label, snapshot__version=version, audience=audience_of(request).value, format=form
        )
        .first()
    )
    if file is None:
        raise Http404
    note_download(file=file, by=request.member.by, at=clock.now())
    response = HttpResponse(bytes(file.content), content_type=KINDS[form])
    name = f"lagesbild-{request.kommun.slug}-{period.label}-v{version}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

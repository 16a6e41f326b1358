"""What comes in to the report form, from a page or a script, and what must be asked before it is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from allauth.core import ratelimit
from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict

from tryggve.domain.incident import Observation
from tryggve.web.core import clock
from tryggve.web.core.member import Request
from tryggve.web.core.screening import Mark
from tryggve.web.incidents.alike import alike
from tryggve.web.incidents.arrival import Sending
from tryggve.web.incidents.ground import ground_here
from tryggve.web.incidents.offered import offered
from tryggve.web.incidents.report_form import ReportForm

_MOST_BYTES = 20_000


@dataclass(frozen=True)
class Asked:
    """What the reporter must answer first: words that were marked, and how many others have told of the same."""

    marks: tuple[Mark, ...] = ()
    alike: int = 0

    def __bool__(self) -> bool:
        return bool(self.marks or self.alike)


def form_for(request: Request, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> ReportForm:
    """The form with what is offered to this member."""
    ground, now = ground_here(), clock.now()
    offer = offered(request.member.organisation, ground, now.astimezone(ground.zone).date())
    return ReportForm(data, initial=initial, member=request.member, ground=ground, offer=offer, now=now)


def is_script(request: HttpRequest) -> bool:
    """Whether a script sends."""
    return request.content_type == "application/json"


def data_of(request: HttpRequest) -> QueryDict:
    """What was sent, in whichever form."""
    if not is_script(request):
        return request.POST
    if len(request.body) > _MOST_BYTES:
        raise BadRequest
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(sent, dict):
        raise BadRequest
    data = QueryDict(mutable=True)
    for name, value in sent.items():
        values = value if isinstance(value, list) else [value]
        data.setlist(name, ["" if one is None else _whole(str(one)) for one in values])
    return data


def _whole(text: str) -> str:
    """JSON can hold half a character, which no database takes."""
    return text.encode("utf-8", "replace").decode()


def asked(request: Request, form: ReportForm) -> Asked:
    """What must be answered before a valid form is sent. What waited without network is not asked about likeness, nor
    is who has asked so often that it may be others' reports that are looked for. To find none is to learn something
    too, so each time is counted, and nothing is looked for past the limit: not even how long it takes tells.
    """
    data = form.cleaned_data
    seen = () if data.get("anyway") else form.looked.marks
    if data["same"] or data["queued"]:
        return Asked(seen)
    if not ratelimit.consume(request, action="alike", user=request.user):
        return Asked(seen)
    return Asked(seen, len(alike(data["category"], form.place, form.time, account=request.member.account.pk)))


def sending_of(form: ReportForm) -> Sending:
    """A valid form as it goes in."""
    data = form.cleaned_data
    known = data.get("known") if form.place.x is not None else None
    return Sending(
        id=data["id"], category=data["category"], place=form.place, time=form.time, mark=form.ground.mark,
        place_words=known.name if known is not None and not known.protected and data.get("x") is None else "",
        severity=data["severity"] or 0, observation=Observation(data["observed"] or 0), n=data["n"] or 1,
        text=data.get("text", ""), repeated={"new": False, "again": True}.get(data["repeated"]), done=data["done"],
        same=data["same"] == "yes", flags=form.looked.flags,
    )  # fmt: skip

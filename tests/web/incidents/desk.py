"""What the coordinator's desk is tried on: reports as reporters send them, and two districts to place them in."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.engines.areas_material import bring_areas, districts, write_areas
from tests.web.conftest import AT, Installation
from tryggve.domain.said_time import at_moment
from tryggve.store.database.models import AuditEvent, Incident
from tryggve.web.accounts.models import Account
from tryggve.web.core.pages import member_of
from tryggve.web.incidents.actions.sending import send
from tryggve.web.incidents.arrival import Sending
from tryggve.web.incidents.ground import ground_here
from tryggve.web.incidents.models import Report
from tryggve.web.incidents.places import Chosen, place_of

X, Y = 671_000, 6_583_000
ZONE = ZoneInfo("Europe/Stockholm")
SNEAKY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def lay_areas(installation: Installation, folder: Path) -> None:
    """Two districts: Norrgärdet and Sörgärdet."""
    with installation.inside() as database:
        bring_areas(database, write_areas(folder / "areas.geojson", districts()))


def report(
    installation: Installation, text: str = "", *, who: str = "Rut", category: str = "klotter", x: int | None = X,
    y: int | None = Y, area: str = "", at: dt.datetime = AT, **more: Any,
) -> int:  # fmt: skip
    """Somebody reports; the number of the report in the store."""
    with installation.inside():
        ground = ground_here()
        place = place_of(ground, Chosen(x=x, y=y, area=area) if x is not None else Chosen(area=area), [])
        sending = Sending(uuid.uuid4(), category, place, at_moment(at, ZONE), ground.mark, text=text, **more)
        made = send(sending=sending, by=member_of(Account.objects.get(name=who)), at=at)
    assert made.incident_id is not None
    return made.incident_id


def post(installation: Installation, rest: str, who: str = "Kerstin", **data: Any) -> Any:
    """What the page answers, redirects not followed."""
    return installation.client(who).post(installation.url(rest), data)


def page(installation: Installation, rest: str, who: str = "Kerstin", status: int = 200) -> str:
    """A page as text."""
    answer = installation.client(who).get(installation.url(rest))
    assert answer.status_code == status, (rest, answer.status_code)
    return answer.content.decode()


def version(installation: Installation, incident: int) -> int:
    """The version that stands in the store."""
    with installation.inside():
        return Incident.objects.get(pk=incident).version


def left_out(installation: Installation, incident: int) -> str:
    """Why a report does not count; "" where it does."""
    with installation.inside():
        return Incident.objects.get(pk=incident).left_out


def state(installation: Installation, incident: int) -> str:
    """What the reporter is told of a report."""
    with installation.inside():
        return str(Report.objects.get(incident_id=incident).state)


def events(installation: Installation, action: str) -> list[AuditEvent]:
    """The log of one kind."""
    with installation.inside():
        return list(AuditEvent.objects.filter(action=action).order_by("id"))


def step_of(answer: Any) -> int:
    """The number of the step that a redirect tells of."""
    found = re.search(r"gjort=(\d+)", answer.url)
    assert found is not None
    return int(found[1])

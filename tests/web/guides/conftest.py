"""The invented municipality on its own day, at half past ten: the same pictures and words at any time."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from tests.web.conftest import KOMMUN, Installation, _at
from tests.web.example import Example, made_example  # noqa: F401
from tests.web.once import made_once
from tryggve.web.core import clock
from tryggve.web.core.actions import invitations
from tryggve.web.core.models import Membership, Organisation
from tryggve.web.core.municipal import entered
from tryggve.web.group.models import Meeting
from tryggve.web.incidents.models import Report
from tryggve.web.setup.token import new_token
from tryggve.web.situation.actions.drafts import rebuild
from tryggve.web.situation.actions.looking import look
from tryggve.web.situation.periods import current

AT = dt.datetime(2025, 12, 28, 9, 30, tzinfo=dt.UTC)
KERSTIN = "Kerstin Samordnare"


@pytest.fixture(scope="session")
def _morning(made_example: Example, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """The example as its worker leaves it in the morning."""

    def make(folder: Path) -> None:
        shutil.copytree(made_example.folder, folder)
        with _at(folder), entered(KOMMUN):
            clock.forget()
            rebuild(period=current(clock.today()), by="Tryggve", today=clock.today(), at=AT)
            look(by="Tryggve", today=clock.today(), at=AT)

    return made_once(tmp_path_factory, "morning", make)


@pytest.fixture
def installation(_morning: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """A copy of it, at half past ten."""
    folder = tmp_path / "data"
    shutil.copytree(_morning, folder)
    monkeypatch.setattr(timezone, "now", lambda: AT)
    monkeypatch.setattr(settings, "EXAMPLE", True)
    with _at(folder):
        clock.forget()
        yield Installation(folder)
    clock.forget()


@pytest.fixture
def ids(installation: Installation) -> Mapping[str, str]:
    """What stands in braces in addresses."""
    with installation.inside():
        homes = Organisation.objects.get(name="Exempelbostäder")
        reporter = Membership.objects.filter(organisation=homes).exclude(name="Berit Bostad").get()
        unread = Report.objects.exclude(state="read").order_by("received_at")
        reports = list(unread.values_list("incident_id", flat=True))
        meetings = list(Meeting.objects.order_by("day").values_list("pk", flat=True))
        _made, token = invitations.make_qr(organisation=homes, uses=1, days=14, by=KERSTIN, at=AT)
    return {
        "homes": str(homes.pk), "member": str(reporter.pk),
        "asked": str(reports[0]), "alike": str(reports[1]), "marked": str(reports[2]),
        "past": str(meetings[0]), "next": str(meetings[1]), "join": token,
        "setup": new_token(installation.folder, at=AT),
    }  # fmt: skip

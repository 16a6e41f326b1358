"""Exempelkommunen in an installation of its own: invented, and never beside a real municipality."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tryggve.domain.calendar_days import day_date, week_start
from tryggve.domain.language import _
from tryggve.example.write import ExampleFiles, write_example
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.read_in import Ingested, read_in
from tryggve.ingest.store_areas import Ground
from tryggve.store.database import meta
from tryggve.store.database.actions.retention import record_decision
from tryggve.store.database.areas import register_of
from tryggve.web.accounts.models import Municipality
from tryggve.web.core import clock
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.actions.installation import make_municipality, open_municipality
from tryggve.web.core.municipal import entered, here
from tryggve.web.core.readiness import OPEN
from tryggve.web.setup.actions import clear_unfinished
from tryggve.web.setup.areas import digest
from tryggve.web.setup.bring_in import bring_areas, bring_files
from tryggve.web.setup.example_driftstart import fill_driftstart
from tryggve.web.setup.example_filling import add_organisations, add_people, add_places
from tryggve.web.setup.example_signals import learn
from tryggve.web.setup.models import Unfinished
from tryggve.web.setup.ready import let_go

SLUG, NAME = "exempelkommunen", "Exempelkommunen"
BEGUN = dt.datetime(2025, 1, 15, 8, tzinfo=dt.UTC)
"""When its people began with Tryggve, by its own calendar, whenever it is made."""

BY = "tryggve serve --example"
_AFTER = dt.date(2026, 1, 1)
"""No invented event lies after it."""

Progress = Callable[[str], None]


Life = Callable[[dt.date, Municipality, Progress], None]
"""What its people have done up to a day. It comes from above: this part of the web does not know the others."""


def make_example(*, at: dt.datetime, progress: Progress, live: Life) -> None:
    """Make the invented municipality where it is not there yet; all of it or nothing."""
    if Municipality.objects.filter(slug=SLUG).exists():
        let_go()
        return
    clear_unfinished()
    progress(_("Inventing a municipality"))
    files = write_example(Path(settings.DATA) / "exempel")
    Unfinished.objects.create(slug=SLUG, begun_at=at)
    make_municipality(slug=SLUG, name=NAME, by=BY, at=at)
    with transaction.atomic(using="default"), entered(SLUG):
        day = _bring_in(files, at, progress)
        _choose(day, at)
        add_organisations(files, by=BY, at=at)
        add_places(files, by=BY, at=at)
        add_people(by=BY, at=at)
        fill_driftstart(by=BY, at=at)
        learn(until=day, by=BY, at=at, progress=progress)
        live(day, open_municipality(slug=SLUG, name=NAME, at=at, is_example=True), progress)
        Unfinished.objects.filter(slug=SLUG).delete()
    let_go()


def _bring_in(files: ExampleFiles, at: dt.datetime, progress: Progress) -> dt.date:
    """Areas, reports, promises and the tables of counts; the day on which the example stands still."""
    content = files.areas.read_bytes()
    crs = meta.read(here(), meta.Fact.CRS)
    bring_areas(name=files.areas.name, sha256=digest(content), register=read_areas(files.areas, crs=crs), by=BY, at=at)
    ground = Ground(crs, str(meta.zone(here())), register_of(here()))
    ingested = read_in(
        [files.reports, files.frauds, files.police_table], areas_path=None, reporters_path=files.reporters,
        profile=None, crs=None, zone=None, today=_AFTER, progress=progress, ground=ground,
    )  # fmt: skip
    progress(_("Bringing in {n} reports").format(n=len(ingested.incidents)))
    bring_files(ingested=ingested, by=BY, at=at)
    return _day_of(ingested)


def _day_of(ingested: Ingested) -> dt.date:
    """The day after the last report, within the same week: so that this week has reports."""
    reports = ingested.incidents.source.codes == ingested.incidents.source.codes[0]
    last = int(ingested.incidents.last_day[reports].max())
    return day_date(min(last + 1, week_start(last) + 6))


def _choose(day: dt.date, at: dt.datetime) -> None:
    choose(name=clock.TODAY, value=day.isoformat(), by=BY, at=at)
    clock.forget()
    choose(name="cadence", value={"cadence": "weekly", "tertial": True, "year": True}, by=BY, at=at)
    choose(name=OPEN, value=True, by=BY, at=at)
    choose(name="contact", value={"function": "Trygghetssamordnaren", "email": "trygghet@example.org"}, by=BY, at=at)
    record_decision(
        here(), reference="EX 2025-7", decided_by="Kommunstyrelsen, § 12", decided_on=dt.date(2025, 1, 15),
        text_months=24, facts_months=120, note="", by=BY, at=at,
    )  # fmt: skip

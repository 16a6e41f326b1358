"""The invented municipality's own reports, areas, promises and known places, brought into the test installation."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from pathlib import Path

from tests.web.cast import AT, BY
from tryggve.example.write import ExampleFiles, write_example
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.read_in import read_in
from tryggve.ingest.store_areas import Ground
from tryggve.store.database import meta
from tryggve.store.database.areas import register_of
from tryggve.web.core import clock
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.actions.places import keep_place
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import entered, here
from tryggve.web.core.readiness import OPEN
from tryggve.web.setup.areas import digest
from tryggve.web.setup.bring_in import bring_areas, bring_files

TODAY = dt.date(2025, 12, 24)
"""A Wednesday: the week before it, 2025-W51, is over."""

WEEK = "2025-W51"


def seed() -> None:
    """Two years of reports; the week's pages stand still on `TODAY`, and live is on for Polisen and Väktarna."""
    with tempfile.TemporaryDirectory() as folder, entered("exempelkommunen"):
        files = write_example(Path(folder))
        _bring_in(files)
        _places(files)
        choose(name=clock.TODAY, value=TODAY.isoformat(), by=BY, at=AT)
        clock.forget()
        choose(name="cadence", value={"cadence": "weekly", "tertial": False, "year": False}, by=BY, at=AT)
        choose(name=OPEN, value=True, by=BY, at=AT)
        Organisation.objects.filter(name__in=("Polisen", "Väktarna")).update(live=True, live_from=AT.date())


def _bring_in(files: ExampleFiles) -> None:
    crs = meta.read(here(), meta.Fact.CRS)
    content = files.areas.read_bytes()
    bring_areas(name=files.areas.name, sha256=digest(content), register=read_areas(files.areas, crs=crs), by=BY, at=AT)
    ground = Ground(crs, str(meta.zone(here())), register_of(here()))
    ingested = read_in(
        [files.reports], areas_path=None, reporters_path=files.reporters, profile=None, crs=None, zone=None,
        today=dt.date(2026, 1, 1), progress=_quiet, ground=ground,
    )  # fmt: skip
    bring_files(ingested=ingested, by=BY, at=AT)


def _quiet(_words: str) -> None:
    """Tests are told nothing."""


def _places(files: ExampleFiles) -> None:
    with files.places.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            keep_place(
                name=row["namn"], kind=row["typ"], area=row["omrade"], x=int(row["x"]), y=int(row["y"]),
                protected=row["skyddad"] == "ja", by=BY, at=AT,
            )  # fmt: skip

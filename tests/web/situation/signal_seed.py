"""A small town with reports of a year and a half, a gathering in its last days, and a calibration made by hand."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.web.cast import AT, BY
from tryggve.domain.calendar_days import day_number
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.read_in import read_in
from tryggve.ingest.store_areas import Ground
from tryggve.reports.signals_today import history_of_database
from tryggve.signals.calibrate import WANTED_PER_YEAR, Calibration, Scale
from tryggve.signals.chosen import methods_for
from tryggve.signals.methods import identity, shares
from tryggve.signals.rarity import Rarity
from tryggve.store.database import meta
from tryggve.store.database.actions.signals import keep_calibration
from tryggve.store.database.areas import register_of
from tryggve.web.core import clock
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.actions.places import keep_place
from tryggve.web.core.municipal import entered, here
from tryggve.web.setup.areas import digest
from tryggve.web.setup.bring_in import bring_areas, bring_files

TODAY = dt.date(2026, 11, 22)
DAYS = 480
SIDE, ORIGIN = 3, (718_000, 6_830_000)
HEAD = (
    "rapport_id;rapporttyp;organisation;organisationstyp;fran;till;kategori;omrade;plats;platsprecision;x;y;"
    "allvarlighet;iakttagelse;antal;beskrivning"
)
KINDS = ("klotter", "skadegorelse", "ordningsstorning", "nedskrapning", "vald_hot")
GATHERED = ("ordningsstorning", "vald_hot", "skadegorelse", "otrygg_samling")
SECRET_TEXT = "Bråk vid porten, glas krossades."


def seed(*, calibrated: bool = True) -> None:
    """The town as it is on `TODAY`."""
    with tempfile.TemporaryDirectory() as folder, entered("exempelkommunen"):
        _bring_in(Path(folder))
        keep_place(name="Boendet", kind="", area="R4", x=_middle(4)[0], y=_middle(4)[1], protected=True, by=BY, at=AT)
        choose(name=clock.TODAY, value=TODAY.isoformat(), by=BY, at=AT)
        clock.forget()
        if calibrated:
            keep_calibration(here(), calibration=calibration().plain(), by=BY, why="", at=AT)


def calibration() -> Calibration:
    """How rare scores are, by hand: a find of the ordinary is met weekly, a strong one once in three years."""
    history = history_of_database(here())
    own = shares(methods_for(history))
    rarity = Rarity(1096, (-12.0, -6.0, -3.0, 0.0), (1, 6, 60, 400))
    whole = Rarity(1096, (-3.0, 0.0, 3.0, 6.0), (1, 10, 100, 600))
    last = day_number(TODAY) - 30
    return Calibration(
        source=history.source, level=history.level, first_day=last - 365, last_day=last,
        fingerprint=history.fingerprint(), methods=identity(methods_for(history)), wanted_per_year=WANTED_PER_YEAR,
        scale=Scale(own, dict.fromkeys(own, rarity), whole), areas=history.codes, listed_from=last - 365,
    )  # fmt: skip


def _bring_in(folder: Path) -> None:
    crs = meta.read(here(), meta.Fact.CRS)
    areas = folder / "omraden.geojson"
    areas.write_text(json.dumps(_areas()), encoding="utf-8")
    register = read_areas(areas, crs=crs)
    bring_areas(name=areas.name, sha256=digest(areas.read_bytes()), register=register, by=BY, at=AT)
    reports = folder / "rapporter.csv"
    reports.write_text("\n".join([HEAD, *_reports()]), encoding="utf-8")
    ground = Ground(crs, str(meta.zone(here())), register_of(here()))
    ingested = read_in(
        [reports], areas_path=None, reporters_path=None, profile=None, crs=None, zone=None,
        today=TODAY + dt.timedelta(days=1), progress=str, ground=ground,
    )  # fmt: skip
    bring_files(ingested=ingested, by=BY, at=AT)


def _middle(area: int) -> tuple[int, int]:
    return ORIGIN[0] + 500 + 1000 * (area % SIDE), ORIGIN[1] + 500 + 1000 * (area // SIDE)


def _areas() -> dict[str, object]:
    features = []
    for area in range(SIDE * SIDE):
        x, y = _middle(area)
        ring = [[x - 500, y - 500], [x + 500, y - 500], [x + 500, y + 500], [x - 500, y + 500], [x - 500, y - 500]]
        features.append({
            "type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"kod": f"R{area}", "namn": f"Ruta {area}", "niva": "stadsdel", "argang": "2022"},
        })  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    return {"type": "FeatureCollection", "name": "Rutor (påhittade)", "crs": crs, "features": features}


def _reports() -> Iterator[str]:
    rng, number = np.random.default_rng(5), 0
    first = TODAY - dt.timedelta(days=DAYS - 1)
    for i in range(DAYS):
        day = first + dt.timedelta(days=i)
        rows = [(int(rng.integers(0, SIDE * SIDE)), str(rng.choice(KINDS)), 2) for _n in range(int(rng.poisson(4.0)))]
        if i >= DAYS - 5:
            rows += [(4, GATHERED[k % 4], 2) for k in range(4)]
        if i == DAYS - 2:
            rows += [(4, "valdsbejakande", 4), (4, "vald_hot", 4)]
        if i == DAYS - 60:
            rows += [(0, "vald_hot", 5)]
        for k, (area, kind, severity) in enumerate(rows):
            number += 1
            x, y = _middle(area)
            # The first of the gathering lies by the protected place, the others well away from it.
            near = area == 4 and i >= DAYS - 5 and k == len(rows) - 1
            dx, dy = (10, 10) if near else (int(rng.integers(150, 400)), int(rng.integers(150, 400)))
            who = ("Bostadsbolaget;bostadsbolag", "Fältgruppen norr;fältare", "Väktarna;ordningsvakter och väktare")[
                number % 3
            ]
            when = f"{day} 1{number % 10}:15"
            yield (f"T{number};händelse;{who};{when};;{kind};;;punkt;{x + dx};{y + dy};{severity};egen;1;{SECRET_TEXT}")

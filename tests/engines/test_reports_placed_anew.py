"""Reports that were given one by one lie where an import would put them, also after other areas have come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.engines.areas_material import SIDE, X0, Y0, bring_areas, districts, made_store, write_areas
from tests.engines.one_report import ORGANISATION, reasons, report_id
from tests.engines.tables import ZONE
from tests.stores import AT, BY, Sqlite
from tryggve.domain.row_error import FileError
from tryggve.domain.said_time import at_moment
from tryggve.ingest.locate import Locator
from tryggve.ingest.one_report import GivenReport, Spot, read_report
from tryggve.reports.area_arrivals import area_tools, areas_file_of
from tryggve.reports.arrivals import ground_of
from tryggve.store.database.actions.areas_placed import place_again
from tryggve.store.database.actions.imports import areas_mark
from tryggve.store.database.actions.report import add_report
from tryggve.store.database.actions.review import hold_back, merge
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import IncidentArea
from tryggve.store.database.verify import verify

SPOT = Spot(X0 + SIDE, Y0 + 5 * SIDE // 2)  # above the middle, below 3/4


def give(database: Database, number: int, spot: Spot, *, mark: int | None = None) -> int:
    """As the web does it: the areas are asked for inside the transaction that writes."""
    with database.writing():
        now = areas_mark(database)
        register = ground_of(database).register
        given = GivenReport(
            report_id(number), "est", ORGANISATION, "leisure", "klotter",
            at_moment(dt.datetime(2025, 10, 1, 12, tzinfo=ZONE), ZONE), spot,
        )  # fmt: skip
        report = read_report(given, Locator(register) if register else None, areas_mark=now if mark is None else mark)
        return add_report(database, report=report, by=ORGANISATION, at=AT).batch_id


def codes(database: Database) -> dict[int, str]:
    rows = IncidentArea.objects.using(database.alias).filter(level__startswith="stadsdel")
    return dict(rows.values_list("incident_id", "area_code"))


def test_reports_are_placed_anew_where_they_say_that_they_were(sqlite: Sqlite, tmp_path: Path) -> None:
    with made_store(sqlite.place()) as database:
        bring_areas(database, write_areas(tmp_path / "a.geojson", districts()))
        mark = areas_mark(database)
        give(database, 1, SPOT)
        give(database, 2, Spot(area="Sörgärdet"))
        held = give(database, 3, SPOT)
        merge(database, into=1, others=[2], why="", by=BY, at=AT)
        holding = hold_back(database, incident=3, why="", by=BY, at=AT)
        assert codes(database) == {1: "N", 2: "S", 3: "N"}
        later = write_areas(tmp_path / "b.geojson", districts(middle=3.0))
        bring_areas(database, later, vintage="")
        assert codes(database) == {1: "S", 2: "S", 3: "S"}
        assert reasons(database) == {1: "", 2: "merged", 3: "held_back"}
        with pytest.raises(FileError):
            give(database, 4, SPOT, mark=mark)
        give(database, 4, SPOT)
        assert codes(database)[4] == "S"
        with database.writing():
            undo_batch(database, batch=holding, by=BY, why="", at=AT)
            place_again(database, tools=area_tools(), undone=holding)
        assert (codes(database)[3], reasons(database)[3]) == ("S", "")
        undo_batch(database, batch=held, by=BY, why="", at=AT)
        assert DatabaseStore(database).counts(("area:stadsdel",)) == {("S",): 2}
        assert [check for check in verify(database)[0] if not check.holds] == []


def test_a_file_of_areas_is_read_for_a_store(sqlite: Sqlite, tmp_path: Path) -> None:
    with made_store(sqlite.place()) as database:
        file = areas_file_of(database, write_areas(tmp_path / "a.geojson", districts("2025")))
        assert {area.level for area in file.register.areas} >= {"stadsdel@2025"}
        assert (file.name, len(file.sha256), file.mend) == ("a.geojson", 64, False)
        assert areas_file_of(database, tmp_path / "a.geojson", vintage="").mend
        assert ground_of(database).register is None

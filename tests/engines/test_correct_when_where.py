"""A person corrects when and where: it stays so whatever the source sends again, and can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.engines.bringing import became, bring, facts, one
from tests.engines.one_report import give
from tests.engines.tables import ZONE
from tests.stores import AT, BY
from tryggve.domain.incident import LocationPrecision
from tryggve.domain.row_error import FileError
from tryggve.domain.said_place import SaidPlace
from tryggve.domain.said_time import on_day
from tryggve.store.database.actions.correct import Corrected, correct_incident
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import IncidentArea, IncidentText

DRAWN = """
source_id | severity | time             | @district | x   | y   | place
a1        | 1        | 2025-03-03 12:00 | A         | 100 | 200 | point
"""
APRIL = on_day(dt.date(2025, 4, 6), ZONE)
IN_B = SaidPlace(
    location_precision=LocationPrecision.AREA, areas={"district": "B"}, said_precision=3, said_area="Backen"
)


def correct(database: Database, version: int | None = None, **values: object) -> int:
    corrected = Corrected(values, version=version)
    return correct_incident(database, incident=1, corrected=corrected, by=BY, why="fel", at=AT)[0]


def test_time_and_place_are_corrected_counted_and_taken_back(database: Database) -> None:
    give(database, 1, DRAWN)
    before = facts(database)
    batch = correct(database, version=1, time=APRIL, place=IN_B, category="eld", said_place="Backens torg")
    store = DatabaseStore(database)
    assert store.counts(("month", "area:district", "category")) == {(4, "B", "eld"): 1}
    row, words = one(database), IncidentText.objects.using(database.alias).get()
    assert (row.weekday, row.iso_week, row.hour, row.x, row.location_precision) == (7, 14, -1, None, 3)
    assert (words.said_area, words.said_place) == ("Backen", "Backens torg")
    # Somebody else looked at what it was before.
    with pytest.raises(FileError):
        correct(database, version=1, category="klotter")
    undo_batch(database, batch=batch, by=BY, why="", at=AT)
    assert facts(database) == before


def test_a_source_that_says_the_same_does_not_change_them_back(database: Database) -> None:
    bring(database, DRAWN)
    correct(database, time=APRIL, place=IN_B)
    corrected = {"hour": -1, "last_day": APRIL.last_day, "x": None}
    assert became(bring(database, DRAWN.replace("| 1 ", "| 4 "), name="b.csv")) == (0, 1, 0, 0)
    row = one(database)
    assert {name: getattr(row, name) for name in corrected} == corrected
    assert row.severity == 4
    areas = IncidentArea.objects.using(database.alias)
    assert list(areas.values_list("level", "area_code")) == [("district", "B")]
    # It says something new of the time: that is news, the place is as it was.
    assert became(bring(database, DRAWN.replace("12:00", "13:00"), name="c.csv")) == (0, 1, 0, 0)
    assert (one(database).hour, one(database).x) == (13, None)


def test_a_place_in_another_municipality_does_not_count(database: Database) -> None:
    give(database, 1, DRAWN)
    correct(database, place=SaidPlace(said_area="Annanstans", elsewhere=True))
    assert one(database).left_out == "elsewhere"
    assert DatabaseStore(database).counts(()) == {(): 0}
    correct(database, place=IN_B)
    assert (one(database).left_out, DatabaseStore(database).counts(())) == ("", {(): 1})

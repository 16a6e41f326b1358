"""Divisions in the store: vintages never meet, the same file again changes nothing, changed outlines are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.engines.areas_material import (
    areas_of_incidents,
    bring_areas,
    bring_files,
    districts,
    fingerprint,
    made_store,
    write_areas,
    write_rows,
)
from tests.stores import AT, BY, Postgres, Sqlite
from tryggve.domain.area import MUNICIPALITY
from tryggve.domain.area_overlap import OverlapKind
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.area_overlap import overlaps
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.store.database.divisions import divisions_of
from tryggve.store.database.models import Area, AreaOverlap, AuditEvent, CountCell, CountVersion, ImportBatch

ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
New = Callable[[], Database]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An open store of the engine at hand."""
    maker: Sqlite | Postgres = request.getfixturevalue(request.param)
    with ExitStack() as stack:
        yield stack.enter_context(made_store(maker.place()))


def states(store: Database) -> dict[str, bool]:
    return {key: division.in_use for key, division in divisions_of(store).items()}


def test_the_same_file_again_changes_nothing(store: Database, tmp_path: Path) -> None:
    path = write_areas(tmp_path / "a.geojson", districts("2025"))
    first = bring_areas(store, path)
    assert first.batch == 1
    logged = AuditEvent.objects.using(store.alias).count()
    again = bring_areas(store, path)
    assert again.batch is None
    assert not any(change.is_any for change in again.changes)
    assert ImportBatch.objects.using(store.alias).count() == 1
    assert AuditEvent.objects.using(store.alias).count() == logged
    # Without its vintage it is known by its outlines.
    plain = write_areas(tmp_path / "b.geojson", districts())
    assert bring_areas(store, plain).batch is None
    assert states(store) == {"stadsdel@2025": True, MUNICIPALITY: True}


def test_the_log_says_who_and_what(store: Database, tmp_path: Path) -> None:
    bring_areas(store, write_areas(tmp_path / "a.geojson", districts("2025")))
    event = AuditEvent.objects.using(store.alias).get(action="areas")
    assert (event.by, event.batch_id) == (BY, 1)
    assert event.details["divisions"] == {"stadsdel@2025": {"new": 2, "changed": 0, "gone": 0}}
    batch = ImportBatch.objects.using(store.alias).get()
    assert (batch.kind, batch.rows_read, batch.rows_in) == ("areas", 2, 2)


def test_another_vintage_puts_the_earlier_out_of_use_and_an_older_one_does_not(store: Database, tmp_path: Path) -> None:
    for year in ("2025", "2026", "2020"):
        outcome = bring_areas(
            store, write_areas(tmp_path / f"{year}.geojson", districts(year, middle=int(year) % 3 + 1))
        )
    assert states(store) == {"stadsdel@2020": False, "stadsdel@2025": False, "stadsdel@2026": True, MUNICIPALITY: True}
    assert outcome.superseded == ()
    assert outcome.beside == ("stadsdel@2020",)
    register = register_of(store)
    assert register is not None
    assert register.levels() == ("stadsdel@2026",)


def test_changed_outlines_replace_those_of_the_same_vintage(store: Database, tmp_path: Path) -> None:
    file = write_rows(
        tmp_path / "r.csv", [{"rapport_id": "A", "x": "670500", "y": "6581500", "platsprecision": "punkt"}]
    )
    bring_files(store, file)
    bring_areas(store, write_areas(tmp_path / "a.geojson", districts("2025", middle=2)))
    assert areas_of_incidents(store)[1]["stadsdel@2025"] == "S"
    # The file says nothing of its vintage: that it is the same must be said.
    changed = districts(middle=1, codes=("N", "T"))
    outcome = bring_areas(store, write_areas(tmp_path / "b.geojson", changed), vintage="2025")
    (change,) = outcome.changes
    assert (change.new, change.changed, change.gone, change.unchanged) == (1, 1, 1, 0)
    assert areas_of_incidents(store)[1]["stadsdel@2025"] == "N"
    codes = Area.objects.using(store.alias).filter(division_id="stadsdel@2025").values_list("code", flat=True)
    assert sorted(codes) == ["N", "T"]


def test_other_outlines_without_a_vintage_are_asked_for_it(store: Database, tmp_path: Path) -> None:
    bring_areas(store, write_areas(tmp_path / "a.geojson", districts()))
    was = {key: division.areas for key, division in divisions_of(store).items()}
    other = write_areas(tmp_path / "b.geojson", districts(middle=1))
    with pytest.raises(FileError) as refused:
        bring_areas(store, other)
    assert "--vintage" in refused.value.how
    assert {key: division.areas for key, division in divisions_of(store).items()} == was
    assert bring_areas(store, other, vintage="").changes[0].changed == 2
    assert states(store) == {"stadsdel": True, MUNICIPALITY: True}


def test_the_municipality_is_its_own_outline_or_the_sum_of_what_is_in_use(store: Database, tmp_path: Path) -> None:
    bring_areas(store, write_areas(tmp_path / "a.geojson", districts("2025")))
    assert whole(store) == ("all", 670000, 674000, 6580000, 6584000)
    wide = [{"kod": "R", "namn": "Viken", "niva": "regso", "box": (2, 0, 8, 4)}]
    bring_areas(store, write_areas(tmp_path / "b.geojson", wide))
    assert whole(store) == ("all", 670000, 678000, 6580000, 6584000)
    own = [{"kod": "1", "namn": "Påhitt", "niva": "kommun", "box": (0, 0, 9, 9)}]
    bring_areas(store, write_areas(tmp_path / "c.geojson", own))
    assert whole(store) == ("1", 670000, 679000, 6580000, 6589000)
    part = [{"kod": "D", "namn": "Hörnet", "niva": "deso", "box": (0, 0, 1, 1)}]
    assert bring_areas(store, write_areas(tmp_path / "d.geojson", part)).kept_whole
    assert whole(store)[0] == "1"


def whole(store: Database) -> tuple[object, ...]:
    (area,) = divisions_of(store)[MUNICIPALITY].areas
    assert area.geometry is not None
    corners = [corner for ring in area.geometry["coordinates"] for corner in ring]
    xs, ys = ({round(corner[axis]) for corner in corners} for axis in (0, 1))
    return area.code, min(xs), max(xs), min(ys), max(ys)


def test_reports_follow_the_code_of_the_municipality(store: Database, tmp_path: Path) -> None:
    bring_files(store, write_rows(tmp_path / "r.csv", [{"rapport_id": "A", "omrade": "N"}]))
    (tmp_path / "n.csv").write_text("kalla;period;brottstyp;antal\nHela;2025-01;Klotter;7\n", encoding="utf-8")
    bring_files(store, tmp_path / "n.csv")
    bring_areas(store, write_areas(tmp_path / "a.geojson", districts()))
    own = [{"kod": "1", "namn": "Påhitt", "niva": "kommun", "box": (0, 0, 9, 9)}]
    bring_areas(store, write_areas(tmp_path / "c.geojson", own))
    assert areas_of_incidents(store)[1] == {"stadsdel": "N", MUNICIPALITY: "1"}
    was = fingerprint(store)
    bring_files(store, tmp_path / "n.csv")
    assert fingerprint(store) == was
    assert CountCell.objects.using(store.alias).get().area_code == "1"


def test_what_two_vintages_share_is_stored(store: Database, tmp_path: Path) -> None:
    bring_areas(store, write_areas(tmp_path / "a.geojson", districts("2025", middle=2)))
    bring_areas(store, write_areas(tmp_path / "b.geojson", districts("2026", middle=1)))
    rows = AreaOverlap.objects.using(store.alias).order_by("from_code", "to_code")
    assert {(row.from_division, row.to_division) for row in rows} == {("stadsdel@2025", "stadsdel@2026")}
    # North grows from 4 × 2 to 4 × 3 km, south shrinks from 4 × 2 to 4 × 1.
    assert [(r.from_code, r.to_code, r.shared_m2, r.share_of_from, round(r.share_of_to, 6), r.kind) for r in rows] == [
        ("N", "N", 8e6, 1.0, 0.666667, "within"),
        ("S", "N", 4e6, 0.5, 0.333333, "part"),
        ("S", "S", 4e6, 0.5, 1.0, "part"),
    ]
    known = divisions_of(store)
    computed = overlaps(known["stadsdel@2026"].areas, known["stadsdel@2025"].areas)
    assert {(o.to_code, o.from_code): o.reversed().kind for o in computed} == {
        (row.from_code, row.to_code): OverlapKind(row.kind) for row in rows
    }
    # Replaced outlines are compared anew.
    bring_areas(store, write_areas(tmp_path / "c.geojson", districts("2026", middle=2)))
    assert {(row.from_code, row.to_code, row.kind) for row in rows.all()} == {("N", "N", "same"), ("S", "S", "same")}


def test_far_areas_are_refused_and_nothing_has_changed(store: Database, tmp_path: Path) -> None:
    points = [{"rapport_id": str(i), "x": "670500", "y": "6581500"} for i in range(3)]
    bring_files(store, write_rows(tmp_path / "r.csv", points))
    was = fingerprint(store)
    far = [{"kod": "N", "namn": "Norr", "niva": "stadsdel", "box": (-200, 0, -190, 4)}]
    with pytest.raises(FileError, match="100 km"):
        bring_areas(store, write_areas(tmp_path / "a.geojson", far))
    assert fingerprint(store) == was
    assert not divisions_of(store)
    assert not ImportBatch.objects.using(store.alias).filter(kind="areas").exists()


def test_numbers_that_turn_out_to_be_one_are_one_and_the_other_is_kept(store: Database, tmp_path: Path) -> None:
    for name, area, n in (("1", "S", 5), ("2", "Sörgärdet", 7)):
        text = f"kalla;period;omrade;brottstyp;antal\nRegister;2025-01;{area};Klotter;{n}\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        bring_files(store, tmp_path / f"{name}.csv")
    assert CountCell.objects.using(store.alias).count() == 2
    bring_areas(store, write_areas(tmp_path / "a.geojson", districts()))
    cell = CountCell.objects.using(store.alias).get()
    assert (cell.area_level, cell.area_code, cell.area_name, cell.value) == ("stadsdel", "S", "Sörgärdet", 7)
    version = CountVersion.objects.using(store.alias).get()
    assert (version.cell["value"], version.ended_by_id, bytes(version.key)) == (5, 2, bytes(cell.key))
    # The later import, taken back, gives the earlier number back, in its area.
    undo_batch(store, batch=2, by=BY, why="", at=AT)
    cell = CountCell.objects.using(store.alias).get()
    assert (cell.area_level, cell.area_code, cell.value) == ("stadsdel", "S", 5)


def test_earlier_numbers_follow_so_that_an_import_can_be_taken_back(store: Database, tmp_path: Path) -> None:
    for name, n in (("1", 5), ("2", 7)):
        text = f"kalla;period;omrade;brottstyp;antal\nRegister;2025-01;S;Klotter;{n}\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        bring_files(store, tmp_path / f"{name}.csv")
    bring_areas(store, write_areas(tmp_path / "a.geojson", districts()))
    undo_batch(store, batch=2, by=BY, why="", at=AT)
    cell = CountCell.objects.using(store.alias).get()
    assert (cell.area_level, cell.area_code, cell.value) == ("stadsdel", "S", 5)


def test_promises_for_areas_out_of_use_are_told(store: Database, tmp_path: Path) -> None:
    text = "organisation;organisationstyp;omraden;fran;till;takt\nSkolan;skola;S;2025-01-01;;vecka\n"
    (tmp_path / "reporters.csv").write_text(text, encoding="utf-8")
    bring_areas(store, write_areas(tmp_path / "a.geojson", districts("2025")))
    bring_files(store, tmp_path / "reporters.csv")
    outcome = bring_areas(store, write_areas(tmp_path / "b.geojson", districts("2026", middle=1)))
    assert outcome.old_promises == 1

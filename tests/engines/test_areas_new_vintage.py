"""A new vintage of one level: codes and names are read as of their time, and carried over where surface lets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.engines.areas_material import (
    X0,
    Y0,
    areas_of_incidents,
    bring_areas,
    bring_files,
    fingerprint,
    made_store,
    months,
    write_areas,
    write_rows,
)
from tests.stores import AT, BY, Postgres, Sqlite
from tryggve.domain.area import MUNICIPALITY
from tryggve.reports.area_arrivals import area_tools
from tryggve.store.database import meta
from tryggve.store.database.actions.area_outcome import AreasOutcome
from tryggve.store.database.actions.area_use import use_division
from tryggve.store.database.actions.areas_placed import place_again
from tryggve.store.database.actions.correct import Corrected, correct_incident
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.store.database.models import (
    Agreement,
    AgreementArea,
    AuditEvent,
    CountCell,
    ImportBatch,
    Incident,
    IncidentText,
)
from tryggve.store.database.promised import promised_elsewhere

ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
New = Callable[[], Database]
OLD, LATER, PART = "stadsdel@2022", "stadsdel@2026", "kommundel@2022"


@pytest.fixture(params=ENGINES)
def new(request: pytest.FixtureRequest) -> Iterator[New]:
    """Makes open stores of the engine at hand."""
    maker: Sqlite | Postgres = request.getfixturevalue(request.param)
    with ExitStack() as stack:
        yield lambda: stack.enter_context(made_store(maker.place()))


def area(level: str, code: str, name: str, where: tuple[float, ...], year: str, **more: Any) -> dict[str, Any]:
    return {"niva": level, "kod": code, "namn": name, "box": where, "argang": year, **more}


def old_areas(folder: Path) -> Path:
    """Two kommundelar; the western has S101 to S104, the eastern S201."""
    return write_areas(
        folder / "old.geojson",
        [
            area("kommundel", "K1", "Västra", (0, 0, 5, 4), "2022"),
            area("kommundel", "K2", "Östra", (5, 0, 8, 4), "2022"),
            area("stadsdel", "S101", "Kvarnbacken", (0, 0, 5, 1), "2022", foralder="K1"),
            area("stadsdel", "S102", "Sjöstaden", (0, 1, 5, 2), "2022", foralder="K1"),
            area("stadsdel", "S103", "Tallmon", (0, 2, 3, 4), "2022", foralder="K1"),
            area("stadsdel", "S104", "Granmon", (3, 2, 5, 4), "2022", foralder="K1"),
            area("stadsdel", "S201", "Ängarna", (5, 0, 8, 4), "2022", foralder="K2"),
        ],
    )


def new_areas(folder: Path) -> Path:
    """Stadsdelar alone: S101 is 36 % of what it was, S102 as it was, S103 and S104 one, S201 two of its own."""
    return write_areas(
        folder / "new.geojson",
        [
            area("stadsdel", "S101", "Kvarnbacken", (0, 0, 1.8, 1), "2026"),
            area("stadsdel", "S105", "Kvarnängen", (1.8, 0, 5, 1), "2026"),
            area("stadsdel", "S102", "Sjöstaden", (0, 1, 5, 2), "2026"),
            area("stadsdel", "S103", "Barrmon", (0, 2, 5, 4), "2026"),
            area("stadsdel", "S201", "Ängarna", (5, 0, 8, 2), "2026"),
            area("stadsdel", "S202", "Ängsbacken", (5, 2, 8, 4), "2026"),
        ],
    )


ROWS: dict[str, dict[str, str]] = {
    "cut": {"omrade": "S101"},
    "same": {"omrade": "S102"},
    "name": {"beskrivning": "Bråk i Granmon i natt."},
    "cut name": {"plats": "Ängarna"},
    "within": {"omrade": "S103"},
    "point": {"x": str(X0 + 3000), "y": str(Y0 + 500), "omrade": "S101"},
    "middle": {"x": str(X0 + 2500), "y": str(Y0 + 500), "omrade": "S101", "platsprecision": "område"},
    "nowhere": {},
}


def reports(folder: Path, prefix: str = "", rows: dict[str, dict[str, str]] = ROWS) -> Path:
    listed = [{**row, "rapport_id": prefix + name} for name, row in rows.items()]
    return write_rows(folder / f"reports{prefix}.csv", listed)


def placed(database: Database) -> dict[str, dict[str, str]]:
    """Report → level → code, the municipality as an ordinary level."""
    names = dict(Incident.objects.using(database.alias).values_list("id", "source_id"))
    found = areas_of_incidents(database)
    return {name: found.get(number, {}) for number, name in names.items()}


def use(database: Database, key: str) -> AreasOutcome:
    return use_division(database, key=key, tools=area_tools(), by=BY, why="fel fil", at=AT)


EXPECTED = {
    "cut": {PART: "K1", MUNICIPALITY: "all"},
    "same": {PART: "K1", LATER: "S102", MUNICIPALITY: "all"},
    "name": {PART: "K1", LATER: "S103", MUNICIPALITY: "all"},
    "cut name": {PART: "K2", MUNICIPALITY: "all"},
    "within": {PART: "K1", LATER: "S103", MUNICIPALITY: "all"},
    "point": {PART: "K1", LATER: "S105", MUNICIPALITY: "all"},
    "middle": {PART: "K1", MUNICIPALITY: "all"},
    "nowhere": {},
}


def test_what_is_not_cut_anew_stays_and_no_code_is_joined(new: New, tmp_path: Path) -> None:
    database = new()
    bring_areas(database, old_areas(tmp_path))
    bring_files(database, reports(tmp_path))
    assert placed(database)["cut"] == {PART: "K1", OLD: "S101", MUNICIPALITY: "all"}
    outcome = bring_areas(database, new_areas(tmp_path))
    assert placed(database) == EXPECTED
    moved = {move.now: (move.was, move.lost, move.gained, move.unplaced) for move in outcome.moved}
    assert moved == {
        PART: (PART, 0, 0, 0), LATER: (OLD, 3, 0, 3), MUNICIPALITY: (MUNICIPALITY, 0, 0, 0),
    }  # fmt: skip


def test_reports_that_came_before_all_areas_are_read_in_the_first(new: New, tmp_path: Path) -> None:
    """Files before or after the first areas, and then a new vintage: the same store, and the rule holds in both."""
    before, after = new(), new()
    bring_files(before, reports(tmp_path))
    bring_areas(before, old_areas(tmp_path))
    bring_areas(after, old_areas(tmp_path))
    bring_files(after, reports(tmp_path))
    assert fingerprint(before) == fingerprint(after)
    for database in (before, after):
        bring_areas(database, new_areas(tmp_path))
        assert placed(database) == EXPECTED
    assert fingerprint(before) == fingerprint(after)
    assert months(before) == months(after)


def test_what_comes_after_the_new_vintage_is_read_in_it(new: New, tmp_path: Path) -> None:
    database = new()
    bring_areas(database, old_areas(tmp_path))
    bring_files(database, reports(tmp_path))
    bring_areas(database, new_areas(tmp_path))
    bring_files(database, reports(tmp_path, "2", {"cut": {"omrade": "S101"}, "gone": {"omrade": "S104"}}))
    found = placed(database)
    assert found["2cut"] == {PART: "K1", LATER: "S101", MUNICIPALITY: "all"}
    assert LATER not in found["2gone"]
    assert found["cut"] == EXPECTED["cut"]
    # Placed anew, both stay what they were.
    use(database, OLD)
    again = placed(database)
    assert again["cut"] == {PART: "K1", OLD: "S101", MUNICIPALITY: "all"}
    assert again["2cut"] == {PART: "K1", OLD: "S101", MUNICIPALITY: "all"}  # the new S101 lies within the old
    use(database, LATER)
    assert placed(database) == found


def test_a_mistaken_vintage_is_taken_back(new: New, tmp_path: Path) -> None:
    database = new()
    bring_areas(database, old_areas(tmp_path))
    bring_files(database, reports(tmp_path))
    promise(database, tmp_path, "S101|S102")
    was = fingerprint(database), months(database), placed(database)
    bring_areas(database, new_areas(tmp_path))
    assert fingerprint(database) != was[0]
    outcome = use(database, OLD)
    assert (outcome.superseded, outcome.old_promises) == ((LATER,), 0)
    assert (fingerprint(database), months(database), placed(database)) == was
    batch = ImportBatch.objects.using(database.alias).get(pk=outcome.batch)
    event = AuditEvent.objects.using(database.alias).get(batch=batch)
    assert (batch.kind, batch.by, batch.why) == (event.action, event.by, event.why) == ("areas", BY, "fel fil")
    assert event.details["used"] == OLD
    assert sorted(event.details["in_use"]) == sorted([PART, OLD, MUNICIPALITY])
    # Again: nothing, not even a line in the log.
    logged = AuditEvent.objects.using(database.alias).count()
    assert use(database, OLD).batch is None
    assert AuditEvent.objects.using(database.alias).count() == logged
    # The mistaken file once more: it is there, and is not in use.
    again = bring_areas(database, new_areas(tmp_path))
    assert (again.batch, again.beside) == (None, (LATER,))


def test_a_log_that_does_not_say_what_was_in_use_is_enough(new: New, tmp_path: Path) -> None:
    """Stores whose areas came in before the log said so."""
    database = new()
    bring_areas(database, old_areas(tmp_path))
    bring_files(database, reports(tmp_path))
    bring_areas(database, new_areas(tmp_path))
    from tryggve.store.database.known_areas import _left, known_areas

    eras = known_areas(database).eras
    events = AuditEvent.objects.using(database.alias).filter(action="areas").order_by("id")
    used: tuple[str, ...] = ()
    for event, (_batch, keys) in zip(events, eras.uses, strict=True):
        details = {name: value for name, value in event.details.items() if name != "in_use"}
        used = _left(used, details)
        assert set(used) | {MUNICIPALITY} == set(keys)


def test_reports_without_words_keep_their_areas_and_get_those_that_hold_them(new: New, tmp_path: Path) -> None:
    database = new()
    bring_areas(database, old_areas(tmp_path))
    bring_files(database, reports(tmp_path))
    IncidentText.objects.using(database.alias).all().delete()
    with database.writing():
        meta.write(database, meta.Fact.TEXT_GONE, 30_000)
    was = fingerprint(database)
    bring_areas(database, new_areas(tmp_path))
    found = placed(database)
    assert found["cut"] == {PART: "K1", OLD: "S101", MUNICIPALITY: "all"}
    assert found["name"] == {PART: "K1", OLD: "S104", LATER: "S103", MUNICIPALITY: "all"}
    assert found["point"] == EXPECTED["point"]
    use(database, OLD)
    assert fingerprint(database) == was


def test_a_corrected_report_says_what_it_said_when_its_file_came(new: New, tmp_path: Path) -> None:
    database = new()
    bring_areas(database, old_areas(tmp_path))
    bring_files(database, reports(tmp_path))
    bring_areas(database, new_areas(tmp_path))
    number = Incident.objects.using(database.alias).get(source_id="cut").pk
    corrected = Corrected({"category": "eld"})
    correct_incident(database, incident=number, corrected=corrected, by=BY, why="", at=AT)
    use(database, OLD)
    use(database, LATER)
    assert placed(database) == EXPECTED


def test_a_parent_is_not_joined_across_vintages_by_its_code(new: New, tmp_path: Path) -> None:
    """K1 of the stadsdelar is the old K1: the new one of that code is another part of the municipality."""
    database = new()
    bring_areas(database, old_areas(tmp_path))
    bring_files(database, reports(tmp_path))
    parts = [
        area("kommundel", "K2", "Västra", (0, 0, 5, 4), "2026"), area("kommundel", "K1", "Östra", (5, 0, 8, 4), "2026"),
    ]  # fmt: skip
    bring_areas(database, write_areas(tmp_path / "parts.geojson", parts))
    bring_files(database, reports(tmp_path, "2"))
    found = placed(database)
    for prefix in ("", "2"):
        assert found[f"{prefix}cut"] == {"kommundel@2026": "K2", OLD: "S101", MUNICIPALITY: "all"}
    register = register_of(database)
    assert register is not None
    assert {own.code: own.parent for own in register.at(OLD)}["S101"] == "K2"


def test_a_number_is_not_read_in_a_later_division(new: New, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("kalla;period;omrade;brottstyp;antal\nHela;2025-01;S105;Klotter;7\n", "utf-8")
    database = new()
    bring_files(database, tmp_path / "n.csv")
    bring_areas(database, old_areas(tmp_path))
    bring_areas(database, new_areas(tmp_path))
    assert CountCell.objects.using(database.alias).get().area_level != LATER


def promise(database: Database, folder: Path, areas: str) -> None:
    text = f"organisation;organisationstyp;omraden;fran;till;takt\nSkolan;skola;{areas};2025-01-01;;vecka\n"
    (folder / "reporters.csv").write_text(text, encoding="utf-8")
    bring_files(database, folder / "reporters.csv")


def promised(database: Database) -> set[tuple[str, str]]:
    return set(AgreementArea.objects.using(database.alias).values_list("level", "area_code"))


@pytest.mark.parametrize(
    ("areas", "now", "maybe"),
    [
        ("S102", {(LATER, "S102")}, {}),
        ("S103", {(LATER, "S103")}, {}),
        ("S101", {(LATER, "S101"), (LATER, "S105")}, {}),  # cut in two: both are its own
        ("K1", {(PART, "K1")}, {}),
        ("", {("", "")}, {}),
    ],
)
def test_promises_follow_where_surface_says_where(
    new: New, tmp_path: Path, areas: str, now: set[tuple[str, str]], maybe: dict[Any, Any]
) -> None:
    database = new()
    bring_areas(database, old_areas(tmp_path))
    promise(database, tmp_path, areas)
    outcome = bring_areas(database, new_areas(tmp_path))
    assert promised(database) == now
    assert promised_elsewhere(database) == maybe
    assert outcome.old_promises == 0
    assert Agreement.objects.using(database.alias).get().areas == [[OLD, areas]] or areas in ("", "K1")


def test_a_promise_for_an_area_that_is_cut_across_is_remembered(new: New, tmp_path: Path) -> None:
    database = new()
    bring_areas(database, old_areas(tmp_path))
    promise(database, tmp_path, "S101|S102")
    across = [
        area("stadsdel", "S1", "Ett", (0, 0, 2, 2), "2026"), area("stadsdel", "S2", "Två", (2, 0, 5, 2), "2026"),
        area("stadsdel", "S3", "Tre", (0, 2, 5, 4), "2026"), area("stadsdel", "S4", "Fyra", (5, 0, 8, 4), "2026"),
    ]  # fmt: skip
    outcome = bring_areas(database, write_areas(tmp_path / "across.geojson", across))
    assert promised(database) == {(OLD, "S101"), (OLD, "S102")}
    assert outcome.old_promises == 1
    both = frozenset({"S1", "S2"})
    assert promised_elsewhere(database) == {(OLD, "S101"): both, (OLD, "S102"): both}


def test_a_promise_that_an_undone_list_gives_back_follows_too(new: New, tmp_path: Path) -> None:
    database = new()
    bring_areas(database, old_areas(tmp_path))
    promise(database, tmp_path, "S103")
    promise(database, tmp_path, "S102")
    bring_areas(database, new_areas(tmp_path))
    with database.writing():
        undo_batch(database, batch=3, by=BY, why="", at=AT)
        place_again(database, tools=area_tools(), undone=3)
    assert promised(database) == {(LATER, "S103")}

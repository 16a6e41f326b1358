"""Files and then areas give the same store as areas and then files, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from tests.engines.areas_material import (
    SIDE,
    X0,
    Y0,
    areas_of_incidents,
    bring_areas,
    bring_files,
    districts,
    fingerprint,
    made_store,
    months,
    write_areas,
    write_rows,
)
from tests.stores import AT, BY, Postgres, Sqlite
from tryggve.example.write import write_example
from tryggve.reports.area_arrivals import area_tools
from tryggve.store.database import meta
from tryggve.store.database.actions.areas_placed import place_again
from tryggve.store.database.actions.undo import undo_batch
from tryggve.store.database.connect import Database
from tryggve.store.database.models import Agreement, CountCell, Incident, IncidentText, IncidentVersion

ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
PRECISIONS = ("", "punkt", "gata", "område", "kommun")
New = Callable[[], Database]


@pytest.fixture(params=ENGINES)
def new(request: pytest.FixtureRequest) -> Iterator[New]:
    """Makes open stores of the engine at hand."""
    maker: Sqlite | Postgres = request.getfixturevalue(request.param)
    with ExitStack() as stack:
        yield lambda: stack.enter_context(made_store(maker.place()))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows whose places are told in every way: points, centroids, codes, names in columns and texts, elsewhere."""
    folder = tmp_path_factory.mktemp("drawn")
    rng = np.random.default_rng(3)
    ways: list[dict[str, str]] = []
    for _number in range(60):
        x, y = X0 + int(rng.integers(-300, 4 * SIDE + 300)), Y0 + int(rng.integers(-300, 4 * SIDE + 300))
        ways.append({"x": str(x), "y": str(y), "platsprecision": PRECISIONS[int(rng.integers(5))]})
    # Fifty reports of one district at one spot: its middle. Told apart from points only by the name of an area.
    middle = {"x": str(X0 + 2 * SIDE), "y": str(Y0 + 3 * SIDE), "plats": "Norrgärdet"}
    ways += [middle] * 50
    # As many at a square that is no area: a spot like any other.
    ways += [{"x": str(X0 + 900), "y": str(Y0 + 900), "plats": "Torget"}] * 50
    ways += [{"omrade": code} for code in ("N", "S", "Sörgärdet", "X9", "norrgärdet")] * 2
    ways += [{"beskrivning": f"Bråk i {name} i natt."} for name in ("Norrgärdet", "Sörgärdet", "Nordgärdet")]
    ways += [{"plats": "Sörgärdet", "platsprecision": "okänd"}, {"plats": "Umeå", "platsprecision": "kommun"}]
    ways += [{"plats": "Västerbottens län", "platsprecision": "okänd"}, {}]
    ways = [ways[i] for i in rng.permutation(len(ways))]
    first = [{**way, "rapport_id": f"A{i}", "fran": f"2025-0{1 + i % 9}-11"} for i, way in enumerate(ways)]
    write_rows(folder / "first.csv", first)
    write_rows(folder / "second.csv", [{**way, "rapport_id": f"B{i}"} for i, way in enumerate(ways[:70])])
    write_rows(
        folder / "points.csv",
        [{**way, "rapport_id": f"C{i}"} for i, way in enumerate(ways) if set(way) == {"x", "y", "platsprecision"}],
    )
    counts = ["kalla;period;niva;omrade;brottstyp;antal"]
    for place in ("kommun;Påhitt", ";N", "stadsdel;S", ";X9", "deso;D1", ";Totalt"):
        counts += [f"Register;2025-0{month};{place};Klotter;{month}" for month in (1, 2)]
    (folder / "counts.csv").write_text("\n".join(counts) + "\n", encoding="utf-8")
    (folder / "whole.csv").write_text("kalla;period;brottstyp;antal\nHela;2025-01;Klotter;7\n", encoding="utf-8")
    reporters = ["organisation;organisationstyp;omraden;fran;till;takt", "Skolan;skola;S|Norrgärdet;2025-01-01;;vecka",
                 "Polisen;polis;;2025-01-01;;vecka"]  # fmt: skip
    (folder / "reporters.csv").write_text("\n".join(reporters) + "\n", encoding="utf-8")
    write_areas(folder / "areas.geojson", districts("2025"))
    return folder


DRAWN = ("first.csv", "second.csv", "points.csv", "counts.csv", "whole.csv", "reporters.csv")


def words(database: Database) -> list[tuple[object, ...]]:
    return sorted(IncidentText.objects.using(database.alias).values_list())


def digests(database: Database) -> list[tuple[bytes, ...]]:
    rows = Incident.objects.using(database.alias).order_by("id").values_list("key", "content")
    return [tuple(bytes(part) for part in row) for row in rows]


def test_drawn_files_before_and_after_the_areas(new: New, drawn: Path) -> None:
    after, before = new(), new()
    bring_areas(after, drawn / "areas.geojson")
    bring_files(after, *(drawn / name for name in DRAWN))
    bring_files(before, *(drawn / name for name in DRAWN))
    apart = fingerprint(before)
    said = digests(before), words(before)
    outcome = bring_areas(before, drawn / "areas.geojson")
    assert apart != fingerprint(after)  # else the test could not fail
    assert areas_of_incidents(before) == areas_of_incidents(after)
    assert fingerprint(before) == fingerprint(after)
    assert months(before) == months(after)
    assert (digests(before), words(before)) == said == (digests(after), words(after))
    assert not IncidentVersion.objects.using(before.alias).exists()
    assert outcome.incidents.placed == Incident.objects.using(before.alias).count()
    keys = [
        sorted(bytes(key) for key in CountCell.objects.using(d.alias).values_list("key", flat=True))
        for d in (before, after)
    ]
    assert keys[0] == keys[1]
    # The centroid is no point, the square is one; the levels bear their vintage.
    placed = Incident.objects.using(before.alias)
    assert placed.filter(said_x=X0 + 2 * SIDE, said_y=Y0 + 3 * SIDE, x=None, location_precision=3).count() >= 50
    assert placed.filter(x=X0 + 900, y=Y0 + 900, location_precision=1).count() >= 50
    assert placed.filter(left_out="elsewhere").count() >= 2
    levels = {level for own in areas_of_incidents(before).values() for level in own}
    assert levels == {"stadsdel@2025", "municipality"}
    assert Agreement.objects.using(before.alias).get(organisation="Skolan").areas == [
        ["stadsdel@2025", "N"], ["stadsdel@2025", "S"],
    ]  # fmt: skip


def test_files_brought_in_again_after_the_areas_change_nothing(new: New, drawn: Path) -> None:
    database = new()
    bring_files(database, *(drawn / name for name in DRAWN))
    bring_areas(database, drawn / "areas.geojson")
    was = fingerprint(database)
    bring_files(database, *(drawn / name for name in DRAWN))
    assert fingerprint(database) == was


def test_areas_are_seen_file_by_file(new: New, tmp_path: Path) -> None:
    """Fifteen reports at the middle of a district in each of two files are no centroid; thirty in one are."""
    spot = {"x": str(X0 + 2 * SIDE), "y": str(Y0 + 3 * SIDE), "plats": "Norrgärdet"}
    rest = [{"x": str(X0 + 50 * i), "y": str(Y0 + 70)} for i in range(40)]
    apart = [
        write_rows(
            tmp_path / f"{n}.csv", [{**r, "rapport_id": f"{n}-{i}"} for i, r in enumerate([*[spot] * 15, *rest])]
        )
        for n in (1, 2)
    ]
    together = write_rows(
        tmp_path / "3.csv", [{**r, "rapport_id": f"3-{i}"} for i, r in enumerate([*[spot] * 30, *rest])]
    )
    areas = write_areas(tmp_path / "areas.geojson", districts())
    database = new()
    bring_files(database, *apart, together)
    bring_areas(database, areas)
    at_spot = Incident.objects.using(database.alias).filter(said_x=X0 + 2 * SIDE, said_y=Y0 + 3 * SIDE)
    assert at_spot.exclude(x=None).count() == 30
    assert at_spot.filter(x=None).count() == 30


def test_a_report_that_a_later_file_changed_is_of_that_file(new: New, tmp_path: Path) -> None:
    """Fourteen reports at one spot are left of the first file and sixteen are of the second: neither is a centroid."""
    spot = {"x": str(X0 + 2 * SIDE), "y": str(Y0 + 3 * SIDE), "plats": "Norrgärdet"}
    rest = [{"x": str(X0 + 50 * i), "y": str(Y0 + 70)} for i in range(40)]
    for name in "12":
        own = [{**row, "rapport_id": f"{name}-{i}"} for i, row in enumerate([*[spot] * 15, *rest])]
        changed = [{**spot, "rapport_id": "1-0", "beskrivning": "Rättad."}] if name == "2" else []
        write_rows(tmp_path / f"{name}.csv", [*changed, *own])
    areas = write_areas(tmp_path / "areas.geojson", districts())
    database = new()
    bring_files(database, tmp_path / "1.csv", tmp_path / "2.csv")
    bring_areas(database, areas)
    at_spot = Incident.objects.using(database.alias).filter(said_x=X0 + 2 * SIDE, said_y=Y0 + 3 * SIDE)
    assert at_spot.exclude(x=None).count() == at_spot.count() == 30


def test_the_invented_municipality(new: New, tmp_path: Path) -> None:
    files = write_example(tmp_path)
    paths = files.reports, files.frauds, files.reporters, files.police_table
    after, before = new(), new()
    bring_areas(after, files.areas)
    bring_files(after, *paths)
    bring_files(before, *paths)
    assert fingerprint(before) != fingerprint(after)
    bring_areas(before, files.areas)
    assert fingerprint(before) == fingerprint(after)
    assert months(before) == months(after)


def test_a_later_division_takes_the_place_of_the_earlier(new: New, drawn: Path, tmp_path: Path) -> None:
    """Reports lie in the division in use alone; numbers keep the division they were for. Files that came before both
    are read in the first, like those that came between them: what they say is not read in the later one.
    """
    between, before, last = new(), new(), new()
    old = drawn / "areas.geojson"
    later = write_areas(tmp_path / "later.geojson", districts("2026", middle=1.0))
    for database, order in (
        (between, (old, "first.csv", later)), (before, ("first.csv", old, later)), (last, (old, later, "first.csv")),
    ):  # fmt: skip
        for path in order:
            bring_files(database, drawn / path) if isinstance(path, str) else bring_areas(database, path)
    assert fingerprint(before) == fingerprint(between) != fingerprint(last)
    levels = {level for own in areas_of_incidents(before).values() for level in own}
    assert levels == {"stadsdel@2026", "municipality"}
    # N of 2025 lies within N of 2026, S does not lie within S: a report that says S has no area now.
    found = [{code: areas_said(database, code) for code in "NS"} for database in (before, last)]
    assert found == [{"N": {"N"}, "S": {""}}, {"N": {"N"}, "S": {"S"}}]
    numbers = new()
    bring_areas(numbers, old)
    bring_files(numbers, drawn / "counts.csv")
    bring_areas(numbers, later)
    found = set(CountCell.objects.using(numbers.alias).values_list("area_level", "area_code"))
    assert ("stadsdel@2025", "N") in found
    assert not [level for level, _code in found if level == "stadsdel@2026"]


def areas_said(database: Database, code: str) -> set[str]:
    """The districts of 2026 of the reports whose area column holds a code."""
    ids = IncidentText.objects.using(database.alias).filter(said_area=code).values_list("incident_id", flat=True)
    areas = areas_of_incidents(database)
    return {areas[number].get("stadsdel@2026", "") for number in ids}


def test_points_without_words_are_placed_and_the_rest_stay(new: New, tmp_path: Path) -> None:
    rows = [
        {"rapport_id": "P", "x": str(X0 + 500), "y": str(Y0 + 500), "beskrivning": "Vid skolan."},
        {"rapport_id": "T", "beskrivning": "Bråk i Norrgärdet."},
        {"rapport_id": "A", "omrade": "N"},
        {"rapport_id": "Y", "fran": "2025-12-01", "beskrivning": "Bråk i Norrgärdet."},
    ]
    file = write_rows(tmp_path / "rows.csv", rows)
    first, second = (
        write_areas(tmp_path / f"{year}.geojson", districts(year, middle=middle))
        for year, middle in (("2025", 0.2), ("2026", 2.0))
    )
    database = new()
    bring_areas(database, first)
    bring_files(database, file)
    _forget_words(database, before_day=20_400)
    outcome = bring_areas(database, second)
    assert (outcome.incidents.placed, outcome.incidents.kept) == (2, 2)
    ids = dict(Incident.objects.using(database.alias).values_list("source_id", "id"))
    found = areas_of_incidents(database)
    assert found[ids["P"]] == {"municipality": "all", "stadsdel@2026": "S"}
    # Norrgärdet of 2025 is twice that of 2026: which part of it is meant is not known.
    assert found[ids["Y"]] == {"municipality": "all"}
    for name in "TA":
        assert found[ids[name]] == {"municipality": "all", "stadsdel@2025": "N"}


def test_codes_are_read_where_words_were_deleted_before_there_were_areas(new: New, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "rows.csv", [{"rapport_id": "A", "omrade": "N"}, {"rapport_id": "B", "omrade": "?"}])
    database = new()
    bring_files(database, file)
    _forget_words(database, before_day=30_000)
    bring_areas(database, write_areas(tmp_path / "a.geojson", districts()))
    assert areas_of_incidents(database)[1] == {"municipality": "all", "stadsdel": "N"}


def _forget_words(database: Database, *, before_day: int) -> None:
    """What retention does."""
    using = database.alias
    IncidentText.objects.using(using).filter(incident__last_day__lt=before_day).delete()
    with database.writing():
        meta.write(database, meta.Fact.TEXT_GONE, before_day)


def test_the_word_of_a_report_that_it_lies_elsewhere_stays(new: New, tmp_path: Path) -> None:
    """Elsewhere by the areas is judged anew; elsewhere by its own word is not."""
    database = new()
    bring_files(database, write_rows(tmp_path / "rows.csv", [{"rapport_id": "A", "omrade": "N"}]))
    Incident.objects.using(database.alias).update(left_out="elsewhere")
    for year in ("2025", "2026"):
        bring_areas(database, write_areas(tmp_path / f"{year}.geojson", districts(year)))
        assert Incident.objects.using(database.alias).get().left_out == "elsewhere"


def test_what_an_undone_import_gives_back_is_placed_by_the_areas_in_use(new: New, tmp_path: Path) -> None:
    moved = {"x": str(X0 + 500), "y": str(Y0 + 3500)}
    for name, place in (("1.csv", {"x": str(X0 + 500), "y": str(Y0 + 500)}), ("2.csv", moved)):
        write_rows(tmp_path / name, [{"rapport_id": "A", **place}])
    areas = write_areas(tmp_path / "a.geojson", districts("2025"))
    database = new()
    bring_files(database, tmp_path / "1.csv")
    bring_files(database, tmp_path / "2.csv")
    bring_areas(database, areas)
    assert areas_of_incidents(database)[1]["stadsdel@2025"] == "N"
    with database.writing():
        undo_batch(database, batch=2, by=BY, why="", at=AT)
        done = place_again(database, tools=area_tools(), undone=2)
    assert done is not None
    assert done.placed == 1
    assert areas_of_incidents(database) == {1: {"municipality": "all", "stadsdel@2025": "S"}}
    assert {row[0] for row in months(database)} >= {"stadsdel@2025"}
    with database.writing():
        assert place_again(database, tools=area_tools(), undone=3) is None

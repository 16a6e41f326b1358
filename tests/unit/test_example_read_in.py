"""What the product makes of the invented files: everything is understood, and only what is wrong on purpose refused."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from tryggve.domain.coverage import coverage
from tryggve.domain.incident import LeftOut, LocationPrecision
from tryggve.domain.period import parse_period
from tryggve.example import ExampleFiles, write_example
from tryggve.example.faults import FAULTS, SWAPPED
from tryggve.ingest import tables
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.context import Context
from tryggve.ingest.locate import Locator
from tryggve.ingest.mapping import Mapped, apply
from tryggve.ingest.profile import guess_profile
from tryggve.ingest.reporters import is_reporters, read_reporters

CRS, ZONE, TODAY = "EPSG:3006", "Europe/Stockholm", dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> ExampleFiles:
    return write_example(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module")
def context(files: ExampleFiles) -> Context:
    register = read_areas(files.areas, crs=CRS)
    return Context(1, CRS, ZONE, register, Locator(register), TODAY)


def mapped(path: Path, context: Context, profile: str) -> Mapped:
    table = tables.read(path)
    assert not table.errors
    guessed = guess_profile(table)
    assert guessed.name == profile
    return apply(table, guessed, context)


def test_reports(files: ExampleFiles, context: Context) -> None:
    result = mapped(files.reports, context, "est")
    # Fourteen ids stand twice; nothing else is refused.
    assert len(result.errors) == 14
    assert {error.column for error in result.errors} == {"rapport_id"}
    incidents = result.incidents
    left_out = Counter(incidents.left_out[i] for i in range(len(incidents)))
    assert left_out[LeftOut.NOTHING_TO_REPORT] > 300
    assert left_out[LeftOut.NONE] > 6000
    assert {LeftOut.RUMOUR, LeftOut.FORECAST, LeftOut.OUTSIDE_EST} <= set(left_out)
    organisations = {incidents.organisation_kind[i] for i in range(len(incidents))}
    assert organisations == {
        "police", "school", "library", "housing_company", "guards", "field_workers", "streets_parks", "shop",
    }  # fmt: skip
    assert context.areas is not None
    names = {area.code: area.name for area in context.areas.at("stadsdel")}
    placed = [i for i in range(len(incidents)) if incidents.location_precision[i] <= LocationPrecision.AREA]
    assert all(incidents.areas["stadsdel"][i] and incidents.areas["kommundel"][i] for i in placed)
    # Where no place is filled in but the text names the area, it is found by its name.
    named = [i for i in range(len(incidents)) if "någonstans" in incidents.text[i]]
    assert len(named) > 5
    for i in named:
        assert incidents.location_precision[i] == LocationPrecision.AREA
        assert incidents.text[i].endswith(f"{names[incidents.areas['stadsdel'][i]]}.")


def test_planted_personal_data_are_found(files: ExampleFiles, context: Context) -> None:
    privacy = mapped(files.reports, context, "est").privacy
    assert sum(privacy.values()) >= 10
    assert len([kind for kind, n in privacy.items() if n]) >= 5


def test_faulty_reports(files: ExampleFiles, context: Context) -> None:
    result = mapped(files.faulty_reports, context, "est")
    wrong = [(what, 3 * number + 4) for number, (what, _cells) in enumerate(FAULTS)] + [(SWAPPED, 44)]
    # A report from an area that nobody knows is still a report: it goes on, its place unknown.
    expected = {row for what, row in wrong if what != "an unknown area"}
    assert {error.row for error in result.errors} == expected
    assert len(result.incidents) == 43 - len(expected)


def test_tables_of_counts(files: ExampleFiles, context: Context) -> None:
    frauds = mapped(files.frauds, context, "antal")
    assert not frauds.errors
    statuses = Counter(count.status.value for count in frauds.counts)
    assert set(statuses) == {"value", "blank", "suppressed", "dash"}
    assert {(count.area_level, count.area_code) for count in frauds.counts} == {("municipality", "EX")}
    police = mapped(files.police_table, context, "antal_bred")
    assert not police.errors
    assert len(police.counts) == 7 * 12 * 48
    assert {count.area_level for count in police.counts} == {"kommundel"}
    assert not {count.source for count in frauds.counts} & {count.source for count in police.counts}


def test_who_did_not_report(files: ExampleFiles, context: Context) -> None:
    table = tables.read(files.reporters)
    assert is_reporters(table)
    reporters, errors = read_reporters(table, context.areas)
    assert not errors
    assert len(reporters) == 25
    incidents = mapped(files.reports, context, "est").incidents
    days: dict[str, set[int]] = {}
    for i in range(len(incidents)):
        days.setdefault(incidents.organisation[i], set()).add(int(incidents.last_day[i]))
    week = parse_period("2025-W40")
    heard = {name: sorted(found) for name, found in days.items()}
    rows = {row.organisation: row for row in coverage(reporters, heard, week.first_day, week.last_day)}
    assert rows["Timotejens bibliotek"].received == 0
    assert "Kiosken Semaforen" not in rows  # has stopped and is no longer expected
    share = sum(row.received for row in rows.values()) / sum(row.expected for row in rows.values())
    assert 0.7 < share < 1

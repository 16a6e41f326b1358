"""What was once concluded from missing months, half periods, selections and two denominators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.acceptance import reading
from tests.acceptance.runs import Files, made
from tryggve.domain.language import use_language


@pytest.fixture(autouse=True)
def in_swedish() -> Iterator[None]:
    with use_language("sv"):
        yield


def words_of(read: dict[str, Any]) -> str:
    return " ".join(reading.words(read["sections"]))


def of_shared(out: Path, period: str, *files: Path) -> dict[str, Any]:
    return reading.document(
        made(["lagesbild", *map(str, files), "--period", period, "--format", "json", "--out", str(out)])
    )


@pytest.mark.shared
def test_months_between_two_files_are_unknown_and_the_year_before_is_compared(shared: Path, tmp_path: Path) -> None:
    files = [shared / f"incidents/uk_west_yorkshire_street_{month}.parquet" for month in ("2016-07", "2017-07")]
    read = of_shared(tmp_path, "2017-07", *files)
    assert not [f["id"] for f in read["findings"] if f["key"] == "level.unusual"]
    table = next(t for t in reading.tables(read) if t["id"].startswith("kinds"))
    assert "expected" not in [column["key"] for column in table["columns"]]
    total = table["rows"][-1][0]["text"]
    assert reading.cell(table, total, "before")["value"] == 27_176
    assert reading.cell(table, total, "change")["value"] == pytest.approx(28_537 / 27_176)
    series = [c["text"] for t in reading.tables(read) if t["id"].startswith("series") for r in t["rows"] for c in r[1:]]
    assert "0" not in series


@pytest.mark.shared
def test_mixed_categories_are_said_and_long_tables_cut(shared: Path, tmp_path: Path) -> None:
    file = shared / "incidents/uk_west_yorkshire_street_2017-07.parquet"
    read = of_shared(tmp_path, "2017-07", file)
    kinds = "'Criminal damage and arson', 'Violence and sexual offences'"
    with duckdb.connect() as connection:
        counted = connection.execute(f"SELECT COUNT(*) FROM '{file}' WHERE \"Crime type\" IN ({kinds})").fetchall()
    mixed = f"{counted[0][0]:,}".replace(",", " ")
    assert f"{mixed} av 28 537 händelser har i källan en kategori som blandar" in reading.plain(words_of(read))
    assert "flyttar varje brott" in words_of(read)
    areas = next(t for t in reading.tables(read) if t["id"].startswith("areas"))
    assert len(areas["rows"]) == 41
    assert all(len(row) == len(areas["columns"]) for row in areas["rows"])
    assert max(len(t["rows"]) for t in reading.tables(read)) <= 200


@pytest.mark.shared
def test_a_selection_by_editors_bears_no_conclusion(shared: Path, tmp_path: Path) -> None:
    read = of_shared(tmp_path, "2025", shared / "polisen/umea_events_api_format.jsonl")
    assert "redaktionellt urval" in words_of(read)
    assert "slutar före periodens slut" not in words_of(read), "left-out rows of December are signs of life"
    assert not {f["key"] for f in read["findings"]} & {"level.unusual", "change.year_before", "trend.per_year"}
    table = next(t for t in reading.tables(read) if t["id"].startswith("kinds"))
    assert [column["key"] for column in table["columns"]] == ["kind", "n"]


def test_a_register_of_months_is_left_out_of_a_week_and_no_curve_runs_past_the_period(demo: Path) -> None:
    week = reading.document(demo / "exempelkommunen/vecka")
    assert not [t["id"] for t in reading.tables(week) if t["id"].startswith("register")]
    month = reading.document(demo / "exempelkommunen/manad")
    last = {r[0]["text"] for t in reading.tables(month) if t["id"].startswith("register-series") for r in t["rows"]}
    assert "oktober 2025" in last
    assert not {"november 2025", "december 2025"} & last


def test_a_year_with_a_year_before_has_that_as_reference(demo: Path) -> None:
    year = reading.document(demo / "exempelkommunen/ar")
    assert reading.finding(year, "level.est.total")["reference"].startswith("år 2024: ")
    assert "expected" not in [c["key"] for c in reading.table(year, "kinds.est")["columns"]]


def test_reports_on_a_week_that_reaches_into_the_period_are_not_calm(files: Files, tmp_path: Path) -> None:
    read = reading.document(made(files.words(tmp_path / "o", "--format", "json", period="2026-01")))
    cells = [row[1]["text"] for row in reading.table(read, "areas.est")["rows"]]
    assert cells
    assert "0" not in cells, "the last report is of 31 December; its week reaches into January"


def test_registers_are_per_inhabitant_and_beside_others(demo: Path) -> None:
    document = reading.document(demo / "umea")
    own = reading.table(document, "alike.bra-totalt-invanare")["rows"][0]
    assert own[1]["value"] == pytest.approx(9_210, abs=1)
    assert reading.plain(own[1]["text"]) == "9 210 (9 049–9 373)"
    assert not [f for f in document["findings"] if "totalt" in f["id"]], "10 447 per 100 000 in 1996, 9 210 now"


def test_share_and_rate_of_an_area_have_one_denominator(demo: Path) -> None:
    for row in reading.table(reading.document(demo / "exempelkommunen/manad"), "areas.est")["rows"][:5]:
        assert row[1]["value"] / int(row[2]["text"].split("/")[1]) == pytest.approx(row[3]["value"], abs=0.006)


def test_what_the_table_shows_outside_the_text_does_not_deny(demo: Path) -> None:
    outside = []
    for name in ("vecka", "manad"):
        read = reading.document(demo / "exempelkommunen" / name)
        said = reading.plain(" ".join(reading.words(reading.section(read, "standing-out"))))
        for row in reading.table(read, "kinds.est")["rows"][:-1]:
            low, _dash, high = row[2]["text"].partition("–")
            if high and row[1]["value"] >= 5 and not int(low) <= row[1]["value"] <= int(high):
                outside.append(row[0]["text"])
                assert row[0]["text"] in said
    assert outside, "the fires of the month lie outside their own interval"

"""Figures and findings that once said more than the material holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance import reading
from tests.acceptance.runs import Files
from tryggve.cli import main
from tryggve.cli.demo import public_examples
from tryggve.cli.progress import Progress
from tryggve.domain.language import use_language


@pytest.fixture(autouse=True)
def in_swedish() -> Iterator[None]:
    with use_language("sv"):
        yield


def test_limits_of_a_change_in_the_workbook_hold_the_change(tmp_path: Path) -> None:
    public_examples(tmp_path, Progress())
    summary = reading.sheets(tmp_path / "umea")["Sammanfattning"]
    head = next(row for row in summary if row[0] == "Slag av iakttagelse")
    assert head[2] == "Värde"
    found = [row for row in summary if row[0] in ("Förändring", "Utveckling över tid") and row[4] != ""]
    assert found
    for row in found:
        assert row[3] <= row[2] <= row[4]


def test_places_at_random_have_no_densest_one_worth_a_finding(internal: Path, files: Files) -> None:
    read = reading.document(internal)
    assert not [f for f in read["findings"] if f["kind"] == "density"]
    map_figure = next(b for b in reading.section(read, "where")["blocks"] if b["type"] == "figure")
    assert map_figure["table"]["rows"], "the map and the squares behind it remain"


@pytest.mark.shared
def test_no_busiest_hours_where_most_events_are_intervals(tmp_path: Path, shared: Path) -> None:
    thefts = shared / "incidents/nyc_vehicle_thefts_2014_2016.parquet"
    out = tmp_path / "o"
    words = ["lagesbild", str(thefts), "--zone", "America/New_York", "--period", "2016", "--format", "json"]
    assert main([*words, "--out", str(out)]) == 0
    read = reading.document(out)
    assert not [f for f in read["findings"] if f["kind"] == "time_profile"]
    blocks = reading.section(read, "when")["blocks"]
    assert [b["type"] for b in blocks] == ["paragraph", "figure", "paragraph"]
    assert any(cell["value"] for row in blocks[1]["table"]["rows"] for cell in row[1:])

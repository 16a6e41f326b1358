"""Tables of events and areas from anywhere: names that steer or never end, days beyond all calendars, headings."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tryggve.domain.language import set_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.tables import read
from tryggve.reports.figures.map_labels import Spot, labels
from tryggve.reports.figures.signal_map import signal_map
from tryggve.signals.from_csv import LONGEST_NAME, has_areas, history_of_csv
from tryggve.signals.history import History


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def history(folder: Path, events: str, areas: str, origin: dt.date | None = None) -> History:
    (folder / "e.csv").write_text(events, encoding="utf-8")
    (folder / "a.csv").write_text(areas, encoding="utf-8")
    return history_of_csv(read(folder / "e.csv"), folder / "a.csv", origin=origin, crs="local")


MORE = "C,0,1000,Söder\nD,1000,1100,Öster\nE,500,2100,Norr\n"
EVENTS = "day,area\n2024-01-01,A\n2024-01-02,B\n"


def test_a_name_steers_nothing_and_ends(tmp_path: Path) -> None:
    found = history(tmp_path, EVENTS, f"area,x,y,name\nA,0,0,Ro\x1b[31mt\x07\nB,1000,0,{'lång ' * 1000}\n{MORE}")
    assert found.names[0] == "Ro\N{REPLACEMENT CHARACTER}[31mt\N{REPLACEMENT CHARACTER}"
    assert len(found.names[1]) == LONGEST_NAME
    drawn = signal_map(found, [(0,)])
    assert drawn is not None
    ET.fromstring(drawn)


def test_a_map_can_be_read_whatever_the_names() -> None:
    made = labels([Spot("A\x1b\x00\ufffe\x07 & b", 300, 300, 200, must=True)], 640, 600)
    ET.fromstring(f"<svg>{''.join(made)}</svg>")


@pytest.mark.parametrize("code", ["A\x1b", "A" * 5000])
def test_codes_that_cannot_be_told_are_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(FileError, match="area code") as refused:
        history(tmp_path, EVENTS, f"area,x,y\n{code},0,0\nB,1000,0\n")
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    ("cell", "origin"),
    [("9999-12-31", None), ("0001-01-01", None), ("9999999", dt.date(2199, 1, 1)), ("9", dt.date(9999, 12, 30))],
)
def test_days_beyond_all_calendars_are_refused(tmp_path: Path, cell: str, origin: dt.date | None) -> None:
    with pytest.raises(FileError, match="is not a day"):
        history(tmp_path, f"day,area\n{cell},A\n", "area,x,y\nA,0,0\n", origin)


def test_headings_need_no_rings_and_dots(tmp_path: Path) -> None:
    found = history(tmp_path, "Dag,OMRADE\n2024-01-01,A\n", "omrade,ost,nord,namn\nA,0,0,Ön\n")
    assert has_areas(read(tmp_path / "e.csv"))
    assert found.names == ("Ön",)

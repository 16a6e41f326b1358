"""Facts for a spreadsheet: what a person in Sweden opens reads as words, dates and numbers."""

from __future__ import annotations

import csv
import io
import os
import stat
from pathlib import Path
from zoneinfo import ZoneInfo

from tryggve.cli import main
from tryggve.cli.export_sheet import sheet_of
from tryggve.cli.export_words import FILES, MEANINGS
from tryggve.domain.language import _
from tryggve.store.schema import TABLES

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def written(columns: tuple[str, ...], *rows: tuple[object, ...]) -> list[dict[str, str]]:
    text = io.StringIO(newline="")
    sheet_of(text, columns, rows, STOCKHOLM)
    return list(csv.DictReader(io.StringIO(text.getvalue(), newline=""), delimiter=";"))


def test_days_seconds_and_codes_have_words_beside_them() -> None:
    columns = ("first_day", "start_s", "category", "time_precision", "location_precision")
    (row,) = written(columns, (20362, 1759269600, "klotter", 3, 2))
    assert [row[name] for name in columns] == ["20362", "1759269600", "klotter", "3", "2"]
    assert row[_("first date")] == "2025-10-01"
    assert row[_("from, local time")] == "2025-10-01 00:00"  # summer time is UTC+2
    assert row[_("category in words")] == "klotter"
    assert row[_("how well the time is known")] == _("the day")
    assert row[_("how well the place is known")] == "gata"
    assert list(row)[:2] == ["first_day", _("first date")]


def test_numbers_have_a_decimal_comma_and_nothing_is_a_formula() -> None:
    (row,) = written(("population", "value", "source", "last_day"), (1234.5, None, "=1+1;x", None))
    assert (row["population"], row["value"], row["source"], row["last_day"]) == ("1234,5", "", "'=1+1;x", "")
    assert written(("population",), (30000.0,))[0]["population"] == "30000"


def test_a_moment_of_no_calendar_has_no_words() -> None:
    assert written(("start_s",), (10**15,))[0][_("from, local time")] == ""


def test_every_column_is_explained(tmp_path: Path) -> None:
    assert set(FILES) == {table.name for table in TABLES}
    assert set(MEANINGS) == {name for table in TABLES for name in table.columns}
    store, out = tmp_path / "store", tmp_path / "out"
    assert main(["init", str(store), "--zone", "Europe/Helsinki", "--by", "Kerstin"]) == 0
    before = os.umask(0)
    try:
        words = ["store", "export", "--store", str(store), "--out", str(out), "--format", "csv"]
        assert main([*words, "--by", "Kerstin", "--with-text", "--why", "prov"]) == 0
    finally:
        os.umask(before)
    for path in out.iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    told = (out / _("READ ME.txt")).read_text(encoding="utf-8-sig")
    assert "Europe/Helsinki" in told
    for table in TABLES:
        (heading,) = csv.reader([(out / f"{table.name}.csv").read_text(encoding="utf-8-sig")], delimiter=";")
        for name in table.columns:
            assert f"  {name}" in told
            assert name in heading

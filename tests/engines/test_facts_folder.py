"""Facts written to a folder: the same bytes each time, no free text, and nothing believed when read back."""

from __future__ import annotations

import csv
import errno
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests.engines.tables import incidents, table
from tests.engines.test_grouping import DRAWN
from tests.engines.test_tables_and_reporters import CELLS, reporter
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.store import files
from tryggve.store.base import Selection
from tryggve.store.files import FileStore, open_facts
from tryggve.store.schema import TABLES

REPORTERS = [reporter("Skolan", areas=(("district", "A"),)), reporter('"Ö", å', last="2025-12-31")]
AWKWARD = "facts' [2025] *å"  # a quote, and signs that patterns use
SECRET = "Anna Andersson, 070-123 45 67"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with use_language("en"):
        yield


@pytest.fixture
def store() -> Iterator[FileStore]:
    rows = [replace(row, text=SECRET) for row in incidents(DRAWN)]
    rows[0] = replace(rows[0], category_label='a, "b"\nc', x=5, y=-7)
    with FileStore.from_table(table(rows), CELLS, REPORTERS) as made:
        yield made


@pytest.fixture
def folder(store: FileStore, tmp_path: Path) -> Path:
    store.write_facts(tmp_path / AWKWARD)
    return tmp_path / AWKWARD


def sql(text: str) -> list[tuple[object, ...]]:
    with duckdb.connect(":memory:") as connection:
        return connection.execute(text).fetchall()


def as_csv(folder: Path) -> None:
    for found in TABLES:
        with duckdb.connect(str(folder / "made.db")) as connection:
            source = connection.read_parquet(str(folder / f"{found.name}.parquet"))
            rows = source.fetchall()
        (folder / f"{found.name}.parquet").unlink()
        with (folder / f"{found.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(reversed(list(found.columns)))  # by name, not by place
            writer.writerows(tuple(reversed(row)) for row in rows)


def test_same_facts_same_bytes(store: FileStore, folder: Path, tmp_path: Path) -> None:
    store.write_facts(tmp_path / "again")
    with open_facts(folder) as opened:
        opened.write_facts(tmp_path / "from file")
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{t.name}.parquet" for t in TABLES)
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()
        assert path.read_bytes() == (tmp_path / "from file" / path.name).read_bytes()


def test_writing_over_old_facts(store: FileStore, folder: Path) -> None:
    with FileStore.from_table(table([])) as empty:
        empty.write_facts(folder)
    with open_facts(folder) as opened:
        assert opened.rows(Selection(left_out=None)) == []
    store.write_facts(folder)
    with open_facts(folder) as opened:
        assert opened.fingerprint() == store.fingerprint()


def test_free_text_is_not_written(folder: Path) -> None:
    for found in TABLES:
        path = folder / f"{found.name}.parquet"
        assert b"Anna" not in path.read_bytes()
        with duckdb.connect(":memory:") as connection:
            assert "Anna" not in str(connection.read_parquet(str(path)).fetchall())


def test_csv_instead_of_parquet(store: FileStore, folder: Path) -> None:
    as_csv(folder)
    with open_facts(folder) as opened:
        assert opened.fingerprint() == store.fingerprint()
        assert opened.table_counts() == CELLS
        assert opened.rows(limit=1)[0]["category_label"] == 'a, "b"\nc'


def test_nothing_is_left_in_the_folder_for_temporary_files(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    scratch = store._scratch
    with pytest.raises(OSError, match="file"):
        store.write_facts(blocked / "facts")
    store.write_facts(tmp_path / "facts")
    assert not scratch.exists()


def test_a_full_disk_leaves_the_old_facts(store: FileStore, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    copy = shutil.copyfile

    def full(source: Path, target: Path) -> None:
        assert source.parent.stat().st_mode & 0o077 == 0, "on the way there, others must not read them"
        if "report_day" in target.name:
            raise OSError(errno.ENOSPC, "full")
        copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", full)
    with FileStore.from_table(table([])) as other, pytest.raises(OSError, match="full"):
        other.write_facts(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_engine_is_shut_off(store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "a_python_variable", {"a": np.arange(3)}, raising=False)
    store.write_facts(tmp_path / "plain")
    reading = f"SELECT * FROM '{tmp_path}/plain/incident_fact.parquet'"
    assert len(sql(reading)) == 7, "an engine that is not shut off reads it"
    refused = [
        reading,
        f"COPY incident_fact TO '{tmp_path}/stolen.csv'",
        f"ATTACH '{tmp_path}/other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET threads = 64",
        "SELECT * FROM a_python_variable",
    ]
    for statement in refused:
        with pytest.raises(duckdb.Error):
            store.fetch(statement)
    assert not (tmp_path / "stolen.csv").exists()


def test_facts_never_spill_to_disk(store: FileStore) -> None:
    assert store.fetch("SELECT current_setting('temp_directory')") == [("",)]
    assert store.fetch("SELECT current_setting('threads')") == [(2,)]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "reporter.parquet").unlink()
    with pytest.raises(FileError, match=r"reporter\.parquet"):
        open_facts(folder)


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="holds no incident_fact"):
        open_facts(tmp_path / "nowhere")


@pytest.mark.parametrize("cut", [0, 3, 100, -1])
def test_a_truncated_file(folder: Path, cut: int) -> None:
    path = folder / "incident_fact.parquet"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(FileError, match=r"incident_fact\.parquet"):
        open_facts(folder)


LIES = {
    "an id twice": ("incident_fact", "SELECT * REPLACE (1 AS incident_id)", "twice"),
    "a missing column": ("incident_fact", "SELECT * EXCLUDE (severity)", "severity"),
    "a fact that is NULL": ("incident_fact", "SELECT * REPLACE (NULL::INTEGER AS n)", "NOT NULL"),
    "half an event": ("incident_fact", "SELECT * REPLACE (1.5 AS n)", "n: DECIMAL"),
    "minus one event": ("incident_fact", "SELECT * REPLACE (-1 AS n)", "CHECK"),
    "a number too large": ("incident_fact", "SELECT * REPLACE (3000000000 AS row_no)", "range"),
    "a precision that does not exist": ("incident_fact", "SELECT * REPLACE (9 AS location_precision)", "CHECK"),
    "a reason that does not exist": ("incident_fact", "SELECT * REPLACE ('because' AS left_out)", "CHECK"),
    "an end before the beginning": ("incident_fact", "SELECT * REPLACE (end_s - 999999999 AS end_s)", "CHECK"),
    "another week": ("incident_fact", "SELECT * REPLACE (iso_week + 1 AS iso_week)", "iso_week"),
    "a weekday for a month": ("incident_fact", "SELECT * REPLACE (greatest(weekday, 1) AS weekday)", "weekday"),
    "numbers as text": ("incident_fact", "SELECT * REPLACE (year::VARCHAR AS year)", "year: VARCHAR"),
    "a text with NUL": ("incident_fact", "SELECT * REPLACE ('a' || chr(0) AS category)", "NUL"),
    "an area of nobody": ("incident_area", "SELECT * REPLACE (incident_id + 999 AS incident_id)", "no incident"),
    "two areas at one level": ("incident_area", "SELECT * REPLACE ('one' AS level)", "twice"),
    "an area without code": ("incident_area", "SELECT * REPLACE ('' AS area_code)", "CHECK"),
    "a hidden cell with a value": ("count_fact", "SELECT * REPLACE (7 AS value)", "CHECK"),
    "a value without number": ("count_fact", "SELECT * REPLACE (NULL::BIGINT AS value)", "CHECK"),
    "a rhythm that does not exist": ("reporter", "SELECT * REPLACE ('daily' AS cadence)", "CHECK"),
}


@pytest.mark.parametrize(("name", "select", "said"), LIES.values(), ids=LIES)
def test_facts_that_cannot_be(folder: Path, name: str, select: str, said: str) -> None:
    path, honest = folder / f"{name}.parquet", folder.parent / "honest.parquet"
    path.rename(honest)
    sql(f"COPY ({select} FROM read_parquet('{honest}')) TO '{folder.parent}/lie.parquet' (FORMAT parquet)")
    (folder.parent / "lie.parquet").rename(path)
    with pytest.raises(FileError, match=said) as refusal:
        open_facts(folder)
    assert f"{name}.parquet" in refusal.value.what


def _fraction(cell: str) -> str:
    return cell + ".5"


CSV_LIES: dict[str, tuple[str, Callable[[str], str], str]] = {
    "half an event": ("n", _fraction, "n: not a whole number"),
    "a word": ("severity", lambda _cell: "high", "severity: not a whole number"),
    "an exponent": ("n", lambda _cell: "1e2", "n: not a whole number"),
    "too large": ("n", lambda _cell: "99999999999999999999", "Conversion Error"),
    "empty": ("n", lambda _cell: "", "NOT NULL"),
}


@pytest.mark.parametrize(("column", "lie", "said"), CSV_LIES.values(), ids=CSV_LIES)
def test_csv_cells_are_not_guessed(folder: Path, column: str, lie: Callable[[str], str], said: str) -> None:
    as_csv(folder)
    path = folder / "incident_fact.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    place = rows[0].index(column)
    rows[1][place] = lie(rows[1][place])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(FileError, match=said):
        open_facts(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"n": -1}, "CHECK"),
        ({"severity": 6}, "CHECK"),
        ({"category": "a\0b"}, "NUL"),
        ({"source": "\ud800"}, "Unicode"),
    ],
)
def test_a_table_that_breaks_a_rule_is_refused(change: dict[str, object], said: str) -> None:
    (row, *_rest) = incidents(DRAWN)
    with pytest.raises(ValueError, match=said):
        FileStore.from_table(table([replace(row, **change)]))  # type: ignore[arg-type]


def test_a_closed_store_answers_no_more() -> None:
    store = FileStore.from_table(table([]))
    store.close()
    with pytest.raises(duckdb.Error):
        store.counts(())

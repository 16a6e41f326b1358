"""Copies made by somebody who wants harm: sealed to the public key, with right digests, and wrong inside."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from tests.engines.copies import about, copy_of, empty_place, feeding, filled
from tests.engines.test_snapshot import ENGINES, body, sealed, untouched
from tests.stores import Sqlite
from tryggve.domain.row_error import FileError
from tryggve.store.database import meta
from tryggve.store.database.actions.copies import restore_store
from tryggve.store.database.place import Place
from tryggve.store.database.snapshot import line
from tryggve.store.database.snapshot_load import damaged


@pytest.fixture(scope="module")
def rows(sqlite: Sqlite) -> list[Any]:
    """The lines of a copy of a store with something in every table."""
    with filled(sqlite) as database:
        with database.writing():
            meta.write(database, meta.Fact.ZONE, "Europe/Stockholm")
        return body(copy_of(database))


@pytest.fixture(params=ENGINES)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return empty_place(request.getfixturevalue(request.param), tmp_path / "s")


def changed(rows: list[Any], table: str, /, **values: Any) -> list[Any]:
    """The first row of a table says something else."""
    head = next(i for i, row in enumerate(rows) if isinstance(row, dict) and row.get("table") == table)
    new = [values.get(name, value) for name, value in zip(rows[head]["columns"], rows[head + 1], strict=True)]
    return [*rows[: head + 1], new, *rows[head + 2 :]]


def setting(rows: list[Any], name: str, value: str) -> list[Any]:
    return [[name, value] if isinstance(row, list) and row[0] == name else row for row in rows]


LATEST_DAY = 2_932_896  # 9999-12-31
WRONG = [
    ("incident", {"n": 2**62}, ""),
    ("incident", {"last_day": 2**40}, ""),
    ("incident", {"year": 2**15}, ""),
    ("incident", {"key": "00" * 15}, ""),
    ("incident", {"content": ""}, ""),
    ("correction", {"was": "00" * 17}, ""),
    ("incident", {"last_day": 2**31 - 1}, "dagar"),
    ("incident", {"last_day": LATEST_DAY + 1}, "dagar"),
    ("incident", {"end_s": 2**62}, "dagar"),
    ("count_cell", {"last_day": LATEST_DAY + 1}, "dagar"),
    ("incident", {"weekday": 7}, "datum"),
    ("incident_month", {"n": 99}, "månad"),
]


@pytest.mark.parametrize(("table", "values", "named"), WRONG, ids=[f"{t}-{v}" for t, v, _named in WRONG])
def test_numbers_that_cannot_be_are_refused(
    rows: list[Any], target: Place, table: str, values: dict[str, Any], named: str
) -> None:
    with pytest.raises(FileError) as refused:
        restore_store(place=target, feed=feeding(sealed(changed(rows, table, **values))), **about())  # type: ignore[arg-type]
    assert str(refused.value) == str(damaged()) if not named else str(refused.value) != str(damaged())
    assert untouched(target)


@pytest.mark.parametrize(
    ("name", "value"),
    [("time_zone", "Europe/Nowhere"), ("time_zone", "../../etc/passwd"), ("crs", "EPSG:0"), ("crs", "EPSG:4326")],
)
def test_settings_that_nobody_knows_are_refused(rows: list[Any], tmp_path: Path, name: str, value: str) -> None:
    head = next(i for i, row in enumerate(rows) if isinstance(row, dict) and row.get("table") == "store_meta")
    assert any(isinstance(row, list) and row[0] == name for row in rows[head:])
    with pytest.raises(FileError, match=name):
        restore_store(place=Place(tmp_path / "s"), feed=feeding(sealed(setting(rows, name, value))), **about())  # type: ignore[arg-type]
    assert untouched(Place(tmp_path / "s"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell", [b'"' + b"a" * (1 << 28) + b'"', b"[" + b"[]," * (1 << 23) + b"0]"], ids=["text", "deep"]
)
def test_a_row_that_unpacks_to_gigabytes_is_soon_refused(rows: list[Any], tmp_path: Path, cell: bytes) -> None:
    """A quarter of a megabyte as it comes; neither memory nor time is taken for what it says it is."""
    head = next(i for i, row in enumerate(rows) if isinstance(row, dict) and row.get("table") == "store_meta")
    bomb = gzip.compress(b"".join(map(line, rows[: head + 1])) + b"[" + cell + b',"x"]\n')
    started = time.perf_counter()
    tracemalloc.start()
    try:
        with pytest.raises(FileError):
            restore_store(place=Place(tmp_path / "s"), feed=feeding(bomb, 1 << 16), **about())  # type: ignore[arg-type]
        assert tracemalloc.get_traced_memory()[1] < 200 << 20
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - started < 20
    assert untouched(Place(tmp_path / "s"))


def test_many_large_rows_are_not_held_together(
    rows: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor may a small copy fill the disk: what unpacks to hundreds of times its size is no store."""
    head = next(i for i, row in enumerate(rows) if isinstance(row, dict) and row.get("table") == "store_meta")
    monkeypatch.setattr("tryggve.store.database.snapshot_load._LARGE", 1 << 26)
    many = b"".join(b'["%d","' % i + b"a" * (1 << 22) + b'"]\n' for i in range(30))
    bomb = gzip.compress(b"".join(map(line, rows[: head + 1])) + many)
    tracemalloc.start()
    try:
        with pytest.raises(FileError):
            restore_store(place=Place(tmp_path / "s"), feed=feeding(bomb, 1 << 16), **about())  # type: ignore[arg-type]
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()
    assert untouched(Place(tmp_path / "s"))


def test_a_long_outline_travels(rows: list[Any], tmp_path: Path) -> None:
    """The longest rows that a store can hold are outlines of areas."""
    corners = [[600_000.1 + i, 6_580_000.1] for i in range(200_000)]
    outline = json.dumps({"coordinates": [corners], "type": "Polygon"})
    long = changed(rows, "area", geometry=outline)
    restore_store(place=Place(tmp_path / "s"), feed=feeding(sealed(long), 1 << 16), **about())  # type: ignore[arg-type]

"""Parquet files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.tables import read
from tryggve.ingest.tables.unfit_cells import FIELD_LIMIT

ROWS = "SELECT 'R' || i AS id, i * 0.5::DOUBLE AS x, 'text ' || (i % 7) AS t FROM range(20000) r(i)"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def parquet(file: Path, query: str) -> Path:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Europe/Stockholm'")
        connection.execute(f"CREATE TABLE made AS {query}")
        made = file.parent / "made.parquet"
        connection.execute(f"COPY made TO '{made}' (FORMAT parquet)")
    return made.rename(file)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'0114'", "0114"),
        ("NULL::VARCHAR", ""),
        ("7::BIGINT", "7"),
        ("9223372036854775807::BIGINT", "9223372036854775807"),
        ("1.5::DECIMAL(5, 2)", "1.50"),
        ("1150.0::DOUBLE", "1150"),
        ("63.825847::DOUBLE", "63.825847"),
        ("0.1::FLOAT", "0.1"),
        ("'nan'::DOUBLE", ""),
        ("TRUE", "true"),
        ("DATE '2025-03-02'", "2025-03-02"),
        ("TIMESTAMP '2025-03-02 14:30:00'", "2025-03-02T14:30:00"),
        ("TIMESTAMP_NS '2025-03-02 14:30:00'", "2025-03-02T14:30:00"),
        ("TIMESTAMP_MS '2025-03-02 14:30:00.5'", "2025-03-02T14:30:00.5"),
        # Winter time, and the hour that comes twice in autumn.
        ("TIMESTAMPTZ '2025-03-02 14:30:00+01:00'", "2025-03-02T13:30:00+00:00"),
        ("TIMESTAMPTZ '2025-10-26 02:30:00+02:00'", "2025-10-26T00:30:00+00:00"),
        ("TIME '14:30:00'", "14:30:00"),
        ("['a', NULL, 'b']", "a|b"),
        ("[1, 2]", "1|2"),
        ("encode('åäö')", "åäö"),
        ("'=1+1'", "=1+1"),
    ],
)
def test_values_as_texts(tmp_path: Path, value: str, text: str) -> None:
    found = read(parquet(tmp_path / "a.parquet", f"SELECT 1 AS n, {value} AS v"))
    assert found.row(0) == {"n": "1", "v": text}
    assert found.row_numbers.tolist() == [1]


def test_nested_columns_are_flattened(tmp_path: Path) -> None:
    query = "SELECT 1 AS id, {'namn': 'Torget', 'läge': {'x y': 2.5, 'it''s': NULL::INTEGER}} AS plats"
    found = read(parquet(tmp_path / "a.parquet", query))
    assert found.row(0) == {"id": "1", "plats.namn": "Torget", "plats.läge.x y": "2.5", "plats.läge.it's": ""}


def test_bytes_that_are_no_text_are_left_out_and_noted(tmp_path: Path) -> None:
    found = read(parquet(tmp_path / "a.parquet", "SELECT 1 AS id, '\\xFF\\xFE'::BLOB AS geometry"))
    assert found.row(0) == {"id": "1"}
    assert "The column geometry holds no text and was left out." in found.notes


def test_the_order_of_rows_stays(tmp_path: Path) -> None:
    found = read(parquet(tmp_path / "a.parquet", ROWS))
    assert len(found) == 20_000
    assert [found.columns["id"][i] for i in (0, 1, 12_345, 19_999)] == ["R0", "R1", "R12345", "R19999"]
    assert (found.columns["x"][3], found.columns["x"][4]) == ("1.5", "2")
    assert found.columns["t"].values == tuple(f"text {i}" for i in range(7))


@pytest.mark.parametrize(
    "name",
    [
        "a*.parquet",
        "a?.parquet",
        "[ab].parquet",
        "it's; DROP TABLE x --.parquet",
        "kommun=1/år=2025.parquet",
        "utan ändelse",
    ],
)
def test_the_name_is_never_more_than_a_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    file = parquet(tmp_path / name, "SELECT 'rätt' AS v")
    for other in ("ab", "a", "b", "aX"):
        parquet(tmp_path / f"{other}.parquet", "SELECT 'fel' AS v")
    found = read(file)
    assert found.columns["v"].values == ("rätt",)
    assert len(found) == 1


def test_column_names_are_never_sql(tmp_path: Path) -> None:
    found = read(parquet(tmp_path / "a.parquet", 'SELECT 1 AS "a""b; DROP", 2 AS "select", 3 AS "{x}"'))
    assert found.row(0) == {'a"b; DROP': "1", "select": "2", "{x}": "3"}


@pytest.mark.parametrize("kept", [4, 8, 100, 5000, -8, -4, -1])
def test_a_truncated_file_is_refused_whole(tmp_path: Path, kept: int) -> None:
    file = parquet(tmp_path / "a.parquet", ROWS)
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(FileError, match="damaged or cut off; nothing of it was read"):
        read(file)


def test_a_file_that_lies_about_itself_is_refused_whole(tmp_path: Path) -> None:
    file = parquet(tmp_path / "a.parquet", ROWS)
    data = file.read_bytes()
    zeroed = data[:2000] + bytes(3000) + data[5000:]
    too_long_a_footer = data[:-8] + (2**31 - 1).to_bytes(4, "little") + b"PAR1"
    for lie in (zeroed, too_long_a_footer, b"PAR1" + bytes(200) + b"PAR1"):
        file.write_bytes(lie)
        with pytest.raises(FileError, match=f"a.parquet is damaged.*{len(lie)} bytes"):
            read(file)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = parquet(tmp_path / "a.parquet", ROWS)
    other = parquet(tmp_path / "b.parquet", "SELECT 1 AS id, 2 AS x, 3 AS t")
    reading = duckdb.connect

    def swap(*arguments: Any, **named: Any) -> duckdb.DuckDBPyConnection:
        other.replace(file)
        return reading(*arguments, **named)

    monkeypatch.setattr(duckdb, "connect", swap)
    with pytest.raises(FileError, match="damaged"):
        read(file)


def test_no_rows_and_unfit_rows(tmp_path: Path) -> None:
    assert len(read(parquet(tmp_path / "a.parquet", "SELECT 1 AS a, 'x' AS b WHERE FALSE"))) == 0
    query = f"SELECT * FROM (VALUES (1, 'x'), (2, 'y' || chr(0)), (3, repeat('z', {FIELD_LIMIT + 1}))) t(a, b)"
    found = read(parquet(tmp_path / "b.parquet", query))
    assert found.row_numbers.tolist() == [1]
    assert [(error.row, error.column) for error in found.errors] == [(2, "b"), (3, "b")]
    assert found.rejected_texts[2] == ("2", "y\0")


def test_nothing_is_fetched_from_the_network(tmp_path: Path) -> None:
    from tryggve.ingest.tables.parquet import CONFIG

    with duckdb.connect(config=CONFIG) as connection:
        settings = "SELECT value FROM duckdb_settings() WHERE name IN (?, ?)"
        names = ["autoinstall_known_extensions", "autoload_known_extensions"]
        assert connection.execute(settings, names).fetchall() == [("false",), ("false",)]

"""The files of the invented municipality: complete, the same bytes each time, and said to be invented."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from tryggve.example import ExampleFiles, example_files, write_example
from tryggve.example.faults import FAULTS, faulty_rows
from tryggve.example.registers import HIDDEN_BELOW, months
from tryggve.example.reports import COLUMNS, Reports


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> ExampleFiles:
    return write_example(tmp_path_factory.mktemp("example") / "made" / "on the way")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=";"))


def test_all_files_and_no_other(files: ExampleFiles) -> None:
    folder, *others = astuple(files)
    assert sorted(folder.iterdir()) == sorted(others)
    assert files == example_files(files.folder)
    assert all(path.stat().st_size > 500 for path in others)


def test_same_seed_same_bytes(files: ExampleFiles, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    again = write_example(tmp_path, seed=1, progress=lambda done, total: steps.append((done, total)))
    for one, other in zip(astuple(files)[1:], astuple(again)[1:], strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
    assert steps == [(n, 9) for n in range(1, 10)]


def test_another_seed_another_municipality(files: ExampleFiles, tmp_path: Path) -> None:
    other = write_example(tmp_path, seed=2)
    for name in ("areas", "places", "reports", "faulty_reports", "frauds", "police_table", "truth"):
        assert getattr(files, name).read_bytes() != getattr(other, name).read_bytes(), name
    assert len(rows_of(other.reports)) == pytest.approx(len(rows_of(files.reports)), rel=0.1)


def test_files_are_replaced_and_others_left_alone(files: ExampleFiles, tmp_path: Path) -> None:
    (tmp_path / "eget.txt").write_text("kvar")
    (tmp_path / "rapporter.csv").write_text("gammal")
    again = write_example(tmp_path)
    assert (tmp_path / "eget.txt").read_text() == "kvar"
    assert again.reports.read_bytes() == files.reports.read_bytes()


def test_a_negative_seed_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - numpy's own words
        write_example(tmp_path / "new", seed=-1)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        write_example(tmp_path / "file")


def test_the_readme_says_that_all_is_invented(files: ExampleFiles) -> None:
    text = files.readme.read_text("utf-8")
    assert text.startswith("EXEMPELKOMMUNEN – PÅHITTAD KOMMUN, PÅHITTADE HÄNDELSER")
    names = {path.name for path in files.folder.iterdir()} - {files.readme.name}
    assert all(name in text for name in names)


def test_reporters(files: ExampleFiles) -> None:
    rows = rows_of(files.reporters)
    kinds = Counter(row["organisationstyp"] for row in rows)
    assert len(rows) == 25
    assert len(kinds) == 8
    assert sum(n >= 3 for n in kinds.values()) >= 5  # at least three of a kind, so that the kind may be named
    assert {row["takt"] for row in rows} == {"vecka", "varannan_vecka", "manad"}
    assert sum(row["till"] != "" for row in rows) == 1  # one has stopped
    assert sum(row["fran"] > "2022-01-03" for row in rows) == 1  # one is new


def cells_of(files: ExampleFiles) -> Iterator[tuple[str, str, str]]:
    for row in rows_of(files.frauds):
        assert row["omrade"] == "EX"
        yield row["period"], row["brottstyp"], row["antal"]


def test_frauds_have_three_sorts_of_cells_without_a_number(files: ExampleFiles) -> None:
    cells = list(cells_of(files))
    assert {period for period, _kind, _n in cells} == set(months())
    assert len(months()) == 48
    kinds = {kind for _period, kind, _n in cells}
    assert len(cells) == len(months()) * len(kinds) == len({cell[:2] for cell in cells})
    shown = Counter(text if text in ("", "..", "-") else "number" for _period, _kind, text in cells)
    assert shown[""] == 3
    assert shown[".."] >= 5
    assert shown["-"] >= 5
    assert shown["number"] > 200
    assert all(int(text) >= HIDDEN_BELOW for _p, _k, text in cells if text not in ("", "..", "-"))
    last, first = (
        sum(int(n) for period, kind, n in cells if kind.endswith("manipulation") and period.startswith(year))
        for year in ("2025", "2022")
    )
    assert last > 1.2 * first


def test_the_police_table(files: ExampleFiles) -> None:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(files.police_table)
    assert sheet.sheet_names == ["Påhittade antal"]
    heading, *rows = sheet.get_sheet_by_index(0).to_python()
    assert heading == ["kalla", "niva", "omrade", "omradesnamn", "brottstyp", *months()]
    assert len(rows) == 7 * 12
    assert {row[0] for row in rows} == {"Polisens tabell (påhittad)"}
    counts = [value for row in rows for value in row[5:]]
    assert all(isinstance(value, (int, float)) and value >= 0 and float(value).is_integer() for value in counts)
    a_year = sum(float(str(value)) for row in rows for value in row[5:17])
    assert 1500 < a_year < 3500  # a town of 62 000; these twelve kinds are a part of all reported offences


def test_the_faulty_list_has_one_fault_a_row(files: ExampleFiles) -> None:
    rows = rows_of(files.faulty_reports)
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == 30 + len(FAULTS) + 1
    assert [row["rapport_id"] for row in rows] == [f"F{n:03d}" for n in range(1, len(rows) + 1)]
    for number, (what, cells) in enumerate(FAULTS):
        assert cells.items() <= rows[3 * number + 2].items(), what
    swapped = [row for row in rows if row["x"] and row["y"] and int(row["x"]) > int(row["y"])]
    assert len(swapped) == 1
    assert not {row["rapport_id"] for row in rows} & {row["rapport_id"] for row in rows_of(files.reports)}


def test_the_faulty_list_needs_enough_reports() -> None:
    with pytest.raises(ValueError, match="0 of 43"):
        faulty_rows(Reports((), ()))

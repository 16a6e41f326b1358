"""The long table: one row a figure, gaps that say they are gaps, the same bytes for the same figures."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryggve.domain.figure import Figure, FigureStatus, level_of_code
from tryggve.ingest.figures.long_table import (
    COLUMNS,
    assembled,
    csv_text,
    key_of,
    read_long,
    with_gaps,
    with_margins,
    write_parquet,
)


def figure(**changes: object) -> Figure:
    plain = Figure("a", "2480", "municipality", "", "2024", "T", 1.5, None, FigureStatus.VALUE, "", "t")
    return plain._replace(**changes)  # type: ignore[arg-type]


MISSING = figure(value=None, status=FigureStatus.MISSING)
FIGURES = [
    figure(), figure(period="2023", value=0.0, status=FigureStatus.ZERO, margin=0.25),
    figure(area="00", level="country", value=None, status=FigureStatus.SUPPRESSED, said=".."),
    figure(area="2480R001", level="regso", division="2025", sex="K", said='a,"b"\n'),
]  # fmt: skip


def test_columns_are_those_that_others_read() -> None:
    assert COLUMNS == (
        "indicator", "area", "level", "division", "period", "sex", "value", "margin", "status", "said", "source_table",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["figures.parquet", "figures.csv"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith("parquet"):
        write_parquet(FIGURES, path)
    else:
        path.write_text(csv_text(FIGURES), encoding="utf-8")
    assert read_long(path) == FIGURES


def test_no_number_is_null_and_never_zero_or_nan(tmp_path: Path) -> None:
    write_parquet(FIGURES, tmp_path / "f.parquet")
    asked = "SELECT count(*), count(value), count(margin), sum(value) FROM read_parquet(?)"
    assert duckdb.execute(asked, [str(tmp_path / "f.parquet")]).fetchone() == (4, 3, 1, 3.0)


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    write_parquet([], tmp_path / "f.parquet")
    assert read_long(tmp_path / "f.parquet") == []


@given(st.permutations([*FIGURES, MISSING._replace(period="2022")]))
def test_order_of_arrival_does_not_matter(figures: list[Figure]) -> None:
    assert assembled(figures) == assembled([*FIGURES, MISSING._replace(period="2022")])


def test_a_number_goes_before_none_and_the_last_before_the_first() -> None:
    assert assembled([figure(), MISSING]) == [figure()]
    assert assembled([MISSING, figure()]) == [figure()]
    assert assembled([figure(), figure(value=2.0)]) == [figure(value=2.0)]


def test_two_divisions_of_one_code_are_two_areas() -> None:
    one = figure(area="2480R001", level="regso", division="2020")
    other = one._replace(division="2025")
    assert key_of(one) != key_of(other)
    assert len(assembled([one, other])) == 2


def test_margins_stand_beside_their_figures_and_not_beside_nothing() -> None:
    margins = [figure(value=0.7), figure(period="2023", value=0.9)]
    found = with_margins([figure(), MISSING._replace(period="2023"), figure(sex="K")], margins)
    assert [one.margin for one in found] == [0.7, None, None]


def test_a_gap_is_told_where_the_source_has_the_period_for_another() -> None:
    found = with_gaps([figure(), figure(area="00", level="country", period="2023")], {"a": ("2480", "00", "24")})
    gaps = [one for one in found if one.status is FigureStatus.MISSING]
    assert {(one.area, one.period) for one in gaps} == {
        ("2480", "2023"),
        ("00", "2024"),
        ("24", "2023"),
        ("24", "2024"),
    }
    assert all(one.value is None and one.source_table == "" for one in gaps)
    assert with_gaps([figure()], {"b": ("2480",)}) == [figure()]  # what no source has is no gap


@pytest.mark.parametrize(
    ("code", "level"), [("00", "country"), ("24", "county"), ("2480", "municipality"), ("2480R001", "regso")]
)
def test_levels(code: str, level: str) -> None:
    assert level_of_code(code) == level


@pytest.mark.parametrize("code", ["", "0", "248", "2480C1010", "G37563", "2480R1"])
def test_other_codes_are_none(code: str) -> None:
    with pytest.raises(ValueError, match="no code"):
        level_of_code(code)

"""Brå's tables as they are exported: mark, title row, footnotes, decimals, hidden, dash, blank, changed headings."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.sources import invented
from tryggve.domain.figure import Figure, FigureStatus
from tryggve.domain.indicator import Indicator, Origin, indicators
from tryggve.domain.row_error import FileError
from tryggve.ingest.figures.scope import codes_by_name
from tryggve.ingest.sources import bra_tables

WANTED: dict[str, Indicator] = {id: one for id, one in indicators().items() if one.origin is Origin.BRA}


def figures_of(path: Path) -> dict[tuple[str, str, str], Figure]:
    counts, _errors, _notes = bra_tables.read_table(path)
    found = list(bra_tables.figures(counts, WANTED, codes_by_name(), table="bra-ar"))
    return {(one.indicator, one.area, one.period): one for one in found}


def written(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "bra-ar.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_wide_table(tmp_path: Path, encoding: str) -> None:
    text = invented.bra_wide(["2480", "2463"])
    found = figures_of(written(tmp_path, text if encoding == "utf-8" else text[1:], encoding))
    assert found["bra_totalt", "2480", "1996"].value == 1096  # 1 096, with a blank between, and a footnote on the label
    assert found["bra_totalt", "2463", "2025"].status is FigureStatus.PRELIMINARY
    zero = found["bra_skadegorelse", "2480", "2000"]
    assert (zero.value, zero.status) == (0.0, FigureStatus.ZERO)
    hidden, blank = (found["bra_bedrageri", "2480", year] for year in ("2001", "2002"))
    assert (hidden.value, hidden.status, hidden.said) == (None, FigureStatus.SUPPRESSED, "..")
    assert (blank.value, blank.status, blank.said) == (None, FigureStatus.MISSING, "")
    assert {key[0] for key in found} == {"bra_totalt", "bra_skadegorelse", "bra_bedrageri"}


def test_labels_that_no_indicator_names_are_told(tmp_path: Path) -> None:
    counts, _errors, _notes = bra_tables.read_table(written(tmp_path, invented.bra_wide(["2480"])))
    assert bra_tables.unused_labels(counts, WANTED) == ("Något som ingen frågar efter",)


def test_a_long_table_with_codes(tmp_path: Path) -> None:
    text = "kommun_kod,kommun,ar,grupp,antal,per_100k\n2480,X,2023,theft,3760,2834\n2480,X,2023,total,11961,9016\n"
    found = figures_of(written(tmp_path, text))
    assert found["bra_stold", "2480", "2023"].value == 3760
    assert found["bra_totalt", "2480", "2023"].value == 11961


def test_a_table_of_totals_a_quarter_keeps_its_gap(tmp_path: Path) -> None:
    text = "kommun_kod,kommun,ar,kvartal,antal_total,preliminar\n2480,X,2014,1,2298,false\n2480,X,2014,2,2748,false\n"
    found = figures_of(written(tmp_path, text))
    assert sorted(key[2] for key in found) == ["2014K1", "2014K2"]
    assert {key[0] for key in found} == {"bra_totalt_kvartal"}


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "bra-ar.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(
            (
                ["Tabell P1"],
                ["Region", "Brottstyp", "2023", "2024*"],
                [f"{invented.NAMES['2480']} kommun", "Totalt", 7, ".."],
            )
        ):
            sheet.write_row(row, 0, cells)
    found = figures_of(path)
    assert found["bra_totalt", "2480", "2023"].value == 7
    assert found["bra_totalt", "2480", "2024"].status is FigureStatus.SUPPRESSED


def test_a_share_is_no_count(tmp_path: Path) -> None:
    counts, errors, _notes = bra_tables.read_table(written(tmp_path, "kommun;brottstyp;2023;2024\nX;Totalt;12,5;13\n"))
    assert [one.value for one in counts] == [13]
    assert [one.value for one in errors] == ["12,5"]


@pytest.mark.parametrize(
    "heading", ["ort;sort;2023;2024", "kommun;brottstyp;första;andra", "kommun_kod;år_;grupp;n", "År;Brott;Antal;Andel"]
)
def test_headings_that_brå_has_not_used_are_shown(tmp_path: Path, heading: str) -> None:
    with pytest.raises(FileError, match=heading.split(";")[0]) as caught:
        bra_tables.read_table(written(tmp_path, f"{heading}\na;b;1;2\n"))
    assert "kommun" in caught.value.how


@pytest.mark.shared
def test_the_real_compilation_with_its_gap(shared: Path) -> None:
    found = figures_of(shared / "bra" / "bra_anmalda_brott_ar.csv")
    assert len(found) == 378
    assert found["bra_totalt", "2480", "2025"].value == 12411
    quarters = figures_of(shared / "bra" / "bra_anmalda_brott_kvartal_vasterbotten.csv")
    assert len(quarters) == 184
    assert ("bra_totalt_kvartal", "2480", "2014K3") not in quarters
    assert sum(quarters["bra_totalt_kvartal", "2480", f"2025K{n}"].value or 0 for n in range(1, 5)) == 12411

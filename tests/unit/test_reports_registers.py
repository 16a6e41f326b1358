"""Tables of counts: nothing is added twice, nothing is guessed, and the public version gives no small number away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.unit.report_material import material, year_counts
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.incident_table import IncidentTable
from tryggve.domain.language import use_language
from tryggve.domain.period import Period, parse_period
from tryggve.reports.json_out import render as render_json
from tryggve.reports.registers import RegisterRow, arrange, read_off
from tryggve.reports.request import Request
from tryggve.reports.situation import build
from tryggve.reports.tree import Audience, Figure, Situation, Table

YEAR = parse_period("2025")


def cell(period: str, value: int | None, label: str = "Bedrägeri", **changes: object) -> Count:
    made = parse_period(period)
    status = CellStatus.VALUE if value is not None else CellStatus.SUPPRESSED
    base = Count(
        1, 2, "Register", "", label, "municipality", "9999", "Provkommun", made.first_day, made.last_day, value, status
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def months(value: int | None, year: int = 2025) -> list[Count]:
    return [cell(f"{year}-{month:02d}", value) for month in range(1, 13)]


def quarters(value: int | None, year: int = 2025) -> list[Count]:
    return [cell(f"{year}-K{quarter}", value) for quarter in range(1, 5)]


def read(cells: Sequence[Count], period: Period = YEAR) -> RegisterRow:
    (series,) = arrange(cells)
    return read_off(series, period)


def situation(cells: Sequence[Count], period: str = "2025", audience: Audience = Audience.INTERNAL) -> Situation:
    return build(material(IncidentTable.empty(), cells), Request(parse_period(period), audience=audience))


def english(cells: Sequence[Count], period: str = "2025") -> Situation:
    with use_language("en"):
        return situation(cells, period)


def answers(found: Situation, cells: Sequence[Count]) -> None:
    """Every number is what its SQL gives."""
    store = material(IncidentTable.empty(), cells).store
    for number_id, item in found.traced():
        assert item.trace is not None
        if number_id.startswith("register") and isinstance(item.value, int | float):
            (row,) = store.fetch(item.trace.sql)  # type: ignore[attr-defined]
            assert float(row[0]) == pytest.approx(float(item.value)), number_id


class TestSums:
    """Cells that hold every day once."""

    def test_a_year_beside_its_months_is_not_added_to_them(self) -> None:
        cells = [*months(10), cell("2025", 121), *quarters(30)]
        assert read(cells).value == 121
        answers(situation(cells), cells)

    def test_quarters_and_months_without_the_year_are_added_once(self) -> None:
        cells = [*months(10), *quarters(30)]
        assert read(cells).value == 120
        answers(situation(cells), cells)

    def test_months_stand_in_for_a_hidden_quarter(self) -> None:
        cells = [*months(10), *quarters(30)[1:], cell("2025-K1", None)]
        assert read(cells).value == 120
        answers(situation(cells), cells)

    def test_a_year_needs_all_four_quarters(self) -> None:
        row = read(quarters(30)[:3])
        assert (row.value, row.why) == (None, None)

    @pytest.mark.parametrize("status", [CellStatus.SUPPRESSED, CellStatus.DASH, CellStatus.BLANK])
    def test_one_empty_quarter_makes_an_empty_year_of_its_own_kind(self, status: CellStatus) -> None:
        row = read([*quarters(30)[:3], cell("2025-K4", None, status=status)])
        assert (row.value, row.why) == (None, status)

    def test_a_tertial_and_a_range_sum_their_months(self) -> None:
        assert read(months(10), parse_period("2025-T2")).value == 40
        assert read(months(10), parse_period("2025-02-01..2025-03-31")).value == 20
        assert read(months(10), parse_period("2025-02-01..2025-03-15")).value is None

    def test_half_years_that_overlap_are_no_year(self) -> None:
        """181 + 184 days, as a year has, but June twice and December not at all."""
        cells = [cell("2025-01-01..2025-06-30", 50), cell("2025-06-01..2025-12-01", 50)]
        assert sum(c.last_day - c.first_day + 1 for c in cells) == 365
        assert read(cells).value is None

    def test_the_same_cell_from_two_files_counts_once_the_later_and_final_one(self) -> None:
        cells = [cell("2025", 90), cell("2025", 95, file_no=2), cell("2025", 80, file_no=3, preliminary=True)]
        row = read(cells)
        assert row.value == 95
        assert not row.preliminary
        answers(situation(cells), cells)

    def test_thirty_days_from_the_tenth_are_no_month(self) -> None:
        (series,) = arrange([cell("2025-01-10..2025-02-08", 5)])
        assert series.kind.value == "range"
        assert read([cell("2025-01-10..2025-02-08", 5)], parse_period("2025-01")).value is None

    def test_one_dash_of_a_year_is_a_missing_part_not_a_dash(self) -> None:
        cells = [*months(10)[:11], cell("2025-12", None, status=CellStatus.DASH)]
        table = next(t for t in english(cells).tables() if t.id == "register.register")
        assert table.rows[0][1].text == "a part of the period is missing in the source"

    def test_a_source_without_the_period_is_named_and_left_out(self) -> None:
        found = english([*months(10), cell("2025", 50, source="Bara år")], "2025-03")
        assert [t.id for t in found.tables() if t.id.startswith("register.")] == ["register.register"]
        assert "Bara år has no number for the whole of" in render_json(found)

    def test_a_curve_ends_with_the_period(self) -> None:
        found = situation(months(10), "2025-10")
        figure = next(b for s in found.sections for b in s.blocks if isinstance(b, Figure))
        assert figure.table is not None
        assert figure.table.rows[-1][0].text == "oktober 2025"

    def test_drug_offences_follow_the_police(self) -> None:
        said = "follows how much the police look"
        drugs = [replace(c, category="narkotikabrott") for c in months(10)]
        found = english(drugs, "2025-10")
        figure = next(b for s in found.sections for b in s.blocks if isinstance(b, Figure))
        assert said in figure.note
        assert said in next(t for t in found.tables() if t.id == "register.register").note
        assert said not in render_json(english(months(10), "2025-10"))

    def test_preliminary_is_said(self) -> None:
        table = next(t for t in situation([cell("2025", 90, preliminary=True)]).tables())
        assert table.rows[0][1].text == "90 (p)"
        assert "(p)" in table.note


class TestPopulation:
    """Rates and changes per inhabitant only with the source's own numbers."""

    def test_changes_are_per_inhabitant_where_both_years_say_how_many(self) -> None:
        row = read([cell("2024", 100, population=50_000.0), cell("2025", 110, population=55_000.0)])
        assert row.change is not None
        assert row.change.ratio == pytest.approx(1.0)
        assert row.rate is not None
        assert row.rate.value == pytest.approx(200.0)

    @pytest.mark.parametrize("population", [None, 0.0])
    def test_without_inhabitants_the_change_is_per_day(self, population: float | None) -> None:
        row = read([cell("2024", 366, population=50_000.0), cell("2025", 365, population=population)])
        assert row.rate is None
        assert row.change is not None
        assert row.change.ratio == pytest.approx(1.0)

    def test_a_sum_of_quarters_has_no_rate(self) -> None:
        cells = [replace(c, population=50_000.0) for c in quarters(30)]
        assert read(cells).rate is None

    @pytest.mark.parametrize(("population", "words"), [(60_000.0, "per invånare"), (None, "per dag")])
    def test_what_a_change_is_held_per_is_said(self, population: float | None, words: str) -> None:
        cells = [replace(c, population=population) for c in year_counts([40, 44, 39, 42, 41, 38, 43, 200])]
        finding = next(f for f in situation(cells).findings if f.key == "change.register")
        assert words in finding.text

    def test_a_trend_and_a_level_are_per_inhabitant_where_every_cell_says_how_many(self) -> None:
        """In number up 2 % a year, per inhabitant down as much: a town that grows."""
        cells = [
            cell(str(2025 - i), round(5_000 * 1.02 ** (20 - i)), population=50_000.0 * 1.04 ** (20 - i))
            for i in range(20)
        ]
        (found,) = [f for f in english(cells).findings if f.key == "trend.register"]
        assert found.value == pytest.approx(1.02 / 1.04, abs=0.002)
        assert "a year per inhabitant" in found.text
        row = read(cells)
        assert row.per_inhabitant
        (bare,) = [
            f
            for f in english([cells[0], *(replace(c, population=None) for c in cells[1:])]).findings
            if f.key == "trend.register"
        ]
        assert bare.value == pytest.approx(1.02, abs=0.002)
        assert "a year in number" in bare.text

    def test_the_rate_stands_beside_those_of_others(self) -> None:
        own = year_counts([500, 510], "Alla")
        other = [replace(c, area_code="8888", area_name="Grannkommun", population=30_000.0) for c in own]
        found = situation([*own, *year_counts([90, 100], "Del"), *other])
        (level,) = [f for f in found.findings if f.key == "level.register"]
        assert level.value == pytest.approx(850.0)
        assert level.interval is not None
        assert level.interval[0] < 850.0 < level.interval[1]
        assert level.reference == "Grannkommun 1\u00a0700"
        assert not [f for f in situation(months(10)).findings if f.key == "level.register"]


class TestFindings:
    """What is called a change or a trend."""

    def test_without_history_there_is_no_register_change(self) -> None:
        found = situation(year_counts([40, 400]))
        assert not [f for f in found.findings if f.key == "change.register"]

    def test_a_sum_of_quarters_is_no_finding(self) -> None:
        cells = [c for year in range(2016, 2026) for c in quarters(100 if year < 2025 else 900, year)]
        found = situation(cells)
        assert read(cells).value == 3600
        assert not [f for f in found.findings if f.key == "change.register"]

    def test_a_register_that_always_swings_has_no_change(self) -> None:
        found = situation(year_counts([100, 160, 90, 170, 110, 150, 95, 160]))
        assert not [f for f in found.findings if f.key == "change.register"]

    def test_a_missing_year_is_a_gap_in_curve_and_level(self) -> None:
        cells = year_counts([40, 44, None, 42, 41, 38, 43, 41, 40, 90])
        row = read(cells)
        assert row.expected is not None
        assert row.expected.n_gaps == 1
        figure = next(b for s in situation(cells).sections for b in s.blocks if isinstance(b, Figure))
        assert figure.table is not None
        assert figure.table.rows[2][1].text == "saknas"
        assert figure.table.rows[2][1].value is None

    def test_each_area_keeps_its_name_in_a_trend(self) -> None:
        rising = [int(50 * 1.3**i) for i in range(10)]
        here = year_counts(rising)
        there = [replace(c, area_level="stadsdel", area_code="A1", area_name="Kvarnby 1") for c in here]
        texts = [f.text for f in situation([*here, *there]).findings if f.key == "trend.register"]
        assert len(texts) == 2
        assert sum("Kvarnby 1" in text for text in texts) == 1


class TestPublic:
    """Nothing small, and nothing that gives a small number back."""

    @staticmethod
    def table_cells() -> list[Count]:
        values = {"Samtliga brott": (500, 480), "Bedrägeri": (300, 290), "Våldtäkt": (3, 40), "Stöld": (197, 150)}
        return [
            c
            for label, (now, before) in values.items()
            for c in year_counts([before, now], label=label)
        ]  # fmt: skip

    def test_a_hidden_heading_cannot_be_had_from_the_total(self) -> None:
        found = situation(self.table_cells(), audience=Audience.PUBLIC)
        table = next(t for t in found.tables() if t.id.startswith("register"))
        assert [row[0].text for row in table.rows] == ["Samtliga brott"]
        text = render_json(found)
        assert "Våldtäkt" not in text
        assert "Stöld" not in text

    def test_that_headings_are_left_out_is_said(self) -> None:
        assert "utelämnade" in render_json(situation(self.table_cells(), audience=Audience.PUBLIC))
        assert "utelämnade" not in render_json(situation(self.table_cells()))

    def test_a_small_year_of_one_heading_leaves_out_the_curves_of_all(self) -> None:
        total, part, small = [50] * 10, [40] * 10, [10] * 10
        total[3], small[3] = 43, 3
        cells = [*year_counts(total, "Alla"), *year_counts(part, "Del"), *year_counts(small, "Liten")]
        found = situation(cells, audience=Audience.PUBLIC)
        assert [row[0].text for t in found.tables() if t.id == "register.register" for row in t.rows] == [
            "Alla", "Del", "Liten",
        ]  # fmt: skip
        assert not [b for s in found.sections for b in s.blocks if isinstance(b, Figure)]
        assert [b for s in situation(cells).sections for b in s.blocks if isinstance(b, Figure)]

    def test_a_restricted_kind_is_left_out_with_what_would_give_it_back(self) -> None:
        cells = self.table_cells()
        known = [replace(c, value=50, category="valdsbejakande") if c.label == "Våldtäkt" else c for c in cells]
        found = situation(known, audience=Audience.PUBLIC)
        table: Table = next(t for t in found.tables() if t.id.startswith("register"))
        assert [row[0].text for row in table.rows] == ["Samtliga brott"]

    def test_parts_of_the_municipality_are_left_out(self) -> None:
        there = [replace(c, area_level="stadsdel", area_code="A1", area_name="Kvarnby") for c in year_counts([50, 60])]
        assert "Kvarnby" not in render_json(situation([*year_counts([90, 99]), *there], audience=Audience.PUBLIC))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("values", [[0, 0], [0, 12], [12, 0], [1, 100_000], [None, 7], [3, None]])
def test_no_number_is_written_as_nan_inf_or_none(language: str, values: list[int | None]) -> None:
    with use_language(language):
        found = situation(year_counts(values))
        texts = [f.text for f in found.findings]
        texts += [c.text for t in found.tables() for row in t.rows for c in row]
    for text in texts:
        words = text.casefold().replace("(", " ").replace(")", " ").replace(",", " ").split()
        assert not {"nan", "inf", "none", "+inf", "∞"} & set(words), text

"""Areas, maps and density: silent is not zero, nothing points at one address, and pictures are whole."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.unit.report_material import FIRST, KINDS, material, register, reporters, steady_days, table_of
from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident import LocationPrecision, TimePrecision
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.domain.language import use_language
from tryggve.domain.period import parse_period
from tryggve.reports.areas import AreaRow, area_rows, finest_level
from tryggve.reports.comparison import compare
from tryggve.reports.context import Context
from tryggve.reports.figures.map_svg import Layer, Shape, draw
from tryggve.reports.figures.place import _class_legend, _limits, _shapes
from tryggve.reports.figures.series import _labelled
from tryggve.reports.request import Material, Request
from tryggve.reports.safe_svg import safe_svg
from tryggve.reports.sections.density import by_chance
from tryggve.reports.situation import build
from tryggve.reports.surface import measured_density, named_squares, squares
from tryggve.reports.tree import Certainty, Figure, FindingKind, Paragraph, Situation, Table
from tryggve.store.base import Points

YEAR, WEEK = Request(parse_period("2025")), Request(parse_period("2025-W40"))


def moved(table: IncidentTable, x: np.ndarray, y: np.ndarray) -> IncidentTable:
    return replace(table, x=np.asarray(x, np.int32), y=np.asarray(y, np.int32))


def areas_table(situation: Situation) -> Table:
    return next(t for t in situation.tables() if t.id == "areas.est")


def own_reporters() -> list[Reporter]:
    return [
        Reporter(f"Organisation {i}", KINDS[i % 3], (("stadsdel", f"A{i}"),), FIRST, None, Cadence.WEEKLY)
        for i in range(9)
    ]


def rows_for(ground: Material, request: Request = WEEK) -> dict[str, AreaRow]:
    ctx = Context(ground, request)
    return {row.code: row for row in area_rows(ctx, "EST", ctx.where("EST", ctx.period))}


class TestAreas:
    """Known, silent and open are three things."""

    def test_an_area_is_known_silent_or_open(self) -> None:
        table = table_of(steady_days())
        kept = table.take(np.array([table.organisation[i] != "Organisation 4" for i in range(len(table))]))
        found = rows_for(material(kept, known=own_reporters()))
        assert found["A4"].state == "silent"
        assert found["A5"].state == "known"
        assert found["A10"].state == "open"

    def test_areas_and_the_rest_add_up(self) -> None:
        table = table_of(steady_days())
        codes = table.areas["stadsdel"].codes.copy()
        codes[::5] = 12
        placed = replace(table, areas={"stadsdel": Coded(codes, (*table.areas["stadsdel"].values, ""))})
        situation = build(material(placed), YEAR)
        shown = areas_table(situation)
        in_areas = sum(int(row[1].value or 0) for row in shown.rows)
        total = situation.finding("level.est.total").value
        assert f": {int(total or 0) - in_areas} av " in shown.note.replace("\u00a0", "")

    def test_the_rate_is_per_report_of_everyone_who_works_there(self) -> None:
        """Kvarnby 0 has one reporter of its own; the eight of the whole municipality report its events too."""
        situation = build(material(table_of(steady_days()), known=reporters()), YEAR)
        row = next(row for row in areas_table(situation).rows if row[0].text == "Kvarnby 0")
        other = next(row for row in areas_table(situation).rows if row[0].text == "Kvarnby 1")
        assert row[3].value == pytest.approx(int(row[1].value or 0) / (9 * 52), rel=0.03)
        assert other[3].value == pytest.approx(int(other[1].value or 0) / (8 * 52), rel=0.03)

    def test_a_zero_a_year_before_is_shown_only_where_somebody_reported(self) -> None:
        before = parse_period("2024-W40")
        days = [day for day in steady_days() if not before.first_day <= day <= before.last_day]
        events = table_of([*days, before.first_day], organisations=["Organisation 1"] * (len(days) + 1))
        for known, word in ((own_reporters(), "okänt"), ((), "0 (täckning okänd)")):
            situation = build(material(events, known=known), WEEK)
            texts = [row[-1].text for row in areas_table(situation).rows]
            assert texts.count(word) >= 8

    def test_the_level_is_the_finest_that_events_are_placed_in(self) -> None:
        fine = tuple(Area(f"D{i}", f"Del {i}", "deso") for i in range(40))
        both = AreaRegister("Provkommun", (*register().areas, *fine))
        ground = replace(material(table_of(steady_days())), register=both)
        assert finest_level(Context(ground, WEEK)) == "stadsdel"
        assert finest_level(Context(replace(ground, levels=("deso", "stadsdel")), WEEK)) == "deso"
        assert finest_level(Context(replace(ground, levels=()), WEEK)) == "deso"

    def test_a_reporter_of_a_part_is_a_reporter_of_the_whole(self) -> None:
        whole = Area("K1", "Kommundelen", "kommundel")
        parts = tuple(replace(area, parent="K1") for area in register().areas)
        ground = replace(
            material(table_of(steady_days()), known=own_reporters()), register=AreaRegister("P", (whole, *parts))
        )
        ctx = Context(ground, replace(WEEK, scope=("kommundel", "K1")))
        assert len(ctx.coverage(ctx.period).rows) == 9
        assert len(Context(ground, replace(WEEK, scope=("stadsdel", "A3"))).coverage(ctx.period).rows) == 1


class TestClasses:
    """Classes of a map without density."""

    @pytest.mark.parametrize(
        "values", [[5], [5, 5, 5], [0, 1, 2, 3], [1, 1, 1, 9], list(range(40)), [0, 0, 1, 100_000]]
    )
    def test_bounds_do_not_overlap_and_hold_every_area(self, values: list[int]) -> None:
        limits = _limits(values)
        legend = _class_legend(limits, values)
        spans = []
        for row in legend:
            numbers = [int(n) for n in re.findall(r"\d+", row.text.replace("\u00a0", ""))]
            spans.append((numbers[0], numbers[-1]))
        assert all(low <= high for low, high in spans)
        assert all(first[1] < second[0] for first, second in itertools.pairwise(spans))
        assert all(any(low <= value <= high for low, high in spans) for value in values if value)
        assert 1 <= len(legend) <= 4

    def test_areas_with_as_many_events_each_are_not_drawn_as_empty(self) -> None:
        ctx = Context(material(table_of(steady_days())), WEEK)
        rows = [AreaRow(f"A{i}", f"Kvarnby {i}", 5 if i else 0, 0, 0, (), False) for i in range(12)]
        shapes, legend = _shapes(ctx, rows, True)
        assert [shape.class_index for shape in shapes] == [None] + [1] * 11
        assert [row.text for row in legend] == ["händelser: 5"]

    def test_no_events_no_classes(self) -> None:
        assert _class_legend(_limits([0, 0]), [0, 0]) == []


class TestDensity:
    """Only real places, and never one of them alone."""

    def situation(self, table: IncidentTable, areas: bool = True) -> Situation:
        return build(material(table, known=reporters(), areas=areas), YEAR)

    @pytest.mark.parametrize(
        "placed", [LocationPrecision.AREA, LocationPrecision.MUNICIPALITY, LocationPrecision.UNKNOWN]
    )
    def test_what_is_no_point_is_not_drawn_as_one(self, placed: LocationPrecision) -> None:
        table = table_of(steady_days(), placed=placed)
        n = len(table)
        centroid = moved(table, np.full(n, 702_000), np.full(n, 6_501_000))
        for made in (table, centroid):
            found = self.situation(made)
            assert not [f for f in found.findings if f.kind in (FindingKind.DENSITY, FindingKind.CONCENTRATION)]

    def test_two_addresses_far_from_all_others_are_not_in_the_surface(self) -> None:
        table = table_of(steady_days())
        x, y = table.x.copy(), table.y.copy()
        x[:400:2], y[:400:2] = 720_000, 6_520_000
        x[1:400:2], y[1:400:2] = 720_050, 6_520_050
        ctx = Context(material(moved(table, x, y)), Request(parse_period("2022-01-03..2025-12-28")))
        found = measured_density(ctx, ctx.where("EST", ctx.period))
        assert found is not None
        assert found.lone == 400
        assert found.surface.x0 + found.surface.values.shape[1] * found.surface.cell < 719_000
        text = " ".join(
            cell.text for t in self.situation(moved(table, x, y)).tables() for row in t.rows for cell in row
        )
        assert "E 720000" not in text

    def test_a_square_that_fills_in_the_period_is_found_and_heads_the_table(self) -> None:
        table = table_of(steady_days())
        x, y = table.x.copy(), table.y.copy()
        filled = (table.last_day >= YEAR.period.first_day) & (np.arange(len(table)) % 4 == 0)
        rng = np.random.default_rng(5)
        x[filled], y[filled] = rng.integers(702_000, 703_000, (2, filled.sum())) + np.array([[0], [5_799_000]])
        found = self.situation(moved(table, x, y))
        (peak,) = [f for f in found.findings if f.kind is FindingKind.DENSITY]
        assert peak.interval is not None
        assert peak.interval[0] < (peak.value or 0) < peak.interval[1]
        assert (peak.value or 0) >= filled.sum()
        assert peak.certainty is Certainty.MODERATE
        first = next(t for t in found.tables() if t.id.startswith("squares")).rows[0]
        assert [cell.value for cell in first if cell.id.endswith(".n")] == [peak.value]

    def test_events_spread_by_chance_have_a_fullest_square_but_no_finding(self) -> None:
        found = self.situation(table_of(steady_days()))
        assert not [f for f in found.findings if f.kind is FindingKind.DENSITY]
        assert next(t for t in found.tables() if t.id.startswith("squares")).rows

    def test_a_square_that_always_has_most_is_no_finding(self) -> None:
        table = table_of(steady_days())
        always = np.arange(len(table)) % 4 == 0
        x, y = table.x.copy(), table.y.copy()
        rng = np.random.default_rng(5)
        x[always], y[always] = rng.integers(702_000, 703_000, (2, always.sum())) + np.array([[0], [5_799_000]])
        found = self.situation(moved(table, x, y))
        assert not [f for f in found.findings if f.kind is FindingKind.DENSITY]

    def test_chance_is_held_to_one_in_twenty(self) -> None:
        odds, rng = np.array([400, 200, 100] + [30] * 60), np.random.default_rng(11)
        every = np.ones(len(odds), np.bool_)
        tops = rng.multinomial(300, odds / odds.sum(), size=400).max(axis=1)
        found = [by_chance(odds, every, 300, int(top), seed=i).p_value for i, top in enumerate(tops)]
        assert 0.005 < np.mean(np.array(found) <= 0.05) < 0.08
        assert by_chance(odds, every, 300, 299, seed=1).p_value == 1 / 200
        assert by_chance(odds, ~every, 300, 299, seed=1).p_value == 1.0
        assert by_chance(odds[:0], every[:0], 0, 0, seed=1).p_value == 1.0

    def test_squares_count_events_and_places(self) -> None:
        points = Points(
            np.array([-1, 0, 999, 999, 1000]), np.array([0, 0, 999, 999, -1]), np.array([1, 2, 3, 4, 5]), np.arange(5)
        )
        corners, events, spots = squares(points)
        assert dict(zip(map(tuple, corners.tolist()), zip(events, spots, strict=True), strict=True)) == {
            (-1000, 0): (1, 1), (0, 0): (9, 2), (1000, -1000): (5, 1),
        }  # fmt: skip
        assert named_squares(squares(points), 1) == []

    def test_all_at_one_place_gives_no_surface(self) -> None:
        table = table_of(steady_days())
        n = len(table)
        ctx = Context(material(moved(table, np.full(n, 700_500), np.full(n, 6_500_500))), YEAR)
        assert measured_density(ctx, ctx.where("EST", ctx.period)) is None

    @pytest.mark.parametrize("apart", [0, 3_000, 80_000, 600_000])
    def test_two_clusters_however_far_apart_fit_a_grid(self, apart: int) -> None:
        table = table_of(steady_days())
        x = table.x.copy()
        x[::2] += apart
        ctx = Context(material(moved(table, x, table.y), areas=False), YEAR)
        found = measured_density(ctx, ctx.where("EST", ctx.period))
        assert found is not None
        assert found.surface.values.size <= 700_000
        assert found.surface.bandwidth >= 250
        assert found.surface.values.sum() * found.surface.cell**2 / 1e6 == pytest.approx(
            int(found.points.n.sum()) - found.lone, rel=0.02
        )


@pytest.fixture(scope="module")
def figures() -> list[Figure]:
    lost = parse_period("2025-W20")
    days = [day for day in steady_days() if not lost.first_day <= day <= lost.last_day]
    table = table_of(days)
    made: list[Figure] = []
    for ground, request in (
        (material(table, known=reporters()), YEAR),
        (material(table), WEEK),
        (material(table, areas=False), YEAR),
        (material(table_of(days, placed=LocationPrecision.AREA), known=own_reporters()), WEEK),
    ):
        made += [b for s in build(ground, request).sections for b in s.blocks if isinstance(b, Figure)]
    return made


class TestPictures:
    """Well-formed, safe, whole."""

    def test_all_are_well_formed_and_pass_as_they_are(self, figures: list[Figure]) -> None:
        assert len(figures) >= 8
        for figure in figures:
            ElementTree.fromstring(figure.svg)
            assert safe_svg(figure.svg, "p").inner
            assert figure.alt
            assert figure.table is not None or figure.id.startswith("map")

    def test_nothing_of_a_map_lies_outside_it(self, figures: list[Figure]) -> None:
        for figure in figures:
            if not figure.id.startswith("map"):
                continue
            root = ElementTree.fromstring(figure.svg)
            width, height = (float(n) for n in root.attrib["viewBox"].split()[2:])
            for path in root.iter("{http://www.w3.org/2000/svg}path"):
                if path.attrib["d"].startswith("M0 0V6"):
                    continue
                pairs = re.findall(r"([\d.-]+) ([\d.-]+)", path.attrib["d"])
                assert all(-0.1 <= float(x) <= width and -0.1 <= float(y) <= height for x, y in pairs)

    def test_a_surface_does_not_run_into_the_legend(self) -> None:
        square = {"type": "Polygon", "coordinates": [[[0, 0], [900, 0], [900, 900], [0, 900], [0, 0]]]}
        layer = Layer(np.ones((30, 30)), -300.0, -300.0, 50.0, (0.5,))
        svg = draw([Shape(square, "Torget")], layer, ())
        heights = [float(y) for y in re.findall(r"[\d.]+ ([\d.]+)", " ".join(re.findall(r'd="(M[^"]+Z)"', svg)))]
        assert max(heights) <= 8 + 624 + 0.1

    def test_the_areas_with_most_events_are_named_first(self) -> None:
        ctx = Context(material(table_of(steady_days())), WEEK)
        rows = [AreaRow(f"A{i}", f"Kvarnby {i}", 9 - i if i < 3 else 0, 0, 0, (), False) for i in range(12)]
        shapes, _legend = _shapes(ctx, rows, False)
        assert [shape.named_first for shape in shapes] == [True] * 3 + [False] * 9

    @pytest.mark.parametrize(("placed", "warned"), [(LocationPrecision.STREET, True), (LocationPrecision.POINT, False)])
    def test_a_map_of_streets_says_that_a_spot_may_be_made_by_them(
        self, placed: LocationPrecision, warned: bool
    ) -> None:
        with use_language("en"):
            situation = build(material(table_of(steady_days(), placed=placed)), YEAR)
        blocks = next(s for s in situation.sections if s.key == "where").blocks
        (note,) = [b.note for b in blocks if isinstance(b, Figure)]
        assert ("of them only the street is known" in note) is warned

    def test_the_words_of_a_profile_write_the_weekday_out(self) -> None:
        with use_language("en"):
            situation = build(material(table_of(steady_days()), known=reporters()), YEAR)
        alt = next(
            b.alt for s in situation.sections for b in s.blocks if isinstance(b, Figure) and b.id.startswith("profile")
        )
        assert re.search(r"most on (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day and", alt)

    @pytest.mark.parametrize("n", [1, 2, 8, 9, 10, 53, 209])
    def test_an_axis_names_few_periods_and_the_last(self, n: int) -> None:
        labels = [f"p{i}" for i in range(n)]
        found = _labelled(labels)
        assert found[0] == labels[-1]
        assert 1 <= len(found) <= 9

    def test_a_year_is_named_once(self, figures: list[Figure]) -> None:
        series = next(f for f in figures if f.id == "series.est" and "år 2022 till år 2025" in f.alt)
        texts = re.findall(r">(\d{4})<", series.svg)
        assert sorted(texts) == ["2022", "2023", "2024", "2025"]


def test_the_busiest_block_is_no_finding_when_hours_are_even() -> None:
    situation = build(material(table_of(steady_days()), known=reporters()), YEAR)
    assert not [f for f in situation.findings if f.kind is FindingKind.TIME_PROFILE]


@pytest.mark.parametrize(("intervals", "found"), [(0.4, True), (0.6, False)])
def test_the_busiest_block_speaks_only_where_most_hours_are_known(intervals: float, found: bool) -> None:
    """The events whose hour is known all lie at night; those known as an interval may lie anywhere."""
    table = table_of(steady_days())
    spread = np.arange(len(table)) % 10 < 10 * intervals
    changed = replace(
        table,
        hour=np.where(spread, -1, 2).astype(np.int8),
        time_precision=np.where(spread, TimePrecision.INTERVAL, TimePrecision.INSTANT).astype(np.int8),
        end_s=table.start_s + np.where(spread, 10 * 3600, 0),
    )
    situation = build(material(changed, known=reporters()), YEAR)
    assert bool([f for f in situation.findings if f.kind is FindingKind.TIME_PROFILE]) is found
    section = next(s for s in situation.sections if s.key == "when")
    said = [b.text for b in section.blocks if isinstance(b, Paragraph)]
    assert any("interval" in text for text in said) is not found


def test_a_profile_of_few_known_hours_is_not_sure() -> None:
    table = table_of(steady_days())
    hour = table.hour.copy()
    hour[:] = np.where(np.arange(len(hour)) % 10 == 0, 2, -1)
    precision = np.where(hour >= 0, table.time_precision, 3).astype(np.int8)
    situation = build(material(replace(table, hour=hour, time_precision=precision), known=reporters()), YEAR)
    (finding,) = [f for f in situation.findings if f.kind is FindingKind.TIME_PROFILE]
    assert finding.certainty.value == "low"


def test_even_places_are_no_concentration() -> None:
    situation = build(material(table_of(steady_days()), known=reporters()), YEAR)
    assert not [f for f in situation.findings if f.kind is FindingKind.CONCENTRATION]


def test_the_response_of_a_source_is_its_own() -> None:
    found = compare(Context(material(table_of(steady_days()), known=reporters()), WEEK), "EST")
    assert found.response is not None
    assert 0.5 < found.response <= 1.0


class TestLongTables:
    """More areas than anyone reads: the first forty, and the others in one row that can be counted again."""

    @staticmethod
    def many(n: int) -> Material:
        days = [day for day in steady_days(per_week=60) if parse_period("2024").first_day <= day]
        table = table_of(days)
        rng = np.random.default_rng(5)
        codes = Coded(rng.integers(0, n, len(table)).astype(np.int32), tuple(f"B{i}" for i in range(n)))
        return material(replace(table, areas={"ruta": codes}), areas=False)

    def test_the_rest_is_one_row_whose_sum_is_that_of_its_sql(self) -> None:
        ground = replace(self.many(90), levels=("ruta",))
        found = build(ground, Request(parse_period("2025-10")))
        table = next(t for t in found.tables() if t.id == "areas.est")
        assert len(table.rows) == 41
        assert {len(row) for row in table.rows} == {len(table.columns)}
        total = sum(int(row[1].value or 0) for row in table.rows)
        assert total == found.finding("level.est.total").value
        for cell in (table.rows[-1][1], table.rows[-1][-1]):
            assert cell.trace is not None
            assert ground.store.fetch(cell.trace.sql) == [(cell.value,)]  # type: ignore[attr-defined]
            assert isinstance(cell.value, int)
            assert cell.value > 0

    def test_sixty_areas_all_stand(self) -> None:
        found = build(replace(self.many(60), levels=("ruta",)), Request(parse_period("2025")))
        assert len(next(t for t in found.tables() if t.id == "areas.est").rows) == 60

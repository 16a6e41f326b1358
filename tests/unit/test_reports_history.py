"""What the expected level is built on: gaps are not zeros, and the exposure follows the reporting, not the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.report_material import FIRST, LAST, material, reporters, steady_days, table_of
from tryggve.domain.calendar_days import day_number
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident import LeftOut, TimePrecision
from tryggve.domain.period import Period, parse_period
from tryggve.domain.source_caveat import source_caveats
from tryggve.reports.comparison import compare
from tryggve.reports.context import Context
from tryggve.reports.exposure import reporting
from tryggve.reports.history import History, history
from tryggve.reports.request import Material, Request


def context(ground: Material, period: str) -> Context:
    return Context(ground, Request(parse_period(period)))


def past(ground: Material, period: str, source: str = "EST") -> History:
    found = history(context(ground, period), source)
    assert found is not None
    return found


def without(days: Sequence[int], *gone: str) -> list[int]:
    lost = [parse_period(label) for label in gone]
    return [day for day in days if not any(p.first_day <= day <= p.last_day for p in lost)]


def at(found: History, label: str) -> float:
    return float(found.total[[p.label for p in found.periods].index(label)])


def test_a_week_without_events_in_a_busy_source_is_a_gap() -> None:
    found = past(material(table_of(without(steady_days(), "2025-W10"))), "2025-W40")
    assert np.isnan(at(found, "2025-W10"))
    assert int(np.isnan(found.total).sum()) == 1


def test_a_week_without_events_in_a_sparse_source_is_a_zero() -> None:
    """Leaving the empty weeks out would make one event a week into one and a half."""
    days = steady_days(per_week=1)
    ground = material(table_of([*days, parse_period("2025-W40").first_day]))
    found = past(ground, "2025-W40")
    share = float((found.total == 0).mean())
    assert share == pytest.approx(np.exp(-1.0), abs=0.1)
    expected = compare(context(ground, "2025-W40"), "EST").total.expected
    assert expected is not None
    assert expected.expected == pytest.approx(1.0, abs=0.35)


def test_a_long_silence_in_a_sparse_source_is_a_gap() -> None:
    days = without(steady_days(per_week=1), "2024-03-04..2024-06-16")
    assert np.isnan(at(past(material(table_of(days)), "2025-W40"), "2024-W15"))


def test_nothing_to_report_makes_a_zero_and_silence_a_gap() -> None:
    days = without(steady_days(), "2025-W10", "2025-W11")
    known = [Reporter("Organisation 1", "police", (), FIRST, None, Cadence.WEEKLY)]
    nothing = table_of([parse_period("2025-W10").first_day], organisations=["Organisation 1"])
    nothing = replace(nothing, left_out=nothing.left_out.__class__.constant("nothing_to_report", 1))
    events = table_of(days, organisations=["Organisation 1"] * len(days))
    ground = material(events.concat([events, nothing]), known=known)
    found = past(ground, "2025-W40")
    assert at(found, "2025-W10") == 0.0
    assert np.isnan(at(found, "2025-W11"))


def test_a_kind_that_appears_late_had_zeros_before() -> None:
    days = [*steady_days(), *range(LAST - 120, LAST, 2)]
    kinds = ["klotter"] * len(steady_days()) + ["narkotika"] * (len(days) - len(steady_days()))
    found = past(material(table_of(days, categories=kinds)), "2025-W40")
    assert found.counts["narkotika"][0] == 0.0
    assert not np.isnan(found.counts["narkotika"]).any()


def test_week_53_has_its_place() -> None:
    days = [day_number(dt.date(2019, 1, 7)) + i for i in range(0, 365 * 4, 1)]
    found = past(material(table_of(days)), "2022-W10")
    labels = [p.label for p in found.periods]
    assert labels[labels.index("2020-W52") + 1] == "2020-W53"
    assert at(found, "2020-W53") == 7.0
    assert at(found, "2021-W01") == 7.0


@pytest.mark.parametrize(
    ("period", "before", "n"), [("2025-T2", "2024-T2", 123.0), ("2025-K3", "2024-K1", 91.0), ("2025", "2024", 366.0)]
)
def test_each_kind_of_period_sums_its_months(period: str, before: str, n: float) -> None:
    days = range(day_number(dt.date(2022, 1, 1)), day_number(dt.date(2025, 12, 31)) + 1)
    assert at(past(material(table_of(list(days))), period), before) == n


def test_a_source_that_begins_in_mid_period_begins_with_the_next() -> None:
    days = [day for day in steady_days() if day >= day_number(dt.date(2023, 3, 15))]
    assert past(material(table_of(days)), "2025-10").periods[0].label == "2023-04"


def test_only_the_past_makes_the_expected_level() -> None:
    days = steady_days()
    later = [*days, *[parse_period("2025-W40").first_day] * 80, *[parse_period("2025-W41").first_day] * 300]
    one, two = (compare(context(material(table_of(d)), "2025-W40"), "EST").total.expected for d in (days, later))
    assert one is not None
    assert two is not None
    assert one.expected == pytest.approx(two.expected)


def test_a_range_has_no_history() -> None:
    assert history(context(material(table_of(steady_days())), "2025-03-01..2025-04-17"), "EST") is None


class TestExposure:
    """Organisation-weeks of reporting."""

    @staticmethod
    def everyone(cadence: Cadence, n: int = 4) -> Material:
        days = [day for day in range(FIRST, LAST + 1) for _one in range(n)]
        names = [f"Organisation {i % n}" for i in range(len(days))]
        known = [Reporter(f"Organisation {i}", "school", (), FIRST, None, cadence) for i in range(n)]
        return material(table_of(days, organisations=names), known=known)

    @pytest.mark.parametrize("cadence", Cadence)
    @pytest.mark.parametrize("period", ["2025-W40", "2025-W41", "2025-10", "2025-11", "2025-K2", "2025"])
    def test_full_reporting_is_all_weeks_of_all_whatever_the_cadence(self, cadence: Cadence, period: str) -> None:
        ctx = context(self.everyone(cadence), period)
        assert reporting(ctx, "EST", ctx.period) == pytest.approx(4 * ctx.period.days / 7)

    def test_five_sundays_are_no_more_reporting_than_four(self) -> None:
        """November 2025 has five Sundays and November 2024 four; nothing changed between them."""
        found = compare(context(self.everyone(Cadence.WEEKLY), "2025-11"), "EST")
        assert found.total.change is not None
        assert found.total.change.ratio == pytest.approx(1.0)

    def test_a_monthly_reporter_counts_in_every_week(self) -> None:
        found = past(self.everyone(Cadence.MONTHLY), "2025-W42")
        assert found.exposure is not None
        assert found.exposure[10:] == pytest.approx(np.full(len(found.exposure) - 10, 4.0))
        assert not np.isnan(found.total[10:]).any()

    def test_one_that_starts_in_mid_year_counts_for_its_months(self) -> None:
        first = day_number(dt.date(2025, 7, 1))
        days = list(range(FIRST, LAST + 1)) + list(range(first, LAST + 1))
        names = ["Organisation 0"] * (LAST + 1 - FIRST) + ["Organisation 1"] * (LAST + 1 - first)
        known = [
            Reporter("Organisation 0", "school", (), FIRST, None, Cadence.WEEKLY),
            Reporter("Organisation 1", "school", (), first, None, Cadence.WEEKLY),
        ]
        ctx = context(material(table_of(days, organisations=names), known=known), "2025")
        assert reporting(ctx, "EST", ctx.period) == pytest.approx(1.5 * 365 / 7, rel=0.01)
        change = compare(ctx, "EST").total.change
        assert change is not None
        assert change.ratio == pytest.approx(1.0, abs=0.02)

    def test_reporters_of_another_source_are_not_counted(self) -> None:
        ours = table_of(steady_days(), organisations=["Organisation 1"] * len(steady_days()))
        theirs = table_of(steady_days(), organisations=["Organisation 2"] * len(steady_days()), source="Vakt")
        known = [Reporter(f"Organisation {i}", "guards", (), FIRST, None, Cadence.WEEKLY) for i in (1, 2, 3)]
        ctx = context(material(ours.concat([ours, theirs]), known=known), "2025-W40")
        rows = ctx.coverage(ctx.period, "EST").rows
        assert {row.organisation for row in rows} == {"Organisation 1", "Organisation 3"}


class TestSilence:
    """A period in which nobody reported is not held against anything, and nothing against it."""

    def test_a_silent_year_before_gives_no_change(self) -> None:
        days = without(steady_days(), "2024-10")
        for known in (reporters(), []):
            found = compare(context(material(table_of(days), known=known), "2025-10"), "EST")
            assert all(row.change is None and not row.changed for row in found.rows)

    def test_a_silent_period_gives_no_fall(self) -> None:
        days = without(steady_days(), "2025-10")
        for known in (reporters(), []):
            found = compare(context(material(table_of(days), known=known), "2025-10"), "EST")
            assert not any(row.changed or row.unusual for row in found.rows)

    def test_a_week_whose_last_days_are_quiet_is_complete(self) -> None:
        """Twelve reports a week: none on Saturday and Sunday is no sign of missing data."""
        last = parse_period("2025-W40").last_day
        days = [day for day in steady_days(per_week=12) if day <= last - 2]
        ctx = context(material(table_of([*days, last - 2])), "2025-W40")
        assert ctx.complete("EST")
        assert compare(ctx, "EST").total.expected is not None

    def test_a_busy_source_that_stops_on_wednesday_is_not(self) -> None:
        last = parse_period("2025-W40").last_day
        days = [day for day in steady_days(per_week=60) if day <= last - 4]
        assert not context(material(table_of(days)), "2025-W40").complete("EST")


def test_a_kind_that_vanished_is_held_against_its_past() -> None:
    """Ten months of data, ten a week, then none: there is no year before, but there is a past."""
    start = day_number(dt.date(2025, 1, 6))
    days = [day for day in steady_days(per_week=30) if day >= start]
    kinds = ["klotter" if i % 2 else "narkotika" for i in range(len(days))]
    week: Period = parse_period("2025-W40")
    kept = [i for i, day in enumerate(days) if not (kinds[i] == "narkotika" and week.first_day <= day <= week.last_day)]
    table = table_of([days[i] for i in kept], categories=[kinds[i] for i in kept])
    found = compare(context(material(table), "2025-W40"), "EST")
    row = next(row for row in found.rows if row.category == "narkotika")
    assert row.n == 0
    assert row.unusual


def test_a_quiet_area_is_still_a_source() -> None:
    table = table_of(steady_days())
    keep = np.array([table.areas["stadsdel"].codes[i] != 3 for i in range(len(table))])
    ground = material(table.take(keep))
    ctx = Context(ground, Request(parse_period("2025"), scope=("stadsdel", "A3")))
    assert ctx.sources == ("EST",)


class TestMissingMonths:
    """Months that no file holds are unknown, not zeros."""

    @staticmethod
    def two_months(n: int = 400) -> Material:
        ends = [parse_period(label).last_day for label in ("2024-07", "2025-07")]
        table = table_of(sorted(ends * n), timed=TimePrecision.MONTH)
        firsts = np.array([parse_period("2024-07").first_day] * n + [parse_period("2025-07").first_day] * n, np.int32)
        return material(replace(table, first_day=firsts))

    def test_months_between_two_are_gaps(self) -> None:
        found = past(self.two_months(), "2025-07")
        assert found.periods[0].label == "2024-07", "known to the month: it reaches back to the first"
        assert int(np.isnan(found.total).sum()) == 11
        compared = compare(context(self.two_months(), "2025-07"), "EST")
        assert compared.total.expected is None
        assert compared.total.change is not None
        assert compared.total.change.ratio == pytest.approx(1.0)

    def test_two_silences_do_not_speak_for_each_other(self) -> None:
        """Together they are most of the past, and pull its mean down to where either alone would seem calm."""
        days = [day for day in steady_days() if day >= parse_period("2025-W01").first_day]
        kept = {"2025-W01", "2025-W02", "2025-W20", "2025-W40"}
        gone = [f"2025-W{week:02d}" for week in range(1, 41) if f"2025-W{week:02d}" not in kept]
        found = past(material(table_of(without(days, *gone))), "2025-W40")
        known = {p.label for p, n in zip(found.periods, found.total, strict=True) if not np.isnan(n)}
        assert known == kept

    def test_an_interval_of_years_does_not_reach_back(self) -> None:
        days = [day for day in steady_days() if day >= parse_period("2025-06").first_day]
        table = table_of(days, timed=TimePrecision.INTERVAL)
        long_ago = replace(table, first_day=np.full(len(table), FIRST, np.int32))
        assert not context(material(long_ago), "2025-07").reaches_back("EST", parse_period("2024-07"))


def test_rows_left_out_are_signs_of_life_but_those_ahead_are_not() -> None:
    last = parse_period("2025-10").last_day
    days = [day for day in steady_days() if day <= last - 20]
    after = table_of([last])
    for reason, alive in ((LeftOut.OUTSIDE_EST, True), (LeftOut.FORECAST, False)):
        one = replace(after, left_out=after.left_out.__class__.constant(reason.value, 1))
        ground = material(table_of(days).concat([table_of(days), one]))
        assert context(ground, "2025-10").complete("EST") is alive


def test_a_selection_by_editors_is_held_against_nothing() -> None:
    name = next(source for source, caveat in source_caveats().items() if not caveat.findings)
    burst = [*steady_days(), *[parse_period("2025-W40").first_day] * 200]
    found = compare(context(material(table_of(burst, source=name)), "2025-W40"), name)
    assert found.history is None
    assert found.total.n > 200
    assert all(row.change is None and row.expected is None and not row.unusual for row in (*found.rows, found.total))

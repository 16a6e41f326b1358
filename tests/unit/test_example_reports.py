"""The invented reports: rhythm of their reporters, silences, precision, words, and the stories laid into them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict

import numpy as np
import pytest
import shapely

from tryggve.domain.calendar_days import day_number
from tryggve.domain.category import categories
from tryggve.example.events import found_between
from tryggve.example.municipality import Municipality, build_municipality
from tryggve.example.organisations import load_organisations
from tryggve.example.presence import present
from tryggve.example.reports import COLUMNS, PRECISIONS, Reports, Row, make_reports
from tryggve.example.rhythm import (
    DAYS,
    FIRST_DAY,
    LAST_DAY,
    WEEKS,
    category_rhythms,
    clock,
    moment,
    school_free,
    week_number,
)
from tryggve.example.stories import load_stories
from tryggve.example.texts import compose, fill, load_phrases

FIRST, LAST = dt.date(2022, 1, 3), dt.date(2025, 12, 28)


@pytest.fixture(scope="module")
def municipality() -> Municipality:
    return build_municipality(1)


@pytest.fixture(scope="module")
def reports(municipality: Municipality) -> Reports:
    return make_reports(municipality, 1)


@pytest.fixture(scope="module")
def events(reports: Reports) -> list[Row]:
    """The rows of events, each id once."""
    return list({row["rapport_id"]: row for row in reversed(reports.rows) if row["rapporttyp"] == "händelse"}.values())


def last_date(row: Row) -> dt.date:
    return dt.date.fromisoformat((row["till"] or row["fran"])[:10])


def week_of(row: Row) -> int:
    return (last_date(row) - FIRST).days // 7


def of_kind(rows: list[Row], kind: str) -> list[Row]:
    names = {organisation.name for organisation in load_organisations() if organisation.kind == kind}
    return [row for row in rows if row["organisation"] in names]


def test_whole_weeks_of_four_years() -> None:
    assert (day_number(FIRST), day_number(LAST)) == (FIRST_DAY, LAST_DAY)
    assert (FIRST.weekday(), LAST.weekday()) == (0, 6)
    assert (DAYS, WEEKS) == (1456, 208)
    assert week_number("2025-W40") == 195


def test_size_span_and_columns(reports: Reports, events: list[Row]) -> None:
    assert 5000 <= len(reports.rows) <= 9000
    assert all(tuple(row) == COLUMNS for row in reports.rows)
    assert min(map(last_date, reports.rows)) <= dt.date(2022, 1, 5)
    assert max(map(last_date, reports.rows)) <= LAST
    assert all(FIRST.isoformat() <= row["fran"][:10] <= LAST.isoformat() for row in reports.rows)
    assert {row["kategori"] for row in events} <= set(categories())
    # The middle of the demonstration has enough to show and is no extreme.
    a_week = Counter(map(week_of, events))
    assert 20 <= a_week[week_number("2025-W40")] <= 60
    assert min(a_week[week] for week in range(WEEKS)) >= 8


def test_rows_are_in_order_of_time_and_ids_count_on(reports: Reports) -> None:
    once = list(dict.fromkeys(row["rapport_id"] for row in reports.rows))
    assert once == [f"R{n:05d}" for n in range(1, len(once) + 1)]
    days = [last_date(row) for row in reports.rows[: len(once)]]
    assert days == sorted(days)


def test_some_ids_stand_twice(reports: Reports) -> None:
    by_id = defaultdict(list)
    for row in reports.rows:
        by_id[row["rapport_id"]].append(row)
    twice = [rows for rows in by_id.values() if len(rows) > 1]
    assert {len(rows) for rows in twice} == {2}
    assert sum(first == second for first, second in twice) == 8
    amended = [pair for pair in twice if pair[0] != pair[1]]
    assert len(amended) == 6
    for first, second in amended:
        assert second == first | {"beskrivning": first["beskrivning"] + " Kompletterat dagen efter."}


def test_times(events: list[Row]) -> None:
    forms = Counter()
    for row in events:
        day_only = re.fullmatch(r"\d{4}-\d\d-\d\d", row["fran"])
        assert day_only or re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d[05]", row["fran"])
        if row["till"]:
            assert row["fran"] < row["till"]
        # The hour that summer time skips is on no clock.
        for text in (row["fran"], row["till"]):
            assert text[:13] not in ("2022-03-27 02", "2023-03-26 02", "2024-03-31 02", "2025-03-30 02")
        forms["interval" if row["till"] else "day" if day_only else "instant"] += 1
    shares = {form: n / len(events) for form, n in forms.items()}
    assert 0.15 < shares["interval"] < 0.4
    assert 0.05 < shares["day"] < 0.25


def test_damage_found_in_the_morning_and_after_the_weekend(reports: Reports, events: list[Row]) -> None:
    told_by_two = {row["rapport_id"] for row in reports.truth}
    nights = [r for r in of_kind(events, "streets_parks") if r["till"] and r["rapport_id"] not in told_by_two]
    assert len(nights) > 300
    hours = Counter(int(row["till"][11:13]) for row in nights)
    assert set(hours) <= {6, 7}
    mondays = [row for row in nights if last_date(row).weekday() == 0]
    assert mondays
    assert all(dt.date.fromisoformat(row["fran"][:10]).weekday() == 4 for row in mondays)


def test_police_intervals_end_when_told() -> None:
    police = next(o for o in load_organisations() if o.kind == "police")
    for seed in range(50):
        start, end = found_between(police.habits, FIRST_DAY + 100, np.random.default_rng(seed))
        assert start < end


def test_each_kind_has_its_rhythm(events: list[Row]) -> None:
    free = school_free()
    assert not [row for row in of_kind(events, "school") if free[week_of(row)] or last_date(row).weekday() > 4]
    assert not [row for row in of_kind(events, "library") if last_date(row).weekday() == 6]
    housing = Counter(last_date(row).weekday() for row in of_kind(events, "housing_company"))
    assert housing[0] > 1.7 * max(housing[day] for day in (1, 2, 3, 4))
    guards = [row for row in of_kind(events, "guards") if len(row["fran"]) > 10]
    assert all(int(row["fran"][11:13]) >= 17 or int(row["fran"][11:13]) < 4 for row in guards)
    weekend = [row for row in guards if last_date(row).weekday() in (4, 5, 6)]
    assert len(weekend) > 0.5 * len(guards)
    field = [row for row in of_kind(events, "field_workers") if len(row["fran"]) > 10]
    assert all(int(row["fran"][11:13]) >= 16 or int(row["fran"][11:13]) < 1 for row in field)
    assert len({week_of(row) for row in of_kind(events, "police")}) > 0.9 * WEEKS


def test_seasons_and_trends(events: list[Row]) -> None:
    def months(category: str, wanted: tuple[int, ...]) -> int:
        return sum(row["kategori"] == category and last_date(row).month in wanted for row in events)

    assert months("belysning", (11, 12, 1)) > 2 * months("belysning", (5, 6, 7))
    assert months("buskorning", (5, 6, 7)) > 1.5 * months("buskorning", (11, 12, 1))
    for code, rhythm in category_rhythms().items():
        assert len(rhythm.hours) == 24, code
        assert rhythm.level()[:365].mean() == pytest.approx(1.0, abs=0.05 + abs(rhythm.trend)), code
        assert rhythm.level().min() > 0, code


def test_silences(reports: Reports) -> None:
    weeks = defaultdict(set)
    for row in reports.rows:
        weeks[row["organisation"]].add(week_of(row))
    planned = set(range(week_number("2025-W38"), week_number("2025-W42") + 1))
    assert not weeks["Timotejens bibliotek"] & planned
    assert max(weeks["Kiosken Semaforen"]) < week_number("2024-W49")
    assert min(weeks["Kommunens ordningsvakter"]) >= week_number("2024-W10")
    long = 0
    for organisation in load_organisations():
        there = present(organisation, 1)
        assert not {week for week in weeks[organisation.name] if not there[week]}
        gaps = "".join("." if gone else "#" for gone in ~there)
        long += any(3 <= len(gap) <= 6 for gap in re.findall(r"\.+", gaps)) and not organisation.habits.school_terms
    assert long >= 3


def test_nothing_to_report_is_said_only_where_nothing_was(reports: Reports) -> None:
    nothing = [row for row in reports.rows if row["rapporttyp"] == "inget_att_rapportera"]
    assert 300 < len(nothing) < 2500
    told = {(row["organisation"], week_of(row)) for row in reports.rows if row["rapporttyp"] == "händelse"}
    assert not told & {(row["organisation"], week_of(row)) for row in nothing}
    filled = {"rapport_id", "rapporttyp", "organisation", "organisationstyp", "fran"}
    assert all({name for name, text in row.items() if text} == filled for row in nothing)
    # Not every empty week is spoken for: real gaps are left.
    heard = told | {(row["organisation"], week_of(row)) for row in nothing}
    assert any(("Närlivs Humleåsen", week) not in heard for week in range(WEEKS))


def test_location_precision(events: list[Row], municipality: Municipality) -> None:
    shares = {
        precision: sum(row["platsprecision"] == precision for row in events) / len(events) for precision in PRECISIONS
    }
    for precision, wanted in {"punkt": 0.55, "gata": 0.20, "område": 0.18}.items():
        assert shares[precision] == pytest.approx(wanted, abs=0.04)
    assert shares["kommun"] > 0.01
    assert shares["okänd"] > 0.01
    assert {row["platsprecision"] for row in events} == {*PRECISIONS, ""}
    whole = shapely.union_all(list(municipality.shapes.values()))
    for row in events:
        placed = row["platsprecision"] in ("punkt", "gata")
        assert placed == bool(row["x"]) == bool(row["y"]) == bool(row["plats"])
        assert bool(row["omrade"]) == (row["platsprecision"] == "område") or placed
        if placed:
            x, y = int(row["x"]), int(row["y"])
            assert shapely.contains_xy(municipality.shapes[row["omrade"]] if row["omrade"] else whole, x, y)


def test_companies_give_the_area_and_no_text(events: list[Row], municipality: Municipality) -> None:
    private = {organisation.name for organisation in load_organisations() if organisation.private}
    names = {area.name for area in municipality.plan.areas}
    rows = [row for row in events if row["organisation"] in private]
    assert len(private) == 9
    assert len(rows) > 500
    for row in rows:
        assert row["platsprecision"] == "område"
        assert row["omrade"] in names
        assert not row["x"] + row["y"] + row["plats"] + row["beskrivning"]


def test_severity_observation_and_number(events: list[Row]) -> None:
    assert {row["allvarlighet"] for row in events} == {"", "1", "2", "3", "4", "5"}
    assert {row["iakttagelse"] for row in events} == {"", "egen", "andrahand"}
    assert {row["antal"] for row in events} == {"1", "2", "3", "4"}
    assert not [row for row in events if row["kategori"] == "rykten" and row["iakttagelse"] == "egen"]


def test_twins_are_near_in_time_and_place(reports: Reports, events: list[Row]) -> None:
    by_id = {row["rapport_id"]: row for row in events}
    truth = {row["rapport_id"]: row for row in reports.truth}
    twins = [row for row in reports.truth if row["samma_handelse_som"]]
    assert 80 < len(twins) < 400
    for row in twins:
        one, other = by_id[row["rapport_id"]], by_id[row["samma_handelse_som"]]
        assert one["organisationstyp"] != other["organisationstyp"]
        assert one["kategori"] == other["kategori"]
        assert abs((last_date(one) - last_date(other)).days) <= 1
        if other["rapport_id"] in truth:
            first = truth[other["rapport_id"]]
            assert abs(int(row["x"]) - int(first["x"])) < 80
            assert row["berattelse"] == first["berattelse"]


def test_texts_vary_and_are_filled_in(events: list[Row]) -> None:
    texts = [row["beskrivning"] for row in events if row["beskrivning"]]
    assert 0.35 < len(texts) / len(events) < 0.8
    assert not [text for text in texts if re.search(r"[{}]|  | \.|\.\.|^[a-zåäö]", text)]
    common = [code for code, n in Counter(row["kategori"] for row in events).items() if n > 150]
    assert len(common) >= 12
    for code in common:
        assert len(set(load_phrases()[code]["what"])) >= 6, code
        own = [row["beskrivning"] for row in events if row["kategori"] == code and row["beskrivning"]]
        assert len(set(own)) > 0.6 * len(own), code


def test_every_phrase_can_be_said() -> None:
    rng = np.random.default_rng(0)
    for code in category_rhythms():
        for what in load_phrases()[code]["what"]:
            for place in ("", "på Klockartorget"):
                text = fill(what, place, rng)
                assert text[0].isupper()
                assert text.endswith(".")
                assert (place in text) == ("{plats}" in what or not place)
        assert compose(code, "", rng)


PERSONAL = re.compile(r"\d{6}-?\d{4}|\+46|070|@|\b[A-Z]{3} ?\d{3}\b|-K\d|\blgh\b")
FICTION = re.compile(r"(?:070|\+46 ?70) ?-?174 ?06 ?(\d\d)")


def test_personal_data_are_planted_fakes_and_no_others(events: list[Row]) -> None:
    hits = [row["beskrivning"] for row in events if PERSONAL.search(row["beskrivning"])]
    assert len(hits) == len(load_phrases()["personal_data"]) == 10
    phones = [found[1] for text in hits if (found := FICTION.search(text))]
    assert len(phones) == 3
    assert all(5 <= int(ending) <= 99 for ending in phones)  # 070-174 06 05 … 06 99 are kept free by PTS
    numbers = {found[0] for text in hits if (found := re.search(r"\d{6,8}-\d{4}", text))}
    assert numbers == {"19121212-1212", "701063-2391"}  # the tax agency's published test numbers


def story_weeks(reports: Reports, events: list[Row], name: str) -> list[tuple[int, str]]:
    ids = {row["rapport_id"]: row["omrade"] for row in reports.truth if row["berattelse"] == name}
    return sorted((week_of(row), ids[row["rapport_id"]]) for row in events if row["rapport_id"] in ids)


def test_the_truth_of_stories_fits_the_reports(reports: Reports, events: list[Row], municipality: Municipality) -> None:
    by_id = {row["rapport_id"]: row for row in events}
    stories = {story.name: story for story in load_stories()}
    assert {row["berattelse"] for row in reports.truth} == {*stories, ""}
    for row in reports.truth:
        report = by_id[row["rapport_id"]]
        assert shapely.contains_xy(municipality.shapes[row["omrade"]], int(row["x"]), int(row["y"]))
        if row["berattelse"] and not row["samma_handelse_som"]:
            assert report["kategori"] == stories[row["berattelse"]].category
            assert report["fran"] <= row["tidpunkt"] <= (report["till"] or report["fran"])


def test_car_fires_move_between_districts(reports: Reports, events: list[Row]) -> None:
    fires = story_weeks(reports, events, "bilbrander")
    assert 14 <= len(fires) <= 26
    assert (fires[0][0], fires[-1][0]) == (week_number("2025-W36"), pytest.approx(week_number("2025-W41"), abs=1))
    order = list(dict.fromkeys(area for _week, area in fires))
    assert order == ["S305", "S301", "S202"]
    series = [row for row in events if row["kategori"] == "anlagd_brand"]
    weeks = range(week_number("2025-W36"), week_number("2025-W41") + 1)
    before = [sum(week_of(row) == week - 52 * back for row in series) for week in weeks for back in (1, 2, 3)]
    now = [sum(week_of(row) == week for row in series) for week in weeks]
    assert np.mean(now) > 2 * np.mean(before)


def test_dealing_at_the_square_rises_slowly(reports: Reports, events: list[Row]) -> None:
    dealing = story_weeks(reports, events, "torghandel")
    assert {area for _week, area in dealing} == {"S101"}
    first = week_number("2025-W01")
    quarters = Counter((week - first) // 13 for week, _area in dealing)
    assert quarters[0] < quarters[1] < quarters[3]
    assert quarters[3] > 3 * quarters[0]
    assert max(Counter(week for week, _area in dealing).values()) <= 6  # no burst


def test_vandalism_of_the_school_yard_bursts(reports: Reports, events: list[Row]) -> None:
    damage = story_weeks(reports, events, "skolgarden")
    assert 10 <= len(damage) <= 18
    assert {area for _week, area in damage} == {"S402"}
    weeks = Counter(week for week, _area in damage)
    middle = week_number("2025-W40")
    assert weeks[middle] >= 4
    assert min(weeks) >= middle - 1
    assert max(weeks) <= middle + 2


@pytest.mark.parametrize("seed", [0, 7])
def test_other_seeds_give_the_same_stories(seed: int) -> None:
    other = make_reports(build_municipality(seed), seed)
    told = Counter(row["berattelse"] for row in other.truth)
    assert 12 <= told["bilbrander"] <= 28
    assert 35 <= told["torghandel"] <= 110
    assert 9 <= told["skolgarden"] <= 20
    assert 6500 <= len(other.rows) <= 9500


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # noqa: DTZ001 - times on a wall clock


def test_clock() -> None:
    assert clock(at(2025, 3, 30, 2, 30)) == at(2025, 3, 30, 3, 30)
    for fine in (at(2025, 3, 30, 1, 55), at(2025, 3, 29, 2, 30), at(2025, 10, 26, 2, 30)):
        assert clock(fine) == fine
    assert moment(FIRST_DAY, 25.5) == at(2022, 1, 4, 1, 30)
    assert moment(FIRST_DAY, 23.999) == at(2022, 1, 4)

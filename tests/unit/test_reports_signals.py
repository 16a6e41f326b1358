"""Signals in the lägesbild: at most five, hits beside misses when looking back, nothing in the public version."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.report_material import material, table_of
from tests.unit.signal_twin import FIRST, METHODS, town
from tryggve.domain.language import set_language, use_language
from tryggve.domain.period import Period, PeriodKind
from tryggve.reports.context import Context
from tryggve.reports.known_days import DAYS_BACK
from tryggve.reports.request import Request
from tryggve.reports.sections.looked_back import LookBack, look_back, look_back_summary
from tryggve.reports.sections.signals import MOST_SIGNALS, signals_section
from tryggve.reports.signal_matter import PastNote, PastSignal, SignalMatter
from tryggve.reports.tree import Audience, Findings, Paragraph, Section, Table
from tryggve.signals.backtest import backtest
from tryggve.signals.history import History
from tryggve.signals.today import signals_of

DAY = FIRST + 745
PERIOD = Period(DAY - 30, DAY, PeriodKind.RANGE, "range")


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


@pytest.fixture(scope="module")
def history() -> History:
    return town(days=760, seed=2, extra=((5, 738, 8, 5),))


def with_grave(history: History, *places: tuple[int, int]) -> History:
    """The first event of each area on or after each day is grave."""
    events, severity = history.events, np.zeros(len(history.events), np.int64)
    for area, day in places:
        severity[np.flatnonzero((events.area == area) & (events.day >= day))[0]] = 4
    return replace(history, severity=severity)


def matter(history: History, past: tuple[PastSignal, ...], known: frozenset[int]) -> SignalMatter:
    return SignalMatter(history, signals_of(history, (), DAY), past, known)


def signal(name: str, area: int, opened: int, last: int, *, shown: bool = True, **more: object) -> PastSignal:
    about = {"shown_from": opened if shown else None, **more}
    return PastSignal(name, opened, last, {f"R{area}": [[opened, last]]}, 3.0, shown, **about)  # type: ignore[arg-type]


def noted(day: int, verdict: str, written: int | None = None) -> PastNote:
    return PastNote(day, verdict, day if written is None else written)


def one(found: list[LookBack]) -> LookBack:
    (only,) = found
    return only


ALL = frozenset(range(FIRST, DAY + 1))


def test_a_signal_before_a_grave_event_is_a_hit_with_its_lead(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10))
    early = signal("early", 5, DAY - 40, DAY - 20, notes=(noted(DAY - 30, "acted"),))
    told = one(look_back(matter(grave, (early, signal("other", 6, DAY - 60, DAY)), ALL), DAY - 30, DAY))
    assert told.signal is early
    assert told.days_before == told.day - (DAY - 40)
    assert (told.acted, told.known) == (True, DAYS_BACK)


def test_reports_of_one_kind_day_and_area_are_one_grave_event(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10))
    first = int(np.flatnonzero(grave.severity)[0])
    events = grave.events
    day, category = events.day.copy(), events.category.copy()
    (same,) = np.flatnonzero((events.area == 5) & (events.day < day[first]))[-1:]
    day[same], category[same] = day[first], category[first]
    severity = grave.severity.copy()
    severity[same] = 4
    twice = replace(grave, events=replace(events, day=day, category=category), severity=severity)
    told = one(look_back(matter(twice, (), ALL), DAY - 30, DAY))
    assert told.reports == 2
    assert one(look_back(matter(grave, (), ALL), DAY - 30, DAY)).reports == 1


def test_one_grave_event_is_told_in_the_singular(history: History) -> None:
    found = look_back(matter(with_grave(history, (5, DAY - 10)), (), ALL), DAY - 30, DAY)
    with use_language("sv"):
        assert look_back_summary(found).startswith("För 1 grov händelse ")


def test_what_came_too_late_or_ended_too_early_is_a_miss(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10))
    day = one(look_back(matter(grave, (), ALL), DAY - 30, DAY)).day
    too_late = signal("late", 5, day, day + 5)
    too_early = signal("early", 5, day - 200, day - DAYS_BACK - 1)
    told = one(look_back(matter(grave, (too_late, too_early), ALL), DAY - 30, DAY))
    assert (told.signal, told.days_before, told.acted) == (None, None, False)


def test_a_signal_elsewhere_at_the_time_is_no_hit(history: History) -> None:
    """One that has moved here only afterwards, or was here long ago, did not come before the event."""
    grave = with_grave(history, (5, DAY - 10))
    moved = replace(
        signal("moved", 5, DAY - 400, DAY), spans={"R5": [[DAY - 400, DAY - 390], [DAY, DAY]], "R6": [[DAY - 380, DAY]]}
    )
    assert one(look_back(matter(grave, (moved,), ALL), DAY - 30, DAY)).signal is None


def test_one_that_has_been_there_for_long_came_as_long_before_as_it_did(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10))
    told = one(look_back(matter(grave, (signal("long", 5, DAY - 400, DAY),), ALL), DAY - 30, DAY))
    assert told.days_before == told.day - (DAY - 400) > DAYS_BACK


def test_a_list_counts_from_when_people_could_see_it(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10))
    day = one(look_back(matter(grave, (), ALL), DAY - 30, DAY)).day
    seen = signal("seen", 5, day - 40, day, shown_from=day - 30)
    assert one(look_back(matter(grave, (seen,), ALL), DAY - 30, DAY)).days_before == 30
    for shown_from in (None, day, day + 400):
        late = replace(seen, shown_from=shown_from)
        told = one(look_back(matter(grave, (late,), ALL), DAY - 30, DAY))
        assert (told.signal, told.days_before) == (late, 40)
        rows = table(built(matter(grave, (late,), ALL)), "signals.look_back").rows
        assert "found afterwards" in rows[0][4].text
        assert rows[0][6].text == "nobody was told"


def summary(found: SignalMatter) -> str:
    return next(
        block.text for block in built(found).blocks if isinstance(block, Paragraph) and "grave event" in block.text
    )


def test_hits_misses_and_chance_are_of_the_same_events(history: History) -> None:
    """Of two events with a signal and two without, one of each lies where not all the days before are known."""
    grave = with_grave(history, (5, DAY - 10), (9, DAY - 10), (5, DAY - 29), (9, DAY - 29))
    past = (signal("hit", 5, DAY - 60, DAY),)
    gap = frozenset(ALL - {DAY - 112})
    told = look_back(matter(grave, past, gap), DAY - 30, DAY)
    counted = [one for one in told if one.compared]
    assert 0 < len(counted) < len(told)
    assert any(one.signal is not None for one in told if not one.compared)
    hits, chance = sum(one.signal is not None for one in counted), sum(one.by_chance or 0.0 for one in counted)
    text = summary(matter(grave, past, gap))
    assert f"Of the {len(counted)} grave events of which all 90 days before are known, {hits} had a signal" in text
    assert f"and {len(counted) - hits} had none" in text
    assert f"have given {chance:.1f} of {len(counted)}." in text
    assert f"{len(told) - len(counted)} more grave events are not counted" in text


def test_without_days_that_are_known_nothing_is_compared(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10))
    text = summary(matter(grave, (signal("hit", 5, DAY - 60, DAY),), frozenset(range(DAY - 60, DAY))))
    assert "cannot be told here: of no event (1 in all)" in text
    assert "chance" not in text


def test_how_often_it_would_be_so_by_chance_is_told(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10))
    day = one(look_back(matter(grave, (), ALL), DAY - 30, DAY)).day
    seldom = signal("seldom", 5, day - 100, day - 91)
    told = one(look_back(matter(grave, (seldom,), ALL), DAY - 30, DAY))
    # Of the 365 days before, those from the day after it opened until ninety days after it ended had it before them.
    assert told.signal is None
    assert told.by_chance == pytest.approx(99 / 365)
    assert one(look_back(matter(grave, (), ALL), DAY - 30, DAY)).by_chance == 0


def test_acting_afterwards_is_not_acting(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10))
    day = one(look_back(matter(grave, (), ALL), DAY - 30, DAY)).day
    for too_late in (noted(day, "acted"), noted(DAY - 30, "acted", written=day), noted(DAY - 30, "acted", written=DAY)):
        late = signal("early", 5, DAY - 40, DAY, notes=(too_late, noted(DAY - 39, "judged")))
        assert not one(look_back(matter(grave, (late,), ALL), DAY - 30, DAY)).acted
    before = signal("early", 5, DAY - 40, DAY, notes=(noted(DAY - 30, "acted", written=day - 1),))
    assert one(look_back(matter(grave, (before,), ALL), DAY - 30, DAY)).acted


def test_the_year_says_what_was_made_and_written_afterwards(history: History) -> None:
    late = signal("late", 5, DAY - 40, DAY, shown_from=None, notes=(noted(DAY - 30, "acted", written=DAY + 9),))
    (row,) = table(built(matter(history, (late,), ALL)), "signals.year").rows
    assert row[0].text == "late (the list was made afterwards)"
    assert row[4].text.startswith("acted on (written ")


def test_no_list_and_no_signal_are_told_apart(history: History) -> None:
    found = matter(history, (), ALL)
    for scope in (None, ("ruta", "R6")):
        for lists in ((), (DAY - 400,), (DAY + 1,)):
            assert table(built(replace(found, lists=lists), scope=scope), "signals.year").empty.startswith("No list")
        kept = table(built(replace(found, lists=(DAY - 3,)), scope=scope), "signals.year")
        assert kept.empty.startswith("No signal has been shown")


def test_days_without_a_list_are_not_known(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10))
    told = one(look_back(matter(grave, (), frozenset({DAY - 20, DAY - 19})), DAY - 30, DAY))
    assert told.known == 2


def context(
    found: SignalMatter, audience: Audience = Audience.INTERNAL, scope: tuple[str, str] | None = None
) -> Context:
    return Context(replace(material(table_of([FIRST, DAY])), signals=found), Request(PERIOD, scope, audience))


def built(found: SignalMatter, **asked: object) -> Section:
    section, _findings = signals_section(context(found, **asked))  # type: ignore[arg-type]
    assert section is not None
    return section


def table(section: Section, key: str) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table) and block.id == key)


def test_hits_and_misses_stand_side_by_side(history: History) -> None:
    grave = with_grave(history, (5, DAY - 10), (9, DAY - 12))
    past = (signal("shown-one", 5, DAY - 40, DAY - 20), signal("tested", 9, DAY - 50, DAY - 20, shown=False))
    section = built(matter(grave, past, ALL))
    rows = {row[1].text: [cell.text for cell in row] for row in table(section, "signals.look_back").rows}
    assert rows["Ruta 5"][3:] == ["1", "shown-one", rows["Ruta 5"][5], "no"]
    assert "by backtest" in rows["Ruta 9"][4]
    assert rows["Ruta 9"][6] == "nobody was told"
    text = " ".join(getattr(block, "text", "") for block in section.blocks)
    assert "Of the 2 grave events of which all 90 days before are known, 2 had a signal" in text
    assert [row[0].text for row in table(section, "signals.year").rows] == ["shown-one"]


def test_at_most_five_stand_in_the_document(history: History) -> None:
    made = backtest(history, METHODS, FIRST + 500, FIRST + 730).calibration
    assert made is not None
    found = signals_of(history, METHODS, DAY, calibration=made)
    many = replace(found, signals=found.signals * 9)
    section, findings = signals_section(context(SignalMatter(history, many)))
    assert section is not None
    assert len(findings) == MOST_SIGNALS
    assert [len(block.ids) for block in section.blocks if isinstance(block, Findings)] == [MOST_SIGNALS]
    first = findings[0].trace
    assert first is not None
    assert "'R5'" in first.sql


def test_an_uncalibrated_list_shows_no_find(history: History) -> None:
    section, findings = signals_section(context(SignalMatter(history, signals_of(history, METHODS, DAY))))
    assert findings == []
    assert section is not None
    assert "tryggve backtest" in " ".join(getattr(block, "text", "") for block in section.blocks)


def test_the_public_version_has_nothing_of_it(history: History) -> None:
    found = matter(with_grave(history, (5, DAY - 10)), (signal("a", 5, DAY - 40, DAY),), ALL)
    assert signals_section(context(found, Audience.PUBLIC)) == (None, [])


def test_a_part_of_the_municipality_has_its_own_signals(history: History) -> None:
    found = matter(history, (signal("here", 5, DAY - 40, DAY), signal("there", 6, DAY - 40, DAY)), ALL)
    section = built(found, scope=("ruta", "R6"))
    assert [row[0].text for row in table(section, "signals.year").rows] == ["there"]


@pytest.mark.parametrize("seed", range(8))
def test_days_counted_once_are_the_days_counted_one_by_one(history: History, seed: int) -> None:
    """Chance and known days, as they are defined: day by day, signal by signal."""
    rng = np.random.default_rng(seed)
    grave = with_grave(history, *((int(area), DAY - int(rng.integers(5, 60))) for area in range(4, 8)))
    first = rng.integers(FIRST, DAY, 12)
    past = tuple(
        signal(f"s{i}", int(rng.integers(4, 8)), int(day), int(day) + int(rng.integers(0, 40)))
        for i, day in enumerate(first)
    )
    gaps = set(rng.integers(FIRST, DAY, seed).tolist())
    known = frozenset(day for day in range(FIRST - 20, DAY + 1) if day not in gaps)
    told = look_back(matter(grave, past, known), DAY - 70, DAY)
    assert told
    for found in told:
        code, day = grave.codes[found.area], found.day
        year = [then for then in range(day - 365, day) if known.issuperset(range(then - DAYS_BACK, then))]
        met = [then for then in year if any(s.first_found(code, then - DAYS_BACK, then - 1) is not None for s in past)]
        assert found.by_chance == (pytest.approx(len(met) / len(year)) if year else None)
        assert found.known == sum(then in known for then in range(day - DAYS_BACK, day))
        assert (found.signal is None) == all(s.first_found(code, day - DAYS_BACK, day - 1) is None for s in past)

"""Random incidents, registers and selections from small pools, so that groups collide and limits bite."""

from __future__ import annotations

from hypothesis import strategies as st

from tryggve.domain.count import CellStatus, Count
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident import Incident, LeftOut, LocationPrecision, Observation, TimePrecision
from tryggve.store.base import Selection
from tryggve.store.query import GROUPS

DAY = 86_400
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
NAMES = st.sampled_from(["", "a", "A", "å", "O'Brien", "'; --", '"', "a%_", "\\", "1", "\n"]) | TEXTS
DAYS = st.integers(19_990, 20_020)
COORDINATES = st.integers(-3, 3)
LEVELS = ("district", "O'level")


@st.composite
def _incident(draw: st.DrawFn, number: int) -> Incident:
    precision = draw(st.sampled_from(TimePrecision))
    last = draw(DAYS)
    first = last - draw(st.integers(0, 2)) if precision in (TimePrecision.INTERVAL, TimePrecision.MONTH) else last
    second = draw(st.integers(0, DAY - 1))
    end = last * DAY + second
    areas = draw(st.dictionaries(st.sampled_from(LEVELS), NAMES.filter(bool)))
    x, y = draw(st.none() | COORDINATES), draw(st.none() | COORDINATES)
    return Incident(
        incident_id=number,
        file_no=draw(st.integers(1, 2)),
        row_no=number + 1,
        source=draw(NAMES),
        source_id=draw(NAMES),
        organisation=draw(NAMES),
        organisation_kind=draw(NAMES),
        category=draw(NAMES),
        category_label=draw(NAMES),
        mixed=draw(st.booleans()),
        n=draw(st.integers(0, 3)),
        start_s=end if precision is TimePrecision.INSTANT else end - (last - first) * DAY - draw(st.integers(0, DAY)),
        end_s=end,
        time_precision=precision,
        first_day=first,
        last_day=last,
        hour=second // 3600 if precision is TimePrecision.INSTANT else -1,
        x=x,
        y=y,
        location_precision=draw(st.sampled_from(LocationPrecision)),
        areas=tuple(sorted(areas.items())),
        severity=draw(st.integers(0, 5)),
        observation=draw(st.sampled_from(Observation)),
        left_out=draw(st.sampled_from([LeftOut.NONE, LeftOut.NONE, *LeftOut])),
        text=draw(NAMES),
    )


def incident_lists(least: int = 0, most: int = 8) -> st.SearchStrategy[list[Incident]]:
    return st.integers(least, most).flatmap(lambda n: st.tuples(*(_incident(i) for i in range(1, n + 1))).map(list))


@st.composite
def counts(draw: st.DrawFn) -> Count:
    value = draw(st.none() | st.integers(0, 2**40))
    status = CellStatus.VALUE if value is not None else draw(st.sampled_from(list(CellStatus)[1:]))
    first = draw(DAYS)
    return Count(
        file_no=1,
        row_no=draw(st.integers(1, 9)),
        source=draw(NAMES),
        category=draw(NAMES),
        label=draw(NAMES),
        area_level=draw(NAMES),
        area_code=draw(NAMES),
        area_name=draw(NAMES),
        first_day=first,
        last_day=first + draw(st.integers(0, 31)),
        value=value,
        status=status,
        population=draw(st.none() | st.floats(0, 1e7)),
        preliminary=draw(st.booleans()),
    )


REPORTERS = st.builds(
    Reporter,
    organisation=NAMES,
    organisation_kind=NAMES,
    areas=st.lists(st.tuples(NAMES.filter(bool), NAMES), max_size=3).map(tuple),
    first_day=DAYS,
    last_day=st.none() | DAYS,
    cadence=st.sampled_from(Cadence),
)


def _some(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | st.lists(values, max_size=3).map(tuple)


SELECTIONS = st.builds(
    Selection,
    first_day=st.none() | DAYS,
    last_day=st.none() | DAYS,
    categories=_some(NAMES),
    sources=_some(NAMES),
    organisation_kinds=_some(NAMES),
    organisations=_some(NAMES),
    area=st.none() | st.tuples(st.sampled_from((*LEVELS, "none")), NAMES),
    location_precisions=_some(st.sampled_from(LocationPrecision)),
    time_precisions=_some(st.sampled_from(TimePrecision)),
    min_severity=st.none() | st.integers(-1, 6),
    known_severity=st.none() | st.booleans(),
    box=st.none() | st.tuples(COORDINATES, COORDINATES, COORDINATES, COORDINATES),
    left_out=_some(st.sampled_from(LeftOut)),
)
GROUPINGS = st.lists(st.sampled_from([*sorted(GROUPS), *(f"area:{level}" for level in (*LEVELS, "none"))]), max_size=4)

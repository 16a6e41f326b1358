"""Small invented stores that the tests of the reports are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.calendar_days import day_number
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident import LeftOut, LocationPrecision, TimePrecision
from tryggve.domain.incident_table import NO_COORDINATE, Coded, IncidentTable
from tryggve.domain.period import parse_period
from tryggve.reports.request import Material
from tryggve.store.files import FileStore

FIRST = day_number(dt.date(2022, 1, 3))
LAST = day_number(dt.date(2025, 12, 28))
KINDS = ("school", "police", "guards")
CATEGORIES = ("skadegorelse", "narkotika", "klotter", "ordningsstorning", "valdsbejakande")
SIDE = 1500


def _said(x: NDArray[np.int32], y: NDArray[np.int32]) -> dict[str, Any]:
    """The place as stated: the coordinates alone."""
    nothing = Coded.constant("", len(x))
    texts = {"said_area": nothing, "said_place": nothing, "said_title": nothing}
    return {"said_x": x, "said_y": y, "said_precision": np.zeros(len(x), np.int8), **texts}


def table_of(
    days: Sequence[int],
    *,
    categories: Sequence[str] | None = None,
    organisations: Sequence[str] | None = None,
    source: str = "EST",
    seed: int = 1,
    placed: LocationPrecision = LocationPrecision.POINT,
    timed: TimePrecision = TimePrecision.INSTANT,
) -> IncidentTable:
    """Incidents on the given days, spread over twelve square areas of 1.5 km."""
    n = len(days)
    rng = np.random.default_rng(seed)
    day, second = np.array(days, np.int32), rng.integers(0, 86_400, n)
    start = day.astype(np.int64) * 86_400 + second - 3_600
    area = rng.integers(0, 12, n)
    x, y = _places(area, rng, placed in (LocationPrecision.POINT, LocationPrecision.STREET))
    names = organisations or [f"Organisation {i % 9}" for i in range(n)]
    return replace(
        IncidentTable.empty(),
        file_no=np.ones(n, np.int32),
        row_no=np.arange(2, n + 2, dtype=np.int32),
        source=Coded.constant(source, n),
        source_id=Coded.of([f"r{i}" for i in range(n)]),
        organisation=Coded.of(names),
        organisation_kind=Coded.of([KINDS[int(name[-1]) % 3] for name in names]),
        category=Coded.of(categories or [CATEGORIES[int(c)] for c in rng.integers(0, 4, n)]),
        category_label=Coded.constant("", n),
        mixed=np.zeros(n, np.bool_),
        n=np.ones(n, np.int32),
        start_s=start,
        end_s=start,
        time_precision=np.full(n, int(timed), np.int8),
        first_day=day,
        last_day=day,
        hour=(second // 3_600).astype(np.int8) if timed is TimePrecision.INSTANT else np.full(n, -1, np.int8),
        x=x,
        y=y,
        location_precision=np.full(n, int(placed), np.int8),
        areas={"stadsdel": Coded(area.astype(np.int32), tuple(f"A{i}" for i in range(12)))},
        severity=rng.integers(0, 6, n).astype(np.int8),
        observation=np.ones(n, np.int8),
        left_out=Coded.constant(LeftOut.NONE.value, n),
        text=Coded.constant("fri text 19121212-1212", n),
        **_said(x, y),
    )


def _places(area: np.ndarray, rng: np.random.Generator, known: bool) -> tuple[np.ndarray, np.ndarray]:
    x = 700_000 + (area % 4) * SIDE + rng.integers(0, SIDE, len(area))
    y = 6_500_000 + (area // 4) * SIDE + rng.integers(0, SIDE, len(area))
    none = np.full(len(area), NO_COORDINATE, np.int32)
    return (x.astype(np.int32), y.astype(np.int32)) if known else (none, none)


def steady_days(per_week: int = 20, seed: int = 2) -> list[int]:
    """Days of events at an even rate over four years."""
    rng = np.random.default_rng(seed)
    weeks = range(FIRST, LAST + 1, 7)
    return sorted(int(week + day) for week in weeks for day in rng.integers(0, 7, rng.poisson(per_week)))


def register() -> AreaRegister:
    """Twelve square areas."""

    def square(i: int) -> dict[str, object]:
        x, y = 700_000 + (i % 4) * SIDE, 6_500_000 + (i // 4) * SIDE
        ring = [[x, y], [x + SIDE, y], [x + SIDE, y + SIDE], [x, y + SIDE], [x, y]]
        return {"type": "Polygon", "coordinates": [ring]}

    return AreaRegister(
        "Provkommun", tuple(Area(f"A{i}", f"Kvarnby {i}", "stadsdel", geometry=square(i)) for i in range(12))
    )


def reporters(last_day: int | None = None) -> list[Reporter]:
    """Nine organisations of three kinds that report every week; the first covers one area only."""
    made = [
        Reporter(f"Organisation {i}", KINDS[i % 3], (), FIRST, last_day if i == 8 else None, Cadence.WEEKLY)
        for i in range(9)
    ]
    return [replace(made[0], areas=(("stadsdel", "A0"),)), *made[1:]]


def year_counts(values: Sequence[int | None], label: str = "Bedrägeri", source: str = "Register") -> list[Count]:
    """A register of yearly values that ends with 2025; None is a suppressed cell."""
    made = []
    for i, value in enumerate(values):
        period = parse_period(str(2025 - len(values) + 1 + i))
        status = CellStatus.SUPPRESSED if value is None else CellStatus.VALUE
        made.append(
            Count(1, i + 2, source, "", label, "municipality", "9999", "Provkommun", period.first_day, period.last_day,
                  value, status, 60_000.0)
        )  # fmt: skip
    return made


def material(
    table: IncidentTable, counts: Sequence[Count] = (), known: Sequence[Reporter] = (), areas: bool = True
) -> Material:
    """The material of a store with these facts."""
    store = FileStore.from_table(table, counts, known)
    return Material(
        store,
        "Provkommun",
        "EPSG:3006",
        "Europe/Stockholm",
        register() if areas else None,
        ("stadsdel",),
        banner="Utkast",
    )

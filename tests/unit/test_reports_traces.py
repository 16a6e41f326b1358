"""Every number is what its SQL gives, in the corners too: scopes, own reporters, two sources, mixed cadences, grids."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.report_material import FIRST, KINDS, material, register, reporters, steady_days, table_of, year_counts
from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident_table import IncidentTable
from tryggve.domain.period import parse_period
from tryggve.reports.evidence import views_sql, write_evidence
from tryggve.reports.request import Material, Request
from tryggve.reports.situation import build

CADENCES = tuple(Cadence)


def mixed() -> list[Reporter]:
    """Nine organisations: three rhythms, four with areas of their own, one of them on two rows of the list."""
    made = [
        Reporter(
            f"Organisation {i}", KINDS[i % 3], (("stadsdel", f"A{i}"),) if i < 4 else (), FIRST, None, CADENCES[i % 3]
        )
        for i in range(9)
    ]
    return [*made, replace(made[0], areas=(("stadsdel", "A9"),))]


def two_sources() -> IncidentTable:
    """Two sources whose organisations partly are the same."""
    other = table_of(steady_days(8), source="Vakt", organisations=["Organisation 2"] * len(steady_days(8)), seed=7)
    return IncidentTable.concat([table_of(steady_days()), other])


def with_parents() -> AreaRegister:
    parts = tuple(replace(area, parent="K1" if i < 6 else "K2") for i, area in enumerate(register().areas))
    return AreaRegister("Provkommun", (*parts, Area("K1", "Väst", "kommundel"), Area("K2", "Öst", "kommundel")))


CASES = {
    "scope": (reporters, ("stadsdel", "A0")),
    "scope of another": (mixed, ("stadsdel", "A5")),
    "mixed": (mixed, None),
    "nobody known": (list, None),
}


@pytest.mark.parametrize(
    ("case", "period"),
    [
        ("scope", "2025-11"),
        ("scope of another", "2025-W41"),
        ("mixed", "2025-W41"),
        ("mixed", "2025-02-10..2025-05-04"),
        ("nobody known", "2025"),
    ],
)
def test_every_number_is_what_its_sql_gives(case: str, period: str, tmp_path: Path) -> None:
    import duckdb

    known, scope = CASES[case]
    ground: Material = material(two_sources(), year_counts([40, 44, 39, 42, 41, 38, 43, 90]), known())
    ground = replace(ground, register=with_parents())
    request = Request(parse_period(period), scope=scope)
    situation = build(ground, request)
    write_evidence(ground.store, ground, request, tmp_path)  # type: ignore[arg-type]
    ids = [number_id for number_id, _item in situation.traced()]
    assert len(ids) == len(set(ids))
    with duckdb.connect() as connection:
        connection.execute(views_sql(str(tmp_path / "underlag")))
        for number_id, item in situation.traced():
            if item.trace is None:
                assert item.value is None, number_id
                continue
            rows = connection.execute(item.trace.sql).fetchall()
            if isinstance(item.value, int | float):
                assert float(rows[0][0]) == pytest.approx(float(item.value), abs=1e-6), number_id

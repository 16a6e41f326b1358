"""Every number of a document again: its SQL run in a bare DuckDB over the files beside it, against what is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest

import tryggve.stats.circumstances
import tryggve.stats.context_gap
import tryggve.stats.group_comparison
import tryggve.stats.segregation
import tryggve.stats.shrunken_rates
import tryggve.stats.yearly_change
from tryggve.reports.municipal.evidence import views_sql
from tryggve.reports.tree import Cell, Finding, Situation
from tryggve.stats import funnel
from tryggve.stats.result import Interval

_NUMBER = re.compile(r"(?<![\w.])([+\u2212-]?)(\d[\d\u00a0]*)(?:,(\d+))?")


ROWS_OF_EVERY = 20
"""The rows behind are listed for one number in so many: they are the same few questions."""


def bare(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection that knows the files and nothing of ours."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    connection.execute(views_sql(str(folder)))
    # Read once: a view reads its file anew for each of a thousand questions.
    views = [name for (name,) in connection.execute(_VIEWS).fetchall()]
    for name in views:
        connection.execute(f'CREATE TABLE "read {name}" AS SELECT * FROM "{name}"')
    for name in reversed(views):
        connection.execute(f'DROP VIEW "{name}"')
    for name in views:
        connection.execute(f'ALTER TABLE "read {name}" RENAME TO "{name}"')
    return connection


_VIEWS = "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY view_oid"


def differences(situation: Situation, folder: Path) -> list[str]:
    """Numbers that the SQL does not give again, with what it gives."""
    wrong: list[str] = []
    with bare(folder) as connection:
        for place, (id, one) in enumerate(situation.traced()):
            if one.trace is None:
                wrong.append(f"{id}: no way back")
                continue
            if "counts" in one.trace.call and one.trace.rows_sql:
                wrong += [f"{id}: {said}" for said in _called_wrong(connection, one)]
                continue
            found = connection.execute(one.trace.sql).fetchall()
            if one.trace.call:
                found = [_called(one.trace.call, found)]
            if len(found) != 1:
                wrong.append(f"{id}: {len(found)} rows")
                continue
            if said := _wrong(one, [float(cell) for cell in found[0]]):
                wrong.append(f"{id}: {said}")
            if one.trace.rows_sql and place % ROWS_OF_EVERY == 0:
                connection.execute(one.trace.rows_sql).fetchall()
    return wrong


def _called(call: str, rows: Sequence[Sequence[float]]) -> tuple[float, float]:
    """What the call of a trace gives, with the columns of the SQL by their names."""
    n, people = (np.array(column, np.float64) for column in zip(*rows, strict=True))
    limits = eval(call.removeprefix("tryggve.stats."), {"funnel": funnel, "n": n.astype(np.int64), "people": people})
    return limits.low, limits.high


def _called_wrong(connection: duckdb.DuckDBPyConnection, one: Finding | Cell) -> list[str]:
    """The Python of a number run on what its SQL gives; the SQL of an index gives the index itself besides."""
    assert one.trace is not None
    rows = np.array(connection.execute(one.trace.rows_sql).fetchall())
    result = eval(one.trace.call, {"tryggve": tryggve, "counts": rows})
    if isinstance(one, Finding):
        assert one.interval is not None
        told = [one.value, *one.interval]
        same = told == pytest.approx([result.difference, result.interval.low, result.interval.high], abs=1e-12)
        return [] if same else [f"{told} against {result}"]
    numbers = [result.low, result.high] if isinstance(result, Interval) else np.atleast_1d(result).tolist()
    if one.trace.sql != one.trace.rows_sql:
        ((alone,),) = connection.execute(one.trace.sql).fetchall()
        numbers = [alone, *numbers]
    wrong = _shown_wrong(one.text, numbers, "")
    exact = one.value == pytest.approx(numbers[0], rel=1e-9)
    return ([wrong] if wrong else []) + ([] if exact else [f"{one.value} against {numbers[0]}"])


def _wrong(one: Finding | Cell, found: Sequence[float]) -> str:
    if isinstance(one, Finding):
        return "" if one.value == pytest.approx(found[0], rel=1e-9, abs=1e-9) else f"{one.value} against {found[0]}"
    if isinstance(one.value, int | float):
        text = _shown_wrong(one.text, found, one.trace.method if one.trace else "")
        exact = one.value == pytest.approx(found[0], rel=1e-9, abs=1e-9)
        return text if exact else f"{one.value} against {found[0]}"
    return _shown_wrong(one.text, found, one.trace.method if one.trace else "")


def _shown_wrong(text: str, found: Sequence[float], method: str) -> str:
    """The digits that a reader sees are those of the SQL, rounded as shown."""
    told = [_read(*hit) for hit in _NUMBER.findall(text)]
    meant = [(value - 1) * 100 if method == "ratio" else value for value in found]
    if len(told) < len(meant):
        return f"{text!r} shows {len(told)} numbers of {len(meant)}"
    for (number, digits), value in zip(told, meant, strict=False):
        if abs(number - value) > 0.5000001 * 10**-digits + 1e-9 * abs(value):
            return f"{text!r} against {value}"
    return ""


def _read(sign: str, whole: str, part: str) -> tuple[float, int]:
    number = float(whole.replace("\u00a0", "") + ("." + part if part else ""))
    return (-number if sign in ("\u2212", "-") else number), len(part)

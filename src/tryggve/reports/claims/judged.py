"""From the claims of a text to what the data say of each: the numbers by SQL, the verdict by a judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tryggve.domain.indicator import ORIGIN_NAMES, indicators
from tryggve.domain.language import _
from tryggve.ingest.tables.parquet import CONFIG
from tryggve.reports.claims.ground import Ground, tables_of, views_sql
from tryggve.reports.claims.judges import JUDGES
from tryggve.reports.claims.record import Claim, Claims, Judged, Number, NumberAsked, Outcome
from tryggve.reports.claims.written import written


def judge(claims: Claims, ground: Ground) -> list[Judged]:
    """Every claim with its verdict, in the order of the catalog. Each number is the answer to its own SQL."""
    tables = tables_of(ground)
    with TemporaryDirectory() as folder, duckdb.connect(":memory:", config=CONFIG) as connection:
        write_tables(tables, Path(folder))
        connection.execute(views_sql(folder, tables))
        return [_judged(claims, claim, ground, connection) for claim in claims.claims]


def write_tables(tables: Mapping[str, str], folder: Path) -> None:
    """Each table as a CSV file in the folder."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")


def _judged(claims: Claims, claim: Claim, ground: Ground, connection: duckdb.DuckDBPyConnection) -> Judged:
    outcome = JUDGES[claim.judge](claim, ground)
    found = [_number(asked, claim, ground, outcome, connection) for asked in _each(claim, outcome)]
    words = {
        **outcome.words,
        **{one.key: written(one.value, one.unit) for one in found if one.key not in outcome.words},
    }
    text = claim.says[outcome.text].format(**words)
    return Judged(claim, outcome.verdict, text, tuple(found), _used(claims, claim, ground))


def _each(claim: Claim, outcome: Outcome) -> Iterable[NumberAsked]:
    """The numbers of a claim; one that is asked of several, once for each of them."""
    for asked in claim.numbers:
        if asked.key not in outcome.several:
            yield asked
        for put in outcome.several.get(asked.key, ()):
            yield NumberAsked(
                asked.key.format(**put), asked.label.format(**put), asked.unit, _filled(asked.sql, put)
            )  # fmt: skip


def _filled(sql: str, values: Mapping[str, object]) -> str:
    """SQL with its fields filled in; braces of fields that are not ours stay."""
    for name, value in values.items():
        sql = sql.replace("{" + name + "}", str(value))
    return sql


def _number(
    asked: NumberAsked, claim: Claim, ground: Ground, outcome: Outcome, connection: duckdb.DuckDBPyConnection
) -> Number:
    sql = _filled(asked.sql, {**claim.parameters, "code": ground.code, "county": ground.county})
    row = connection.execute(sql).fetchone()
    value = None if row is None or row[0] is None else float(row[0])
    return Number(asked.key, asked.label, asked.unit, value, outcome.intervals.get(asked.key), sql)


def _used(claims: Claims, claim: Claim, ground: Ground) -> tuple[tuple[str, str, str], ...]:
    """What was at hand: title, period and source of each table, and of each indicator that was fetched."""
    found = []
    for name in claim.tables:
        if source := ground.public.sources.get(name):
            found.append((source.title, source.period, source.source))
        else:
            own = claims.tables[name]
            found.append((own["title"], own["period"], own["source"]))
    for name in claim.indicators:
        one, periods = indicators()[name], sorted({row.period for row in ground.figures if row.indicator == name})
        span = f"{periods[0]}–{periods[-1]}" if periods else _("not fetched")
        found.append((one.name, span, ORIGIN_NAMES[one.origin]))
    return tuple(found)

"""The tables behind a two-year draft, so that every number in it can be had again without our code."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from tryggve.domain.figure import COUNTRY, level_of_code
from tryggve.domain.private_file import part_in
from tryggve.ingest.fetching.provenance import provenance_text
from tryggve.ingest.figures.long_table import write_parquet
from tryggve.reports.municipal.areas.police_lists import lists_of
from tryggve.reports.municipal.before import Earlier
from tryggve.reports.municipal.matter import Matter, area_name

FOLDER = "underlag"
FIGURES = "figures.parquet"
TABLES = (
    "provenance",
    "indicators",
    "areas",
    "peers",
    "breaks",
    "previous",
    "small_areas",
    "divisions",
    "police_lists",
)


def write_evidence(matter: Matter, out: Path, previous: Earlier | None = None) -> Path:
    """Write the long table and what belongs to it to `out`/underlag, and the numbers of the draft before."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write_parquet(matter.figures, folder / FIGURES)
    texts = {
        "provenance": provenance_text(matter.provenance),
        "indicators": _indicators(matter),
        "areas": _areas(matter),
        "peers": _peers(matter),
        "breaks": _breaks(matter),
        "small_areas": _small_areas(matter),
        "divisions": _divisions(matter),
        "police_lists": _police_lists(matter),
        "previous": _previous(previous),
    }
    for name, text in texts.items():
        _write(folder / f"{name}.csv", text)
    _write(folder / "views.sql", views_sql("."))
    return folder


def is_evidence(folder: Path) -> bool:
    """Whether a folder holds the tables of a two-year draft, and not the facts of reports."""
    return (folder / FIGURES).is_file()


def views_sql(folder: str) -> str:
    """SQL for DuckDB that names the files of a folder as the tables that the traces speak of, and what they use."""
    quoted = folder.replace("'", "''")
    lines = [f"CREATE VIEW figures AS SELECT * FROM read_parquet('{quoted}/{FIGURES}');"]
    lines += [
        f"CREATE VIEW {name} AS SELECT * FROM read_csv('{quoted}/{name}.csv', header = true, all_varchar = true);"
        for name in TABLES
    ]
    return "\n".join([*lines, _views()])


@cache
def _views() -> str:
    return Path(__file__).with_name("views.sql").read_text(encoding="utf-8")


def _indicators(matter: Matter) -> str:
    return _csv(
        ("id", "theme", "name", "origin", "measures", "unit", "direction", "by_sex", "lag", "query"),
        (
            (one.id, one.theme, one.name, one.origin.value, one.measures.value, one.unit, one.direction.value,
             int(one.by_sex), one.lag, one.query)
            for one in matter.indicators.values()
        ),
    )  # fmt: skip


def _areas(matter: Matter) -> str:
    codes = sorted({one.area for one in matter.figures} | {matter.scope.code, matter.scope.county, COUNTRY})
    return _csv(("code", "name", "level"), ((code, area_name(matter, code), level_of_code(code)) for code in codes))


def _peers(matter: Matter) -> str:
    rows = ((one.kind, one.year, code) for one in matter.peers for code in one.members)
    return _csv(("kind", "year", "municipality"), rows)


def _breaks(matter: Matter) -> str:
    rows = ((one.id, gap.year, gap.what["sv"]) for one in matter.indicators.values() for gap in one.breaks)
    return _csv(("indicator", "year", "what"), rows)


def _previous(previous: Earlier | None) -> str:
    figures = previous.figures if previous else ()
    return _csv(
        ("indicator", "area", "period", "value"), ((one.indicator, one.area, one.period, one.value) for one in figures)
    )


def _small_areas(matter: Matter) -> str:
    return _csv(
        ("division", "code", "name", "x", "y"),
        ((one.division, one.code, one.name, one.x, one.y) for one in matter.areas.areas),
    )


def _divisions(matter: Matter) -> str:
    return _csv(
        ("division", "code", "to_division", "to_code", "share", "to_share", "kind"),
        (
            (one.division, one.code, one.to_division, one.to_code, one.share, one.to_share, one.kind.value)
            for one in matter.areas.shared
        ),
    )


def _police_lists(matter: Matter) -> str:
    return _csv(
        ("year", "total", "here", "names", "note"),
        ((one.year, one.total, one.here, "; ".join(one.names), one.note) for one in lists_of(matter)),
    )


def _csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    with part_in(path.parent) as part:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)

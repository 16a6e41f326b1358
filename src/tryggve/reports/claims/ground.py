"""What claims are judged on: the public figures of the catalog, and those that were fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tryggve.catalog import names_in, read_text
from tryggve.domain.figure import BOTH, Figure, level_of_code
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.example.public_record import PublicFigures
from tryggve.ingest.figures.long_table import assembled, csv_text, read_long
from tryggve.ingest.figures.run import CSV, PARQUET
from tryggve.ingest.figures.scope import municipalities
from tryggve.reports.claims.record import FOLDER

FIGURE = "figure"


@dataclass(frozen=True)
class Ground:
    """The catalog's figures of the municipality, and the fetched ones (none where nothing was fetched)."""

    public: PublicFigures
    figures: Sequence[Figure] = ()

    @property
    def code(self) -> str:
        """The code of the municipality."""
        return self.public.code

    @property
    def county(self) -> str:
        """The code of its county."""
        return self.code[:2]

    @cached_property
    def _values(self) -> Mapping[tuple[str, str], Mapping[str, float]]:
        found: dict[tuple[str, str], dict[str, float]] = {}
        for one in self.figures:
            if one.value is not None and one.sex == BOTH and not one.division:
                found.setdefault((one.indicator, one.period), {})[one.area] = one.value
        return found

    def periods(self, indicator: str, area: str) -> list[str]:
        """The periods in which an indicator has a number for an area, the oldest first."""
        return sorted(period for (name, period), areas in self._values.items() if name == indicator and area in areas)

    def at(self, indicator: str, period: str, level: str) -> dict[str, float]:
        """The numbers of an indicator in a period, by area of a level: country, county or municipality."""
        found = self._values.get((indicator, period), {})
        return {area: value for area, value in found.items() if level_of_code(area) == level}

    def name(self, code: str) -> str:
        """The name of a municipality."""
        return municipalities()[code]["name"]


def fetched(folders: Iterable[Path]) -> list[Figure]:
    """The figures of folders that `tryggve fetch` wrote, together. FileError where one holds no such table."""
    found: list[Figure] = []
    for folder in folders:
        file = next((folder / name for name in (PARQUET, CSV) if (folder / name).is_file()), None)
        if file is None:
            raise FileError(
                _("{folder} holds no fetched figures.").format(folder=folder),
                _("Fetch them with tryggve fetch --kommun MUNICIPALITY --folder DIR."),
            )
        found += read_long(file)
    return assembled(found)


def tables_of(ground: Ground) -> dict[str, str]:
    """Every table that a claim's SQL may name, as CSV: those of the catalog, and the long table."""
    place = ground.public.place
    tables = {name: read_text(f"{place}/{name}.csv") for name in names_in(place, ".csv")}
    tables |= {name: read_text(f"{FOLDER}/{name}.csv") for name in names_in(FOLDER, ".csv")}
    return tables | {FIGURE: csv_text(ground.figures)}


def views_sql(folder: str, names: Iterable[str]) -> str:
    """SQL for DuckDB that names the files of a folder as the tables of the claims: text, but the figures' numbers."""
    quoted = folder.replace("'", "''")
    return "\n".join(
        f"CREATE VIEW {name} AS SELECT {_columns(name)} FROM "
        f"read_csv('{quoted}/{name}.csv', header = true, all_varchar = true);"
        for name in sorted(names)
    )


def _columns(name: str) -> str:
    if name != FIGURE:
        return "*"
    return "* REPLACE (TRY_CAST(value AS DOUBLE) AS value, TRY_CAST(margin AS DOUBLE) AS margin)"

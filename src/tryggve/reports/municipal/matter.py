"""What a two-year draft is made from: the long table of a fetch, where it came from, and with whom to compare."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tryggve.domain.figure import BOTH, COUNTRY, Figure
from tryggve.domain.indicator import Indicator, Origin, indicators
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.provenance import Provenance, read_provenance
from tryggve.ingest.figures.long_table import read_long
from tryggve.ingest.figures.pieces import PROVENANCE
from tryggve.ingest.figures.plan import file_to_put, plan_of
from tryggve.ingest.figures.run import PARQUET, PEERS, SUMMARY
from tryggve.ingest.figures.scope import PEER_KINDS, Scope, municipalities, scope_of
from tryggve.ingest.figures.small_areas import SmallAreas, read_small_areas

POPULATION = ("invanare", "folkmangd")
"""Indicators of how many live in a place, the first at hand counts."""

MEAN_POPULATION = "medelfolkmangd"
"""Indicator of the mean population of a year."""


@dataclass(frozen=True)
class Lacking:
    """Something that was asked for and could not be had: what it is, why, what to do, the file that would serve."""

    name: str
    what: str
    how: str
    file: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class PeerList:
    """Municipalities that Kolada calls alike, of one kind and one year."""

    kind: str
    year: str
    members: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Matter:
    """The ground of a draft. `figures` is the whole long table; `lacking` what could not be had; `areas` names and
    outlines of the small areas, as far as they came.

    `spreads` remembers how much the years of each series vary, once it has been worked out.
    """

    scope: Scope
    figures: tuple[Figure, ...]
    provenance: tuple[Provenance, ...]
    indicators: Mapping[str, Indicator]
    peers: tuple[PeerList, ...]
    lacking: tuple[Lacking, ...] = ()
    notes: tuple[str, ...] = ()
    areas: SmallAreas = field(default_factory=SmallAreas)
    spreads: dict[tuple[str, str], float] = field(default_factory=dict)

    @cached_property
    def _series(self) -> dict[tuple[str, str, str, str], dict[str, Figure]]:
        found: dict[tuple[str, str, str, str], dict[str, Figure]] = {}
        for one in self.figures:
            found.setdefault((one.indicator, one.area, one.division, one.sex), {})[one.period] = one
        return found

    def series(self, indicator: str, area: str, sex: str = BOTH, division: str = "") -> Mapping[str, Figure]:
        """The figures of one indicator, area and sex by period; those without a number too."""
        return self._series.get((indicator, area, division, sex), {})

    def known(self, indicator: str, area: str, sex: str = BOTH) -> list[Figure]:
        """Those that have a number, in the order of their periods."""
        series = self.series(indicator, area, sex)
        return [series[period] for period in sorted(series) if series[period].value is not None]

    def at(self, indicator: str, area: str, period: str, sex: str = BOTH) -> Figure | None:
        """One figure, None where there is no row."""
        return self.series(indicator, area, sex).get(period)

    def population(self, area: str, period: str) -> Figure | None:
        """The inhabitants of a place at the end of a year, by the first source that has them."""
        for indicator in POPULATION:
            one = self.at(indicator, area, period[:4])
            if one is not None and one.value:
                return one
        return None

    def people_behind(self, one: Figure) -> Figure | None:
        """The inhabitants that a rate was counted on: Brå's on the mean population of the year where it is at hand."""
        if self.indicators[one.indicator].origin is Origin.BRA:
            mean = self.at(MEAN_POPULATION, one.area, one.period[:4])
            if mean is not None and mean.value:
                return mean
        return self.population(one.area, one.period)

    @cached_property
    def everywhere(self) -> Mapping[tuple[str, str], tuple[Figure, ...]]:
        """The numbers of every municipality, both sexes together, by indicator and period."""
        found: dict[tuple[str, str], list[Figure]] = {}
        for one in self.figures:
            if one.level == "municipality" and one.sex == BOTH and one.value is not None:
                found.setdefault((one.indicator, one.period), []).append(one)
        return {key: tuple(rows) for key, rows in found.items()}

    @property
    def peer_list(self) -> PeerList | None:
        """The group that is compared with: the first kind at hand."""
        for kind in PEER_KINDS:
            for one in self.peers:
                if one.kind == kind:
                    return one
        return None

    @cached_property
    def small(self) -> Mapping[tuple[str, str, str], Mapping[str, Figure]]:
        """The rows of small areas by indicator, division and period, and then by code: both sexes together."""
        found: dict[tuple[str, str, str], dict[str, Figure]] = {}
        for one in self.figures:
            if one.level == "regso" and one.sex == BOTH:
                found.setdefault((one.indicator, one.division, one.period), {})[one.area] = one
        return found

    def small_of(self, indicator: str, division: str, period: str, place: str = "") -> tuple[Figure, ...]:
        """The rows of the small areas of a municipality, in the order of their codes; those without a number too."""
        found = self.small.get((indicator, division, period), {})
        wanted = (place or self.scope.code) + "R"
        return tuple(found[code] for code in sorted(found) if code.startswith(wanted))

    def newest_small(self, indicator: str) -> tuple[str, str] | None:
        """Division and period of the youngest numbers of the municipality's own small areas."""
        keys = [
            (period, division)
            for id, division, period in self.small
            if id == indicator and any(one.value is not None for one in self.small_of(id, division, period))
        ]
        return max(keys)[::-1] if keys else None

    @cached_property
    def first_day_of_sources(self) -> str:
        """The earliest moment at which a table was fetched; "" where nothing was."""
        return min((row.fetched for row in self.provenance), default="")

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a figure does."""
        digest = hashlib.sha256()
        for one in self.figures:
            digest.update(repr(tuple(one)).encode())
        return digest.hexdigest()

    def sources_of(self, ids: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
        """Whose the figures of some indicators are, as the provenance says."""
        by_table = {row.source_table: row.source for row in self.provenance}
        wanted = set(ids)
        tables = {one.source_table for one in self.figures if one.indicator in wanted and one.source_table}
        return tuple(sorted({by_table[table] for table in tables if table in by_table}))


def area_name(matter: Matter, code: str, division: str = "") -> str:
    """What a place is called; a small area by its name in the division, with its code."""
    if code == COUNTRY:
        return _("the country")
    if code == matter.scope.county:
        return matter.scope.county_name
    if division:
        named = matter.areas.named(division).get(code)
        return f"{named.name} ({code})" if named else code
    row = municipalities().get(code)
    return row["name"] if row else code


def read_matter(folder: Path) -> Matter:
    """The matter of a folder that `tryggve fetch` filled. FileError where it holds none."""
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        scope = scope_of(str(summary["municipality"]), int(summary["year"]))
        figures = tuple(read_long(folder / PARQUET))
        provenance = tuple(read_provenance((folder / PROVENANCE).read_text(encoding="utf-8")))
        peers = _peer_lists(folder / PEERS)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileError(
            _("{folder} holds no figures that were fetched, or they are damaged.").format(folder=folder),
            _("Fetch them with tryggve fetch --kommun CODE --folder {folder}. ({reason})").format(
                folder=folder, reason=error
            ),
        ) from None
    return Matter(
        scope, figures, provenance, indicators(), peers, _lacking(scope, summary), tuple(summary.get("notes", ())),
        read_small_areas(folder),
    )  # fmt: skip


def _peer_lists(path: Path) -> tuple[PeerList, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault((row["kind"], row["year"]), []).append(row["municipality"])
    return tuple(PeerList(kind, year, tuple(dict.fromkeys(codes))) for (kind, year), codes in found.items())


def _lacking(scope: Scope, summary: Mapping[str, object]) -> tuple[Lacking, ...]:
    items = {item.name: item for item in plan_of(scope, indicators())}
    failed = summary.get("failed", ())
    assert isinstance(failed, list | tuple)
    return tuple(
        Lacking(items[one["item"]].shown, one["what"], one["how"], file_to_put(items[one["item"]]),
                items[one["item"]].indicators)
        for one in failed if one["item"] in items
    )  # fmt: skip

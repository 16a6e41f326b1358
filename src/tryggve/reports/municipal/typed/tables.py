"""The catalog's typed tables as a long table with provenance, so that a draft is made of them as of fetched ones.

Nothing else comes in: what the catalog lacks is told as lacking, and a figure that nobody has checked against its
source has no number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from tryggve.catalog import read_text
from tryggve.domain.figure import BOTH, Figure, FigureStatus, level_of_code, status_of
from tryggve.domain.indicator import Origin, indicators
from tryggve.domain.language import _
from tryggve.example.public_record import PublicFigures
from tryggve.ingest.fetching.provenance import Provenance
from tryggve.ingest.figures.long_table import assembled
from tryggve.ingest.figures.plan import plan_of
from tryggve.ingest.figures.scope import Scope, scope_of
from tryggve.ingest.figures.small_areas import SmallArea, SmallAreas
from tryggve.reports.municipal.matter import MEAN_POPULATION, Lacking, Matter, PeerList

GROUPS = {
    "total": "bra_totalt", "person": "bra_person", "theft": "bra_stold", "burglary": "bra_inbrott",
    "vandalism": "bra_skadegorelse", "drugs_weapons": "bra_narkotika_vapen",
}  # fmt: skip
"""The indicator of each group of offences."""

RATE, QUARTER, PEOPLE, AREA_TYPE = "bra_totalt_invanare", "bra_totalt_kvartal", "folkmangd", "omradestyp"
LISTED, MOST_LISTED = "utsatta_omraden", "sarskilt_utsatta_omraden"

DIVISION, PEOPLE_YEAR, TYPE_YEAR = "2020", "2023", "2022"
"""The division of the typed small areas, and the years of their inhabitants and types: see the catalog's sources."""

VERIFIED = "källa"
"""The grade of a figure that has been checked against its source."""


def typed_matter(typed: PublicFigures) -> Matter:
    """The ground of a draft of the municipality whose figures were typed; it is of the year after the last of them."""
    scope = scope_of(typed.code, max(row.year for row in typed.reported_offences) + 1)
    figures = assembled([*_offences(typed), *_beside(typed), *_quarters(typed), *_people(typed), *_lists(typed)])
    peers = tuple(
        PeerList(group.kind, str(group.year), tuple(code for code, _name in group.members))
        for group in typed.peer_groups
    )
    small = tuple(SmallArea(DIVISION, area.code, area.name, area.east, area.north) for area in typed.regso)
    return Matter(
        scope, tuple(figures), tuple(_provenance(typed)), indicators(), peers, tuple(_lacking(scope, figures)),
        areas=SmallAreas(small),
    )  # fmt: skip


def _figure(indicator: str, area: str, period: str, value: float | None, table: str, said: str = "") -> Figure:
    level = level_of_code(area)
    return Figure(
        indicator, area, level, DIVISION if level == "regso" else "", period, BOTH,
        None if value is None else float(value), None, status_of(value), said, table,
    )  # fmt: skip


def _offences(typed: PublicFigures) -> Iterator[Figure]:
    table = "reported_offences"
    for row in typed.reported_offences:
        year = str(row.year)
        for group, n in row.counts.items():
            yield _figure(GROUPS[group], typed.code, year, n, table)
        yield _figure(RATE, typed.code, year, row.total_per_100k, table)
        yield _figure(MEAN_POPULATION, typed.code, year, row.mean_population, table)


def _beside(typed: PublicFigures) -> Iterator[Figure]:
    """Totals of others; their mean population is that which the number and the rate imply."""
    table = "reported_offences_peers"
    for row in typed.reported_offences_peers:
        year = str(row.year)
        yield _figure(GROUPS["total"], row.code, year, row.total, table)
        yield _figure(RATE, row.code, year, row.total_per_100k, table)
        yield _figure(MEAN_POPULATION, row.code, year, round(row.total / row.total_per_100k * 100_000), table)


def _quarters(typed: PublicFigures) -> Iterator[Figure]:
    for row in typed.reported_offences_quarters:
        yield _figure(QUARTER, row.code, f"{row.year}K{row.quarter}", row.total, "reported_offences_quarters")


def _people(typed: PublicFigures) -> Iterator[Figure]:
    """Inhabitants of the municipality and its small areas, and the type of each; no number that is not checked."""
    for one in typed.population:
        sure = one.grade == VERIFIED
        said = "" if sure else f"{one.population} ({one.grade})"
        yield _figure(PEOPLE, typed.code, str(one.year), one.population if sure else None, "population", said)
    for area in typed.regso:
        yield _figure(PEOPLE, area.code, PEOPLE_YEAR, area.population, "regso")
        yield _figure(AREA_TYPE, area.code, TYPE_YEAR, area.area_type, "regso")


def _lists(typed: PublicFigures) -> Iterator[Figure]:
    """How many areas here were on each list; what was on it in the country the catalog itself tells."""
    for row in typed.police_list:
        yield _figure(LISTED, typed.code, str(row.year), row.here, "police_list")
        if row.here == 0:
            yield _figure(MOST_LISTED, typed.code, str(row.year), 0, "police_list")


def _provenance(typed: PublicFigures) -> Iterator[Provenance]:
    """A row for each table that figures were made of; nothing was fetched, so there is no moment of that."""
    for key in ("reported_offences", "reported_offences_peers", "reported_offences_quarters", "population", "regso",
                "police_list", "peer_groups", "programme_districts"):  # fmt: skip
        source, file = typed.sources[key], f"{key}.csv"
        content = read_text(f"{typed.place}/{file}").encode()
        yield Provenance(
            key, file, source.source, f"file:tryggve/catalog/{typed.place}/{file}", "",
            hashlib.sha256(content).hexdigest(), len(content), source.licence, source.period,
        )  # fmt: skip


def _lacking(scope: Scope, figures: Iterable[Figure]) -> Iterator[Lacking]:
    """What a fetch would ask for and nobody has typed: one for each source."""
    has = {one.indicator for one in figures if one.status is not FigureStatus.MISSING}
    wanted = indicators()
    for origin, name in ((Origin.KOLADA, "Kolada"), (Origin.SCB, "SCB")):
        items = [item for item in plan_of(scope, wanted) if item.origin is origin and not has & set(item.indicators)]
        absent = tuple(one.id for one in wanted.values() if one.origin is origin and one.id not in has)
        if items and absent:
            yield Lacking(
                _("{source}: {n} indicators").format(source=name, n=len(absent)),
                _("This draft is made of typed figures alone; no source was asked."),
                _("tryggve lagesbild --kommun {code} fetches them and makes the whole draft.").format(code=scope.code),
                f"{items[0].name}.json", absent,
            )  # fmt: skip

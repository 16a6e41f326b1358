"""What has to be fetched for the indicators of one municipality: how many questions, how large, how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tryggve.domain.indicator import Indicator, KoladaQuery, LabelQuery, Origin, PoliceListQuery, TableQuery
from tryggve.domain.language import N_, _
from tryggve.ingest.fetching.hosts import Host
from tryggve.ingest.figures.scope import ALL_YEARS, PEER_KINDS, SERIES, Scope
from tryggve.ingest.sources.kolada import batches

# Bytes of a row and a cell in the shapes that the sources answer in, and rows of a page: for plans only.
_KOLADA_ROW, _CELL, _OUTLINES, _LIST = 330, 12, 2_000_000, 250_000
_PAGE_ROWS = 5000
_AREAS = 312
_PEERS = 7
_SMALL_AREAS, _DIVISION_YEARS = 42, 14

GROUPS, OUTLINES, LIST = "kolada-grupper", "scb-omraden", "polisens-lista"
OLDER_OUTLINES = "scb-tidigare-omraden"
NEWEST = "2025"
"""The division that is in use, of which `OUTLINES` are; those before it are `OLDER_OUTLINES`."""


@dataclass(frozen=True)
class Item:
    """One thing to fetch: `name` begins the names of its files. `what` is a msgid; `host` "" is a file saved by hand.

    `indicators` are those that need it, `about` names the only one where it is one, `kpis` are the key figures of a
    question to Kolada, `division` is that of small areas, `everywhere` whether it is asked for all municipalities (in
    the latest years) or for one and its peers. `calls` and `size` (bytes) are for plans only.
    """

    name: str
    origin: Origin
    host: str
    what: str
    indicators: tuple[str, ...]
    about: str = ""
    calls: int = 1
    size: int = 0
    kpis: tuple[str, ...] = ()
    division: str = ""
    everywhere: bool = False

    @property
    def shown(self) -> str:
        """What it is, in the current language."""
        return _(self.what).format(name=self.about, n=len(self.indicators), division=self.division)


def plan_of(scope: Scope, wanted: Mapping[str, Indicator]) -> list[Item]:
    """All that these indicators name, in the order in which it is fetched, and nothing else."""
    return [
        *_kolada(wanted.values(), len(scope.own)),
        *(item for one in wanted.values() for item in _tables(one)),
        *_outlines(wanted.values()),
        *_list(wanted.values()),
        *_by_hand(wanted.values()),
    ]


def seconds_of(items: Iterable[Item], hosts: Mapping[str, Host]) -> float:
    """About how long the questions take, one after the other, with the waits that the sources demand."""
    return sum(item.calls * _pace(hosts[item.host]) for item in items if item.host)


def file_to_put(item: Item) -> str:
    """The name of a file that stands for an item, as a person may put it in a folder."""
    endings = {Origin.BRA: ".csv", Origin.POLICE_LIST: "-2025.geojson"}
    is_drawn = item.name in (OUTLINES, OLDER_OUTLINES)
    return item.name + (".geojson" if is_drawn else endings.get(item.origin, ".json"))


def choices_of(item: Item, wanted: Mapping[str, Indicator]) -> str:
    """What is asked for, in the source's own codes: what a person chooses who saves the file by hand."""
    queries = [wanted[id].query for id in item.indicators]
    if item.kpis:
        return ", ".join(item.kpis)
    if len(queries) == 1 and isinstance(queries[0], TableQuery):
        query = queries[0]
        chosen = {"Region": (query.codelists[item.division][0],)} if item.division else {}
        return "; ".join(
            [query.table, *(f"{name} = {', '.join(codes)}" for name, codes in {**chosen, **query.selection}.items())]
        )
    return "; ".join(label for query in queries if isinstance(query, LabelQuery) for label in query.labels)


def _pace(host: Host) -> float:
    return max(host.seconds, host.gap)


def _kolada(wanted: Iterable[Indicator], own: int) -> Iterable[Item]:
    by_kpi: dict[str, str] = {}
    for one in wanted:
        if isinstance(one.query, KoladaQuery):
            by_kpi[one.query.kpi] = one.id
            if one.query.margin:
                by_kpi[one.query.margin] = one.id
    if not by_kpi:
        return
    yield Item(GROUPS, Origin.KOLADA, "kolada", N_("Kolada: municipalities that are alike"), (), size=60_000)
    areas = own + _PEERS * len(PEER_KINDS)
    for stem, everywhere, rows in (("kolada-serier", False, areas * SERIES), ("kolada-alla", True, _AREAS * ALL_YEARS)):
        for number, kpis in enumerate(batches(tuple(by_kpi)), 1):
            told = (
                N_("Kolada: {n} indicators, all municipalities, the latest years")
                if everywhere
                else N_("Kolada: {n} indicators, the municipality and those like it, all years")
            )
            yield Item(
                f"{stem}-{number:02d}", Origin.KOLADA, "kolada", told,
                tuple(dict.fromkeys(by_kpi[kpi] for kpi in kpis)), calls=-(-len(kpis) * rows // _PAGE_ROWS),
                size=len(kpis) * rows * _KOLADA_ROW, kpis=kpis, everywhere=everywhere,
            )  # fmt: skip


def _tables(one: Indicator) -> Iterable[Item]:
    query = one.query
    if not isinstance(query, TableQuery):
        return
    stem = f"scb-{query.table}-{one.id.replace('_', '-')}"
    parts = 1
    for codes in query.selection.values():
        parts *= len(codes)
    if set(query.levels) - {"regso"}:
        told = N_("SCB: {name}, municipalities, counties and the country")
        yield Item(
            stem,
            Origin.SCB,
            "scb",
            told,
            (one.id,),
            one.name,
            calls=2,
            size=_AREAS * SERIES * parts * _CELL,
            everywhere=True,
        )
    for division in query.codelists:
        told = N_("SCB: {name}, small areas of {division}")
        yield Item(
            f"{stem}-regso{division}", Origin.SCB, "scb", told, (one.id,), one.name, calls=2,
            size=_SMALL_AREAS * _DIVISION_YEARS * parts * _CELL, division=division,
        )  # fmt: skip


def _outlines(wanted: Iterable[Indicator]) -> Iterable[Item]:
    """The outlines of each division: names, what of the police's list lies here, and which areas were drawn anew."""
    of: dict[str, list[str]] = {}
    for one in wanted:
        divisions = one.query.codelists if isinstance(one.query, TableQuery) else ()
        for division in (NEWEST,) if isinstance(one.query, PoliceListQuery) else divisions:
            of.setdefault(division, []).append(one.id)
    told = N_("SCB: outlines of the small areas of {division}, for the map and for what lies in the municipality")
    for division in sorted(of, reverse=True):
        name = OUTLINES if division == NEWEST else OLDER_OUTLINES
        ids = tuple(of[division])
        yield Item(name, Origin.SCB, "scb_areas", told, ids, calls=2, size=_OUTLINES, division=division)


def _list(wanted: Iterable[Indicator]) -> Iterable[Item]:
    ids = tuple(one.id for one in wanted if isinstance(one.query, PoliceListQuery))
    if ids:
        told = N_("The police: the list of vulnerable areas")
        yield Item(LIST, Origin.POLICE_LIST, "police_list", told, ids, calls=2, size=_LIST)


def _by_hand(wanted: Iterable[Indicator]) -> Iterable[Item]:
    for unit, name, told in (
        ("year", "bra-ar", N_("Brå: reported offences a year, saved by hand from bra.se (CSV or Excel)")),
        ("quarter", "bra-kvartal", N_("Brå: reported offences a quarter, saved by hand from bra.se (CSV or Excel)")),
    ):
        ids = tuple(one.id for one in wanted if isinstance(one.query, LabelQuery) and one.query.unit == unit)
        if ids:
            yield Item(name, Origin.BRA, "", told, ids, calls=0)

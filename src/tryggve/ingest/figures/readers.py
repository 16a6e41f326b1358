"""From the pieces of an item to figures: the same reading whether they came over the net or from a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shapely import make_valid
from shapely.geometry import mapping, shape

from tryggve.domain.area import Area
from tryggve.domain.figure import BOTH, Figure, status_of
from tryggve.domain.indicator import Indicator, KoladaQuery, PoliceListQuery, TableQuery
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.bodies import BrokenAnswerError, changed, read_json
from tryggve.ingest.figures.net_supply import peers_of
from tryggve.ingest.figures.pieces import Piece
from tryggve.ingest.figures.plan import GROUPS, OLDER_OUTLINES, OUTLINES, Item
from tryggve.ingest.figures.scope import Scope, codes_by_name
from tryggve.ingest.sources import bra_tables, kolada, police_list, scb_areas, scb_tables

_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


@dataclass
class Gathered:
    """What the run has so far: figures, margins of error as figures, peer groups, outlines, and words to the user.

    `listed` is year and name of each area on the police's list that lies here, and (year, "") of a list without any.
    """

    scope: Scope
    wanted: Mapping[str, Indicator]
    figures: list[Figure] = field(default_factory=list)
    margins: list[Figure] = field(default_factory=list)
    groups: list[kolada.PeerGroup] = field(default_factory=list)
    outlines: list[Area] = field(default_factory=list)
    listed: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def marks(self) -> tuple[int, ...]:
        """How far everything has come, to go back to."""
        return tuple(len(one) for one in self._lists())

    def back_to(self, marks: tuple[int, ...]) -> None:
        """Forget what came after the marks."""
        for one, mark in zip(self._lists(), marks, strict=True):
            del one[mark:]

    def _lists(self) -> tuple[list[Any], ...]:
        return self.figures, self.margins, self.groups, self.outlines, self.listed, self.notes


def take_in(item: Item, piece: Piece, gathered: Gathered) -> None:
    """Add what a piece holds. FileError where it holds something else; then nothing of it was added."""
    _READERS[OUTLINES if item.name in (OUTLINES, OLDER_OUTLINES) else item.origin.value](item, piece, gathered)


def _json(piece: Piece, source: str) -> Any:
    try:
        return read_json(piece.content, piece.kind, source)
    except BrokenAnswerError:
        raise FileError(
            _("{file} breaks off, or is no JSON.").format(file=piece.file), _("Fetch it anew, or save it anew.")
        ) from None


def _read_kolada(item: Item, piece: Piece, gathered: Gathered) -> None:
    rows, _following = kolada.read_page(_json(piece, "Kolada"), "Kolada")
    if item.name == GROUPS:
        gathered.groups += kolada.peer_groups(rows, gathered.scope.name, "Kolada")
        return
    queries = [(one.id, one.query) for one in gathered.wanted.values() if isinstance(one.query, KoladaQuery)]
    values = {query.kpi: id for id, query in queries}
    margins = {query.margin: id for id, query in queries if query.margin}
    found = list(kolada.figures(rows, values, table=item.name, source="Kolada"))
    about_margins = list(kolada.figures(rows, margins, table=item.name, source="Kolada"))
    gathered.figures += found
    gathered.margins += about_margins


def _read_scb(item: Item, piece: Piece, gathered: Gathered) -> None:
    indicator = item.indicators[0]
    query = gathered.wanted[indicator].query
    assert isinstance(query, TableQuery)
    found = list(scb_tables.figures(_json(piece, "SCB"), query, indicator, table=item.name))
    # A table that a person saved may hold the whole country's small areas.
    places = {gathered.scope.code, *(peers_of(gathered.groups, gathered.scope) if query.peers else ())}
    gathered.figures += [one for one in found if one.level != "regso" or one.area[:4] in places]


def _read_outlines(item: Item, piece: Piece, gathered: Gathered) -> None:
    layer = scb_areas.LAYERS["regso", item.division]
    features, _total = scb_areas.read_features(_json(piece, "SCB"), layer, gathered.scope.code, "SCB")
    try:
        gathered.outlines += [
            Area(
                str(feature["properties"][layer.code]), str(feature["properties"][layer.title]), layer.level,
                layer.vintage, geometry=mapping(make_valid(shape(feature["geometry"]))),
            )
            for feature in features
        ]  # fmt: skip
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise changed("SCB", "geometry") from None


def _read_list(item: Item, piece: Piece, gathered: Gathered) -> None:
    if not gathered.outlines:
        raise FileError(
            _("Without outlines it cannot be said which listed areas lie in the municipality."),
            _("They come with {name}.").format(name=OUTLINES),
        )
    listed = police_list.read_list(piece.content, "Polismyndigheten")
    year = piece.vintage or next(iter(_YEAR.findall(piece.file)), "")
    if not year:
        raise FileError(
            _("The name of {file} does not say of which year the list is.").format(file=piece.file),
            _("Name it like polisens-lista-2025.geojson."),
        )
    here = police_list.inside(listed, [shape(area.geometry) for area in gathered.outlines])
    gathered.listed += [(year, area.name) for area in here] or [(year, "")]
    for one in (gathered.wanted[id] for id in item.indicators):
        assert isinstance(one.query, PoliceListQuery)
        known = {area.kind for area in listed}
        count = float(sum(area.kind in one.query.classes for area in here))
        if not known & set(one.query.classes):
            gathered.notes.append(
                _("The list of {year} has no class {classes}.").format(year=year, classes=", ".join(one.query.classes))
            )
            continue
        gathered.figures.append(
            Figure(
                one.id, gathered.scope.code, "municipality", "", year, BOTH, count, None, status_of(count), "",
                item.name,
            )
        )  # fmt: skip


def _read_bra(item: Item, piece: Piece, gathered: Gathered) -> None:
    if piece.path is None:
        raise ValueError("a table of Brå's is read from a file")
    wanted = {id: gathered.wanted[id] for id in item.indicators}
    counts, errors, notes = bra_tables.read_table(piece.path)
    found = list(bra_tables.figures(counts, wanted, codes_by_name(), table=item.name))
    if not found:
        raise FileError(
            _("{file} has no row that an indicator names.").format(file=piece.file),
            _("Rows that were found: {labels}.").format(
                labels=", ".join(bra_tables.unused_labels(counts, wanted)[:20]) or "–"
            ),
        )
    gathered.figures += found
    gathered.notes += [f"{piece.file}: {note}" for note in notes]
    if unused := bra_tables.unused_labels(counts, wanted):
        gathered.notes.append(
            _("{file}: rows that no indicator names were left: {labels}.").format(
                file=piece.file, labels=", ".join(unused[:20])
            )
        )
    gathered.notes += [f"{piece.file}, {one.row}: {one.what} {one.how}" for one in errors[:20]]


_READERS: Mapping[str, Callable[[Item, Piece, Gathered], None]] = {
    "kolada": _read_kolada,
    "scb": _read_scb,
    "bra": _read_bra,
    "police_list": _read_list,
    OUTLINES: _read_outlines,
}


def pieces_told(item: Item, pieces: Iterator[Piece], gathered: Gathered) -> Iterator[Piece]:
    """The pieces of an item, each taken in before the next is asked for."""
    for piece in pieces:
        take_in(item, piece, gathered)
        yield piece

"""The pieces of each item over the net, by the client of its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tryggve.domain.indicator import Indicator, TableQuery
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.fetcher import Fetcher
from tryggve.ingest.fetching.hosts import Host
from tryggve.ingest.fetching.kept_answers import Answer
from tryggve.ingest.figures.pieces import Piece
from tryggve.ingest.figures.plan import GROUPS, Item, file_to_put
from tryggve.ingest.figures.scope import PEER_KINDS, Scope
from tryggve.ingest.sources import kolada, police_list, scb_areas, scb_tables


class NetSupply:
    """Asks the sources. Peers are asked for first: the questions for long series hold them."""

    def __init__(
        self, fetcher: Fetcher, hosts: Mapping[str, Host], scope: Scope, wanted: Mapping[str, Indicator]
    ) -> None:
        self._fetcher, self._hosts, self._scope, self._wanted = fetcher, hosts, scope, wanted
        self._peers: tuple[str, ...] | None = None
        self._most_cells = 0

    def pieces(self, item: Item) -> Iterator[Piece]:
        """The answers for an item."""
        if not item.host:
            raise FileError(
                _("There is no file of it."),
                _("Brå has no open interface. Save the table as {file} in a folder, and name it with --files.").format(
                    file=file_to_put(item)
                ),
            )
        yield from self._WAYS[item.host](self, item)

    def _kolada(self, item: Item) -> Iterator[Piece]:
        host = self._hosts["kolada"]
        if item.name == GROUPS:
            question = kolada.groups_question(host, self._scope.name)
        elif item.everywhere:
            question = kolada.values_question(host, item.kpis, years=self._scope.latest_years)
        else:
            question = kolada.values_question(host, item.kpis, areas=(*self._scope.own, *self._peers_of(host)))
        for number, (_rows, answer) in enumerate(kolada.pages(self._fetcher, host, question), 1):
            yield _piece(f"{item.name}-{number}.json", answer)

    def _peers_of(self, host: Host) -> tuple[str, ...]:
        if self._peers is None:
            question = kolada.groups_question(host, self._scope.name)
            rows = [row for page, _answer in kolada.pages(self._fetcher, host, question) for row in page]
            self._peers = peers_of(kolada.peer_groups(rows, self._scope.name, host.source), self._scope)
        return self._peers

    def _known_peers(self) -> tuple[str, ...]:
        """The peers, or none where Kolada does not answer: a source that fails takes no other with it."""
        try:
            return self._peers_of(self._hosts["kolada"])
        except FileError:
            return ()

    def _scb(self, item: Item) -> Iterator[Piece]:
        host, query = self._hosts["scb"], self._wanted[item.indicators[0]].query
        assert isinstance(query, TableQuery)
        self._most_cells = self._most_cells or scb_tables.read_limits(self._fetcher, host)
        codelist = query.codelists[item.division][0] if item.division else ""
        shape = scb_tables.read_table(self._fetcher, host, query.table, codelist=codelist)
        selection = scb_tables.select(shape, query, self._regions(query, item), item.division)
        found = scb_tables.answers(self._fetcher, host, query.table, selection, self._most_cells)
        for number, (_said, answer) in enumerate(found, 1):
            yield _piece(f"{item.name}-{number}.json", answer, vintage=shape.updated[:10])

    def _regions(self, query: TableQuery, item: Item) -> Callable[[str], bool]:
        if item.division:
            places = {self._scope.code, *(self._known_peers() if query.peers else ())}
            return lambda code: code[:4] in places and code[4:5] == "R"
        lengths = {length for level, length in (("county", 2), ("municipality", 4)) if level in query.levels}
        country = "country" in query.levels
        return lambda code: country if code == "00" else (code.isdigit() and len(code) in lengths)

    def _areas(self, item: Item) -> Iterator[Piece]:
        layer = scb_areas.LAYERS["regso", item.division]
        found = scb_areas.fetch_features(self._fetcher, self._hosts["scb_areas"], layer, self._scope.code)
        for number, (_said, answer) in enumerate(found, 1):
            yield _piece(f"{item.name}-{number}.geojson", answer, vintage=item.division)

    def _list(self, item: Item) -> Iterator[Piece]:
        year, content, answer = police_list.fetch_list(self._fetcher, self._hosts["police_list"])
        yield Piece(
            f"{item.name}-{year}.geojson", content, answer.question.shown, answer.fetched.isoformat(), vintage=year
        )

    _WAYS: Mapping[str, Callable[[Any, Item], Iterator[Piece]]] = {
        "kolada": _kolada,
        "scb": _scb,
        "scb_areas": _areas,
        "police_list": _list,
    }


def peers_of(groups: list[kolada.PeerGroup], scope: Scope) -> tuple[str, ...]:
    """The members of the groups that are compared with, without the municipality itself."""
    members = (code for kind in PEER_KINDS for group in groups if group.kind == kind for code in group.members)
    return tuple(code for code in dict.fromkeys(members) if code != scope.code)


def _piece(file: str, answer: Answer, vintage: str = "") -> Piece:
    moment = answer.fetched.isoformat(timespec="seconds")
    return Piece(file, answer.content, answer.question.shown, moment, kind=answer.kind, vintage=vintage)

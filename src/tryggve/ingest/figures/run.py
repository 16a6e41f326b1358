"""One run: every item fetched or read, raw files and provenance kept, and the long table written."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tryggve import __version__
from tryggve.domain.figure import Figure
from tryggve.domain.indicator import Indicator, KoladaQuery, Origin, TableQuery
from tryggve.domain.language import _
from tryggve.domain.private_file import part_in
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.hosts import HOSTS
from tryggve.ingest.fetching.provenance import Provenance, provenance_text
from tryggve.ingest.figures.long_table import assembled, csv_text, with_gaps, with_margins, write_parquet
from tryggve.ingest.figures.net_supply import peers_of
from tryggve.ingest.figures.pieces import PROVENANCE, RAW, Supply
from tryggve.ingest.figures.plan import Item
from tryggve.ingest.figures.readers import Gathered, pieces_told
from tryggve.ingest.figures.scope import Scope
from tryggve.ingest.figures.small_areas import small_area_texts
from tryggve.ingest.sources.kolada import PeerGroup

PARQUET, CSV, PEERS, SUMMARY = "figures.parquet", "figures.csv", "peer_groups.csv", "fetch.json"
_BRA = ("Brå", "fri användning, ange Källa: Brå")


@dataclass(frozen=True)
class Failure:
    """An item that could not be had, why, and what to do."""

    item: Item
    what: str
    how: str


@dataclass(frozen=True)
class Outcome:
    """What a run gave. `without` are the indicators of which there is no number for the municipality."""

    figures: Sequence[Figure]
    provenance: Sequence[Provenance]
    failures: Sequence[Failure]
    without: tuple[str, ...]
    notes: tuple[str, ...]


def run(
    items: Sequence[Item], supply: Supply, folder: Path, *, scope: Scope, wanted: Mapping[str, Indicator],
    tell: Callable[[str], None],
) -> Outcome:  # fmt: skip
    """Gather every item and write the folder. An item that cannot be had is told of, and the others go on."""
    (folder / RAW).mkdir(parents=True, exist_ok=True)
    gathered = Gathered(scope, wanted)
    provenance: list[Provenance] = []
    failures: list[Failure] = []
    for number, item in enumerate(items, 1):
        tell(_("{number} of {n}: {what}").format(number=number, n=len(items), what=item.shown))
        try:
            provenance += _gather(item, supply, folder, gathered)
        except FileError as error:
            failures.append(Failure(item, error.what, error.how))
    figures = _whole(gathered)
    known = {(one.indicator, one.level) for one in figures if one.area in scope.own and one.value is not None}
    known |= {
        (one.indicator, one.level)
        for one in figures
        if one.level == "regso" and one.area.startswith(scope.code) and one.value is not None
    }
    without = tuple(id for id, one in wanted.items() if not any((id, level) in known for level in _levels(one)))
    outcome = Outcome(figures, provenance, failures, without, tuple(gathered.notes))
    tell(_("Writing {n} rows").format(n=len(figures)))
    _write_all(folder, outcome, gathered)
    return outcome


def _gather(item: Item, supply: Supply, folder: Path, gathered: Gathered) -> list[Provenance]:
    """Take in an item whole: where any piece of it cannot be had or read, nothing of it stays."""
    before = gathered.marks()
    try:
        pieces = list(pieces_told(item, supply.pieces(item), gathered))
    except FileError:
        gathered.back_to(before)
        raise
    for piece in pieces:
        _write(folder / RAW / piece.file, piece.content)
    source, licence = words_of(item)
    return [piece.provenance(item.name, source, licence) for piece in pieces]


def words_of(item: Item) -> tuple[str, str]:
    """Whose an item is, and on what terms it is used."""
    host = HOSTS.get(item.host or item.origin.value)
    return _BRA if item.origin is Origin.BRA or host is None else (host.source, host.licence)


def _whole(gathered: Gathered) -> list[Figure]:
    """The figures in order, with margins, and with the gaps of the areas that were asked for."""
    found = assembled(with_margins(gathered.figures, gathered.margins))
    scope, group = gathered.scope, (*gathered.scope.own, *peers_of(gathered.groups, gathered.scope))
    asked: dict[str, Sequence[str]] = {}
    for id, one in gathered.wanted.items():
        if isinstance(one.query, KoladaQuery | TableQuery):
            asked[id] = {"municipality": group, "county": scope.own[1:]}.get(_levels(one)[0], ())
        else:
            asked[id] = (scope.code,)
    return assembled(with_gaps(found, asked))


def _levels(one: Indicator) -> tuple[str, ...]:
    """The levels at which an indicator speaks of the municipality, the nearest first."""
    if isinstance(one.query, KoladaQuery):
        return (one.query.level,)
    if isinstance(one.query, TableQuery):
        return ("municipality",) if "municipality" in one.query.levels else ("regso",)
    return ("municipality",)


def _write_all(folder: Path, outcome: Outcome, gathered: Gathered) -> None:
    write_parquet(outcome.figures, folder / PARQUET)
    _write(folder / CSV, csv_text(outcome.figures).encode())
    _write(folder / PROVENANCE, provenance_text(outcome.provenance).encode())
    _write(folder / PEERS, _peers_text(gathered.groups).encode())
    for name, text in small_area_texts(gathered.outlines, gathered.listed).items():
        _write(folder / name, text.encode())
    scope = gathered.scope
    summary = {
        "municipality": scope.code, "name": scope.name, "county": scope.county, "year": scope.year,
        "version": __version__, "rows": len(outcome.figures), "indicators": sorted(gathered.wanted),
        "without": list(outcome.without), "notes": list(outcome.notes),
        "failed": [{"item": one.item.name, "what": one.what, "how": one.how} for one in outcome.failures],
    }  # fmt: skip
    _write(folder / SUMMARY, (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode())


def _peers_text(groups: Iterable[PeerGroup]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("kind", "year", "id", "municipality"))
    writer.writerows((one.kind, one.year, one.id, code) for one in groups for code in one.members)
    return text.getvalue()


def _write(path: Path, content: bytes) -> None:
    with part_in(path.parent) as part:
        part.write_bytes(content)
        os.replace(part, path)

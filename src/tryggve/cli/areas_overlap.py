"""`tryggve areas overlap`: how the areas of two divisions share surface, with what cannot be known said."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tryggve.cli.overlap_sheet import kind_words, sheet
from tryggve.cli.place import add_store, opened
from tryggve.domain.area import MUNICIPALITY, level_words
from tryggve.domain.area_overlap import OverlapKind
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.ingest.overlap_table import OverlapTable
    from tryggve.store.database.connect import Database
    from tryggve.store.database.divisions import Division

MISSING_SHARE = 0.01
"""An area of which more than this lies in no area of the other division is named."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve areas overlap`."""
    parser.add_argument("first", metavar=_("FROM"), help=_("division that counts are for, such as stadsdel"))
    parser.add_argument("second", metavar=_("TO"), help=_("division they are wanted for, such as regso@2025"))
    parser.add_argument("--out", type=Path, metavar=_("FILE"), help=_("write the pairs to this file (CSV)"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=_("form of the answer"))
    add_store(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare two divisions of the store."""
    from tryggve.ingest.overlap_table import overlap_table
    from tryggve.store.database.divisions import points_of

    with opened(arguments) as database, database.reading():
        first, second = (division_named(database, name) for name in (arguments.first, arguments.second))
        if first.key == second.key:
            raise FileError(
                _("{level} is the same division twice.").format(level=level_words(first.key)),
                _("Name two divisions; tryggve areas list shows them."),
            )
        x, y = points_of(database)
    table = overlap_table(first.areas, second.areas, x, y)
    if arguments.out:
        arguments.out.write_bytes(sheet(table))
        print(_("Written: {path}").format(path=arguments.out))
    if arguments.format == "json":
        print(json.dumps(_document(first, second, table), ensure_ascii=False, indent=1))
        return 0
    for line in _told(first, second, table, pairs=arguments.out is None):
        print(printable(line))
    return 0


def division_named(database: Database, name: str) -> Division:
    """A division by its key, or by its level where one of it is in use."""
    from tryggve.ingest.area_properties import MUNICIPALITY_WORDS
    from tryggve.store.database.divisions import divisions_of

    known = divisions_of(database)
    plain = name.strip().casefold()
    found = [d for d in known.values() if plain in (d.key.casefold(), level_words(d.key).casefold())]
    found += [known[MUNICIPALITY]] if plain in MUNICIPALITY_WORDS and MUNICIPALITY in known else []
    found = found or [d for d in known.values() if d.level == plain and d.in_use]
    if not found:
        listed = _("It has: {names}.").format(names=", ".join(map(_typed, known)))
        none = _("It has no areas. Bring them in with tryggve areas import FILE.")
        raise FileError(_("The store has no division {name}.").format(name=name), listed if known else none)
    return found[0]


def _typed(key: str) -> str:
    """A division as it may be named on the command line."""
    return level_words(key) if key == MUNICIPALITY else key


def _rows(table: OverlapTable) -> Iterator[dict[str, Any]]:
    """The pairs as flat rows for machines; the share of points is None where the area holds no points."""
    for row in table.pairs:
        overlap, points = row.overlap, row.points
        yield {
            "from_code": overlap.from_code,
            "from_name": row.from_name,
            "to_code": overlap.to_code,
            "to_name": row.to_name,
            "kind": str(overlap.kind),
            "shared_km2": round(overlap.shared_m2 / 1e6, 6),
            "share_of_from": round(overlap.share_of_from, 6),
            "share_of_to": round(overlap.share_of_to, 6),
            "count_low": overlap.low,
            "count_high": overlap.high,
            "points_shared": points.k if points else None,
            "points": points.n if points else None,
            "points_share": round(points.value, 6) if points else None,
            "points_share_low": round(points.interval.low, 6) if points else None,
            "points_share_high": round(points.interval.high, 6) if points else None,
        }


def _document(first: Division, second: Division, table: OverlapTable) -> dict[str, Any]:
    return {
        "from": first.key,
        "to": second.key,
        "pairs": list(_rows(table)),
        "unaccounted": {code: round(share, 6) for code, share in table.unaccounted.items()},
        "assumptions": list(_assumptions()),
    }


def _told(first: Division, second: Division, table: OverlapTable, *, pairs: bool) -> Iterator[str]:
    names = {"first": level_words(first.key), "second": level_words(second.key)}
    if pairs:
        for row in table.pairs:
            yield _line(row.from_name, row.to_name, row.overlap.share_of_from, kind_words(row.overlap.kind), row.points)
    kinds = Counter(row.overlap.kind for row in table.pairs)
    total = ngettext(
        "{n} pair of areas shares surface: {kinds}.", "{n} pairs of areas share surface: {kinds}.", len(table.pairs)
    )
    yield total.format(
        n=len(table.pairs), kinds=", ".join(f"{kind_words(k)} {kinds[k]}" for k in OverlapKind if kinds[k])
    )
    yield from _told_missing(table.unaccounted, {area.code: area.name for area in first.areas}, names)
    yield from _assumptions()


def _line(first: str, second: str, share: float, kind: str, points: Any) -> str:
    line = _("{first} → {second}: {share} of its surface ({kind})").format(
        first=first, second=second, share=_percent(share), kind=kind
    )
    if points is None:
        return line
    return line + _("; {k} of {n} points, {low} to {high}").format(
        k=points.k, n=points.n, low=_percent(points.interval.low), high=_percent(points.interval.high)
    )


def _percent(share: float) -> str:
    from tryggve.reports.numbers import percent

    return percent(share, 1)


def _told_missing(missing: Mapping[str, float], names: Mapping[str, str], both: Mapping[str, str]) -> Iterator[str]:
    named = [f"{names[code]} {_percent(share)}" for code, share in missing.items() if share >= MISSING_SHARE]
    if named:
        yield _("Of these areas of {first} a share lies in no area of {second}: {areas}.").format(
            **both, areas=", ".join(named)
        )
    largest = max(missing.values(), default=0.0)
    yield _("At most {share} of the surface of an area of {first} lies in no area of {second}.").format(
        **both, share=_percent(largest)
    )


def _assumptions() -> Sequence[str]:
    return (
        _(
            "Shared surface does not say where in an area things happen: where an area is a part, anything from none "
            "to all of its count can lie in the other."
        ),
        _(
            "An area of which 99 % lies in another counts as within it. Strips under 1 % of both areas and 50 metres "
            "wide are taken for edge noise: two drawings of the same border."
        ),
        _(
            "Points are reports whose spot is known; they need not be like the others. Their share has an exact 95 % "
            "interval."
        ),
    )

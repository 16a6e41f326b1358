"""The pairs of two divisions as a file for a Swedish spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tryggve.domain.area_overlap import OverlapKind
from tryggve.domain.language import _

if TYPE_CHECKING:
    from tryggve.ingest.overlap_table import OverlapRow, OverlapTable


def sheet(table: OverlapTable) -> bytes:
    """UTF-8 with mark, semicolons, decimal commas, every cell quoted, words in the current language."""
    from tryggve.ingest.formula_guard import guarded

    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_headings())
    for row in table.pairs:
        writer.writerow(map(guarded, _cells(row)))
    return text.getvalue().encode("utf-8-sig")


def kind_words(kind: OverlapKind) -> str:
    """What two areas are to each other."""
    return {
        OverlapKind.SAME: _("the same area"),
        OverlapKind.WITHIN: _("lies within"),
        OverlapKind.PART: _("a part"),
        OverlapKind.EDGE: _("edge noise"),
    }[kind]


def _headings() -> tuple[str, ...]:
    return (
        _("code of the first area"), _("name of the first area"), _("code of the second area"),
        _("name of the second area"), _("what the first is to the second"), _("shared surface, km²"),
        _("share of the first area's surface"), _("share of the second area's surface"),
        _("share of a count, at least"), _("share of a count, at most"), _("points of the first area in the second"),
        _("points in the first area"), _("share of points"), _("share of points, lower limit (95 %)"),
        _("share of points, upper limit (95 %)"),
    )  # fmt: skip


def _cells(row: OverlapRow) -> Iterator[str]:
    pair, points = row.overlap, row.points
    yield from (pair.from_code, row.from_name, pair.to_code, row.to_name, kind_words(pair.kind))
    yield from map(_number, (pair.shared_m2 / 1e6, pair.share_of_from, pair.share_of_to, pair.low, pair.high))
    if points is None:
        yield from [""] * 5
    else:
        yield from (str(points.k), str(points.n))
        yield from map(_number, (points.value, points.interval.low, points.interval.high))


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")

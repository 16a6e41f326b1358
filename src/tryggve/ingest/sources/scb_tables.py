"""SCB's tables through PxWebApi 2: limits from /config, shape from /metadata, questions split to what is allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from tryggve.domain.figure import BOTH, MEN, WOMEN, Figure, FigureStatus, level_of_code, status_of
from tryggve.domain.indicator import TableQuery
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.bodies import changed, fields_of
from tryggve.ingest.fetching.fetcher import Fetcher, RefusedError
from tryggve.ingest.fetching.hosts import Host, Window
from tryggve.ingest.fetching.kept_answers import Answer, Question
from tryggve.ingest.sources.json_stat import Cell, TableShape, cells, read_shape

SEXES: Mapping[str, str] = {"1+2": BOTH, "TotSa": BOTH, "1": MEN, "2": WOMEN}
"""SCB's codes of sex in the tables that we ask."""

OLDER_DIVISION = "2020"
"""The division of small areas whose codes bear no mark; those of later ones end in _RegSO2025 and the like."""

_DIVISION = re.compile(r"(?P<code>\w+?)_(?:RegSO|DeSO)(?P<division>\d{4})", re.ASCII)
_TABLE = re.compile(r"TAB\d{1,6}", re.ASCII)
_PRELIMINARY = re.compile(r"p|prel", re.IGNORECASE)


class Selection(NamedTuple):
    """The codes asked for in each dimension, and the code list in whose words the regions are asked for."""

    codes: Mapping[str, tuple[str, ...]]
    codelist: str = ""

    @property
    def cells(self) -> int:
        """How many numbers the answer holds."""
        size = 1
        for codes in self.codes.values():
            size *= len(codes)
        return size


def read_limits(fetcher: Fetcher, host: Host) -> int:
    """The most cells of one question; the throttle learns how often one may ask. FileError for another shape."""
    said, _answer = fetcher.json(host, Question(f"{host.base}/config"))
    fields = fields_of(said, ("maxDataCells", "maxCallsPerTimeWindow", "timeWindow"), host.source)
    numbers = [fields["maxDataCells"], fields["maxCallsPerTimeWindow"], fields["timeWindow"]]
    if not all(isinstance(number, int | float) and number > 0 for number in numbers):
        raise changed(host.source, "maxDataCells, maxCallsPerTimeWindow, timeWindow")
    fetcher.throttle.learn(host, Window(int(numbers[1]), float(numbers[2])))
    return int(numbers[0])


def read_table(fetcher: Fetcher, host: Host, table: str, *, codelist: str = "") -> TableShape:
    """What a table holds; with a code list, its regions in the words of that list."""
    if not _TABLE.fullmatch(table):
        raise ValueError(f"{table!r} is no table of SCB's")
    listed = f"&{quote('codelist[Region]')}={quote(codelist)}" if codelist else ""
    said, _answer = fetcher.json(host, Question(f"{host.base}/tables/{table}/metadata?lang=sv{listed}"))
    return read_shape(said, host.source)


def select(shape: TableShape, query: TableQuery, regions: Callable[[str], bool], division: str = "") -> Selection:
    """The codes that a query asks for, checked against the table. FileError that names what the table does not have.

    `division` is one of the query's, with the code list and the years in which it held: outside them SCB answers with
    zeros that mean nothing. Dimensions that the query does not name are left out where the table allows it; a single
    content is taken as it is.
    """
    codelist, first, last = query.codelists[division] if division else ("", query.first, query.last)
    codes: dict[str, tuple[str, ...]] = {}
    for dimension in shape.dimensions:
        if dimension.code == "Region":
            wanted = tuple(code for code in dimension.codes if regions(bare_code(code)))
        elif dimension.role == "time":
            wanted = tuple(
                code for code in dimension.codes if max(first, query.first) <= code[:4] <= min(last, query.last)
            )
        elif dimension.code in query.selection:
            wanted = query.selection[dimension.code]
        elif len(dimension.codes) == 1:
            wanted = dimension.codes
        elif dimension.may_be_left_out:
            continue
        else:
            wanted = ()
        absent = [code for code in wanted if code not in dimension.labels]
        if absent or not wanted:
            raise FileError(
                _("SCB's table {table} no longer has what is asked for: {dimension} {codes}.").format(
                    table=query.table, dimension=dimension.code, codes=", ".join(absent) or "?"
                ),
                _("Update Tryggve, or correct the indicator. Choices now: {codes}.").format(
                    codes=", ".join(dimension.codes[:12])
                ),
            )
        codes[dimension.code] = wanted
    if gone := [name for name in query.selection if name not in shape]:
        raise changed("SCB", f"{query.table}: {', '.join(gone)}")
    return Selection(codes, codelist)


def split(selection: Selection, most: int) -> list[Selection]:
    """Selections of at most so many cells that together are the same, cut along the longest dimensions."""
    if selection.cells <= most:
        return [selection]
    name = max(selection.codes, key=lambda code: len(selection.codes[code]))
    codes = selection.codes[name]
    if len(codes) < 2:
        raise ValueError("a single cell cannot be split")
    half = len(codes) // 2
    return [
        piece
        for part in (codes[:half], codes[half:])
        for piece in split(Selection({**selection.codes, name: part}, selection.codelist), most)
    ]


def data_question(host: Host, table: str, selection: Selection) -> Question:
    """The question for the cells of a selection, as it is posted."""
    asked: list[dict[str, Any]] = []
    for name, codes in selection.codes.items():
        one: dict[str, Any] = {"variableCode": name, "valueCodes": list(codes)}
        asked.append(one | ({"codelist": selection.codelist} if name == "Region" and selection.codelist else {}))
    body = json.dumps({"selection": asked}, ensure_ascii=False, separators=(",", ":")).encode()
    return Question(f"{host.base}/tables/{table}/data?lang=sv&outputFormat=json-stat2", body)


def answers(fetcher: Fetcher, host: Host, table: str, selection: Selection, most: int) -> Iterator[tuple[Any, Answer]]:
    """The data sets that together hold a selection.

    A 403 is how SCB says that a question was too large after all: it is halved until it goes through.
    """
    for piece in split(selection, most):
        try:
            yield fetcher.json(host, data_question(host, table, piece))
        except RefusedError as refused:
            if refused.status != 403 or piece.cells < 2:
                raise
            yield from answers(fetcher, host, table, piece, -(-piece.cells // 2))


def figures(said: Any, query: TableQuery, indicator: str, *, table: str) -> Iterator[Figure]:
    """The figures of a data set: parts that the query adds up are added, and nothing is added to what is unknown.

    Other contents, ages and areas than those the query asks for are passed over, so that a larger table that somebody
    saved by hand serves too. So are the years outside those of a division of small areas.
    """
    sums: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in cells(said, "SCB"):
        if not all(cell.codes.get(name, codes[0]) in codes for name, codes in query.selection.items()):
            continue
        sex, period = SEXES.get(cell.codes.get("Kon", "1+2")), cell.codes.get("Tid", "")
        region = cell.codes.get("Region", "")
        if sex is not None and _is_asked(query, region, period):
            sums.setdefault((region, period, sex), []).append(cell)
    for (region, period, sex), parts in sums.items():
        if len(parts) > 1 and not query.adds:
            raise FileError(
                _("The table {table} holds several numbers for one area, year and sex.").format(table=query.table),
                _("Save it with the choices that tryggve fetch --plan shows, and nothing more."),
            )
        area, value, (status, sign) = bare_code(region), *_together(parts)
        level = level_of_code(area)
        yield Figure(
            indicator=indicator, area=area, level=level, division=division_of(region) if level == "regso" else "",
            period=period, sex=sex, value=value, margin=None, status=status, said=sign, source_table=table,
        )  # fmt: skip


def division_of(code: str) -> str:
    """The division that the code of a small area is of: 2480R001_RegSO2025 → 2025."""
    found = _DIVISION.fullmatch(code)
    return found["division"] if found else OLDER_DIVISION


def _is_asked(query: TableQuery, region: str, period: str) -> bool:
    try:
        level = level_of_code(bare_code(region))
    except ValueError:
        return False
    first, last = query.first, query.last
    if level == "regso":
        _list, first, last = query.codelists.get(division_of(region), ("", "9999", "0000"))
    return level in query.levels and first <= period[:4] <= last


def bare_code(code: str) -> str:
    """The code of an area without the division it is of: 2480R001_RegSO2025 → 2480R001."""
    found = _DIVISION.fullmatch(code)
    return found["code"] if found else code


def _together(parts: Sequence[Cell]) -> tuple[float | None, tuple[FigureStatus, str]]:
    sign = next((part.sign for part in parts if part.sign), "")
    if any(part.value is None and part.sign != "-" for part in parts):
        return None, (FigureStatus.MISSING, sign)
    value = sum(part.value or 0.0 for part in parts)
    preliminary = any(_PRELIMINARY.fullmatch(part.sign) for part in parts)
    return value, (status_of(value, preliminary=preliminary), sign)

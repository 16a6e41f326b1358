"""From files with one respondent a row to arrays of codes: what went in is counted, the rest is given back.

Only the columns that the design names are read, and only they are given back: no identity, no free text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError, RowError
from tryggve.domain.survey import Answer, SafetySurvey, SurveyQuestion
from tryggve.ingest.numbers import parse_numbers
from tryggve.ingest.raw_table import RawTable, shown
from tryggve.ingest.survey.drawn import check_clusters, check_numbers, faults_of_units, numbered, unit_names
from tryggve.ingest.tables import read

_BAD = -1
MOST_TOLD = 8
"""So many of the values that would do are told in a fault."""


@dataclass(frozen=True, eq=False)
class SurveyAnswers:
    """The answers of n respondents as codes: `answers` by question id int8[n] (`Answer`), `area` and `stratum` int64[n]
    places in the design's lists (0 where it has none), `post` likewise, `weight` float64[n] or None. `cluster` int64[n]
    numbers the classes or households that were drawn as a whole, None where persons were; their names are not kept.

    `returned` are the rows of each file that did not go in, with the faults.
    """

    answers: Mapping[str, NDArray[np.int8]]
    area: NDArray[np.int64]
    stratum: NDArray[np.int64]
    post: NDArray[np.int64] | None
    weight: NDArray[np.float64] | None
    cluster: NDArray[np.int64] | None
    sha256: tuple[str, ...]
    returned: tuple[tuple[RawTable, tuple[RowError, ...]], ...]

    def __len__(self) -> int:
        return len(self.area)


@dataclass(frozen=True)
class _Column:
    """A column that is read: its codes by row, `_BAD` where the text is none of the design's."""

    name: str
    codes: NDArray[np.int64]
    what: str
    how: str


@dataclass(frozen=True, eq=False)
class _Part:
    """What one file gave: places of area, stratum and post-stratum, answers by question, weights and drawn units."""

    places: tuple[NDArray[np.int64], ...]
    answers: tuple[NDArray[np.int64], ...]
    weight: NDArray[np.float64]
    units: NDArray[np.str_]
    table: RawTable
    errors: tuple[RowError, ...]


def read_answers(paths: Iterable[Path], design: SafetySurvey) -> SurveyAnswers:
    """All files of one round; FileError where one cannot be read as a whole, lacks a column, or is given twice."""
    parts = [_one(table, design) for table in read_tables(paths)]
    area, stratum, post = (np.concatenate([part.places[i] for part in parts]) for i in range(3))
    if not len(area):
        first = next((one for part in parts for one in part.errors), None)
        why = f"{first.what} {first.how}" if first else _("The files hold no rows.")
        raise FileError(_("No row of the survey could be read."), why)
    check_numbers(area, stratum, post, design)
    cluster = None
    if design.cluster_columns:
        cluster = numbered(np.concatenate([part.units for part in parts]))
        check_clusters(cluster, stratum, design)
    return SurveyAnswers(
        answers={
            one.id: np.concatenate([part.answers[i] for part in parts]).astype(np.int8)
            for i, one in enumerate(design.questions)
        },
        area=area,
        stratum=stratum,
        post=post if design.post_column else None,
        weight=np.concatenate([part.weight for part in parts]) if design.weight_column else None,
        cluster=cluster,
        sha256=tuple(part.table.file.sha256 for part in parts),
        returned=tuple((part.table, part.errors) for part in parts),
    )


def read_tables(paths: Iterable[Path]) -> list[RawTable]:
    """The tables of all files, no file twice."""
    tables = [read(path) for path in paths]
    seen: dict[str, str] = {}
    for table in tables:
        if table.file.sha256 in seen:
            raise FileError(
                _("{file} holds the same as {other}.").format(file=table.file.name, other=seen[table.file.sha256]),
                _("Give each file once: otherwise every answer counts twice."),
            )
        seen[table.file.sha256] = table.file.name
    return tables


def only_columns(table: RawTable, wanted: Sequence[str]) -> RawTable:
    """The table with no other columns than those wanted; FileError where one is missing."""
    missing = [name for name in dict.fromkeys(wanted) if name not in table.columns]
    if missing:
        raise FileError(
            _("{file} has no column {names}.").format(
                file=table.file.name, names=", ".join(f"“{name}”" for name in missing)
            ),
            _("The columns are: {names}. Mend the design or the heading.").format(
                names=", ".join(f"“{name}”" for name in table.columns)
            ),
        )
    columns = {name: table.columns[name] for name in dict.fromkeys(wanted)}
    names = list(table.columns)
    places = [names.index(name) for name in columns]
    texts = {
        row: tuple(cells[place] if place < len(cells) else "" for place in places)
        for row, cells in table.rejected_texts.items()
    }
    errors = tuple(replace(one, value="") for one in table.errors)
    return replace(table, columns=columns, rejected_texts=texts, errors=errors)


def _one(table: RawTable, design: SafetySurvey) -> _Part:
    places = [design.area_column, design.stratum_column, design.post_column, *design.cluster_columns]
    wanted = [one for one in (*places, design.weight_column) if one] + [one.column for one in design.questions]
    table = only_columns(table, wanted)
    kept = [
        _listed(table, name, codes, what)
        for name, codes, what in (
            (design.area_column, [one.code for one in design.areas], _("is no area of the design")),
            (
                "" if design.stratum_is_area else design.stratum_column,
                [one.code for one in design.strata],
                _("is no stratum of the design"),
            ),
            (design.post_column, list(design.post_strata), _("is no group of [post_strata]")),
        )
    ]
    names = {one.name.casefold(): place for place, one in enumerate(design.areas)}
    if design.area_column:
        kept[0] = _also_by_name(table, kept[0], names)
    if design.stratum_is_area:
        codes = [one.code for one in design.strata]
        of_area = np.array([codes.index(one.code) for one in design.areas], np.int64)
        # An area that is wrong is told once: its stratum is set to any.
        kept[1] = replace(kept[1], codes=of_area[np.maximum(kept[0].codes, 0)])
    asked = [_answers(table, one, design.blank) for one in design.questions]
    weight, wrong_weight = _weights(table, design.weight_column)
    units, no_unit = unit_names(table, design.cluster_columns)
    bad = np.logical_or.reduce([one.codes == _BAD for one in (*kept, *asked)]) | wrong_weight | no_unit
    errors = [
        RowError(int(table.row_numbers[i]), one.name, shown(table.columns[one.name][i]), one.what, one.how)
        for one in (*kept, *asked)
        for i in np.flatnonzero(one.codes == _BAD).tolist()
    ]
    errors += [
        RowError(int(table.row_numbers[i]), design.weight_column, shown(table.columns[design.weight_column][i]),
                 _("The weight is no number above 0."), _("Write the weight as a number, such as 12,5."))
        for i in np.flatnonzero(wrong_weight).tolist()
    ]  # fmt: skip
    errors += faults_of_units(table, design.cluster_columns, no_unit)
    every = tuple(sorted((*table.errors, *errors), key=lambda one: one.row))
    good = ~bad
    return _Part(
        tuple(one.codes[good] for one in kept), tuple(one.codes[good] for one in asked), weight[good], units[good],
        table, every,
    )  # fmt: skip


def _listed(table: RawTable, name: str, codes: Sequence[str], what: str) -> _Column:
    """The place of each row's text among some codes; all 0 where the design has no such column."""
    if not name:
        return _Column("", np.zeros(len(table), np.int64), "", "")
    place = {code.casefold(): i for i, code in enumerate(codes)}
    found = _by_text(table.columns[name], lambda text: place.get(text.casefold(), _BAD))
    return _Column(name, found, _("The value {what}.").format(what=what), _would_do(codes))


def _also_by_name(table: RawTable, column: _Column, names: Mapping[str, int]) -> _Column:
    by_name = _by_text(table.columns[column.name], lambda text: names.get(text.casefold(), _BAD))
    return replace(column, codes=np.where(column.codes == _BAD, by_name, column.codes))


def _answers(table: RawTable, question: SurveyQuestion, blank: Sequence[str]) -> _Column:
    meaning: dict[str, int] = {"": Answer.BLANK}
    lists = (
        (question.bad, Answer.COUNTED), (question.good, Answer.OTHER), (question.neutral, Answer.OTHER),
        (question.dont_know, Answer.DONT_KNOW), (question.not_asked, Answer.NOT_ASKED), (blank, Answer.BLANK),
    )  # fmt: skip
    for texts, answer in lists:
        for text in texts:
            meaning[text.casefold()] = answer
            if text in question.labels:
                meaning[question.labels[text].strip().casefold()] = answer
    found = _by_text(table.columns[question.column], lambda text: meaning.get(text.casefold(), _BAD))
    answers = [text for texts, _answer in lists for text in texts]
    return _Column(question.column, found, _("The answer is none of the question's in the design."), _would_do(answers))


def _weights(table: RawTable, name: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    if not name:
        return np.ones(len(table)), np.zeros(len(table), bool)
    column = table.columns[name]
    values = parse_numbers([text.strip() for text in column.values]).value[column.codes]
    return values, ~(values > 0)


def _by_text(column: Coded, code_of: Callable[[str], int]) -> NDArray[np.int64]:
    codes = np.array([code_of(text.strip()) for text in column.values], np.int64)
    return codes[column.codes] if len(codes) else np.zeros(0, np.int64)


def _would_do(values: Sequence[str]) -> str:
    some = ", ".join(f"“{one}”" for one in values[:MOST_TOLD]) + (" …" if len(values) > MOST_TOLD else "")
    return _("Write one of {values}, or add the value to the design.").format(values=some)

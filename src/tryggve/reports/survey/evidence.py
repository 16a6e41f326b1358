"""The shares behind the document of a survey, as a table that may be kept and asked: no row of a respondent.

It holds nothing that the document may not tell, and is what the next round is compared with.
"""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tryggve.domain.language import _
from tryggve.domain.private_file import part_in
from tryggve.domain.row_error import FileError
from tryggve.reports.survey.matter import SurveyMatter, Told

FOLDER, SURVEY, PREVIOUS, UNANSWERED = "underlag", "survey.csv", "previous.csv", "unanswered.csv"
_NUMBERS = (
    "counted_weight", "base_weight", "share", "low", "high", "variance", "degrees", "effective", "design_effect",
)  # fmt: skip
COLUMNS = (
    "survey", "period", "question", "text", "sort", "counted", "base", "area", "area_name", "asked", "answered",
    *_NUMBERS, "hidden",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Round:
    """The shares of a round as its table tells them: by question and area, and how each question was put."""

    name: str
    period: str
    told: dict[tuple[str, str], Told]
    put: dict[str, tuple[str, str, str]]


def round_of(matter: SurveyMatter) -> Round:
    """A round that has just been counted."""
    design = matter.design
    put = {one.id: (one.text, one.counted, one.base) for one in design.questions}
    return Round(design.name, design.period, dict(matter.told), put)


def write_evidence(matter: SurveyMatter, previous: Round | None, out: Path) -> Path:
    """Write the shares of this round, and of the one before where there is one, to `out`/underlag."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    sorts = {one.id: one.sort.value for one in matter.design.questions}
    names = {one.code: one.name for one in matter.design.areas}
    _write(folder / SURVEY, _text(round_of(matter), sorts, names))
    if previous is not None:
        _write(folder / PREVIOUS, _text(previous, sorts, names))
    else:
        (folder / PREVIOUS).unlink(missing_ok=True)
    rows = ((question, kind.name.lower(), _cell(share)) for (question, kind), share in matter.unanswered.items())
    _write(folder / UNANSWERED, _csv(("question", "kind", "share"), rows))
    _write(folder / "views.sql", views_sql(".", previous is not None) + "\n")
    return folder


def is_evidence(folder: Path) -> bool:
    """Whether a folder holds the shares of a survey."""
    return (folder / SURVEY).is_file()


def views_sql(folder: str, with_previous: bool | None = None) -> str:
    """SQL for DuckDB that names the files of a folder as the tables that the traces speak of."""
    quoted = folder.replace("'", "''")
    both = (Path(folder) / PREVIOUS).is_file() if with_previous is None else with_previous
    lines = [
        f"CREATE VIEW {name[:-4]} AS SELECT * REPLACE ({_as_numbers()}) "
        f"FROM read_csv('{quoted}/{name}', header = true, all_varchar = true);"
        for name in ((SURVEY, PREVIOUS) if both else (SURVEY,))
    ]
    types = "{'question': 'VARCHAR', 'kind': 'VARCHAR', 'share': 'DOUBLE'}"
    lines.append(
        f"CREATE VIEW unanswered AS SELECT * FROM read_csv('{quoted}/{UNANSWERED}', header = true, columns = {types});"
    )
    return "\n".join(lines)


def _as_numbers() -> str:
    return ", ".join(f"TRY_CAST({name} AS DOUBLE) AS {name}" for name in ("asked", "answered", *_NUMBERS))


def read_round(path: Path) -> Round:
    """The round of a folder that `tryggve survey` wrote, or of its table itself. FileError where it is none."""
    for inner in (path / FOLDER / SURVEY, path / SURVEY) if path.is_dir() else (path,):
        if inner.is_file():
            return _read(inner)
    raise FileError(
        _("{path} holds no earlier round.").format(path=path),
        _("Give the folder that tryggve survey wrote, or give --previous-design with the files of that round."),
    )


def _read(path: Path) -> Round:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        if not rows or not set(COLUMNS) <= rows[0].keys():
            raise ValueError(_("it lacks columns"))
        told = {(row["question"], row["area"]): _told(row) for row in rows}
    except (OSError, ValueError, csv.Error) as error:
        raise FileError(
            _("{file} is no earlier round of tryggve survey: {reason}.").format(file=path.name, reason=error),
            _("Give the folder that tryggve survey wrote, or give --previous-design with the files of that round."),
        ) from None
    put = {row["question"]: (row["text"], row["counted"], row["base"]) for row in rows}
    return Round(rows[0]["survey"], rows[0]["period"], told, put)


def _told(row: dict[str, str]) -> Told:
    numbers = {name: float(row[name]) if row[name] else math.nan for name in _NUMBERS}
    if not row["hidden"] and not 0.0 <= numbers["low"] <= numbers["share"] <= numbers["high"] <= 1.0:
        raise ValueError(_("a share lies outside its interval"))
    return Told(
        question=row["question"], area=row["area"], asked=_whole(row["asked"]), answered=_whole(row["answered"]),
        **numbers, hidden=row["hidden"],
    )  # fmt: skip


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _text(one: Round, sorts: dict[str, str], names: dict[str, str]) -> str:
    return _csv(COLUMNS, _rows(one, sorts, names))


def _csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()


def _rows(one: Round, sorts: dict[str, str], names: dict[str, str]) -> Iterator[tuple[object, ...]]:
    for (question, area), told in one.told.items():
        yield (
            one.name, one.period, question, one.put[question][0], sorts.get(question, ""), *one.put[question][1:], area,
            names.get(area, ""), _cell(told.asked), _cell(told.answered),
            *(_cell(getattr(told, name)) for name in _NUMBERS), told.hidden,
        )  # fmt: skip


def _cell(value: float | None) -> str:
    return "" if value is None or math.isnan(value) else repr(value)


def _write(path: Path, text: str) -> None:
    with part_in(path.parent) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)

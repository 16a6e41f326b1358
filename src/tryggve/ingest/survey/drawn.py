"""What was drawn: the classes or households of the rows, and whether the design can weigh what came in at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError, RowError
from tryggve.domain.survey import SafetySurvey
from tryggve.ingest.raw_table import RawTable

FEWEST = 2
MOST_NAMED = 5
_BETWEEN = "\x1f"


def unit_names(table: RawTable, columns: Sequence[str]) -> tuple[NDArray[np.str_], NDArray[np.bool_]]:
    """The name of what was drawn by row, of several columns together, and where a part of it is missing."""
    names, missing = np.full(len(table), "", dtype=object), np.zeros(len(table), bool)
    for column in columns:
        coded = table.columns[column]
        texts = np.array([text.strip().casefold() for text in coded.values] or [""], dtype=object)
        own = texts[coded.codes] if len(table) else names
        names, missing = names + _BETWEEN + own, missing | (own == "")
    return names.astype(np.str_), missing


def faults_of_units(table: RawTable, columns: Sequence[str], missing: NDArray[np.bool_]) -> Iterator[RowError]:
    """A fault for each row that does not say which class or household it is of."""
    for i in np.flatnonzero(missing).tolist():
        row = table.row(i)
        name = next(column for column in columns if not row[column].strip())
        yield RowError(
            int(table.row_numbers[i]), name, "", _("The row does not say what was drawn."),
            _("Write the class, school or household: without it the interval is not known."),
        )  # fmt: skip


def numbered(names: NDArray[np.str_]) -> NDArray[np.int64]:
    """Each name as a number: the names themselves are let go."""
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def check_numbers(
    area: NDArray[np.int64], stratum: NDArray[np.int64], post: NDArray[np.int64], design: SafetySurvey
) -> None:
    """FileError where the design cannot weigh what came in: a part that nobody answered, or more than live there."""
    if len(area) < FEWEST:
        raise FileError(_("One row is no survey."), _("Check that all files of the round are given."))
    for places, codes in ((stratum, [one.code for one in design.strata]), (post, list(design.post_strata))):
        number = np.bincount(places, minlength=len(codes)) if codes else np.zeros(0)
        if silent := [code for code, n in zip(codes, number, strict=False) if n < FEWEST]:
            raise FileError(
                _("Fewer than two answered in {names}: how much they vary is not known.").format(
                    names=", ".join(silent)
                ),
                _("Join them with others in the design and in the files, and say so in “how”."),
            )
    asked = {one.name: one.asked for one in design.areas} | {one.code: one.asked for one in design.strata}
    came = dict(zip([one.name for one in design.areas], np.bincount(area).tolist(), strict=False))
    came |= dict(zip([one.code for one in design.strata], np.bincount(stratum).tolist(), strict=False))
    asked, came = asked | {design.name: design.all_asked}, came | {design.name: len(area)}
    for name, n in came.items():
        if (most := asked[name]) is not None and n > most:
            raise FileError(
                _("More answered in {name} than were asked.").format(name=name),
                _("Check “asked” in the design, and that no file is given twice."),
            )


def check_clusters(cluster: NDArray[np.int64], stratum: NDArray[np.int64], design: SafetySurvey) -> None:
    """FileError where a class lies in two strata, or a stratum has but one: how classes differ is then not known."""
    pairs = np.unique(np.column_stack([cluster, stratum]), axis=0)
    if len(pairs) > len(np.unique(cluster)):
        raise FileError(
            _("The same class or household stands in two strata."),
            _("A class 7A in two schools is two: name both columns, such as cluster_columns = [“skola”, “klass”]."),
        )
    strata = [one.code for one in design.strata] or [design.name]
    number = np.bincount(pairs[:, 1], minlength=len(strata)).tolist()
    if lonely := [code for code, n in zip(strata, number, strict=True) if n < FEWEST]:
        raise FileError(
            _("A single class or household came in from {names}: how much they differ is not known.").format(
                names=", ".join(lonely[:MOST_NAMED])
            ),
            _("Join it with another stratum in the design and in the files, and say so in “how”. Where every class was "
              "asked, leave cluster_columns out."),
        )  # fmt: skip

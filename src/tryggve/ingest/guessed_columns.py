"""Columns of an unknown table as they are taken for fields, each column once, with the reason why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from tryggve.catalog import read_toml
from tryggve.domain.language import _
from tryggve.ingest.column_looks import Looks
from tryggve.ingest.raw_table import shown_heading
from tryggve.ingest.recognition import by_spelling, first_present

ENOUGH = 0.9
"""So large a share of the filled cells must be of the kind that a guess takes the column for."""

_NUMBERS = ("x", "y", "lon", "lat", "severity", "n", "population")
_TIMES = ("time", "to", "date", "month")
_LONGEST_CATEGORY, _MOST_CATEGORIES = 60, 100  # more is no list of categories but what somebody wrote


class GuessedColumns:
    """Columns taken so far; a column is used once."""

    def __init__(self, looks: Mapping[str, Looks]) -> None:
        self.columns: dict[str, tuple[str, ...]] = {}
        self._why: dict[str, str] = {}
        self.looks = looks
        self._free = by_spelling(looks)

    def take(self, name: str, heading: str, why: str) -> None:
        """Read a column as a field, for a reason."""
        self.columns[name] = (heading,)
        self._why[name] = why
        self._free = {spelling: free for spelling, free in self._free.items() if free != heading}

    def drop(self, name: str) -> None:
        """Leave a field without a column after all."""
        self.columns.pop(name, None)

    def move(self, name: str, to: str) -> None:
        """Read the column of one field as another."""
        self.columns[to], self._why[to] = self.columns.pop(name), self._why[name]

    def notes(self, names: Iterable[str]) -> tuple[str, ...]:
        """One sentence per column, in the order of the fields."""
        told = _("{heading} is read as {field}: {why}.")
        return tuple(
            told.format(heading=shown_heading(self.columns[name][0]), field=name, why=self._why[name])
            for name in names
            if name in self.columns
        )

    def by_heading(self, kind: str, name: str) -> None:
        """Take the first free column whose heading usually means the field and whose cells do not deny it."""
        for spelling in _headings(kind).get(name, ()):
            heading = first_present([spelling], self._free)
            if heading is not None and _may_be(kind, name, self.looks[heading]):
                self.take(name, heading, _("the heading"))
                return

    def set_aside(self, headings: Iterable[str]) -> None:
        """Never take these columns."""
        aside = set(headings)
        self._free = {spelling: free for spelling, free in self._free.items() if free not in aside}

    def free(self) -> Mapping[str, Looks]:
        """The columns that are not taken yet."""
        return {heading: self.looks[heading] for heading in self._free.values()}

    def pair_in(self, first: tuple[int, int], second: tuple[int, int]) -> tuple[str, str] | None:
        """Two free columns whose numbers lie in two ranges, if there is exactly one of each."""
        fitting = [
            [h for h, looks in self.free().items() if looks.numbers_in(*span) >= ENOUGH] for span in (first, second)
        ]
        return (fitting[0][0], fitting[1][0]) if [len(found) for found in fitting] == [1, 1] else None


def _may_be(kind: str, name: str, looks: Looks) -> bool:
    if not looks.filled:
        return False
    if name == "category" and kind == "incidents" and not may_be_categories(looks):
        return False
    shares = {"value": looks.counts, "period": looks.periods, "year": looks.periods}
    shares |= dict.fromkeys(_NUMBERS, looks.numbers)
    if kind == "incidents":
        shares |= dict.fromkeys(_TIMES, looks.times)
    return shares.get(name, 1.0) >= ENOUGH


def may_be_categories(looks: Looks) -> bool:
    """Whether the texts are short and few enough to be a list of categories; free text tells of persons."""
    few = looks.distinct <= _MOST_CATEGORIES or looks.distinct * 20 <= looks.filled
    return few and looks.length <= _LONGEST_CATEGORY


@cache
def _headings(kind: str) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(texts) for name, texts in read_toml("headings.toml")[kind].items()}

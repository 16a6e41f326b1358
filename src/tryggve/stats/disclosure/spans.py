"""Numbers published over time, laid out as cells: classes of one series in the stretches between all days named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from tryggve.stats.columns import checked_numbers
from tryggve.stats.disclosure.known import Known, incidence
from tryggve.stats.inputs import checked_count

Span = tuple[int, int]


@dataclass(frozen=True)
class Released:
    """One published number: events of `series` from `first_day` to `last_day`, both ends included.

    `division` names what the classes divide all events by (kind, severity); both are empty where all are meant. A
    number of several classes together names them all. `edition` orders the documents. ValueError for a value that is
    not a whole number of events, and for days that are not whole or in order.
    """

    series: str
    division: str
    classes: tuple[str, ...]
    first_day: int
    last_day: int
    value: int
    edition: int = 0

    def __post_init__(self) -> None:
        checked_count(self.value, f"value of {self.series!r}")
        days = checked_numbers(self.span, f"first_day and last_day of {self.series!r}")
        if (days != np.floor(days)).any() or days[0] > days[1]:
            raise ValueError(f"first_day of {self.series!r} must be a whole day, not after last_day, got {self.span}")

    @property
    def span(self) -> Span:
        """First and last day."""
        return self.first_day, self.last_day


@dataclass(frozen=True)
class Target:
    """Something that could be worked out: classes of a division over stretches of days."""

    division: str
    classes: tuple[str, ...]
    spans: tuple[Span, ...]


REST = "\0rest"
"""The events of no class that any document names: what a reader gets from all events by taking away the classes."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The cells behind numbers of one series.

    A stretch lies between two days at which some published number begins or ends. All events of a stretch are one cell;
    where a division is published of it, each of its classes is one too, with the rest, and together they are all.
    `beside` are numbers that are not published but would be: they cut the days and name classes, and say nothing.
    """

    released: tuple[Released, ...]
    beside: tuple[Released, ...] = ()

    @cached_property
    def everything(self) -> tuple[Released, ...]:
        """What is published and what only says where to cut and which classes there are."""
        return (*self.released, *self.beside)

    @cached_property
    def stretches(self) -> tuple[Span, ...]:
        """Days between cuts that some number covers."""
        cuts = sorted({r.first_day for r in self.everything} | {r.last_day + 1 for r in self.everything})
        spans = sorted({r.span for r in self.everything})
        return tuple(
            (a, b - 1) for a, b in pairwise(cuts) if any(first <= a and b - 1 <= last for first, last in spans)
        )

    @cached_property
    def classes(self) -> dict[str, tuple[str, ...]]:
        """Per division every class that is named, and the rest."""
        found: dict[str, dict[str, None]] = {}
        for r in self.everything:
            if r.classes:
                found.setdefault(r.division, {}).update(dict.fromkeys(r.classes))
        return {division: (*sorted(names), REST) for division, names in sorted(found.items())}

    @cached_property
    def cells(self) -> dict[tuple[str, str, int], int]:
        """(division, class, stretch) → cell; ("", "", stretch) for all events of it."""
        cells = {("", "", s): s for s in range(len(self.stretches))}
        for division, names in self.classes.items():
            spans = {r.span for r in self.everything if r.division == division and r.classes}
            for s in sorted({s for span in spans for s in self.within(span)}):
                for name in names:
                    cells[division, name, s] = len(cells)
        return cells

    def within(self, span: Span) -> list[int]:
        """The stretches of a span."""
        return [s for s, (first, last) in enumerate(self.stretches) if span[0] <= first and last <= span[1]]

    def members(self, target: Target) -> list[int]:
        """The cells of a target."""
        stretches = [s for span in target.spans for s in self.within(span)]
        names = target.classes or ("",)
        return [self.cells[target.division if target.classes else "", name, s] for s in stretches for name in names]

    def links(self) -> Any:
        """Classes and rest of a stretch less all its events: 0. Sparse, [links, cells]."""
        from scipy.sparse import csr_array

        rows = sorted({(division, s) for division, name, s in self.cells if name})
        entries: list[tuple[int, int, float]] = []
        for i, (division, s) in enumerate(rows):
            entries.append((i, s, -1.0))
            entries += [(i, self.cells[division, name, s], 1.0) for name in self.classes[division]]
        row, column, value = np.array(entries, np.float64).reshape(-1, 3).T
        return csr_array((value, (row.astype(int), column.astype(int))), shape=(len(rows), len(self.cells)))

    def published(self) -> dict[Target, Released]:
        """What is published of what: the latest edition where a number was published more than once."""
        found: dict[Target, Released] = {}
        for r in sorted(self.released, key=lambda r: r.edition):
            found[Target(r.division, tuple(sorted(r.classes)), (r.span,))] = r
        return found

    def targets(self) -> tuple[Target, ...]:
        """What is looked at: all events, each class and the rest in every stretch; these and each sum of classes that a
        document prints in every span that its division is printed for, and in what is left of such a span without
        another.
        """
        found: dict[Target, None] = {}
        for division, names in ({"": ("",)} | self.classes).items():
            mine = [r for r in self.everything if r.division == division and bool(r.classes) == bool(division)]
            spans = sorted({r.span for r in mine})
            single: set[tuple[str, ...]] = {(name,) if name else () for name in names}
            stretches = sorted({s for span in spans for s in self.within(span)})
            for classes in sorted(single):
                found.update(dict.fromkeys(Target(division, classes, (self.stretches[s],)) for s in stretches))
            for classes in sorted(single | {tuple(sorted(r.classes)) for r in mine}):
                found.update(dict.fromkeys(Target(division, classes, spans) for spans in _with_differences(spans)))
        return tuple(found)

    def printed(self) -> dict[Target, float]:
        """What needs no programme: what is printed, and one printed number less another of the same classes."""
        said: dict[Target, float] = {target: r.value for target, r in self.published().items()}
        for outer, value in list(said.items()):
            for inner, part in list(said.items()):
                same = (outer.division, outer.classes) == (inner.division, inner.classes)
                left = _difference(outer.spans[0], inner.spans[0])
                if same and left and len(inner.spans) == len(outer.spans) == 1:
                    said.setdefault(Target(outer.division, outer.classes, left), value - part)
        return said


def _difference(outer: Span, inner: Span) -> tuple[Span, ...]:
    """What is left of a span without another that lies in it; empty where it does not, or is the same."""
    if outer == inner or inner[0] < outer[0] or outer[1] < inner[1]:
        return ()
    left = (outer[0], inner[0] - 1), (inner[1] + 1, outer[1])
    return tuple(span for span in left if span[0] <= span[1])


def _with_differences(spans: list[Span]) -> Iterator[tuple[Span, ...]]:
    yield from ((span,) for span in spans)
    yield from (left for outer in spans for inner in spans if (left := _difference(outer, inner)))


def known_of(layout: Layout, published: Iterable[tuple[Target, float]]) -> Known:
    """The published numbers and the links as what a reader knows."""
    from scipy.sparse import vstack

    pairs = list(published)
    sums = incidence([layout.members(target) for target, _value in pairs], len(layout.cells))
    links = layout.links()
    values = np.concatenate([[value for _target, value in pairs], np.zeros(links.shape[0])]).astype(np.float64)
    return Known(vstack([sums, links], format="csr"), values)

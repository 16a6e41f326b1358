"""One audit over everything that has been published of a series: week, month, year, and the same month again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from tryggve.stats.disclosure.audit import AUDIT, Audit, ContradictionError, audit, is_wide, not_pinned
from tryggve.stats.disclosure.known import LIMIT, Known, incidence, is_small
from tryggve.stats.disclosure.spans import Layout, Released, Target, known_of
from tryggve.stats.inputs import FloatArray
from tryggve.stats.result import Result

Assume = Literal["unchanged", "added"]


@dataclass(frozen=True)
class Derived:
    """A number that can be worked out too closely: whole numbers `low`..`high` are all that it may be."""

    series: str
    target: Target
    low: float
    high: float
    edition: int


@dataclass(frozen=True, kw_only=True)
class ReleasedAudit(Result):
    """What can be worked out of published numbers. `derived` is empty where nothing small can.

    `looked_at` is the number of targets, `adjusted` how many published numbers had to be taken as changed since, so
    that all of them fit together.
    """

    derived: tuple[Derived, ...]
    looked_at: int
    adjusted: int


def audit_released(
    released: Iterable[Released],
    *,
    limit: int = LIMIT,
    assume: Assume = "unchanged",
    beside: Iterable[Released] = (),
    among: Iterable[tuple[str, Target]] | None = None,
) -> ReleasedAudit:
    """Audit everything published together, each series by itself.

    The cells behind are those of `spans.Layout`, each 0 or more; what is looked at stands in `Layout.targets`; a target
    is open by the rule `audit.not_pinned`. Numbers of several editions:

    - "unchanged": a reader takes it that nothing was added between editions unless the numbers say so. Where they
      contradict one another, the older ones are changed by the least that makes them fit (least sum of |change|). This
      sees most.
    - "added": each edition has cells of its own, no less than those of the one before (reports come late and are not
      taken back). What is certain even then. Several times as many cells.

    `beside` are numbers that are not published: what can be worked out of the others is asked at their days and classes
    too, so that the answers before and after they are published can be compared. `among` (series and target) asks of
    these alone.
    That a number was corrected by little between two editions is not looked at. ValueError where an edition by itself
    contradicts itself or, with "added", a later one has less than an earlier.
    """
    numbers = list(dict.fromkeys(released))
    derived: list[Derived] = []
    looked_at, adjusted, planned = 0, 0, list(beside)
    audited = _together if assume == "unchanged" else _by_edition
    asked = None if among is None else set(among)
    for series in sorted({r.series for r in numbers}):
        mine, near = (tuple(r for r in some if r.series == series) for some in (numbers, planned))
        layout = Layout(mine, near)
        wanted = [target for target in layout.targets() if asked is None or (series, target) in asked]
        found, targets, changed = audited(layout, limit, wanted)
        derived += found
        looked_at += targets
        adjusted += changed
    return ReleasedAudit(
        method=f"disclosure_audit_{assume}",
        parameters={"limit": limit, "published": len(numbers), "assume": assume},
        reference=AUDIT,
        derived=tuple(derived),
        looked_at=looked_at,
        adjusted=adjusted,
    )


def _together(layout: Layout, limit: int, targets: list[Target]) -> tuple[list[Derived], int, int]:
    published = layout.published()
    known = known_of(layout, ((target, r.value) for target, r in published.items()))
    newest = [r.edition for r in published.values()]
    values, changed = known.values, 0
    try:
        met = [_some(known)]
    except ContradictionError:
        values = _reconciled(known, newest)
        changed = int((np.abs(values - known.values) > 0.5).sum())
        known = Known(known.sums, values)
        met = []
    said = {} if changed else layout.printed()
    asked = [target for target in targets if target not in said]
    found = _audited(known, layout, asked, limit, met)
    edition = max(newest, default=0)
    series = layout.released[0].series
    derived = _derived(series, asked, found, edition)
    derived += [
        Derived(series, target, said[target], said[target], edition)
        for target in targets
        if target in said and is_small(said[target], limit)
    ]
    return derived, len(targets), changed


def _audited(
    known: Known, layout: Layout, targets: list[Target], limit: int, met: list[FloatArray], shift: int = 0
) -> Audit:
    members = [[shift + cell for cell in layout.members(target)] for target in targets]
    rows = incidence(members, known.cells)
    return audit(known, rows, rule=not_pinned, enough=is_wide, limit=limit, met=met, harmless=True)


def _derived(series: str, targets: list[Target], found: Audit, edition: int) -> list[Derived]:
    return [
        Derived(series, targets[i], float(found.low[i]), float(found.high[i]), edition)
        for i in np.flatnonzero(found.open_to)
    ]


def _some(known: Known) -> FloatArray:
    """Some cells that fit; ContradictionError where none do."""
    met: list[FloatArray] = []
    audit(known, incidence([], known.cells), met=met)
    return met[0]


def _reconciled(known: Known, editions: list[int]) -> FloatArray:
    """The values that fit together and differ least from the published ones; a newer number costs more to change."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    n, rows = known.cells, len(known.values)
    one = eye_array(len(editions))
    slack = vstack([one, csr_array((rows - len(editions), len(editions)))])
    matrix = hstack([known.sums, slack, -slack], format="csr")
    rank = {edition: i for i, edition in enumerate(sorted(set(editions)))}
    price = np.array([1.0 + rank[edition] for edition in editions])
    found = milp(
        np.concatenate([np.zeros(n), price, price]),
        bounds=Bounds(0.0, np.inf),
        constraints=LinearConstraint(matrix, known.values, known.values),
    )
    if found.x is None:
        raise ArithmeticError(f"the solver gave up: {found.message}")
    fitted = np.asarray(known.sums @ found.x[:n], np.float64)
    return np.concatenate([fitted[: len(editions)], np.zeros(rows - len(editions))])


def _by_edition(layout: Layout, limit: int, targets: list[Target]) -> tuple[list[Derived], int, int]:
    from scipy.sparse import block_diag, csr_array, eye_array, hstack, vstack

    released = layout.released
    editions = sorted({r.edition for r in released})
    n, parts = len(layout.cells), []
    for edition in editions:
        mine = Layout(tuple(r for r in released if r.edition == edition)).published()
        parts.append(known_of(layout, ((target, r.value) for target, r in mine.items())))
    sums: Any = block_diag([part.sums for part in parts], format="csr")
    steps, order = len(editions) - 1, None
    if steps:
        empty = csr_array((n * steps, n))
        order = hstack([empty, eye_array(n * steps)]) - hstack([eye_array(n * steps), empty])
        order = vstack([order], format="csr")
    known = Known(sums, np.concatenate([part.values for part in parts]), order)
    met: list[FloatArray] = [_some(known)]
    derived: list[Derived] = []
    for i, edition in enumerate(editions):
        found = _audited(known, layout, targets, limit, met, shift=n * i)
        derived += _derived(released[0].series, targets, found, edition)
    return derived, len(targets) * len(editions), 0

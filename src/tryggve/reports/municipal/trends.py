"""The change a year of every series of reported offences: piece by piece between breaks, and the last five years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tryggve.domain.figure import Figure
from tryggve.domain.language import _
from tryggve.reports.municipal.comparing import counted, spread_of
from tryggve.reports.municipal.matter import Matter
from tryggve.stats.multiple import benjamini_hochberg
from tryggve.stats.yearly_change import FEWEST_EVENTS, FEWEST_YEARS, YearlyChange, yearly_change

LEAST_FREE = 2.0
"""Where the years hang together so much that fewer degrees of freedom are left, a line says nothing."""


@dataclass(frozen=True)
class TrendOfPiece:
    """The change a year from `own[0]` to `own[-1]`. Without `found`, `why` says what stops it; `q_value` corrected.

    `per_inhabitant` tells whether it is of the number or of the rate; `sql` gives what `call` is made on.
    """

    own: tuple[Figure, ...]
    per_inhabitant: bool
    found: YearlyChange | None
    sql: str
    why: str = ""
    q_value: float | None = None

    @property
    def years(self) -> tuple[str, str]:
        """The first and the last year."""
        return self.own[0].period, self.own[-1].period


CALL = "tryggve.stats.yearly_change.yearly_change(counts[:, 0], counts[:, 1], counts[:, 2], least=counts[0, 3])"


def trends(matter: Matter) -> Mapping[str, tuple[TrendOfPiece, ...]]:
    """Every trend by indicator, the oldest piece first and the last five years last, with q-values of all together."""
    found = {id: tuple(_trend(matter, piece) for piece in _pieces(matter, id)) for id in matter.indicators}
    p_values = [one.found.p_value for made in found.values() for one in made if one.found]
    q_values = iter(benjamini_hochberg(p_values).tolist() if p_values else [])
    return {id: tuple(_with(one, q_values) for one in made) for id, made in found.items() if made}


def _with(one: TrendOfPiece, q_values: Iterator[float]) -> TrendOfPiece:
    if one.found is None:
        return one
    return TrendOfPiece(one.own, one.per_inhabitant, one.found, one.sql, q_value=next(q_values))


def _pieces(matter: Matter, indicator: str) -> list[tuple[Figure, ...]]:
    """The runs of yearly figures that no break divides, and the last five years of the latest."""
    known = [one for one in matter.known(indicator, matter.scope.code) if len(one.period) == 4]
    known = [one for one in known if counted(matter, one) is not None]
    starts = sorted({gap.year for gap in matter.indicators[indicator].breaks})
    by_piece: dict[int, list[Figure]] = {}
    for one in known:
        by_piece.setdefault(sum(start <= int(one.period) for start in starts), []).append(one)
    pieces = [tuple(piece) for piece in by_piece.values()]
    last = pieces[-1] if pieces else ()
    whole = len(last) > FEWEST_YEARS and int(last[-1].period) - int(last[-FEWEST_YEARS].period) == FEWEST_YEARS - 1
    return [*pieces, *([last[-FEWEST_YEARS:]] if whole else [])]


def _trend(matter: Matter, own: Sequence[Figure]) -> TrendOfPiece:
    numbers = [told.n for one in own if (told := counted(matter, one)) is not None]
    people = [behind.value for one in own if (behind := matter.people_behind(one)) is not None and behind.value]
    per_inhabitant = len(people) == len(own)
    first, last = own[0], own[-1]
    sql = (
        f"SELECT * FROM yearly('{last.indicator}', '{last.area}', '{first.period}', '{last.period}', "
        f"{str(per_inhabitant).lower()})"
    )
    made = TrendOfPiece(tuple(own), per_inhabitant, None, sql)
    if len(own) < FEWEST_YEARS:
        return _stopped(made, _("fewer than {n} years").format(n=FEWEST_YEARS))
    if sum(numbers) < FEWEST_EVENTS:
        return _stopped(made, _("fewer than {n} offences").format(n=FEWEST_EVENTS))
    try:
        found = yearly_change(
            [float(one.period) for one in own], numbers, people if per_inhabitant else [1.0] * len(own),
            least=spread_of(matter, last.indicator, last.area),
        )  # fmt: skip
    except ValueError:
        return _stopped(made, _("no line can be drawn"))
    if found.free < LEAST_FREE:
        return _stopped(made, _("no even change: the series goes up and down in waves"))
    return TrendOfPiece(made.own, per_inhabitant, found, sql)


def _stopped(made: TrendOfPiece, why: str) -> TrendOfPiece:
    return TrendOfPiece(made.own, made.per_inhabitant, None, made.sql, why)
